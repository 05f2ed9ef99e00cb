"""Readers: from a path, bytes, a binary file or a string to pages.

In: a file of any kind. Out: pages with raw lines, and boxes where the file has them. Read in this order: `source`,
`formats`, which finds out what a file is and picks the reader, then `text`, `pdf`, `scan`, `ocr`, `xml` or
`page_document`. `refused_…` and `signatures` are about files that are no page, `failed_pages` and `page_ranges` about
pages that are not read; `printed_page`, `file_lines`, `line_words` and `type_size` are shared by formats with boxes,
`child_…` are processes that may die, `plugin_…` readers of other packages.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from papercut.errors import InputError, NoPageError, UsageError
from papercut.model.page import Note, Page, Source
from papercut.plurals import counted
from papercut.readers import formats
from papercut.readers.failed_pages import Tell, Unread, Wanted, all_pages, combined_error
from papercut.readers.page_ranges import chosen
from papercut.readers.refused_files import refuse_binary, refuse_foreign
from papercut.readers.source import CHUNK, opened, printable, read_chunk, split_pages
from papercut.readers.text.decoding import decode
from papercut.readers.text.encoding import detected_encoding, more_likely, named
from papercut.readers.text.lines import STAGE, anew, hopeless, line_ends, page_from_text

__all__ = ["Reading", "Unread", "read", "read_pages", "read_text", "read_text_pages"]


_FILE_NAME = re.compile(
    r"[^\n\f]{1,255}\.(?:txt|text|md|csv|tsv|pdf|x?html?|hocr|xml|alto|jsonl?|png|jpe?g|tiff?|webp|bmp|gif|jp2|heic"
    r"|zip|tar|t?gz|docx?|epub|rtf|db)",
    re.IGNORECASE,
)
"""What a string looks like that should have been a path: one line that ends as the names of files do."""


_PLAIN_NAME = re.compile(r"(?:.*/)?[^./]*|.*\.(?:txt|text|md)", re.IGNORECASE | re.DOTALL)
"""What files of text are called."""

_OTHER_NAME = re.compile(
    r".*\.(?:pdf|png|jpe?g|tiff?|webp|bmp|gif|jp2|j2k|heic|heif|avif|p[bgnp]m|x?html?|hocr|xml|alto|tsv|csv|jsonl?"
    r"|zip|tar|t?gz|docx?|epub|rtf|db)",
    re.IGNORECASE | re.DOTALL,
)
"""What files of other formats are called: an empty one is no page, but a copy or a download that failed."""

LATIN = "Latin-1"
LONGEST_PATH = 4096
"""Characters; no path is longer."""


class Reading(NamedTuple):
    """How files are to be read: what `read_pages` takes, but for the source and its name."""

    encoding: str = "auto"
    format: str = "auto"
    password: str | None = None
    ocr: str = "auto"
    ocr_engine: str = "rapidocr"
    pages: str = ""


def read(
    source: Path | bytes | BinaryIO | str,
    *,
    encoding: str = "auto",
    name: str | None = None,
    format: str = "auto",
    password: str | None = None,
    ocr: str = "auto",
    ocr_engine: str = "rapidocr",
) -> Page:
    """Read the single page of a file, of bytes, of an open binary file, or of a string. A string is always text.

    `encoding` is the name of a codec, or `auto`. `name` is the name of the page in the output and in messages, if the
    source has no name of its own. `format` is the format of the file; `auto` detects it from the content. `password`,
    `ocr` and `ocr_engine` are described at `read_pages`.

    Raises `InputError` if the source cannot be read, is in an unknown format, or has several pages. Raises `UsageError`
    for an unknown encoding, format or OCR engine.
    """  # fmt: skip
    reading = Reading(encoding, format, password, ocr, ocr_engine)
    pages = read_pages(source, name=name, **reading._asdict())
    page = next(pages)
    if next(pages, None) is not None:
        raise InputError(f"{_shown(source, name)} holds several pages: iterate over read_pages() to get them all")
    return page


def read_pages(
    source: Path | bytes | BinaryIO | str,
    *,
    encoding: str = "auto",
    name: str | None = None,
    format: str = "auto",
    password: str | None = None,
    ocr: str = "auto",
    ocr_engine: str = "rapidocr",
    pages: str = "",
    unread: Tell | None = None,
    wanted: Wanted = all_pages,
) -> Iterator[Page]:
    """Read the pages of a file, of bytes, of an open binary file, or of a string, one by one.

    In plain text, a form feed ends a page. If nothing follows the last form feed, it does not begin a new page. Lines
    of text are counted from 1 on each page; `source.first_line` says where in the file the page begins. An empty file
    is one page without text; if its name ends as those of other formats do, such as `.pdf`, it cannot be read.

    `password` opens a PDF that is protected. `ocr` says which pages of a PDF are read by OCR: `auto` those without a
    usable text layer, `never` none (a picture is refused then), `always` all. `ocr_engine` is the OCR engine.
    `encoding`, `name` and `format` are described at `read`.

    `pages` names the pages to read: `2-5,9`, or `20-` for all from there on. Pages are counted from 1, in the file.

    A page that cannot be read does not affect other pages. `unread` is called for each such page, before the pages
    after it come. Without `unread`, all other pages come first, and then one `InputError` names the pages that cannot
    be read. Apart from that, this function raises the same errors as `read`, when the page in question is requested.

    `wanted` is called before each page, with its number and the number of pages if it is known. It returns whether the
    page is to be read. For PDF and pictures it is asked before the page is read, for other formats when the text is at
    hand.
    """  # fmt: skip
    formats.check(format, ocr, ocr_engine)
    if pages:
        yield from _chosen_pages(
            source, name, pages, unread, wanted, Reading(encoding, format, password, ocr, ocr_engine)
        )
        return
    if isinstance(source, str):
        if format not in ("auto", "text"):
            raise UsageError(f"a str is always text: to have it read as {format}, give its bytes or a Path")
        yield from (page for page in read_text_pages(source, name=name or "") if wanted(page.source.page, None))
        return
    if not (isinstance(source, (Path, bytes, bytearray, memoryview)) or hasattr(source, "read")):
        raise UsageError(f"{type(source).__name__} is nothing to read: give text, bytes, a Path or an open binary file")
    failed: list[Unread] = []
    tell = failed.append if unread is None else unread
    shown = _shown(source, name)
    title = name if name is not None else _name(source)
    path = isinstance(source, Path) and name is None
    with opened(source, shown) as stream:
        head = read_chunk(stream, CHUNK, shown)
        if not head and format == "auto" and _OTHER_NAME.fullmatch(title):
            raise InputError(f"{shown} is empty: there is no page in it; copy or download it again")
        form = formats.found_format(head) if format == "auto" else format
        if format == "auto" and form == "text":
            form = _text_or_elsewhere(head, title, shown, path)
        if form == "document":
            from papercut.readers.page_document import document_pages

            told = enumerate(document_pages(head, stream, shown), 1)
            yield from (page for number, page in told if wanted(number, None))
        elif form == "text":
            if format != "auto" and encoding == "auto":
                refuse_binary(head, shown, path=path)
            for page in _text_pages(head, stream, title, shown, encoding):
                number = page.source.page
                if not wanted(number, None):
                    continue
                if format == "auto" and (why := hopeless(page)):
                    where = f"{shown}, page {number}" if number > 1 else shown
                    said = f"{where} cannot be read: {why}; --from text takes it as it is"
                    if encoding == "auto" and page.source.encoding != "utf-8":
                        said = f"{where} cannot be read: {why}, or the right --encoding; --from text takes it as it is"
                    tell(Unread(number, said))
                    continue
                yield page
        else:
            yield from formats.format_pages(
                form, head, stream, title, shown, encoding=encoding, password=password, ocr=ocr, engine=ocr_engine,
                unread=tell, wanted=wanted, auto=format == "auto",
            )  # fmt: skip
    if failed:
        raise combined_error(failed)


def _chosen_pages(
    source: Path | bytes | BinaryIO | str, name: str | None, pages: str, unread: Tell | None, wanted: Wanted,
    reading: Reading,
) -> Iterator[Page]:  # fmt: skip
    """Those of the pages that are named. Raises `NoPageError` if the file has none of them."""
    there, last = False, 0
    by_number = chosen(pages)

    def both(number: int, count: int | None) -> bool:
        nonlocal there, last
        own = by_number(number)
        there, last = there or own, max(last, number)
        return wanted(number, count) and own

    yield from read_pages(source, name=name, **reading._asdict(), unread=unread, wanted=both)
    if not there:
        has = counted(last, "page")
        raise NoPageError(f"{_shown(source, name)} has only {has}, but {pages} was asked for")


def _text_or_elsewhere(head: bytes, title: str, shown: str, path: bool) -> str:
    """The format of what is none of papercut's own: `text`, or the name of a plugin that knows it. Plugins are asked if
    a file is no page for papercut, begins like XML, or is not called as files of text are. Raises `InputError` for what
    nobody reads."""
    text = formats.readable(head)
    try:
        refuse_foreign(head, text, shown, path=path)
    except InputError as error:
        form = formats.format_elsewhere(head, title, error)
        if form is None:
            raise
        return form
    if text[:64].lstrip()[:1] != "<" and _PLAIN_NAME.fullmatch(title):
        return "text"
    return formats.format_elsewhere(head, title, None) or "text"


def _text_pages(head: bytes, stream: BinaryIO, title: str, shown: str, encoding: str) -> Iterator[Page]:
    """The pages of text, of which `head` has been read."""
    likely = None
    if encoding == "auto":
        # what is not ASCII may come late in a long file
        while head.isascii() and len(head) % CHUNK == 0 and len(head) < 16 * CHUNK:
            more = read_chunk(stream, CHUNK, shown)
            if not more:
                break
            head += more
        how = detected_encoding(head, len(head) % CHUNK != 0, shown)
    else:
        how = named(encoding, head)
        likely = more_likely(head, how)
    first_line = 1
    mended = how.codecs[0].endswith("_in_utf_8")
    for part in split_pages(head, stream, how.feed, shown, 1 if mended else 0):
        data = part.data[how.mark :] if part.number == 1 else part.data
        text, spelled, bad, offsets = decode(data, how, part.offset + (how.mark if part.number == 1 else 0))
        page = page_from_text(
            text,
            Source(title, "text", spelled, part.number, part.digest, first_line=first_line),
            bad,
            offsets,
            mend=not likely,
        )
        if mended:
            said = f"{spelled.upper()} that was read as {LATIN}"
            page = page.replace(notes=(*page.notes, anew(page.raw, said)))
        if likely:
            doubt = f"read as {spelled}, as asked, but the bytes look like {likely}: leave the encoding to auto"
            page = page.replace(notes=(*page.notes, Note("encoding-doubt", STAGE, (), doubt)))
        elif (doubt := how.doubt(spelled)) and not (data.isascii() and text.isascii() and how.codecs != ("utf-8",)):
            page = page.replace(notes=(*page.notes, Note("encoding-doubt", STAGE, (), doubt)))
        yield page
        first_line += line_ends(text)


def read_text(text: str, *, name: str = "") -> Page:
    """Return the page of a string. A form feed in it counts as white space."""
    if not isinstance(text, str):
        raise UsageError(f"read_text takes a str, not {type(text).__name__}: read() takes bytes, paths and files")
    _check_text(text)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return page_from_text(text, Source(name, "text", None, 1, digest))


def read_text_pages(text: str, *, name: str = "") -> Iterator[Page]:
    """The pages of a string, which form feeds end as they do in a file."""
    _check_text(text)
    parts = text.split("\f")
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    first_line = 1
    for number, part in enumerate(parts, 1):
        digest = hashlib.sha256(part.encode("utf-8", "surrogatepass")).hexdigest()
        yield page_from_text(part, Source(name, "text", None, number, digest, first_line=first_line))
        first_line += line_ends(part)


def _check_text(text: str) -> None:
    """Refuse a string that is the path of a file, and warn where one only looks like it. No file is opened: what comes
    from anywhere must not be able to ask for files.

    Raises `UsageError` that says how to have the file read, or else this very text.
    """
    if text and len(text) <= LONGEST_PATH and "\n" not in text and os.path.isfile(text):  # noqa: PTH113 - never raises
        raise UsageError(
            f"{text!r} is the path of a file, and a str is always text: give Path({text!r}) for the file, "
            "or the text's bytes (.encode()) if it is meant itself"
        )
    if not _FILE_NAME.fullmatch(text):
        return
    frame, level = sys._getframe(), 1
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith("papercut."):
        frame, level = frame.f_back, level + 1
    said = f"{text!r} is taken as text, as every str is, but looks like the name of a file: that is Path({text!r})"
    warnings.warn(said, stacklevel=level)


def _name(source: Path | bytes | BinaryIO | str) -> str:
    if isinstance(source, Path):
        return source.name
    own = getattr(source, "name", None)
    return Path(own).name if isinstance(own, str) else ""


def _shown(source: Path | bytes | BinaryIO | str, name: str | None) -> str:
    """What messages call the source; safe on a terminal."""
    if name:
        return printable(name)
    if isinstance(source, str):
        return "the text"
    return printable(str(source) if isinstance(source, Path) else _name(source) or "the input")
