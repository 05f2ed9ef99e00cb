"""Items of the papers of the 1870s: text without punctuation, each begun with ○ under a heading of some characters.

Nothing in such text ends a sentence, so that neither labels nor links know where an item ends. The marks and headings
do: 申報 set its news so from 1872 on.
"""

from __future__ import annotations

from collections.abc import Sequence

from papercut.solver.lines.label_chain import Tag
from papercut.solver.lines.measured_lines import MeasuredLine
from papercut.solver.lines.possible_labels import ON, PossibleLabels, may_be_title

MARKS = ("○", "◯")
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
    if len(begins) < LEAST:
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


def _is_heading(row: MeasuredLine) -> bool:
    return may_be_title(row) and row.width <= HEADING and not row.text.startswith(MARKS)
