"""Where articles go: standard output or a file in one of the formats, or a folder with one record an article."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from papercut.cli.console import Console
from papercut.cli.options import OutputOptions
from papercut.cli.output_file import FORMATS, OutFile, kind_of
from papercut.cli.protected_inputs import ProtectedInputs
from papercut.errors import UsageError
from papercut.model.page import Page
from papercut.writers import LOSSY, SEPARATORS, to_json, to_jsonl, write
from papercut.writers.named_files import NamedFiles, is_pattern
from papercut.writers.only import names_of, write_only


class Sink(Protocol):
    """Takes pages that have articles, one by one."""

    def page(self, page: Page) -> None:
        """Write one page. Raises `OutputError` if it cannot be written, `StageError` if it has no articles."""

    def close(self) -> None:
        """Write what was held back, and say what was left out."""


@contextmanager
def sink(console: Console, options: OutputOptions, names: Sequence[str]) -> Iterator[Sink]:
    """The place that the options name, for what is made of the inputs of these names. Raises `UsageError` where they do
    not go together, or the place is one of the inputs."""
    to, out, force, trace = options.to, options.out, options.force, options.trace
    kind = "-" if out is None else "pattern" if is_pattern(out) else kind_of(out)
    if force and kind == "-":
        raise UsageError("--force is about files: it goes with -o and a file or folder")
    if options.only is not None and (trace or kind in ("pattern", "folder")):
        raise UsageError("--only goes with standard output and with one file, and without --trace")
    if out is not None and kind == "pattern":
        named = _named_files(out, to, names, force=force, trace=trace)
        yield named
        say_aside(console, named.aside)
        return
    if out is not None and kind == "folder":
        target = _folder(out, to or "md", names, force=force, trace=trace)
        yield target
        target.close()
        return
    file: OutFile | None = None
    form: str = to or "md"
    if out is not None and kind == "file":
        form = to or FORMATS.get(Path(out).suffix.lower(), "md")
        ProtectedInputs(names).check(Path(out))
        file = OutFile(Path(out), force=force)
    if trace and form not in ("json", "jsonl"):
        raise UsageError("--trace adds the decisions to JSON: it goes with json, jsonl and folders")
    stream = Stream(console, form, trace, file, names_of(options.only, form) if options.only is not None else ())
    try:
        yield stream
        stream.close()
    finally:
        if file is not None:
            file.abandon()


def _folder(out: str, to: str, names: Sequence[str], *, force: bool, trace: bool) -> Sink:
    if to not in ("md", "json"):
        raise UsageError(
            f"-o {out} is a folder, which gets one record an article, as md or json, not as {to}: "
            "name a file (.md, .json, .jsonl, .txt), or - for standard output"
        )
    from papercut.writers.folder import Folder

    return Folder(Path(out), to, force=force, trace=trace, several=len(names) > 1, check=ProtectedInputs(names).check)


def _named_files(out: str, to: str | None, names: Sequence[str], *, force: bool, trace: bool) -> NamedFiles:
    ending = Path(out).suffix.lower()
    form = to or FORMATS.get(ending) or ("" if ending else "md")
    if not form or (ending and ending not in FORMATS):
        raise UsageError(f"-o {out} ends in {ending}, which is none of {', '.join(FORMATS)}")
    if not ending:
        out += next(end for end, known in FORMATS.items() if known == form)
    if trace and form not in ("json", "jsonl"):
        raise UsageError("--trace adds the decisions to JSON: it goes with json, jsonl and folders")
    return NamedFiles(out, form, force=force, trace=trace, check=ProtectedInputs(names).check)


def say_aside(console: Console, aside: Counter[str]) -> None:
    """Say how much furniture is in no output."""
    if aside:
        kinds = ", ".join(f"{count} {role}" for role, count in aside.most_common())
        console.say(f"set aside as furniture: {kinds}; --to json shows them")


class Stream:
    """Standard output, or a file. Formats that have no room for furniture say on standard error how much they left
    out."""

    def __init__(
        self, console: Console, to: str, trace: bool, file: OutFile | None = None, only: Sequence[str] = ()
    ) -> None:
        self.console = console
        self.to = to
        self.trace = trace
        self.file = file
        self.only = only
        self.begun = False
        self.aside: Counter[str] = Counter()

    def page(self, page: Page) -> None:
        if self.only:
            text = write_only(page, self.to, self.only)
        else:
            text = write(page, self.to) if not (self.trace or self.to == "json") else self._json(page)
        put = self.console.data if self.file is None else self.file.put
        if text or self.file is not None:  # a page without articles makes a file all the same
            put(SEPARATORS.get(self.to, "") * (self.begun and bool(text)) + text)
            self.begun = self.begun or bool(text)
        self.aside.update(f.role.value for f in page.furniture)

    def close(self) -> None:
        if self.to in LOSSY and not self.only:
            say_aside(self.console, self.aside)
        if self.file is not None:
            self.file.close()

    def _json(self, page: Page) -> str:
        if page.articles is None:
            return write(page, self.to)
        if self.to == "jsonl":
            return to_jsonl(page, trace=self.trace)
        terminal = self.file is None and sys.stdout is not None and sys.stdout.isatty()
        return to_json(page, trace=self.trace, indent=2 if terminal else None)
