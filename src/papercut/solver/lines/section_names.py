"""Names of sections on pages with geometry: a short line over a rule below which several stories stand side by side.

Such a name is none of their headlines. The stories below it are told by display type on one level.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from papercut.layout.sheet.orientation import orientation_of
from papercut.model.geometry import Box
from papercut.model.page import Page
from papercut.solver.lines.label_chain import Tag
from papercut.solver.lines.measured_lines import MeasuredLine
from papercut.solver.lines.possible_labels import PossibleLabels

LONGEST = 8
"""The name of a section has no more characters."""
CLOSE = 1.0
"""A rule stands so many em of the name below it at most."""
WIDER = 2.0
"""The rule is so many times as long as the name at least."""
BELOW = 5.0
"""The headlines of the stories begin so many em of the page's text below the rule at most."""
LARGE = 1.25
"""Their type is so many times as large as the text."""
GUTTER = 0.75
"""Blank between two of them, in em of the text."""
SHORTEST = 40.0
"""Points that such a rule is long at least."""
MOST = 50
"""So many rules right below a name, and headlines below a rule, are looked at."""
LEVEL = 0.5
"""They begin no further apart from line to line, in em of their type."""


def hold_section_names(page: Page, rows: Sequence[MeasuredLine], held: list[PossibleLabels | None]) -> None:
    """Hold the names of sections as what they are: furniture."""
    rules = sorted(
        (d.box for d in page.drawn if d.kind == "rule" and d.box[2] - d.box[0] >= SHORTEST), key=lambda box: box[1]
    )
    if not rules or not page.placed or (view := orientation_of(page)).downwards:
        return
    tops = [box[1] for box in rules]
    heads = sorted(
        (box for row in rows
         if (box := page.lines[row.index].box) and (page.lines[row.index].size or 0.0) >= LARGE * view.em),
        key=lambda box: box[1],
    )  # fmt: skip
    for k, row in enumerate(rows):
        box = page.lines[row.index].box
        if box is None or len("".join(row.text.split())) > LONGEST:
            continue
        close = CLOSE * (page.lines[row.index].size or view.em)
        near = rules[bisect_left(tops, box[3] - close / 2) : bisect_right(tops, box[3] + close)]
        for rule in near[:MOST]:
            if rule[2] - rule[0] < WIDER * (box[2] - box[0]):
                continue
            if rule[0] <= box[0] + close and rule[2] >= box[2] - close and _several(heads, rule, view.em):
                held[k] = PossibleLabels(frozenset({Tag.FURNITURE}))
                break


def _several(heads: Sequence[Box], rule: Box, em: float) -> bool:
    """Whether headlines stand side by side right below a rule, within its length. `heads` are sorted by their tops."""
    starts = bisect_left(heads, rule[3], key=lambda box: box[1])
    below = [
        box
        for box in heads[starts : starts + MOST]
        if box[1] - rule[3] <= BELOW * em and rule[0] - em <= box[0] and box[2] <= rule[2] + em
    ]
    if not below:
        return False
    top = min(below, key=lambda box: box[1])
    level = sorted(box for box in below if box[1] - top[1] <= LEVEL * (top[3] - top[1]))
    return any(right[0] - left[2] >= GUTTER * em for left, right in pairwise(level))
