"""Where articles go: standard output or a file in one of the formats, or a folder with one record an article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from papercut.cli.console import Console, on_terminal
from papercut.cli.file_sets import PER_PAGE, FileSet
from papercut.cli.left_out import LeftOut, say_aside
from papercut.cli.options import OutputOptions
from papercut.cli.output_file import FORMATS, OutFile, kind_of, may_be_file
from papercut.cli.protected_inputs import ProtectedInputs
from papercut.errors import UsageError
from papercut.model.page import Page
from papercut.plurals import counted
from papercut.writers import (
    DOCUMENTS,
    SEPARATORS,
    DocumentOptions,
    document_format,
    document_of,
    format_of_name,
    to_json,
    to_jsonl,
    write,
)
from papercut.writers import FORMATS as WRITERS
from papercut.writers.named_files import NamedFiles, is_pattern
from papercut.writers.only import names_of, write_only

XML = ("tei", "alto", "page")
"""The formats of a file whose name ends in .xml."""

_NAMES_A_FORMAT = re.compile(r".*\.[A-Za-z][A-Za-z0-9]{1,4}", re.DOTALL)
"""A name that ends as those of files do; nothing else says of a folder that is not there yet what it is."""

MOST_NAMED = 5
"""Pages that a message names."""

RECORDS = ("md", "json", "html")
"""The formats in which a folder gets one file an article."""


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
    one_file = to is not None and to not in (*RECORDS, *PER_PAGE, "mets")
    if out is not None and kind == "folder" and one_file and may_be_file(out):
        kind = "file"  # whoever says the format may call the file anything
    plugin = format_of_name(out) if out is not None and kind == "folder" and may_be_file(out) else None
    if plugin is not None and to in (None, plugin):
        kind, to = "file", plugin
    if force and kind == "-":
        raise UsageError("--force is about files: it goes with -o and a file or folder")
    if options.only is not None and trace:
        raise UsageError("--only leaves parts of articles out, --trace adds to them: give one of them")
    if out is not None and kind == "folder" and to is None and may_be_file(out) and _NAMES_A_FORMAT.fullmatch(out):
        known = ", ".join(FORMATS)
        raise UsageError(
            f"-o {out} ends as no format of papercut's does ({known}): choose one of them, or write {out}/ for a folder"
        )
    if kind == "folder":
        if options.bom:
            raise UsageError("--bom is for CSV, which is one file: it goes with -o FILE.csv")
        if options.base_url:
            raise UsageError("--base-url is for IIIF, which is one file: it goes with --to iiif")
    if out is not None and kind == "pattern":
        yield (named := Named(console, out, options, names))
        named.close()
        return
    if out is not None and kind == "folder":
        target = _folder(console, out, to or "md", names, options.only, force=force, trace=trace)
        yield target
        target.close()
        return
    file: OutFile | None = None
    form: str = to or "md"
    if out is not None and kind == "file":
        form = _form_of(out, to) or "md"
        ProtectedInputs(names).check(Path(out))
        file = OutFile(Path(out), force=force)
    _check_options(form, options)
    only = names_of(options.only, form) if options.only is not None else ()
    stream: Sink = Stream(console, form, trace, file, only)
    if form not in WRITERS:
        stream = OneDocument(console, form, DocumentOptions(options.bom, options.base_url or ""), file)
    try:
        yield stream
        stream.close()
    finally:
        if file is not None:
            file.abandon()


def _check_options(form: str, options: OutputOptions) -> None:
    """Raise `UsageError` for an option that a file in this format has no use for."""
    if options.trace and form not in ("json", "jsonl"):
        raise UsageError("--trace adds the decisions to JSON: it goes with json, jsonl and folders")
    if form == "mets":
        raise UsageError("METS is several files, one of ALTO for each page: name a folder with -o")
    if options.base_url and form != "iiif":
        raise UsageError("--base-url is for IIIF: it goes with --to iiif")
    if options.bom and form != "csv":
        raise UsageError("--bom is for CSV: it goes with --to csv, or -o FILE.csv")
    if options.only is not None and form not in WRITERS:
        raise UsageError(f"--only goes with {', '.join(WRITERS)}: {form} always holds whole articles")


def _folder(
    console: Console, out: str, to: str, names: Sequence[str], parts: str | None, *, force: bool, trace: bool
) -> Sink:
    if to in PER_PAGE or to == "mets":
        if parts is not None:
            raise UsageError(f"--only leaves parts of articles out, and {to} describes whole pages")
        if trace:
            raise UsageError("--trace adds the decisions to JSON: it goes with json, jsonl and folders of records")
        return FileSet(console, Path(out), to, force=force, check=ProtectedInputs(names).check)
    if to not in RECORDS:
        raise UsageError(
            f"-o {out} is a folder, which gets one record an article, as {', '.join(RECORDS)}, not as {to}: "
            f"name a file ({', '.join(FORMATS)}), or - for standard output"
        )
    from papercut.writers.folder import Folder

    only = names_of(parts, to) if parts is not None else ()
    check = ProtectedInputs(names).check
    return Folder(Path(out), to, force=force, trace=trace, several=len(names) > 1, check=check, only=only)


def _form_of(out: str, to: str | None) -> str | None:
    """The format that is given, or that the name of a file asks for; None if it has no ending that papercut knows.
    Raises `UsageError` where the name does not say which XML is meant."""
    form = to or FORMATS.get(Path(out).suffix.lower()) or format_of_name(out)
    if Path(out).suffix.lower() != ".xml" or form in XML:
        return form
    form = None if to else next((name for name in XML if out.lower().endswith(DOCUMENTS[name].suffix)), None)
    if form is None:
        raise UsageError(f"-o {out} does not say which XML: add --to {', --to '.join(XML[:-1])} or --to {XML[-1]}")
    return form


class Named:
    """Files whose names are made by a pattern, one an article or a page."""

    def __init__(self, console: Console, out: str, options: OutputOptions, names: Sequence[str]) -> None:
        to, trace = options.to, options.trace
        ending = Path(out).suffix.lower()
        form = _form_of(out, to) or (None if ending else "md")
        if form is None or (ending and ending not in FORMATS and format_of_name(out) is None):
            raise UsageError(f"-o {out} ends as no format of papercut's does: choose one of {', '.join(FORMATS)}")
        _check_options(form, options)
        if not ending:
            out += DOCUMENTS[form].suffix if form in DOCUMENTS else next(e for e, f in FORMATS.items() if f == form)
        self.console = console
        self.only = names_of(options.only, form) if options.only is not None else ()
        self.left_out = LeftOut(console, form)
        self.files = NamedFiles(
            out, form, force=options.force, trace=trace, check=ProtectedInputs(names).check, only=self.only,
            options=DocumentOptions(options.bom, options.base_url or ""),
        )  # fmt: skip

    def page(self, page: Page) -> None:
        self.files.page(page)
        self.left_out.page(page)

    def close(self) -> None:
        for line in self.files.said:
            self.console.say(f"{self.files.to}: {line}")
        if bare := self.files.bare:
            names = ", ".join(bare[:MOST_NAMED]) + ", …" * (len(bare) > MOST_NAMED)
            self.console.say(f"{counted(len(bare), 'page')} without articles, and so without a file: {names}")
        if self.files.of_article:
            say_aside(self.console, self.left_out.aside)
        elif not self.only:
            self.left_out.say()


class Stream:
    """Standard output, or a file, in a format that is written page by page."""

    def __init__(
        self, console: Console, to: str, trace: bool, file: OutFile | None = None, only: Sequence[str] = ()
    ) -> None:
        self.console = console
        self.to = to
        self.trace = trace
        self.file = file
        self.only = only
        self.begun = False
        self.left_out = LeftOut(console, to)

    def page(self, page: Page) -> None:
        if self.only:
            text = write_only(page, self.to, self.only)
        else:
            text = write(page, self.to) if not (self.trace or self.to == "json") else self._json(page)
        put = self.console.data if self.file is None else self.file.put
        if text or self.file is not None:  # a page without articles makes a file all the same
            put(SEPARATORS.get(self.to, "") * (self.begun and bool(text)) + text)
            self.begun = self.begun or bool(text)
        self.left_out.page(page)

    def close(self) -> None:
        if not self.only:
            self.left_out.say()
        if self.file is not None:
            self.file.close()

    def _json(self, page: Page) -> str:
        if page.articles is None:
            return write(page, self.to)
        if self.to == "jsonl":
            return to_jsonl(page, trace=self.trace)
        terminal = self.file is None and on_terminal()
        return to_json(page, trace=self.trace, indent=2 if terminal else None)


class OneDocument:
    """Standard output, or a file, in a format whose file holds all pages: they are held until all are there."""

    def __init__(self, console: Console, to: str, options: DocumentOptions, file: OutFile | None = None) -> None:
        self.console = console
        self.to = to
        self.options = options
        self.file = file
        self.pages: list[Page] = []
        self.left_out = LeftOut(console, to)
        document_of([], to, options)  # what is missing is said before pages are read
        if file is None and document_format(to).binary and on_terminal():
            raise UsageError(f"{to} is no text for a terminal: name a file with -o")

    def page(self, page: Page) -> None:
        if page.articles is None:
            write(page)
        self.pages.append(page)
        self.left_out.page(page)

    def close(self) -> None:
        if not self.pages:  # nothing could be read
            return
        made = document_of(self.pages, self.to, self.options)
        for line in made.said:
            self.console.say(f"{self.to}: {line}")
        self.left_out.say()
        if self.file is None:
            if on_terminal():
                self.console.data(made.data.decode())
            else:
                self.console.data_bytes(made.data)
            return
        self.file.put_bytes(made.data)
        self.file.close()
