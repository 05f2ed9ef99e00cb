"""Hostile and damaged PDF files: a clear answer, bounded work, and the other inputs still done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import papercut as pc
from lawful import faults
from papercut.errors import InputError
from papercut.model.page import Page
from papercut.readers.failed_pages import combined_error
from papercut.readers.pdf import drawings, glyphs, pdfium_process
from pdfs import Sheet, pdf
from shell import papercut, sh

pytest.importorskip("pypdfium2")

HEAD = "城南新桥昨日通车"
STORY = "　　本报讯（记者　李闻）城南的新桥昨天上午正式通车，桥上的行人渐渐多了起来。"


def sound(sheet: Sheet) -> Page:
    """The finished page of one sheet; the law holds before and after."""
    page = pc.read(pdf(sheet))
    assert list(faults(page)) == []
    done = pc.build()(page)
    assert list(faults(done)) == []
    return done


def layer(sheet: Sheet) -> Page:
    """The page of one sheet, read in this process."""
    import pypdfium2

    from papercut.readers.pdf.page import text_layer

    document = pypdfium2.PdfDocument(pdf(sheet))
    page = text_layer(document[0], "", 1, "").page
    document.close()
    assert list(faults(page)) == []
    return page


def codes(page: Page) -> list[str]:
    return [note.code for note in page.notes]


def test_cut_short_at_any_byte() -> None:
    data = pdf(Sheet().text(HEAD, 50, 100, 20), Sheet().text(HEAD, 50, 100))
    whole = 0
    for end in [*range(0, len(data), 97), *range(len(data) - 60, len(data))]:
        try:
            pages = list(pc.read_pages(data[:end], format="pdf", name="a.pdf"))
        except InputError as error:
            assert str(error).startswith("a.pdf") and "\n" not in str(error)
            assert "no sound PDF" in str(error) or "is damaged there" in str(error)
        else:
            whole += 1
            assert [list(faults(page)) for page in pages] == [[], []]
    assert whole > 0  # without its last bytes it is whole


def test_a_byte_of_it_is_wrong() -> None:
    data = pdf(Sheet().text(HEAD, 50, 100, 20).rule(50, 130, 300, 130))
    for at in range(20, len(data), 61):
        broken = bytearray(data)
        broken[at] ^= 0x15
        try:
            pages = list(pc.read_pages(bytes(broken), format="pdf", name="a.pdf"))
        except InputError:
            continue
        assert all(list(faults(page)) == [] for page in pages)


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7\n", b"%PDF-1.7\n" + bytes(range(256)) * 40, b"%PDF-1.4\n%%EOF\n", pdf()],
    ids=["empty", "head", "garbage", "end", "no-pages"],
)  # fmt: skip
def test_no_pdf_at_all(data: bytes) -> None:
    with pytest.raises(InputError, match=r"a\.pdf is (no sound PDF|a PDF without pages)"):
        list(pc.read_pages(data, format="pdf", name="a.pdf"))


def test_one_page_is_damaged(tmp_path: Path) -> None:
    """The pages around it come out, and it is named."""
    data = pdf(*(Sheet().text(f"第{n}页的新桥通车了", 50, 100) for n in "一二三四"))
    second = data.split(b"/Kids [")[1].split(b" 0 R")[1].strip()
    data = data.replace(b"\n" + second + b" 0 obj\n<< /Type /Page ", b"\n" + second + b" 0 obj\n<< /Type /Pahe ")
    told: list[pc.Unread] = []
    pages = list(pc.read_pages(data, name="a.pdf", unread=told.append))
    assert [page.source.page for page in pages] == [1, 3, 4] and pages[1].raw == ("第三页的新桥通车了",)
    assert [one.page for one in told] == [2] and told[0].message.startswith("a.pdf: page 2 cannot be read: ")
    came = pc.read_pages(data, name="a.pdf")
    assert [next(came).source.page for _ in range(3)] == [1, 3, 4]
    with pytest.raises(InputError, match=r"^a\.pdf: page 2 cannot be read"):
        next(came)
    (tmp_path / "a.pdf").write_bytes(data)
    done = papercut("clean", "a.pdf", "--to", "json", cwd=tmp_path)
    assert done.returncode == 1 and done.stdout.count(b'"page":') >= 3
    said = [row for row in done.stderr.decode().splitlines() if "page 2 cannot be read" in row]
    assert len(said) == 1
    papercut("batch", "a.pdf", "-o", "out", cwd=tmp_path)
    found = json.loads(papercut("status", "out", "--to", "json", cwd=tmp_path).stdout)
    assert found["pages"] == 3 and [(row["name"], row["page"]) for row in found["failures"]] == [("a.pdf", 2)]


@pytest.mark.parametrize("name", ["MOST_MEMORY", "MOST_SECONDS"])
def test_a_page_that_takes_too_much(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named, its neighbours come out, and no process stays."""
    heavy = Sheet().raw("/X0 Do")
    for k in range(24):  # each form is drawn twice in the next one
        heavy.forms.append(("1 0 0 1 0 0", f"/X{k + 1} Do /X{k + 1} Do"))
    heavy.forms.append(("1 0 0 1 0 0", "0 0 90 1 re f"))
    data = pdf(Sheet().text(HEAD, 50, 100), heavy, Sheet().text("桥上行人渐渐多了", 50, 100))
    limit = "{'read': 64 << 20}" if name == "MOST_MEMORY" else "0.5"
    script = f"from papercut.readers.pdf import pdfium_child as c; c.{name} = {limit}; c.main()"
    monkeypatch.setattr(pdfium_process.processes, "command", ("-c", script))
    pdfium_process.processes.end()
    told: list[pc.Unread] = []
    try:
        pages = list(pc.read_pages(data, name="a.pdf", unread=told.append))
    finally:
        pdfium_process.processes.end()
    assert [(page.source.page, page.raw) for page in pages] == [(1, (HEAD,)), (3, ("桥上行人渐渐多了",))]
    assert [one.page for one in told] == [2] and "a.pdf: page 2 cannot be read: it takes more than" in told[0].message
    assert ("memory" if name == "MOST_MEMORY" else "seconds") in told[0].message


def test_a_page_over_which_the_process_dies(monkeypatch: pytest.MonkeyPatch) -> None:
    script = (
        "import os, papercut.readers.pdf.pdfium_child as child; done = child._Child.page; "
        "child._Child.page = lambda self, task: os.abort() if task['page'] == 2 else done(self, task); child.main()"
    )
    monkeypatch.setattr(pdfium_process.processes, "command", ("-c", script))
    pdfium_process.processes.end()
    told: list[pc.Unread] = []
    try:
        data = pdf(*(Sheet().text(text, 50, 100) for text in (HEAD, HEAD, STORY)))
        pages = [page.source.page for page in pc.read_pages(data, name="a.pdf", unread=told.append)]
    finally:
        pdfium_process.processes.end()
    assert pages == [1, 3] and [one.page for one in told] == [2] and "breaks down" in told[0].message


def test_a_file_left_half_read() -> None:
    """Its process does no harm to the next file."""
    first = pdf(*(Sheet().text(f"第{n}页的新桥通车了", 50, 100) for n in "一二三"))
    for count in (1, 2, 3):
        pages = pc.read_pages(first)
        assert [next(pages).source.page for _ in range(count)] == list(range(1, count + 1))
        pages.close()  # type: ignore[attr-defined]
        assert pc.read(pdf(Sheet().text(HEAD, 50, 100))).raw == (HEAD,)
    found = [page.raw for page in pc.read_pages(first, wanted=lambda n, _: n != 2)]
    assert found == [("第一页的新桥通车了",), ("第三页的新桥通车了",)]


def test_all_pages_that_cannot_be_read_are_named() -> None:
    failed = [pc.Unread(n, f"a.pdf: page {n} cannot be read: it is damaged") for n in (2, 4, 5, 6, 9)]
    assert str(combined_error(failed)) == f"{failed[0].message}; 4 other pages cannot be read: 4-6, 9"
    assert str(combined_error(failed[:2])) == f"{failed[0].message}; 1 other page cannot be read: 4"


def test_one_of_three_is_damaged(tmp_path: Path) -> None:
    """Of three formats and a wrong extension, all but the damaged one are done."""
    (tmp_path / "good.txt").write_bytes(pdf(Sheet().text(HEAD, 50, 100, 20)))
    (tmp_path / "text.pdf").write_text(HEAD + "\n" + STORY, "utf-8")
    (tmp_path / "bad.pdf").write_bytes(pdf(Sheet().text(HEAD, 50, 100))[:900])
    (tmp_path / "scan.pdf").write_bytes(pdf(Sheet().box(50, 50, 100, 100, "f")))
    files = ("good.txt", "bad.pdf", "text.pdf", "scan.pdf")
    done = papercut("clean", *files, "--ocr", "never", "--to", "json", cwd=tmp_path)
    said = done.stderr.decode().splitlines()
    assert done.returncode == 1
    assert [line for line in said if "bad.pdf is no sound PDF" in line]
    assert [line for line in said if "scan.pdf: the page has no text layer" in line]
    pages = [json.loads(row) for row in done.stdout.decode().splitlines() if row]
    assert [page["source"]["format"] for page in pages] == ["pdf", "text", "pdf"]
    assert HEAD in json.dumps(pages[0], ensure_ascii=False) and STORY[12:20] in json.dumps(pages[1], ensure_ascii=False)
    assert papercut("clean", "bad.pdf", cwd=tmp_path).returncode == 3


@pytest.mark.parametrize("size", [(28346, 28346), (1e6, 1e6), (28346, 20), (0, 0), (0.001, 5)])
def test_sheets_of_any_size(size: tuple[float, float]) -> None:
    page = sound(Sheet(*size).text(HEAD, 5, 0 if size[1] < 50 else 100, 20))
    if size[0] > 1000:
        assert page.raw == (HEAD,) and page.source.size == size


@pytest.mark.parametrize("number", ["9" * 23, "-" + "9" * 23, "1e400", "NaN", ".", "--5", "2147483648", "0.0000001"])
def test_numbers_that_are_none(number: str) -> None:
    sheet = Sheet().raw(f"BT /S {number} Tf 1 0 0 1 50 50 Tm <65B06865> Tj ET")
    sheet.raw(f"BT /S 10 Tf {number} 0 0 1 {number} 50 Tm <65B06865> Tj ET")
    sheet.raw(f"BT /S 10 Tf 0 {number} {number} 0 80 50 Tm {number} Tc <65B06865> Tj ET")
    sheet.raw(f"0 0 m {number} {number} l S {number} 0 50 {number} re S q {number} 0 0 1 0 0 cm 0 0 20 1 re f Q")
    page = sound(sheet.text(HEAD, 50, 100))
    assert any(HEAD in row for row in page.raw)
    for printed in page.printed:
        assert all(abs(x) < 1e8 for x in (*printed.box, printed.size, *printed.edges))


def test_forms_a_thousand_deep() -> None:
    sheet = Sheet().rule(0, 10, 90, 10)
    for _ in range(1_000):
        sheet = Sheet().form(sheet)
    page = sound(sheet.text(HEAD, 50, 100))
    assert page.raw == (HEAD,) and "too-much" in codes(page)


def test_a_form_that_draws_itself() -> None:
    sheet = Sheet().raw("/X0 Do").text(HEAD, 50, 100)
    sheet.forms.append(("1 0 0 1 0 0", "0 0 90 1 re f /X0 Do"))
    assert sound(sheet).raw == (HEAD,)


def test_more_than_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glyphs, "MOST_GLYPHS", 4)
    page = layer(Sheet().text(HEAD, 50, 100))
    assert page.raw == (HEAD[:4],) and codes(page) == ["too-much"]
    assert "4 characters more than 4" in page.notes[0].text
    monkeypatch.undo()
    sheet = Sheet().text(HEAD, 50, 100)
    for k in range(8):
        sheet.rule(50, 200 + 10 * k, 300, 200 + 10 * k)
    for name in ("MOST_OBJECTS", "MOST_DRAWN"):
        with monkeypatch.context() as patch:
            patch.setattr(drawings, name, 5)
            page = layer(sheet)
            assert len(page.drawn) <= 5 and "too-much" in codes(page)


def test_a_million_things(tmp_path: Path) -> None:
    """Within two gigabytes of address space beside what is loaded before."""
    sheet = Sheet(2_000, 2_000).text(HEAD, 50, 100, 20)
    sheet.raw("\n".join(f"{k % 1900} {k // 190 % 2000} 30 1 re f" for k in range(1_000_000)))
    (tmp_path / "a.pdf").write_bytes(pdf(sheet))
    done = sh("ulimit -v 3500000; papercut clean a.pdf --to json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    page = json.loads(done.stdout)
    assert [note["code"] for note in page["notes"]][:1] == ["too-much"]
    assert HEAD in done.stdout.decode()


def test_two_hundred_thousand_glyphs() -> None:
    """On one heap, in lines across each other."""
    row = (HEAD + "桥上行人渐渐多了起来") * 11
    sheet = Sheet(2_100, 600)
    for k in range(1_000):
        sheet.text(row[k % 19 :], 20 + (k * 7) % 50, 20 + (k * 13) % 500)
    page = pc.read(pdf(sheet))
    assert sum(map(len, page.raw)) > 150_000
    assert list(faults(page)) == []
