"""Bring columns that stand side by side, and text set one character a line, into reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from papercut.layout.sheet.headlines_read_across import columns_apart
from papercut.layout.text.interleaved_columns import find_woven
from papercut.layout.text.narrow_gutters import cut_at_gutters
from papercut.layout.text.side_by_side_columns import INDENT, LineSegment, columns_in_order, is_side_by_side, split_rows
from papercut.layout.text.split_lines import find_fragments, lines_were_cut
from papercut.layout.text.vertical_text import columns_of, cut_unbroken, join_runs
from papercut.model.page import Line, Page, Piece, cut_pieces
from papercut.pipeline import Stage


@dataclass(frozen=True, repr=False)
class Order(Stage):
    """Put lines in reading order: columns side by side, interleaved columns, vertical text.

    If lines hold several columns, as `pdftotext -layout` leaves them, they are cut, and the columns come one after
    another, with a blank line between blocks; the indent of a paragraph becomes two ideographic spaces. Columns whose
    lines are interleaved or glued together are taken apart. Three or more lines of one character each become one line,
    and so do the pieces of a line that was cut after its punctuation. A page with positions is cut along its blank
    strips and rules, and its columns come in reading order. Any other page stays as it is.
    """

    separates: ClassVar[bool] = True

    def run(self, page: Page) -> Page:
        if page.printed and not page.placed:  # whole blocks, which come in reading order
            return page
        if page.printed:
            from papercut.layout.sheet.ordered_lines import ordered_lines
            from papercut.layout.sheet.vertical_headlines import right_to_left  # what only geometry needs

            lines, aside = ordered_lines(page)
            lines = columns_apart(page, right_to_left(page, lines))
            return page.replace(lines=lines, furniture=(*page.furniture, *aside))
        texts = [row.text for row in page.lines]
        lines = page.lines
        if any("  " in text for text in texts):
            rows = split_rows(texts)
            if is_side_by_side(rows):
                lines = _columns(page, columns_in_order(cut_at_gutters(texts, rows)))
        lines = cut_unbroken(page.raw, _in_chains(join_runs(lines)), _line_starts)
        lines = _unweave(page, lines)
        lines = columns_apart(page, _join_fragments(lines))
        return page if lines is page.lines else page.replace(lines=lines)


def _columns(page: Page, columns: Sequence[Sequence[LineSegment]]) -> tuple[Line, ...]:
    """The lines of the columns, one column after another, with a blank line between two."""
    out: list[Line] = []
    for column in columns:
        start = _column_start(column)
        if out:
            out.append(Line(page.lines[column[0].row].number, ""))
        last = column[0].row
        for row, cell, _, left, right in column:
            if row - last > 1 and all(not page.lines[r].text.strip() for r in range(last + 1, row)):
                out.append(Line(page.lines[row].number, ""))
            last = row
            line = page.lines[row]
            text = line.text[left:right]
            if cell - start >= INDENT and not text.startswith("\u3000"):
                text = "\u3000\u3000" + text
            out.append(Line(line.number, text, _pieces(page, line, left, right)))
    return tuple(out)


def _column_start(column: Sequence[LineSegment]) -> int:
    """Where the column's lines begin: the commonest cell, the leftmost of equals."""
    starts = Counter(s.start for s in column)
    return min(starts, key=lambda cell: (-starts[cell], cell))


def _pieces(page: Page, line: Line, left: int, right: int) -> tuple[Piece, ...]:
    if len(line.pieces) == 1:
        number, start, end = line.pieces[0]
        if _same_places(line.text, page.raw[number - 1][start:end]):
            return (Piece(number, start + left, start + right),)
    return cut_pieces(page.raw, line.text, line.pieces, left, right)[0]


def _in_chains(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Put columns of vertical text that came from left to right in their order, each text after a blank line, and lines
    that are none after them; the same tuple where columns stand in order."""
    columns = columns_of(lines)
    if not columns:
        return lines
    from papercut.solver.vertical_columns.column_chains import column_chains  # numpy comes with it

    chains = column_chains([lines[k].text for k in columns])
    if chains is None:
        return lines
    first = columns[0]
    out = list(lines[:first])
    for chain in chains:
        out += [Line(lines[columns[chain[0]]].number, ""), *(lines[columns[k]] for k in chain)]
    held = set(columns)
    rest = [line for k, line in enumerate(lines) if k >= first and k not in held]
    return (*out, Line(lines[-1].number, ""), *rest)


def _line_starts(characters: Sequence[str]) -> Sequence[int]:
    from papercut.solver.segmentation.unbroken_text import line_starts  # numpy comes with it

    return line_starts(characters)


def _unweave(page: Page, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Put the lines of woven columns after one another; the same tuple where there are none."""
    raws = ["".join([page.raw[n - 1][start:end] for n, start, end in row.pieces]) for row in lines]
    found = find_woven([row.text for row in lines], raws)
    if not found:
        return lines
    out: list[Line] = []
    at = 0
    for first, stop, columns in found:
        out += lines[at:first]
        for k, column in enumerate(columns):
            if k:
                out.append(Line(lines[column[0][0]].number, ""))
            out += [_part(page, lines[i], start, end) for i, start, end in column]
        at = stop
    return (*out, *lines[at:])


def _part(page: Page, line: Line, start: int, end: int) -> Line:
    """The visible characters of a line from `start` to before `end`."""
    shown = [i for i, c in enumerate(line.text) if not c.isspace()]
    if start == 0 and end == len(shown):
        return line
    left, right = (shown[start] if start else 0), shown[end - 1] + 1
    return Line(line.number, line.text[left:right], _pieces(page, line, left, right))


def _join_fragments(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Put the pieces of cut lines together; the same tuple where no line was cut."""
    whole = "\n".join([row.text for row in lines])
    if not lines_were_cut(whole):
        return lines
    groups = find_fragments(["".join(row.text.split()) for row in lines])
    if not groups:
        return lines
    out: list[Line] = []
    at = 0
    for first, stop in groups:
        out += lines[at:first]
        run = lines[first:stop]
        text = run[0].text.rstrip() + "".join(row.text.strip() for row in run[1:])
        out.append(Line(run[0].number, text, tuple(p for row in run for p in row.pieces)))
        at = stop
    return (*out, *lines[at:])


def _same_places(text: str, raw: str) -> bool:
    """Whether the k-th character of a line's text is the k-th of its raw span: nothing but characters was rewritten."""
    if text == raw:
        return True
    return len(text) == len(raw) and all(a.isspace() == b.isspace() for a, b in zip(text, raw, strict=True))
