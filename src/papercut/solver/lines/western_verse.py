"""Verse in letters: stretches of lines that each begin with a capital, or have no mark at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from papercut.languages.structured_lines import WESTERN_VERSE, WORDS_ALONE
from papercut.languages.western import is_byline
from papercut.solver.lines.measured_lines import MeasuredLine
from papercut.solver.lines.possible_labels import PossibleLabels
from papercut.solver.lines.verse import BETWEEN, LEAST_FREE, LEAST_VERSE


def western_verse(rows: Sequence[MeasuredLine], held: Sequence[PossibleLabels | None]) -> Iterator[tuple[int, int]]:
    """The stretches of verse in letters: each line begins with a capital, whatever the one before it ended with. A line
    or two between them that a recogniser spoiled are verse too."""
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and held[end] is None and _may_be_western(rows, at, end):
            end += 1
        if at < end < len(rows) and rows[end - 1].gap and rows[end].gap and rows[end - 1].text[-1].isalpha():
            end -= 1  # a line alone between white, behind which other text begins: its headline
        if not _are_western(rows, at, end):
            end = _unmarked_western(rows, at)
        if end - at >= LEAST_VERSE:
            last = found[-1][1] if found else -BETWEEN
            if at - last < BETWEEN and all(held[k] is None and rows[k].gap <= 1 for k in range(last, at + 1)):
                found[-1] = (found[-1][0], end)
            else:
                found.append((at, end))
        at = max(end, at + 1)
    yield from found


def _may_be_western(rows: Sequence[MeasuredLine], at: int, k: int) -> bool:
    text = rows[k].text
    if k > at and rows[k].gap > 1:
        return False
    letters = [ch for ch in text if ch.isalpha()]
    return (
        WESTERN_VERSE.fullmatch(text) is not None
        and 2 * sum(map(str.isupper, letters)) < len(letters)
        and not any(map(str.isdigit, text))
        and not is_byline(text)
    )


def _unmarked_western(rows: Sequence[MeasuredLine], at: int) -> int:
    """The end of free verse in letters that begins with row `at`, right below its poet: short lines in words of speech
    without any mark, of which text of so many lines would have some."""
    if not at or not is_byline(rows[at - 1].text):
        return at
    end = at
    while end < len(rows) and rows[end].gap <= 1 and WORDS_ALONE.fullmatch(rows[end].text):
        end += 1
    if at < end < len(rows) and rows[end - 1].gap and rows[end].gap:
        end -= 1
    small = sum(sum(w[:1].islower() for w in r.text.split()) > 1 for r in rows[at:end])
    return end if end - at >= LEAST_FREE and 4 * small >= 3 * (end - at) else at


def _are_western(rows: Sequence[MeasuredLine], at: int, end: int) -> bool:
    """Whether lines that all begin with capitals are verse: most words in them do not, and not every line ends a
    sentence."""
    count = end - at
    if count < LEAST_VERSE:
        return False
    texts = [r.text for r in rows[at:end]]
    going = sum(t[-1] not in ".!?" for t in texts)
    small = sum(sum(w[:1].islower() for w in t.split()) > 1 for t in texts)
    marked = sum((t.rstrip("\"”’") or t)[-1] in ",;:.!?—" for t in texts)
    sure = 2 * marked >= count if count < 2 * LEAST_VERSE else 3 * marked >= count
    return sure and 3 * going >= count and 4 * small >= 3 * count
