"""Papers before the reform of punctuation that set one point in the middle of the line, `·`, for comma and full stop.

The networks know it as the point within foreign names alone. So they are shown what it stands for; the page's own text
stays as printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from papercut.languages.prefiltered_patterns import Sieved
from papercut.solver.lines.measured_lines import MeasuredLine

LEAST = 4
"""So many points between ideographs at least, and as many as there are of all other marks, say that a page uses them
so."""

_POINTS = "·・•‧"
_POINT = Sieved(f"[{_POINTS}]", f"(?<=[\u3400-\u9fff])[{_POINTS}](?=[\u3400-\u9fff]|$)")
_MARKS = re.compile("[，。、；]")
_FINAL = frozenset("矣也焉耳哉乎歟欤云")
"""Characters that end a sentence in the written language of the time."""
SHORT = 1.5
"""A point at the end of a line so many em short of its column is a full stop."""


def with_modern_punctuation(rows: Sequence[MeasuredLine]) -> Sequence[MeasuredLine]:
    """The rows with comma and full stop where a point stands for them; the same where the page has other marks."""
    text = "\n".join(row.text for row in rows)
    if sum(map(text.count, _POINTS)) < LEAST:  # as on most pages
        return rows
    points = sum(len(_POINT.findall(row.text)) for row in rows)
    if points < LEAST or points <= sum(len(_MARKS.findall(row.text)) for row in rows):
        return rows
    return [replace(row, text=_written(row)) for row in rows]


def _written(row: MeasuredLine) -> str:
    text = _POINT.sub("，", row.text)
    if text[-1] == "，" and (text[-2:-1] in _FINAL or (row.measure and row.short >= SHORT)):
        return text[:-1] + "。"
    return text
