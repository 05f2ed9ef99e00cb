"""Sets what is no running text: verse in its own lines, the items of a list, the turns of a talk."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from pdf import Glyph
from setting import Set, display, length, paragraph
from style import BOLD, KAI, SANS, Style

SQUEEZE = 0.75
"""To no less of its length is a line of verse condensed."""
LEAST = 0.7
"""Rows of a table are condensed to no less, but set in smaller type."""
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


def table(text: str, measure: float, style: Style, seed: int, widest: float) -> list[Set | None]:
    """Rows of cells that stand below each other, most often by position alone, and white space around them."""
    rng = random.Random(seed)
    size = rng.choice((0.85, 0.9, 0.95, 1.0)) * style.body
    font, bold = rng.choice((style.body_font, style.body_font, SANS, KAI)), rng.choice(("", "", BOLD, SANS))
    right, ruled = rng.random() < 0.5, rng.random() < 0.35
    way = rng.choice(("place", "place", "place", "wide", "spaces"))
    loose, left = rng.uniform(1.0, 2.2), rng.random() < 0.3
    rows = [row.split("\t") for row in text.split("\n")]
    header = len(rows[0]) > 1 and not any(any(map(str.isdigit, cell)) for cell in rows[0])
    fonts = [bold if k == 0 and header and bold else font for k in range(len(rows))]
    cells = [
        [display(cell, f, style, style.track) for cell in row] for row, f in zip(rows, fonts, strict=True)
    ]  # fmt: skip
    most = max(map(len, rows))
    columns = zip(*(row for row in cells if len(row) == most), strict=True)
    widths = [max(length(cell, style.vertical) for cell in column) for column in columns]
    measure -= 1.0 if measure > 9 else 0.4  # a little white at either side
    room = measure * style.em / size
    gap = 1.0 if sum(widths) + most - 1 > 0.8 * room else 1.6
    whole = sum(widths) + gap * (most - 1)
    stretch = 1.0 if style.vertical else min(1.0, room / whole)
    if stretch < LEAST:
        size, stretch = size * max(0.6, stretch / LEAST), LEAST
    unit = size * stretch / style.em
    reach = min(measure / unit, whole * (loose if room < 30 else min(loose, 1.5)))
    gap += (reach - whole) / max(1, most - 1) if most > 1 else 0.0
    start = 0.5 + (0.0 if left else max(0.0, measure - reach * unit) / 2)
    out: list[Set | None] = [None] if rng.random() < 0.7 else []
    for k, row in enumerate(cells):
        glyphs, at = row_of(row, widths, gap, right and len(row) == most, way, style)
        under = reach * unit if ruled and k in (0 if header else -1, len(rows) - 1) else 0.0
        begins = start + at * unit if len(row) > 1 else start
        out.append(Set(begins, tuple(glyphs), begins + length(glyphs, style.vertical) * unit, size, stretch, under))
    return [*out, None]


def row_of(
    row: list[list[Glyph]], widths: list[float], gap: float, right: bool, way: str, style: Style
) -> tuple[list[Glyph], float]:  # fmt: skip
    """The glyphs of a row's cells, each behind a gap, and where the first one begins, in em of the row. `way` says
    whether ideographic spaces or spaces are drawn in the gaps, `right` whether all cells but the first end alike.
    """
    out: list[Glyph] = []
    begins = at = 0.0
    edge = 0.0
    for c, cell in enumerate(row):
        reach = length(cell, style.vertical)
        want = edge + (max(0.0, widths[c] - reach) if right and c else 0.0)
        if out:
            space = {"wide": "　", "spaces": " "}.get(way, "")
            step = length([Glyph(space, out[-1].family)], style.vertical) if space else 1.0
            between = max(0.3, want - at)
            count = int(between / step + 0.01) if space else 0
            last = out.pop()
            out.append(Glyph(last.ch, last.family, 0.0 if count else between))
            out += [Glyph(space, last.family)] * count
            if count:
                out[-1] = Glyph(space, last.family, between - count * step)
            want = at + between
        else:
            begins = want
        out += cell
        at = want + reach
        edge += widths[c] + gap
    return out, begins


def widest(body: Sequence[tuple[str, str]], style: Style, kind: str = "verse") -> float:
    """The length of the longest line of a body's verse, or of its tables with gaps between their cells, in em."""
    lines = [line for k, text in body if k == kind for line in text.replace("\t", "　").split("\n")]
    set_ = ([Glyph(ch, style.body_font, style.track) for ch in line] for line in lines)
    return max((length(glyphs, style.vertical) for glyphs in set_), default=0.0)


SETTERS = {"verse": verse, "list_item": item, "list_item|paragraph": item, "turn": turn, "table": table}
"""What sets an element, by its kind."""
