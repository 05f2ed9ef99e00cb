"""Pictures of PDF pages that are damaged where PDFium draws what it can, or nothing, and says nothing."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from typing import Any

import pytest

import papercut as pc
from papercut.readers.pdf.pdfium_process import OpenPdf
from papercut.readers.scan import engines
from test_damaged_pictures import Eye, printed

pytest.importorskip("pypdfium2")
pillow = pytest.importorskip("PIL.Image")

SIZE = (600, 800)


def pdf_of(data: bytes, how: str, more: str = "/ColorSpace /DeviceGray /BitsPerComponent 8") -> bytes:
    """A page that is one picture, or one picture inside of a form."""
    draw = b"q 595 0 0 842 0 0 cm /I Do Q"
    wide, high = SIZE
    image = f"<</Type /XObject /Subtype /Image /Width {wide} /Height {high} /Filter {how} {more} /Length {len(data)}>>"
    form = "<</Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources <</XObject <</I 4 0 R>>>>"
    objects = [
        b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources <</XObject <</F 5 0 R>>>> /Contents 6 0 R>>",
        image.encode() + b" stream\n" + data + b"\nendstream",
        f"{form} /Length {len(draw)}>> stream\n".encode() + draw + b"\nendstream",
        b"<</Length 5>> stream\n/F Do\nendstream",
    ]  # fmt: skip
    rows = [b"%d 0 obj " % n + body + b" endobj\n" for n, body in enumerate(objects, 1)]
    return b"%PDF-1.5\n" + b"".join(rows) + b"trailer <</Root 1 0 R>>\n"


def harmed(data: bytes) -> bool:
    with OpenPdf(data, "", "x", "", None) as book:
        return bool(book.draw(1, scale=1, check=True).said["harmed"])


def saved(kind: str, **options: Any) -> bytes:
    held = io.BytesIO()
    printed(SIZE).save(held, kind, **options)
    return held.getvalue()


def group_4() -> bytes:
    held = io.BytesIO()
    printed(SIZE).convert("1").save(held, "TIFF", compression="group4", tiffinfo={262: 0, 278: SIZE[1]})
    tags = pillow.open(held).tag_v2
    return held.getvalue()[tags[273][0] : tags[273][0] + tags[279][0]]


def segment(number: int, kind: int, body: bytes) -> bytes:
    return struct.pack(">IBBBI", number, kind, 0, 1, len(body)) + body


def jbig2() -> bytes:
    """A page of one region, which is packed as Group 4 is."""
    region = struct.pack(">IIIIB", *SIZE, 0, 0, 0) + b"\x01" + group_4()
    return segment(0, 48, struct.pack(">IIIIBH", *SIZE, 0, 0, 0, 0)) + segment(1, 38, region)


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def nonsense(data: bytes) -> bytes:
    return b"nothing" * 20


FAX = "/ColorSpace /DeviceGray /BitsPerComponent 1 /DecodeParms <</K -1 /Columns 600 /Rows 800>>"
PICTURES: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "JPEG": (lambda: saved("JPEG"), "/DCTDecode", "/ColorSpace /DeviceGray /BitsPerComponent 8"),
    "progressive JPEG": (
        lambda: saved("JPEG", progressive=True), "[/DCTDecode]", "/ColorSpace /DeviceGray /BitsPerComponent 8",
    ),
    "JPEG 2000": (lambda: saved("JPEG2000"), "/JPXDecode", "/ColorSpace /DeviceGray /BitsPerComponent 8"),
    "Group 4": (group_4, "/CCITTFaxDecode", FAX),
    "JBIG2": (jbig2, "/JBIG2Decode", "/ColorSpace /DeviceGray /BitsPerComponent 1"),
}  # fmt: skip


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_that_is_not_whole_is_told(kind: str) -> None:
    make, how, more = PICTURES[kind]
    data = make()
    assert not harmed(pdf_of(data, how, more))
    assert harmed(pdf_of(cut(data), how, more))
    assert kind == "Group 4" or harmed(pdf_of(nonsense(data), how, more))


def test_a_jpeg_that_only_lacks_its_end_mark_is_whole() -> None:
    assert not harmed(pdf_of(saved("JPEG")[:-2], "/DCTDecode"))


def test_group_4_whose_mark_is_not_there_is_whole_if_its_last_rows_are() -> None:
    sheet = printed(SIZE)
    sheet.paste(0, (0, SIZE[1] - 20, *SIZE))
    held = io.BytesIO()
    sheet.convert("1").save(held, "TIFF", compression="group4", tiffinfo={262: 0, 278: SIZE[1]})
    tags = pillow.open(held).tag_v2
    data = held.getvalue()[tags[273][0] : tags[273][0] + tags[279][0]]
    assert not harmed(pdf_of(data[:-3], "/CCITTFaxDecode", FAX))


@pytest.mark.parametrize("harm", [lambda data: data, cut])
def test_the_page_has_a_note(harm: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "engine_named", lambda name, what: Eye())
    page = pc.read(pdf_of(harm(saved("JPEG")), "/DCTDecode"))
    assert [note.code for note in page.notes if note.code != "empty"] == ["read-by-ocr"] + ["damaged"] * (harm is cut)
