"""From glyphs at their places to lines of type.

A page description draws characters in any order and at any distance; what makes them a line is that one stands beside
the other, or, in text set downwards, below it. Lines are not cut where a column might end: they are cut where a gap is
out of keeping with the line, and put together where one column goes on (`papercut.layout.sheet`).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Protocol

SAME_SIZE = 1.3
"""Sizes on one line differ by no more than this factor."""
ODD = 1.05
"""Where sizes differ by more, one goes on with the other only if it is near."""
OFF = 0.3
"""Glyphs of one line stand no further, in em, from its middle."""
BACK, FAR = -0.6, 2.2
"""Gaps in em, overlapping and apart, within which a glyph may go on with the line of the one before it."""
OUTLYING = 0.7
"""A gap so much wider than its line's middle one, in em, cuts the line."""
COPY = 0.35
"""A character drawn again no further away than this, in em, is a shadow or an outline."""
NEAR = 0.5
"""Two runs with a gap of so many em at the most are one line."""


class Placed(Protocol):
    """A glyph: what `papercut.readers.glyphs.Glyph` has of it here."""

    @property
    def ch(self) -> str: ...
    @property
    def x0(self) -> float: ...
    @property
    def y0(self) -> float: ...
    @property
    def x1(self) -> float: ...
    @property
    def y1(self) -> float: ...
    @property
    def size(self) -> float: ...


@dataclass(slots=True)
class Run:
    """Glyphs of one line, in its order."""

    glyphs: list[Placed]
    upright: bool = False

    @property
    def start(self) -> float:
        """Where it begins, along the line."""
        return self.glyphs[0].y0 if self.upright else self.glyphs[0].x0

    @property
    def end(self) -> float:
        return self.glyphs[-1].y1 if self.upright else self.glyphs[-1].x1

    @property
    def middle(self) -> float:
        """Its middle across the line."""
        g = self.glyphs[0]
        return (g.x0 + g.x1) / 2 if self.upright else (g.y0 + g.y1) / 2

    @property
    def size(self) -> float:
        return self.glyphs[0].size


def drop_copies(glyphs: Sequence[Placed]) -> tuple[list[Placed], list[Placed]]:
    """The glyphs that are drawn first at their place, and those that only repeat one."""
    seen: dict[tuple[str, int, int], list[Placed]] = {}
    kept: list[Placed] = []
    copies: list[Placed] = []
    for g in glyphs:
        if g.ch.isspace():
            kept.append(g)
            continue
        reach = COPY * g.size
        cell = max(reach, 1.0)
        x, y = int(g.x0 // cell), int(g.y1 // cell)
        found = False
        for i in (x - 1, x, x + 1):
            for j in (y - 1, y, y + 1):
                for other in seen.get((g.ch, i, j), ()):
                    if abs(other.x0 - g.x0) <= reach and abs(other.y1 - g.y1) <= reach and _alike(other, g):
                        found = True
        if found:
            copies.append(g)
        else:
            seen.setdefault((g.ch, x, y), []).append(g)
            kept.append(g)
    return kept, copies


def find_runs(glyphs: Iterable[Placed]) -> list[Run]:
    """The lines of type, in the order in which their first glyphs are drawn."""
    runs: list[Run] = []
    run: Run | None = None
    for g in glyphs:
        if run is None:
            run = Run([g])
            continue
        last = run.glyphs[-1]
        beside, below = _beside(last, g), _below(last, g)
        count = len(run.glyphs)
        if count == 1 and (beside or below):
            run.upright = bool(below and not beside)
            run.glyphs.append(g)
        elif count > 1 and (below if run.upright else beside):
            run.glyphs.append(g)
        elif run.upright and count == 2 and beside:
            # what stood below began a line of its own
            run.glyphs.pop()
            run.upright = False
            runs.append(run)
            run = Run([last, g])
        else:
            runs.append(run)
            run = Run([g])
    if run is not None:
        runs.append(run)
    parts = [part for run in runs for part in _cut(run)]
    return _join([part for part in parts if any(not g.ch.isspace() for g in part.glyphs)])


def _alike(a: Placed, b: Placed) -> bool:
    return a.size <= SAME_SIZE * b.size and b.size <= SAME_SIZE * a.size


def _beside(a: Placed, b: Placed) -> bool:
    """Whether `b` may go on with the line of `a` to the right."""
    if not _alike(a, b):
        return False
    em = max(a.size, b.size)
    far = FAR if a.size <= ODD * b.size and b.size <= ODD * a.size else NEAR
    return abs(a.y1 - b.y1) <= OFF * em and BACK * em <= b.x0 - a.x1 <= far * em


def _below(a: Placed, b: Placed) -> bool:
    """Whether `b` may go on with the line of `a` downwards."""
    if not _alike(a, b):
        return False
    em = max(a.size, b.size)
    off = min(abs(a.x0 + a.x1 - b.x0 - b.x1) / 2, abs(a.x0 - b.x0))  # a full stop may stand at the side
    return off <= OFF * em and BACK * em <= b.y0 - a.y1 <= FAR * em


def _gaps(run: Run) -> list[float]:
    glyphs = run.glyphs
    if run.upright:
        return [b.y0 - a.y1 for a, b in itertools.pairwise(glyphs)]
    return [b.x0 - a.x1 for a, b in itertools.pairwise(glyphs)]


def _cut(run: Run) -> list[Run]:
    """The run cut at gaps that are out of keeping with it. Spaces that are drawn are part of the line."""
    if len(run.glyphs) < 3:
        gaps = _gaps(run)
        if gaps and gaps[0] > (NEAR + OUTLYING) * run.size and not run.upright:
            return [Run([g], run.upright) for g in run.glyphs]
        return [run]
    gaps = _gaps(run)
    if max(gaps) <= OUTLYING * run.size:
        return [run]
    limit = max(median(gaps), 0.0) + OUTLYING * run.size
    out: list[Run] = []
    start = 0
    for k, gap in enumerate(gaps, 1):
        if gap > limit:
            out.append(Run(run.glyphs[start:k], run.upright))
            start = k
    out.append(Run(run.glyphs[start:], run.upright))
    return out


def _join(runs: list[Run]) -> list[Run]:
    """Put runs together that stand on one line close to each other, though they were drawn apart."""
    alive: list[Run | None] = list(runs)
    for upright in (False, True):
        rows: dict[int, list[int]] = {}
        for k, run in enumerate(runs):
            # a single glyph goes with either
            if alive[k] is not None and (run.upright == upright or len(run.glyphs) == 1):
                rows.setdefault(int(run.middle // 4), []).append(k)
        for row in sorted(rows):
            near = [k for r in (row, row + 1) for k in rows.get(r, ()) if alive[k] is not None]
            near.sort(key=lambda k: runs[k].glyphs[0].y0 if upright else runs[k].glyphs[0].x0)
            for i, a in enumerate(near):
                if alive[a] is None:
                    continue
                for b in near[i + 1 :]:
                    if alive[b] is None or not _follows(runs[a], runs[b], upright):
                        continue
                    runs[a].glyphs += runs[b].glyphs
                    runs[a].upright = upright
                    alive[b] = None
    return [run for run in alive if run is not None]


def _follows(a: Run, b: Run, upright: bool) -> bool:
    last, first = a.glyphs[-1], b.glyphs[0]
    if not _alike(last, first):
        return False
    em = max(last.size, first.size)
    if len(a.glyphs) == 1 == len(b.glyphs) and upright:
        return False
    if upright:
        off, gap = abs(last.x0 + last.x1 - first.x0 - first.x1) / 2, first.y0 - last.y1
    else:
        off, gap = abs(last.y1 - first.y1), first.x0 - last.x1
    return off <= OFF * em / 2 and -OFF * em <= gap <= NEAR * em
