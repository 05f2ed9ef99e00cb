"""Pictures, boxes, captions and quotes on sheets: text goes on around them."""

from __future__ import annotations

import pytest

import papercut as pc
from papercut.model.page import Article, Page, Role
from papercut.solver.labelling import lines_to_label
from papercut.solver.lines.label_chain import DISPLAY, Tag
from papercut.stages.order import Order
from pdfs import Sheet, pdf
from test_sheet_order import BRIDGE, HEADS, SCHOOL, TEA, Drawing, column, finished, ordered, texts
from test_sheet_tables import as_table, tables, with_cells

pytest.importorskip("pypdfium2")

CAPTION = "新桥昨天通车，住在南岸的居民从桥上走过。"
LINE = 14.0
"""Points from one line of text to the next."""


def picture(
    sheet: Sheet, x0: float, y0: float, x1: float, y1: float, drawn: tuple[float, float, float, float] | None = None
) -> Sheet:
    """A picture that shows in a frame; `drawn` is all of it, of which the frame cuts something off."""
    (a, b), (c, d) = sheet.point(x0, y1), sheet.point(x1, y0)
    (e, f), (g, h) = (sheet.point(drawn[0], drawn[3]), sheet.point(drawn[2], drawn[1])) if drawn else ((a, b), (c, d))
    inline = "BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID 80> EI"
    return sheet.raw(f"q {a} {b} {c - a} {d - b} re W n {g - e} 0 0 {h - f} {e} {f} cm\n{inline}\nQ")


def drawn_lines(sheet: Sheet, lines: list[Drawing]) -> Sheet:
    for d in lines:
        sheet.text(*d[:4], bold=d.bold)
    return sheet


def around(hole: int, height: int) -> tuple[list[str], list[Drawing], tuple[float, float, float, float]]:
    """Three columns of a text under a headline; after so many lines of the second and third one, a hole is left that is
    so many lines high: the lines, where they stand, and the hole."""
    rows = texts(BRIDGE, BRIDGE, measure=10)
    high = -(-(len(rows) + 2 * height) // 3)
    parts = [rows[:high], rows[high : 2 * high - height], rows[2 * high - height :]]
    placed = [Drawing(HEADS[0], 60, 30, 32, True), *column(parts[0], 40, 90)]
    for part, x in ((parts[1], 156), (parts[2], 272)):
        placed += [*column(part[:hole], x, 90), *column(part[hole:], x, 90 + (hole + height) * LINE)]
    return rows, placed, (156, 90 + hole * LINE, 372, 90 + (hole + height) * LINE - 6)


@pytest.mark.parametrize("hole", [0, 3])
def test_columns_go_on_below_a_picture(hole: int) -> None:
    rows, placed, (x0, y0, x1, y1) = around(hole, 6)
    sheet = picture(drawn_lines(Sheet(420, 500), placed), x0, y0, x1, y1 - 14).text(CAPTION, x0, y1 - 11, 8)
    found = [text for text in ordered(sheet) if text != CAPTION]
    assert found == [HEADS[0], *rows]
    (article,) = finished(sheet)
    assert [b.text for b in article.body] == [p.strip() for p in (BRIDGE + "\n" + BRIDGE).split("\n")]


def test_of_a_picture_counts_what_is_seen() -> None:
    """Programs that set pages draw all of a picture, and cut off what is outside its frame."""
    sheet = picture(Sheet(420, 500), 156, 132, 372, 200, (100, 20, 420, 480))
    (page,) = pc.read_pages(pdf(sheet.text("新桥", 40, 40)))
    assert [d.box for d in page.drawn if d.kind == "image"] == [(156.0, 132.0, 372.0, 200.0)]


def read(sheet: Sheet) -> Page:
    return pc.build()(pc.read(pdf(sheet), name="page.pdf"))


@pytest.mark.parametrize("side", ["right", "left"])
def test_a_caption_beside_a_picture(side: str) -> None:
    text, (x, edge) = texts(BRIDGE, measure=30), (40, 208) if side == "right" else (140, 40)
    sheet = drawn_lines(Sheet(420, 500), [Drawing(HEADS[0], 40, 30, 24, True), *column(text, 40, 70)])
    low = 70 + len(text) * LINE + 6
    sheet = picture(sheet, x, low, x + 160, low + 90)
    sheet.column(["新桥昨天通车，", "居民走过桥面。", "罗小满 摄"], edge, low + 4, 8)
    page = read(sheet)
    (article,) = page.articles or ()
    assert [b.text for b in article.body] == [p.strip() for p in BRIDGE.split("\n")]
    captions = "".join(f.text for f in page.furniture if f.role is Role.CAPTION)
    assert captions.replace(" ", "") == "新桥昨天通车，居民走过桥面。罗小满摄"


def test_rows_of_tables_end_at_their_frames() -> None:
    """Two tables in frames side by side, whose rows stand at one height."""
    left = [["双色球", "24", "17"], ["七乐彩", "25", "26"], ["排列五", "26", "14"], ["快乐八", "27", "31"]]
    right = [["白菜", "1.24", "-0.02"], ["土豆", "2.70", "持平"], ["鸡蛋", "8.06", "+0.35"], ["黄瓜", "4.12", "+0.10"]]
    sheet = Sheet(420, 400).box(36, 96, 196, 190).box(204, 96, 384, 190)
    for title, x in (("昨日开奖公告", 60), ("昨日菜价", 240)):
        sheet.text(title, x, 102, 13, bold=True)
    with_cells(sheet, left, 42, 124, (0, 50, 120))
    with_cells(sheet, right, 210, 124, (0, 60, 120))
    assert tables(finished(sheet)) == [as_table(left), as_table(right)]


def one_column(*stories: tuple[str, str], size: float) -> tuple[Article, ...]:
    sheet, y = Sheet(300, 700), 40.0
    for head, text in stories:
        rows = texts(text, measure=20)
        sheet.text(head, 40, y, size, bold=True).column(rows, 40, y + 2 * size)
        y += 2 * size + len(rows) * LINE + 10
    return finished(sheet)


def test_a_headline_half_as_large_again_as_the_text_is_no_subhead() -> None:
    found = one_column((HEADS[0], BRIDGE), (HEADS[1], SCHOOL), (HEADS[2], TEA), size=15)
    assert [a.headline for a in found] == list(HEADS)


def test_the_name_of_a_section_over_two_stories() -> None:
    sheet = Sheet(420, 500).text("城乡短讯", 40, 40, 14, bold=True).rule(40, 60, 366, 60)
    for k, (head, text) in enumerate(((HEADS[1], SCHOOL), (HEADS[2], TEA))):
        sheet.text(head, 40 + 170 * k, 72, 16, bold=True).column(texts(text), 40 + 170 * k, 100)
    page = read(sheet)
    assert [a.headline for a in page.articles or ()] == list(HEADS[1:])
    assert [f.text for f in page.furniture] == ["城乡短讯"]


def quoting(above: str) -> Page:
    """A story whose third line is `above`, with a quote in larger type below that line."""
    rows = texts(BRIDGE, measure=16)
    rows[2] = above
    sheet = Sheet(420, 600).text(HEADS[0], 40, 30, 24, bold=True).column(rows[:3], 40, 70)
    sheet.text("“工人们冒着酷暑干了", 46, 124, 12).text("两个夏天”", 70, 142, 12).column(rows[3:], 40, 168)
    return read(sheet)


def test_a_quote_in_the_middle_of_a_sentence_is_set_aside() -> None:
    page = quoting("二十六米，桥面设四条车道，两边是")
    (article,) = page.articles or ()
    assert [f.text for f in page.furniture if f.why == "pull-quote"] == ["“工人们冒着酷暑干了", "两个夏天”"]
    assert "两边是" in article.body[0].text and "夏天”" not in "".join(b.text for b in article.body)


def test_what_stands_behind_a_sentence_may_be_a_headline() -> None:
    assert not [f for f in quoting("二十六米，桥面有四条车道。").furniture if f.why == "pull-quote"]


def test_the_name_of_the_paper_in_the_margin() -> None:
    sheet = Sheet(460, 500).text("2027年3月3日 星期三", 40, 20, 9).text("生活新闻", 180, 18, 12).rule(40, 40, 400, 40)
    sheet.upright(["岛屿日报"], 436, 60, 14).text(HEADS[1], 40, 60, 22, bold=True)
    sheet.column(texts(SCHOOL, measure=32), 40, 100)
    page = read(sheet)
    (article,) = page.articles or ()
    assert article.headline == HEADS[1]
    assert "岛屿日报" in {f.text for f in page.furniture}


def test_marked_items_in_a_box_are_a_list_and_no_decks() -> None:
    items = ["●面积不少于八平方米", "●楼底不低于二点三米", "●须有独立厨房和厕所", "●登记期为十二个月"]
    rows = texts(BRIDGE, measure=12)
    sheet = Sheet(420, 500).text(HEADS[0], 40, 30, 32, bold=True).column(rows[:9], 40, 90)
    sheet.box(176, 88, 316, 190).text("条例重点", 210, 94, 15, bold=True).column(items, 182, 120, 9.5)
    sheet.column(rows[9:], 182, 204)
    page = Order()(pc.read(pdf(sheet), name="page.pdf"))
    given = lines_to_label(page)
    marked = [hold for row, hold in zip(given.rows, given.held, strict=True) if row.text in items]
    assert len(marked) == len(items)
    assert all(hold and not hold.tags & (DISPLAY | {Tag.JOINED, Tag.BYLINE}) for hold in marked)


def test_a_second_poem_under_a_headline_of_its_own() -> None:
    poems = (
        ["春江潮水连天际，", "海上明月共潮生。", "滟滟随波三千里，", "何处春江无月明。"],
        ["百尺危楼倚碧空，", "巴陵形胜古今同。", "帆收远浦千山雨，", "笛起平湖一笛风。"],
    )
    sheet, y = Sheet(300, 400), 40.0
    for head, author, lines in zip(("春江月夜", "登岳阳楼"), ("周野", "何道谦"), poems, strict=True):
        sheet.text(head, 60, y, 19, bold=True).text(author, 100, y + 28, 10).column(lines, 60, y + 50)
        y += 140
    found = {a.headline: [b.text.split("\n") for b in a.body] for a in finished(sheet)}
    assert found == {"春江月夜": [poems[0]], "登岳阳楼": [poems[1]]}


def test_a_signature_with_a_wide_space_within_its_brackets() -> None:
    rows = texts(BRIDGE)
    sheet = Sheet(300, 500).text(HEADS[0], 40, 30, 20, bold=True).column(rows, 40, 70)
    y = 70 + (len(rows) + 1) * LINE
    (article,) = finished(sheet.text("（实习生", 112, y, 9).text("关小禾）", 158, y, 9))
    assert article.byline == "实习生 关小禾"
    assert [b.text for b in article.body] == [p.strip() for p in BRIDGE.split("\n")]
