"""Banks of decks below a headline: centred lines, narrower than their column, with short rules between them.

Papers in Western scripts set them in type as large as that of the text, or hardly larger.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Protocol

from papercut.model.geometry import Box
from papercut.solver.western.line_look import LineLook

BELOW = 10
"""So many lines below a deck say how wide its column is."""
NARROW = 0.7
"""A deck leaves so many em free at least on either side of its column."""
CENTRED = 1.0
"""The middles of a deck, of the rule above it and of their column are no more em apart."""
SHORT = 0.6
"""A rule that takes no more of its column's width is short."""
SAME = 1.05
"""Sizes of the lines of one deck differ by no more than this factor."""


class Spot(Protocol):
    """Where a line stands: from `left` to `right`, its middle at `middle`, its em."""

    @property
    def left(self) -> float: ...
    @property
    def right(self) -> float: ...
    @property
    def middle(self) -> float: ...
    @property
    def size(self) -> float: ...


def deck_banks(spots: Sequence[Spot], looks: Sequence[LineLook], rules: Sequence[Box]) -> Iterator[int]:
    """The lines of banks of decks: each begins right below a short rule, and the first below display type."""
    ordered = sorted(rules, key=lambda rule: rule[3])
    places = [rule[3] for rule in ordered]
    before = False
    for k in range(1, len(spots) if rules else 0):
        spot, above = spots[k], spots[k - 1]
        left, right = _column(spots, k)
        middle = (spot.left + spot.right) / 2
        free = min(spot.left - left, right - spot.right)
        fits = free >= NARROW * spot.size and abs(middle - (left + right) / 2) <= CENTRED * spot.size
        display = before or looks[k - 1].large or looks[k - 1].very_large or looks[k - 1].capitals
        if fits and display and looks[k].end != ".":
            same = max(spot.size, above.size) <= SAME * min(spot.size, above.size)
            before = (before and same and looks[k].under) or any(
                abs((rule[0] + rule[2]) / 2 - middle) <= CENTRED * spot.size
                and rule[2] - rule[0] <= SHORT * (right - left)
                and rule[1] >= above.middle
                for rule in ordered[bisect_left(places, spot.middle - 2 * spot.size) : bisect_left(places, spot.middle)]
            )
        else:
            before = False
        if before:
            yield k


def _column(spots: Sequence[Spot], k: int) -> tuple[float, float]:
    """From where to where the column of a line runs, by the lines below it."""
    own = spots[k]
    near = [
        s for s in spots[k : k + BELOW + 1]
        if s.middle >= own.middle and min(s.right, own.right) - max(s.left, own.left) > (own.right - own.left) / 2
    ]  # fmt: skip
    return min(s.left for s in near), max(s.right for s in near)
