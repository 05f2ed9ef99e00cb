"""Rows of tables on a page with geometry: cells that stand side by side, put together as one line.

To a blank strip between columns of figures the page's cutter says what it says of any gutter, so that a table would be
read column by column. A table is told by its columns of figures, or of names: three and more below one another, on one
edge. What is short and stands in line with them beside it is the rest of their rows.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from papercut.languages.personal_names import NAME, SURNAMES
from papercut.languages.structured_lines import FIGURE, NO_FIGURE
from papercut.layout.sheet.cut_candidates import LOOKS, Item
from papercut.layout.sheet.running_lines import running_lines
from papercut.model.geometry import Box, union
from papercut.model.page import Line

LEAST = 3
"""A column of figures has so many at least."""
NEXT = 2.6
"""Rows of a table are no further apart, in em."""
EDGE = 0.7
"""Cells of a column have an edge, or the middle, no further apart than that, in em."""
TOUCH = 0.3
"""Cells of a row overlap by no more, in em."""
FAR = 10.0
"""Cells of a row are no further apart, in em."""
LONGEST = 16
"""A cell has no more characters."""
SEVERAL, ROW = 3, 64
"""Several cells that stand close together are so many at least, and have no more characters together."""
WHOLE = 3
"""Half a row is a row of its own if it has so many cells, a word and figures, the same in both halves."""
SENTENCE = re.compile("[，。；]")
"""What hardly any cell holds."""
NEAREST = 40
"""So many tables are looked at for one that a column belongs to."""
WIDE, HIGH, MOST_FRAMES = 10.0, 5.0, 200
"""A frame around a table is so many em wide and high at least, or it is one of a row or a cell; so many of a sheet are
looked at."""
MOST = 4000
"""On a page of more lines no table is looked for."""
GAP = "  "


def with_rows(
    lines: Sequence[Line], items: Sequence[Item], em: float, frames: Sequence[Box] = ()
) -> list[Line] | None:
    """The lines, those of one table row as one, with two spaces between cells; None where there is no table.

    `items` are the lines' places; their index is that of the line. `em` is that of the page's text: of a single figure
    a recogniser cannot tell the size. No row reaches beyond a frame that it stands in, if this is as large as a table.
    """
    if len(items) > MOST:
        return None
    places = [replace(i, size=max(i.size, em)) for i in items]
    rows = [row for own in _by_frame(places, frames, em) for row in _table_rows(lines, own)]
    merged: dict[int, Line] = {}
    gone: set[int] = set()
    for row in rows:
        cells = [lines[i.index] for i in row]
        if len(cells) < 2 or any(i.index in gone or i.index in merged for i in row):
            continue
        at = min(i.index for i in row)
        merged[at] = replace(
            cells[0],
            text=GAP.join(_parted(cell.text.strip()) for cell in cells),
            pieces=tuple(piece for cell in cells for piece in cell.pieces),
            box=union(cell.box for cell in cells if cell.box),
        )
        gone.update(i.index for i in row if i.index != at)
    if not merged:
        return None
    return [merged.get(k, line) for k, line in enumerate(lines) if k not in gone]


def _by_frame(places: Sequence[Item], frames: Sequence[Box], em: float) -> list[list[Item]]:
    """The places, those in each large frame by themselves."""
    large = [f for f in frames if f[2] - f[0] >= WIDE * em and f[3] - f[1] >= HIGH * em]
    large = sorted(set(large), key=lambda f: ((f[2] - f[0]) * (f[3] - f[1]), f))[:MOST_FRAMES]
    held: dict[int, list[Item]] = {}
    for place in places:
        u, v = (place.u0 + place.u1) / 2, _middle(place)
        inside = (k for k, f in enumerate(large) if f[0] <= u <= f[2] and f[1] <= v <= f[3])
        held.setdefault(next(inside, len(large)), []).append(place)
    return list(held.values())


def _table_rows(lines: Sequence[Line], places: Sequence[Item]) -> list[list[Item]]:
    """The rows of the tables among some lines."""
    level = [i for i in places if not i.crosswise and _may_hold_cells(lines[i.index].text.strip())]
    texts = {i.index: lines[i.index].text.strip() for i in level}
    figures = [i for i in level if FIGURE.fullmatch(texts[i.index]) or texts[i.index] in NO_FIGURE]
    names = [i for i in level if _is_name("".join(lines[i.index].text.split()))]
    several = [i for i in level if _holds_figures(lines[i.index].text.split())]
    columns = _columns(figures) + _columns(names) + _columns(several)
    if not columns:
        return []
    running = running_lines(lines, places)
    level = sorted((i for i in level if i.index not in running), key=_middle)
    rows: list[list[Item]] = []
    for table in _tables(columns):
        found = _rows_of(table, level)
        half = _half(found, {i.index for i in figures})
        rows += [part for row in found for part in (row[:half], row[half:]) if part] if half else found
    return rows


def _may_hold_cells(text: str) -> bool:
    """Whether a text is short enough for a cell, or for several of one row that stand close together."""
    if len(text) <= LONGEST:
        return len(text) > 0 and not SENTENCE.search(text)
    cells = text.split()
    return len(cells) >= SEVERAL and len(text) <= ROW and max(map(len, cells)) <= LONGEST / 2


def _is_name(text: str) -> bool:
    """Whether a text is a person's name, of which whole columns of tables are made."""
    return NAME.fullmatch(text) is not None and text[0] in SURNAMES


def _holds_figures(cells: Sequence[str]) -> bool:
    """Whether a line is of figures that stand close together, perhaps behind a word."""
    return len(cells) > 1 and all(FIGURE.fullmatch(cell) for cell in cells[1:])


def _parted(text: str) -> str:
    """A cell, with wide gaps where it holds several: figures, or three words and more that are no name."""
    cells = text.split()
    name = all(len(cell) == 1 for cell in cells) and cells[0] in SURNAMES
    return GAP.join(cells) if _holds_figures(cells) or (len(cells) > 2 and not name) else text


def _middle(item: Item) -> float:
    return (item.v0 + item.v1) / 2


def _in_column(a: Item, b: Item) -> bool:
    """Whether two cells share an edge, or their middles."""
    off = EDGE * max(a.size, b.size)
    return min(abs(a.u0 - b.u0), abs(a.u1 - b.u1), abs(a.u0 + a.u1 - b.u0 - b.u1) / 2) <= off


def _in_row(a: Item, b: Item) -> bool:
    return abs(_middle(a) - _middle(b)) <= 0.4 * max(a.size, b.size)


def _columns(figures: Sequence[Item]) -> list[list[Item]]:
    """Figures that stand below one another, the most that go together."""
    out: list[list[Item]] = []
    for item in sorted(figures, key=lambda i: (i.v0, i.u0)):
        for column in reversed(out[-LOOKS:]):
            last = column[-1]
            step = item.v0 - last.v0
            if 0.5 * item.size < step <= NEXT * item.size and _in_column(last, item):
                column.append(item)
                break
        else:
            out.append([item])
    return [column for column in out if len(column) >= LEAST]


def _tables(columns: Sequence[list[Item]]) -> list[list[Item]]:
    """The figures of each table: columns that share most of their rows, beside one another."""
    tables: list[tuple[list[Item], list[float]]] = []
    for column in sorted(columns, key=lambda c: c[0].u0):
        left = min(a.u0 for a in column)
        for table, middles in tables[-NEAREST:]:
            shared = sum(_is_in(middles, _middle(a), 0.4 * a.size) for a in column)
            if 2 * shared >= len(column) and left - table[-1].u1 <= 2 * FAR * column[0].size:
                table += column
                middles += map(_middle, column)
                middles.sort()
                break
        else:
            tables.append((list(column), sorted(map(_middle, column))))
    return [table for table, _ in tables]


def _is_in(values: Sequence[float], at: float, off: float) -> bool:
    """Whether one of the sorted values is `at`, give or take `off`."""
    return bisect_left(values, at - off) < bisect_right(values, at + off)


def _rows_of(table: Sequence[Item], level: Sequence[Item]) -> list[list[Item]]:
    """The rows of a table: its figures by their height, what stands in a column beside them, and the header above.
    `level` is sorted by height."""
    rows: list[list[Item]] = []
    for item in sorted(table, key=lambda i: (_middle(i), i.u0)):
        if rows and _in_row(rows[-1][0], item):
            rows[-1].append(item)
        else:
            rows.append([item])
    rows = [sorted(row, key=lambda i: i.u0) for row in rows]
    beside = [[i for i in _level_with(level, row[0]) if _in_row(i, row[0])] for row in rows]
    while _grown(rows, beside, True) or _grown(rows, beside, False):
        pass
    rows = [_filled(row, free) for row, free in zip(rows, beside, strict=True)]
    if all(len(row) < 2 for row in rows):
        return []
    first = rows[0][0]
    above = [i for i in _level_with(level, first, NEXT) if _middle(i) < _middle(first) and not _in_row(i, first)]
    header = [i for i in above if i.size <= 1.25 * first.size and any(_in_column(i, cell) for cell in rows[0])]
    header.sort(key=lambda i: i.u0)
    if len(header) > 1 and all(_in_row(a, b) for a, b in pairwise(header)):
        rows.insert(0, _filled(header, [i for i in above if _in_row(i, header[0])]))
    return rows


def _half(rows: Sequence[Sequence[Item]], figures: set[int]) -> int:
    """How many cells a row of each half has, where a table's second half stands beside its first; 0 for one table."""
    counts = Counter(map(len, rows))
    usual = max(counts, key=lambda n: n * counts[n], default=0)
    half = usual // 2
    if usual % 2 or half < WHOLE:
        return 0
    for row in rows:
        kinds = [cell.index in figures for cell in row]
        if len(row) == usual and (len(set(kinds)) < 2 or kinds[:half] != kinds[half:]):
            return 0
    return half


def _level_with(level: Sequence[Item], item: Item, ems: float = 1.0) -> Sequence[Item]:
    """Those of the items sorted by their middles that are no more than so many em above or below one."""
    low = bisect_left(level, _middle(item) - ems * item.size, key=_middle)
    return level[low : bisect_right(level, _middle(item) + ems * item.size, key=_middle)]


def _filled(row: Sequence[Item], free: Sequence[Item]) -> list[Item]:
    """A row with what stands between its first and last cells."""
    held = {i.index for i in row}
    between = [i for i in free if i.index not in held and row[0].u1 <= i.u0 and i.u1 <= row[-1].u0]
    return sorted([*row, *between], key=lambda i: i.u0)


def _grown(rows: list[list[Item]], level: Sequence[Sequence[Item]], left: bool) -> bool:
    """Put what stands next to the rows on one side to them, if it is a column: as most rows have it, on one edge.
    `level` is what stands level with each row."""
    found: dict[int, Item] = {}
    within: dict[int, list[Item]] = {}
    for k, row in enumerate(rows):
        edge = row[0] if left else row[-1]
        own = {i.index for i in row}  # a narrow cell touches itself
        within[k] = beside = [
            i for i in level[k]
            if i.index not in own
            and (i.u1 <= edge.u0 + TOUCH * i.size if left else i.u0 >= edge.u1 - TOUCH * i.size)
            and (edge.u0 - i.u1 if left else i.u0 - edge.u1) <= FAR * edge.size
        ]  # fmt: skip
        if beside:
            found[k] = max(beside, key=lambda i: i.u1) if left else min(beside, key=lambda i: i.u0)
    cells = list(found.values())
    if 2 * len(cells) < len(rows) or len(cells) < 2:
        return False
    first, middle = cells[0], cells[len(cells) // 2]
    alike: list[int] = []
    for k in found:  # nearer than its column's cell may stand one that no other row has grown yet
        fits = [i for i in (found[k], *within[k]) if _in_column(i, first) or _in_column(i, middle)]
        if fits:
            found[k] = fits[0]
            alike.append(k)
    if 3 * len(alike) < 2 * len(cells):
        return False
    for k in alike:
        rows[k] = [found[k], *rows[k]] if left else [*rows[k], found[k]]
    return True
