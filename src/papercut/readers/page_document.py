"""Page documents, which filters pass on, one a line, and article documents, which papercut wrote, as input of the
library."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from papercut.appearance import shown
from papercut.codec.articles import is_saved, pages_from_saved, values
from papercut.codec.page_reading import page_from_json
from papercut.errors import InputError
from papercut.model.law import misplaced
from papercut.model.page import Note, Page
from papercut.plurals import counted
from papercut.readers.printed_page import STAGE
from papercut.readers.source import MAX_PAGE, read_chunk

BROKEN = "odd-record"
"""The code of notes on page documents that break the law."""


def document_pages(head: bytes, stream: BinaryIO, shown: str) -> Iterator[Page]:
    """The pages of page documents, of which `head` has been read, or those of articles that were written as JSON, which
    hold nothing but these. Raises `InputError`, which names the line, for what is neither."""
    data = head + read_chunk(stream, MAX_PAGE, shown)
    if len(data) > MAX_PAGE:
        raise InputError(f"{shown} is larger than {MAX_PAGE >> 20} MB: give its page documents one by one")
    try:
        if saved := _saved(data):
            yield from pages_from_saved(saved)
            return
    except InputError as error:
        raise InputError(f"{shown}: {error}") from error
    for number, row in enumerate(data.split(b"\n"), 1):
        if not row.strip(b" \t\r\xef\xbb\xbf"):
            continue
        try:
            yield checked_page(row)[0]
        except InputError as error:
            raise InputError(f"{shown}, line {number}: {error}") from error


def checked_page(row: str | bytes) -> tuple[Page, list[Note]]:
    """The page of a page document, with new notes if a program or a person has broken the rule that each visible
    character of it is in one place. Raises `InputError` as `page_from_json` does."""
    page = page_from_json(row)
    inner = page.inner or page
    found = list(misplaced(inner))
    lost, twice = sum(len(columns) for _, columns, _ in found), sum(len(columns) for _, _, columns in found)
    runs = tuple((number, number) for number, _, _ in found)
    notes = []
    if lost:
        said = counted(lost, "character of the page is", "characters of the page are")
        notes.append(Note(BROKEN, STAGE, runs, f"{said} in no text of this page document, which was changed"))
    if twice:
        said = counted(twice, "character of the page is", "characters of the page are")
        notes.append(Note(BROKEN, STAGE, runs, f"{said} in several texts of this page document, which was changed"))
    new = [note for note in notes if note not in page.notes]  # one that was read before has it
    return shown(inner.replace(notes=(*inner.notes, *new))) if new else page, new


def _saved(data: bytes) -> list[dict[str, Any]]:
    """The article documents that these are, however they are laid out; nothing if they are something else."""
    if b'"raw"' in data:
        return []
    try:
        found = list(values(data.decode("utf-8", "replace")))
    except (ValueError, RecursionError):
        return []
    return found if all(map(is_saved, found)) else []
