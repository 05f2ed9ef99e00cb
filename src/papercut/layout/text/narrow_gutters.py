"""Columns of text in cells with no more than one space between them.

A single space parts words, and what justification drew apart, anywhere on a line. That of a gutter stands where a
column begins on other lines (`_at_edges`), or where the column before it ends on all of them (`_at_measure`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from papercut.layout.text.side_by_side_columns import APART, NARROW, SHARED, LineSegment

OVER = 3
"""An edge holds for so many rows before its first line and behind its last."""
TOGETHER = 3
"""Lines over an edge that are no further apart, in rows, say together whether there is a gutter."""
MOST = 0.6
"""So many of the lines that go on behind a gutter have a space there."""
SHIFT = 3
"""A column begins no more cells beside its edge: the text before it may have more spaces, or fewer, than elsewhere."""
SPACED = 0.3
"""A line with so many spaces to an em is letter-spaced: only the very edge is a gutter there."""
OFF = 0.75
"""The type before a gutter differs by so much from line to line, in em: marks set half as wide, letters."""
LEAST = 6.0
"""A column is so wide at least, in em."""
BEHIND = 3.0
"""Lines count that go on so far behind the gutter, in em."""
MOST_LINES, OTHERS = 0.8, 0.45
"""Where nothing else says so, a gutter has a space on that share of lines at least; other places have one on that share
at most, on average."""
HANGING = frozenset("，。、；：」』”’）》，．")
INDENT, DEEPEST = 2.0, 6
"""Paragraphs are indented by so many em, which are no more cells."""
ROUNDS = 5
"""So often lines are cut anew: each time a column is taken off."""

Place = tuple[float, int]
"""Where a space stands, in em from the left edge, and the character behind it."""
Cuts = dict[LineSegment, int]
"""The character at which the next column begins, of each segment that is cut."""


@dataclass(slots=True)
class Column:
    """Segments that begin at one cell, or at one next to it, one under another."""

    segments: list[LineSegment] = field(default_factory=list)

    @property
    def left(self) -> int:
        """The cell at which most begin, the leftmost of equals."""
        starts = Counter(s.start for s in self.segments)
        return min(starts, key=lambda cell: (-starts[cell], cell))


def cut_at_gutters(texts: Sequence[str], rows: Sequence[Sequence[LineSegment]]) -> list[list[LineSegment]]:
    """The segments of every line, also cut at gutters of one space, in cells without what made them drift."""
    found = [list(row) for row in rows]
    for _ in range(ROUNDS):
        columns = _columns(found)
        cuts = _at_measure(texts, columns) | _at_edges(texts, columns)
        if not cuts:
            break
        found = [[part for s in row for part in _cut(s, cuts.get(s))] for row in found]
    return _without_drift(texts, _columns(found), len(found))


def _without_drift(texts: Sequence[str], columns: Sequence[Column], count: int) -> list[list[LineSegment]]:
    """The segments of each of so many rows, each at its column's edge, and no longer than its type."""
    out: list[list[LineSegment]] = [[] for _ in range(count)]
    for column in columns:
        left = column.left
        for s in column.segments:
            size = s.end - s.start
            spaces = texts[s.row].count(" ", s.first, s.last) if _counts_characters(s) else 0
            if spaces < SPACED * (size - spaces):
                size -= spaces
            out[s.row].append(s._replace(start=left, end=left + size))
    return [sorted(row, key=lambda s: s.first) for row in out]


def _cut(segment: LineSegment, at: int | None) -> list[LineSegment]:
    if at is None:
        return [segment]
    row, start, end, first, last = segment
    here = start + at - first
    return [LineSegment(row, start, here - 1, first, at - 1), LineSegment(row, here, end, at, last)]


def _columns(rows: Sequence[Sequence[LineSegment]]) -> list[Column]:
    """The segments by the cell at which they begin, those far apart in columns of their own."""
    out: list[Column] = []
    last: dict[int, Column] = {}
    for segment in (s for row in rows for s in row):
        near = [last[cell] for cell in (segment.start, segment.start - 1, segment.start + 1) if cell in last]
        column = next((c for c in near if 0 < segment.row - c.segments[-1].row <= APART), None)
        if column is None:
            column = Column()
            out.append(column)
        column.segments.append(segment)
        last[segment.start] = column
    return out


def _at_edges(texts: Sequence[str], columns: Sequence[Column]) -> Cuts:
    """Where segments run over the edge at which other lines begin."""
    edges = sorted((c for c in columns if len(c.segments) >= SHARED), key=lambda c: -len(c.segments))
    lefts = [c.left for c in edges]
    over = _over(edges, lefts, columns)
    going_on = {s for c in edges if len(c.segments) > SHARED for s in c.segments}
    out: Cuts = {}
    for edge, left, found_over in zip(edges, lefts, over, strict=True):
        first, last = edge.segments[0].row, edge.segments[-1].row
        for run in _runs([s for s in found_over if s not in out]):
            found = {s: at for s in run if (at := _behind_space(texts[s.row], s, left)) is not None}
            alone = len(run) == 1 and not (first < run[0].row < last and run[0] in going_on)
            if len(found) >= MOST * len(run) and not alone:
                out |= found
    return out


def _over(edges: Sequence[Column], lefts: Sequence[int], columns: Sequence[Column]) -> list[list[LineSegment]]:
    """The segments that run over each edge, from the top of the page down. `lefts` are the edges' cells."""
    out: list[list[LineSegment]] = [[] for _ in edges]
    begin: dict[int, list[tuple[int, int]]] = defaultdict(list)
    end: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for k, (edge, left) in enumerate(zip(edges, lefts, strict=True)):
        begin[max(0, edge.segments[0].row - OVER)].append((left, k))
        end[edge.segments[-1].row + OVER + 1].append((left, k))
    on_row: dict[int, list[LineSegment]] = defaultdict(list)
    for segment in (s for c in columns for s in c.segments if _counts_characters(s)):
        on_row[segment.row].append(segment)
    there: list[tuple[int, int]] = []  # the edges that hold on a row, from left to right
    for row in sorted({*begin, *end, *on_row}):
        for place in end[row]:
            del there[bisect_left(there, place)]
        for place in begin[row]:
            insort(there, place)
        for s in on_row[row]:
            low = bisect_left(there, (s.start + NARROW, -1))
            for _, k in there[low : bisect_left(there, (s.end - 1, -1))]:
                out[k].append(s)
    return out


def _runs(segments: Sequence[LineSegment]) -> Iterator[list[LineSegment]]:
    """Segments of rows that are close together."""
    run: list[LineSegment] = []
    for segment in segments:
        if run and segment.row - run[-1].row > TOGETHER:
            yield run
            run = []
        run.append(segment)
    if run:
        yield run


def _behind_space(text: str, segment: LineSegment, edge: int) -> int | None:
    """The character of a segment that stands behind a single space at an edge, or near it; None if there is none."""
    at = segment.first + edge - segment.start
    if text[at - 1] == " " and text[at] != " ":
        return at
    if text.count(" ", segment.first, segment.last) >= SPACED * (segment.last - segment.first) / 2:
        return None
    for off in (o for k in range(1, SHIFT + 1) for o in (k, -k)):
        k = at + off
        if segment.first + NARROW <= k < segment.last and text[k - 1] == " ":
            return k
    return None


def _counts_characters(segment: LineSegment) -> bool:
    """Whether a cell is a character: text padded by width has two spaces between columns."""
    return segment.end - segment.start == segment.last - segment.first


def _at_measure(texts: Sequence[str], columns: Sequence[Column]) -> Cuts:
    """Where segments run over the measure of their own column."""
    out: Cuts = {}
    lines_of = [[(s, *_spaces(texts[s.row], s)) for s in c.segments if _counts_characters(s)] for c in columns]
    places: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
    own: list[float | None] = []
    for column, lines in zip(columns, lines_of, strict=True):
        plain = [(em, spaces) for _, em, spaces in lines if len(spaces) < SPACED * em]
        own.append(_gutter(plain) or _measure(plain))
        if own[-1] is not None:
            places[column.left].append((column.segments[0].row - OVER, column.segments[-1].row + OVER, own[-1]))
    for column, lines, place in zip(columns, lines_of, own, strict=True):
        if place is None or len(lines) < 2 * SHARED:
            place = _of_neighbour(column, places) or place
        if place is None:
            continue
        over = {s: spaces for s, em, spaces in lines if em >= place + BEHIND}
        for run in _runs(list(over)):
            found = {}
            for s in run:
                near = [(abs(em - place), k) for em, k in over[s] if abs(em - place) <= OFF]
                if near:
                    found[s] = min(near)[1]
            if len(found) >= MOST * len(run) and (len(run) > 1 or len(lines) > 2 * SHARED):
                out |= found
    return out


def _of_neighbour(column: Column, places: Mapping[int, Sequence[tuple[int, int, float]]]) -> float | None:
    """The gutter of the column whose paragraphs begin with the lines of this one. `places` are the rows and the gutters
    of columns, from the top of the page down, by the cell at which they begin."""
    first, last = column.segments[0].row, column.segments[-1].row
    own = column.left
    for left in range(own - 1, own - DEEPEST - 1, -1):
        there = places.get(left, ())
        k = bisect_right(there, first, key=lambda place: place[0]) - 1
        if k >= 0 and last <= there[k][1]:
            return there[k][2] - INDENT
    return None


def _spaces(text: str, segment: LineSegment) -> tuple[float, list[Place]]:
    """How far a segment's type reaches, in em, and its single spaces; a mark before a space may hang."""
    em = 0.0
    out: list[Place] = []
    for k in range(segment.first, segment.last):
        if text[k] == " ":
            hangs = k > segment.first and text[k - 1] in HANGING
            out.append((em - 0.5 * hangs, k + 1))
        else:
            em += 1.0 if text[k] >= "\u1100" else 0.5
    return em, out


def _measure(lines: Sequence[tuple[float, list[Place]]]) -> float | None:
    """The measure of the column, in em, where enough lines have the same."""
    count: dict[int, int] = defaultdict(int)
    for em, _ in lines:
        if em >= LEAST:
            count[round(2 * em)] += 1
    near = {half: n + count.get(half - 1, 0) + count.get(half + 1, 0) for half, n in count.items()}
    best = max(near, key=lambda half: (near[half], -half), default=0)
    return best / 2 if best and near[best] >= SHARED else None


def _gutter(lines: Sequence[tuple[float, list[Place]]]) -> float | None:
    """Where, in em, nearly all lines have a space, if there is such a place and there are few spaces elsewhere."""
    if len(lines) < SHARED:
        return None
    reach = sorted(em for em, _ in lines)
    there: dict[int, int] = defaultdict(int)  # lines with a space near each half em
    for _, spaces in lines:
        near = {half for em, _ in spaces for half in range(round(2 * (em - OFF)), round(2 * (em + OFF)) + 1)}
        for half in near:
            there[half] += 1
    shares: dict[int, float] = {}
    for half in range(round(2 * LEAST), round(2 * (reach[-1] - BEHIND)) + 1):
        long = len(reach) - bisect_left(reach, half / 2 + BEHIND)
        if long >= SHARED:
            shares[half] = min(1.0, there[half] / long)
    if not shares:
        return None
    best = max(shares, key=lambda half: (shares[half], -half))
    others = [share for half, share in shares.items() if abs(half - best) > 4 * OFF]
    if shares[best] < MOST_LINES or (others and sum(others) / len(others) > OTHERS):
        return None
    middle = [half for half, share in shares.items() if share == shares[best] and half - best <= 4 * OFF]
    return sum(middle) / len(middle) / 2
