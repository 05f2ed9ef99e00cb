"""What stood at a line break between two words in a Western script: a space, nothing, or a hyphen to drop."""

from __future__ import annotations

import re

from papercut.languages.western import DOUBLE_HYPHEN, HYPHENS, SUSPENDED

DROP = "-"
"""In place of what goes between two lines: the hyphen at the end of the first goes."""

_FIRST_WORD = re.compile(r"\w{1,12}")
_EASTERN = "\u2e80"


def joint(left: str, right: str) -> str:
    """What goes between two lines that are joined: a space, nothing, or `DROP`.

    A hyphen is dropped before a small letter, and within a word of capitals; before a capital it belongs to a name
    (`Saint-Denis`), and before `und` it stands for the rest of a word.
    """
    hyphen = left[-1] in HYPHENS and len(left) > 1 and left[-2].isalpha() and left[-2] < _EASTERN
    if left[-1] == DOUBLE_HYPHEN:
        hyphen = len(left) > 2 and left[-3:-1].isalpha() and left[-2] < _EASTERN and right[0].islower()
    if hyphen:
        first = _FIRST_WORD.match(right)
        if right[0].islower() and not (first and first[0] in SUSPENDED):
            return DROP
        if right[0].isupper():
            capitals = len(left) > 2 and left[-3:-1].isupper() and len(right) > 1 and right[:2].isupper()
            return DROP if capitals else ""
    return " " if spaced(left[-1], right[0]) else ""


def spaced(left: str, right: str) -> bool:
    """Whether a line break between these two characters stood for a space: between Latin words, not in numbers."""
    if left.isdigit() and right.isdigit():
        return False
    return _western(left) and _western(right)


def _western(ch: str) -> bool:
    return ch < _EASTERN and ch not in "“”‘’—…·（《" and not ch.isspace()
