"""UTF-7, which is ASCII: what is not, stands in it as `+…-`, in Base64."""

from __future__ import annotations

import re

_SHIFTED = re.compile(rb"\+[A-Za-z0-9+/]{3,}")
GAIN = 40.0
"""Nats by which a text must be likelier than the ASCII that it would be else."""
USUAL = 10.4
"""Nats up to which a character beyond ASCII costs as much as in a right decoding; signs made by chance cost more."""


def utf7_text(head: bytes, text: str | None) -> str:
    """The text of bytes that are ASCII, if they are UTF-7, as which they are `text`; None if that cannot be."""
    if text is None or text.isascii() or not _SHIFTED.search(head):
        return ""
    others = [ch for ch in text if not ch.isascii()]
    if sum(ch.isalpha() for ch in others) < 0.6 * len(others):
        return ""
    if _in_one_alphabet(others):
        return text
    from papercut.readers.text.surprisal import surprisal

    return text if surprisal(text) + GAIN < surprisal(head.decode("ascii")) else ""


def is_rare(text: str) -> bool:
    """Whether what is not ASCII in a text is rarer than usual, as in codes with `+` that happen to be UTF-7."""
    from papercut.readers.text.surprisal import surprisal

    others = [ch for ch in text if not ch.isascii()]
    return not _in_one_alphabet(others) and surprisal("".join(others)) > USUAL * len(others)


def _in_one_alphabet(others: list[str]) -> bool:
    rows = {ord(ch) >> 8 for ch in others if ch.isalpha()}
    return len(others) >= 3 and len(rows) == 1 and rows < set(range(1, 0x11))
