"""Boxes and pictures inside the text of a story: its columns go on around them, so they are read after it.

Coordinates are those of `papercut.layout.sheet.xy_cut`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from papercut.layout.sheet.cut_candidates import Unit, is_display
from papercut.layout.sheet.pictures import PICTURE
from papercut.model.geometry import Box

NEAR = 2.5
"""What stands above, below or beside a box is no further from it, in em of the page's text."""
LEADING = 0.5
"""So many em are left between lines that a box stood between."""
MOST, MOST_LINES = 50, 5_000
"""So many boxes of a region are looked at, the largest, and none among more lines: no story has more."""


def parted_insets(units: Sequence[Unit], em: float) -> tuple[list[Unit], list[Unit]]:
    """The units of a region without the insets among them, moved up to where these stood, and the insets from the top
    down.

    A frame or a picture is an inset where nothing but text stands around it, below the headline of one story: beside
    it, and above or below it too.
    """
    holes = [unit for unit in units if _is_hole(unit)]
    others = [unit for unit in units if not _is_hole(unit)]
    heads = [unit.box for unit in others if is_display(unit.items, em)]
    text = [unit.box for unit in others if not is_display(unit.items, em)]
    if not holes or not 1 < len(text) <= MOST_LINES:
        return list(units), []
    looked_at = sorted(holes, key=lambda unit: (_area(unit.box), unit.box))[-MOST:]
    insets = [unit for unit in looked_at if _is_inset(unit, text, holes, heads, em)]
    insets.sort(key=lambda unit: (unit.box[1], unit.box[0]))
    rest = [unit for unit in units if all(unit is not inset for inset in insets)]
    for inset in reversed(insets):  # the lowest first: the places of those above it do not change
        rest = _closed(rest, inset.frame or inset.box, em)
    return rest, insets


def _any_beside(heads: Sequence[Box]) -> bool:
    """Whether headlines stand beside each other: those of several stories."""
    rows = sorted(heads, key=lambda box: (box[1], box))
    return any(low[1] < (high[1] + high[3]) / 2 for high, low in pairwise(rows))


def _is_hole(unit: Unit) -> bool:
    return unit.frame is not None or unit.items[0].index == PICTURE


def _is_inset(unit: Unit, text: Sequence[Box], holes: Sequence[Unit], heads: Sequence[Box], em: float) -> bool:
    hole = u0, v0, u1, v1 = unit.frame or unit.box
    near = NEAR * em
    own = any(is_display([item], em) for item in unit.items)  # what has a headline of its own may come later, too
    over = [box for box in heads if box[0] < u1 + near and box[2] > u0 - near] if own else heads
    if any(box[3] > v0 + em / 2 for box in over) or _any_beside(over):
        return False
    above = any(_within(box, hole) and 0 <= v0 - box[3] + em / 2 <= near for box in text)
    below = any(_within(box, hole) and 0 <= box[1] - v1 + em / 2 <= near for box in text)
    around = [*text, *(other.frame or other.box for other in holes)]
    beside = any(
        not _within(box, hole)
        and min(abs(box[0] - u1), abs(u0 - box[2])) <= near
        and min(v1, box[3]) - max(v0, box[1]) > em / 2
        for box in around
    )
    # a box of nothing but display type that stands above text is its headline
    told = any(item.index == PICTURE or not is_display([item], em) for item in unit.items)
    return beside and (above or (below and told))


def _closed(units: Sequence[Unit], hole: Box, em: float) -> list[Unit]:
    """The units, those below a hole moved up to the text right above it; nothing is moved where there is none."""
    column = [unit for unit in units if _within(unit.box, hole)]
    above = [unit for unit in column if hole[1] - NEAR * em <= unit.box[3] <= hole[1] + em / 2]
    feet = [unit.box[3] for unit in above if not is_display(unit.items, em)]
    tops = [unit.box[1] for unit in column if unit.box[1] >= hole[3] - em / 2]
    up = min(tops) - max(feet) - LEADING * em if feet and tops else 0.0
    if up <= 0:
        return list(units)
    return [_moved(unit, up) if unit.box[1] >= min(tops) and _within(unit.box, hole) else unit for unit in units]


def _moved(unit: Unit, up: float) -> Unit:
    u0, v0, u1, v1 = unit.box
    items = [replace(item, v0=item.v0 - up, v1=item.v1 - up) for item in unit.items]
    inner = unit.inner and [(f[0], f[1] - up, f[2], f[3] - up) for f in unit.inner]
    frame = unit.frame and (unit.frame[0], unit.frame[1] - up, unit.frame[2], unit.frame[3] - up)
    return Unit((u0, v0 - up, u1, v1 - up), items, inner, frame)


def _within(box: Box, hole: Box) -> bool:
    """Whether a line stands in the columns that a hole is cut into."""
    return hole[0] <= (box[0] + box[2]) / 2 <= hole[2]


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
