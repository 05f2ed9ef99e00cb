"""The work on one shard, in a process of its own: read, run the stages, link the issue, write."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Any

from papercut.batch.facts import facts_of
from papercut.batch.issues import issue_of, linked
from papercut.batch.model import Failure, Input, PageDone, Reason, Settings, Shard, ShardWriter, Sink
from papercut.batch.places import opened
from papercut.batch.stories import stories
from papercut.errors import InputError, OutputError, PapercutError, StageError
from papercut.model import Page
from papercut.pipeline import PageFunction
from papercut.readers.unread import Unread
from papercut.registry import build

MOST_LINKED = 256
"""Pages that are held in memory to be linked; no issue has more, and a file of more is cut."""

Say = Callable[[str, int], None]
"""Told of each input before it is begun, by its name and page 0, and of each page that is done; of no name when it is
linking or writing, which no page is to be blamed for."""


Row = dict[str, Any]


def do_shard(shard: Shard, settings: Settings, sink: Sink, skip: Mapping[str, Failure], say: Say) -> list[Row]:
    """Do a shard and write it; the rows of its manifest. What is in `skip`, by the input's name, is not tried.

    Raises `OutputError` if it cannot be written; nothing of it is in the output then. What cannot be read, or breaks
    a stage, is a row, and the rest is done.
    """
    stages = build(settings.only, settings.with_, settings.without, settings.stages).stages
    writer = sink.writer(shard)
    try:
        rows: list[Row] = []
        numbers = {given.name: n for n, given in enumerate(shard.inputs)}
        for _, group in groupby(shard.inputs, key=lambda given: issue_of(given.name)):
            held: list[PageDone] = []
            for given in group:
                say(given.name, 0)
                if given.same_as:
                    writer.twin(given)
                    rows.append({"name": given.name, "stamp": given.stamp, "same_as": given.same_as})
                    continue
                for item in _pages(given, settings, stages, skip, say):
                    if isinstance(item, Failure):
                        writer.failure(item)
                        row = {"name": item.name, "stamp": given.stamp, "page": item.page}
                        rows.append({**row, "reason": item.reason, "text": item.text})
                        continue
                    held.append(item)
                    if len(held) == MOST_LINKED:
                        say("", 0)
                        rows += _write(writer, held)
                        held = []
                        say(given.name, item.page.source.page)
            say("", 0)
            rows += _write(writer, held)
        rows.sort(key=lambda row: (numbers[row["name"]], row.get("page") or 0))
        writer.commit(rows)
        return rows
    except BaseException:
        writer.abandon()
        raise


def _pages(
    given: Input, settings: Settings, stages: tuple[PageFunction, ...], skip: Mapping[str, Failure], say: Say
) -> Iterator[PageDone | Failure]:
    from papercut.readers import read_pages

    if given.name in skip:
        yield skip[given.name]
        return
    number: int | None = None
    unread: list[Unread] = []
    try:
        with opened(given.place) as stream:
            start = time.perf_counter()
            for page in read_pages(stream, name=given.name, unread=unread.append, **settings.reading):
                yield from _failures(given, unread)
                number = page.source.page
                try:
                    done = _bare(_run(page, stages, settings))
                except Exception as error:
                    yield _failed(given, number, "stage", error)
                else:
                    yield PageDone(done, facts_of(done.inner or done, given.name), given, time.perf_counter() - start)
                say(given.name, number)
                start = time.perf_counter()
        yield from _failures(given, unread)
    except OutputError:
        raise
    except Exception as error:
        number = max((page.page or 0 for page in unread), default=number)
        yield from _failures(given, unread)
        yield _failed(given, None if number is None else number + 1, "unreadable", error)


def _failures(given: Input, unread: list[Unread]) -> Iterator[Failure]:
    """The pages that the reader could not read; the list is empty then."""
    while unread:
        page = unread.pop(0)
        yield Failure(given.name, page.page, "unreadable", page.message)


def _run(page: Page, stages: tuple[PageFunction, ...], settings: Settings) -> Page:
    if settings.mark:
        page = page.replace(history=(*page.history, settings.mark))
    for stage in stages:
        page = stage(page)
    if page.articles is None:
        raise StageError("the stages make no articles")
    return page


def _bare(page: Page) -> Page:
    """The page without what only `explain` asks for: a whole issue is held at once."""
    return page.replace(decisions=(), breaks=())


def _failed(given: Input, page: int | None, reason: Reason, error: Exception) -> Failure:
    text = str(error) if isinstance(error, PapercutError) else f"{type(error).__name__}: {error}"
    return Failure(given.name, page, "unreadable" if isinstance(error, InputError) else reason, text)


def _write(writer: ShardWriter, held: list[PageDone]) -> list[Row]:
    pages = linked([(done.page, done.facts) for done in held])
    rows = []
    for page, done in zip(pages, held, strict=True):
        writer.page(done._replace(page=page))
        articles = page.articles or ()
        rows.append(
            {
                "name": done.input.name, "stamp": done.input.stamp,
                "page": page.source.page, "sha256": page.source.sha256,
                "articles": len(articles), "seconds": round(done.seconds, 3),
                "confidence": min((round(a.confidence, 4) for a in articles), default=None),
                "notes": len(page.notes) + sum(len(a.notes) for a in articles),
                "empty": not any(text.strip() for text in page.raw),
            }
        )  # fmt: skip
    writer.joined(stories(pages))
    return rows
