"""From glyphs at their places to lines of type.

A page description draws characters in any order and at any distance; what makes them a line is that one stands beside
the other, or, in text set downwards, below it. Lines are not cut where a column might end: they are cut where a gap is
out of keeping with the line, and put together where one column goes on (`papercut.layout.sheet.xy_cut`).
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_left
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
DOTS, DOT = "·・•‧", 0.4
"""Dots whose boxes are an em wide, though what follows begins so many em sooner."""
OUTLYING = 0.85
"""A gap so much wider than its line's middle one, in em, cuts the line."""
NEAR = 0.5
"""Two runs with a gap of so many em at the most are one line."""
SET, WIDE = 3, 0.3
"""So many ideographs of one size, so many em from as many of another size, are a line of their own: two headlines that
stand one behind the other."""
SPACE = 0.3
"""A space in a letter-spaced line adds so many em at the most to the gaps on both sides of it."""
FIRST_IDEOGRAPH, LAST_IDEOGRAPH = "\u3400", "\u9fff"
EQUAL = 1.01
"""Sizes that differ by no more than this factor are the same."""
LOOSE = 0.05
"""A glyph belongs rather to what stands nearer to it by so many em."""
OPEN, BEFORE = 3, 0.2
"""So many of the last lines may still go on; one before the last must fit better by so many em."""
LOOKS = 100
"""So many runs are looked at for one that goes on with another; more stand on one spot only in hostile files."""


class PlacedGlyph(Protocol):
    """A glyph: what `papercut.readers.pdf.glyphs.Glyph` has of it here."""

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
class GlyphRun:
    """Glyphs of one line, in its order."""

    glyphs: list[PlacedGlyph]
    upright: bool = False
    bond: float = math.inf
    """For one glyph of two that may not be a line: the gap between them."""

    @property
    def size(self) -> float:
        return self.glyphs[0].size


def find_runs(glyphs: Iterable[PlacedGlyph]) -> list[GlyphRun]:
    """The lines of type, in the order in which their first glyphs are drawn.

    A glyph goes on with the line of the one before it, or, where that fits better, with one of the lines right before:
    two lines may be drawn by turns.
    """
    runs: list[GlyphRun] = []
    for g in glyphs:
        best: tuple[float, GlyphRun] | None = None
        for back, run in enumerate(reversed(runs[-OPEN:])):
            cost = _cost(run, g) + (back > 0) * BEFORE
            if cost < math.inf and (best is None or cost < best[0]):
                best = cost, run
            if best and best[0] <= BEFORE:
                break
        if best is None:
            runs.append(GlyphRun([g]))
            continue
        run = best[1]
        last = run.glyphs[-1]
        count = len(run.glyphs)
        if count == 1:
            run.upright = _apart(last, g, False) > _apart(last, g, True)
        elif count == 2 and run.upright and _apart(last, g, True) == math.inf:
            # what stood below began a line of its own
            run.glyphs.pop()
            run.upright = False
            runs.append(GlyphRun([last, g]))
            continue
        run.glyphs.append(g)
    parts = [part for run in runs for cut in _cut(run) for part in _of_one_setting(cut)]
    return _join([part for part in parts if any(not g.ch.isspace() for g in part.glyphs)])


def _cost(run: GlyphRun, g: PlacedGlyph) -> float:
    """How far a glyph stands, in em, from where its line would go on; infinite where it cannot go on with it."""
    last = run.glyphs[-1]
    count = len(run.glyphs)
    if count > 2 or (count == 2 and not run.upright):
        return _apart(last, g, run.upright)
    if count == 2 and not (g.size <= ODD * last.size and last.size <= ODD * g.size):
        return _apart(last, g, True)  # two small glyphs one below the other before a headline
    return min(_apart(last, g, False), _apart(last, g, True))


def alike(a: PlacedGlyph, b: PlacedGlyph) -> bool:
    """Whether two glyphs may stand on one line, by their sizes."""
    return a.size <= SAME_SIZE * b.size and b.size <= SAME_SIZE * a.size


def _apart(a: PlacedGlyph, b: PlacedGlyph, upright: bool) -> float:
    """How far `b` stands, in em, from where the line of `a` goes on to the right, or, if `upright`, downwards; infinite
    where it cannot go on with it."""
    if not alike(a, b):
        return math.inf
    em = max(a.size, b.size)
    if upright:
        # a full stop may stand at the side
        off, gap, far = min(abs(a.x0 + a.x1 - b.x0 - b.x1) / 2, abs(a.x0 - b.x0)), b.y0 - a.y1, FAR
    else:
        far = FAR if a.size <= ODD * b.size and b.size <= ODD * a.size else NEAR
        off, gap = abs(a.y1 - b.y1), b.x0 - a.x1 + (a.ch in DOTS) * DOT * em
    return (off + abs(gap)) / em if off <= OFF * em and BACK * em <= gap <= far * em else math.inf


def _gaps(run: GlyphRun) -> list[float]:
    glyphs = run.glyphs
    if run.upright:
        return [b.y0 - a.y1 for a, b in itertools.pairwise(glyphs)]
    return [b.x0 - a.x1 for a, b in itertools.pairwise(glyphs)]


def _cut(run: GlyphRun) -> list[GlyphRun]:
    """The run cut at gaps that are out of keeping with it. Spaces that are drawn are part of the line."""
    if len(run.glyphs) < 3:
        gaps = _gaps(run)
        if gaps and gaps[0] > (NEAR + OUTLYING) * run.size and not run.upright:
            return [GlyphRun([g], run.upright) for g in run.glyphs]
        return [run]
    gaps = _gaps(run)
    if max(gaps) <= OUTLYING * run.size:
        return [run]
    usual = _usual(run, gaps)
    limit = usual + OUTLYING * run.size
    out: list[GlyphRun] = []
    start = 0
    for k, gap in enumerate(gaps, 1):
        if gap > limit and not _spaced_alike(run, gaps, k, usual):
            out.append(GlyphRun(run.glyphs[start:k], run.upright))
            start = k
    if not start:
        return [run]
    out.append(GlyphRun(run.glyphs[start:], run.upright))
    return [part for piece in out for part in _cut(piece)]  # each by its own middle gap


def _usual(run: GlyphRun, gaps: Sequence[float]) -> float:
    """The gap between the characters of a line: the middle one. But ideographs of one line stand apart alike, so where
    some do not, the others are cells; and so are figures alone that stand apart."""
    if run.upright:
        return max(median(gaps), 0.0)
    if not any(g.ch.isalpha() for g in run.glyphs):
        return 0.0
    han = [FIRST_IDEOGRAPH <= g.ch <= LAST_IDEOGRAPH for g in run.glyphs]
    own = [gap for gap, (a, b) in zip(gaps, itertools.pairwise(han), strict=True) if a and b]
    usual = min(own) if own and max(own) - min(own) > OUTLYING * run.size else median(gaps)
    return max(usual, 0.0)


def _spaced_alike(run: GlyphRun, gaps: Sequence[float], k: int, usual: float) -> bool:
    """Whether the gap before glyph `k` is a space in a line that is letter-spaced alike before it and behind it."""
    near = [*gaps[: k - 1][1 - SET :], *gaps[k:][: SET - 1]]
    if gaps[k - 1] > 2 * usual + SPACE * run.size or len(near) < 2 * (SET - 1):
        return False
    return all(abs(gap - usual) <= LOOSE * run.size for gap in near)


def _of_one_setting(run: GlyphRun) -> list[GlyphRun]:
    """The run cut where headlines of two sizes stand one behind the other."""
    glyphs = run.glyphs
    out: list[GlyphRun] = []
    start = 0
    for k, gap in enumerate(_gaps(run), 1):
        if gap >= WIDE * run.size and _change_of_setting(glyphs[start:k], glyphs[k:]):
            out.append(GlyphRun(glyphs[start:k], run.upright))
            start = k
    return [*out, GlyphRun(glyphs[start:], run.upright)] if out else [run]


def _change_of_setting(before: Sequence[PlacedGlyph], behind: Sequence[PlacedGlyph]) -> bool:
    """Whether the last glyphs before a gap, and the first ones behind it, are ideographs of two sizes."""
    if min(len(before), len(behind)) < SET:
        return False
    sizes = []
    for side in (before[-SET:], behind[:SET]):
        own = [g.size for g in side]
        if max(own) > EQUAL * min(own) or not all(FIRST_IDEOGRAPH <= g.ch <= LAST_IDEOGRAPH for g in side):
            return False
        sizes.append(own[0])
    return max(sizes) > EQUAL * min(sizes)


def _join(runs: list[GlyphRun]) -> list[GlyphRun]:
    """Put runs together that stand on one line close to each other, though they were drawn apart."""
    for upright in (False, True):
        runs, pairs = _loosened(runs)
        alive: list[GlyphRun | None] = list(runs)
        rows: dict[int, list[int]] = {}
        for k, run in enumerate(runs):
            # a single glyph goes with either
            if run.upright == upright or len(run.glyphs) == 1:
                rows.setdefault(int(_middle(run.glyphs[0], upright) // 4), []).append(k)
        for row in sorted(rows):
            near = [k for r in (row, row + 1) for k in rows.get(r, ()) if alive[k] is not None]
            first = [runs[k].glyphs[0] for k in near]
            places = [g.y0 if upright else g.x0 for g in first]
            order = sorted(range(len(near)), key=lambda n: places[n])
            near, places = [near[n] for n in order], [places[n] for n in order]
            for i, a in enumerate(near):
                if alive[a] is not None:
                    _take(runs, alive, near, places, i, upright)
        for k, direction in pairs:
            one, two = alive[k], alive[k + 1]
            if one and two and len(one.glyphs) == len(two.glyphs) == 1:
                alive[k], alive[k + 1] = GlyphRun([*one.glyphs, *two.glyphs], direction), None
        runs = [run for run in alive if run is not None]
        for run in runs:
            run.bond = math.inf
    return runs


def _middle(g: PlacedGlyph, upright: bool) -> float:
    """Its middle across the line."""
    return (g.x0 + g.x1) / 2 if upright else (g.y0 + g.y1) / 2


def _loosened(runs: list[GlyphRun]) -> tuple[list[GlyphRun], list[tuple[int, bool]]]:
    """The runs, with those of two glyphs that stand apart as two, and where these are and whether they are upright:
    either glyph may belong to a line across, or another may stand between them."""
    out: list[GlyphRun] = []
    pairs: list[tuple[int, bool]] = []
    for run in runs:
        if len(run.glyphs) == 2 and (gap := _gaps(run)[0]) > LOOSE * run.size:
            pairs.append((len(out), run.upright))
            out += [GlyphRun([g], run.upright, gap) for g in run.glyphs]
        else:
            out.append(run)
    return out, pairs


def _take(
    runs: list[GlyphRun], alive: list[GlyphRun | None], near: list[int], places: list[float], i: int, upright: bool
) -> None:
    """Put behind the run that is the `i`-th of its row those that go on with it, one after another."""
    run = runs[near[i]]
    at = i + 1
    looks = LOOKS
    while at < len(near) and looks:
        last = run.glyphs[-1]
        end = last.y1 if upright else last.x1
        at = max(at, bisect_left(places, end - OFF * SAME_SIZE * last.size, at))
        if at == len(near) or places[at] > end + NEAR * SAME_SIZE * last.size:
            return
        looks -= 1
        b = near[at]
        if alive[b] is not None and _follows(run, runs[b], upright):
            run.glyphs += runs[b].glyphs
            run.upright = upright
            alive[b] = None
            looks = LOOKS
        at += 1


def _follows(a: GlyphRun, b: GlyphRun, upright: bool) -> bool:
    last, first = a.glyphs[-1], b.glyphs[0]
    if not alike(last, first):
        return False
    em = max(last.size, first.size)
    if len(a.glyphs) == 1 == len(b.glyphs) and upright:
        return False
    if upright:
        off, gap = abs(last.x0 + last.x1 - first.x0 - first.x1) / 2, first.y0 - last.y1
    else:
        off, gap = abs(last.y1 - first.y1), first.x0 - last.x1
    if gap >= WIDE * em and _change_of_setting(a.glyphs, b.glyphs):
        return False
    near = min(NEAR * em, a.bond - LOOSE * em, b.bond - LOOSE * em)
    return off <= OFF * em / 2 and -OFF * em <= gap <= near
