"""How far a long piece of work is, for those who want to show it."""

from __future__ import annotations

from collections.abc import Callable
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
