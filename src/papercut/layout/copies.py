"""Characters that are drawn again at their place, as a shadow or an outline."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from papercut.layout.runs import SAME_SIZE, Placed, alike

COPY = 0.35
"""A character drawn again no further away than this, in em, is a shadow or an outline."""


def drop_copies(glyphs: Sequence[Placed]) -> tuple[list[Placed], list[Placed]]:
    """The glyphs that are drawn first at their place, and those that only repeat one."""
    # cells as wide as the reach of the largest type in them, for each power of two of its size
    seen: dict[tuple[str, int, int, int], list[Placed]] = {}
    kept: list[Placed] = []
    copies: list[Placed] = []
    suspects = _suspects(glyphs)
    for n, g in enumerate(glyphs):
        if n not in suspects:
            kept.append(g)
            continue
        if any(_copied(other, g) for power in _powers(g.size) for other in _around(seen, g, power)):
            copies.append(g)
        else:
            power = math.frexp(g.size)[1]
            cell = COPY * 2.0**power
            seen.setdefault((g.ch, power, int(g.x0 // cell), int(g.y1 // cell)), []).append(g)
            kept.append(g)
    return kept, copies


def _suspects(glyphs: Sequence[Placed]) -> set[int]:
    """The numbers of the glyphs that may copy one another: those of the same character that stand close in one
    direction, and of these those that do in the other."""
    reach = COPY * max((g.size for g in glyphs), default=0.0)
    by_ch: dict[str, list[tuple[float, int]]] = {}
    for n, g in enumerate(glyphs):
        by_ch.setdefault(g.ch, []).append((g.x0, n))
    out: set[int] = set()
    for ch, places in by_ch.items():
        if len(places) > 1 and not ch.isspace():
            for near in _close(places, reach):
                for same in _close([(glyphs[n].y1, n) for n in near], reach):
                    out.update(same)
    return out


def _close(places: list[tuple[float, int]], reach: float) -> Iterator[list[int]]:
    """The numbers of places that follow one another no further apart than `reach`, two or more together."""
    places.sort()
    start = 0
    for k in range(1, len(places) + 1):
        if k == len(places) or places[k][0] - places[k - 1][0] > reach:
            if k - start > 1:
                yield [n for _, n in places[start:k]]
            start = k


def _powers(size: float) -> set[int]:
    return {math.frexp(size / SAME_SIZE)[1], math.frexp(size)[1], math.frexp(size * SAME_SIZE)[1]}


def _around(seen: dict[tuple[str, int, int, int], list[Placed]], g: Placed, power: int) -> Iterator[Placed]:
    cell = COPY * 2.0**power
    reach = COPY * g.size
    for i in range(int((g.x0 - reach) // cell), int((g.x0 + reach) // cell) + 1):
        for j in range(int((g.y1 - reach) // cell), int((g.y1 + reach) // cell) + 1):
            yield from seen.get((g.ch, power, i, j), ())


def _copied(other: Placed, g: Placed) -> bool:
    reach = COPY * g.size
    return abs(other.x0 - g.x0) <= reach and abs(other.y1 - g.y1) <= reach and alike(other, g)
