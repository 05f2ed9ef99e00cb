"""Numbers in messages, with the right form of what they count."""

from __future__ import annotations


def counted(count: int, one: str, many: str | None = None) -> str:
    """`1 page`, `2 pages`; `many` where an `s` at the end will not do."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def bad_bytes(count: int, encoding: str | None) -> str:
    """What a note says of bytes that an encoding has no characters for."""
    return f"{counted(count, 'byte is', 'bytes are')} not {encoding} and became U+FFFD"
