"""The top of the next column, on pages with geometry: a text goes on there if nothing parts it from the column before.

A story begins below display type, a rule, or the edge of a box, or with a dateline. The networks know columns whose
tops are level; where a picture or a box pushes one down, they take its first line for the beginning of a story.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from papercut.languages.story_phrases import LEAD, LEADISH, LIST_MARK
from papercut.layout.sheet.orientation import orientation_of
from papercut.model.geometry import Box
from papercut.model.page import Page
from papercut.solver.lines.label_chain import Tag
from papercut.solver.lines.measured_lines import MeasuredLine
from papercut.solver.lines.possible_labels import FREE, PossibleLabels

TITLE = 1.15
"""Type so many times as large as the page's text may be a headline's."""
GUTTER = 4.0
"""Columns side by side are no more em apart, an indent included."""
NEAR = 3.0
"""A rule so many em above a line at most parts it from what is above."""
WIDE, HIGH, MOST = 10.0, 5.0, 100
"""A box in the text is so many em wide and high at least; so many of a page, the largest, are looked at."""
MOST_DRAWN = 500
"""So many rules, and so many frames and tints, are looked at, the largest."""
WITHIN = frozenset({Tag.JOINED, Tag.PARAGRAPH, Tag.SUBHEAD})
"""What goes on with the line before."""
LOOKS = 4
"""So many lines at the foot of a column show how wide it is."""


def parted_by_frames(page: Page, rows: Sequence[MeasuredLine]) -> set[int]:
    """The numbers of the rows that stand in another large frame than the row before, or in none."""
    if not page.placed:
        return set()
    boxes = _large(page, orientation_of(page).em)
    inside = [_frames(box, boxes) if (box := page.lines[row.index].box) else [] for row in rows] if boxes else []
    return {k for k in range(1, len(inside)) if inside[k] != inside[k - 1]}


def hold_in_columns(
    page: Page, rows: Sequence[MeasuredLine], held: list[PossibleLabels | None], apart: Collection[int]
) -> None:
    """Take from the first lines of columns that they begin a story, where they cannot, and from the rows `apart`, which
    a frame parts from those before, that they go on with these. Pages of PDF files set level."""
    if not page.placed or page.source.format != "pdf" or (view := orientation_of(page)).downwards:
        return
    lines = [page.lines[row.index] for row in rows]
    rules = _largest(drawn.box for drawn in page.drawn if drawn.kind == "rule")
    frames = _largest(drawn.box for drawn in page.drawn if drawn.kind in ("frame", "tint"))
    for k in range(1, len(rows)):
        own, above = lines[k].box, lines[k - 1].box
        if own is None or above is None:
            continue
        if k in apart:
            _take(held, k, WITHIN)
        if own[1] >= above[1] or own[0] <= above[0]:
            continue
        large = TITLE * view.em
        if (lines[k].size or large) >= large or (lines[k - 1].size or large) >= large:
            continue
        text = rows[k].text
        if LEAD.match(text) or LEADISH.match(text) or LIST_MARK.match(text):
            continue
        right = max(line.box[2] for line in lines[max(0, k - LOOKS) : k] if line.box and line.box[0] < own[0])
        if not -view.em / 2 <= own[0] - right <= GUTTER * view.em:
            continue
        if _parted(own, above, right, rules, view.em) or _frames(own, frames) != _frames(above, frames):
            continue
        _take(held, k, frozenset({Tag.STORY}))


def _take(held: list[PossibleLabels | None], k: int, tags: frozenset[Tag]) -> None:
    """Take labels from a line, if it keeps some."""
    hold = held[k]
    if hold is None:
        held[k] = PossibleLabels(FREE - tags)
    elif hold.tags - tags:
        hold.tags -= tags


def _parted(own: Box, above: Box, right: float, rules: Sequence[Box], em: float) -> bool:
    """Whether a rule stands between a line and the column before, or right above that line alone."""
    for x0, y0, x1, y1 in rules:
        if y1 - y0 > x1 - x0:
            if right - em / 2 <= (x0 + x1) / 2 <= own[0] + em / 2 and y0 < above[3] and y1 > own[1]:
                return True
        elif own[1] - NEAR * em <= y1 <= own[1] + em / 2 and x0 >= right - em / 2 and x0 < own[2] and x1 > own[0]:
            return True
    return False


def _largest(boxes: Iterable[Box]) -> list[Box]:
    return sorted(set(boxes), key=lambda box: (box[0] - box[2] + box[1] - box[3], box))[:MOST_DRAWN]


def _large(page: Page, em: float) -> list[Box]:
    """The frames of a page that are large enough for a text of their own."""
    boxes = {drawn.box for drawn in page.drawn if drawn.kind == "frame"}
    large = [box for box in boxes if box[2] - box[0] >= WIDE * em and box[3] - box[1] >= HIGH * em]
    return sorted(large, key=lambda box: ((box[0] - box[2]) * (box[3] - box[1]), box))[:MOST]


def _frames(box: Box, frames: Sequence[Box]) -> list[Box]:
    """The frames that a line stands in."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return [frame for frame in frames if frame[0] <= x <= frame[2] and frame[1] <= y <= frame[3]]
