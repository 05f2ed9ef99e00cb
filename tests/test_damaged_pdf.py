"""PDF files that are damaged where PDFium says nothing: the page, or the file, is told."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

import papercut as pc
from papercut.model.page import Page
from papercut.readers.pdf import pdfium_process
from papercut.readers.pdf.soundness import file_faults
from pdfs import Sheet, pdf
from shell import papercut

pytest.importorskip("pypdfium2")

HEAD = "城南新桥昨日通车"


def codes(page: Page) -> list[str]:
    return [note.code for note in page.notes]


def deflated(data: bytes, harm: Callable[[bytes], bytes], which: int = 0) -> bytes:
    """The file with its streams packed by Flate; the content of the page with this number (0: of all) is harmed."""
    count = 0

    def packed(found: re.Match[bytes]) -> bytes:
        nonlocal count
        stream = zlib.compress(found[2])
        if b" Tj" in found[2]:
            count += 1
            stream = harm(stream) if which in (0, count) else stream
        head = found[1].replace(b"/Length %d" % len(found[2]), b"/Filter /FlateDecode /Length %d" % len(stream))
        return head + b"stream\n" + stream + b"\nendstream"

    return re.sub(rb"(<<[^\n]*/Length \d+ >>\n)stream\n(.*?)\nendstream", packed, data, flags=re.DOTALL)


ROWS = [f"城南的新桥昨天上午正式通车第{n}行" for n in "一二三四五六七八九"]


def cut(stream: bytes) -> bytes:
    return stream[: len(stream) // 2]


def changed(stream: bytes) -> bytes:
    half = len(stream) // 2
    return stream[:half] + bytes([stream[half] ^ 0x55]) + stream[half + 1 :]


@pytest.mark.parametrize("harm", [cut, changed, lambda stream: stream[:-1] + bytes([stream[-1] ^ 1])])
def test_a_damaged_stream_is_told_of_its_page(harm: Callable[[bytes], bytes]) -> None:
    data = pdf(*(Sheet().column(ROWS, 50, 100) for _ in range(3)))
    pages = list(pc.read_pages(deflated(data, harm, 2), ocr="never"))
    assert ["damaged" in codes(page) for page in pages] == [False, True, False]
    assert pages[0].raw == pages[2].raw == tuple(ROWS)


def test_a_damaged_stream_inside_forms() -> None:
    form = Sheet().form(Sheet().form(Sheet().column(ROWS, 50, 100)))
    pages = list(pc.read_pages(deflated(pdf(Sheet().text(HEAD, 50, 50), form), cut, 2), ocr="never"))
    assert [codes(page)[-1:] for page in pages] == [[], ["damaged"]]


def test_sound_streams_are_not_told() -> None:
    data = pdf(Sheet().column(ROWS, 50, 100))
    for harm in (bytes, lambda stream: stream[:-4], lambda stream: stream + b"\r\n"):  # some lack their checksum
        page = pc.read(deflated(data, harm))
        assert page.raw == tuple(ROWS) and codes(page) == []
    assert codes(pc.read(pdf(Sheet().column(ROWS, 50, 100), password="bridge"), password="bridge")) == []


def test_what_is_checked_and_cannot_be_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that dies over the check does not take the file with it."""
    script = "import os, papercut.readers.pdf.pdfium_child as child; child._Child.check = os.abort; child.main()"
    monkeypatch.setattr(pdfium_process.processes, "command", ("-c", script))
    pdfium_process.processes.end()
    try:
        assert pc.read(pdf(Sheet().text(HEAD, 50, 100))).raw == (HEAD,)
    finally:
        pdfium_process.processes.end()


def test_pages_that_pdfium_passes_over_are_told(tmp_path: Path) -> None:
    one, two = (pdf(*(Sheet().text(f"{a}第{n}页的新桥通车了", 50, 100) for n in "一二三")) for a in ("甲", "乙二"))
    for data, why in ((one + two, "holds 2 PDF files"), (one.replace(b"/Count 3", b"/Count 1"), "has 2 pages more")):
        told: list[pc.Unread] = []
        pages = list(pc.read_pages(data, name="a.pdf", unread=told.append))
        assert len(pages) in (1, 3)
        assert [(unread.page, unread.message[: len(why) + 6]) for unread in told] == [(None, f"a.pdf {why}")]
    (tmp_path / "a.pdf").write_bytes(one + two)
    done = papercut("clean", "a.pdf", cwd=tmp_path)
    assert done.returncode == 1 and "only one of them is read" in done.stderr.decode()


def test_a_damaged_stream_of_objects_is_told() -> None:
    data = pdf(Sheet().text(HEAD, 50, 100))
    inside = zlib.compress(b"90 0 <</Nothing true>>")
    head = b"<</Type /ObjStm /N 1 /First 5 /Filter /FlateDecode /Length 99>>"
    packed = b"89 0 obj\n" + head + b"\nstream\n%s\nendstream\nendobj\n"
    for stream, count in ((inside, 0), (cut(inside), 1)):
        told: list[pc.Unread] = []
        whole = data.replace(b"\n", b"\n" + packed % stream, 1)
        assert [page.raw for page in pc.read_pages(whole, unread=told.append)] == [(HEAD,)]
        assert len(told) == count


@pytest.mark.parametrize("size", [300, 90_000])
def test_pictures_are_looked_at_only_if_they_are_asked_for(size: int) -> None:
    """Their streams are not even kept; what stands behind them is found all the same."""
    import pypdfium2

    def packed(said: bytes, data: bytes, harm: Callable[[bytes], bytes]) -> bytes:
        stream = harm(zlib.compress(data, 1))
        return b"<<%s /Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream" % (said, len(stream), stream)

    picture = bytes(n * n * 31 % 251 for n in range(size))
    shape = b"/Type /XObject /Subtype /Image /Width %d /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray" % size
    page = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents %d 0 R /Resources <</XObject <</I %d 0 R>>>>>>"
    objects = [b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [3 0 R 4 0 R] /Count 2>>"]
    objects += [page % (7, 5), page % (8, 6), packed(shape, picture, cut), packed(shape, picture, bytes)]
    objects += [packed(b"", b"/I Do", bytes), packed(b"", b"/I Do", cut)]
    data = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % row for row in enumerate(objects, 1))
    data += b"trailer\n<</Root 1 0 R /Size 9>>\n"
    for pictures, found in ((False, []), (True, [1])):
        faults = file_faults(pypdfium2.PdfDocument(data), data, pictures=pictures)
        assert (faults["text"], faults["pictures"], faults["uncounted"]) == ([2], found, 0)
