"""How much of a line looks like words: told from letters alone, in any language that sets vowels among consonants."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_FIGURES = re.compile(r"[0-9][0-9.,:/%$£½-]*")
_VOWELS = frozenset("aeiouyäöüàáâãåæèéêëìíîïòóôõøœùúûýаеёиоуыэюяіїєαεηιουωάέήίόύώ")
_NOT_KNOWN = re.compile("[\u0530-\u1dff\ua800-\uabff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Scripts that leave vowels out, or set them as signs above and below: words of them are not told from dirt."""
_MIXED = re.compile(r"[^\W\d_]*[a-zß-ÿ][A-ZÀ-Þ]")


def wordlike(text: str) -> float:
    """The share of a line's visible characters that stands in what may be words or figures, marks beside them not
    counted: 1.0 for clean text, less for what a recogniser made of dirt."""
    shown = sum(not c.isspace() for c in text)
    if not shown or 2 * len(_NOT_KNOWN.findall(text)) > shown:
        return 1.0
    good = sum(len(w[0]) for w in _FIGURES.finditer(text))
    marks = 0
    for word in _WORD.finditer(text):
        if _may_be(word[0]):
            good += len(word[0])
            marks += word.end() < len(text) and text[word.end()] in '.,;:!?)"”»’'
    return (good + marks) / shown


WORDS = 0.5
"""A line of which less looks like words is a scrap."""
SCRAPS = 0.04
"""A page with so great a share of scraps was badly read."""


def is_scrap(text: str) -> bool:
    """Whether a line is what a recogniser made of dirt and pictures, or so misread that it says nothing."""
    return wordlike(text) < WORDS


def badly_read(texts: Iterable[str]) -> bool:
    """Whether so many lines of a page are scraps that its signs say little."""
    shown = [text for text in texts if text.strip()]
    return sum(map(is_scrap, shown)) > SCRAPS * len(shown)


def _may_be(word: str) -> bool:
    """Whether letters may be a word: vowels among its consonants, no capital behind a small letter."""
    letters = word.lower()
    if len(letters) == 1:
        return letters in "aiyoàéóu"
    vowels = sum(c in _VOWELS for c in letters)
    if letters.isascii() or vowels:
        return 0.15 * len(letters) <= vowels <= 0.8 * len(letters) + 1 and not _MIXED.match(word)
    return True  # a script whose vowels are not known here
