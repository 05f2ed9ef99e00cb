"""Subheads in a column: the text below one belongs to it, so no region ends between the two."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from papercut.model.geometry import Box

CLOSE = 0.3
"""A line that ends so many em above a strip at the most stands right above it."""
NEAR = 4
"""So many lines above and below a line show the column that it stands in."""
FULL = 0.9
"""One of them, above and below, fills so much of that column's width."""
ASIDE = 1.0
"""A subhead begins and ends so many em from the edges of its column at least, and is off its middle by half of that at
the most."""
LOOKS = 200
"""So many lines before and behind are looked at; of them, those of the same column count."""


class Subheads:
    """The lines of text of a region, looked at as subheads. `boxes` are theirs, without display type; `em` is that of
    the page's text. Coordinates are those of `papercut.layout.sheet.xy_cut`."""

    def __init__(self, boxes: Iterable[Box], em: float) -> None:
        self.boxes = sorted(boxes, key=lambda box: box[3])
        self.bottoms = [box[3] for box in self.boxes]
        self.em = em

    def stand_above(self, v: float) -> bool:
        """Whether a line that ends right above `v` is a subhead in its column."""
        low, high = bisect_left(self.bottoms, v - CLOSE * self.em), bisect_right(self.bottoms, v)
        around = self.boxes[max(0, low - LOOKS) : high + LOOKS]
        return any(_is_subhead(box, around, self.em) for box in self.boxes[low:high][:LOOKS])


def _is_subhead(line: Box, boxes: Sequence[Box], em: float) -> bool:
    """Whether a line stands in the middle of a column that has text above and below it."""
    column = [box for box in boxes if box[0] < line[2] and line[0] < box[2]]
    above = [box for box in column if box[3] <= line[1]][-NEAR:]
    below = sorted((box for box in column if box[1] >= line[3]), key=lambda box: box[1])[:NEAR]
    if not above or not below:
        return False
    left, right = min(b[0] for b in (*above, *below)), max(b[2] for b in (*above, *below))
    if not all(any(b[2] - b[0] >= FULL * (right - left) for b in side) for side in (above, below)):
        return False
    before, behind = line[0] - left, right - line[2]
    return min(before, behind) >= ASIDE * em and abs(before - behind) <= ASIDE * em
