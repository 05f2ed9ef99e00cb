"""Headlines of two columns set downwards that were read across: each row gave one character of either.

OCR engines, and tools that keep a page's rows, read `議廣`, `區西`, `直請` where the page has 廣西請… beside 議區直….
Such rows are told from short lines by what the language joins, and the page itself: the characters stand together down
the columns, and not along the rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import pairwise

import numpy as np

from papercut.languages.character_pairs import together
from papercut.languages.character_variants import is_han
from papercut.languages.personal_names import SURNAMES
from papercut.model.geometry import union
from papercut.model.page import Line, Page
from papercut.model.pieces import Piece, cut_pieces

FIRST = 3.0
"""What speaks for the right column as the first, in nats: most are read so."""
NAMES = 0.8
"""Rows of which so many begin with a surname are a list of names."""
LEAST, MOST = 3, 16
"""So many rows are looked at."""
CLEAR = 6.0
"""So much better, in nats, the columns must read than the rows."""
MEAN = 0.4
"""So much oftener than by chance, in nats a pair, the characters of the columns stand together."""
ON_PAGE = 2.0
"""What it is worth, in nats, that other lines of the page have two characters together: headlines' words come again."""


def columns_apart(page: Page, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with rows of two characters put into their two columns, where these read better."""
    short = [len(text) if len(text := _bare(line)) <= 2 and all(map(is_han, text)) else 0 for line in lines]
    out: list[Line] = []
    at = 0
    known: set[str] = set()
    for start, stop in _runs(lines, short):
        if not known:
            for line, size in zip(lines, short, strict=True):
                if not size:
                    known.update(a + b for a, b in pairwise(_bare(line)))
        rows = [line for line in lines[start:stop] if _bare(line)]
        columns = _best([_bare(row) for row in rows], known)
        if columns:
            out += lines[at:start]
            out += [_line(page, rows, column) for column in columns]
            at = stop
    return (*out, *lines[at:]) if at else tuple(lines)


def _bare(line: Line) -> str:
    return "".join(line.text.split())


def _runs(lines: Sequence[Line], short: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Rows of two characters that follow one another, with blank lines between, and the last perhaps with one."""
    k = 0
    while k < len(lines):
        if short[k] != 2:
            k += 1
            continue
        start, last, count = k, k, 0
        while k < len(lines) and (short[k] or not _bare(lines[k])):
            if short[k]:
                last, count = k, count + 1
            k += 1
            if short[last] == 1:
                break
        if LEAST <= count <= MOST and all(short[j] != 1 for j in range(start, last)):
            yield start, last + 1


def _best(
    rows: Sequence[str], known: AbstractSet[str] = frozenset()
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]] | None:
    """The characters (row, place) of either column in the order in which the two are read; None where the rows are
    lines of their own. `known` are pairs that stand elsewhere on the page."""
    along = [(k, n) for k, row in enumerate(rows) for n in range(len(row))]
    full = [k for k, row in enumerate(rows) if len(row) == 2]
    if sum(row[0] in SURNAMES for row in rows) >= NAMES * len(rows):
        return None
    ways: list[tuple[list[tuple[int, int]], list[tuple[int, int]]]] = []
    for right_first in (True, False):
        first, second = [[(k, n) for k in full] for n in ((1, 0) if right_first else (0, 1))]
        if len(full) == len(rows):
            ways.append((first, second))
        else:  # the last row has the end of one of them
            end = [(len(rows) - 1, 0)]
            ways += [(first + end, second), (first, second + end)]
    strengths = [_strength(rows, first + second, known) for first, second in ways]
    right = len(ways) // 2  # the first half of the ways begin on the right
    k = max(range(len(ways)), key=lambda k: (strengths[k] + FIRST * (k < right), -k))
    if strengths[k] < _strength(rows, along, known) + CLEAR or strengths[k] < MEAN * (len(along) - 1):
        return None
    return ways[k]


def _strength(rows: Sequence[str], order: Sequence[tuple[int, int]], known: AbstractSet[str]) -> float:
    """How strongly the language, and the page, join characters in this order, in nats."""
    text = [rows[k][n] for k, n in order]
    found = together([a for a, _ in pairwise(text)], [b for _, b in pairwise(text)])
    return float(np.sum(found)) + ON_PAGE * sum(a + b in known for a, b in pairwise(text))


def _line(page: Page, rows: Sequence[Line], column: Sequence[tuple[int, int]]) -> Line:
    """One column as a line."""
    pieces: list[Piece] = []
    for k, n in column:
        text = rows[k].text
        at = [i for i, ch in enumerate(text) if not ch.isspace()][n]
        pieces += cut_pieces(page.raw, text, rows[k].pieces, at, at + 1)[0]
    first = rows[column[0][0]]
    text = "".join(_bare(rows[k])[n] for k, n in column)
    boxes = [rows[k].box for k, _ in column if rows[k].box]
    return replace(first, text=text, pieces=tuple(pieces), box=union(b for b in boxes if b) if boxes else None)
