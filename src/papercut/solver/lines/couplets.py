"""Couplets as they are hung beside doors: two lines of one form below each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from papercut.languages.personal_names import SURNAMES
from papercut.languages.structured_lines import OF_COUPLETS, PART_OF_COUPLET, POET, VERSE
from papercut.solver.lines.measured_lines import MeasuredLine
from papercut.solver.lines.possible_labels import PossibleLabels, may_be_title

LEAST_PAIRS = 2
"""So many couplets stand below one another, where no headline says that they are some."""
SHORTEST = 7
"""Characters of a line that has a mark within, at least."""
_MARKS = "，、；"


def couplets(rows: Sequence[MeasuredLine], held: Sequence[PossibleLabels | None]) -> Iterator[tuple[int, int]]:
    """The stretches of couplets: pairs of lines with as many characters before and behind the mark within them, and
    none at their end; and of lines that say which half they are. Nothing else stands below their headline."""
    at = 1
    while at < len(rows):
        end = at
        titled = may_be_title(rows[at - 1]) and not rows[at].gap and (at == 1 or rows[at - 1].gap > 0)
        while (titled or rows[at].gap) and (step := _pair(rows, held, end, end == at)):
            end += step
            if end < len(rows) and held[end] is None and not rows[end].gap and _is_author(rows[end].text):
                end += 1
        if end > at and (end == len(rows) or rows[end].gap):
            told = titled and OF_COUPLETS.search(rows[at - 1].text) is not None
            pairs = sum(not _is_author(row.text) for row in rows[at:end]) // 2
            if pairs >= (1 if told or PART_OF_COUPLET.match(rows[at].text) else LEAST_PAIRS):
                yield at, end
        at = max(end, at + 1)


def _pair(rows: Sequence[MeasuredLine], held: Sequence[PossibleLabels | None], k: int, first: bool) -> int:
    """How many lines the couplet has that begins in row `k`; 0 if none does."""
    if k + 2 > len(rows) or held[k] or held[k + 1] or rows[k + 1].gap or (rows[k].gap > 1 and not first):
        return 0
    if all(PART_OF_COUPLET.match(row.text) for row in rows[k : k + 2]):
        return 3 if k + 2 < len(rows) and PART_OF_COUPLET.match(rows[k + 2].text) and not rows[k + 2].gap else 2
    one, other = (_form(row.text) for row in rows[k : k + 2])
    return 2 if one and one == other else 0


def _is_author(text: str) -> bool:
    found = POET.fullmatch(text.removeprefix("作者").lstrip("：: "))
    return found is not None and found["name"][0] in SURNAMES


def _form(text: str) -> tuple[int, ...]:
    """How many characters stand before and behind the marks of a line; nothing if it is none of a couplet."""
    if len(text) < SHORTEST or not text[-1].isalpha() or not VERSE.fullmatch(text):
        return ()
    for mark in _MARKS[1:]:
        text = text.replace(mark, _MARKS[0])
    parts = text.split(_MARKS[0])
    return tuple(map(len, parts)) if len(parts) > 1 else ()
