"""Which script a page is in: what is asked before rules that hold for one family of scripts alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_EASTERN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+")
_LETTERS = re.compile("[A-Za-z\u00aa-\u024f\u0370-\u1fff\ua800-\uabff\ufb1d-\ufdff\ufe70-\ufefc]+")
_HANGUL = re.compile("[\uac00-\ud7af]+")
_UNSPACED = re.compile("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1980-\u19df\u1a20-\u1aaf\ua9e0-\uaa7f]")

TO_ONE = 10
"""Letters to one ideograph that make a page Western: a word has five or so, and a Chinese page may quote some."""
WITH_IDEOGRAPHS = 3
"""Characters to one syllable of Korean on a page that is still Korean: older papers wrote most nouns in ideographs."""
KEPT = 1 << 17
"""A longer page is not kept in memory for the next to ask."""
LEAST = 20
"""Letters that a page has at least before it can be said to be Western."""


def is_western(texts: Iterable[str]) -> bool:
    """Whether some lines of text are mostly in letters: Latin, Greek, Cyrillic, Arabic, those of India and South-East
    Asia, or Korean ones. They are set alike: in one line behind the other, with spaces between words or sentences, and
    a mark at the end of each sentence."""
    text = "".join(texts)
    return _known(text) if len(text) <= KEPT else _is_western(text)


def _is_western(text: str) -> bool:
    if text.isascii():
        return _count(_LETTERS, text) >= LEAST
    hangul = _count(_HANGUL, text)
    if hangul:
        return hangul >= LEAST and WITH_IDEOGRAPHS * hangul > _count(_EASTERN, text) + _count(_LETTERS, text)
    eastern = _count(_EASTERN, text)
    if TO_ONE * eastern > len(text):
        return False
    return _count(_LETTERS, text) >= max(LEAST, TO_ONE * eastern)


def is_unspaced(ch: str) -> bool:
    """Whether a character is of a script that sets no spaces between words: Thai, Lao, Tibetan, Burmese, Khmer."""
    return _UNSPACED.match(ch) is not None


def is_hangul(ch: str) -> bool:
    """Whether a character is a syllable of Korean."""
    return "\uac00" <= ch <= "\ud7af"


_known = lru_cache(maxsize=4)(_is_western)
"""Several stages ask it of the same page."""


def _count(letters: re.Pattern[str], text: str) -> int:
    """How many characters of a text a pattern of runs of them fits."""
    return sum(map(len, letters.findall(text)))
