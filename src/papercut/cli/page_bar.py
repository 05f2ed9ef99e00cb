"""How far a command is that works through the pages of files by itself: a bar on a terminal, and nothing elsewhere."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from papercut.cli.console import Console
from papercut.cli.progress import is_animated
from papercut.plurals import counted
from papercut.translation.current import translated
from papercut.visible_text import ODD

if TYPE_CHECKING:
    from rich.progress import Progress

DELAY = 1.0
"""Seconds after which a bar is shown: what is done by then needs none."""
MOST = 100_000
"""Pages of a file that are counted beforehand, whatever it says of itself."""
NAME = 30
"""Characters of a file's name that are shown."""


def page_bar(console: Console, files: int, chosen: Callable[[int], bool]) -> PageBar | None:
    """A bar for a run over so many files, of whose pages those `chosen` are done; None where none is to be shown: in a
    pipe, whoever reads from it may have the screen."""
    if console.quiet or not is_animated() or _in_pipe():
        return None
    console.bar = bar = PageBar(files, chosen)
    return bar


def _in_pipe() -> bool:
    try:
        return sys.stdout is not None and stat.S_ISFIFO(os.fstat(sys.stdout.fileno()).st_mode)
    except (OSError, ValueError, AttributeError):
        return False


class PageBar:
    """Counts files, those begun in part; says how many pages are done, how fast, and how long the rest will take. It
    goes away when something else is written, and comes back when there is more to tell."""

    def __init__(self, files: int, chosen: Callable[[int], bool]) -> None:
        self.files, self.chosen = files, chosen
        self.pages = 0
        """Those that are done."""
        self._file, self._name, self._open = -1, "", False
        self._before, self._of, self._part = 0, 0, 0.0
        """Of the pages of this file: how many are done, how many there are if that is known, and the share of the next
        one that is done."""
        self._begun = time.monotonic()
        self._bar: Progress | None = None
        self._up = False

    def file(self, name: str) -> None:
        """The next file begins."""
        self._ended()
        self._file += 1
        self.files = max(self.files, self._file + 1)
        self._name, self._before, self._of = name, 0, 0

    def wanted(self, number: int, count: int | None) -> bool:
        """A page begins, and the one before it is done; how many the file has, if that is known. Always true."""
        if count is not None and not self._of:
            self._of = sum(map(self.chosen, range(1, min(count, MOST) + 1)))
        self._ended()
        self._open = self.chosen(number)
        self._show()
        return True

    def at(self, done: int, total: int) -> None:
        """So many pages of all are done."""
        self.files, self._file = 1, 0
        self.pages = self._before = done
        self._of = total
        self._show()

    def part(self, share: float) -> None:
        """So much of the page is done, from 0 to 1."""
        self._part = max(self._part, share)
        self._show()

    def hide(self) -> None:
        """Leave the screen to something else."""
        if self._bar is not None and self._up:
            self._up = False
            self._bar.stop()

    def _ended(self) -> None:
        if self._open:
            self.pages += 1
            self._before += 1
        self._open, self._part = False, 0.0

    def _show(self) -> None:
        seconds = time.monotonic() - self._begun
        if seconds < DELAY:
            return
        if self._bar is None:
            self._bar = self._made()
        of = self._of or self._before + 1
        done = self._file + min((self._before + self._part) / of, 1.0)
        known = self.files > 1 or self._of > 0
        said = translated(f"page {min(self._before + 1, self._of)} of {self._of}") if self._of > 1 else ""
        speed = f"{self.pages / seconds:.{1 if self.pages > seconds else 2}f}/s"
        rate = f"{translated(counted(self.pages, 'page'))}, {speed}"
        files = translated(f"file {self._file + 1} of {self.files}") if self.files > 1 else ""
        said = ", ".join(filter(None, (files, said, rate if self.pages else "")))
        self._bar.update(
            self._bar.task_ids[0], completed=done, total=self.files if known else None,
            description=_shown(self._name), said=said,
        )  # fmt: skip
        if not self._up:
            self._up = True
            self._bar.start()

    def _made(self) -> Progress:
        from rich.console import Console as Terminal
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        bar = Progress(
            TextColumn("{task.description}", markup=False), BarColumn(20), TextColumn("{task.fields[said]}"),
            TimeRemainingColumn(), TextColumn(translated("left")), console=Terminal(stderr=True), transient=True,
            redirect_stdout=False, redirect_stderr=False, refresh_per_second=4, speed_estimate_period=300,
        )  # fmt: skip
        bar.add_task("", total=None, said="")
        return bar


def _shown(name: str) -> str:
    """The end of a file's name, as the terminal can show it."""
    encoding = getattr(sys.stderr, "encoding", None) or "ascii"
    short = name if len(name) <= NAME else f"…{name[1 - NAME :]}"
    return short.translate(ODD).encode(encoding, "replace").decode(encoding)
