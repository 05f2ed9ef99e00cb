"""What stood at a line break between two words in a Western script: a space, a hyphen to drop, or nothing."""

from __future__ import annotations

import re

from papercut.languages.western import DOUBLE_HYPHEN, HYPHENS, SUSPENDED

_FIRST_WORD = re.compile(r"\w{1,12}")


def spaced(left: str, right: str) -> bool:
    """Whether a line break between these two characters stood for a space: between Latin words, not in numbers."""
    if left.isdigit() and right.isdigit():
        return False
    return _western(left) and _western(right)


def _western(ch: str) -> bool:
    return ch < "\u2e80" and ch not in "“”‘’—…·（《" and not ch.isspace()


def hyphenated(left: str, right: str) -> bool:
    """Whether a word was cut by a hyphen at the line's end."""
    if len(left) < 2 or not right[0].islower() or not (left[-2].isalpha() and left[-2] < "\u2e80"):
        return False
    if left[-1] == DOUBLE_HYPHEN:
        return len(left) > 2 and left[-3].isalpha()
    first = _FIRST_WORD.match(right)
    return left[-1] in HYPHENS and not (first and first[0] in SUSPENDED)
