"""Lines of neighbouring columns that were read as one: where to cut them.

A gap in a line is the gutter of two columns where a rule is drawn through it, or where lines close by begin just
behind it. Coordinates are those of `papercut.layout.sheet`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from statistics import median

from papercut.geometry import Box
from papercut.layout.sheet_cuts import DISPLAY, Item

LEAST, MORE = 0.35, 0.25
"""A gutter is so wide at least, in em, and so much wider than the line's other gaps."""
OFF = 0.35
"""Columns begin no further, in em, from where the gap ends."""
REACH = 7.0
"""Lines no further up or down than this, in em, speak for a column."""
ALIKE = 1.15
WITNESSES = 2
LOOKS = 500
"""So many lines of a band are looked at."""


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
    starts = _Starts([s.item for s in lines], text)
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
            if ruled or starts.witnessed(high, middle, em):
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


class _Starts:
    """Where lines begin, in bands of the sheet."""

    def __init__(self, items: Sequence[Item], em: float) -> None:
        self.band = REACH * (em or 1.0)
        self.bands: dict[int, list[tuple[float, float, float]]] = {}
        for i in items:
            middle = (i.v0 + i.v1) / 2
            self.bands.setdefault(int(middle // self.band), []).append((i.u0, middle, i.size))
        for own in self.bands.values():
            own.sort()

    def witnessed(self, at: float, middle: float, em: float) -> bool:
        """Whether enough lines like this one begin at `at`, not far up or down."""
        found = 0
        first, last = (int((middle + reach * em) // self.band) for reach in (-REACH, REACH))
        for band in range(max(first, min(self.bands)), min(last, max(self.bands)) + 1):
            own = self.bands.get(band, [])
            low = bisect_left(own, (at - OFF * em, -inf, 0.0))
            for u0, other, size in own[low : low + LOOKS]:
                if u0 > at + OFF * em:
                    break
                if abs(other - middle) <= REACH * em and size <= ALIKE * em and em <= ALIKE * size:
                    found += 1
                    if found >= WITNESSES:
                        return True
        return False
