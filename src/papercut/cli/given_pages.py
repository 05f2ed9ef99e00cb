"""The pages of one input: read from a file, or taken from documents that papercut wrote."""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from papercut.codec.articles import is_saved, page_from_saved, pages_from_saved, values
from papercut.codec.page import PAGE_START
from papercut.corrections.outputs import is_index_file, page_files, saved_pages
from papercut.errors import InputError, NoPageError
from papercut.model.page import Note, Page
from papercut.plurals import counted
from papercut.readers import Reading, Unread, read_pages
from papercut.readers.failed_pages import Tell, Wanted
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


def given_pages(name: str, reading: Reading, unread: Tell, saved: bool, wanted: Wanted) -> Iterator[Given]:
    """The pages of an input; `-` is standard input. `saved` is whether articles that were written as JSON are taken."""
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
            yield from _chosen(documents(stream, name, saved), name, reading.pages)
            return
    for page in read_pages(path, **reading._asdict(), unread=unread, wanted=wanted):
        yield Given(page, False)


def _from_stream(
    stream: BinaryIO, name: str, reading: Reading, unread: Tell, saved: bool, wanted: Wanted
) -> Iterator[Given]:
    head = _head(stream, name)
    whole = io.BufferedReader(_Rejoined(head, stream))
    if reading.format == "auto" and PAGE_START.match(head):
        yield from _chosen(documents(whole, name, saved), name, reading.pages)
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


def documents(stream: BinaryIO, name: str, saved: bool) -> Iterator[Given]:
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
