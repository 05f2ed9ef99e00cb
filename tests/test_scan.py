"""Scans: images of all kinds, and what cannot be read.

The engine here is none; those that are have their own tests.
"""

from __future__ import annotations

import hashlib
import io
import json
import struct
import zlib
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papercut.codec.page import page_to_json
from papercut.errors import InputError, UsageError
from papercut.model.geometry import Printed
from papercut.model.page import Source, partition_faults
from papercut.readers.failed_pages import Unread
from papercut.readers.scan.images import MOST_PIXELS
from papercut.readers.scan.pages import image_page, scan_pages
from papercut.schemas import schema

pillow = pytest.importorskip("PIL.Image")


class Eye:
    """An engine that finds one line on every page and keeps what it was shown."""

    def __init__(self, size: float = 30.0) -> None:
        self.seen: list[Any] = []
        self.size = size

    def lines(self, image: Any, shown: str) -> list[tuple[str, Printed]]:
        self.seen.append(image)
        return [("本报讯", Printed((10, 20, 100, 50), self.size, edges=(10, 40, 40, 70, 70, 100), confidence=0.9))]


def saved(image: Any, kind: str, **options: Any) -> bytes:
    held = io.BytesIO()
    image.save(held, kind, **options)
    return held.getvalue()


def corner(mode: str = "RGB", size: tuple[int, int] = (60, 40)) -> Any:
    """White paper whose top left corner is black."""
    image = pillow.new("L", size, 255)
    image.paste(0, (0, 0, 20, 20))
    return image.convert(mode)


def test_a_page() -> None:
    data = saved(corner(), "PNG")
    (page,) = scan_pages(data, "a.png", "dir/a.png", engine=Eye())
    assert page.source == Source("a.png", "scan", None, 1, hashlib.sha256(data).hexdigest(), (60.0, 40.0), "px")
    assert page.raw == ("本报讯",)
    assert page.printed[0].box == page.lines[0].box == (10, 20, 100, 50)
    assert page.notes == ()
    assert partition_faults(page) == []
    jsonschema.validate(json.loads(page_to_json(page)), schema("page"))


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "L"), ("PNG", "1"), ("PNG", "P"), ("PNG", "RGBA"), ("PNG", "LA"), ("PNG", "I;16"), ("JPEG", "L"),
        ("JPEG", "RGB"), ("JPEG", "CMYK"), ("TIFF", "1"), ("TIFF", "L"), ("TIFF", "CMYK"), ("TIFF", "I;16"),
        ("TIFF", "F"), ("WEBP", "RGB"), ("BMP", "1"), ("BMP", "RGB"), ("GIF", "P"), ("JPEG2000", "L"),
    ],
)  # fmt: skip
def test_kinds_and_colours(kind: str, mode: str) -> None:
    image = corner("I").point(lambda v: v * 257).convert("I;16") if mode == "I;16" else corner(mode)
    eye = Eye()
    (page,) = scan_pages(saved(image, kind), "a", "a", engine=eye)
    assert page.source.size == (60, 40)
    assert eye.seen[0].mode == "RGB"
    assert max(eye.seen[0].getpixel((9, 9))) < 60
    assert min(eye.seen[0].getpixel((50, 30))) > 220


def test_transparent_paper_is_white() -> None:
    eye = Eye()
    ink = pillow.new("RGBA", (60, 40), (0, 0, 0, 0))
    ink.paste((0, 0, 0, 255), (0, 0, 20, 20))
    list(scan_pages(saved(ink, "PNG"), "a", "a", engine=eye))
    assert eye.seen[0].getpixel((9, 9)) == (0, 0, 0)
    assert eye.seen[0].getpixel((50, 30)) == (255, 255, 255)


def test_a_turned_page_is_turned_back() -> None:
    eye = Eye()
    exif = pillow.Exif()
    exif[0x0112] = 6  # the camera lay on its side: turn by a quarter, clockwise
    (page,) = scan_pages(saved(corner(), "JPEG", exif=exif), "a", "a", engine=eye)
    assert page.source.size == (40, 60)
    assert max(eye.seen[0].getpixel((31, 9))) < 60


def test_pages_of_a_tiff() -> None:
    eye = Eye()
    small = corner(size=(30, 20))
    small.encoderinfo = {"tiffinfo": {254: 1}}  # a smaller copy of the page before it
    more = [corner(size=(80, 40)), small, corner("1", (90, 50))]
    data = saved(corner(), "TIFF", save_all=True, append_images=more)
    pages = list(scan_pages(data, "a.tif", "a.tif", engine=eye))
    assert [(p.source.page, p.source.size) for p in pages] == [(1, (60, 40)), (2, (80, 40)), (3, (90, 50))]
    assert {p.source.sha256 for p in pages} == {hashlib.sha256(data).hexdigest()}
    assert [image.size for image in eye.seen] == [(60, 40), (80, 40), (90, 50)]


def test_one_page_of_a_tiff_is_damaged() -> None:
    """The pages around it come out, and it is told."""
    data = saved(corner(), "TIFF", save_all=True, append_images=[corner(size=(80, 40)), corner(size=(90, 50))],
                 compression="tiff_lzw")  # fmt: skip
    at = [offset for frame in _frames(data) for offset in frame]
    broken = data[: at[1]] + b"\xff" * 30 + data[at[1] + 30 :]
    told: list[Unread] = []
    pages = list(scan_pages(broken, "a.tif", "a.tif", engine=Eye(), unread=told.append))
    assert [p.source.page for p in pages] == [1, 3]
    assert [one.page for one in told] == [2] and told[0].message.startswith("a.tif, page 2, is a damaged image")
    told.clear()
    pages = list(scan_pages(broken, "a.tif", "a.tif", engine=Eye(), unread=told.append, wanted=lambda n, _: n == 3))
    assert [p.source.page for p in pages] == [3] and not told


def _frames(data: bytes) -> list[tuple[int, ...]]:
    """Where the strips of each page of a TIFF begin."""
    found = []
    with pillow.open(io.BytesIO(data)) as opened:
        for frame in range(opened.n_frames):
            opened.seek(frame)
            found.append(opened.tag_v2[273])
    return found


def test_of_moving_pictures_the_first() -> None:
    data = saved(corner(), "GIF", save_all=True, append_images=[pillow.new("RGB", (60, 40), "red")])
    assert len(list(scan_pages(data, "a.gif", "a.gif", engine=Eye()))) == 1


def png_of(wide: int, high: int) -> bytes:
    """The head of a PNG that claims to be so large."""
    head = b"IHDR" + struct.pack(">IIBBBBB", wide, high, 1, 0, 0, 0, 0)
    rest = b"IDAT" + zlib.compress(b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in (head, rest)
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"a newspaper page\n" * 99, "no image that can be read"),
        (b"%!PS-Adobe-3.0\n", "no image that can be read"),
        (png_of(30_000, 30_000), "178 million pixels"),
        (png_of(13_400, 13_300), "178 million pixels"),
        (png_of(2_000_000_000, 2), "178 million pixels"),
        (png_of(13_000, 13_000), "damaged"),
        (saved(corner(), "PNG")[:80], "damaged"),
        (saved(corner(), "JPEG")[:-200], "damaged"),
        (saved(corner(), "TIFF")[:150], "damaged"),
        (saved(corner(), "JPEG2000")[:100], "a part of one"),
        (b"\xff\xd8\xff", "no image that can be read"),
        (b"II*\x00\x08\x00\x00\x00", "a part of one"),
    ],
    ids=lambda value: value if isinstance(value, str) else str(len(value)),
)
def test_what_cannot_be_read(data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        list(scan_pages(data, "a.png", "dir/a.png", engine=Eye()))
    assert str(caught.value).startswith("dir/a.png")
    assert "\n" not in str(caught.value)
    assert MOST_PIXELS == 178_000_000


@settings(deadline=None)
@given(st.binary(max_size=60), st.integers(0, 400), st.sampled_from(["PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP"]))
def test_damage_is_an_input_error_or_none(noise: bytes, at: int, kind: str) -> None:
    data = saved(corner(), kind)
    at %= len(data)
    broken = data[:at] + noise + data[at + len(noise) :]
    try:
        for page in scan_pages(broken, "a", "a", engine=Eye()):
            assert page.raw
    except InputError as error:
        assert "\n" not in str(error)


def test_an_unknown_engine() -> None:
    with pytest.raises(UsageError, match="choose one of rapidocr, tesseract"):
        list(scan_pages(saved(corner(), "PNG"), "a", "a", engine="eyes"))


def test_small_type_is_said() -> None:
    (page,) = scan_pages(saved(corner(), "PNG"), "a", "a", engine=Eye(size=9))
    assert [note.code for note in page.notes] == ["low-resolution"]
    jsonschema.validate(json.loads(page_to_json(page)), schema("page"))


def test_an_image_in_another_unit() -> None:
    source = Source("a.pdf", "pdf", None, 3, "", (14.4, 9.6), "pt")
    page = image_page(corner(), source, Eye(), per_pixel=0.24)
    assert page.source == source
    assert page.printed[0] == Printed(
        (2.4, 4.8, 24.0, 12.0), 7.2, edges=(2.4, 9.6, 9.6, 16.8, 16.8, 24.0), confidence=0.9
    )
