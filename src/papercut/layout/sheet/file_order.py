"""The order in which a file itself gives its lines, where that is at least as good a reading order as ours.

A layout program or a person who drew the regions of a page saw more of it than the boxes of its lines. But the files of
many recognisers give lines from left to right across all columns, and others give whole stories in any order. Which it
is, the lines tell: in a reading order nearly each of them stands right below the one before it, and where a block of
lines begins, what stands right above it has mostly been read. A PDF draws its blocks in any order whatever.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise

from papercut.layout.sheet.cut_candidates import LOOKS, Item

AS_GOOD = 0.95
"""The file's order is taken if so many lines in it stand right below the one before as in ours: a file may well begin
a column more often."""
NEXT = 2.4
"""Middles of lines no further apart than this, in em of the larger type, are right below one another."""
BACKWARDS = 0.33
"""The file's order is not taken if so great a share of its blocks comes before what stands right above them."""
LAPS = 0.1
"""A line stands above another if they share so much of the narrower one's width."""


def better_order(items: Sequence[Item], columns: list[list[Item]]) -> list[list[Item]]:
    """The columns as the file has them, or as given: those in the better order. `items` are in the file's order."""
    ours = _coherent(list(chain.from_iterable(columns)))
    if not ours or _coherent(items) < AS_GOOD * ours or _goes_back(items):
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


def _goes_back(items: Sequence[Item]) -> bool:
    """Whether lines that begin a block come, in many places, before the line that stands right above them."""
    turn = {item.index: k for k, item in enumerate(items)}
    placed = sorted(items, key=lambda i: (i.v0 + i.v1, i.u0))
    blocks = back = 0
    for k, low in enumerate(placed):
        above = next((high for high in reversed(placed[max(0, k - LOOKS) : k]) if _above(high, low)), None)
        if above is not None and turn[low.index] != turn[above.index] + 1:
            blocks += 1
            back += turn[low.index] < turn[above.index]
    return back >= BACKWARDS * blocks > 0


def _above(high: Item, low: Item) -> bool:
    """Whether a line stands above another, however far."""
    shared = min(high.u1, low.u1) - max(high.u0, low.u0)
    if shared < LAPS * min(high.u1 - high.u0, low.u1 - low.u0):
        return False
    return low.v0 + low.v1 - high.v0 - high.v1 > min(high.size, low.size)


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
