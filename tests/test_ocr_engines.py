"""OCR engines: where lines and characters stand, what is missing or fails, and those that are installed."""

from __future__ import annotations

import io
import shutil
import socket
import sys
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from papercut.errors import InputError
from papercut.model.geometry import Printed
from papercut.readers.scan import engines, rapidocr_engine
from papercut.readers.scan.pages import scan_pages
from papercut.readers.scan.rapidocr_engine import MARGIN, TILE, Rapid, tile_spans
from papercut.readers.scan.recognised_line import Quad, is_upright, printed_line
from papercut.readers.scan.tesseract_engine import Tesseract, rows_of_tsv

pillow = pytest.importorskip("PIL.Image")

FONTS = sorted(Path("/usr/share/fonts").glob("**/Noto*CJK*Regular*")) if Path("/usr/share/fonts").is_dir() else []
BODY = "为推动招商引资提质增效省商务厅成立工作专班常态化开展调度会议协调解决存在的困难问题出台支持措施"


def saved(image: Any) -> bytes:
    held = io.BytesIO()
    image.save(held, "PNG")
    return held.getvalue()


def blank() -> Any:
    return pillow.new("RGB", (60, 40), "white")


def test_without_what_the_extra_brings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "_held", {})
    data = saved(blank())
    for module in ("onnxruntime", "rapidocr", "PIL"):
        monkeypatch.setitem(sys.modules, module, None)
        said = r"^a\.png: reading a picture needs the extra ocr: pip install 'papercut-text\[ocr\]'$"
        with pytest.raises(InputError, match=said):
            list(scan_pages(data, "a.png", "a.png"))


def test_without_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "_held", {})
    monkeypatch.setenv("PATH", "")
    with pytest.raises(InputError, match=r"^a\.png is an image, and the program tesseract is not installed: apt inst"):
        list(scan_pages(saved(blank()), "a.png", "a.png", engine="tesseract"))


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
        Tesseract.found("a.png").lines(blank(), "a.png")


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
    found = tile_spans(length)
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
        Rapid(SimpleNamespace(text_det=SimpleNamespace(session=fail))).lines(blank(), "a.png")


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
    (page,) = scan_pages(saved(drawn()), "a.png", "a.png", engine=Rapid.loaded(""))
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


def test_rapidocr_finds_nothing_on_blank_paper() -> None:
    pytest.importorskip("rapidocr")
    pytest.importorskip("onnxruntime")
    for size in ((1, 1), (700, 2)):
        (page,) = scan_pages(saved(pillow.new("L", size, 255)), "a.png", "a.png")
        assert [note.code for note in page.notes] == ["empty"]


@needs_fonts
def test_lines_across_tiles_are_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("rapidocr")
    pytest.importorskip("onnxruntime")
    monkeypatch.setattr(rapidocr_engine, "TILE", 384)
    (page,) = scan_pages(saved(drawn()), "a.png", "a.png", engine=Rapid.loaded(""))
    assert sorted(page.raw) == sorted([*(BODY[11 * row : 11 * row + 11] for row in range(4)), BODY[:13]])


@needs_fonts
def test_tesseract_reads_a_page() -> None:
    if shutil.which("tesseract") is None:
        pytest.skip("tesseract is not installed")
    try:
        (page,) = scan_pages(saved(drawn().crop((0, 0, 500, 300))), "a.png", "a.png", engine="tesseract")
    except InputError as error:
        pytest.skip(str(error))
    read = "".join(page.raw).replace(" ", "")
    assert sum(ch in read for ch in BODY[:44]) > 38
    assert all(0 <= edge <= 500 for printed in page.printed for edge in printed.edges)
