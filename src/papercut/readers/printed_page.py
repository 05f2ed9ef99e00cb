"""From printed lines to a Page: what all readers of formats with geometry share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from statistics import median
from typing import NamedTuple

from papercut.model.geometry import Box, Drawn, Printed, union
from papercut.model.page import Furniture, Line, Note, Page, Source
from papercut.model.pieces import Piece
from papercut.readers.type_size import is_square, length_in_ems, mostly_square

STAGE = "read"


class Word(NamedTuple):
    """A word, or a single character, as a file gives it: its text, its box, and the engine's confidence, 0 to 1.

    `parted` is whether the file has a space, or at least a new word, before it, `spaced` whether it surely has a space.
    """

    text: str
    box: Box
    confidence: float | None = None
    parted: bool = True
    spaced: bool = False


def page_of_lines(
    rows: Iterable[tuple[str, Printed]],
    source: Source,
    drawn: Sequence[Drawn] = (),
    notes: Sequence[Note] = (),
    furniture: Sequence[Furniture] = (),
) -> Page:
    """The page of these lines, in the order of the file. Lines without visible text are left out.

    `furniture` is what the reader itself sets aside: its pieces point into the lines here, which then are no lines of
    the page.
    """
    kept = [(text, printed) for text, printed in rows if text and not text.isspace()]
    taken = {piece.line for f in furniture for piece in f.pieces}
    lines = tuple(
        Line(n, text, (Piece(n, 0, len(text)),), printed.box, printed.size, printed.weight)
        for n, (text, printed) in enumerate(kept, 1)
        if n not in taken
    )
    if not lines:
        notes = (*notes, Note("empty", STAGE, (), "the page has no visible text"))
    return Page(
        source,
        tuple(text for text, _ in kept),
        lines,
        furniture=tuple(furniture),
        notes=tuple(notes),
        printed=tuple(printed for _, printed in kept),
        drawn=tuple(drawn),
    )


def line_of_words(
    words: Sequence[Word],
    size: float,
    *,
    upright: bool = False,
    region: int | None = None,
    kind: str = "",
    weight: float | None = None,
    box: Box | None = None,
) -> tuple[str, Printed] | None:
    """One line from its words, in their order; None if they have no text. `box` is the line's own, where it has one.

    Two words are parted by a space if the file parts them and neither is Chinese; next to Chinese only a gap counts
    that is wider than the line's other gaps by `WIDE` ems, since OCR engines part Chinese text wherever they like, and
    in a letter-spaced line every gap is wide; by `EVEN` ems where the boxes of single characters follow one another
    without gaps, so that each gap means something. Where boxes overlap, a word ends where the next one begins.
    """  # fmt: skip
    words = [w for w in words if w.text and not w.text.isspace()]
    if not words:
        return None
    low, high = (1, 3) if upright else (0, 2)
    shown = [tidied(w.text) for w in words]
    spans = [(w.box[low], w.box[high]) for w in words]
    for at, (after, _) in enumerate(spans[1:]):
        begin, end = spans[at]
        if begin < after < end:
            spans[at] = begin, after
    usual, even = _usual_gap(shown, spans, size)
    wide = usual + (EVEN if even else WIDE) * size
    whole = "".join(shown)
    square = mostly_square(whole) and 2 * sum(map(_korean, whole)) < sum(map(is_square, whole))
    text = ""
    edges: list[float] = []
    for at, (word, (begin, end)) in enumerate(zip(shown, spans, strict=True)):
        if at and (words[at].parted or words[at].spaced):
            left, gap = shown[at - 1][-1], begin - spans[at - 1][1]
            if words[at].spaced or _spaced(left, word[0], square) or _ink_gap(left, word[0], gap, size) > wide:
                text += " "
                edges += (round(spans[at - 1][1], 2), round(begin, 2))
        step = (end - begin) / length_in_ems(word)
        place = begin
        for ch in word:
            width = length_in_ems(ch) * step
            edges += (round(place, 2), round(place + width, 2))
            place += width
        text += word
    known = [w.confidence for w in words if w.confidence is not None]
    sure = round(sum(known) / len(known), 4) if known else None
    return text, Printed(box or union(w.box for w in words), size, weight, tuple(edges), upright, region, kind, sure)


WIDE = 0.8
"""A gap between two Chinese words that is wider than usual in its line by so many ems is a space."""

EVEN, EVENNESS, ENOUGH = 0.4, 0.05, 6
"""The same in a line set evenly: so many gaps between single characters are known, and all of them are as wide as that
or no wider than the second, in em, and four of five no wider."""

MARKS = frozenset("，。、；：！？」』）》〉】〕”’,.;:!?)]「『（《〈【〔“‘([")
"""Marks whose ink fills half of their square: a gap beside one is half an em wider to the eye than in the setting."""

_SPACES = re.compile(r"[^\S\u3000]+")


def tidied(text: str) -> str:
    """The text without white space around it, and with one space for each run inside; U+3000 stays inside."""
    return _SPACES.sub(" ", text).strip()


def _spaced(left: str, right: str, square: bool) -> bool:
    """Whether the language parts two words that end and begin so; `square` is whether their line is Chinese."""
    if any(is_square(ch) and not _korean(ch) for ch in (left, right)):
        return False
    return not square or (left.isalnum() and right.isalnum())


def _korean(ch: str) -> bool:
    return "\uac00" <= ch <= "\ud7a3" or "\u3131" <= ch <= "\u318e"


def _usual_gap(shown: Sequence[str], spans: Sequence[tuple[float, float]], size: float) -> tuple[float, bool]:
    """What stands between two Chinese characters of a line as a rule: nothing, unless it is letter-spaced; and whether
    its single characters are set evenly without gaps."""
    gaps: list[float] = []
    single: list[float] = []
    for at, word in enumerate(shown):
        gaps += [0.0] * (len(word) - 1)
        if at and is_square(word[0]) and is_square(shown[at - 1][-1]):
            gap = _ink_gap(shown[at - 1][-1], word[0], spans[at][0] - spans[at - 1][1], size)
            gaps.append(gap)
            if len(word) == len(shown[at - 1]) == 1 and not {word, shown[at - 1]} & MARKS:
                single.append(abs(gap))
    tight = sum(gap <= EVENNESS * size for gap in single)
    even = len(single) >= ENOUGH and 5 * tight >= 4 * len(single)
    even = even and not any(EVENNESS * size < gap < EVEN * size for gap in single)
    return max(0.0, median(gaps)) if gaps else 0.0, even


def _ink_gap(left: str, right: str, gap: float, size: float) -> float:
    """The gap less the white that belongs to marks."""
    return gap - 0.5 * size * ((left in MARKS) + (right in MARKS))
