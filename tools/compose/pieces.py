"""A story as one page prints it: its opening, signature and cut, and what the page's truth says of it."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace

from furniture import BYLINES, LEADS, TURNS, person
from notices import opening, own_byline
from sources import LINED, Story, convert, converter, size_of, with_digits
from style import Style

DATELINE = re.compile(r"^(?:本[报報]|[据據]?新[华華]社)[^，。（）]{0,18}?[电電讯訊](?:（[^（）]{1,16}）)?")
FIRM = re.compile(r"[。！？：；，）”』」》…]$")


CLAUSE = re.compile(r"[^。！？：；，、（）“”「」『』《》…—]{6,22}(?=[。！？；，])")
DRESSED = {"kicker": 0.25, "deck": 0.5}
"""How often a story without a kicker or deck gets one on a page that is rich in them."""
TYPES = {"turn": "paragraph"}
"""What the truth calls kinds of elements that only the composer tells apart."""


@dataclass
class Piece:
    story: Story
    body: list[tuple[str, str]]
    lead: str
    """The first words that stand in the lead's font (part of the first paragraph)."""
    byline: str | None
    """The truth's byline."""
    own_line: str
    signature: str
    loose: list[str]
    authors: list[str]
    """Loose names that are printed as a line below the headline."""
    jump: str = ""
    flush: bool = False
    """Whether the signature stands on a line of its own, without brackets, at the measure's end."""

    @property
    def size(self) -> int:
        return size_of(self.body)

    @property
    def lined(self) -> bool:
        """Whether any of its elements is set in lines of its own, which no cut goes through."""
        return any(kind in LINED for kind, _ in self.body)

    def article(self) -> dict[str, object]:
        """The piece as the truth has it."""
        out: dict[str, object] = {
            "headline": self.story.headline, "kicker": self.story.kicker, "deck": list(self.story.deck),
            "body": [{"type": TYPES.get(kind, kind), "text": text} for kind, text in self.body],
        }  # fmt: skip
        if self.jump:
            out["continued_on"] = {"text": self.jump, "page": self.jump[3:-1]}
        if self.loose:
            out["loose"] = self.loose
        if self.byline:
            out["byline"] = self.byline
        return out

    def drop(self) -> bool:
        """Leave out the last paragraph; False if there is only one."""
        if len(self.body) < 2:
            return False
        self.body.pop()
        while len(self.body) > 1 and ("subhead" in self.body[-1][0] or self.body[-1][1][-1] in "：？"):
            self.body.pop()
        return True

    def cut(self, chars: int, rng: random.Random, style: Style) -> None:
        """Cut the body after so many characters and send the reader to another page."""
        left, out = max(chars, 12), []
        for kind, text in self.body:
            if left <= 0:
                break
            out.append((kind, text[:left] if left < len(text) else text))
            left -= len(text)
        if len(out[-1][1]) < 3 and len(out) > 1:
            out.pop()
        self.body = out
        page = f"第{rng.choice(TURNS)}版）"
        self.jump = ("（下轉" if style.script == "hant" else "（下转") + page


def dressed(story: Story, rng: random.Random) -> Story:
    """The story with a kicker and a deck out of its own clauses, where it has none and chance has it."""
    found = [m for kind, text in story.body if kind not in LINED for m in CLAUSE.findall(text)]
    rng.shuffle(found)
    kicker, deck = story.kicker, story.deck
    if found and not kicker and rng.random() < DRESSED["kicker"]:
        kicker = found.pop()
    if len(found) > 1 and not deck and rng.random() < DRESSED["deck"]:
        shape = rng.random()
        if shape < 0.4:
            deck = (found[0],)
        else:
            deck = (f"{found[0]} {found[1]}",) if shape < 0.75 else (found[0], found[1])
    return replace(story, kicker=kicker, deck=deck)


def prepare(story: Story, style: Style, rng: random.Random) -> Piece:
    """The story in the page's script and digits, with an opening or signature where it has none of its own."""
    if style.rich:
        story = dressed(story, rng)
    story = with_digits(convert(story, style.script), style.digits, rng)
    body = list(story.body)
    lead, byline, own, signature = "", story.dateline, "", ""
    flush = False
    found = DATELINE.match(body[0][1])
    if body[0][0] in LINED:
        own = byline = story.byline or ""
    elif style.varied and not found and not story.dateline:
        lead, byline, own, signature, flush = signed(story, body, style, rng)
    elif found:
        lead = found.group() if rng.random() < 0.8 else ""
    elif story.byline:
        byline = story.byline
        if "记者" in byline or "記者" in byline or rng.random() < 0.2:
            own = byline
        else:
            signature = f"（{byline}）"
    elif not byline and rng.random() < (0.33 if story.source.lower().startswith("cctv") else 0.24):
        opening, who = rng.choice(LEADS)
        name = person(rng)
        lead, byline = opening.format(name), who.format(name)
        if style.script == "hant":
            turn = converter("s2t").convert
            lead, byline = turn(lead), turn(byline)
        body[0] = (body[0][0], lead + body[0][1])
    elif not byline and rng.random() < 0.02:
        own = byline = rng.choice(BYLINES).format(person(rng))
        if style.script == "hant":
            own = byline = converter("s2t").convert(own)
    whole = "".join(text for _, text in body)
    authors = [x for x in story.loose if x not in whole and len(x) < 16]
    loose = [x for x in story.loose if x in whole or x in authors]
    return Piece(story, body, lead, byline, own, signature, loose, authors, flush=flush)


REGIONS = {"hkcnews": "hk", "mingpao": "hk", "hk_press_2025": "hk", "appledaily_tw": "tw", "chinatimes": "tw"}
"""Where a source's bylines are those of; else the mainland."""


def signed(
    story: Story, body: list[tuple[str, str]], style: Style, rng: random.Random
) -> tuple[str, str | None, str, str, bool]:
    """How a story without a dateline is signed: its opening (put before the body), the truth's byline, the byline's
    own line below the headline, the signature after the text, and whether that stands flush right without brackets."""
    region = REGIONS.get(story.source, "cn")
    turn = converter("s2t" if style.script == "hant" else "t2s").convert
    name = story.byline
    if name is None and rng.random() < 0.3:
        lead, who = (turn(x) for x in opening(rng, region))
        body[0] = (body[0][0], lead + body[0][1])
        return lead.rstrip("　"), who or None, "", "", False
    if name is None and rng.random() < 0.25:
        name = turn(own_byline(rng, region))
    if name is None:
        return "", None, "", "", False
    where = rng.random()
    if where < 0.5:
        return "", name, name, "", False
    if where < 0.8:
        left, right = rng.choice(("（）", "（）", "()", "〔〕"))
        return "", name, "", f"{left}{name}{right}", False
    return "", name, "", name, True


def is_subhead(kind: str, text: str) -> bool:
    """Whether a body element is set as a subhead rather than as a short paragraph."""
    return "subhead" in kind and len(text) <= 18 and not FIRM.search(text)
