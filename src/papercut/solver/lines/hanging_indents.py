"""Items whose first line stands out and whose other lines are set in: lists, on pages with geometry.

Paragraphs begin with an indent, and the line above such an indent is often short. Where lines that are set in stand
below full lines alone, and lines that are not stand below short ones, it is the other way round.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from papercut.layout.sheet.orientation import orientation_of
from papercut.model.geometry import Box
from papercut.model.page import Page
from papercut.solver.lines.label_chain import Tag
from papercut.solver.lines.measured_lines import MeasuredLine
from papercut.solver.lines.possible_labels import FREE, NEXT, ON, PossibleLabels

NARROW, DEEP = 0.6, 1.4
"""The other lines of an item are set in by so many em: paragraphs by two."""
SAME = 0.3
"""Lines begin at the same place if it is so many em apart."""
FULL = 1.6
"""A line is full if it ends no more em before the longest one: it may end with half a mark."""
SHORT = 2.5
"""A line is short if it ends so many em before the longest one."""
LEAST = 2
"""So many lines at least are set in below full ones."""
_STOPS = "。！？!?；;：:"


def hanging_indents(page: Page, rows: Sequence[MeasuredLine], held: list[PossibleLabels | None]) -> None:
    """Hold the lines that are set in below the first lines of items, which they go on with, and those first lines that
    stand below the end of another item."""
    if orientation_of(page).downwards:
        return
    boxes = [page.lines[row.index].box for row in rows]
    em = orientation_of(page).em
    first = 0
    while first < len(rows):
        end = first + 1
        while end < len(rows) and not rows[end].gap:
            end += 1
        column = [(k, box) for k in range(first, end) if (box := boxes[k]) and _is_free(held[k])]
        for low in _edges([box for _, box in column], em):
            for run in _runs(column, low, em):
                _hold(rows, held, run, low, em)
        first = end


def _is_free(hold: PossibleLabels | None) -> bool:
    return hold is None or (hold.role is None and not hold.why and Tag.PARAGRAPH in hold.tags)


def _edges(boxes: Sequence[Box], em: float) -> list[float]:
    """Where lines of a column begin that have others set in."""
    found: list[float] = []
    for left in sorted(box[0] for box in boxes):
        if not found or left - found[-1] > SAME * em:
            found.append(left)
    return [a for a, b in pairwise(found) if NARROW * em <= b - a <= DEEP * em]


def _runs(column: Sequence[tuple[int, Box]], low: float, em: float) -> list[list[tuple[int, Box]]]:
    """Lines one behind the other of which each begins at this edge, or is set in."""
    runs: list[list[tuple[int, Box]]] = [[]]
    for k, box in column:
        at = (box[0] - low) / em
        fits = abs(at) <= SAME or NARROW <= at <= DEEP
        if runs[-1] and (not fits or k != runs[-1][-1][0] + 1):
            runs.append([])
        if fits:
            runs[-1].append((k, box))
    return runs


def _hold(
    rows: Sequence[MeasuredLine],
    held: list[PossibleLabels | None],
    run: Sequence[tuple[int, Box]],
    low: float,
    em: float,
) -> None:
    """Hold the items of a run of lines, if lines that are set in stand below full lines alone."""
    right = max((box[2] for _, box in run), default=0.0)
    inner: list[int] = []
    begin: list[int] = []
    for (above, other), (k, box) in pairwise(run):
        left = (right - other[2]) / em
        if box[0] - low > SAME * em:
            if left > FULL:
                return
            inner.append(k)
        elif left >= SHORT or (rows[above].text[-1] in _STOPS and (left > FULL or other[0] - low > SAME * em)):
            begin.append(k)
    if len(inner) >= LEAST and begin:
        for k in inner:
            held[k] = PossibleLabels(ON)
        for k in begin:
            held[k] = PossibleLabels(NEXT if k + 1 in inner else FREE - {Tag.JOINED, Tag.CUT})
