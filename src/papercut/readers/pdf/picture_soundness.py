"""Whether the pictures of a PDF page are whole, where PDFium draws what it can of them, or nothing, and says nothing.

This runs in the process of `papercut.readers.pdf.pdfium_child`. Pictures that are packed by Flate alone are looked at
with the other streams (`papercut.readers.pdf.soundness`).
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import Any

import pypdfium2.raw as pdfium

MOST_PICTURES, DEEPEST = 200, 4
"""Pictures of a page that are looked at, and forms inside one another."""
BLANK_END = 0.1
"""So much of a picture without its end mark is blank at its end if rows are missing."""
END_OF_FAX = (0x001001, 24)
"""The mark at the end of Group 4 data, and how many bits it has."""


def has_damaged_pictures(page: Any) -> bool:
    """Whether a picture of an open page is damaged, as far as that can be known."""
    return any(_is_damaged(page, image) for _, image in zip(range(MOST_PICTURES), _images(page), strict=False))


def _images(page: Any) -> Iterator[Any]:
    waiting = [(page, pdfium.FPDFPage_GetObject, pdfium.FPDFPage_CountObjects(page), 0)]
    while waiting:
        holder, get, count, depth = waiting.pop()
        for at in range(count):
            thing = get(holder, at)
            kind = pdfium.FPDFPageObj_GetType(thing)
            if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                yield thing
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
                inner = pdfium.FPDFFormObj_CountObjects(thing)
                waiting.append((thing, pdfium.FPDFFormObj_GetObject, inner, depth + 1))


def _is_damaged(page: Any, image: Any) -> bool:
    filters = [_text(image, n) for n in range(pdfium.FPDFImageObj_GetImageFilterCount(image))]
    if not filters:
        return False
    if len(filters) == 1 and filters[0] in _FINDERS:
        wide, high = ctypes.c_uint(), ctypes.c_uint()
        pdfium.FPDFImageObj_GetImagePixelSize(image, wide, high)
        try:
            if _FINDERS[filters[0]](_data(image), wide.value, high.value):
                return True
        except MemoryError:
            raise
        except Exception:  # nothing is known of it then
            return False
    if filters[-1] not in ("JBIG2Decode", "JPXDecode"):
        return False
    bitmap = pdfium.FPDFImageObj_GetBitmap(image)  # there is none where PDFium gives up
    if bitmap:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return not bitmap


def _text(image: Any, number: int) -> str:
    size = pdfium.FPDFImageObj_GetImageFilter(image, number, None, 0)
    held = ctypes.create_string_buffer(size)
    pdfium.FPDFImageObj_GetImageFilter(image, number, held, size)
    return held.value.decode("latin-1")


def _data(image: Any) -> bytes:
    size = pdfium.FPDFImageObj_GetImageDataRaw(image, None, 0)
    held = ctypes.create_string_buffer(size)
    pdfium.FPDFImageObj_GetImageDataRaw(image, held, size)
    return held.raw


def _jpeg(data: bytes, wide: int, high: int) -> bool:
    from papercut.readers.scan.jpeg_structure import jpeg_structure

    data = data[max(0, data.find(b"\xff\xd8")) :]  # PDFium skips what is before
    structure = jpeg_structure(data)
    if structure.wrong or (structure.progressive and structure.end < 0):
        return True
    from PIL import Image as pillow

    from papercut.readers.scan.soundness import is_damaged

    # one that only lacks its end mark is whole
    whole = data if structure.end >= 0 else data + b"\xff\xd9"
    try:
        opened = pillow.open(BytesIO(whole), formats=("JPEG",))
        opened.load()
    except (OSError, SyntaxError, ValueError):
        return True
    return is_damaged(whole, opened)


def _fax(data: bytes, wide: int, high: int) -> bool:
    """Whether a picture in Group 4 holds more than can be read of it, or ends before its last rows."""
    from PIL import Image as pillow

    from papercut.readers.scan.soundness import is_damaged

    tiff = fax_in_tiff(data, wide, high)
    opened = pillow.open(BytesIO(tiff), formats=("TIFF",))
    with suppress(OSError):  # what libtiff refuses may be of Group 3, which is not looked at
        opened.load()
        if is_damaged(tiff, opened):
            return True
        seen = opened.convert("L").point(lambda value: 255 - value).getbbox()
        inked = seen[3] if seen else 0
        return not _ends_as_fax(data) and inked < (1 - BLANK_END) * high
    return False


def fax_in_tiff(data: bytes, wide: int, high: int) -> bytes:
    """Data in Group 4 as the only strip of a TIFF."""
    tags = [
        (256, wide), (257, high), (258, 1), (259, 4), (262, 0), (273, 0), (277, 1), (278, high), (279, len(data)),
    ]  # fmt: skip
    start = 8 + 2 + 12 * len(tags) + 4
    head = b"II*\0" + struct.pack("<IH", 8, len(tags))
    head += b"".join(struct.pack("<HHII", tag, 4, 1, start if tag == 273 else value) for tag, value in tags)
    return head + bytes(4) + data


def _ends_as_fax(data: bytes) -> bool:
    """Whether the mark at the end is there; it may begin at any bit, and zeros may follow."""
    mark, bits = END_OF_FAX
    rest = data.rstrip(b"\0\r\n")[-6:] + b"\0"
    held = int.from_bytes(rest)
    return any(held >> shift & ((1 << bits) - 1) == mark for shift in range(8 * len(rest) - bits + 1))


def _jbig2(data: bytes, wide: int, high: int) -> bool:
    """Whether a segment is longer than what is there, or none of them is a page's region."""
    at, drawn = 0, False
    while at + 11 <= len(data):
        number, flags, count = struct.unpack_from(">IBB", data, at)
        at, refs = at + 5, count >> 5
        if refs == 7:
            refs = struct.unpack_from(">I", data, at)[0] & 0x1FFFFFFF
            at += 4 + (refs + 8) // 8
        else:
            at += 1
        at += refs * (1 if number <= 256 else 2 if number <= 65536 else 4) + (4 if flags & 0x40 else 1)
        if at + 4 > len(data):
            return True
        size = struct.unpack_from(">I", data, at)[0]
        at += 4
        drawn = drawn or flags & 63 in _REGIONS
        if size == 0xFFFFFFFF:  # its end must be looked for
            return False
        at += size
    return at > len(data) or not drawn


_REGIONS = (4, 6, 7, 20, 22, 23, 36, 38, 39, 40, 42, 43)
"""The types of segments of JBIG2 that draw."""

_FINDERS = {"DCTDecode": _jpeg, "CCITTFaxDecode": _fax, "JBIG2Decode": _jbig2}
