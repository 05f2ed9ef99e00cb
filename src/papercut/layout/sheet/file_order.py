"""The order in which a file itself gives its lines, where that is at least as good a reading order as ours.

A layout program or a person who drew the regions of a page saw more of it than the boxes of its lines. But the files of
many recognisers give lines from left to right across all columns. Which it is, the lines tell: in a reading order
nearly each of them stands right below the one before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise

from papercut.layout.sheet.cut_candidates import Item

AS_GOOD = 0.95
"""The file's order is taken if so many lines in it stand right below the one before as in ours: a file may well begin
a column more often."""
NEXT = 2.4
"""Middles of lines no further apart than this, in em of the larger type, are right below one another."""


def better_order(items: Sequence[Item], columns: list[list[Item]]) -> list[list[Item]]:
    """The columns as the file has them, or as given: those in the better order. `items` are in the file's order."""
    ours = _coherent(list(chain.from_iterable(columns)))
    if not ours or _coherent(items) < AS_GOOD * ours:
        return columns
    out: list[list[Item]] = []
    for item in items:
        if out and (is_below(out[-1][-1], item) or _beside(out[-1][-1], item)):
            out[-1].append(item)
        else:
            out.append([item])
    return out


def _coherent(items: Sequence[Item]) -> int:
    return sum(is_below(a, b) for a, b in pairwise(items))


def is_below(a: Item, b: Item) -> bool:
    """Whether `b` stands right below `a`."""
    shared = min(a.u1, b.u1) - max(a.u0, b.u0)
    if shared < 0.5 * min(a.u1 - a.u0, b.u1 - b.u0):
        return False
    return 0.3 <= (b.v0 + b.v1 - a.v0 - a.v1) / 2 / max(a.size, b.size) <= NEXT


def _beside(a: Item, b: Item) -> bool:
    """Whether the two are parts of one line."""
    shared = min(a.v1, b.v1) - max(a.v0, b.v0)
    return shared > 0.5 * min(a.v1 - a.v0, b.v1 - b.v0) and 0 <= b.u0 - a.u1 <= 2 * max(a.size, b.size)
