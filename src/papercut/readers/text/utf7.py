"""UTF-7, which is ASCII: what is not, stands in it as `+…-`, in Base64."""

from __future__ import annotations

import re

_SHIFTED = re.compile(rb"\+[A-Za-z0-9+/]{3,}")
GAIN = 40.0
"""Nats by which a text must be likelier than the ASCII that it would be else."""


def is_utf7(head: bytes, text: str | None) -> bool:
    """Whether bytes that are ASCII are UTF-7, as which they are `text`; None if that cannot be."""
    if text is None or text.isascii() or not _SHIFTED.search(head):
        return False
    others = [ch for ch in text if not ch.isascii()]
    if sum(ch.isalpha() for ch in others) < 0.6 * len(others):
        return False
    rows = {ord(ch) >> 8 for ch in others if ch.isalpha()}
    if len(others) >= 3 and len(rows) == 1 and rows < set(range(1, 0x11)):  # the letters of one alphabet
        return True
    from papercut.readers.text.surprisal import surprisal

    return surprisal(text) + GAIN < surprisal(head.decode("ascii"))
