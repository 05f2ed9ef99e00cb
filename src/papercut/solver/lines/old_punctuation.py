"""Papers before the reform of punctuation that set one mark, `·` or `．`, for comma and full stop.

The networks know these as the point within foreign names and figures. So they are shown what it stands for; the page's
own text stays as printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from papercut.languages.prefiltered_patterns import Sieved
from papercut.solver.lines.label_chain import Tag
from papercut.solver.lines.measured_lines import MeasuredLine
from papercut.solver.lines.possible_labels import FREE, PossibleLabels

LEAST = 4
"""So many points between ideographs at least, and as many as there are of all other marks, say that a page uses them
so."""

_POINTS = "·・•‧．"
_POINT = Sieved(f"[{_POINTS}]", f"(?<=[\u3400-\u9fff])[{_POINTS}](?=[\u3400-\u9fff]|$)")
_MARKS = re.compile("[，。、；]")
_FINAL = frozenset("矣也焉耳哉乎歟欤云")
"""Characters that end a sentence in the written language of the time."""
LONGEST = 12
"""Characters of a headline of such news on one line, at most."""
PARAGRAPH = 3.0
"""A point at the end of a line that is so much shorter ends a paragraph, for a word of two would have had room."""
SHORT = 1.5
"""A point at the end of a line so many em short of its column is a full stop."""


def with_modern_punctuation(rows: Sequence[MeasuredLine]) -> Sequence[MeasuredLine]:
    """The rows with comma and full stop where a point stands for them; the same where the page has other marks."""
    return [replace(row, text=_written(row)) for row in rows] if _has_points_alone(rows) else rows


def headings_of_news(rows: Sequence[MeasuredLine], held: list[PossibleLabels | None]) -> None:
    """On such a page a short line without a point that stands below white, behind the end of a text and right above
    another, is the headline of the next piece of news: subheads came later. And a point far before the end of its
    column ends a paragraph."""
    if not _has_points_alone(rows):
        return
    for k in range(1, len(rows) - 1):
        if held[k] is not None or held[k + 1] is not None or not rows[k].gap or rows[k + 1].gap:
            continue
        if len(rows[k].text) <= LONGEST and not _POINT.search(rows[k].text) and rows[k - 1].text[-1] in _POINTS + "。":
            held[k] = PossibleLabels(frozenset({Tag.HEAD}))
            held[k + 1] = PossibleLabels(frozenset({Tag.STORY, Tag.BYLINE}))
    for k in range(1, len(rows)):
        before = rows[k - 1]
        if held[k] is None and before.text[-1] in _POINTS and before.measure and before.short >= PARAGRAPH:
            held[k] = PossibleLabels(FREE - {Tag.JOINED, Tag.CUT})


def _has_points_alone(rows: Sequence[MeasuredLine]) -> bool:
    text = "\n".join(row.text for row in rows)
    if sum(map(text.count, _POINTS)) < LEAST:  # as on most pages
        return False
    points = sum(len(_POINT.findall(row.text)) for row in rows)
    return points >= LEAST and points > sum(len(_MARKS.findall(row.text)) for row in rows)


def _written(row: MeasuredLine) -> str:
    text = _POINT.sub("，", row.text)
    if text[-1] == "，" and (text[-2:-1] in _FINAL or (row.measure and row.short >= SHORT)):
        return text[:-1] + "。"
    return text
