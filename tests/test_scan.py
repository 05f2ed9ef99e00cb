"""Scans: images of all kinds, what cannot be read, and where lines and characters stand.

Most tests have an engine that is none; the last ones use those that are installed.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import socket
import struct
import sys
import zlib
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from papercut.codec import page_to_json
from papercut.errors import InputError, UsageError
from papercut.geometry import Printed
from papercut.model import Source, partition_faults
from papercut.readers import ocr_engines, ocr_rapid
from papercut.readers.images import MOST_PIXELS
from papercut.readers.ocr_line import Quad, is_upright, printed_line
from papercut.readers.ocr_rapid import MARGIN, TILE, Rapid, spans
from papercut.readers.ocr_tesseract import Tesseract, rows_of_tsv
from papercut.readers.scan import image_page, scan_pages
from papercut.schemas import schema

pillow = pytest.importorskip("PIL.Image")

FONTS = sorted(Path("/usr/share/fonts").glob("**/Noto*CJK*Regular*")) if Path("/usr/share/fonts").is_dir() else []
BODY = "为推动招商引资提质增效省商务厅成立工作专班常态化开展调度会议协调解决存在的困难问题出台支持措施"


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


def test_without_what_the_extra_brings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_engines, "_held", {})
    data = saved(corner(), "PNG")
    for module in ("onnxruntime", "rapidocr", "PIL"):
        monkeypatch.setitem(sys.modules, module, None)
        with pytest.raises(InputError, match=r"^a\.png is an image, .*: run pip install 'papercut-text\[ocr\]'$"):
            list(scan_pages(data, "a.png", "a.png"))


def test_without_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_engines, "_held", {})
    monkeypatch.setenv("PATH", "")
    with pytest.raises(InputError, match=r"^a\.png is an image, and the program tesseract is not installed: apt inst"):
        list(scan_pages(saved(corner(), "PNG"), "a.png", "a.png", engine="tesseract"))


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo eng", "has no Chinese"),
        ("echo no such luck >&2; exit 3", r"failed \(no such luck\)"),
        ("case $1 in --list-langs) echo chi_sim;; *) exit 1;; esac", "failed"),
    ],
)
def test_a_tesseract_that_fails(script: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "tesseract"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InputError, match=said):
        Tesseract.found("a.png").lines(corner(), "a.png")


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


def quad(x0: float, y0: float, x1: float, y1: float) -> Quad:
    return (x0, y0), (x1, y0), (x1, y1), (x0, y1)


def test_edges_where_characters_were_seen() -> None:
    # two columns read as one, the gutter after the fourth character
    seen = [0.05, 0.15, 0.25, 0.35, 0.65, 0.75, 0.85, 0.95]
    text, printed = printed_line("成立工作专班常态", seen, quad(100, 50, 300, 75), 0.99)
    assert text == "成立工作专班常态"
    assert (printed.size, printed.upright, printed.confidence) == (20.0, False, 0.99)
    assert printed.edges[:8] == (100, 120, 120, 140, 140, 160, 160, 180)
    assert printed.edges[8:10] == (220, 240)


def test_letter_spaced_type_is_no_larger() -> None:
    _, printed = printed_line("成立工作", [0.1, 0.37, 0.63, 0.9], quad(0, 0, 300, 25), 1)
    assert printed.size == 20
    assert printed.edges[:4] == (20, 40, 101, 121)


def test_a_line_read_downwards() -> None:
    _, printed = printed_line("成立工作", [], quad(10, 100, 36, 180), 1)
    assert printed.upright
    assert (printed.size, printed.box) == (20, (10, 100, 36, 180))
    assert printed.edges == (100, 120, 120, 140, 140, 160, 160, 180)
    assert not is_upright(quad(0, 0, 30, 40))


@given(
    st.text(st.sampled_from("本报讯a1 。\u3000"), min_size=1).filter(str.strip),
    st.booleans(),
    st.floats(5, 400),
    st.floats(5, 400),
)
def test_edges_are_in_order_and_in_the_box(text: str, known: bool, wide: float, high: float) -> None:
    count = sum(not ch.isspace() for ch in text)
    seen = [(n + 0.3) / count for n in range(count)] if known else []
    _, printed = printed_line(text, seen, quad(10, 20, 10 + wide, 20 + high), 0.5)
    low, high = printed.box[1::2] if printed.upright else printed.box[0::2]
    assert len(printed.edges) == 2 * len(text)
    assert list(printed.edges) == sorted(printed.edges)
    assert low <= printed.edges[0] and printed.edges[-1] <= high
    assert printed.size > 0


@given(st.integers(1, 20_000))
def test_tiles_leave_nothing_out(length: int) -> None:
    found = spans(length)
    assert found[0][1] == 0 and found[-1][2] == length
    assert all(before[2] == after[1] for before, after in pairwise(found))
    assert all(top <= y0 < y1 <= top + TILE for top, y0, y1 in found)
    assert all(y0 - top == MARGIN for top, y0, _ in found[1:])
    assert all(top + TILE - y1 >= MARGIN for top, _, y1 in found[:-1])


def test_tiles_are_laid_together() -> None:
    """A network that gives its input back gives the whole page back, without seams."""
    ocr = SimpleNamespace(text_det=SimpleNamespace(session=lambda tile: tile[:, :1]))
    pixels = np.random.default_rng(1).integers(0, 255, (TILE + 77, 2 * TILE + 5, 3), np.uint8)
    found = Rapid(ocr).likely(pixels)
    assert np.array_equal(found, pixels[:, :, 0].astype(np.float32) / 127.5 - 1)


def test_a_failing_network_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(tile: Any) -> None:
        raise RuntimeError("out of luck")

    with pytest.raises(InputError, match=r"^a\.png: RapidOCR failed \(RuntimeError\)"):
        Rapid(SimpleNamespace(text_det=SimpleNamespace(session=fail))).lines(corner(), "a.png")


TSV = """level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext
1\t1\t0\t0\t0\t0\t0\t0\t600\t400\t-1\t
4\t1\t1\t1\t1\t0\t10\t20\t150\t30\t-1\t
5\t1\t1\t1\t1\t1\t10\t20\t60\t30\t90\t本报
5\t1\t1\t1\t1\t2\t70\t20\t30\t30\t80\t讯
5\t1\t2\t1\t1\t1\t10\t80\t60\t30\t70\t记者
5\t1\t2\t1\t2\t1\t10\t80\t60\t30\t95\t 
"""  # noqa: W291


def test_tesseract_s_table() -> None:
    rows = rows_of_tsv(TSV)
    assert [(text, printed.region) for text, printed in rows] == [("本报讯", 0), ("记者", 1)]
    assert rows[0][1] == Printed((10, 20, 100, 50), 30, edges=(10, 40, 40, 70, 70, 100), region=0, confidence=0.85)


def drawn() -> Any:
    """A page of two columns; the right one is set downwards."""
    from PIL import ImageDraw, ImageFont

    page = pillow.new("L", (900, 560), 255)
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(FONTS[0]), 32)
    for row in range(4):
        pen.text((40, 60 + 52 * row), BODY[11 * row : 11 * row + 11], font=font, fill=0)
    for at, ch in enumerate(BODY[:13]):
        pen.text((800, 40 + 36 * at), ch, font=font, fill=0)
    return page


needs_fonts = pytest.mark.skipif(not FONTS, reason="no Chinese font is installed")


@needs_fonts
def test_rapidocr_reads_a_page_without_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("rapidocr")
    pytest.importorskip("onnxruntime")

    def refuse(*_: object) -> None:
        raise AssertionError("nothing is downloaded")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(ocr_engines, "_held", {})
    (page,) = scan_pages(saved(drawn(), "PNG"), "a.png", "a.png")
    assert sorted(page.raw) == sorted([*(BODY[11 * row : 11 * row + 11] for row in range(4)), BODY[:13]])
    for text, printed in zip(page.raw, page.printed, strict=True):
        assert printed.upright == (text == BODY[:13])
        assert printed.size == pytest.approx(32, rel=0.25)
        assert (printed.confidence or 0) > 0.9
        # each character where it was drawn, to half an em
        step, first = (36, 40) if printed.upright else (32, 40)
        for n in range(len(text)):
            middle = (printed.edges[2 * n] + printed.edges[2 * n + 1]) / 2
            assert middle == pytest.approx(first + n * step + 16, abs=16)


@needs_fonts
def test_lines_across_tiles_are_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("rapidocr")
    pytest.importorskip("onnxruntime")
    monkeypatch.setattr(ocr_rapid, "TILE", 384)
    (page,) = scan_pages(saved(drawn(), "PNG"), "a.png", "a.png")
    assert sorted(page.raw) == sorted([*(BODY[11 * row : 11 * row + 11] for row in range(4)), BODY[:13]])


@needs_fonts
def test_tesseract_reads_a_page() -> None:
    if shutil.which("tesseract") is None:
        pytest.skip("tesseract is not installed")
    try:
        (page,) = scan_pages(saved(drawn().crop((0, 0, 500, 300)), "PNG"), "a.png", "a.png", engine="tesseract")
    except InputError as error:
        pytest.skip(str(error))
    read = "".join(page.raw).replace(" ", "")
    assert sum(ch in read for ch in BODY[:44]) > 38
    assert all(0 <= edge <= 500 for printed in page.printed for edge in printed.edges)
