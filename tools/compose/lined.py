"""Sets what is no running text: verse in its own lines, the items of a list, the turns of a talk."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from pdf import Glyph
from setting import Set, length, paragraph
from style import BOLD, KAI, SANS, Style

SQUEEZE = 0.75
"""To no less of its length is a line of verse condensed."""
MARK = re.compile(r"（?[一二三四五六七八九十甲乙丙丁戊己庚辛壬癸][、）]|（?[0-9０-９]{1,2}[.、）]|[●◆■▲]|第.，")
SPEAKER = re.compile(r"(?:[^：，。]{1,8}：|[●○])")


def verse(text: str, measure: float, style: Style, seed: int, widest: float) -> list[Set | None]:
    """A stanza, and a blank line behind it in most poems. `widest` is the length of the poem's longest line in em, by
    which it stands in the middle of its column in some."""
    rng = random.Random(seed)
    font = rng.choice((style.body_font, style.body_font, style.body_font, KAI, SANS))
    way = rng.choice(("indented", "indented", "block", "block", "flush", "centre"))
    white = rng.random() < 0.8
    step = rng.choice((0.0, 0.0, 0.0, 1.0))
    indent = {"indented": rng.choice((1.0, 2.0, 2.0, 3.0)), "flush": 0.0}.get(way, max(0.0, (measure - widest) / 2))
    indent = min(indent, max(0.0, measure - 5))
    out: list[Set | None] = []
    for k, line in enumerate(text.split("\n")):
        start = indent + (step if k % 2 and way != "centre" else 0.0)
        if way == "centre":
            start = max(0.0, (measure - len(line) * (1 + style.track)) / 2)
        if widest > measure - start and style.kind == "plain":  # rather condensed than broken
            start = max(0.0, measure - widest)
        for n, set_ in enumerate(fitted(line, font, measure - start, style)):
            out.append(shifted(set_, start + (0.0 if n == 0 else min(1.0, measure - set_.end)), style))
    return [*out, None] if white else out


def fitted(line: str, font: str, measure: float, style: Style) -> list[Set]:
    """A line of verse on one line: condensed, where it is a little too long; broken where it is far too long."""
    whole, *rest = paragraph([(line, font)], 99.0, style, 0.0)
    if rest or whole.end <= measure or style.vertical or whole.end * SQUEEZE > measure:
        return [whole] if whole.end <= measure and not rest else paragraph([(line, font)], measure, style, 0.0)
    return [replace(whole, end=measure, stretch=whole.stretch * measure / whole.end)]


def shifted(line: Set, start: float, style: Style) -> Set:
    """The line so much further right: by ideographic spaces where the page draws these."""
    if style.indent == "ideo" and start >= 1 and start == int(start):
        spaces = (Glyph("　", style.body_font),) * int(start)
        return replace(line, start=0.0, end=line.end + start, glyphs=spaces + line.glyphs)
    return replace(line, start=line.start + start, end=line.end + start)


def item(text: str, measure: float, style: Style, seed: int, widest: float) -> list[Set | None]:
    """An item of a list: as a paragraph, or with its further lines below its first word."""
    rng = random.Random(seed)
    way = rng.choice(("paragraph", "paragraph", "paragraph", "hang", "flush", "inset"))
    bold = rng.choice(("", "", "", BOLD, SANS))
    found = MARK.match(text)
    mark = found.group() if found and bold else ""
    spans = [(mark, bold), (text[len(mark) :], style.body_font)]
    if way == "paragraph":
        return list(paragraph(spans, measure, style))
    if way == "flush":
        return list(paragraph(spans, measure, style, 0.0))
    inset = 1.0 if way == "inset" else 0.0
    lines = paragraph(spans, measure - inset - 1, style, 0.0)
    return [shifted(s, inset + (1.0 if k else 0.0), style) if k or inset else s for k, s in enumerate(lines)]


def turn(text: str, measure: float, style: Style, seed: int, widest: float) -> list[Set | None]:
    """A turn of a talk, with who speaks, or all that is asked, in another type on some pages."""
    rng = random.Random(seed)
    way, font = rng.random(), rng.choice((BOLD, SANS, KAI))
    found = SPEAKER.match(text)
    mark = text if way < 0.3 and text[-1] == "？" else found.group() if found and way < 0.7 else ""
    return list(paragraph([(mark, font), (text[len(mark) :], style.body_font)], measure, style))


def widest_of(texts: list[str], style: Style) -> float:
    """The length of the longest line of some stanzas, in em of the body."""
    lines = [line for text in texts for line in text.split("\n")]
    set_ = ([Glyph(ch, style.body_font, style.track) for ch in line] for line in lines)
    return max((length(glyphs, style.vertical) for glyphs in set_), default=0.0)


SETTERS = {"verse": verse, "list_item": item, "list_item|paragraph": item, "turn": turn}
"""What sets an element, by its kind."""
