"""Page documents, which filters pass on, and article documents, which papercut wrote, as input of the library: one a
line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from papercut.codec.articles import is_saved, pages_from_saved
from papercut.codec.page_reading import json_of, page_from_dict
from papercut.errors import InputError
from papercut.model.page import Page
from papercut.readers.source import MAX_PAGE, read_chunk


def document_pages(head: bytes, stream: BinaryIO, shown: str) -> Iterator[Page]:
    """The pages of page documents, of which `head` has been read, and those of articles that were written as JSON,
    which hold nothing but these. Raises `InputError`, which names the line, for what is neither."""
    data = head + read_chunk(stream, MAX_PAGE, shown)
    if len(data) > MAX_PAGE:
        raise InputError(f"{shown} is larger than {MAX_PAGE >> 20} MB: give its page documents one by one")
    held: list[dict[str, Any]] = []
    for number, row in enumerate(_rows(data), 1):
        if not row.strip(b" \t\r\xef\xbb\xbf"):
            continue
        try:
            data = json_of(row)
            if is_saved(data):
                held.append(data)
                continue
            yield from pages_from_saved(held)
            held = []
            yield page_from_dict(data)
        except InputError as error:
            raise InputError(f"{shown}, line {number}: {error}") from error
    yield from pages_from_saved(held)


def _rows(data: bytes) -> list[bytes]:
    """The lines, or all of it where it is one document that is laid out over several."""
    if data.lstrip(b" \t\r\n\xef\xbb\xbf")[:2] in (b"{\n", b"{\r") or data.lstrip()[:3] == b"{  ":
        return [data]
    return data.split(b"\n")
