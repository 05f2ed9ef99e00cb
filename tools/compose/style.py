"""What a page decides once: paper, type, spacing, options. Shares are those of the bench's press pages."""

from __future__ import annotations

import random
from dataclasses import dataclass

PAPERS = {
    (480, 680): 8, (560, 800): 9, (640, 910): 10, (730, 1030): 20,
    (820, 1160): 6, (910, 1280): 6, (990, 1390): 3, (1105, 1530): 4,
}  # fmt: skip
BODY_FONTS = {
    "hans": {
        "Noto Serif CJK SC Regular": 30,
        "AR PL UMing CN Light": 11,
        "FandolSong Regular": 9,
        "Noto Serif CJK SC Medium Regular": 6,
    },
    "hant": {"Noto Serif CJK TC Regular": 7, "cwTeXMing Medium": 4, "AR PL UMing CN Light": 3},
}
HEAD_FONTS = {
    "hans": {
        "Noto Serif CJK SC Black Regular": 11,
        "LXGW WenKai Regular": 6,
        "Noto Sans CJK SC Bold": 6,
        "Noto Sans CJK SC Black Regular": 5,
        "FandolSong Bold": 4,
    },
    "hant": {
        "Noto Sans CJK TC Bold": 5,
        "cwTeXMing Medium": 4,
        "Noto Serif CJK TC Black Regular": 4,
        "Noto Serif CJK SC Black Regular": 3,
    },
}
LEAD_FONTS = {"": 35, "Noto Sans CJK SC Regular": 25, "FandolKai Regular": 20, "Noto Sans CJK SC Bold": 20}
"""The family of a dateline or composer's opening; the body's own where empty."""
DECK_FONTS = {"FandolFang R Regular": 5, "FandolKai Regular": 3, "Noto Sans CJK SC Regular": 2}
SUB_FONTS = {"FandolHei Bold": 3, "Noto Serif CJK SC Bold": 1}
KAI, SANS, SERIF = "FandolKai Regular", "Noto Sans CJK SC Regular", "Noto Serif CJK SC Regular"
BOLD, BLACK = "Noto Sans CJK SC Bold", "Noto Sans CJK SC Black Regular"
SOURCES = {"人民日报": 34, "CCTV新闻联播": 26, "placeholder": 4, "晶報": 2}
"""Where a page's stories come from; the paper of 1920 to 1939 stays in its script."""
STORIES = {
    "rmrb199801": 26, "cctv": 13, "hkcnews": 12, "shenbao": 12, "appledaily_tw": 6, "mingpao": 6, "hk_press_2025": 5,
    "rmrb_2022": 5, "cec_web": 5, "rmrb_2004_2019_korea": 4, "chinatimes": 4, "rmrb_1946": 2, "web_central_2026": 1,
    "jingbao": 4,
}  # fmt: skip
"""The same for pages made of story files: rich ones more often, each source's number of stories aside."""
OLD = ("shenbao", "rmrb_1946", "jingbao", "晶報")
"""Sources of the time when most pages were set vertically, with stacked decks."""
OLD_STORIES = {
    "shenbao": 30, "jingbao": 15, "rmrb199801": 36, "rmrb_1946": 6, "rmrb_2004_2019_korea": 4, "hkcnews": 8,
    "appledaily_tw": 6, "mingpao": 3, "hk_press_2025": 3,
}  # fmt: skip
"""The same where most pages are to be set as old papers were."""
LIKE_OLD, OLDER = ("rmrb199801", "rmrb_2004_2019_korea", "rmrb_2022"), (0.12, 0.85)
"""Sources with many kickers and decks, and the share of their pages that are set as old papers were, of which there are
few stories: usually, and where most pages are to be."""
VARIED = 0.6
"""The share of pages made of story files that take more forms than the first bench has."""
ORDERS = (
    ({"reading": 24, "bodies_first": 20, "heads_first": 6, "rows": 7, "random": 4}, {"random": 1}),
    (
        {"reading": 20, "bodies_first": 19, "heads_first": 7, "rows": 12, "random": 6},
        {"reading": 4, "bodies_first": 5, "heads_first": 2, "rows": 2, "random": 3},
    ),
)
"""In which order pages draw what stands on them: of pages, and of story files; level and downwards."""
SPARE = {"hans": SERIF, "hant": SERIF}
"""Draws what a page's own font lacks."""


def pick(rng: random.Random, shares: dict) -> object:  # type: ignore[type-arg]
    return rng.choices(list(shares), weights=list(shares.values()))[0]


@dataclass(frozen=True)
class Style:
    """One page's choices; lengths in points, `gutter`, `gap`, `track` and `autospace` in em of the body."""

    width: float
    height: float
    kind: str
    """plain, spaced (letter-spaced, half-width punctuation) or vertical."""
    script: str
    digits: str
    order: str
    double: str
    emit: str
    indent: str
    turn_p: float
    kangxi: bool
    track: float
    just_punct: bool
    body: float
    stretch: float
    leading: float
    gutter: float
    column_rules: bool
    body_font: str
    head_stretch: float
    lead_font: str
    sub_font: str
    sub_left: bool
    sub_after: bool
    half_punct: bool
    end_half: bool
    draws_spaces: bool
    autospace: float
    rigid: bool
    front: bool
    source: str
    rich: bool = False
    """Whether most stories have kickers or decks: rarer on the bench than in the press at large."""
    old: bool = False
    """Whether decks are stacked, in several sizes and also before the headline."""
    stories: bool = False
    """Whether the page is made of story files: it then has notices, captions and columns' names of many forms."""
    varied: bool = False
    """Whether bylines, kickers and decks take more forms than those of the first bench."""
    gap: float = 1.8
    margin: float = 34.0

    @property
    def em(self) -> float:
        """The width of a body character."""
        return self.body * self.stretch

    @property
    def vertical(self) -> bool:
        return self.kind == "vertical"

    @property
    def line(self) -> float:
        return self.body * self.leading

    def made_with(self) -> dict[str, object]:
        return {
            "order": self.order, "double": self.double, "digits": self.digits, "script": self.script,
            "emit": self.emit, "indent": self.indent, "turn_p": self.turn_p, "vertical": self.vertical,
            "kangxi": self.kangxi, "track": self.track, "just_punct": self.just_punct,
        }  # fmt: skip


def draw(rng: random.Random, rich: float, scripts: dict[str, str] | None = None, mostly_old: bool = False) -> Style:
    """A page's style, drawn by the bench's shares, but that the share `rich` of pages has many kickers and decks.

    `scripts` names the script of each source of story files (`STORIES`), for pages made of these; `mostly_old` is
    whether most of those are to be set as old papers were.
    """
    table = OLD_STORIES if mostly_old else STORIES
    shares = {name: n for name, n in table.items() if name in scripts} if scripts else SOURCES
    source = str(pick(rng, shares))
    old = source in OLD or (source in LIKE_OLD and scripts is not None and rng.random() < OLDER[mostly_old])
    vertical = 30 if old and scripts else 3
    kind = str(pick(rng, {"plain": 59, "spaced": 4, "vertical": vertical}))
    paper = pick(rng, {k: v for k, v in PAPERS.items() if kind == "plain" or k[0] >= 560})
    assert isinstance(paper, tuple)
    if kind == "vertical" or source in ("晶報", "jingbao") or (old and source in LIKE_OLD):
        script = "hant"
    elif scripts and rng.random() < 0.85:
        script = scripts[source]
    else:
        script = str(pick(rng, {"hans": 48, "hant": 11}))
    stretched = kind == "plain" and rng.random() < 0.55
    half = kind == "spaced" or (kind == "plain" and rng.random() < 0.2)
    digits = "full" if kind == "vertical" else str(pick(rng, {"half": 30, "full": 8, "mixed": 11, "keep": 10}))
    if kind == "spaced":
        track = rng.choice((0.14, 0.16, 0.18, 0.2))
    else:
        track = float(str(pick(rng, {0: 27, 0.02: 13, 0.05: 14, 0.09: 8})))
    front = rng.random() < 0.34
    condensed = (0.75, 0.86) if scripts else ()
    varied = scripts is not None and rng.random() < VARIED
    return Style(
        width=paper[0], height=paper[1], kind=kind, script=script, digits=digits,
        order=str(pick(rng, ORDERS[scripts is not None][kind == "vertical"])),
        double=str(pick(rng, {"none": 29, "shadow": 13, "shadow_layer": 9, "outline": 10, "same": 3})),
        emit=str(pick(rng, {"line": 34, "char": 15, "chunk": 17})),
        indent=str(pick(rng, {"geom": 45, "ideo": 21})),
        turn_p=0 if kind == "vertical" else rng.choice((0, 0, 0.3, 0.3, 0.6)),
        kangxi=rng.random() < 0.045, track=track, just_punct=rng.random() < 0.32,
        body=rng.choice((9.0, 9.5, 9.5, 9.5, 10.0, 10.0, 10.5, 10.5)),
        stretch=rng.choice((*condensed, 0.9, 0.94, 0.94, 1.06, 1.06)) if stretched else 1.0,
        leading=rng.choice((1.3, 1.38, 1.38, 1.45, 1.45)), gutter=rng.choice((1.3, 1.3, 1.6, 1.6, 2.0)),
        column_rules=rng.random() < 0.33, body_font=str(pick(rng, BODY_FONTS[script])),
        head_stretch=1.0 if kind == "vertical" else rng.choice((*condensed[:1], 0.9, 0.9, 1.0, 1.0, 1.0, 1.1)),
        lead_font=str(pick(rng, LEAD_FONTS)), sub_font=str(pick(rng, SUB_FONTS)), sub_left=rng.random() < 0.4,
        sub_after=rng.random() < 0.3, half_punct=half, end_half=half or (kind == "plain" and rng.random() < 0.3),
        draws_spaces=rng.random() < 0.5, autospace=rng.choice((0.0, 0.0, 0.125, 0.25)), rigid=digits == "half",
        front=front,
        source=source, rich=rng.random() < rich, old=old, stories=scripts is not None, varied=varied,
    )  # fmt: skip
