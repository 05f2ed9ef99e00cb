"""Page documents, which filters pass on, as input of the library: one a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from papercut.codec.page import page_from_json
from papercut.errors import InputError
from papercut.model.page import Page
from papercut.readers.source import MAX_PAGE, read_chunk


def document_pages(head: bytes, stream: BinaryIO, shown: str) -> Iterator[Page]:
    """The pages of page documents, of which `head` has been read. Raises `InputError`, which names the line, for what
    is none: articles that were written as JSON are no page to read."""
    data = head + read_chunk(stream, MAX_PAGE, shown)
    if len(data) > MAX_PAGE:
        raise InputError(f"{shown} is larger than {MAX_PAGE >> 20} MB: give its page documents one by one")
    for number, row in enumerate(data.split(b"\n"), 1):
        if not row.strip(b" \t\r\xef\xbb\xbf"):
            continue
        try:
            yield page_from_json(row)
        except InputError as error:
            raise InputError(f"{shown}, line {number}: {error}") from error
