"""Which pages of a file are wanted, as people write it: `2-5,9`."""

from __future__ import annotations

import re
from collections.abc import Callable

from papercut.errors import UsageError

_RANGE = re.compile(r"(?P<first>[0-9]{1,7})(?:(?P<to>-)(?P<last>[0-9]{1,7})?)?", re.ASCII)


def page_ranges(text: str) -> tuple[tuple[int, int | None], ...]:
    """The ranges of `2-5,9,20-`, first and last page included; None is the end of the file.

    Raises `UsageError` for anything else.
    """
    out: list[tuple[int, int | None]] = []
    for part in text.split(","):
        found = _RANGE.fullmatch(part.strip())
        first = int(found["first"]) if found else 0
        last = None if not found else int(found["last"]) if found["last"] else None if found["to"] else first
        if first < 1 or (last is not None and last < first):
            raise UsageError(f"{text!r} names no pages: write them as 2-5,9, from 1, or 20- for all from there on")
        out.append((first, last))
    return tuple(out)


def chosen(text: str) -> Callable[[int], bool]:
    """Whether a page is one of those that `text` names."""
    ranges = page_ranges(text)
    return lambda number: any(first <= number and (last is None or number <= last) for first, last in ranges)
