"""Where articles go: standard output in one of the formats, or a folder with one record an article."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from papercut.cli.console import Console
from papercut.errors import UsageError
from papercut.model import Page
from papercut.writers import LOSSY, SEPARATORS, to_json, to_jsonl, write


class Sink(Protocol):
    """Takes pages that have articles, one by one."""

    def page(self, page: Page) -> None:
        """Write one page. Raises `OutputError` if it cannot be written, `StageError` if it has no articles."""

    def close(self) -> None:
        """Write what was held back, and say what was left out."""


@contextmanager
def sink(
    console: Console, to: str | None, out: Path | None, *, force: bool, trace: bool, several: bool
) -> Iterator[Sink]:
    """The place that the options name. Raises `UsageError` where they do not go together."""
    to = to or "md"
    if out is None:
        if force:
            raise UsageError("--force is about files: it goes with --out")
        if trace and to not in ("json", "jsonl"):
            raise UsageError("--trace adds the decisions to JSON: it goes with --to json, --to jsonl or --out")
        target: Sink = Stream(console, to, trace)
    else:
        if to not in ("md", "json"):
            raise UsageError(f"--out writes one record an article, as md or json, not as {to}")
        from papercut.writers.folder import Folder

        target = Folder(out, to, force=force, trace=trace, several=several)
    yield target
    target.close()


class Stream:
    """Standard output. Formats that have no room for furniture say on standard error how much they left out."""

    def __init__(self, console: Console, to: str, trace: bool) -> None:
        self.console = console
        self.to = to
        self.trace = trace
        self.begun = False
        self.aside: Counter[str] = Counter()

    def page(self, page: Page) -> None:
        text = write(page, self.to) if not (self.trace or self.to == "json") else self._json(page)
        if text:
            self.console.data(SEPARATORS.get(self.to, "") * self.begun + text)
            self.begun = True
        self.aside.update(f.role.value for f in page.furniture)

    def close(self) -> None:
        if self.to in LOSSY and self.aside:
            kinds = ", ".join(f"{count} {role}" for role, count in self.aside.most_common())
            self.console.say(f"set aside as furniture: {kinds}; --to json shows them")

    def _json(self, page: Page) -> str:
        if page.articles is None:
            return write(page, self.to)
        if self.to == "jsonl":
            return to_jsonl(page, trace=self.trace)
        return to_json(page, trace=self.trace, indent=2 if sys.stdout is not None and sys.stdout.isatty() else None)
