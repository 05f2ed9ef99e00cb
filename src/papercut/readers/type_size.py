"""How large the type of a line is, from its box: the em, in the unit of the page.

The rule. A line that is mostly Chinese is set in squares: the em is what one character takes of the line's length,
but no more than the line's thickness, which is what is left where the characters are set apart, and no less than half
of it. A single Chinese character is as large as the longer side of its box. In Latin type the box of a word reaches
from the lowest to the highest ink, so that `sea` is half as high as `Page`: each word says how high its own letters
are in ems, and the middle one of what the words say is taken. In files whose words have the same height whatever
their letters, and where there is only a box around a line, the box is that of the row and about as thick as the em.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

X_HEIGHT, ASCENDER, DESCENDER = 0.48, 0.72, 0.21
"""Parts of an em, as in Times and the book types of the newspapers: `x` above the line, `d` above it, `p` below it."""

LOW = frozenset("acegmnopqrsuvwxyz.,:;-–—_~«»ñ")
FLAT = frozenset("一丨二—…")
DEEP = frozenset("gjpqyQ,;()[]{}ſß")


def is_square(ch: str) -> bool:
    """Whether a character is set in a square of one em: Chinese, kana, full-width marks; Korean too."""
    return ch >= "\u2e80"


def length_in_ems(text: str) -> float:
    """The length of a text set solid, in ems; a Latin letter is about half an em wide."""
    return sum(1.0 if is_square(ch) else 0.5 for ch in text)


def mostly_square(text: str) -> bool:
    """Whether at least half of what the text takes on the line is Chinese."""
    square = sum(map(is_square, text))
    return square > 0 and 2 * square >= length_in_ems(text)


def is_upright(text: str, wide: float, high: float) -> bool:
    """Whether a line in a box of this shape is set downwards; turned Latin lines count too."""
    if mostly_square(text):
        return length_in_ems(text) >= 2 and high > 1.5 * wide
    return length_in_ems(text) >= 2 and high > 3 * wide


def em(text: str, along: float, across: float, words: Sequence[tuple[str, float]] = ()) -> float:
    """The em of a line that is `along` long and `across` thick; `words` are its words, each with its own thickness."""
    if mostly_square(text):
        length = length_in_ems(text)
        if length >= 1.5:
            return max(min(along / length, across), across / 2)
        # a long box around one character that is not flat itself is a misreading
        return max(along, across) if text in FLAT or along < 2 * across else across
    told = [height / _share(word) for word, height in words if _has_letters(word)]
    return min(max(median(told), across / 2), across / X_HEIGHT) if told else across


def boxes_are_rows(words: Sequence[tuple[str, float]]) -> bool | None:
    """Whether the boxes of words are as high as their row instead of their ink; None if these words do not say."""
    told = [(height, _share(word)) for word, height in words if _has_letters(word)]
    if len(told) < 3:
        return None
    heights, shares = zip(*told, strict=True)
    if max(shares) < 1.25 * min(shares):
        return None
    return bool(max(heights) < 1.1 * min(heights))


def _has_letters(word: str) -> bool:
    return sum(map(str.isalnum, word)) >= 2


def _share(word: str) -> float:
    """How high the ink of a Latin word is, in ems."""
    above = X_HEIGHT if all(ch in LOW for ch in word) else ASCENDER
    return above + (DESCENDER if any(ch in DEEP for ch in word) else 0.0)
