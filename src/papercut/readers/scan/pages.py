"""Scans to pages: an image file is read by an OCR engine, one page an image, boxes in pixels.

It needs the extra `papercut-text[ocr]`, or Pillow and the program tesseract.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator
from statistics import median
from typing import TYPE_CHECKING

from papercut.errors import InputError
from papercut.model.geometry import Box, Printed
from papercut.model.page import Note, Page, Source
from papercut.readers.failed_pages import Tell, Unread, Wanted, all_pages, refuse
from papercut.readers.printed_page import STAGE, page_of_lines
from papercut.readers.scan.engines import engine_named
from papercut.readers.scan.images import turned_image
from papercut.readers.scan.picture_process import decoded
from papercut.readers.source import printable

if TYPE_CHECKING:
    from PIL.Image import Image

    from papercut.plugins.ocr import OcrEngine

SMALLEST_TYPE = 12.0
"""Type whose em has fewer pixels is easily misread; that of newspapers has 25 at 200 dots an inch and 37 at 300."""


def scan_pages(
    data: bytes, name: str, shown: str, *, engine: str | OcrEngine = "rapidocr", unread: Tell = refuse,
    wanted: Wanted = all_pages,
) -> Iterator[Page]:  # fmt: skip
    """The pages of an image file: PNG, JPEG, TIFF with all its pages, WebP, BMP, GIF or JPEG 2000.

    `name` is what the pages are called, `shown` what messages call the file; `engine` is the name of an engine, or
    an engine of one's own. `unread` is told of pages that are damaged or too large. Raises `UsageError` for an unknown
    engine, and `InputError` if what it needs is not installed, or the file is no image.
    """
    digest = hashlib.sha256(data).hexdigest()
    notes: list[Note] = []
    for number, image in decoded(data, shown, unread, wanted, notes.append):
        wide, high = image.size
        source = Source(name, "scan", None, number, digest, (float(wide), float(high)), "px")
        if isinstance(engine, str):
            engine = engine_named(engine, shown)
        try:
            page = image_page(image, source, engine, shown=shown)
        except InputError as error:
            unread(Unread(number, str(error)))
            notes.clear()
            continue
        yield page.replace(notes=(*notes, *page.notes)) if notes else page
        notes.clear()


def image_page(
    image: Image, source: Source, engine: str | OcrEngine = "rapidocr", *, shown: str = "", per_pixel: float = 1.0
) -> Page:
    """The page that an RGB image shows, for instance the picture of a PDF page that has no text.

    `per_pixel` is how long a pixel is in the source's unit: 0.24 where a page measured in points was drawn at 300
    dots an inch. Raises as `scan_pages` does.
    """
    shown = shown or printable(source.name) or "the image"
    if isinstance(engine, str):
        engine = engine_named(engine, shown)
    notes = []
    turn = getattr(engine, "turn", None)
    if turn is not None and (quarters := turn(image, shown)):
        image = turned_image(image, quarters)
        size = source.size if quarters % 2 == 0 or source.size is None else (source.size[1], source.size[0])
        source = dataclasses.replace(source, size=size, turned=quarters)
        how = {1: "on its side", 2: "upside down", 3: "on its side"}[quarters]
        notes.append(Note("turned-page", STAGE, (), f"the page lies {how} and was turned before it was read"))
    rows = list(engine.lines(image, shown))
    sizes = [printed.size for _, printed in rows]
    if sizes and (em := median(sizes)) < SMALLEST_TYPE:
        said = f"most characters are only {em:.0f} pixels high and easily misread: scan at 200 to 300 dpi"
        notes.append(Note("low-resolution", STAGE, (), said))
    if per_pixel != 1:
        rows = [(text, _scaled(printed, per_pixel)) for text, printed in rows]
    return page_of_lines(rows, source, notes=notes)


def _scaled(printed: Printed, factor: float) -> Printed:
    x0, y0, x1, y1 = (round(side * factor, 2) for side in printed.box)
    box: Box = (x0, y0, x1, y1)
    edges = tuple(round(edge * factor, 2) for edge in printed.edges)
    return dataclasses.replace(printed, box=box, size=round(printed.size * factor, 2), edges=edges)
