"""The text of an article by the lines that it is printed on: what TEI, ALTO and PAGE XML are made of.

The k-th visible character of a text is the k-th of its pieces (`papercut.model.pieces`), so each line of the print has
its part of the text, as it was rewritten. White space between two lines goes with the first of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from papercut.model.geometry import Box, union
from papercut.model.page import Block, Page
from papercut.model.pieces import EXPANSIONS, Piece, merge_pieces, raw_positions, visible_length


class PrintedLine(NamedTuple):
    """A part of a text that stands on one raw line, which is 0 if it is not known."""

    number: int
    text: str
    pieces: tuple[Piece, ...] = ()


def printed_lines(page: Page, block: Block) -> list[PrintedLine]:
    """The lines of a block, in the order of its text."""
    text = block.text
    if not block.pieces or max(p.line for p in block.pieces) > len(page.raw):
        return [PrintedLine(0, text)]
    out: list[PrintedLine] = []
    at = 0
    for piece in merge_pieces(block.pieces):
        size = sum(1 for _ in raw_positions(page.raw, (piece,)))
        end = _after(text, at, size)
        if size and out and out[-1].number == piece.line:
            out[-1] = PrintedLine(piece.line, out[-1].text + text[at:end], (*out[-1].pieces, piece))
        elif size:
            out.append(PrintedLine(piece.line, text[at:end], (piece,)))
        at = end
    if not out:
        return [PrintedLine(0, text)]
    if at < len(text):  # a stage of somebody's own has added to the text
        out[-1] = out[-1]._replace(text=out[-1].text + text[at:])
    return out


def printed_rows(page: Page, block: Block) -> list[list[PrintedLine]]:
    """The lines of verse or of a table, by its rows; a row may stand on several lines of the print."""
    rows: list[list[PrintedLine]] = [[]]
    for line in printed_lines(page, block):
        for part in split_line(page, line, "\n"):
            if part is None:
                rows.append([])
            elif part.text:
                rows[-1].append(part)
    return [row for row in rows if row]


def split_line(page: Page, line: PrintedLine, mark: str) -> Iterator[PrintedLine | None]:
    """The parts of a line between marks, each with its own pieces, and None for each mark."""
    at = 0
    for k, text in enumerate(line.text.split(mark)):
        if k:
            yield None
        size = visible_length(text)
        yield PrintedLine(line.number, text, _span(page, line, at, size))
        at += size


def line_box(page: Page, line: PrintedLine) -> Box | None:
    """Where a line is printed; None if that is not known."""
    if not (page.printed and page.source.unit and line.pieces):
        return None
    return union(page.printed[p.line - 1].part(p.start, p.end, len(page.raw[p.line - 1])) for p in line.pieces)


def words(page: Page, line: PrintedLine) -> list[tuple[str, Box | None]]:
    """The words of a line, which single spaces part, with their boxes. Chinese text is one word."""
    out: list[tuple[str, Box | None]] = []
    at = 0
    for text in re.split(" +", line.text.strip(" \n")):
        size = visible_length(text)
        out.append((text, line_box(page, PrintedLine(line.number, text, _span(page, line, at, size)))))
        at += size
    return out


def _span(page: Page, line: PrintedLine, start: int, size: int) -> tuple[Piece, ...]:
    """The pieces of so many visible characters of a line."""
    if not line.pieces:
        return ()
    places = list(raw_positions(page.raw, line.pieces))[start : start + size]
    return merge_pieces(Piece(number, column, column + 1) for number, column in dict.fromkeys(places))


def _after(text: str, at: int, size: int) -> int:
    """Where the text goes on behind so many visible characters and the white space after them."""
    while at < len(text) and size > 0:
        if not text[at].isspace():
            size -= len(EXPANSIONS.get(text[at], text[at]))
        at += 1
    while at < len(text) and text[at].isspace():
        at += 1
    return at
