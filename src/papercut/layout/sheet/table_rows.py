"""Rows of tables on a page with geometry: cells that stand side by side, put together as one line.

To a blank strip between columns of figures the page's cutter says what it says of any gutter, so that a table would be
read column by column. A table is told by its columns of figures, or of names: three and more below one another, on one
edge. What is short and stands in line with them beside it is the rest of their rows.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from papercut.languages.personal_names import NAME, SURNAMES
from papercut.languages.structured_lines import FIGURE, PROSE
from papercut.layout.sheet.cut_candidates import LOOKS, Item
from papercut.model.geometry import union
from papercut.model.page import Line

LEAST = 3
"""A column of figures has so many at least."""
NEXT = 2.6
"""Rows of a table are no further apart, in em."""
EDGE = 0.7
"""Cells of a column have an edge, or the middle, no further apart than that, in em."""
FAR = 10.0
"""Cells of a row are no further apart, in em."""
LONGEST = 16
"""A cell has no more characters."""
WIDE, RIGHT_BELOW = 8.0, 2.0
"""Em: a line of text is so wide, and so far from the one above it, at most."""
NEAREST = 40
"""So many tables are looked at for one that a column belongs to."""
MOST = 4000
"""On a page of more lines no table is looked for."""
GAP = "  "


def with_rows(lines: Sequence[Line], items: Sequence[Item], em: float) -> list[Line] | None:
    """The lines, those of one table row as one, with two spaces between cells; None where there is no table.

    `items` are the lines' places; their index is that of the line. `em` is that of the page's text: of a single figure
    a recogniser cannot tell the size.
    """
    places = [replace(i, size=max(i.size, em)) for i in items]
    level = [i for i in places if not i.crosswise and 0 < len(lines[i.index].text.strip()) <= LONGEST]
    if len(items) > MOST:
        return None
    figures = [i for i in level if _is_cell(lines[i.index].text.strip())]
    columns = _columns(figures)
    if not columns:
        return None
    text = _running_text(lines, places)
    level = sorted((i for i in level if i.index not in text), key=_middle)
    rows = [row for table in _tables(columns) for row in _rows_of(table, level)]
    merged: dict[int, Line] = {}
    gone: set[int] = set()
    for row in rows:
        cells = [lines[i.index] for i in row]
        if len(cells) < 2 or any(i.index in gone or i.index in merged for i in row):
            continue
        at = min(i.index for i in row)
        merged[at] = replace(
            cells[0],
            text=GAP.join(cell.text.strip() for cell in cells),
            pieces=tuple(piece for cell in cells for piece in cell.pieces),
            box=union(cell.box for cell in cells if cell.box),
        )
        gone.update(i.index for i in row if i.index != at)
    if not merged:
        return None
    return [merged.get(k, line) for k, line in enumerate(lines) if k not in gone]


def _running_text(lines: Sequence[Line], places: Sequence[Item]) -> set[int]:
    """The indices of lines of text: those with a mark of a sentence, those that are longer than cells, and wide ones
    right above or below such a line, on one edge."""
    sure = [
        i for i in places
        if len(text := lines[i.index].text.strip()) > LONGEST or (PROSE.search(text) and not _is_cell(text))
    ]  # fmt: skip
    out = {i.index for i in sure}
    sure.sort(key=lambda i: i.u0)
    for item in places:
        if item.index in out or item.u1 - item.u0 < WIDE * item.size:
            continue
        off = EDGE * item.size
        low = bisect_left(sure, item.u0 - off, key=lambda i: i.u0)
        high = bisect_right(sure, item.u0 + off, key=lambda i: i.u0)
        if any(0 < abs(_middle(i) - _middle(item)) <= RIGHT_BELOW * item.size for i in sure[low:high]):
            out.add(item.index)
    return out


def _is_cell(text: str) -> bool:
    """Whether a text is a figure, or a person's name: what whole columns of tables are made of."""
    name = "".join(text.split())
    return FIGURE.fullmatch(text) is not None or (NAME.fullmatch(name) is not None and name[0] in SURNAMES)


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
    _complete(rows, beside)
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


def _level_with(level: Sequence[Item], item: Item, ems: float = 1.0) -> Sequence[Item]:
    """Those of the items sorted by their middles that are no more than so many em above or below one."""
    low = bisect_left(level, _middle(item) - ems * item.size, key=_middle)
    return level[low : bisect_right(level, _middle(item) + ems * item.size, key=_middle)]


def _complete(rows: list[list[Item]], level: Sequence[Sequence[Item]]) -> None:
    """Put to each row what stands level with it in a column that half of the rows have."""
    for k, free in enumerate(level):
        held = {i.index for i in rows[k]}
        for item in free:
            shared = sum(any(_in_column(cell, item) for cell in row) for row in rows)
            if item.index not in held and 2 * shared >= len(rows) > 2:
                rows[k].append(item)
        rows[k].sort(key=lambda i: i.u0)


def _filled(row: Sequence[Item], free: Sequence[Item]) -> list[Item]:
    """A row with what stands between its first and last cells."""
    held = {i.index for i in row}
    between = [i for i in free if i.index not in held and row[0].u1 <= i.u0 and i.u1 <= row[-1].u0]
    return sorted([*row, *between], key=lambda i: i.u0)


def _grown(rows: list[list[Item]], level: Sequence[Sequence[Item]], left: bool) -> bool:
    """Put what stands next to the rows on one side to them, if it is a column: as most rows have it, on one edge.
    `level` is what stands level with each row."""
    found: dict[int, Item] = {}
    for k, row in enumerate(rows):
        edge = row[0] if left else row[-1]
        beside = [
            i for i in level[k]
            if (i.u1 <= edge.u0 if left else i.u0 >= edge.u1)
            and (edge.u0 - i.u1 if left else i.u0 - edge.u1) <= FAR * edge.size
        ]  # fmt: skip
        if beside:
            found[k] = max(beside, key=lambda i: i.u1) if left else min(beside, key=lambda i: i.u0)
    cells = list(found.values())
    if 2 * len(cells) < len(rows) or len(cells) < 2:
        return False
    first = cells[0]
    alike = [k for k, i in found.items() if _in_column(i, first) or _in_column(i, cells[len(cells) // 2])]
    if 3 * len(alike) < 2 * len(cells):
        return False
    for k in alike:
        rows[k] = [found[k], *rows[k]] if left else [*rows[k], found[k]]
    return True
