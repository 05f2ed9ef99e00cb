"""From the names on the command line to pages, and the tally of what was done and what failed."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext

import typer

from papercut import pipeline
from papercut.cli.batch_messages import read_as
from papercut.cli.console import Console, Hangup
from papercut.cli.given_pages import Given, given_pages
from papercut.cli.page_bar import PageBar, page_bar
from papercut.errors import InputError, OutputError, PapercutError, StageError, UsageError
from papercut.memory_shortage import unforeseen_text
from papercut.model.page import Note, Page
from papercut.pipeline import PageFunction
from papercut.plurals import counted
from papercut.progress import parts_shown
from papercut.readers import Reading, Unread
from papercut.readers.failed_pages import all_pages
from papercut.readers.page_ranges import chosen


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
                pages = given_pages(name, reading, self._unread, saved, bar.wanted if bar is not None else all_pages)
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
