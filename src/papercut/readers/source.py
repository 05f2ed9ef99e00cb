"""From a path, bytes or a binary file to the bytes of its pages, one page at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

from papercut.errors import InputError

CHUNK = 1 << 20
"""Bytes read at once; also the most that the encoding is told from."""

MAX_PAGE = 128 << 20
"""No newspaper page has this many bytes: a pipe that never ends its page is stopped here, not by the kernel."""

BLANK = b" \t\r\n\v\f"
"""The white space of ASCII."""


class PageBytes(NamedTuple):
    """The bytes of one page: `offset` is where they begin in the file, `digest` the sha256 of the page."""

    number: int
    offset: int
    data: bytes
    digest: str


def printable(name: str) -> str:
    """`name` with every character that could act on a terminal written as an escape."""
    return "".join(ch if ch.isprintable() else ch.encode("unicode_escape").decode("ascii") for ch in name)


@contextmanager
def opened(source: Path | bytes | BinaryIO, shown: str) -> Iterator[BinaryIO]:
    """The source as a binary file. Raises `InputError` if it cannot be opened; only a path is closed at the end."""
    if isinstance(source, Path):
        try:
            if source.is_dir():
                way = f"name the files in it, or run papercut batch {_quoted(shown)} -o out"
                raise InputError(f"{shown} is a folder: {way}")
            stream = source.open("rb")
        except (OSError, ValueError) as error:
            raise _unreadable(shown, error) from error
        with stream:
            yield stream
    elif isinstance(source, (bytes, bytearray, memoryview)):
        yield BytesIO(source)
    else:
        yield source


def _quoted(name: str) -> str:
    import shlex

    return shlex.quote(name)


def read_chunk(stream: BinaryIO, size: int, shown: str) -> bytes:
    """Up to `size` bytes, fewer only at the end. Raises `InputError` if reading fails or gives no bytes."""
    held: list[bytes] = []
    while size > 0:
        try:
            chunk = stream.read(size)
        except (OSError, ValueError) as error:
            raise _unreadable(shown, error) from error
        if not chunk:  # the end, or nothing yet in a pipe that does not wait
            break
        if not isinstance(chunk, bytes):
            raise InputError(f"{shown} gives {type(chunk).__name__}, not bytes: open it in binary mode ('rb')")
        held.append(chunk)
        size -= len(chunk)
    return held[0] if len(held) == 1 else b"".join(held)


def split_pages(head: bytes, stream: BinaryIO, feed: bytes, shown: str, unit: int = 0) -> Iterator[PageBytes]:
    """The pages of a file whose first bytes `head` have been read: a form feed, encoded as `feed`, ends a page. All
    characters have `unit` bytes, or a multiple of it; by default as many as the form feed.

    What follows the last form feed is no page if it is nothing or white space of ASCII; a blank part
    between two form feeds is one, so that the pages keep their numbers. Holds two pages at most. The digest of a
    file's only page is that of the file. Raises `InputError` at `MAX_PAGE` bytes without a form feed.
    """
    whole = hashlib.sha256(head)
    held: list[bytes] = []
    length = 0
    offset = 0
    number = 1
    waiting: PageBytes | None = None
    chunk = head
    carry = b""
    while chunk:
        chunk = carry + chunk
        carry = b""
        start = 0
        while (end := _find(chunk, feed, start, unit or len(feed))) >= 0:
            held.append(chunk[start:end])
            data = b"".join(held)
            if waiting:
                yield waiting
            waiting = PageBytes(number, offset, data, hashlib.sha256(data).hexdigest())
            offset += len(data) + len(feed)
            number += 1
            held, length = [], 0
            start = end + len(feed)
        rest = chunk[start:]
        # a form feed of several bytes may lie across two chunks
        odd = len(rest) % len(feed)
        if odd:
            rest, carry = rest[:-odd], rest[-odd:]
        held.append(rest)
        length += len(rest)
        if length > MAX_PAGE:
            raise InputError(
                f"{shown}: page {number} is longer than {MAX_PAGE >> 20} MB without an end: "
                "this is no newspaper page; split the input at form feeds"
            )
        chunk = read_chunk(stream, CHUNK, shown)
        whole.update(chunk)
    data = b"".join((*held, carry))
    last = number == 1 or not _is_blank(data, feed)
    if waiting:
        only = number == 2 and not last
        yield waiting._replace(digest=whole.hexdigest()) if only else waiting
    if last:
        digest = whole if number == 1 else hashlib.sha256(data)
        yield PageBytes(number, offset, data, digest.hexdigest())


def _is_blank(data: bytes, feed: bytes) -> bool:
    """Whether bytes are nothing but white space of ASCII, in the encoding that has this form feed: in UTF-16 and UTF-32
    the bytes of white space are also parts of other characters."""
    size = len(feed)
    if size == 1 or data.strip(BLANK + b"\0"):
        return not data.strip(BLANK)
    white = {feed.replace(b"\f", bytes((byte,))) for byte in BLANK}
    return all(data[at : at + size] in white for at in range(0, len(data), size))


def _find(chunk: bytes, feed: bytes, start: int, unit: int) -> int:
    """The next `feed` at or after `start` that lies on a boundary of characters, or -1."""
    at = chunk.find(feed, start)
    while at >= 0 and (at - start) % unit:
        at = chunk.find(feed, at + 1)
    return at


def _unreadable(shown: str, error: Exception) -> InputError:
    if isinstance(error, FileNotFoundError):
        return InputError(f"{shown}: there is no such file: check the path, or give - for standard input")
    if isinstance(error, PermissionError):
        return InputError(f"{shown} cannot be read: permission denied: check the file's owner and mode")
    reason = getattr(error, "strerror", None) or str(error)
    return InputError(f"{shown} cannot be read: {printable(reason).rstrip('.')}: check the path and the disk")
