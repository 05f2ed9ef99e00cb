"""Characters that are drawn again at their place, as a shadow or an outline, or to look bold.

Two equal characters close to each other may be two that the page shows (`ll`, `II`, `8888` in narrow type) or one that
is drawn twice. What is drawn again is a word or a line: each of its characters stands again at one and the same offset,
which is small beside their advance. A character that has no such neighbours is a copy only if it hides the other.
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TypeVar

from papercut.layout.sheet.glyph_lines import FIRST_IDEOGRAPH, LAST_IDEOGRAPH, SAME_SIZE, PlacedGlyph, alike

COPY = 0.35
"""A character drawn again no further away than this, in em, is a shadow or an outline."""
AHEAD = 0.4
"""Along its line a copy stands no further away than this, in the mean advance and the mean pitch of its run; half as
far where all characters of the run are the same."""
ALONE = 0.1
"""A single character is a copy if it stands no further away than this, in its advance: two could not be told apart."""
ALONE_SQUARE = 0.2
"""The same for ideographs, whose strokes would run into one another: other characters may be `ll` or `11`."""
SAME = 0.04
"""Offsets in one run differ by no more, in em."""
APART = 4.0
"""The next character of a line is no further away, in em."""
STEPS = 3
"""So many neighbours on each side are looked at."""
MOST = 4
"""So many of the first, and of the last, equal characters at one place are looked at: hostile pages have heaps."""

AGlyph = TypeVar("AGlyph", bound=PlacedGlyph)


def drop_copies(glyphs: Sequence[AGlyph]) -> tuple[list[AGlyph], list[AGlyph]]:
    """The glyphs that are drawn first at their place, and those that only repeat one."""
    suspects = _suspects(glyphs)
    if not suspects:
        return list(glyphs), []
    found = _Copies(glyphs, suspects)
    kept: list[AGlyph] = []
    copies: list[AGlyph] = []
    for n, g in enumerate(glyphs):
        (copies if n in suspects and found.is_copy(n) else kept).append(g)
    return kept, copies


class _Copies:
    """The suspects by their places, and the order in which the page draws its characters."""

    def __init__(self, glyphs: Sequence[PlacedGlyph], suspects: set[int]) -> None:
        self.glyphs = glyphs
        # equal characters close to one another that are drawn in a row make a stack; its first stands for it
        self.firsts: list[int] = []
        self.stack: list[int] = []
        # cells as wide as the reach, and as the tolerance, for each power of two of the size
        self.wide: dict[tuple[str, int, int, int], list[int]] = {}
        self.fine: dict[tuple[str, int, int, int], list[int]] = {}
        first: PlacedGlyph | None = None
        for n, g in enumerate(glyphs):
            if not g.ch.isspace() and not (first and first.ch == g.ch and _within(first, g, COPY)):
                first = g
                self.firsts.append(n)
            self.stack.append(len(self.firsts) - 1)
        for n in sorted(suspects):
            g = glyphs[n]
            power = math.frexp(g.size)[1]
            for cells, share in ((self.wide, COPY), (self.fine, SAME)):
                cell = share * 2.0**power
                cells.setdefault((g.ch, power, int(g.x0 // cell), int(g.y1 // cell)), []).append(n)

    def is_copy(self, n: int) -> bool:
        """Whether a glyph repeats one that is drawn before it."""
        g = self.glyphs[n]
        for places in _around(self.wide, g, g.x0, g.y1, COPY):
            early = [m for m in _ends(places, n) if _within(self.glyphs[m], g, COPY)]
            if any(self._repeats(m, n) for m in early):
                return True
        return False

    def _repeats(self, m: int, n: int) -> bool:
        o, g = self.glyphs[m], self.glyphs[n]
        x, y = g.x0 - o.x0, g.y1 - o.y1
        alone = ALONE_SQUARE if FIRST_IDEOGRAPH <= g.ch <= LAST_IDEOGRAPH else ALONE
        if math.hypot(x, y) <= alone * min(o.size, o.x1 - o.x0):
            return True
        run = self._run(m, x, y)
        if len(run) < 2:
            return False
        steps = [(abs(b.x0 - a.x0), abs(b.y1 - a.y1)) for a, b in itertools.pairwise(run)]
        wide, high = sum(step[0] for step in steps), sum(step[1] for step in steps)
        upright = high > wide
        advance = sum(r.size if upright else r.x1 - r.x0 for r in run) / len(run)
        ahead, aside = (abs(y), abs(x)) if upright else (abs(x), abs(y))
        if max(ahead, aside) > advance:
            return False  # the type is much smaller than its size says
        pitch = max(wide, high) / len(steps)
        if aside > SAME * o.size:
            return ahead <= pitch  # the next character of the line would stand on it
        # in a row of equal characters each might be the copy of the one before
        share = AHEAD if len({r.ch for r in run}) > 1 else AHEAD / 2
        return ahead <= share * min(advance, pitch)

    def _run(self, m: int, x: float, y: float) -> list[PlacedGlyph]:
        """The characters of the line around the m-th, it among them, that are drawn again at this offset."""
        before: list[PlacedGlyph] = []
        after: list[PlacedGlyph] = []
        stack = self.stack[m]
        for out, stacks in (
            (before, range(stack if self.firsts[stack] != m else stack - 1, -1, -1)),
            (after, range(stack + 1, len(self.firsts))),
        ):
            last = self.glyphs[m]
            for k in stacks[:STEPS]:
                at = self.firsts[k]
                near = self.glyphs[at]
                if math.hypot(near.x0 - last.x0, near.y1 - last.y1) <= math.hypot(x, y):
                    if k == stack:
                        continue  # it may be another copy of the m-th
                    break
                if not _beside(last, near) or not self._again(at, x, y):
                    break
                out.append(near)
                last = near
        return [*reversed(before), self.glyphs[m], *after]

    def _again(self, m: int, x: float, y: float) -> bool:
        """Whether the m-th glyph is drawn again at this offset."""
        o = self.glyphs[m]
        u, v = o.x0 + x, o.y1 + y
        most = SAME * o.size
        for places in _around(self.fine, o, u, v, SAME):
            for n in _ends(places, len(self.glyphs)):
                g = self.glyphs[n]
                if n != m and abs(g.x0 - u) <= most and abs(g.y1 - v) <= most and alike(o, g):
                    return True
        return False


def _ends(places: Sequence[int], end: int) -> list[int]:
    """The first and the last few of the numbers that are less than `end`."""
    count = bisect_left(places, end)
    return list(places[:count]) if count <= 2 * MOST else [*places[:MOST], *places[count - MOST : count]]


def _suspects(glyphs: Sequence[PlacedGlyph]) -> set[int]:
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


def _around(
    cells: dict[tuple[str, int, int, int], list[int]], g: PlacedGlyph, x: float, y: float, share: float
) -> Iterator[list[int]]:
    """The cells around a place that hold the character of `g` in about its size."""
    reach = share * g.size
    for power in _powers(g.size):
        cell = share * 2.0**power
        for i in range(int((x - reach) // cell), int((x + reach) // cell) + 1):
            for j in range(int((y - reach) // cell), int((y + reach) // cell) + 1):
                found = cells.get((g.ch, power, i, j))
                if found:
                    yield found


def _within(a: PlacedGlyph, b: PlacedGlyph, share: float) -> bool:
    reach = share * b.size
    return abs(a.x0 - b.x0) <= reach and abs(a.y1 - b.y1) <= reach and alike(a, b)


def _beside(a: PlacedGlyph, b: PlacedGlyph) -> bool:
    """Whether two glyphs may be neighbours on one line, level or upright."""
    if not alike(a, b):
        return False
    em = max(a.size, b.size)
    wide, high = abs(a.x0 - b.x0), abs(a.y1 - b.y1)
    return min(wide, high) <= COPY * em and max(wide, high) <= APART * em
