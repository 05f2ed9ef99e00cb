"""Lines that may have been decoded wrongly once before: a first look, for `mojibake` to judge."""

from __future__ import annotations

import re
from functools import cache

from papercut.languages import character_frequency as known

FAINT = 0.25
"""Share of frequent ones among a line's ideographs and syllables below which it is strange."""

ENOUGH = 20
"""So many letters must have been lost before a page is refused: of fewer nobody knows what they were."""

_HIGH = "\x80-\u024f\u0400-\u0491\u2500-\u25a0"
_EITHER = re.compile(f"[{_HIGH}]").search
"""A sieve: one of these is in every strange pair."""
STRANGE = re.compile(f"[{_HIGH}][{_HIGH}\u02c6-\u02dc\u2010-\u22ff]|[\u02c6-\u02dc\u2010-\u22ff][{_HIGH}]")
"""Two characters that hardly stand beside one another but where UTF-8 was read as something else."""


_EUROPEAN = re.compile("[\x80-\u024f\u0370-\u0491\u2018-\u203a\u20ac\u2122\u2500-\u25a0]")
_ASIAN = re.compile("[\u0590-\u1fff\u2e80-\ud7ff\uf900-\ufaff\ufffd]")
FEW = 6
"""So many letters of a text must be other ones before it is taken for one that was decoded wrongly."""

_LETTERS = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile("[\u0400-\u042f\u0490]?[\u0430-\u045f\u0491]+|[\u0400-\u042f\u0490]+")
"""A word of small Cyrillic letters, but perhaps for the first, or of capitals."""


def is_strange(line: str) -> bool:
    """Whether a line may have been decoded wrongly."""
    return not line.isascii() and ((_EITHER(line) is not None and STRANGE.search(line) is not None) or is_rare(line))


def is_rare(line: str) -> bool:
    """Whether hardly one of a line's ideographs and syllables is frequent."""
    if len(_usual().intersection(line)) >= FAINT * len(line):  # a sieve: of most lines half is frequent
        return False
    characters = list(filter(_is_character, line))
    return len(characters) >= 4 and sum(map(frequent().__contains__, characters)) < FAINT * len(characters)


def _is_character(ch: str) -> bool:
    return "\u3400" <= ch <= "\u9fff" or "\uac00" <= ch <= "\ud7a3" or "\uff61" <= ch <= "\uff9f"


@cache
def _usual() -> frozenset[str]:
    return frozenset(filter(_is_character, frequent()))


@cache
def frequent() -> frozenset[str]:
    """The frequent characters of Chinese, Japanese and Korean newspapers."""
    return frozenset(
        known.HAN_SIMPLIFIED + known.HAN_TRADITIONAL + known.HAN_OLD_PRESS + known.HAN_CANTONESE
        + known.HAN_JAPANESE + known.HANGUL + "".join(map(chr, range(0x3041, 0x30FF)))
    )  # fmt: skip


def is_cyrillic(text: str) -> bool:
    """Whether what is not ASCII in a text is Cyrillic words: characters of two bytes that were read as such
    letters give small ones and capitals in any order, and signs among them."""
    words = [word for word in _LETTERS.findall(text) if not word.isascii()]
    signs = (ch for ch in text if ch > "\x7f" and not ch.isalpha())
    return bool(words) and all(map(_CYRILLIC.fullmatch, words)) and all(ch in known.PUNCTUATION + "«»№" for ch in signs)


def letters(text: str) -> int:
    """How many characters of a text are letters, or stand for lost ones."""
    return sum(ch.isalpha() or ch in "\ufffd?" for ch in text)


def has_european_letters(text: str) -> bool:
    """Whether a text has European letters or signs beyond ASCII, several of them, and no characters of Asia."""
    return len(_EUROPEAN.findall(text)) >= FEW and _ASIAN.search(text) is None
