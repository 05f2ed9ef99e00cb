"""Lines of neighbouring columns that were read as one: where to cut them.

A gap in a line is the gutter of two columns where a rule is drawn through it, or where lines close by begin just
behind it. Coordinates are those of `papercut.layout.sheet`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from papercut.geometry import Box
from papercut.layout.sheet import DISPLAY, Item

LEAST, MORE = 0.35, 0.25
"""A gutter is so wide at least, in em, and so much wider than the line's other gaps."""
OFF = 0.35
"""Columns begin no further, in em, from where the gap ends."""
REACH = 7.0
"""Lines no further up or down than this, in em, speak for a column."""
ALIKE = 1.15
WITNESSES = 2


@dataclass(frozen=True, slots=True)
class Set:
    """The characters of a line as they are set: for each visible one where it begins and ends along the line. `bars`
    are the numbers of those that are bars, as a recogniser takes a rule between columns for."""

    item: Item
    spans: Sequence[tuple[float, float]]
    bars: frozenset[int] = frozenset()


def find_cuts(lines: Sequence[Set], rules: Sequence[Box], text: float) -> dict[int, list[int]]:
    """For lines that are to be cut, by their index, the numbers of the visible characters before which to cut. `text`
    is the em of the page's text."""
    starts = sorted((s.item.u0, s.item.v0, s.item.v1, s.item.size) for s in lines)
    lefts = [s[0] for s in starts]
    upright = sorted(r for r in rules if r[3] - r[1] > 3 * (r[2] - r[0]))
    places = [r[0] for r in upright]
    out: dict[int, list[int]] = {}
    open_gaps: list[tuple[Set, int, float, float]] = []
    for line in lines:
        kept = [k for k in range(len(line.spans)) if k not in line.bars]
        spans = [line.spans[k] for k in kept]
        gaps = [b[0] - a[1] for a, b in pairwise(spans)]
        em = line.item.size
        if not gaps or max(gaps) < LEAST * em:
            continue
        least = max(LEAST * em, median(gaps) + MORE * em)
        middle = (line.item.v0 + line.item.v1) / 2
        for k, gap in enumerate(gaps, 1):
            if gap < least:
                continue
            low, high = spans[k - 1][1], spans[k][0]
            ruled = any(
                r[1] <= middle <= r[3] and r[2] <= high
                for r in upright[bisect_left(places, low) : bisect_right(places, high)]
            )
            if ruled or _witnesses(starts, lefts, high, middle, em) >= WITNESSES:
                out.setdefault(line.item.index, []).append(kept[k])
            elif em >= DISPLAY * text:
                open_gaps.append((line, kept[k], low, high))
    for index, k in _stacked(open_gaps):
        out.setdefault(index, []).append(k)
    return {index: sorted(cuts) for index, cuts in out.items()}


def _stacked(gaps: Sequence[tuple[Set, int, float, float]]) -> list[tuple[int, int]]:
    """The gaps of lines right above one another that overlap: two headlines of several lines side by side."""
    out: set[tuple[int, int]] = set()
    by_top = sorted(gaps, key=lambda g: g[0].item.v0)
    for n, (upper, k, low, high) in enumerate(by_top):
        for lower, j, left, right in by_top[n + 1 : n + 12]:
            em = upper.item.size
            below = lower.item.v0 - upper.item.v1
            if -0.3 * em <= below <= em and lower.item.size <= ALIKE * em and em <= ALIKE * lower.item.size:
                if min(high, right) - max(low, left) >= LEAST * em / 2:
                    out |= {(upper.item.index, k), (lower.item.index, j)}
    return sorted(out)


def _witnesses(
    starts: Sequence[tuple[float, float, float, float]], lefts: Sequence[float], at: float, middle: float, em: float
) -> int:
    """How many lines like this one begin at `at`, not far up or down."""
    found = 0
    for k in range(bisect_left(lefts, at - OFF * em), bisect_right(lefts, at + OFF * em)):
        _, v0, v1, size = starts[k]
        if abs((v0 + v1) / 2 - middle) <= REACH * em and size <= ALIKE * em and em <= ALIKE * size:
            found += 1
    return found
