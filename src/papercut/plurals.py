"""Numbers in messages, with the right form of what they count."""

from __future__ import annotations


def counted(count: int, one: str, many: str | None = None) -> str:
    """`1 page`, `2 pages`; `many` where an `s` at the end will not do."""
    return f"{count} {one if count == 1 else many or one + 's'}"
