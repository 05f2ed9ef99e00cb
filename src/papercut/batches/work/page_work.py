"""The work in a process of its own: a page is read and taken apart, and kept; a shard whose pages are all there is
linked and written."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from papercut.batches.inputs.archives import SCHEME
from papercut.batches.inputs.locations import is_digest, is_plain_file, opened
from papercut.batches.joined_stories import joined_stories
from papercut.batches.records import Failure, Input, PageDone, Reason, Settings, Shard, ShardWriter, Sink
from papercut.batches.work.corrected_pages import corrected, with_links
from papercut.batches.work.page_cache import PageCache
from papercut.corrections.applied import Corrections
from papercut.corrections.records import from_json
from papercut.errors import InputError, NoPageError, OutputError, PapercutError, StageError
from papercut.issues.linked_articles import issue_of, linked
from papercut.issues.page_facts import facts_of
from papercut.memory_shortage import unforeseen_text
from papercut.model.page import Page
from papercut.model.pieces import Piece
from papercut.pipeline import PageFunction, run_stages
from papercut.readers.failed_pages import Unread
from papercut.readers.refused_files import ForeignFileError
from papercut.registry import build

SLOW = ("pdf", "scan")
"""Formats whose pages take a while to be read; of a PDF it is known how many there are."""
MOST_LINKED = 256
"""Pages that are held in memory to be linked; no issue has more, and a file of more is cut."""

Begun = Callable[[int, int | None], None]
"""Told of a page that is there and is begun: its number, and how many there are, if that is known."""

Row = dict[str, Any]


class PageOutcome(NamedTuple):
    """What became of a page that was asked for."""

    done: bool
    """Whether it is kept; if not, it is among the failures, or not there."""
    ended: bool
    """Whether nothing is to be had from the file beyond it."""
    failures: tuple[Failure, ...] = ()
    """It, or pages before it, that cannot be read or broke a stage."""


class PageWorker:
    """Pages and shards under some settings. A file stays open, so that its pages are had one after the other."""

    def __init__(self, settings: Settings, kept: PageCache) -> None:
        self.settings = settings
        self.kept = kept
        self.stages = build(settings.only, settings.with_, settings.without, settings.stages).stages
        self.file: _File | None = None

    def page(self, given: Input, key: str, number: int, folders: Mapping[str, str], begun: Begun) -> PageOutcome:
        """Do a page of an input and keep it. `folders` are those of unpacked archives. Raises `OutputError` if it
        cannot be kept."""
        if self.file is None or self.file.key != key or self.file.last >= number:
            self.close()
            self.file = _File(given, key, self.settings, folders)
        file = self.file
        start = time.perf_counter()
        page, failures, ended = file.page(number, begun)
        done = False
        if page is not None:
            try:
                page = _run(page, () if page.finished else self.stages, self.settings)
                facts = facts_of(page.inner or page, given.name)
                file.check()
                kept = PageDone(_bare(page), facts, given, round(time.perf_counter() - start, 3))
                self.kept.put(key, number, kept)
                done = True
            except Exception as error:
                if isinstance(error, OutputError) and not str(error).startswith("the page cannot be passed on"):
                    raise
                failures = (*failures, _failed(given, number, "stage", error))
        if ended:
            self.close()
        return PageOutcome(done, ended, failures)

    def at_end(self) -> bool:
        """Whether the open file has no more pages, where that is soon known: nobody need ask for another one then."""
        if self.file is not None and self.file.at_end():
            self.close()
        return self.file is None

    def close(self) -> None:
        """Close the file that is open."""
        file, self.file = self.file, None
        if file is not None:
            file.close()

    def shard(
        self, shard: Shard, kept: Mapping[str, tuple[str, Sequence[int]]], failures: Sequence[Failure], sink: Sink
    ) -> list[Row]:
        """Link and write the pages that were kept of a shard, told by the key and the numbers of each input; the rows
        of its manifest.

        Raises `OutputError` if it cannot be written, and `InputError` if a page that was kept is damaged; nothing of
        the shard is in the output then.
        """
        self.close()
        writer = sink.writer(shard)
        corrections = Corrections(map(from_json, shard.corrections))
        try:
            rows: list[Row] = []
            stamps = {given.name: given.stamp for given in shard.inputs}
            for failure in failures:
                writer.failure(failure)
                row = {"name": failure.name, "stamp": stamps[failure.name], "page": failure.page}
                rows.append({**row, "reason": failure.reason, "text": failure.text})
            for _, group in groupby(shard.inputs, key=lambda given: issue_of(given.name)):
                held: list[PageDone] = []
                for given in group:
                    if given.same_as:
                        writer.twin(given)
                        rows.append({"name": given.name, "stamp": given.stamp, "same_as": given.same_as})
                        continue
                    key, numbers = kept[given.name]
                    for number in numbers:
                        held.append(self.kept.get(key, number, given))
                        if len(held) == MOST_LINKED:
                            rows += _write(writer, held, corrections)
                            held = []
                rows += _write(writer, held, corrections)
            order = {given.name: n for n, given in enumerate(shard.inputs)}
            rows.sort(key=lambda row: (order[row["name"]], row.get("page") or 0))
            writer.commit(rows)
            return rows
        except BaseException:
            writer.abandon()
            raise


class _File:
    """An open input, whose pages are read in rising order."""

    def __init__(self, given: Input, key: str, settings: Settings, folders: Mapping[str, str]) -> None:
        self.given, self.key = given, key
        self.last = 0
        """The last page that was asked for."""
        self.ahead: Page | None = None
        """A page that was read when one before it was asked for."""
        self.error: Exception | None = None
        """What went wrong with the page after the last one."""
        self.slow = True
        """Whether it takes time to look for another page."""
        self.unread: list[Unread] = []
        self.begun: Begun = lambda number, count: None
        self.stack = ExitStack()
        self.seen: object = None
        """What the system said of the file when its bytes were last known to be those of the plan."""
        self.pages = self._read(settings, folders)

    def _read(self, settings: Settings, folders: Mapping[str, str]) -> Iterator[Page]:
        from papercut.readers import read_pages

        stream = self.stack.enter_context(opened(self.given.place, folders))
        reading = dict(settings.reading)
        if self.given.place.startswith(SCHEME):  # the pages of an archive are its files
            reading.pop("pages", None)
        yield from read_pages(
            stream, name=self.given.name, unread=self.unread.append, wanted=self._wanted, **reading
        )

    def _wanted(self, number: int, count: int | None) -> bool:
        if number == self.last:
            self.begun(number, count)
        return number >= self.last

    def page(self, number: int, begun: Begun) -> tuple[Page | None, tuple[Failure, ...], bool]:
        """The page, if it can be had; what cannot be read; and whether the file ends."""
        self.last, self.begun = number, begun
        ended = False
        page, self.ahead = self.ahead, None
        if page is not None and page.source.page == number:
            begun(number, None)
        error, self.error = self.error, None
        ended = error is not None
        while not ended and (page is None or page.source.page < number):
            try:
                page = next(self.pages, None)
            except Exception as odd:
                error, page = odd, None
            ended = page is None
        if page is not None:
            self.slow = page.source.format in SLOW
            if page.source.page > number:
                page, self.ahead = None, page
        failures = [Failure(self.given.name, one.page, "unreadable", one.message) for one in self.unread]
        self.unread.clear()
        if error is not None and (number == 1 or not isinstance(error, NoPageError)):  # it is told of once
            failures.append(_failed(self.given, number if number > 1 else None, "unreadable", error))
        return page, tuple(failures), ended

    def check(self) -> None:
        """Raise `InputError` if the file is not what it was when the run was planned: its page would be kept as that of
        a file with other bytes."""
        place = Path(self.given.place)
        if "://" in self.given.place or not is_digest(self.given.stamp):
            return  # a store or an archive
        try:
            found = place.stat()
            seen = (found.st_mtime_ns, found.st_size, found.st_ino)
            if seen == self.seen:
                return
            with place.open("rb") as file:
                same = hashlib.file_digest(file, "sha256").hexdigest() == self.given.stamp
        except OSError:
            same = False
        if not same:
            raise InputError(f"{self.given.name} changed while the run went on: run again with --resume")
        self.seen = seen

    def at_end(self) -> bool:
        """Whether no page follows; whatever else the next page says, it says when it is asked for."""
        if self.slow or self.ahead is not None:
            return False
        try:
            self.ahead = next(self.pages, None)
        except Exception as error:
            self.error = error
        return self.ahead is None and self.error is None and not self.unread

    def close(self) -> None:
        with suppress(Exception):
            self.stack.close()


def _run(page: Page, stages: tuple[PageFunction, ...], settings: Settings) -> Page:
    if settings.mark:
        page = page.replace(history=(*page.history, settings.mark))
    page = run_stages(page, stages)
    if page.articles is None:
        raise StageError("the stages make no articles")
    return page


def _bare(page: Page) -> Page:
    """The page without what only `explain` asks for: a whole issue is held at once."""
    return page.replace(decisions=(), breaks=())


def _failed(given: Input, page: int | None, reason: Reason, error: Exception) -> Failure:
    text = str(error) if isinstance(error, PapercutError) else unforeseen_text(error)
    if isinstance(error, ForeignFileError) and is_plain_file(given.place):
        text = error.told(given.place)
    if isinstance(error, InputError):
        reason = "absent" if isinstance(error, NoPageError) else "unreadable"
    return Failure(given.name, page, reason, text)


def _write(writer: ShardWriter, held: list[PageDone], corrections: Corrections) -> list[Row]:
    made = [corrected(done, corrections) for done in held]
    pages = linked([(one.page, done.facts) for one, done in zip(made, held, strict=True)])
    pages = [with_links(page) for page in pages]  # an article that was cut in two goes on from its second half
    rows = []
    for page, one, done in zip(pages, made, held, strict=True):
        writer.page(done._replace(page=page))
        articles = page.articles or ()
        rows.append(
            {
                "name": done.input.name, "stamp": done.input.stamp,
                "page": page.source.page, "sha256": page.source.sha256,
                "format": page.source.format, "encoding": page.source.encoding,
                "articles": len(articles), "seconds": round(done.seconds, 3),
                "confidence": min((round(a.confidence, 4) for a in articles), default=None),
                "notes": len(page.notes) + sum(len(a.notes) for a in articles),
                "empty": not any(text.strip() for text in page.raw),
                "characters": _visible(page, (piece for a in articles for piece in a.pieces)),
                "aside": _visible(page, (piece for f in page.furniture for piece in f.pieces)),
                "paper": done.facts.paper, "date": done.facts.date,
                **one.row,
            }
        )  # fmt: skip
    writer.joined(joined_stories(pages))
    return rows


def _visible(page: Page, pieces: Iterable[Piece]) -> int:
    """How many visible characters stand in these places of a page."""
    return sum(len("".join(page.raw[line - 1][start:end].split())) for line, start, end in pieces)
