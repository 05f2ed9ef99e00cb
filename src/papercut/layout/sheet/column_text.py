"""Whether the text of a column goes on from one side of a strip to the other.

Coordinates are those of `papercut.layout.sheet.xy_cut`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from papercut.model.geometry import Box

NEAR, OVER = 0.3, 0.1
"""Lines on the two sides of a strip stand no further from it, and reach no further into it, in em."""
EDGE = 0.5
"""Lines of one column begin no further apart, in em."""


class ColumnText:
    """The lines of text of a region, found by the strip above or below which they stand."""

    def __init__(self, boxes: Sequence[Box], em: float) -> None:
        self.feet = sorted((box[3], box[0], (box[0] + box[2]) / 2) for box in boxes)
        self.tops = sorted((box[1], box[0]) for box in boxes)
        self.em = em

    def goes_on(self, a: float, b: float, rules: Sequence[tuple[float, float]]) -> bool:
        """Whether lines of one column stand on both sides of the strip from `a` to `b`, where none of the rules in it
        parts them: they are those of columns beside. `rules` are where these begin and end."""
        near, over = NEAR * self.em, OVER * self.em
        above = self.feet[bisect_left(self.feet, (a - near,)) : bisect_right(self.feet, (a + over,))]
        first, last = bisect_left(self.tops, (b - over,)), bisect_right(self.tops, (b + near,))
        below = sorted(left for _, left in self.tops[first:last])
        ruled = _joined(rules)
        starts = [start for start, _ in ruled]
        for _, left, middle in above:
            k = bisect_right(starts, middle) - 1
            if k >= 0 and middle < ruled[k][1]:
                continue
            off = EDGE * self.em
            if bisect_left(below, left - off) < bisect_right(below, left + off):
                return True
        return False


def _joined(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The spans, those that overlap as one."""
    out: list[tuple[float, float]] = []
    for low, high in sorted(spans):
        if out and low <= out[-1][1]:
            out[-1] = out[-1][0], max(out[-1][1], high)
        else:
            out.append((low, high))
    return out
