"""Pictures on a sheet, as what no cut goes through: items without a line that hold their captions.

Coordinates are those of `papercut.layout.sheet.xy_cut`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from papercut.layout.sheet.cut_candidates import Item
from papercut.model.geometry import Box

PICTURE = -1
"""The index of an item that is a picture: it is no line."""
LEAST = 4.0
"""A picture is so many em wide and high at least."""
BLEED = 0.5
"""By so many em may it reach into the lines around it."""
MOST, MOST_LINES = 200, 20_000
"""So many are looked at, the largest, and none on a sheet of more lines."""
SMALLER = 0.96
"""Captions are set in type of less than this share of the text's."""
BELOW, CLOSE = 1.2, 1.0
"""So many em below a picture, and below one another, lines of its caption stand at most."""
LINES = 4
"""A caption below a picture has no more lines."""


def with_pictures(items: Sequence[Item], drawn: Sequence[Box], em: float) -> list[Item]:
    """The items with one for each picture among what is `drawn`: what is large enough and holds no line. The lines of
    captions below are held by their picture."""
    if len(items) > MOST_LINES:
        return list(items)
    high = sorted(items, key=lambda item: (item.v0 + item.v1, item.u0))
    taken: set[int] = set()
    pictures: list[Item] = []
    large = [box for box in drawn if min(box[2] - box[0], box[3] - box[1]) >= LEAST * em]
    for box in sorted(set(large), key=lambda box: ((box[0] - box[2]) * (box[3] - box[1]), box))[:MOST]:
        u0, v0, u1, v1 = (box[0] + BLEED * em, box[1] + BLEED * em, box[2] - BLEED * em, box[3] - BLEED * em)
        if any(i.u0 < u1 and i.u1 > u0 and i.v0 < v1 and i.v1 > v0 for i in (*high, *pictures)):
            continue
        captions = tuple(i for i in _captions(high, box, em) if i.index not in taken)
        taken.update(i.index for i in captions)
        foot = max((box[3], *(i.v1 for i in captions)))
        pictures.append(Item(PICTURE, box[0], box[1], box[2], foot, em, held=captions))
    return [*(i for i in items if i.index not in taken), *pictures]


def without_pictures(column: Sequence[Item]) -> list[Item]:
    """The lines of a column, those of captions where their picture stands."""
    return [line for item in column for line in (item.held if item.index == PICTURE else (item,))]


def _captions(high: Sequence[Item], picture: Box, em: float) -> Iterator[Item]:
    """The lines of small type right below a picture. `high` are all lines, the highest first."""
    u0, _, u1, foot = picture
    found = 0
    for item in high:
        if item.v0 < picture[3] - BLEED * em or item.u0 < u0 - em or item.u1 > u1 + em:
            continue
        far = item.v0 - foot > (CLOSE if found else BELOW) * em
        if far or found == LINES or item.size > SMALLER * em or item.crosswise:
            return
        found += 1
        foot = item.v1
        yield item
