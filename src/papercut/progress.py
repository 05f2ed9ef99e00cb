"""How far a long piece of work is, for those who want to show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple


class Progress(NamedTuple):
    """How far the work is. `done` of `total` counts pages for `papercut.clean`, and files for `papercut.batch`, where a
    file of many pages counts in part. `total` is None if it is not known. `pages` and `failed` count pages.
    """

    done: float
    total: int | None
    pages: int
    failed: int


ShowProgress = Callable[[Progress], None]
"""Is told each time that something is done."""

_part: ContextVar[Callable[[float], None] | None] = ContextVar("part", default=None)


def part_done(share: float) -> None:
    """For what works on one page for seconds: so much of it is done, from 0 to 1."""
    show = _part.get()
    if show is not None:
        show(share)


@contextmanager
def parts_shown(show: Callable[[float], None]) -> Iterator[None]:
    """As long as this lasts, `show` is told how much of the page in hand is done."""
    before = _part.set(show)
    try:
        yield
    finally:
        _part.reset(before)
