"""From the names on the command line to pages, and the tally of what was done and what failed."""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import typer

from papercut import pipeline
from papercut.cli.batch_messages import read_as
from papercut.cli.console import Console, Hangup
from papercut.cli.page_bar import PageBar, page_bar
from papercut.codec.articles import is_saved, page_from_saved, pages_from_saved, values
from papercut.codec.page import PAGE_START
from papercut.corrections.outputs import is_index_file, page_files, saved_pages
from papercut.errors import InputError, NoPageError, OutputError, PapercutError, StageError, UsageError
from papercut.memory_shortage import unforeseen_text
from papercut.model.page import Note, Page
from papercut.pipeline import PageFunction
from papercut.plurals import counted
from papercut.progress import parts_shown
from papercut.readers import Reading, Unread, read_pages
from papercut.readers.failed_pages import Tell, Wanted, all_pages
from papercut.readers.page_document import checked_page
from papercut.readers.page_ranges import chosen

HEAD = 256
"""Bytes that tell a page document from text."""

MAX_DOCUMENT = 1 << 30
"""No page document is longer; a pipe that never ends its line is stopped here."""


class Given(NamedTuple):
    """A page, and whether it came as a page document; what is odd about that."""

    page: Page
    document: bool
    odd: tuple[Note, ...] = ()


class InputRun:
    """Goes through all inputs, reports those that fail, and goes on with the rest."""

    def __init__(self, console: Console, files: int = 0) -> None:
        """`files` is how many there will be, where `pages` is asked for them one by one."""
        self.console = console
        self.files = files
        self.done = 0
        self.failures: list[PapercutError] = []
        self.formats: set[str] = set()
        self.begun = 0
        """Files that were begun."""
        self.bar: PageBar | None = None

    def at(self, done: int, total: int) -> None:
        """So many pages of all are done, of a run that is not over files."""
        if self.bar is None:
            self.bar = page_bar(self.console, 1, all_chosen)
        if self.bar is not None:
            self.bar.at(done, total)

    def pages(
        self, files: Sequence[str], reading: Reading, *, piped: bool = False, saved: bool = False
    ) -> Iterator[Given]:
        """The pages of all files, in the order they were named; `-` is standard input.

        `piped` is for the commands inside a pipe: where nothing comes in at all, the command before has failed, and
        an empty page would hide it. `saved` is for commands that take articles which were written before as JSON.
        """
        if self.bar is None and not piped:
            self.bar = page_bar(
                self.console, self.files or len(files), chosen(reading.pages) if reading.pages else all_chosen
            )
        bar = None if piped else self.bar
        for name in files:
            self.begun += 1
            if bar is not None:
                bar.file(name)
            with self.attempt(name), parts_shown(bar.part) if bar is not None else nullcontext():
                pages = _given(name, reading, self._unread, saved, bar.wanted if bar is not None else all_pages)
                if piped and name == "-":
                    pages = self._unless_nothing(pages)
                for given in pages:
                    self._say_read(given)
                    self.formats.add("document" if given.document else given.page.source.format)
                    self._say_doubts(given.page, given.odd if given.document else given.page.notes)
                    yield given
        if self.begun >= self.files and not self.failures:
            for idle in idle_texts(reading, self.formats):
                self.console.say(idle)

    def _say_read(self, given: Given) -> None:
        source = given.page.source
        form = "page document" if given.document else read_as(source.format, source.encoding)
        self.console.detail(f"{source.name}, page {source.page}: {form}, {counted(len(given.page.raw), 'line')}")

    def _say_doubts(self, page: Page, notes: Sequence[Note]) -> None:
        """What the reader noted, since not every format has room for notes: no text, bad bytes, a wrong encoding."""
        where = page.source.name if page.source.page == 1 else f"{page.source.name}, page {page.source.page}"
        for note in notes:
            self.console.say(f"{where}: {note.text}")

    def _unread(self, unread: Unread) -> None:
        self.failed(InputError(unread.message))

    def _unless_nothing(self, pages: Iterator[Given]) -> Iterator[Given]:
        for given in pages:
            if not given.document and not given.page.raw:
                self.console.say("nothing came in")
                return
            yield given

    @contextmanager
    def attempt(self, name: str) -> Iterator[None]:
        """Work on one input: what fails in it is reported and counted, and the next may still be done.

        A wrong option and an output that cannot be written end the run.
        """
        try:
            yield
        except (UsageError, OutputError, Hangup):
            raise
        except PapercutError as error:
            self.failed(error)
        except Exception as error:
            failed = StageError(f"{name}: {unforeseen_text(error)}")
            failed.__cause__ = error
            self.failed(failed)

    @property
    def exit_code(self) -> int:
        """0 if all is done; 1 if some failed; if nothing came out of any, the code that all failures share, or 1."""
        if not self.failures:
            return 0
        codes = {error.exit_code for error in self.failures}
        return codes.pop() if not self.done and len(codes) == 1 else 1

    def failed(self, error: PapercutError) -> None:
        self.failures.append(error)
        self.console.error(error)


def idle_texts(reading: Reading, formats: Collection[str]) -> Iterator[str]:
    """What is said of options that did nothing where pages in these formats, and no others, were read; `document`
    stands for what papercut wrote as JSON."""
    if reading.encoding != "auto" and formats and {"document", "pdf", "scan"}.issuperset(formats):
        yield "--encoding did nothing: no input is text"
    given = {
        "--password": reading.password is not None, "--ocr": reading.ocr != "auto",
        "--ocr-engine": reading.ocr_engine != "rapidocr",
    }  # fmt: skip
    idle = [option for option, is_given in given.items() if is_given]
    if idle and formats and {"pdf", "scan"}.isdisjoint(formats):
        yield f"{', '.join(idle)} did nothing: no input is a PDF or a picture"


def all_chosen(number: int) -> bool:
    """Every page is done."""
    return True


def inputs_or_help(ctx: typer.Context, files: list[str] | None) -> list[str]:
    """The files named; standard input if there are none, but help where nobody pipes anything in."""
    if files:
        return named(files)
    if sys.stdin is None or sys.stdin.isatty():
        typer.echo(ctx.get_help(), err=True)
        raise typer.Exit(2)
    return ["-"]


def named(names: list[str]) -> list[str]:
    """The names of inputs. Raises `UsageError` for an empty one: a variable of the shell that is not set."""
    if not all(names):
        raise UsageError("the name of an input is empty")
    return names


def run_stages(page: Page, stages: Iterable[PageFunction]) -> Page:
    """The page after all stages. Raises `StageError` that names the stage and the page where one of them fails."""
    where = f" on page {page.source.page} of {page.source.name}" if page.source.name else ""
    return pipeline.run_stages(page, stages, where)


def _given(name: str, reading: Reading, unread: Tell, saved: bool, wanted: Wanted) -> Iterator[Given]:
    if name == "-":
        if sys.stdin is None:
            raise InputError("standard input is closed")
        yield from _from_stream(sys.stdin.buffer, "<stdin>", reading, unread, saved, wanted)
        return
    path = Path(name)
    if saved and (is_index_file(path) or (os.path.isdir(name) and any(page_files(path)))):  # noqa: PTH112

        def failed(error: InputError) -> None:
            unread(Unread(None, str(error)))

        found = (Given(page_from_saved(one.document), True) for one in saved_pages(path, failed))
        yield from _chosen(found, name, reading.pages)
        return
    try:
        stream = path.open("rb")
    except (OSError, ValueError):
        # the reader knows best how to say what is wrong
        for page in read_pages(path, **reading._asdict(), unread=unread, wanted=wanted):
            yield Given(page, False)
        return
    with stream:
        if not stream.seekable():
            yield from _from_stream(stream, path.name, reading, unread, saved, wanted)
            return
        head = _head(stream, name)
        stream.seek(0)
        if reading.format == "auto" and PAGE_START.match(head):
            yield from _chosen(_documents(stream, name, saved), name, reading.pages)
            return
    for page in read_pages(path, **reading._asdict(), unread=unread, wanted=wanted):
        yield Given(page, False)


def _from_stream(
    stream: BinaryIO, name: str, reading: Reading, unread: Tell, saved: bool, wanted: Wanted
) -> Iterator[Given]:
    head = _head(stream, name)
    whole = io.BufferedReader(_Rejoined(head, stream))
    if reading.format == "auto" and PAGE_START.match(head):
        yield from _chosen(_documents(whole, name, saved), name, reading.pages)
        return
    for page in read_pages(whole, name=name, **reading._asdict(), unread=unread, wanted=wanted):
        yield Given(page, False)


def _chosen(given: Iterable[Given], name: str, pages: str) -> Iterator[Given]:
    """Those of saved pages that are named, counted from 1. Raises `NoPageError` if none of them is there."""
    if not pages:
        yield from given
        return
    wanted, there, number = chosen(pages), False, 0
    for number, one in enumerate(given, 1):
        if wanted(number):
            there = True
            yield one
    if not there:
        raise NoPageError(f"{name} has only {counted(number, 'page')}, but {pages} was asked for")


def _head(stream: BinaryIO, name: str) -> bytes:
    try:
        return stream.read(HEAD)
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror or error}") from error


def _documents(stream: BinaryIO, name: str, saved: bool) -> Iterator[Given]:
    """The pages of page documents, one a line; with `saved` also of article documents, however they are laid out."""
    number = 0
    while row := stream.readline(MAX_DOCUMENT):
        number += 1
        if len(row) == MAX_DOCUMENT and not row.endswith(b"\n"):
            raise InputError(f"{name}, line {number}: longer than any page document")
        if not row.removeprefix(codecs.BOM_UTF8).strip():
            continue
        if saved and (found := _saved(row, stream if number == 1 else None, name)):
            for page in pages_from_saved(found):
                yield Given(page, True)
            continue
        try:
            page, odd = checked_page(row)
        except InputError as error:
            said = str(error)
            if "not valid JSON" in said:
                said = f"{said}; each page stands on one line, as jq -c writes it"
            raise InputError(f"{name}, line {number}: {said}") from error
        yield Given(page, True, tuple(odd))


def _saved(row: bytes, stream: BinaryIO | None, name: str) -> list[dict[str, Any]]:
    """The article documents, or records, that this row holds; nothing if it holds something else. A document of many
    rows, as people lay JSON out, goes on in the `stream`."""
    text = row.decode("utf-8", "replace")
    try:
        found = list(values(text))
    except (ValueError, RecursionError):
        if stream is None or '"raw"' in text:
            return []
        try:
            found = list(values(text + stream.read(MAX_DOCUMENT).decode("utf-8", "replace")))
        except (ValueError, RecursionError):
            return []
        except InputError as error:
            raise InputError(f"{name}: {error}") from error
    except InputError as error:
        raise InputError(f"{name}: {error}") from error
    return found if all(map(is_saved, found)) else []


class _Rejoined(io.RawIOBase):
    """A stream with the bytes before it that have been read already."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = head
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        part = self._head[: len(buffer)] or self._next(len(buffer))
        self._head = self._head[len(part) :]
        buffer[: len(part)] = part
        return len(part)

    def _next(self, size: int) -> bytes:
        # read1 gives what is there; a plain file object has only read
        read = getattr(self._stream, "read1", self._stream.read)
        return bytes(read(size))
