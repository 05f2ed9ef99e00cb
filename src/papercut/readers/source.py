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

MAGIC: tuple[tuple[bytes, str, str], ...] = (
    # first bytes, what it is, the way out
    (b"%PDF-", "a PDF", "run pdftotext {name} - | papercut clean"),
    (b"\x89PNG\r\n", "a PNG image", "run OCR on it first, for example tesseract {name} - | papercut clean"),
    (b"\xff\xd8\xff", "a JPEG image", "run OCR on it first, for example tesseract {name} - | papercut clean"),
    (b"GIF8", "a GIF image", "run OCR on it first, for example tesseract {name} - | papercut clean"),
    (b"II*\x00", "a TIFF image", "run OCR on it first, for example tesseract {name} - | papercut clean"),
    (b"MM\x00*", "a TIFF image", "run OCR on it first, for example tesseract {name} - | papercut clean"),
    (b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 image", "run OCR on it first"),
    (b"RIFF", "a RIFF file (image, sound or film)", "give its text instead"),
    (b"AT&TFORM", "a DjVu file", "run djvutxt {name} | papercut clean"),
    (b"PK\x03\x04", "a ZIP archive (or an office document)", "unpack it, or save it as plain text, and give that"),
    (b"PK\x05\x06", "an empty ZIP archive", "give the text itself"),
    (b"\x1f\x8b", "gzip data", "run gzip -dc {name} | papercut clean"),
    (b"BZh", "bzip2 data", "run bzip2 -dc {name} | papercut clean"),
    (b"\xfd7zXZ\x00", "xz data", "run xz -dc {name} | papercut clean"),
    (b"\x28\xb5\x2f\xfd", "zstd data", "run zstd -dc {name} | papercut clean"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it and give the text"),
    (b"Rar!\x1a\x07", "a RAR archive", "unpack it and give the text"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document", "save it as plain text and give that"),
    (b"\x7fELF", "a program", "give the text of a page"),
    (b"SQLite format 3\x00", "a database", "export its text and give that"),
)
"""Files that are often given for text, told by their first bytes. Numbers: the formats' own specifications."""


BLANK = b" \t\r\n\v\f\0"
"""The bytes of white space, in UTF-16 too."""


class Part(NamedTuple):
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
                raise InputError(f"{shown} is a directory: name the files in it, for example {shown}/*.txt")
            stream = source.open("rb")
        except (OSError, ValueError) as error:
            raise _unreadable(shown, error) from error
        with stream:
            yield stream
    elif isinstance(source, (bytes, bytearray, memoryview)):
        yield BytesIO(source)
    else:
        yield source


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


def refuse_binary(head: bytes, shown: str) -> None:
    """Raise `InputError` if the first bytes are those of a well-known format that is not text."""
    for magic, what, way_out in MAGIC:
        if head.startswith(magic):
            import shlex

            raise InputError(f"{shown} is {what}: {way_out.format(name=shlex.quote(shown))}")


def split_pages(head: bytes, stream: BinaryIO, feed: bytes, shown: str) -> Iterator[Part]:
    """The pages of a file whose first bytes `head` have been read: a form feed, encoded as `feed`, ends a page.

    What follows the last form feed is no page if it is nothing or white space of ASCII; a blank part
    between two form feeds is one, so that the pages keep their numbers. Holds two pages at most. The digest of a
    file's only page is that of the file. Raises `InputError` at `MAX_PAGE` bytes without a form feed.
    """
    whole = hashlib.sha256(head)
    held: list[bytes] = []
    length = 0
    offset = 0
    number = 1
    waiting: Part | None = None
    chunk = head
    carry = b""
    while chunk:
        chunk = carry + chunk
        carry = b""
        start = 0
        while (end := _find(chunk, feed, start)) >= 0:
            held.append(chunk[start:end])
            data = b"".join(held)
            if waiting:
                yield waiting
            waiting = Part(number, offset, data, hashlib.sha256(data).hexdigest())
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
    last = number == 1 or bool(data.strip(BLANK))
    if waiting:
        only = number == 2 and not last
        yield waiting._replace(digest=whole.hexdigest()) if only else waiting
    if last:
        digest = whole if number == 1 else hashlib.sha256(data)
        yield Part(number, offset, data, digest.hexdigest())


def _find(chunk: bytes, feed: bytes, start: int) -> int:
    """The next `feed` at or after `start` that lies on a boundary of characters, or -1."""
    at = chunk.find(feed, start)
    while at >= 0 and (at - start) % len(feed):
        at = chunk.find(feed, at + 1)
    return at


def _unreadable(shown: str, error: Exception) -> InputError:
    if isinstance(error, FileNotFoundError):
        return InputError(f"{shown}: there is no such file: check the path, or give - for standard input")
    if isinstance(error, PermissionError):
        return InputError(f"{shown} cannot be read: permission denied: check the file's owner and mode")
    reason = getattr(error, "strerror", None) or str(error)
    return InputError(f"{shown} cannot be read: {printable(reason).rstrip('.')}: check the path and the disk")
