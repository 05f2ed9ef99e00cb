"""Texts in Western letters on a page in Chinese: what its lines are is told by the signs of Western pages.

The networks know such lines only as words within Chinese sentences. Papers of two languages have whole stories of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from papercut.languages.page_script import is_western
from papercut.model.page import Page
from papercut.solver.lines.measured_lines import MeasuredLine
from papercut.solver.lines.possible_labels import PossibleLabels

LEAST = 4
"""So many lines in letters, white above and below them, are a text of its own."""
_EASTERN = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def western_stretches(
    page: Page, rows: Sequence[MeasuredLine], held: list[PossibleLabels | None], leads: tuple[str, ...]
) -> None:
    """Hold the lines of texts in Western letters, on a page of lines alone."""
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and held[end] is None and not _EASTERN.search(rows[end].text):
            end += 1
        apart = (not at or rows[at].gap) and (end == len(rows) or rows[end].gap)
        if end - at >= LEAST and apart and is_western([row.text for row in rows[at:end]]):
            from papercut.solver.western.line_features import line_looks
            from papercut.solver.western.line_labels import label

            own = rows[at:end]
            for k, verdict in enumerate(label(line_looks(page, own, leads), held[at:end]), at):
                held[k] = PossibleLabels(frozenset({verdict.tag}))
        at = max(end, at + 1)
