"""Runs of display lines with the text around them, set from stories and headlines: what `fit_display.py` fits on."""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from papercut.solver.display_network import DISPLAY_LABELS

sys.path.append(str(Path(__file__).parent / "compose"))
from sources import Story, convert, converter

LONGEST = 26
"""Lines in a run."""
SOURCES = {
    "rmrb199801": 6, "hkcnews": 4, "shenbao": 4, "appledaily_tw": 3, "rmrb_2022": 2, "mingpao": 2,
    "rmrb_2004_2019_korea": 1.5, "hk_press_2025": 1.5, "cctv": 1.5, "cec_web": 0.7, "web_central_2026": 0.2,
}  # fmt: skip
"""How often each source is drawn; others once."""
NEW, ON = "some-new", "some-on"
"""The labels of lines of which only that is known: they begin a group, or go on with one."""
ALLOWED = {label: (k,) for k, label in enumerate(DISPLAY_LABELS)} | {NEW: (0, 2), ON: (1, 3, 4, 5, 6)}
_CLOSES, _OPENS = frozenset("，。、；：！？”’》）」』】,.;:!?)"), frozenset("“‘《（「『【(")
Run = list[tuple[str, str]]
"""Lines with their labels."""


def cut(text: str, n: int, rng: random.Random) -> list[str]:
    """A text in about `n` lines of about one length, at spaces where these are near."""
    spaces = [i for i, ch in enumerate(text) if ch == " "]
    cuts: set[int] = set()
    for k in range(1, n):
        want = k * len(text) / n
        near = [s for s in spaces if abs(s - want) <= len(text) / n * 0.45 and s not in cuts]
        best = min(near, key=lambda e, w=want: abs(e - w)) if near else round(want + rng.uniform(-2, 2))  # type: ignore[misc]
        while 0 < best < len(text) and (text[best] in _CLOSES or text[best - 1] in _OPENS):
            best += 1
        cuts.add(best)
    return [part for a, b in pairwise([0, *sorted(cuts), len(text)]) if (part := text[a:b].strip())]


def lines_of(text: str, rng: random.Random, measure: int, at_spaces: float) -> list[str]:
    """A text as display lines of at most about `measure` characters, or one for each part between its spaces."""
    parts = text.split()
    if 1 < len(parts) <= 4 and rng.random() < at_spaces:
        return parts
    return cut(text, min(-(-len(text) // measure), 4), rng)


def marked_kicker(text: str, rng: random.Random) -> str:
    """A kicker with the marks that some papers give it, which the sources of stories leave out."""
    way = rng.random()
    if way < 0.2 and len(text) <= 14:
        return f"【{text}】"
    return f"{text}——" if 0.2 <= way < 0.25 and text[-1] not in "—─：" else text


def group(story: Story, rng: random.Random, measure: int, at_spaces: float, signed: float = 0.12) -> Run:
    """A story's display lines in their order."""
    out: Run = []

    def add(text: str, first: str, on: str, size: int) -> None:
        for n, line in enumerate(lines_of(text, rng, size, at_spaces)):
            out.append((line, on if n else first))

    small = max(14, measure + 6)
    if story.kicker:
        add(marked_kicker(story.kicker, rng), "kicker", "kicker-on", small)
    add(story.headline, "head-under" if story.kicker else "head", "head-on", measure)
    dash = rng.random() < 0.3
    for deck in story.deck:
        add(f"——{deck}" if dash and deck[:1] not in "—─" else deck, "deck", "deck-on", small)
    if story.byline and rng.random() < signed:
        out.append((story.byline[:30], "other"))
    if rng.random() < 0.02:
        out.append((story.body[0][1][: rng.randint(6, 20)], "other"))
    return out


def body_lines(text: str, measure: int, indent: bool) -> list[str]:
    """A paragraph as the lines of a column; marks that may not begin a line hang."""
    out, size = [], max(3, measure - (2 if indent else 0))
    while text:
        end = size
        while end < len(text) and text[end] in "，。、；：！？”’》）」』】":
            end += 1
        out.append(text[:end].strip())
        text, size = text[end:], measure
    return [line for line in out if line]


def _text(lines: Sequence[str]) -> Run:
    return [(line, "text") for line in lines]


def _paragraphs(story: Story) -> list[str]:
    return [text for kind, text in story.body if kind not in ("subhead", "caption")]


def lead(story: Story, rng: random.Random, measure: int, indent: bool) -> Run:
    """The first lines of a story's text."""
    told = _paragraphs(story)
    if not told:
        return []
    lines = body_lines(told[0], measure, indent)
    if len(lines) == 1 and len(told) > 1:
        lines += body_lines(told[1], measure, indent)
    return _text(lines[: rng.choice((1, 2, 2, 2))])


def tail(story: Story, rng: random.Random, measure: int, indent: bool) -> Run:
    """The last lines of a story's text, or some within it."""
    told = _paragraphs(story)
    if not told:
        return []
    if rng.random() < 0.6:
        lines = body_lines(told[-1], measure, indent)[-2:]
    else:
        lines = body_lines(rng.choice(told), measure, indent)
        at = rng.randrange(len(lines))
        lines = lines[max(0, at - 1) : at + 1]
    return _text(lines[-rng.choice((1, 2, 2)) :])


def middle(story: Story, rng: random.Random, measure: int, indent: bool) -> Run:
    """A subhead of a story with lines around it, or a short paragraph."""
    subheads = [k for k, (kind, _) in enumerate(story.body) if kind == "subhead" and 0 < k < len(story.body) - 1]
    if subheads and rng.random() < 0.8:
        k = rng.choice(subheads)
        if story.body[k - 1][0] == "subhead" or story.body[k + 1][0] == "subhead":
            return []
        above, below = (body_lines(story.body[n][1], measure, indent) for n in (k - 1, k + 1))
        named = lines_of(story.body[k][1], rng, max(8, measure), 0.0)
        return [*_text(above[-rng.choice((1, 2)) :]), *((line, "subhead") for line in named), *_text(below[:2])]
    told = _paragraphs(story)
    short = [k for k in range(1, len(told) - 1) if len(told[k]) <= 24]
    if not short:
        return []
    k = rng.choice(short)
    above, own, below = (body_lines(told[n], measure, indent) for n in (k - 1, k, k + 1))
    return _text([*above[-1:], *own, *below[:1]])


class Runs:
    """Draws runs from stories, and from lists of headlines."""

    def __init__(self, stories: Sequence[Story], lists: Sequence[list[str]] = ()) -> None:
        self.stories: dict[str, list[Story]] = defaultdict(list)
        for story in stories:
            self.stories[story.source].append(story)
        self.rich = {name: [s for s in found if s.kicker or s.deck] for name, found in self.stories.items()}
        self.names = list(self.stories)
        self.parted = {
            name: [s for s in found if any(kind == "subhead" for kind, _ in s.body)]
            for name, found in self.stories.items()
        }
        self.lists = [found for found in lists if len(found) > 10]

    def draw(self, rng: random.Random) -> Run:
        return self._listed(rng) if self.lists and rng.random() < 0.4 else self._told(rng)

    def _told(self, rng: random.Random) -> Run:
        name = rng.choices(self.names, [SOURCES.get(n, 1) for n in self.names])[0]
        pool, rich = self.stories[name], self.rich[name]
        count = rng.choices(range(1, 7), [50, 18, 12, 8, 6, 6])[0]
        at, near, many_parts = rng.randrange(len(pool)), rng.random() < 0.6, rng.random() < 0.6
        measure = rng.choice([8, 9, 10, 11, 12, 13, 14, 16, 18, 20, 24, 30])
        at_spaces, other_script = rng.choice([0.2, 0.5, 0.9]), rng.random() < 0.25
        out: Run = []
        context = rng.random()
        context = 0.0 if context < 0.35 else 1.0 if context < 0.85 else 0.6
        body_measure, indent = rng.choice([8, 10, 12, 13, 14, 15, 16, 18, 20, 22, 26, 30, 40]), rng.random() < 0.7
        before = None
        for k in range(count):
            if many_parts and rich and rng.random() < 0.6:
                story = rng.choice(rich)
            else:
                story = pool[(at + k) % len(pool)] if near else rng.choice(pool)
            if other_script:
                story = convert(story, "hant" if story.script == "hans" else "hans")
            if rng.random() < context * (0.95 if out else 0.7):
                past = rng.choice(pool) if before is None or rng.random() < 0.3 else before
                if other_script and past is not before:
                    past = convert(past, "hant" if past.script == "hans" else "hans")
                out += tail(past, rng, body_measure, indent)
            out += group(story, rng, max(6, measure + rng.randint(-3, 3)), at_spaces, 0.35 if context else 0.12)
            if rng.random() < context:
                out += lead(story, rng, body_measure, indent)
            if context and rng.random() < 0.25:
                parted = self.parted[name]
                some = rng.choice(parted) if parted and rng.random() < 0.7 else rng.choice(pool)
                out += middle(some, rng, body_measure, indent)
            before = story
        start = rng.randrange(max(1, len(out) - LONGEST + 1))
        return out[start : start + LONGEST]

    def _listed(self, rng: random.Random) -> Run:
        heads = rng.choices(self.lists, [len(found) ** 0.5 for found in self.lists])[0]
        at, near, traditional = rng.randrange(len(heads)), rng.random() < 0.7, rng.random() < 0.3
        measure = rng.choice([10, 12, 14, 16, 20, 30])
        turn = converter("s2t").convert
        out: Run = []
        for k in range(rng.randint(1, 8)):
            text = heads[(at + k) % len(heads)] if near else rng.choice(heads)
            parts = [part.strip() for part in text.split("  ") if part.strip()]
            if traditional:
                parts = [turn(part) for part in parts]
            if len(parts) == 1:
                lines = lines_of(parts[0], rng, measure, 0.5)
                out += [(line, "head-on" if n else "head") for n, line in enumerate(lines)]
            else:
                lines = [line for part in parts for line in lines_of(part, rng, max(18, measure), 0.0)]
                out += [(line, ON if n else NEW) for n, line in enumerate(lines)]
        return out[:LONGEST]
