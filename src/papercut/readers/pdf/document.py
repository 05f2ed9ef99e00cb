"""PDF to pages: the text layer with its geometry, or, where there is none or none that can be right, the picture of the
page, read by OCR. PDFium works in processes of its own (`papercut.readers.pdf.pdfium_process`)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from papercut.codec.page_reading import page_from_json
from papercut.errors import InputError
from papercut.extras import input_needs
from papercut.model.page import Note, Page, Source
from papercut.plurals import counted
from papercut.readers.child_process import Answer
from papercut.readers.failed_pages import Tell, Unread, Wanted, all_pages, refuse
from papercut.readers.pdf.pdfium_process import REPAIR, OpenPdf, PageLostError
from papercut.readers.printed_page import STAGE

if TYPE_CHECKING:
    from PIL.Image import Image

DPI, MOST_PIXELS = 300, 120_000_000
"""Pages that are pictures are drawn so finely for OCR, with no more pixels."""
MOST_IN_A_ROW = 100
"""After so many pages that cannot be read, the rest of a file is not tried."""
MORE = 2.0
"""Under a picture the text layer stands if OCR finds no more than so many times its characters: there are no others."""

DAMAGED = f"the file is damaged there, and text may be missing or wrong: {REPAIR}"

WHY = {
    "none": "has no text layer",
    "few": "is a picture with hardly any text",
    "wrong": "has a text layer that cannot be right, since its fonts do not say which characters their signs are",
    "asked": "is to be read as a picture",
}
"""Why a page is read by OCR."""


def pdf_pages(
    data: bytes,
    name: str,
    shown: str,
    *,
    password: str | None = None,
    ocr: str = "auto",
    engine: str = "rapidocr",
    unread: Tell = refuse,
    wanted: Wanted = all_pages,
) -> Iterator[Page]:
    """The pages of a PDF, one by one; lines stand in the order in which they are drawn, boxes are in points.

    With `ocr` at `auto` a page that is a picture, or whose text layer cannot be right, is read by the OCR engine; its
    source's format is `scan` then, and a note says why (`read-by-ocr`). With `always` every page is, with `never` none.
    `unread` is told of pages that are damaged, take too much memory or time, or need an OCR engine that is missing.
    Raises `InputError` if pypdfium2 is missing, if the file needs a password or another one, or is no sound PDF.
    """  # fmt: skip
    digest = hashlib.sha256(data).hexdigest()
    with OpenPdf(data, name, shown, digest, password) as book:
        book.start("draw" if ocr == "always" else "read")
        failed = 0
        for number in range(1, book.count + 1):
            if not wanted(number, book.count):
                continue
            try:
                page = _page(book, number, Source(name, "scan", None, number, digest), shown, ocr, engine)
            except PageLostError as lost:
                unread(Unread(number, f"{shown}: page {number} cannot be read: {lost}"))
            except InputError as error:
                unread(Unread(number, str(error)))
            else:
                failed = 0
                yield _with_faults(page, book)
                continue
            failed += 1
            if failed == MOST_IN_A_ROW and number < book.count:
                rest = f"pages {number + 1} to {book.count} are not tried, since the {failed} before cannot be read"
                unread(Unread(None, f"{shown}: {rest}"))
                break
        for said in _left_out(book.faults(), shown):
            unread(Unread(None, said))


def _left_out(faults: Mapping[str, Any], shown: str) -> Iterator[str]:
    """What of a file is on none of its pages."""
    if (files := faults.get("files", 1)) > 1:
        yield f"{shown} holds {files} PDF files, one behind the other; only one of them is read: take them apart"
    if more := faults.get("uncounted"):
        yield f"{shown} has {counted(more, 'page')} more than it says itself, which cannot be read: {REPAIR}"
    if faults.get("packed"):
        yield f"{shown} is damaged, and text may be missing or wrong on any page: {REPAIR}"


def _with_faults(page: Page, book: OpenPdf) -> Page:
    """The page with a note if what it is drawn from is damaged, where pictures matter only if they were read by OCR;
    the first one also with a note on attached files."""
    faults = book.drawn_faults() if page.source.format == "scan" else book.faults()
    told = any(note.code == "damaged" for note in page.notes)
    if not told and page.source.page in {*faults.get("text", ()), *faults.get("pictures", ())}:
        page = page.replace(notes=(*page.notes, Note("damaged", STAGE, (), DAMAGED)))
    if page.source.page == 1 and (count := faults.get("attached")):
        said = f"the PDF has {counted(count, 'file')} attached, not read: save what you need from a PDF viewer"
        page = page.replace(notes=(*page.notes, Note("too-much", STAGE, (), said)))
    return page


def _page(book: OpenPdf, number: int, source: Source, shown: str, ocr: str, engine: str) -> Page:
    """A page by its text layer or by OCR. Raises `PageLostError`, and `InputError` if OCR cannot be had or fails."""
    if ocr == "always":
        return _by_ocr(book, source, shown, "asked", engine)
    answered = book.read(number)
    page = page_from_json(answered.data.decode("utf-8", "surrogatepass"))
    doubt = answered.said["doubt"]
    if ocr == "never" or not doubt or answered.said["empty"]:
        return page
    seen = _by_ocr(book, source, shown, doubt, engine)
    if not page.raw or (seen.raw and not (doubt == "few" and _visible(seen) <= MORE * _visible(page))):
        return seen
    harmed = [note for note in seen.notes if note.code == "damaged"]
    return page.replace(notes=(*page.notes, *harmed))


def _by_ocr(book: OpenPdf, source: Source, shown: str, why: str, engine: str) -> Page:
    from papercut.readers.scan.engines import engine_named
    from papercut.readers.scan.pages import image_page

    where = f"{shown}: page {source.page}"
    eye = engine_named(engine, f"{where} {WHY[why]}; it")
    drawn = book.draw(source.page, scale=DPI / 72, pixels=MOST_PIXELS, check=True)
    image = image_of(drawn, where)
    per_pixel = 1 / drawn.said["scale"]
    wide, high = drawn.said["size"]
    harmed = drawn.said["harmed"]
    del drawn  # a third of a gigabyte
    source = Source(source.name, "scan", None, source.page, source.sha256, (round(wide, 2), round(high, 2)), "pt")
    page = image_page(image, source, eye, shown=where, per_pixel=per_pixel)
    notes = [Note("read-by-ocr", STAGE, (), f"the page {WHY[why]}: it was read by OCR ({engine})"), *page.notes]
    if harmed:
        notes.append(Note("damaged", STAGE, (), DAMAGED))
    return page.replace(notes=tuple(notes))


def image_of(drawn: Answer, shown: str) -> Image:
    """The picture of a page as an RGB image. Raises `InputError` if Pillow is missing."""
    try:
        from PIL import Image as pillow
    except ModuleNotFoundError as error:
        raise input_needs(shown, "reading a picture", "ocr") from error
    said = drawn.said
    mode = {1: "L", 3: "RGB", 4: "RGBX"}[said["channels"]]
    size = said["wide"], said["high"]
    image = pillow.frombuffer(mode, size, drawn.data, "raw", mode, said["stride"], 1)
    return image if mode == "RGB" else image.convert("RGB")


def page_picture(
    data: bytes, number: int, shown: str, *, longest: int, upright: bool, password: str | None = None
) -> Image:
    """The picture of a page, its longer side no longer than this; with `upright`, turned as its text is.

    Raises `InputError` as `pdf_pages` does, and if the page cannot be drawn.
    """
    with OpenPdf(data, "", shown, "", password) as book:
        try:
            drawn = book.draw(number, scale=4.0, longest=longest, upright=upright)
        except PageLostError as lost:
            raise InputError(f"{shown}: page {number} cannot be drawn: {lost}") from lost
        return image_of(drawn, shown)


def _visible(page: Page) -> int:
    return sum(not ch.isspace() for text in page.raw for ch in text)
