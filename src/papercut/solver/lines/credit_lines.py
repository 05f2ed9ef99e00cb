"""Lines that tell by their words whose they are: captions with their photographer, signatures, `（待续）`.

Without geometry a caption stands among lines of text, and goes on with them for all that can be seen but what it says.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from papercut.languages.personal_names import SURNAMES, TELLS_OF_ROLE
from papercut.languages.story_phrases import (
    AT_RIGHT,
    AT_RIGHT_DATED,
    CAPTION_BEGINS,
    CAPTION_LABEL,
    CREDIT_OF_CAPTION,
    CREDITS_OF_STORY,
    LEAD,
    NO_NAME,
    NUMBER_OF_PART,
    PHOTO_CREDIT,
    SIGNATURE,
    SIGNED_BY_MARK,
    SIGNED_FIRST,
    SIGNED_WHOLE,
    TO_BE_CONTINUED,
    WROTE_TOO,
    is_captioned,
)
from papercut.model.page import Role
from papercut.solver.lines.captions_within import FULL, captions_within, first_lines_are_short, is_at_end
from papercut.solver.lines.label_chain import Tag
from papercut.solver.lines.measured_lines import MeasuredLine
from papercut.solver.lines.possible_labels import FREE, ON, PossibleLabels

LONGEST = 60
"""Characters of a caption on one line, at most."""
MOST_LINES = 3
"""So many lines has a caption that a mark begins, at most."""
INDENT, RIGHT = 2, 4
"""Em before the first line of a paragraph, at most; lines behind so many are set far to the right."""
MOST_LEFT = 8
"""Characters of a signature on its second line, at most."""
_OPENS, _SHUTS = "（(〔【［[", "）)〕】］]"
_ENDS = "。！？”」』…"
_STOPS = "。！？”」』…）)】〕：:"


def credit_lines(rows: Sequence[MeasuredLine], held: list[PossibleLabels | None]) -> None:
    """Hold the lines that are captions or signatures for certain, and those that say that a text is to be continued."""
    captions_within(rows, held)
    _at_right(rows, held)
    for k, row in enumerate(rows):
        if held[k] is not None or not _may_begin(rows, held, k):
            continue
        text = row.text
        if _stands_over_text(rows, k) and TELLS_OF_ROLE.fullmatch(text):
            held[k] = PossibleLabels(FREE - {Tag.BYLINE})
            continue
        last = _last_of_caption(rows, held, k)
        if last is not None and not _is_all_the_text(rows, held, k, last):
            for i in range(k, last + 1):
                held[i] = PossibleLabels(frozenset({Tag.CAPTION}))
            if k and last + 1 < len(rows) and held[last + 1] is None and is_at_end(rows[k - 1]):
                held[last + 1] = PossibleLabels(FREE - {Tag.JOINED})
        elif TO_BE_CONTINUED.fullmatch(text):
            held[k] = PossibleLabels(frozenset({Tag.JOINED, Tag.PARAGRAPH}))
        elif k and _ends_a_text(rows, k) and NUMBER_OF_PART.fullmatch(text):
            held[k] = PossibleLabels(FREE - {Tag.BYLINE})
        elif k and (tag := _credit(rows, k)):
            above = held[k - 1]
            if tag is Tag.CAPTION and not row.gap and above is not None and above.tags == {Tag.BYLINE}:
                held[k] = PossibleLabels(ON, Role.BYLINE)  # `文/张三`, and below it `图/李四`
            else:
                held[k] = PossibleLabels(frozenset({tag}))


def _stands_over_text(rows: Sequence[MeasuredLine], k: int) -> bool:
    """Whether a line stands at the page's top or below white, right above others: no headline is above it."""
    return (k == 0 or rows[k].gap > 0) and k + 1 < len(rows) and not rows[k + 1].gap


def signatures(rows: Sequence[MeasuredLine], held: list[PossibleLabels | None]) -> None:
    """Hold what signs a story on a page with geometry: a line below the end of its text that says who reported, one
    that says who wrote (`文：李四（教师）`), and two lines in brackets that break within them (`（報導．攝影╱韓`,
    `旭爾）`)."""
    for k, row in enumerate(rows):
        if held[k] is None and not PHOTO_CREDIT.match(row.text):
            apart = not k or row.gap > 0 or rows[k - 1].text[-1] in _STOPS
            reported = k > 0 and _ends_a_text(rows, k) and SIGNED_WHOLE.fullmatch(row.text)
            if reported or (apart and SIGNATURE.fullmatch(row.text)):
                held[k] = PossibleLabels(frozenset({Tag.BYLINE}))
    for k, (row, below) in enumerate(pairwise(rows)):
        if held[k] is None and held[k + 1] is None and not below.gap and len(below.text) <= MOST_LEFT:
            whole = row.text + below.text
            closes = whole[-1] in _SHUTS and not any(ch in _SHUTS for ch in whole[:-1])
            if closes and row.text[0] == _OPENS[_SHUTS.index(whole[-1])] and SIGNED_WHOLE.fullmatch(whole[1:-1]):
                held[k], held[k + 1] = PossibleLabels(frozenset({Tag.BYLINE})), PossibleLabels(ON, Role.BYLINE)


def _at_right(rows: Sequence[MeasuredLine], held: list[PossibleLabels | None]) -> None:
    """Hold the lines far to the right, right below the end of a text, that say who wrote it, where and when; what comes
    below is another text."""
    for first in range(1, len(rows)):
        above = rows[first - 1]
        if _is_at_right(above) or above.text[-1] not in _ENDS or held[first] is not None or held[first - 1]:
            continue
        end = first
        while end < min(len(rows), first + MOST_LINES) and held[end] is None and not rows[end].gap:
            if not (_is_at_right(rows[end]) or (end > first and rows[end].indent > INDENT)):
                break
            if not (AT_RIGHT.fullmatch(rows[end].text) or AT_RIGHT_DATED.fullmatch(rows[end].text)):
                break
            end += 1
        names = [k for k in range(first, end) if _is_name(rows[k].text)]
        if first == end or (end < len(rows) and not rows[end].gap):
            continue
        for k in range(first, end):
            if k in names and k - 1 in names:
                held[k] = PossibleLabels(ON, Role.BYLINE)
            else:
                held[k] = PossibleLabels(frozenset({Tag.BYLINE if k in names else Tag.PARAGRAPH}))
        if end < len(rows) and held[end] is None:
            held[end] = PossibleLabels(FREE - {Tag.JOINED, Tag.SUBHEAD, Tag.BYLINE})


def _is_at_right(row: MeasuredLine) -> bool:
    return row.indent >= RIGHT or (row.indent > INDENT and 0 < row.measure <= row.indent + row.width + 2)


def _is_name(text: str) -> bool:
    bare = text.strip("（）()")
    return bare not in NO_NAME and AT_RIGHT.fullmatch(text) is not None and PHOTO_CREDIT.match(text) is None


def _last_of_caption(
    rows: Sequence[MeasuredLine], held: Sequence[PossibleLabels | None], k: int, more: int = MOST_LINES
) -> int | None:
    """The last line of the caption that begins with row `k`; None if none does. Only what a mark of captions begins
    goes on over several lines, and with up to so many `more` such captions, the last of which names who took all."""
    text = rows[k].text
    if len(text) <= LONGEST and is_captioned(text):
        return k
    if CAPTION_LABEL.match(text) and not PHOTO_CREDIT.match(text):
        return _end_of_labelled(rows, held, k)
    if not CAPTION_BEGINS.match(text):
        return None
    for i in range(k + 1, min(len(rows), k + MOST_LINES)):
        if rows[i].gap or held[i] is not None:
            return None
        if more and i == k + 1 and text[-1] in _STOPS and CAPTION_BEGINS.match(rows[i].text):
            return _last_of_caption(rows, held, i, more - 1)
        if text[-1] in _STOPS and CREDIT_OF_CAPTION.match(rows[i].text):
            return i
        if not _is_full(rows[i - 1]):
            return None
        text += rows[i].text
        if is_captioned(text):
            return i
    return None


def _end_of_labelled(rows: Sequence[MeasuredLine], held: Sequence[PossibleLabels | None], k: int) -> int | None:
    """The last line of the caption that a label begins in row `k`: it goes on while its lines are full."""
    for i in range(k, min(len(rows), k + MOST_LINES)):
        if held[i] is not None or (i > k and rows[i].gap):
            return None
        if not _is_full(rows[i]) or i + 1 == len(rows) or rows[i + 1].gap:
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


def _is_all_the_text(rows: Sequence[MeasuredLine], held: Sequence[PossibleLabels | None], k: int, last: int) -> bool:
    """Whether nothing but a headline stands above a caption, and nothing below: it is what there is to read."""
    if not k or rows[k].gap or held[k - 1] is not None or rows[k - 1].text[-1] in _STOPS:
        return False
    return last + 1 == len(rows) or rows[last + 1].gap > 0


def _may_begin(rows: Sequence[MeasuredLine], held: Sequence[PossibleLabels | None], k: int) -> bool:
    """Whether no text goes on from the line before row `k`, or a caption stands in the midst of a sentence."""
    if k and _is_full(rows[k - 1]) and (CAPTION_BEGINS.match(rows[k].text) or CAPTION_LABEL.match(rows[k].text)):
        last = _last_of_caption(rows, held, k)
        return last is not None and _is_short(rows[last])
    if _parts_a_sentence(rows, k):
        return True
    return not k or rows[k].gap > 0 or held[k - 1] is not None or not _is_full(rows[k - 1])


def _parts_a_sentence(rows: Sequence[MeasuredLine], k: int) -> bool:
    """Whether row `k`, a caption on one line without a mark, stands within a sentence: where the first lines of
    paragraphs are short of their column, a full line below a caption goes on with the line above it."""
    if not 0 < k < len(rows) - 1 or len(rows[k].text) > LONGEST or not is_captioned(rows[k].text):
        return False
    below = rows[k + 1]
    if rows[k].gap or below.gap or not _is_full(rows[k - 1]):
        return False
    return bool(below.measure) and not below.indent and below.short < 1 and first_lines_are_short(rows)


def _is_full(row: MeasuredLine) -> bool:
    return bool(row.measure) and row.short <= FULL and row.text[-1] not in _STOPS


def _is_short(row: MeasuredLine) -> bool:
    return not row.measure or row.short > FULL
