"""Rows of tables on a page with geometry: cells that stand side by side, put together as one line.

To a blank strip between columns of figures the page's cutter says what it says of any gutter, so that a table would be
read column by column. A table is told by its columns of figures, or of names: three and more below one another, on one
edge. What is short and stands in line with them beside it is the rest of their rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from papercut.geometry import union
from papercut.languages.names import NAME, SURNAMES
from papercut.languages.turns import FIGURE
from papercut.layout.sheet_cuts import Item
from papercut.model import Line

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
        for column in reversed(out[-60:]):
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
    tables: list[list[Item]] = []
    for column in sorted(columns, key=lambda c: c[0].u0):
        for table in tables:
            shared = sum(any(_in_row(a, b) for b in table) for a in column)
            near = min(a.u0 for a in column) - max(b.u1 for b in table) <= 2 * FAR * column[0].size
            if near and 2 * shared >= len(column):
                table += column
                break
        else:
            tables.append(list(column))
    return tables


def _rows_of(table: Sequence[Item], level: Sequence[Item]) -> list[list[Item]]:
    """The rows of a table: its figures by their height, what stands in a column beside them, and the header above."""
    rows: list[list[Item]] = []
    for item in sorted(table, key=lambda i: (_middle(i), i.u0)):
        if rows and _in_row(rows[-1][0], item):
            rows[-1].append(item)
        else:
            rows.append([item])
    rows = [sorted(row, key=lambda i: i.u0) for row in rows]
    top, bottom = rows[0][0].v0, rows[-1][0].v1
    free = [i for i in level if top - NEXT * i.size <= i.v0 and i.v1 <= bottom + i.size]
    while _grown(rows, free, True) or _grown(rows, free, False):
        pass
    rows = [_filled(row, free) for row in rows]
    if all(len(row) < 2 for row in rows):
        return []
    first = rows[0][0]
    header = [i for i in free if i.size <= 1.25 * first.size and any(_in_column(i, cell) for cell in rows[0])]
    header = sorted((i for i in header if _middle(i) < _middle(first) and not _in_row(i, first)), key=lambda i: i.u0)
    if len(header) > 1 and all(_in_row(a, b) for a, b in pairwise(header)):
        rows.insert(0, _filled(header, free))
    return rows


def _filled(row: Sequence[Item], free: Sequence[Item]) -> list[Item]:
    """A row with what stands between its first and last cells."""
    held = {i.index for i in row}
    inside = [i for i in free if row[0].u1 <= i.u0 and i.u1 <= row[-1].u0]
    between = [i for i in inside if i.index not in held and _in_row(i, row[0])]
    return sorted([*row, *between], key=lambda i: i.u0)


def _grown(rows: list[list[Item]], free: Sequence[Item], left: bool) -> bool:
    """Put what stands next to the rows on one side to them, if it is a column: as most rows have it, on one edge."""
    found: dict[int, Item] = {}
    for k, row in enumerate(rows):
        edge = row[0] if left else row[-1]
        beside = [
            i for i in free
            if _in_row(i, edge) and (i.u1 <= edge.u0 if left else i.u0 >= edge.u1)
            and (edge.u0 - i.u1 if left else i.u0 - edge.u1) <= FAR * edge.size
        ]  # fmt: skip
        if beside:
            found[k] = max(beside, key=lambda i: i.u1) if left else min(beside, key=lambda i: i.u0)
    cells = list(found.values())
    if 2 * len(cells) < len(rows) or len(cells) < 2:
        return False
    first = cells[0]
    alike = [k for k, i in found.items() if _in_column(i, first) or any(_in_column(i, j) for j in cells if j is not i)]
    if 3 * len(alike) < 2 * len(cells):
        return False
    for k in alike:
        rows[k] = [found[k], *rows[k]] if left else [*rows[k], found[k]]
    return True
