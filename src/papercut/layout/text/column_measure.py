"""How wide lines are, and the measure of the column that each of them stands in.

Widths are in ems: a Han character or full-width mark is 1, a Latin letter or digit about a half.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

CANDIDATES = 14
"""So many different column measures are tried on a page; more than any real page was found to have."""

NO_MEASURE = 0.0
"""The measure of a line that stands in no column: display type, furniture."""

# What it costs to say that a line of a given shortfall stands in a column, in units of a nat or so: lines are full,
# two ems short (the dropped indent), or any length shorter (a last line); they are hardly ever longer.
_FULL, _NEAR, _INDENT, _LAST, _OVER, _FAR_OVER, _DISPLAY = 0.0, 0.5, 0.8, 1.5, 1.6, 7.0, 1.9
_SWITCH, _SWITCH_AT_GAP = 2.6, 1.6
_NARROW = re.compile("[\0-\u024f\u0370-\u06ff\u1e00-\u1fff\uff61-\uff9f]")


def width(text: str) -> float:
    """The width of a text in ems, rounded to halves."""
    if text.isascii():
        return len(text) / 2
    return len(text) - len(_NARROW.findall(text)) / 2


def _cost(shortfall: float) -> float:
    if -0.5 <= shortfall <= 0.5:
        return _FULL if shortfall in (0.0, 0.5) else 0.3
    if shortfall < -1.5:
        return _FAR_OVER
    if shortfall < 0:
        return _OVER
    if shortfall <= 1.0:
        return _NEAR
    return _INDENT if 1.5 <= shortfall <= 2.5 else _LAST


def column_measures(widths: Sequence[float], gaps: Sequence[int]) -> list[float]:
    """The measure of the column of each line, in ems; `NO_MEASURE` for display lines.

    `widths` are those of the page's visible lines in order, `gaps` the blank lines before each. The answer is the
    cheapest path through the candidate measures: staying is free, changing costs, and a line that fits a measure
    badly costs the more the worse it fits.
    """
    if not widths:
        return []
    near: Counter[float] = Counter()
    x = y = z = float("inf")
    for w in widths:
        # a measure counts only where neighbouring lines share it
        near[w] += (-0.5 <= w - x <= 0.5) + (-0.5 <= w - y <= 0.5) + (-0.5 <= w - z <= 0.5)
        x, y, z = w, x, y
    states = [m for m, n in near.most_common(CANDIDATES) if n >= 2 and m >= 4]
    if not states:
        states = [max(widths)]
    states.append(NO_MEASURE)
    table: dict[float, list[float]] = {}
    best = [0.0] * len(states)
    steps: list[tuple[list[float], float]] = []
    for w, gap in zip(widths, gaps, strict=True):
        emit = table.get(w)
        if emit is None:
            emit = [_cost(m - w) for m in states[:-1]]
            emit.append(_DISPLAY)
            table[w] = emit
        change = min(best) + (_SWITCH_AT_GAP if gap else _SWITCH)
        steps.append((best, change))
        best = [(b if b <= change else change) + e for b, e in zip(best, emit, strict=True)]
    k = best.index(min(best))
    out: list[float] = []
    for before, change in reversed(steps):
        out.append(states[k])
        if before[k] > change:
            k = before.index(min(before))
    out.reverse()
    return out
