"""How far a run is: a bar on a terminal; for a batch elsewhere a line a minute on standard error."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from papercut.cli.console import Console
from papercut.plurals import counted
from papercut.translation.current import translated

if TYPE_CHECKING:
    from papercut.batches.run import Tally

EVERY = 60.0
"""Seconds between two lines in a log."""


def is_animated() -> bool:
    """Whether standard error is a terminal on which a line can be drawn anew."""
    try:
        return (
            sys.stderr is not None
            and sys.stderr.isatty()
            and os.environ.get("TERM", "").lower() not in ("dumb", "unknown")
        )
    except ValueError:  # it is closed
        return False


class Shown(Protocol):
    """Is told how far the run is."""

    def told(self, tally: Tally) -> None:
        """A shard has ended, or the run begins."""

    def moved(self, files: float) -> None:
        """A page is done, and with it so many files of this run, those begun in part; called from any thread."""


@contextmanager
def progress(console: Console) -> Iterator[Shown]:
    """What shows how far a run is: nothing if papercut was asked to be quiet."""
    if console.quiet or sys.stderr is None:
        yield _Log(console, silent=True)
    elif is_animated():
        with _Bar() as bar:
            yield bar
    else:
        yield _Log(console)


class _Log:
    def __init__(self, console: Console, silent: bool = False) -> None:
        self.console = console
        self.silent = silent
        self.tally: Tally | None = None
        self.begun = self.last = time.monotonic()
        self.pages = 0
        self.lock = threading.Lock()

    def told(self, tally: Tally) -> None:
        self.tally = tally

    def moved(self, files: float) -> None:
        with self.lock:
            self.pages += 1
            now, tally = time.monotonic(), self.tally
            if self.silent or tally is None or now - self.last < EVERY:
                return
            self.last = now
            rate = self.pages / (now - self.begun)
            done = tally.before + int(files)
            of, pages = counted(tally.inputs, "file"), counted(self.pages, "page")
            text = f"{done} of {of}, {pages}, {rate:.1f} a second, {tally.failed} failed"
            self.console.say(text)


class _Bar:
    """A bar counts files, since the pages in them are not known before; it moves with each page, by its part of the
    file."""

    def __init__(self) -> None:
        from rich.console import Console as Terminal
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self.bar = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn(translated("files")),
            TimeRemainingColumn(), TextColumn("{task.fields[rate]}"), TextColumn("{task.fields[failed]}"),
            console=Terminal(stderr=True),
        )  # fmt: skip
        self.task = self.bar.add_task(translated("looking"), total=None, rate="", failed="")
        self.begun = time.monotonic()
        self.pages = self.before = 0
        self.lock = threading.Lock()

    def __enter__(self) -> _Bar:
        self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.stop()

    def told(self, tally: Tally) -> None:
        failed = f"[red]{translated(f'{tally.failed} failed')}" if tally.failed else ""
        self.before = tally.before
        self.bar.update(self.task, description="papercut", total=tally.inputs, failed=failed)

    def moved(self, files: float) -> None:
        with self.lock:
            self.pages += 1
            rate = self.pages / max(time.monotonic() - self.begun, 0.001)
            shown = f"{translated(counted(self.pages, 'page'))}, {rate:.1f}/s"
            self.bar.update(self.task, completed=self.before + files, rate=shown)
