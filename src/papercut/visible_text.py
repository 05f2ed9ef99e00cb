"""Text that people read, in a terminal or in a file that may be shown on one: nothing in it acts."""

from __future__ import annotations

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Marks that turn the order of what is shown."""

ODD = {n: f"\\u{n:04x}" for n in (*range(32), *range(127, 160), *map(ord, BIDI))}
"""How each character that acts, or cannot be seen, is written out."""

_ODD_BUT_TABS = {n: text for n, text in ODD.items() if chr(n) != "\t"}
_ODD_LINES = {n: text for n, text in ODD.items() if chr(n) not in "\n\t"}


def visible(text: str) -> str:
    """The text with control characters and marks that turn its direction written as escapes; a tab stays."""
    return text if text.isprintable() else text.translate(_ODD_BUT_TABS)


def visible_lines(text: str) -> str:
    """The same for a text of many lines: their ends stay, too."""
    return text if text.isprintable() else text.translate(_ODD_LINES)
