"""The lines of a page that has geometry, in reading order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from papercut.languages.page_script import is_western
from papercut.languages.story_phrases import BYLINE, LEAD, LEADISH
from papercut.layout.sheet.cut_candidates import DISPLAY, Item
from papercut.layout.sheet.file_order import better_order
from papercut.layout.sheet.line_rows import indents, rows_of
from papercut.layout.sheet.merged_headlines import find_partings
from papercut.layout.sheet.merged_lines import CharacterPlaces, find_cuts, find_joins
from papercut.layout.sheet.orientation import Orientation, orientation_of
from papercut.layout.sheet.pictures import with_pictures, without_pictures
from papercut.layout.sheet.skew import find_skew, straight_box, straightened
from papercut.layout.sheet.table_rows import with_rows
from papercut.layout.sheet.xy_cut import reading_order
from papercut.model.geometry import Box, boxes_of, union
from papercut.model.page import Furniture, Line, Page, Role
from papercut.model.pieces import cut_pieces

SPACE = 0.45
"""A gap so wide, in em, between two pieces of a line is a space."""
LEAST = 4
"""A line of fewer characters between bars keeps them."""
SHORTEST = 6
"""A line in a Western script is cut only with so many characters on either side."""
WITHIN, LIKE, CREDIT = 2.5, 1.1, 24
"""Pieces of what stands in brackets are so many em apart at most, in type so many times as large at most, and have so
many characters together."""
BARS = frozenset("|｜丨│¦")
"""What a recogniser takes a rule between columns for."""
_OPENS, _CLOSES = "「『《〈“（【", "」』》〉”）】"
CREDIT_MARKS = frozenset("□■◎●○◆◇")
"""What stands before the name of who wrote a story."""
TALL = 1.3
"""A box so much higher than its type is no measure of where the line stands."""
LONG, FAR_TALL = 5.0, 1.6
"""The same for large type that OCR read; of lines so long, in em, the size is well known."""
APART = 0.9
"""A gap between lines so many em wider than the column's own is a blank line."""


def without_slant(low: float, high: float, size: float) -> tuple[float, float]:
    """The edges of a line's box across the line, if the box is much higher than its type, as those of slanted lines
    and of generous recognisers are: as high as the type, about the middle."""
    if high - low <= TALL * size:
        return low, high
    middle = (low + high) / 2
    return middle - size / 2, middle + size / 2


def ordered_lines(page: Page) -> tuple[tuple[Line, ...], tuple[Furniture, ...]]:
    """The page's lines column by column: blank lines between columns, an indent as ideographic spaces, and pieces of
    one line that stood apart put together. Also the bars at the ends of lines, which are set aside."""
    view = orientation_of(page)
    rules = [view.box(d.box) for d in page.drawn if d.kind == "rule"]
    aside: list[Furniture] = []
    lines = _unglued(page, view, rules)
    if page.source.format != "pdf":
        lines = [_without_bars(page, line, aside) for line in lines]
    lines = _rejoined(page, lines, view)
    items = [item for k, line in enumerate(lines) if (item := _item(page, k, line, view))]
    frames = [view.box(d.box) for d in page.drawn if d.kind in ("frame", "tint")]
    if not view.downwards and (with_tables := with_rows(lines, items, view.em, frames)):
        lines = with_tables
        items = [item for k, line in enumerate(lines) if (item := _item(page, k, line, view))]
    if slope := find_skew(items, view.em):
        items = straightened(items, slope)
        rules, frames = ([straight_box(box, slope) for box in boxes] for boxes in (rules, frames))
    western = is_western(page.raw)
    if western:
        items = [_slender(item) for item in items]
    elif page.source.format != "pdf":
        items = [_slender(i) if i.size >= DISPLAY * view.em and _far_taller(i) else i for i in items]
    level = not view.downwards and not western
    pictures = [d.box for d in page.drawn if d.kind != "rule"] if level else []
    columns = reading_order(with_pictures(items, pictures, view.em), rules, frames, view.em) if items else []
    columns = [own for column in columns if (own := without_pictures(column))]
    if western and page.source.format != "pdf":
        columns = better_order(items, columns)
    out: list[Line] = []
    for column in columns:
        if out:
            out.append(Line(lines[column[0].index].number, ""))
        out += _column(lines, column, view, page.source.format == "pdf")
    return tuple(out), tuple(aside)


def _without_bars(page: Page, line: Line, aside: list[Furniture]) -> Line:
    """The line without bars at its ends; a line of nothing else stays as it is."""
    text = line.text.strip()
    inner = text.strip("".join(BARS) + " ")
    if inner == text or len(inner) < LEAST:
        return line
    start = line.text.index(inner)
    pieces, rest = cut_pieces(page.raw, line.text, line.pieces, start, start + len(inner))
    for piece in rest:
        text = page.raw[piece.line - 1][piece.start : piece.end].strip()
        aside.append(Furniture(Role.REMOVED, text, (piece,), "column-rule"))
    boxes = boxes_of(page.raw, page.printed, pieces) or ()
    return replace(line, text=inner, pieces=pieces, box=union(boxes))


def _item(page: Page, k: int, line: Line, view: Orientation) -> Item | None:
    if line.box is None or not line.pieces:
        return None
    u0, v0, u1, v1 = view.box(line.box)
    upright = page.printed[line.pieces[0].line - 1].upright
    return Item(k, u0, v0, u1, v1, line.size or view.em, upright and not view.downwards)


def _far_taller(item: Item) -> bool:
    """Whether the box of a long line is so much higher than its type that it reaches into the lines around it."""
    return item.u1 - item.u0 > LONG * item.size and item.v1 - item.v0 > FAR_TALL * item.size


def _slender(item: Item) -> Item:
    v0, v1 = without_slant(item.v0, item.v1, item.size)
    return replace(item, v0=v0, v1=v1)


def _unglued(page: Page, view: Orientation, rules: Sequence[Box]) -> list[Line]:
    """The page's lines, those cut that hold a line of each of two columns."""
    sets = []
    read_by_ocr = page.source.format != "pdf"
    for k, line in enumerate(page.lines):
        item = _item(page, k, line, view)
        if item and len(line.pieces) == 1 and not item.crosswise:
            compact = "".join(line.text.split())
            spans = _spans(page, line, view)  # a line of which they are not known still shows where its column begins
            bars = frozenset(n for n, c in enumerate(compact) if c in BARS)
            marks = frozenset(n for n, c in enumerate(compact) if not c.isalnum()) if read_by_ocr else frozenset()
            sets.append(CharacterPlaces(item, spans, bars, marks, len(compact)))
    cuts = find_cuts(sets, rules, view.em)
    leads = {k for k, line in enumerate(page.lines) if LEAD.match(text := line.text.strip()) or LEADISH.match(text)}
    parted = find_partings(sets, leads, view.em, read_by_ocr)
    if not read_by_ocr:  # what a PDF file says of its gaps is exact
        parted = {k: parting for k, parting in parted.items() if k not in cuts}
    cuts |= {k: [parting.at] for k, parting in parted.items()}
    if is_western(page.raw):
        cuts = _between_words(page.lines, cuts)
    out: list[Line] = []
    for k, line in enumerate(page.lines):
        if k not in cuts:
            out.append(line)
            continue
        shown = [i for i, c in enumerate(line.text) if not c.isspace()]
        edges = [0, *cuts[k], len(shown)]
        for a, b in pairwise(edges):
            left, right = shown[a], shown[b - 1] + 1
            pieces = cut_pieces(page.raw, line.text, line.pieces, left, right)[0]
            box = union(boxes_of(page.raw, page.printed, pieces) or ())
            if k in parted and not view.downwards:
                x0, y0, x1, y1 = box
                # where the characters are may contradict where the columns are
                box = (x0, y0, max(x0, parted[k].low), y1) if a == 0 else (min(parted[k].high, x1), y0, x1, y1)
            out.append(replace(line, text=line.text[left:right], pieces=pieces, box=box))
    return out


def _rejoined(page: Page, lines: Sequence[Line], view: Orientation) -> list[Line]:
    """The lines with the pieces of one line put together."""
    items = [item for k, line in enumerate(lines) if (item := _item(page, k, line, view))]
    found = find_joins(items, view.em, page.source.format == "pdf" and view.downwards)
    found |= _bracketed(lines, items, view.em)
    after = {a: b for a, b in found.items() if not _is_marked_credit(lines[b].text)}
    later = set(after.values())
    out: list[Line] = []
    for k in range(len(lines)):
        if k in later:
            continue
        row = [k]
        while row[-1] in after:
            row.append(after[row[-1]])
        out.append(_joined([lines[i] for i in row], view))
    return out


def _bracketed(lines: Sequence[Line], items: Sequence[Item], em: float) -> dict[int, int]:
    """For pieces of a line that open with a bracket, the piece behind a wide space that it closes at the end of."""
    texts = {i.index: lines[i.index].text.strip() for i in items}
    opening = [i for i in items if texts[i.index][:1] == "（" and "）" not in texts[i.index]]
    closing = [i for i in items if texts[i.index][-1:] == "）" and "（" not in texts[i.index]]
    closing.sort(key=lambda i: i.v0)
    tops = [i.v0 for i in closing]
    out: dict[int, int] = {}
    for a in opening:
        level = closing[bisect_left(tops, a.v0 - em / 3) : bisect_right(tops, a.v0 + em / 3)]
        near = [b for b in level if 0 <= b.u0 - a.u1 <= WITHIN * em and 1 / LIKE <= b.size / a.size <= LIKE]
        below = closing[bisect_right(tops, a.v0 + em / 3) : bisect_right(tops, a.v0 + 2 * em)]
        if any(c.u0 < a.u1 for c in below):  # the rest of it is on the next line
            continue
        if len(near) == 1 and len(texts[a.index]) + len(texts[near[0].index]) <= CREDIT:
            out[a.index] = near[0].index
    return out


def _between_words(lines: Sequence[Line], cuts: dict[int, list[int]]) -> dict[int, list[int]]:
    """The cuts less those that leave a word or less on one side: a short first word before a wide space ends where the
    indented lines around it begin."""
    out: dict[int, list[int]] = {}
    for k, at in cuts.items():
        size = len("".join(lines[k].text.split()))
        if kept := [c for c in at if SHORTEST <= c <= size - SHORTEST]:
            out[k] = kept
    return out


def _spans(page: Page, line: Line, view: Orientation) -> list[tuple[float, float]]:
    """Where each visible character of a line begins and ends; nothing if that is not known."""
    number, start, end = line.pieces[0]
    printed, raw = page.printed[number - 1], page.raw[number - 1]
    if not printed.edges or printed.upright != view.downwards:
        return []
    edges = printed.edges
    spans = [(edges[2 * i], edges[2 * i + 1]) for i in range(start, end) if not raw[i].isspace()]
    return spans if len(spans) == sum(not c.isspace() for c in line.text) else []


def _column(lines: Sequence[Line], items: Sequence[Item], view: Orientation, exact: bool) -> list[Line]:
    if items[0].crosswise:
        return [lines[i.index] for i in _crosswise(lines, items)]
    rows = [part for row in rows_of(items, view.em) for part in _before_credits(lines, row)]
    indented = indents(rows, view.em, exact)
    gaps = [b[0].v0 - a[0].v1 for a, b in pairwise(rows)]
    usual = sorted(gaps)[len(gaps) // 3] if gaps else 0.0
    out: list[Line] = []
    for k, row in enumerate(rows):
        line = _joined([lines[i.index] for i in row], view)
        if indented[k] and not line.text.startswith("\u3000"):
            line = replace(line, text="\u3000" * round(indented[k]) + line.text)
        if k and gaps[k - 1] - usual > APART * view.em:
            out.append(Line(line.number, ""))
        out.append(line)
    return out


def _before_credits(lines: Sequence[Line], row: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """The pieces of a line, those that say who wrote the story apart from the deck that they stand behind."""
    start = 0
    for k in range(1, len(row)):
        if _is_marked_credit(lines[row[k].index].text) and row[k].u0 - row[k - 1].u1 > row[k].size:
            yield row[start:k]
            start = k
    yield row[start:]


def _is_marked_credit(text: str) -> bool:
    return text[:1] in CREDIT_MARKS and BYLINE.fullmatch(text.strip()) is not None


def _crosswise(lines: Sequence[Line], items: Sequence[Item]) -> list[Item]:
    """Lines set crosswise side by side: the largest type and what stands to the right of it first, then from right to
    left, but from left to right where a mark that opens on the left closes on the right."""
    largest = max(i.size for i in items)
    head = [i for i in items if i.size * 1.2 > largest]
    first = max(i.u1 for i in head)
    over = [i for i in items if i.u0 >= first and i not in head]  # a kicker
    out: list[Item] = []
    for group in (over, head, [i for i in items if i not in head and i not in over]):
        own = sorted(group, key=lambda i: -i.u0)
        texts = [lines[i.index].text for i in own]
        if any(_open(left) and _closing(right) for right, left in pairwise(texts)):
            own.reverse()
        out += own
    return out


def _open(text: str) -> bool:
    return sum(c in _OPENS for c in text) > sum(c in _CLOSES for c in text)


def _closing(text: str) -> bool:
    return sum(c in _CLOSES for c in text) > sum(c in _OPENS for c in text)


def _joined(lines: Sequence[Line], view: Orientation) -> Line:
    """Pieces of one line as one, with a space between them where the gap is one."""
    if len(lines) == 1:
        return lines[0]
    text = lines[0].text.strip()
    for before, line in pairwise(lines):
        more = line.text.strip()
        wide = bool(before.box and line.box) and _gap(before, line, view) >= SPACE * view.em
        text += (" " if wide or (text[-1:] < "\u2e80" and more[:1] < "\u2e80") else "") + more
    return Line(
        lines[0].number,
        text,
        tuple(p for line in lines for p in line.pieces),
        union(line.box for line in lines if line.box),
        lines[0].size,
        lines[0].weight,
    )


def _gap(a: Line, b: Line, view: Orientation) -> float:
    """How far apart two pieces of a line are, along it."""
    return view.box(b.box)[0] - view.box(a.box)[2] if a.box and b.box else 0.0
