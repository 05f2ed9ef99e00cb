"""Lines that tell by their words whose they are: captions with their photographer, signatures, `（待续）`.

Without geometry a caption stands among lines of text, and goes on with them for all that can be seen but what it says.
"""

from __future__ import annotations

from collections.abc import Sequence

from papercut.languages.personal_names import SURNAMES
from papercut.languages.story_phrases import (
    CAPTION_BEGINS,
    CREDITS_OF_STORY,
    LEAD,
    NUMBER_OF_PART,
    PHOTO_CREDIT,
    SIGNATURE,
    SIGNED_BY_MARK,
    SIGNED_FIRST,
    TO_BE_CONTINUED,
    WROTE_TOO,
    is_captioned,
)
from papercut.solver.lines.label_chain import Tag
from papercut.solver.lines.measured_lines import MeasuredLine
from papercut.solver.lines.possible_labels import FREE, PossibleLabels

LONGEST = 60
"""Characters of a caption on one line, at most."""
MOST_LINES = 3
"""So many lines has a caption that a mark begins, at most."""
FULL = 1.5
"""A line that falls short of its column by no more em goes on, if no mark ends it."""
_STOPS = "。！？”」』…）)】〕：:"


def credit_lines(rows: Sequence[MeasuredLine], held: list[PossibleLabels | None]) -> None:
    """Hold the lines that are captions or signatures for certain, and those that say that a text is to be continued."""
    for k, row in enumerate(rows):
        if held[k] is not None or not _may_begin(rows, held, k):
            continue
        text = row.text
        last = _last_of_caption(rows, held, k)
        if last is not None and not _is_all_the_text(rows, held, k, last):
            for i in range(k, last + 1):
                held[i] = PossibleLabels(frozenset({Tag.CAPTION}))
        elif TO_BE_CONTINUED.fullmatch(text):
            held[k] = PossibleLabels(frozenset({Tag.JOINED, Tag.PARAGRAPH}))
        elif k and _ends_a_text(rows, k) and NUMBER_OF_PART.fullmatch(text):
            held[k] = PossibleLabels(FREE - {Tag.BYLINE})
        elif k and (tag := _credit(rows, k)):
            held[k] = PossibleLabels(frozenset({tag}))


def _last_of_caption(rows: Sequence[MeasuredLine], held: Sequence[PossibleLabels | None], k: int) -> int | None:
    """The last line of the caption that begins with row `k`; None if none does. Only what a mark of captions begins
    goes on over several lines."""
    text = rows[k].text
    if len(text) <= LONGEST and is_captioned(text):
        return k
    if not CAPTION_BEGINS.match(text):
        return None
    for i in range(k + 1, min(len(rows), k + MOST_LINES)):
        if rows[i].gap or held[i] is not None or not _is_full(rows[i - 1]):
            return None
        text += rows[i].text
        if is_captioned(text):
            return i
    return None


def _credit(rows: Sequence[MeasuredLine], k: int) -> Tag | None:
    """Whether row `k` says who wrote a story, or took its photographs: but no full line of text does."""
    row, text = rows[k], rows[k].text
    if len(text) > LONGEST or LEAD.match(text):
        return None
    if SIGNATURE.match(text) and (_is_short(row) or SIGNED_FIRST.match(text)):
        return Tag.CAPTION if PHOTO_CREDIT.match(text) and not WROTE_TOO.search(text) else Tag.BYLINE
    if CREDITS_OF_STORY.fullmatch(text):
        return Tag.BYLINE
    name = SIGNED_BY_MARK.fullmatch(text) if _ends_a_text(rows, k) and _is_short(row) else None
    if name and name["name"][0] in SURNAMES:
        return Tag.BYLINE
    if PHOTO_CREDIT.match(text) and SIGNED_FIRST.match(rows[k - 1].text):
        return Tag.CAPTION
    return None


def _ends_a_text(rows: Sequence[MeasuredLine], k: int) -> bool:
    """Whether row `k` stands right below the end of a sentence, and white below it."""
    return not rows[k].gap and rows[k - 1].text[-1] in "。！？”…" and (k + 1 == len(rows) or rows[k + 1].gap > 0)


def _is_all_the_text(
    rows: Sequence[MeasuredLine], held: Sequence[PossibleLabels | None], k: int, last: int
) -> bool:
    """Whether nothing but a headline stands above a caption, and nothing below: it is what there is to read."""
    if not k or rows[k].gap or held[k - 1] is not None or rows[k - 1].text[-1] in _STOPS:
        return False
    return last + 1 == len(rows) or rows[last + 1].gap > 0


def _may_begin(rows: Sequence[MeasuredLine], held: Sequence[PossibleLabels | None], k: int) -> bool:
    """Whether no text goes on from the line before row `k`."""
    return not k or rows[k].gap > 0 or held[k - 1] is not None or not _is_full(rows[k - 1])


def _is_full(row: MeasuredLine) -> bool:
    return bool(row.measure) and row.short <= FULL and row.text[-1] not in _STOPS


def _is_short(row: MeasuredLine) -> bool:
    return not row.measure or row.short > FULL
