"""PDF: characters, boxes, sizes and weights as they stand on the page, and what cannot be read."""

from __future__ import annotations

import hashlib
import io
import json
import random
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest

import papercut as pc
from lawful import faults
from papercut.codec.page import page_to_json
from papercut.codec.page_reading import page_from_json
from papercut.errors import InputError
from papercut.model.geometry import Box
from papercut.model.page import Furniture, Page, Role
from papercut.readers.pdf import annotations, pdfium_process
from papercut.schemas import schema
from pdfs import Sheet, pdf
from shell import papercut

pytest.importorskip("pypdfium2")


def the_page(sheet: Sheet) -> Page:
    """The page of one sheet, which keeps the law and comes back from its document."""
    page = pc.read(pdf(sheet), ocr="never")
    assert list(faults(page)) == []
    document = page_to_json(page)
    jsonschema.validate(json.loads(document), schema("page"))
    assert page_from_json(document) == page
    return page


def near(box: Box, x0: float, y0: float, x1: float, y1: float, by: float = 0.5) -> bool:
    return all(abs(a - b) <= by for a, b in zip(box, (x0, y0, x1, y1), strict=True))


def aside(page: Page) -> list[tuple[Role, str, str]]:
    def told(f: Furniture) -> tuple[Role, str, str]:
        return f.role, f.text, f.why

    return [told(f) for f in page.furniture]


@pytest.mark.parametrize("crop", [False, True], ids=["whole", "crop"])
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_where_things_stand(rotate: int, crop: bool) -> None:
    sheet = Sheet(600, 400, rotate, (30, -70) if crop else (0, 0), crop)
    sheet.text("城南新桥昨日通车", 50, 100, 20, bold=True).text("桥上行人渐渐多了", 50, 140, each=True)
    sheet.text("自上而下的一行字", 300, 200, turn=1).text("自下而上的一行字", 200, 350, turn=3)
    sheet.text("倒过来的一行", 190, 180, turn=2).upright(["竖排的一行"], 370, 40).downwards("竖排，二。", 340, 40)
    sheet.rule(50, 130, 350, 130).rule(45, 20, 45, 380).box(60, 250, 120, 330).box(220, 250, 280, 330, "f")
    page = the_page(sheet)
    assert page.source.size == (sheet.width, sheet.height)
    got = dict(zip(page.raw, page.printed, strict=True))
    expected = {
        "城南新桥昨日通车": (50, 100, 210, 120), "桥上行人渐渐多了": (50, 140, 130, 150),
        "自上而下的一行字": (290, 200, 300, 280), "自下而上的一行字": (200, 270, 210, 350),
        "倒过来的一行": (130, 170, 190, 180), "竖排的一行": (360, 40, 370, 94), "竖排，二。": (330, 40, 340, 90),
    }  # fmt: skip
    assert set(got) == set(expected)
    for text, box in expected.items():
        assert near(got[text].box, *box), (text, got[text].box)
        assert got[text].size == pytest.approx(20 if "城南" in text else 10)
        assert got[text].weight == (700 if "城南" in text else 400)
        assert got[text].upright == ("行字" in text or "竖排" in text)
        assert len(got[text].edges) == 2 * len(text)
    assert near(got["城南新桥昨日通车"].part(2, 4, 8), 90, 100, 130, 120)
    assert near(got["自上而下的一行字"].part(0, 2, 8), 290, 200, 300, 220)
    assert near(got["自下而上的一行字"].part(0, 2, 8), 200, 330, 210, 350)
    assert near(got["倒过来的一行"].part(0, 2, 6), 170, 170, 190, 180)
    assert near(got["竖排，二。"].part(3, 4, 5), 330, 70, 340, 80)
    drawn = [(d.kind, d.box) for d in page.drawn]
    assert [kind for kind, _ in drawn] == ["rule", "rule", "frame", "tint"]
    boxes = [(50, 129.75, 350, 130.25), (44.75, 20, 45.25, 380), (60, 250, 120, 330), (220, 250, 280, 330)]
    assert all(near(box, *right, by=1.1) for (_, box), right in zip(drawn, boxes, strict=True)), drawn


def test_a_letter_spaced_line_has_no_spaces() -> None:
    sheet = Sheet().text("城南新桥通车", 50, 50, 20, gap=16).text("桥上行人渐渐多了起来", 50, 100, gap=2.5)
    sheet.text("每个字各自画出来的一行", 50, 130, gap=3, each=True).text("字　距", 50, 160)
    assert the_page(sheet).raw == ("城南新桥通车", "桥上行人渐渐多了起来", "每个字各自画出来的一行", "字　距")


def test_spaces_are_gaps() -> None:
    sheet = Sheet()
    for x, word in ((50, "People"), (113, "cross"), (166, "it")):  # this font's letters are one em wide
        sheet.text(word, x, 50, each=True)
    sheet.text("王　刚", 50, 80).text("本报记者", 50, 110).text("李晓闻", 96, 110).text("a b", 50, 140)
    assert the_page(sheet).raw == ("People cross it", "王　刚", "本报记者 李晓闻", "a b")


def test_spaces_between_letters_that_are_set_close() -> None:
    sheet = Sheet()
    for x, word in ((50, "People"), (105.8, "cross"), (152.6, "it")):  # a tenth of an em over one another
        sheet.text(word, x, 50, each=True, gap=-1)
    assert the_page(sheet).raw == ("People cross it",)


def test_columns_stay_apart() -> None:
    rows = [["桥上行人渐渐多了起", "来，卖菜的担子也多"], ["河边的柳树又绿了，", "孩子们放起了风筝。"]]
    for gutter in (12, 20, 40):
        sheet = Sheet()
        for k in range(2):
            for n, column in enumerate(rows):
                sheet.text(column[k], 50 + n * (90 + gutter), 100 + 14 * k)
        assert the_page(sheet).raw == (rows[0][0], rows[1][0], rows[0][1], rows[1][1])


def test_a_hyphen_at_the_end_of_a_line() -> None:
    assert the_page(Sheet().text("the news-", 50, 50).text("paper", 50, 64)).raw == ("the news-", "paper")


def test_a_soft_hyphen_that_is_drawn() -> None:
    """Many fonts call the sign of their hyphen so."""
    sheet = Sheet().text("400\xad111\xad1100", 50, 50, font="M").text("报修电话", 50, 64)
    assert the_page(sheet).raw == ("400-111-1100", "报修电话")


def test_ink_that_stands_out_behind_its_em() -> None:
    """PDFium counts it in, and a space of half an em behind it would be lost."""
    from pypdfium2 import raw

    from papercut.readers.pdf.glyphs import PdfSheet

    box = (0, 0, 400, 600)
    sheet = PdfSheet(SimpleNamespace(get_size=lambda: box[2:], get_rotation=lambda: 0, get_bbox=lambda: box))
    rect = raw.FS_RECTF(left=50, right=60.6, bottom=500, top=510)
    for ch, end in (("员", 60), ("W", 60.6)):
        assert sheet._glyph(ch, rect, 50, 502, 10, 10, 400, 0).x1 == pytest.approx(end)


HEADS = ("春江水暖鸭先知晓", "满城风雨近重阳节", "一行白鹭上青天去")


@pytest.mark.parametrize("bold", [False, True], ids=["same", "other-weight"])
@pytest.mark.parametrize("each", [False, True], ids=["lines", "characters"])
@pytest.mark.parametrize("copies", [1, 2])
def test_shadows_are_set_aside(copies: int, each: bool, bold: bool) -> None:
    sheet = Sheet()
    for copy in range(copies + 1):
        for k, head in enumerate(HEADS):
            x, y = 50 + 1.2 * copy, 100 + 50 * k + 0.6 * copy
            sheet.text(head, x, y, 30 + 0.2 * copy, each=each, bold=bold and not copy)
    page = the_page(sheet)
    assert [line.text for line in page.lines] == list(HEADS)
    assert {(role, why) for role, _, why in aside(page)} <= {(Role.DUPLICATE, "drawn-twice")}
    # PDFium itself leaves out characters drawn again right after one another
    assert {text for _, text, _ in aside(page)} == set(HEADS) or each
    assert set(page.raw) == set(HEADS)


def test_the_same_words_elsewhere_are_no_copies() -> None:
    page = the_page(Sheet().text("好好学习天天向上", 50, 100, gap=-4).text("好好学习天天向上", 50, 110))
    assert [line.text for line in page.lines] == ["好好学习天天向上"] * 2


def test_two_lines_drawn_by_turns() -> None:
    """As where characters of two columns set downwards come by turns."""
    sheet = Sheet().upright(["病人脱"], 300, 50, step=1.02)
    sheet.text("险", 290, 80.6).text("一", 276, 90).text("。", 290, 90.8).text("个", 276, 100.2).text("时", 276, 110.4)
    assert the_page(sheet).raw == ("病人脱险。", "一个时")


def test_numbers_set_downwards_stay_in_their_line() -> None:
    sheet = Sheet()
    for n, (ch, dx) in enumerate(zip("达到５１.６％，连续上升", (0, 0, 0, 0, 0, 0, 0.4, 0, 0, 0, 0, 0), strict=False)):
        sheet.text(ch, 300 + dx, 50 + 11 * n, each=True)
    assert the_page(sheet).raw == ("达到５１.６％，连续上升",)


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_page_set_sideways_is_turned_upright(turn: int) -> None:
    sheet = Sheet(600, 400)
    x, y = {1: (560, 50), 2: (560, 350), 3: (40, 350)}[turn]
    for k, row in enumerate(HEADS):
        dx, dy = {1: (-20, 0), 2: (0, -20), 3: (20, 0)}[turn]
        sheet.text(row, x + dx * k, y + dy * k, turn=turn)
    sheet.text("图", 20, 20)
    page = the_page(sheet)
    assert page.source.size == ((400, 600) if turn % 2 else (600, 400))
    boxes = dict(zip(page.raw, (p.box for p in page.printed), strict=True))
    left, top = {1: (50, 40), 2: (40, 50), 3: (50, 40)}[turn]
    for k, row in enumerate(HEADS):
        assert near(boxes[row], left, top + 20 * k, left + 80, top + 20 * k + 10)


def test_text_that_nobody_sees_is_read() -> None:
    """The text layer of a scan is drawn invisibly over it, and white type stands on dark boxes."""
    sheet = Sheet().text("扫描件的文字层", 50, 50, mode=3).raw("1 g").text("反白的标题", 50, 100, 20).raw("0 g")
    page = the_page(sheet)
    assert page.raw == ("扫描件的文字层", "反白的标题")


def test_what_lies_off_the_sheet_is_set_aside() -> None:
    sheet = Sheet(origin=(100, 50), crop=True).text("裁切线外的字", 50, -25).text("页内的一行字", 50, 50)
    sheet.text("半在页外的一行", -25, 300).text("巨", 0, 500, 5000)
    page = the_page(sheet)
    assert [line.text for line in page.lines] == ["页内的一行字", "半在页外的一行"]
    assert aside(page) == [(Role.REMOVED, "裁切线外的字", "off-sheet"), (Role.REMOVED, "巨", "off-sheet")]


def test_rules_and_text_inside_forms() -> None:
    inner = Sheet().text("表单里的字", 0, 500).rule(0, 520, 100, 520).box(0, 530, 40, 570)
    sheet = Sheet().form(inner, "1 0 0 1 50 10", "1 0 0 1 3 4")
    sheet.form(Sheet().form(Sheet().rule(0, 590, 40, 590), "0 2 -2 0 0 0"), "1 0 0 1 300 100")
    page = the_page(sheet)
    assert near(page.printed[0].box, 53, 486, 103, 496)
    (a, b, c) = page.drawn
    assert (a.kind, b.kind, c.kind) == ("rule", "frame", "rule")
    assert near(a.box, 53, 506, 153, 506, by=0.6) and near(b.box, 53, 516, 93, 556, by=1.1)
    assert near(c.box, 280, 420, 280, 500, by=1.2)  # twice as large, and turned by a quarter


def test_maps_of_characters() -> None:
    page = the_page(Sheet().text("⾧河⽇報，\ue123新桥", 50, 100, font="M"))
    assert page.raw == ("⾧河⽇報，\ue123新桥",) and page.notes == ()
    page = pc.build()(page)
    shown = "".join(b.text for a in page.articles or () for b in (*a.parts, *a.body))
    assert "長河日報" in shown + "".join(f.text for f in page.furniture)
    assert "private-use" in [note.code for note in page.notes]
    page = the_page(Sheet().text("新桥通车", 50, 140, font="N").text("桥上行人", 50, 160))
    assert [note.code for note in page.notes] == ["unmapped-font"] and "4 of their signs" in page.notes[0].text


def test_several_pages() -> None:
    data = pdf(*(Sheet(300 + n, 500).text(head, 50, 100) for n, head in enumerate(HEADS)))
    pages = list(pc.read_pages(data, name="a.pdf"))
    assert [(p.source.page, p.raw, p.source.size) for p in pages] == [
        (n + 1, (head,), (300 + n, 500)) for n, head in enumerate(HEADS)
    ]
    with pytest.raises(InputError, match="several pages"):
        pc.read(data)


@pytest.mark.parametrize(
    "mark",
    [
        "/Subtype /FreeText /Contents (Sold)", "/Subtype /Widget /FT /Tx /T (a) /V (Sold)", "/Subtype /Link",
        "/Subtype /Widget /Parent 6 0 R /T (Sold)", "/Subtype /Widget /Parent 7 0 R",
    ],
)  # fmt: skip
def test_text_of_annotations_is_told(mark: str) -> None:
    """It is shown on the page, but stands beside its text."""
    draw = "BT /F 20 Tf 40 700 Td (The bridge was opened on Sunday) Tj ET"
    data = (
        "%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [6 0 R 7 0 R]>>>> endobj\n"
        "6 0 obj <</FT /Tx /T (a) /V (Sold) /Kids [5 0 R]>> endobj\n"
        "7 0 obj <</FT /Btn /T (b) /V (Off) /Kids [5 0 R]>> endobj\n"
        "2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n"
        "3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Annots [5 0 R]"
        " /Resources <</Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>>> endobj\n"
        f"4 0 obj <</Length {len(draw)}>> stream\n{draw}\nendstream endobj\n"
        f"5 0 obj <</Type /Annot {mark} /Rect [40 600 200 640]>> endobj\n"
        "trailer <</Root 1 0 R>>\n"
    ).encode()
    page = pc.read(data)
    assert page.raw == ("The bridge was opened on Sunday",)
    told = [note.text for note in page.notes if "in annotations or form fields not read" in note.text]
    assert len(told) == ("Sold" in mark)


def annotated(marks: list[str], *more: str) -> bytes:
    """A page without a text layer that has these annotations; `more` are objects from number 4 on."""
    objects = ["<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [3 0 R] /Count 1>>", "", *more]
    names = " ".join(f"{n} 0 R" for n in range(len(objects) + 1, len(objects) + 1 + len(marks)))
    objects[2] = f"<</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Annots [{names}]>>"
    objects += [f"<</Type /Annot {mark} /Rect [40 600 200 640]>>" for mark in marks]
    rows = [f"{n} 0 obj {body} endobj\n" for n, body in enumerate(objects, 1)]
    return ("%PDF-1.4\n" + "".join(rows) + "trailer <</Root 1 0 R>>\n").encode()


def test_text_of_any_number_of_annotations_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    marks = ["/Subtype /Link"] * 150 + [f"/Subtype /FreeText /Contents (Sold {n})" for n in range(170)]
    (note,) = (note.text for note in read_never(annotated(marks)).notes if note.code == "too-much")
    assert "170 texts in annotations" in note
    marks = ["/Subtype /Link"] * (annotations.MOST_MARKS + 3)
    (note,) = (note.text for note in read_never(annotated(marks)).notes if note.code == "too-much")
    assert note == "the page has 3 annotations more than 20000, not looked at"


def test_text_that_only_the_drawing_of_an_annotation_has_is_told() -> None:
    """As stamps have it, often in a form inside of a form. What is hidden, and whether a box is ticked, are no text."""
    font = "/Resources <</Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>> /XObject <</I 5 0 R>>>>"
    form = f"<</Type /XObject /Subtype /Form /BBox [0 0 99 99] {font} /Length {{}}>> stream\n{{}}\nendstream"
    outer, inner = "/I Do", "BT /F 20 Tf 40 70 Td (Sold) Tj ET"
    forms = form.format(len(outer), outer), form.format(len(inner), inner)
    for marks, count in (
        ("/Subtype /Stamp /AP <</N 4 0 R>>", 1), ("/Subtype /Stamp /AP <</N 5 0 R>>", 1), ("/Subtype /Stamp", 0),
        ("/Subtype /Link /AP <</N 5 0 R>>", 0), ("/Subtype /Stamp /AP <</N 4 0 R>> /F 2", 0),
        ("/Subtype /FreeText /Contents (Sold) /F 32", 0), ("/Subtype /FreeText /Contents (Sold) /F 4", 1),
        ("/Subtype /Widget /FT /Btn /T (Ticked) /V /Off /AS /Off", 0),
    ):  # fmt: skip
        told = [note.text for note in read_never(annotated([marks], *forms)).notes if note.code == "too-much"]
        assert len(told) == count


def read_never(data: bytes) -> pc.Page:
    """The page, read without OCR."""
    return pc.read(data, ocr="never")


def test_attached_files_are_told() -> None:
    names = b"/Names <</EmbeddedFiles <</Names [(a) 90 0 R (b) 90 0 R]>>>> /Type /Catalog"
    file = b"90 0 obj <</Type /Filespec /F (a.pdf) /EF <</F 91 0 R>>>> endobj\n"
    file += b"91 0 obj <</Length 1>> stream\n.\nendstream endobj\n"
    data = pdf(Sheet().text("The bridge", 40, 70), Sheet().text("It was opened", 40, 70))
    pages = list(pc.read_pages(data.replace(b"/Type /Catalog", names).replace(b"\n", b"\n" + file, 1)))
    told = [[note.text for note in page.notes if "attached" in note.text] for page in pages]
    assert told == [["the PDF has 2 files attached, not read: save what you need from a PDF viewer"], []]


def test_without_a_text_layer() -> None:
    page = the_page(Sheet().box(50, 50, 200, 200, "f"))
    assert [note.code for note in page.notes] == ["no-text-layer", "empty"]
    assert "no text layer" in page.notes[0].text and "--ocr auto" in page.notes[0].text
    assert pc.build()(page).articles == ()


def test_a_password(tmp_path: Path) -> None:
    data = pdf(Sheet().text("城南新桥昨日通车", 50, 100), password="secret")
    assert b"secret" not in data
    assert pc.read(data, password="secret").raw == ("城南新桥昨日通车",)
    with pytest.raises(InputError, match="is encrypted: give its password with --password"):
        pc.read(data)
    with pytest.raises(InputError, match="the password given does not open it"):
        pc.read(data, password="wrong")
    # a file that anybody may open is encrypted all the same
    assert pc.read(pdf(Sheet().text("城南新桥", 50, 100), password="")).raw == ("城南新桥",)
    (tmp_path / "a.pdf").write_bytes(data)
    done = papercut("clean", tmp_path / "a.pdf", "--to", "json", "--password", "secret")
    assert done.returncode == 0 and "城南新桥昨日通车" in done.stdout.decode()


def test_without_pypdfium2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdfium_process, "find_spec", lambda name: None)
    needed = r"reading PDF needs the extra pdf: pip install 'papercut-text\[pdf\]'"
    with pytest.raises(InputError, match=needed) as caught:
        pc.read(pdf(Sheet().text("城南新桥", 50, 100)), name="a.pdf")
    assert "\n" not in str(caught.value)


def test_chunks_of_lines_come_together_in_any_order() -> None:
    rng = random.Random(7)
    rows = ["城南新桥昨日通车了，桥上的行人渐渐多了起来", "河边的柳树又绿了，孩子们放起了风筝，老人下棋"]
    for _ in range(20):
        chunks = []
        for k, row in enumerate(rows):
            cuts = sorted(rng.sample(range(1, len(row)), 4))
            chunks += [(row[a:b], 50 + 10 * a, 100 + 14 * k) for a, b in zip([0, *cuts], [*cuts, None], strict=True)]
        rng.shuffle(chunks)
        sheet = Sheet()
        for text, x, y in chunks:
            sheet.text(text, x, y)
        assert sorted(the_page(sheet).raw) == sorted(rows)


def test_a_pdf_behind_what_a_program_left_before_it_is_a_pdf() -> None:
    data = pdf(Sheet().text("城南新桥通车", 50, 50, 20))
    page = pc.read(b"Content-Type: application/pdf\r\n\r\n" + data)
    assert page.source.format == "pdf" and page.raw == ("城南新桥通车",)
    assert pc.read("新桥\n%PDF-1.4 是一种格式。\n1 0 obj".encode()).source.format == "text"


@pytest.mark.parametrize("kind", ["bytes", "path", "file"])
def test_the_hash_of_a_file_is_taken_once(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many pages it has."""
    data = pdf(*(Sheet().text(f"第{n}版新桥昨日通车", 50, 50, 20) for n in range(5)))
    (tmp_path / "a.pdf").write_bytes(data)
    given = {"bytes": data, "path": tmp_path / "a.pdf", "file": io.BytesIO(data)}[kind]
    hashed: list[int] = []
    real = hashlib.sha256

    def sha256(some: bytes = b"") -> Any:
        hashed.append(len(some))
        return real(some)

    monkeypatch.setattr(hashlib, "sha256", sha256)
    pages = [pc.build()(page) for page in pc.read_pages(given, ocr="never")]
    assert len(pages) == 5 and {page.source.sha256 for page in pages} == {real(data).hexdigest()}
    assert [size for size in hashed if size > 1000] == [len(data)]
