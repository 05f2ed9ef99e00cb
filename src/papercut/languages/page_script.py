"""Which script a page is in: what is asked before rules that hold for one family of scripts alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_EASTERN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+")
_WESTERN = re.compile("[A-Za-z\u00aa-\u024f\u0370-\u052f\u1e00-\u1fff]+")
_HANGUL = re.compile("[\uac00-\ud7af]+")
_OTHER = re.compile("[\u0530-\u1dff\ua800-\uabff\ufb1d-\ufdff\ufe70-\ufefc]+")

TO_ONE = 10
"""Letters to one ideograph that make a page Western: a word has five or so, and a Chinese page may quote some."""
KEPT = 1 << 17
"""A longer page is not kept in memory for the next to ask."""
LEAST = 20
"""Letters that a page has at least before it can be said to be Western."""


def is_western(texts: Iterable[str]) -> bool:
    """Whether some lines of text are mostly in Latin, Greek or Cyrillic letters, or in Korean ones, which are set
    alike: words parted by spaces, sentences that end with a point."""
    text = "".join(texts)
    return _known(text) if len(text) <= KEPT else _is_western(text)


def _is_western(text: str) -> bool:
    if text.isascii():
        return _count(_WESTERN, text) >= LEAST
    hangul = _count(_HANGUL, text)
    if hangul:
        return hangul >= LEAST and 2 * hangul > _count(_EASTERN, text) + _count(_WESTERN, text)
    eastern = _count(_EASTERN, text)
    if TO_ONE * eastern > len(text):
        return False
    western = _count(_WESTERN, text)
    return western >= max(LEAST, TO_ONE * eastern) and western > _count(_OTHER, text)


_known = lru_cache(maxsize=4)(_is_western)
"""Several stages ask it of the same page."""


def _count(letters: re.Pattern[str], text: str) -> int:
    """How many characters of a text a pattern of runs of them fits."""
    return sum(map(len, letters.findall(text)))
