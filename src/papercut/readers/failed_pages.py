"""Pages that cannot be read, or need not be, while others of the same file are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NoReturn

from papercut.errors import InputError
from papercut.plurals import counted


@dataclass(frozen=True, slots=True)
class Unread:
    """A page that cannot be read, or, if `page` is None, a part of the file that is not a single page.

    `message` is one line that names the file and the page, and says what is wrong and what to do.
    """

    page: int | None
    message: str


Tell = Callable[[Unread], None]
"""Is told of each page that cannot be read; the pages after it are read nevertheless."""


Wanted = Callable[[int, int | None], bool]
"""Is asked before a page is read, with its number and, where that is known, how many pages the file has: whether it
shall be read."""


def all_pages(number: int, count: int | None) -> bool:
    """All pages are wanted."""
    return True


def refuse(unread: Unread) -> NoReturn:
    """Where nobody wants to be told: raise `InputError` at the first page that cannot be read."""
    raise InputError(unread.message)


def combined_error(unread: Sequence[Unread]) -> InputError:
    """One error for all pages that could not be read: the message of the first, and the numbers of the others."""
    first, *more = unread
    if not more:
        return InputError(first.message)
    numbers = ", ".join(_runs([one.page for one in more if one.page is not None]))
    others = f"{counted(len(more), 'other page')} cannot be read{': ' if numbers else ''}{numbers}"
    return InputError(f"{first.message}; {others}")


def _runs(pages: Sequence[int]) -> list[str]:
    """The numbers, with `3-7` for those that follow one another."""
    out: list[str] = []
    start = 0
    for k in range(1, len(pages) + 1):
        if k == len(pages) or pages[k] != pages[k - 1] + 1:
            out.append(str(pages[start]) if k - start == 1 else f"{pages[start]}-{pages[k - 1]}")
            start = k
    return out
