"""Items of papers without punctuation, each begun with ○ or another mark under a heading of some characters.

Nothing in such text ends a sentence, so that neither labels nor links know where an item ends. The marks and headings
do: 申報 set its news so from 1872 on.
"""

from __future__ import annotations

from collections.abc import Sequence

from papercut.solver.lines.label_chain import Tag
from papercut.solver.lines.measured_lines import MeasuredLine
from papercut.solver.lines.possible_labels import BEGINS, ON, PossibleLabels, may_be_title

MARKS = ("○", "◯", "◎", "□", "◇", "△", "●", "▲", "■")
RINGS = frozenset("○◯")
"""Marks of items that have headings of their own; other marks begin items without them, too."""
HEADING = 8.0
"""A heading is no wider, in em."""
LEAST = 2
"""So many items show the habit: one mark alone may be anything."""
_STOPS = frozenset("，。；：、！？")


def marked_items(rows: Sequence[MeasuredLine], held: list[PossibleLabels | None]) -> None:
    """Hold headings and lines of items where at least `LEAST` stand on the page and no line of theirs has a stop."""
    begins = [
        k
        for k in range(1, len(rows))
        if rows[k].text.startswith(MARKS) and _is_heading(rows[k - 1]) and held[k] is None is held[k - 1]
    ]
    if len(begins) < LEAST or not _have_headings(rows, begins):
        _bare_items(rows, held)
        return
    for begin, behind in zip(begins, [*(k - 1 for k in begins[1:]), len(rows)], strict=True):
        end = begin + 1
        while end < behind and held[end] is None and not rows[end].gap and rows[end].width <= rows[begin].width + 1:
            end += 1
        if any(_STOPS & set(row.text) for row in rows[begin:end]):
            continue
        held[begin - 1], held[begin] = PossibleLabels(frozenset({Tag.HEAD})), PossibleLabels(frozenset({Tag.STORY}))
        for k in range(begin + 1, end):
            held[k] = PossibleLabels(ON)


def _bare_items(rows: Sequence[MeasuredLine], held: list[PossibleLabels | None]) -> None:
    """Hold items without headings of their own: a mark begins each, and full lines without any stop go on to the next
    mark."""
    begins = [k for k, row in enumerate(rows) if row.text.startswith(MARKS) and held[k] is None]
    if len(begins) < LEAST or len({rows[k].text[0] for k in begins}) > 1:
        return
    full = max(rows[k].width for k in begins)
    items: list[tuple[int, int]] = []
    for begin, behind in zip(begins, [*begins[1:], len(rows)], strict=True):
        end = begin + 1
        while end < behind and held[end] is None and not rows[end].gap and rows[end - 1].width >= full - 1:
            end += 1
        if end < behind and behind < len(rows):
            return
        items.append((begin, end))
    if sum(end > begin + 1 for begin, end in items) < LEAST or full <= HEADING:
        return
    if any(_STOPS & set(row.text) for begin, end in items for row in rows[begin:end]):
        return
    for begin, end in items:
        held[begin] = PossibleLabels(BEGINS)
        for k in range(begin + 1, end):
            held[k] = PossibleLabels(ON)


def _have_headings(rows: Sequence[MeasuredLine], begins: Sequence[int]) -> bool:
    """Whether what stands over items is headings: three and more of one length, if it might be the ends of others."""
    if all(rows[k].text[0] in RINGS for k in begins):
        return True
    marks, widths = {rows[k].text[0] for k in begins}, {rows[k - 1].width for k in begins}
    return len(begins) > LEAST and len(marks) == len(widths) == 1


def _is_heading(row: MeasuredLine) -> bool:
    return may_be_title(row) and row.width <= HEADING and not row.text.startswith(MARKS)
