"""Which format a file is in, told by what it holds and never by its name, and the reader for each."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, Literal, get_args

from papercut.codec.page import PAGE_START
from papercut.errors import InputError, UsageError
from papercut.model.page import Note, Page
from papercut.plugins.entry_points import plugins
from papercut.readers.failed_pages import Tell, Wanted
from papercut.readers.scan.heif import is_avif, is_heif
from papercut.readers.source import CHUNK, MAX_PAGE, read_chunk
from papercut.readers.text.lines import mended_markup

Format = Literal["auto", "text", "pdf", "hocr", "alto", "page", "abbyy", "tsv", "ocr-json", "scan"]
"""What a user can say that a file is; `auto` finds it out, and `scan` is an image, or a PDF of pictures."""

Ocr = Literal["auto", "never", "always"]
"""Which pages of a PDF are read as pictures: those without a text layer that can be right, none, or all."""

Engine = Literal["rapidocr", "tesseract"]
"""What reads an image."""

MAX_FILE = 256 << 20
"""A PDF or an image of more bytes is no newspaper page; the other formats end at `MAX_PAGE`."""

IMAGES: tuple[bytes, ...] = (
    b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+",
    b"\x00\x00\x00\x0cjP  ", b"\xff\x4f\xff\x51",
)  # fmt: skip
"""First bytes of PNG, JPEG, GIF, TIFF and JPEG 2000, as their specifications say; WebP, BMP, PPM, HEIC and AVIF have
more than one mark."""

ROOTS = {"alto": "alto", "PcGts": "page", "mets": "mets", "html": "html"}
"""Names of an XML file's first element that tell the format."""

_LITTLE = re.compile(rb"(?:\s\0)*[<{\[]\0")
_BIG = re.compile(rb"(?:\0\s)*\0[<{\[]")
"""UTF-16 without a mark that begins like XML or JSON."""

_LATE_PDF = re.compile(rb"\A[^%]{0,1024}[\r\n]%PDF-\d\.\d\s+(?:%[^\r\n]*[\r\n]+)*\d+ \d+ obj\b")
"""A PDF behind what a mail or web program left before it, which readers of PDF pass over."""

_PPM = re.compile(rb"P[456]\s(?:#[^\n]{0,200}\n|\s)*\d{1,6}\s+\d{1,6}\s")
_PROLOG = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE\s+(?P<type>[\w:.-]+)", re.DOTALL)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_HOCR = re.compile(r"""<\w[^<>]{0,2000}?(?:class\s*=\s*(?:["'][^"'<>]*\b)?ocr_page\b|name\s*=\s*["']?ocr-system\b)""")
_OWN = re.compile(rb"<softwareName>papercut</softwareName>|<Creator>papercut ")
"""In the head of ALTO or PAGE XML that papercut wrote, in which no text is in a wrong encoding any more."""
_TSV_ROW = (
    r"(?:(?:1\tN(?:\t0){4}|2(?:\tN){2}(?:\t0){3}|3(?:\tN){3}(?:\t0){2}|4(?:\tN){4}\t0)(?:\t\d+){4}\t-1|"
    r"5(?:\tN){5}(?:\t\d+){4}\t-?\d+(?:\.\d+)?)(?:\t[^\t\n]*)?(?:\n|\Z)"
).replace("N", r"[1-9]\d*")
"""A row of Tesseract's TSV: its level, as many numbers from 1 on as the level says, and noughts for those below it. A
table of any other figures has none of these."""
_TSV = re.compile(
    r"level\tpage_num\t(?:block_num\tpar_num|par_num\tblock_num)\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\r?\n"
    r"|level,page_num,block_num,par_num,line_num,word_num,left,top,width,height,conf,text\r?\n"
    rf"|(?:[^\n]{{0,400}}\n)?(?:{_TSV_ROW}){{2}}"
)
"""The columns of Tesseract's TSV, or of Poppler's; or, where they are lost, two rows of it, perhaps behind one that is
cut."""


def found_format(head: bytes) -> str:
    """The format of a file that begins with these bytes: one of `Format`'s, or `document` for a page document, or
    `mets`; `text` if it is none of the others."""
    if head.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\0").startswith(b"%PDF-") or _LATE_PDF.search(head[:2048]):
        return "pdf"
    webp = head.startswith(b"RIFF") and head[8:12] == b"WEBP"
    bmp = head.startswith(b"BM") and head[6:10] == b"\0\0\0\0" and head[14:18] in (b"\x28\0\0\0", b"\x7c\0\0\0")
    if head.startswith(IMAGES) or webp or bmp or _PPM.match(head) or is_heif(head) or is_avif(head):
        return "scan"
    if PAGE_START.match(head):
        return "document"
    text = readable(head)
    start = text[:64].lstrip()[:1]
    if start == "<":
        return _markup(text)
    if start in ("[", "{", '"', "("):
        from papercut.readers.ocr.json_or_text import is_json

        if is_json(text, whole=len(head) < CHUNK):
            return "ocr-json"
    if "\t[" in text[:1100] or " ppocr " in text[:60] or "{" in text[:2100] or "[[" in text[:2100]:
        from papercut.readers.ocr.json_or_text import begins_at, is_labels, is_log, is_sound

        if is_labels(text) or is_log(text):
            return "ocr-json"
        if (at := begins_at(text)) and is_sound(text[at:], whole=len(head) < CHUNK):
            return "ocr-json"
    return "tsv" if _TSV.match(text) else "text"


def readable(head: bytes) -> str:
    """What is ASCII in the first bytes: enough to tell formats by, whatever the encoding."""
    if head.startswith(b"\xff\xfe") or _LITTLE.match(head):
        return head[:CHUNK].decode("utf-16-le", "replace").removeprefix("\ufeff")
    if head.startswith(b"\xfe\xff") or _BIG.match(head):
        return head[:CHUNK].decode("utf-16-be", "replace").removeprefix("\ufeff")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _markup(text: str) -> str:
    """The format of what begins like XML or HTML."""
    at = 0
    while match := _PROLOG.match(text, at):
        at = match.end()
        if match["type"]:
            name = match["type"].rpartition(":")[2]
            break
    else:
        root = _ROOT.match(text, at)
        name = root[1] if root else ""
    form = ROOTS.get(name) or ROOTS.get(name.lower(), "")
    if form in ("alto", "page", "mets"):
        return form
    if name == "document" and ("FineReader_xml" in text[: at + 2000] or "<charParams " in text):
        return "abbyy"
    return "hocr" if _HOCR.search(text) else "text"


def check(form: str, ocr: str, engine: str) -> None:
    """Raise `UsageError` if there is no such format, way of OCR, or OCR engine, also of other packages, and
    `PluginError` if their package is broken."""
    if ocr in get_args(Engine):
        raise UsageError(f"the OCR engine is chosen with --ocr-engine {ocr} (in Python ocr_engine={ocr!r})")
    if ocr not in get_args(Ocr):
        raise UsageError(f"there is no way of OCR {ocr!r}: one of {', '.join(get_args(Ocr))}")
    if form not in get_args(Format):
        from papercut.readers.plugin_readers import reader_named

        if form not in plugins("reader", get_args(Format)):
            raise UsageError(f"there is no format {form!r}: one of {', '.join(format_names())}")
        reader_named(form, get_args(Format))
    if engine not in get_args(Engine):
        from papercut.readers.scan.engines import maker_of

        if engine not in plugins("OCR engine", get_args(Engine)):
            raise UsageError(f"there is no OCR engine {engine!r}: one of {', '.join(engine_names())}")
        maker_of(engine)


def format_names() -> tuple[str, ...]:
    """What a user can say that a file is: papercut's own names, then those of other packages."""
    return (*get_args(Format), *plugins("reader", get_args(Format)))


def engine_names() -> tuple[str, ...]:
    """The OCR engines: papercut's own, then those of other packages."""
    return (*get_args(Engine), *plugins("OCR engine", get_args(Engine)))


def format_pages(
    form: str,
    head: bytes,
    stream: BinaryIO,
    name: str,
    shown: str,
    *,
    encoding: str,
    password: str | None,
    ocr: str,
    engine: str,
    unread: Tell,
    wanted: Wanted,
    auto: bool = False,
) -> Iterator[Page]:
    """The pages of a file in any format but text, of which `head` has been read. `unread` is told of pages that cannot
    be read, `wanted` is asked whether a page shall be. `auto` says that the format was found out, not given: JSON of a
    shape that papercut does not know may be that of another package then. Raises `InputError` if the file is not sound,
    too large, or in a format that this papercut does not read.
    """  # fmt: skip
    if form == "mets":
        raise InputError(f"{shown} is a METS file, which only names the files of an issue: give its ALTO files instead")
    if form not in get_args(Format):
        from papercut.readers.plugin_readers import plugin_pages, reader_named

        data = _whole(head, stream, shown, MAX_FILE)
        for page in plugin_pages(reader_named(form, get_args(Format)), data, name, shown):
            if wanted(page.source.page, None):
                yield page
        return
    if form in ("pdf", "scan"):
        data = _whole(head, stream, shown, MAX_FILE)
        if found_format(data) == "pdf" or form == "pdf":
            from papercut.readers.pdf.document import pdf_pages

            how = ocr if form == "pdf" else "always"
            yield from pdf_pages(
                data, name, shown, password=password, ocr=how, engine=engine, unread=unread, wanted=wanted
            )
        else:
            if ocr == "never":
                raise InputError(f"{shown} is an image, and with --ocr never no image is read: leave --ocr at auto")
            from papercut.readers.scan.pages import scan_pages

            yield from scan_pages(data, name, shown, engine=engine, unread=unread, wanted=wanted)
        return
    data = _whole(head, stream, shown, MAX_FILE if form == "abbyy" else MAX_PAGE)
    digest = hashlib.sha256(data).hexdigest()
    if form == "alto":
        from papercut.readers.xml.alto import alto_pages as pages
    elif form == "page":
        from papercut.readers.xml.page_xml import page_xml_pages as pages
    elif form == "abbyy":
        from papercut.readers.xml.abbyy import abbyy_pages as pages
    elif form == "tsv":
        from papercut.readers.ocr.tesseract_tsv import tsv_pages as pages
    elif form == "hocr":
        from papercut.readers.ocr.hocr import hocr_pages

        pages = partial(hocr_pages, unread=unread)
    else:
        from papercut.readers.ocr.service_json import ocr_json_pages

        pages = partial(ocr_json_pages, unread=unread)
    notes: tuple[Note, ...] = ()
    whole = data
    if encoding == "auto" and not _OWN.search(data[:4096]):
        data, notes = mended_markup(data, shown)
    found = pages(data, name, shown, digest, encoding=encoding)
    if form == "ocr-json" and auto:
        found = _or_elsewhere(found, whole, name, shown)
    for page in found:
        if wanted(page.source.page, None):
            yield page.replace(notes=(*page.notes, *notes)) if notes else page


def _or_elsewhere(pages: Iterator[Page], data: bytes, name: str, shown: str) -> Iterator[Page]:
    """These pages, or, if papercut does not know the file, those of the reader of another package that does."""
    try:
        first = next(pages, None)
    except InputError as error:
        from papercut.readers.plugin_readers import plugin_pages, reader_named

        form = format_elsewhere(data[:CHUNK], name, error)
        if form is None:
            raise
        yield from plugin_pages(reader_named(form, get_args(Format)), data, name, shown)
        return
    if first is not None:
        yield first
        yield from pages


def knows_elsewhere(head: bytes, name: str) -> bool:
    """Whether the reader of another package knows a file that begins so."""
    try:
        return format_elsewhere(head, name, None) is not None
    except InputError:  # several do: which of them is said when it is read
        return True


def format_elsewhere(head: bytes, name: str, refusal: InputError | None) -> str | None:
    """The name of the reader of another package that knows a file; None if none does.

    `refusal` is what papercut says of a file that it does not take itself. Raises it with what is wrong with readers
    that could not be asked, and `InputError` if several know the file.
    """
    from papercut.readers.plugin_readers import claimed

    found, faults = claimed(head, name, get_args(Format))
    if found is None and refusal is not None and faults:
        raise InputError(f"{refusal} ({'; '.join(faults)})") from refusal
    return found.name if found else None


def _whole(head: bytes, stream: BinaryIO, shown: str, limit: int) -> bytes:
    """All bytes of a file that begins with `head`. Raises `InputError` if there are more than `limit`."""
    rest = read_chunk(stream, max(0, limit - len(head)) + 1, shown)
    if len(head) + len(rest) > limit:
        raise InputError(f"{shown} is larger than {limit >> 20} MB: this is no newspaper page; split the file")
    return head + rest
