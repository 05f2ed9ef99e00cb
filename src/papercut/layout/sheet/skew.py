"""A sheet that lies slightly askew: how much, and its lines straightened.

Lines of a column begin below one another. The skew is the one of a few slopes at which they do so most exactly, after
Baird, "The skew angle of printed documents", 1987.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from papercut.layout.sheet.cut_candidates import Item
from papercut.model.geometry import Box

STEPS, STEP = 15, 0.002
"""Slopes up to 0.03 either way, in steps of a tenth of a degree."""
SURER = 1.25
"""A slope must bring so many times more lines together than none does."""
FEWEST = 12
"""Fewer lines say nothing."""
MOST_CELLS = 1_000_000
"""No sheet is so wide, in quarters of its type's size."""


def find_skew(items: Sequence[Item], em: float) -> float:
    """By how much u falls for each step along v; 0 where the lines stand straight, or nothing can be said."""
    text = [i for i in items if not i.crosswise and 0.8 * em <= i.size <= 1.25 * em]
    if len(text) < FEWEST:
        return 0.0
    begins = np.array([i.u0 for i in text])
    middles = np.array([i.v0 + i.v1 for i in text])
    straight = _together(begins, em)
    found = max((_together(begins + k * STEP * middles / 2, em), -abs(k), k) for k in range(-STEPS, STEPS + 1))
    return found[2] * STEP if found[0] > SURER * straight else 0.0


def _together(begins: NDArray[np.float64], em: float) -> int:
    """How many pairs of lines begin at the same place."""
    # two grids, since a place may lie on the border of two cells
    cell = 0.25 * em
    count = 0
    for half in (0.0, 0.5):
        places = (begins / cell + half).astype(np.int64)
        places -= places.min()
        if places.max() > MOST_CELLS:
            return 0
        lines = np.bincount(places)
        count += int((lines * lines).sum())
    return count


def straightened(items: Sequence[Item], slope: float) -> list[Item]:
    """The items as if the sheet lay straight; the box of a line askew is higher than the line."""
    out: list[Item] = []
    for i in items:
        u0, v0, u1, v1 = straight_box((i.u0, i.v0, i.u1, i.v1), slope)
        spare = min(abs(slope) * (u1 - u0), 0.5 * (v1 - v0)) / 2
        out.append(replace(i, u0=u0, v0=v0 + spare, u1=u1, v1=v1 - spare))
    return out


def straight_box(box: Box, slope: float) -> Box:
    """A box moved along the slope, by its middle."""
    u0, v0, u1, v1 = box
    du, dv = slope * (v0 + v1) / 2, -slope * (u0 + u1) / 2
    return u0 + du, v0 + dv, u1 + du, v1 + dv
