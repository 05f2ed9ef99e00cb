"""Lines of neighbouring columns that were read as one, and pieces of one line that were read apart.

A gap in a line is the gutter of two columns where a rule is drawn through it, or where lines close by begin just behind
it; it is no gutter where lines close by stand right across. Coordinates are those of `papercut.layout.sheet.xy_cut`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from papercut.layout.sheet.cut_candidates import DISPLAY, Item
from papercut.model.geometry import Box

LEAST, MORE = 0.35, 0.25
"""A gutter is so wide at least, in em, and so much wider than the line's other gaps."""
OFF = 0.35
"""Columns begin no further, in em, from where the gap ends."""
OFF_BAR = 1.3
"""The same where a bar was read between the columns: where it stands is not well known."""
REACH, NEAR = 7.0, 4.0
"""Lines no further up or down than this, in em, speak for a column, and for a line that goes on behind a gap."""
NARROW = 0.8
"""A gap that is narrower, in em, is none of columns if a line right beside it goes through."""
NEXT, INDENT = 2.0, 3.0
"""Lines of one block stand no further from one another, and begin no further apart, in em."""
ALIKE = 1.3
"""Type no larger or smaller than by this factor may stand in one column: sizes that OCR gives are rough."""
WITNESSES, MANY = 2, 3
"""So many lines must begin behind a gap, and behind a mark that OCR read where there may be none."""
LOOKS = 500
"""So many lines close by are looked at."""
APART = 2.0
"""Pieces of one line have no wider gap between them, in em."""


@dataclass(frozen=True, slots=True)
class CharacterPlaces:
    """The characters of a line as they are set: for each visible one where it begins and ends along the line. `bars`
    are the numbers of those that are bars, as a recogniser takes a rule between columns for; `marks`, where the line
    was read by OCR, those of marks of any kind, which it may have taken the gap for."""

    item: Item
    spans: Sequence[tuple[float, float]]
    bars: frozenset[int] = frozenset()
    marks: frozenset[int] = frozenset()
    length: int = 0
    """The number of visible characters, also where their places are not known."""


class NearbyLines:
    """The lines of a page, to be asked for those near a height."""

    def __init__(self, items: Iterable[Item]) -> None:
        self.items = sorted((i for i in items if not i.crosswise), key=lambda i: i.v0 + i.v1)
        self.middles = [(i.v0 + i.v1) / 2 for i in self.items]

    def near(self, middle: float, reach: float) -> list[Item]:
        """The lines no further up or down than `reach`, or many of them."""
        low, high = bisect_left(self.middles, middle - reach), bisect_right(self.middles, middle + reach)
        if high - low > LOOKS:
            low = max(low, bisect_left(self.middles, middle) - LOOKS // 2)
        return self.items[low : min(high, low + LOOKS)]

    def beginning(self, item: Item, at: float, off: float) -> int:
        """How many lines of type like the item's, close by, begin at `at`, give or take `off` em."""
        em = item.size
        near = self.near((item.v0 + item.v1) / 2, REACH * em)
        return sum(abs(i.u0 - at) <= off * em and i.size <= ALIKE * em and em <= ALIKE * i.size for i in near)

    def across(self, item: Item, at: float) -> int:
        """How many other lines close by stand across `at`."""
        em = item.size
        near = self.near((item.v0 + item.v1) / 2, REACH * em)
        return sum(i.u0 < at - em and i.u1 > at + em and i is not item for i in near)


def find_cuts(lines: Sequence[CharacterPlaces], rules: Sequence[Box], text: float) -> dict[int, list[int]]:
    """For lines that are to be cut, by their index, the numbers of the visible characters before which to cut. `text`
    is the em of the page's text."""
    around = NearbyLines(line.item for line in lines)
    by_index = {line.item.index: line for line in lines}
    bars = _Bars(lines)
    upright = sorted(r for r in rules if r[3] - r[1] > 3 * (r[2] - r[0]))
    places = [r[0] for r in upright]
    out: dict[int, list[int]] = {}
    open_gaps: list[tuple[CharacterPlaces, int, float, float]] = []
    for line in lines:
        kept = [k for k in range(len(line.spans)) if k not in line.bars]
        spans = [line.spans[k] for k in kept]
        gaps = [b[0] - a[1] for a, b in pairwise(spans)]
        em, middle = line.item.size, (line.item.v0 + line.item.v1) / 2
        if not gaps or (max(gaps) < LEAST * em and not line.bars and not line.marks):
            continue
        least = max(LEAST * em, median(gaps) + MORE * em)
        for k, gap in enumerate(gaps, 1):
            low, high = spans[k - 1][1], spans[k][0]
            barred = kept[k] - kept[k - 1] > 1
            if gap < least and not barred:
                if kept[k - 1] in line.marks and _begins(around, line.item, spans[k - 1][0], high, text):
                    if not _unmarked(around, by_index, line.item, spans[k - 1][0], high):
                        out.setdefault(line.item.index, []).append(kept[k])
                continue
            ruled = any(
                r[1] <= middle <= r[3] and r[2] <= high
                for r in upright[bisect_left(places, low) : bisect_right(places, high)]
            )
            if not ruled and not barred and gap < NARROW * em and _goes_through(around, by_index, line.item, low, high):
                continue
            witnesses = around.beginning(line.item, high, OFF_BAR if barred else OFF)
            if barred:
                witnesses += sum(bars.near(line, line.spans[n]) for n in range(kept[k - 1] + 1, kept[k]))
            if ruled or witnesses >= WITNESSES:
                out.setdefault(line.item.index, []).append(kept[k])
            elif em >= DISPLAY * text:
                open_gaps.append((line, kept[k], low, high))
    for index, k in _stacked(open_gaps):
        out.setdefault(index, []).append(k)
    return {index: sorted(cuts) for index, cuts in out.items()}


class _Bars:
    """The bars of a page, to be asked for those that stand above and below one: a rule between columns, which a
    recogniser read in line after line."""

    def __init__(self, lines: Sequence[CharacterPlaces]) -> None:
        self.places = sorted(
            ((line.item.v0 + line.item.v1) / 2, (line.spans[n][0] + line.spans[n][1]) / 2, line.item.index)
            for line in lines for n in line.bars if n < len(line.spans)
        )  # fmt: skip

    def near(self, line: CharacterPlaces, span: tuple[float, float]) -> int:
        """How many other lines close by have a bar where this one has it."""
        em, middle, at = line.item.size, (line.item.v0 + line.item.v1) / 2, (span[0] + span[1]) / 2
        low = bisect_left(self.places, (middle - REACH * em,))
        high = bisect_right(self.places, (middle + REACH * em,))
        found = self.places[low : min(high, low + LOOKS)]
        return len({index for _, u, index in found if abs(u - at) <= OFF * em and index != line.item.index})


def _goes_through(
    around: NearbyLines, lines: Mapping[int, CharacterPlaces], item: Item, low: float, high: float
) -> bool:
    """Whether the line right above or below, which begins where this one does, goes on through a gap in it: then both
    are lines of one wide block, and the gap is that of a mark or a space."""
    em = item.size
    middle = (item.v0 + item.v1) / 2
    for other in around.near(middle, NEXT * em):
        alike = other.size <= ALIKE * em and em <= ALIKE * other.size
        level = abs((other.v0 + other.v1) / 2 - middle) < em / 2
        if other is item or level or not alike or abs(other.u0 - item.u0) > INDENT * em:
            continue
        if other.u0 < low - em and other.u1 > high + em:
            spans = lines[other.index].spans
            gaps = [(a[1], b[0]) for a, b in pairwise(spans) if b[0] - a[1] >= LEAST * em]
            if spans and not any(a < high + OFF * em and b > low - OFF * em for a, b in gaps):
                return True
    return False


def _unmarked(around: NearbyLines, lines: Mapping[int, CharacterPlaces], item: Item, low: float, high: float) -> bool:
    """Whether the line right above or below, which begins where this one does, has characters and no mark where this
    one has a mark that may be the gap between two columns."""
    em = item.size
    for other in around.near((item.v0 + item.v1) / 2, NEXT * em):
        if other is item or abs(other.u0 - item.u0) > OFF * em or other.u1 < high + em or other.index not in lines:
            continue
        line = lines[other.index]
        at = {n for n, (a, b) in enumerate(line.spans) if a < high + OFF * em and b > low - OFF * em}
        if at and not at & (line.marks | line.bars):
            return True
    return False


def _begins(around: NearbyLines, item: Item, low: float, high: float, text: float) -> bool:
    """Whether a column begins between two places in a line: many lines close by do, and few stand across."""
    if item.size >= DISPLAY * text or low - item.u0 < NEXT * item.size:  # or the line itself begins there
        return False
    at = (low + high) / 2
    begin = around.beginning(item, at, (high - low) / 2 / item.size + OFF)
    return begin >= MANY and begin >= 2 * around.across(item, at)


def _stacked(gaps: Sequence[tuple[CharacterPlaces, int, float, float]]) -> list[tuple[int, int]]:
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


def find_joins(items: Sequence[Item], text: float, exact: bool = False) -> dict[int, int]:
    """For pieces of a line that goes on in its column behind a wide gap, by their index, the piece that goes on.

    So it is where lines close above and below stand right across the gap, and more of them than end or begin there; or,
    if the places are `exact`, where the line right above or below does, and neither of them ends or begins there. A
    piece goes on from one other at most, the one most nearly level with it, and always further along the line.
    """
    around = NearbyLines(items)
    edge = 0.5 * text
    found: dict[int, tuple[float, Item, Item]] = {}  # by the piece that goes on
    for a in around.items:
        if a.size >= DISPLAY * text:
            continue
        middle = (a.v0 + a.v1) / 2
        near = around.near(middle, NEAR * text)
        beside = [
            b for b in near
            if (b.u0, b.index) > (a.u0, a.index)
            and abs((b.v0 + b.v1) / 2 - middle) < 0.4 * text and 0 <= b.u0 - a.u1 <= APART * text
        ]  # fmt: skip
        b = min(beside, key=lambda b: b.u0, default=None)
        if b is None or b.size >= DISPLAY * text:
            continue
        others = [i for i in near if i is not a and i is not b]
        across = sum(i.u0 < a.u1 - edge and i.u1 > b.u0 + edge for i in others)
        parted = sum(abs(i.u1 - a.u1) < 2 * edge or abs(i.u0 - b.u0) < edge for i in others)
        if (across >= WITNESSES and across > parted) or (exact and _is_one_line(a, b, others, text)):
            off = abs((b.v0 + b.v1) / 2 - middle)
            best = found.get(b.index)
            if best is None or (off, b.u0 - a.u1) < (best[0], b.u0 - best[1].u1):
                found[b.index] = off, a, b
    return {a.index: b.index for _, a, b in found.values()}


def _is_one_line(a: Item, b: Item, others: Sequence[Item], text: float) -> bool:
    """Whether the line right above or below two pieces stands right across the gap between them, and neither ends or
    begins there."""
    middle, edge = (a.v0 + a.v1) / 2, 0.5 * text
    level = [i for i in others if i.u0 < b.u1 and i.u1 > a.u0 and abs(i.size - a.size) < 0.1 * text]
    off = [((i.v0 + i.v1) / 2 - middle, i) for i in level]
    through = False
    for side in ([(-d, i) for d, i in off if d < 0], [(d, i) for d, i in off if d > 0]):
        nearest = min((d for d, _ in side), default=NEXT * text)
        beside = [i for d, i in side if d < nearest + edge and d < NEXT * text]
        if any(abs(i.u1 - a.u1) < edge or abs(i.u0 - b.u0) < edge for i in beside):
            return False
        through = through or any(i.u0 < a.u1 - edge and i.u1 > b.u0 + edge for i in beside)
    return through
