"""Columns that stand side by side on one line, as `pdftotext -layout` leaves them.

poppler gives every character one cell, however wide it is, and begins a column at the same cell on all lines but for
small drifts; other tools pad with Han characters two cells wide. Whichever of the two counts brings more lines into
step is taken. A line is cut into segments at two spaces and more, and at gutters of one
(`papercut.layout.text.narrow_gutters`); the page is then cut along its blank strips as one with geometry is.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from papercut.layout.sheet.cut_candidates import Item
from papercut.layout.sheet.xy_cut import reading_order

SEGMENT = re.compile(r"\S+(?: \S+)*")
SHARED = 4  # lines on which a second segment begins at the same cell, before a text counts as set in columns
APART = 8  # rows between two such lines of one column, at most
NARROW = 6  # cells: what stands in narrower columns is a table or a list of names
MOST = 40  # segments on one line; no page has more columns
INDENT = 2  # cells at the least
PITCH, HEIGHT = 0.6, 0.42  # from row to row, and a row, in cells: blank rows say less than blank columns of cells
DISPLAY = 1.6  # the size of display type, in that of text
BELOW, FURTHER, SHORTER = 6, 3, 0.8  # rows that are looked at below a headline; cells, and the share of their width


class LineSegment(NamedTuple):
    """A piece of a line between wide gaps: its row (index of the line), its cells, and its characters in the line."""

    row: int
    start: int
    end: int
    first: int
    last: int


def split_rows(texts: Sequence[str]) -> list[list[LineSegment]]:
    """The segments of every line, in the cells that bring more of them into step."""
    rows = [_split_row(i, text) for i, text in enumerate(texts)]
    wide = [[_in_cells(s, texts[i]) for s in row] for i, row in enumerate(rows)]
    if _in_step(wide) <= _in_step(rows):
        return rows
    return [cells if len(cells) > 1 else row for row, cells in zip(rows, wide, strict=True)]


def _split_row(i: int, text: str) -> list[LineSegment]:
    found = [m.span() for m in islice(SEGMENT.finditer(text), MOST + 1)] if "  " in text else []
    if not found and text and not text.isspace():
        found = [(len(text) - len(text.lstrip(" ")), len(text.rstrip()))]
    elif len(found) > MOST:
        found = [(found[0][0], len(text.rstrip()))]
    return [LineSegment(i, start, end, start, end) for start, end in found]


def _in_cells(segment: LineSegment, text: str) -> LineSegment:
    start = segment.first + sum(c >= "\u1100" for c in text[: segment.first])
    size = segment.last - segment.first + sum(c >= "\u1100" for c in text[segment.first : segment.last])
    return segment._replace(start=start, end=start + size)


def _in_step(rows: Sequence[Sequence[LineSegment]]) -> int:
    """On how many lines a second segment, wide enough for text, begins at one and the same cell, one close under
    another, and on no fewer lines than run over that cell: the most there are. Wide spaces between words, which
    letter-spaced type has, also stand under one another by chance, but most lines around them run on."""
    starts: dict[int, list[int]] = {}
    for row in rows:
        for before, s in pairwise(row):
            if s.last - s.first >= NARROW and before.last - before.first >= NARROW:
                starts.setdefault(s.start, []).append(s.row)
    most = 0
    for cell, on_rows in starts.items():
        for run in _close_together(on_rows):
            if len(run) > most and _running_over(rows[run[0] : run[-1] + 1], cell) <= len(run):
                most = len(run)
    return most


def _close_together(on_rows: Sequence[int]) -> Iterator[list[int]]:
    run = [on_rows[0]]
    for row in on_rows[1:]:
        if row - run[-1] > APART:
            yield run
            run = []
        run.append(row)
    yield run


def _running_over(rows: Sequence[Sequence[LineSegment]], cell: int) -> int:
    """On how many rows a segment begins before the cell and ends behind it, by more than the drift of a column."""
    found = 0
    for row in rows:
        k = bisect_left(row, cell - 1, key=lambda s: s.start) - 1
        found += k >= 0 and row[k].end > cell + 1
    return found


def is_side_by_side(rows: Sequence[Sequence[LineSegment]]) -> bool:
    """Whether lines hold columns beside one another."""
    return _in_step(rows) >= SHARED


def columns_in_order(rows: Sequence[Sequence[LineSegment]]) -> list[list[LineSegment]]:
    """The segments of all lines as columns in reading order, as a page with geometry is read: what a column has on one
    row is one segment."""
    segments = [segment for row in rows for segment in row]
    display = _like_display(segments)
    items = [
        Item(k, float(s.start), PITCH * s.row, float(s.end), PITCH * s.row + HEIGHT, DISPLAY if display[k] else 1.0)
        for k, s in enumerate(segments)
    ]
    out = []
    for column in reading_order(items, (), (), 1.0) if items else []:
        on_row: dict[int, list[LineSegment]] = {}
        for item in column:
            on_row.setdefault(segments[item.index].row, []).append(segments[item.index])
        out.append([_joined(sorted(on_row[row])) for row in sorted(on_row)])
    return out


def _joined(parts: Sequence[LineSegment]) -> LineSegment:
    return parts[0]._replace(end=parts[-1].end, last=parts[-1].last)


def _like_display(segments: Sequence[LineSegment]) -> list[bool]:
    """Whether each segment, in the order of rows, is set as a headline is: shorter than what stands below it, and
    further in on both sides."""
    out = []
    rows = [s.row for s in segments]
    for k, s in enumerate(segments):
        below = segments[bisect_right(rows, s.row, k) : bisect_right(rows, s.row + BELOW, k)]
        under = [b for b in below if b.start < s.end and s.start < b.end]
        left, right = min((b.start for b in under), default=0), max((b.end for b in under), default=0)
        centred = s.start - left >= FURTHER and right - s.end >= FURTHER
        out.append(centred and s.end - s.start <= SHORTER * (right - left))
    return out
