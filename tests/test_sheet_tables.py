"""Tables, lists and signatures on sheets: what stands beside running text at the same height is not part of it."""

from __future__ import annotations

import json

import pytest

import papercut as pc
from papercut.model.page import Article, Role
from papercut.stages.order import Order
from pdfs import Sheet
from test_sheet_order import BRIDGE, SCHOOL, TEA, column, finished, ordered, rows_of, sheet_of

pytest.importorskip("pypdfium2")

STANDINGS = [
    ["名次", "球队", "胜", "负", "积分"], ["1", "青石队", "8", "1", "25"], ["2", "柳荫队", "7", "1", "23"],
    ["3", "江口联队", "6", "4", "18"], ["4", "石臼", "2", "9", "7"], ["5", "城北队", "1", "9", "4"],
]  # fmt: skip
AT = (0, 30, 84, 114, 144)
"""Where the columns of the table begin, in points."""


def with_cells(sheet: Sheet, rows: list[list[str]], x: float, y: float, places: tuple[int, ...] = AT) -> Sheet:
    for k, row in enumerate(rows):
        for at, cell in zip(places, row, strict=True):
            sheet.text(cell, x + at, y + 14 * k, 10)
    return sheet


def tables(articles: tuple[Article, ...]) -> list[str]:
    return [b.text for a in articles for b in a.body if b.role is Role.TABLE]


def as_table(rows: list[list[str]]) -> str:
    return "\n".join("\t".join(row) for row in rows)


@pytest.mark.parametrize("measure", [10, 13, 16])
def test_running_text_is_no_cell_of_the_table_beside_it(measure: int) -> None:
    text = column(rows_of(BRIDGE, measure), 40, 90)
    sheet = sheet_of(text, 420, 700).text("城南新桥正式通车", 40, 66, 12, bold=True)
    x = 40 + 10 * measure + 16
    sheet.text("联赛积分榜", x, 66, 12, bold=True)
    found = {a.headline: [b.text for b in a.body] for a in finished(with_cells(sheet, STANDINGS, x, 90))}
    assert found == {
        "城南新桥正式通车": [p.strip() for p in BRIDGE.split("\n")],
        "联赛积分榜": [as_table(STANDINGS)],
    }


def test_a_table_without_a_headline_stays_in_its_story() -> None:
    rows = rows_of(BRIDGE, 13)
    sheet = sheet_of([*column(rows[:9], 40, 90), *column(rows[9:], 196, 90)], 420, 700)
    sheet.text("城南新桥正式通车", 40, 40, 18, bold=True)
    with_cells(sheet, STANDINGS, 196, 90 + 14 * (len(rows) - 9) + 14)
    (article,) = finished(sheet)
    assert [b.text for b in article.body] == [*(p.strip() for p in BRIDGE.split("\n")), as_table(STANDINGS)]


def test_the_second_half_of_a_table_stands_beside_the_first() -> None:
    wards = [["东河", "311", "7.5"], ["西塘", "280", "6.1"], ["南屏", "154", "8.8"], ["北关", "97", "5.0"]]
    more = [["石臼", "260", "4.4"], ["柳荫", "133", "9.2"], ["青浦", "88", "3.9"]]
    sheet = sheet_of([], 420, 400).text("各区用水统计", 40, 40, 18, bold=True)
    with_cells(sheet, wards, 40, 90, (0, 50, 90))
    with_cells(sheet, more, 180, 90, (0, 50, 90))
    (article,) = finished(sheet)
    assert [b.text for b in article.body] == [as_table([*wards, *more])]


SEARCH = (
    "本报讯（记者李闻）青石镇昨天派出三十名护林队员沿着北坡分头寻找走失的老人张桂兰。队员们举着火把翻过两道山梁在一座"
    "废弃的炭窑边上听见微弱的呼救声音。镇卫生院的医生赶到时老人已经喝下半碗热粥并且能够说出自己儿子的名字。"
)


def test_text_with_few_marks_is_no_cell_either() -> None:
    """Most of its lines have no mark of a sentence: they fill their column."""
    sheet = sheet_of(column(rows_of("\u3000\u3000" + SEARCH, 12), 40, 90), 420, 500)
    sheet.text("走失老人获救", 40, 66, 12, bold=True).text("联赛积分榜", 176, 66, 12, bold=True)
    found = {a.headline: [b.text for b in a.body] for a in finished(with_cells(sheet, STANDINGS, 176, 90))}
    assert found == {"走失老人获救": [SEARCH], "联赛积分榜": [as_table(STANDINGS)]}


def test_a_byline_below_white_is_that_of_the_headline_below_it() -> None:
    """Two stories one above the other: the author of the second stands right over its headline."""
    sheet = sheet_of(column(rows_of(SCHOOL.replace("（记者　周晓）", ""), 20), 40, 90), 420, 700)
    sheet.text("山里小学有了图书室", 40, 60, 18, bold=True).text("记者庄晓彤", 40, 300, 10)
    sheet.text("城南新桥正式通车", 40, 312, 18, bold=True)
    for d in column(rows_of(BRIDGE.replace("（记者　李闻）", ""), 20), 40, 344):
        sheet.text(d.text, d.x, d.y, d.size)
    assert {a.headline: a.byline for a in finished(sheet)} == {
        "山里小学有了图书室": None,
        "城南新桥正式通车": "记者庄晓彤",
    }


ITEMS = [
    "一、沿河的旧码头先修栏杆，再铺石板，十月以前完工。",
    "二、渡船每半小时一班，冬天减为一小时一班。",
    "三、夜间行船要点灯，船家自备，税务所不再收灯油钱了。",
]
FULL = ["■旧码头的栏杆先修，石板再铺，到十月以前全部都完工。", "■渡船每半小时一班，冬天减为一小时一班，夜里没有。"]
"""Items whose last lines are full, but for their full stops."""


@pytest.mark.parametrize("items", [ITEMS, FULL])
def test_items_with_hanging_indents(items: list[str]) -> None:
    sheet = sheet_of([], 420, 500).text("渡口整修办法公布", 40, 40, 18, bold=True)
    y = 90.0
    for row in rows_of("　　本报讯（记者　李闻）县里昨天公布渡口整修办法，内容如下：", 14):
        sheet.text(row.strip("　"), 40 + 20 * row.startswith("　"), y)
        y += 14
    for item in items:
        for k, row in enumerate([item[:14], *(item[n : n + 13] for n in range(14, len(item), 13))]):
            sheet.text(row, 40 + 10 * (k > 0), y)
            y += 14
    (article,) = finished(sheet)
    assert [b.text for b in article.body][1:] == items


@pytest.mark.parametrize(
    ("last", "byline", "jump"),
    [
        ("本报记者林桐通讯员梁涵", "本报记者林桐通讯员梁涵", None),
        ("（下转第五版）（王文）", "王文", "5"),
    ],
)
def test_what_stands_below_the_end_of_a_text(last: str, byline: str, jump: str | None) -> None:
    told = SCHOOL.replace("本报讯（记者　周晓）", "")
    rows = rows_of(told if not jump else told[:-3], 15)
    sheet = sheet_of(column(rows, 40, 90), 420, 700).text("山里小学有了图书室", 40, 40, 18, bold=True)
    sheet.text(last, 60, 90 + 14 * len(rows))
    (article,) = finished(sheet)
    assert article.byline == byline
    assert (article.continued_on.page if article.continued_on else None) == jump
    assert last not in "".join(b.text for b in article.body)


def test_a_name_behind_the_jump_line_of_a_sentence_that_goes_on() -> None:
    told = SCHOOL.replace("本报讯（记者　周晓）", "")[:-7]
    sheet = sheet_of(column(rows_of(told + "（下转第五版）（王文）", 15), 40, 90), 420, 700)
    (article,) = finished(sheet.text("山里小学有了图书室", 40, 40, 18, bold=True))
    assert (article.byline, article.continued_on and article.continued_on.page) == ("王文", "5")
    assert article.body[-1].text == told.split("\n")[-1].strip()


def test_a_headline_whose_second_line_begins_behind_its_first() -> None:
    rows = rows_of(BRIDGE, 15)
    sheet = sheet_of([*column(rows[:8], 40, 106), *column(rows[8:], 206, 106)], 420, 700)
    sheet.text("城南新桥昨天", 40, 40, 24, bold=True).text("正式通车", 255, 70, 24, bold=True)
    (article,) = finished(sheet)
    assert article.headline == "城南新桥昨天正式通车"
    assert [b.text for b in article.body] == [p.strip() for p in BRIDGE.split("\n")]


def test_rules_of_the_columns_beside_do_not_part_a_column() -> None:
    """Two stories one above the other stand to the right of a column that reads on past the rule between them."""
    sheet = sheet_of(column(rows_of(BRIDGE, 13), 40, 70), 560, 500).text("城南新桥正式通车", 40, 44, 14, bold=True)
    for name, story, y in (("今年春茶提前上市", TEA, 44), ("山里小学有了图书室", SCHOOL, 210)):
        sheet.text(name, 190, y, 14, bold=True)
        for d in column(rows_of(story, 30)[:9], 190, y + 26):
            sheet.text(d.text, d.x, d.y, d.size)
    sheet.raw(f"186 {500 - 208.5} 340 0.5 re f")
    rows = ordered(sheet)
    first = rows.index("城南新桥正式通车")
    assert rows[first + 1 :][: len(rows_of(BRIDGE, 13))] == rows_of(BRIDGE, 13)


def test_cells_narrower_than_what_cells_may_overlap() -> None:
    """A recogniser's boxes of a single `1` are a fifth of an em wide: such a cell touches itself."""
    found = []
    for k in range(6):
        for n, (text, wide) in enumerate((("青石村", 60), ("1", 4), ("1", 4), ("12", 16))):
            x, y = 40 + 90 * n, 40 + 30 * k
            box = [[x, y], [x + wide, y], [x + wide, y + 20], [x, y + 20]]
            found.append({"box": box, "text": text, "score": 0.99})
    (page,) = pc.read_pages(json.dumps(found).encode())
    rows = [line.text.split() for line in Order()(page).lines if line.pieces]
    assert rows == [["青石村", "1", "1", "12"]] * 6


RATES = [["品种", "规格", "价格", "环比"], ["青椒", "散装", "1.36", "-1.3%"], ["大豆油", "一级", "9.79", "+4.7%"],
         ["豆角", "新鲜", "2.94", "-0.5%"], ["鲤鱼", "散装", "8.42", "-9.4%"]]  # fmt: skip


def test_columns_of_figures_that_stand_close_together() -> None:
    """Price and change are one line for who looks for gaps."""
    sheet = sheet_of([], 420, 400).text("一周菜价行情", 40, 40, 18, bold=True)
    for k, (name, kind, *figures) in enumerate(RATES):
        for x, text in ((40, name), (90, kind), (130, " ".join(figures))):
            sheet.text(text, x, 90 + 14 * k)
    (article,) = finished(sheet)
    assert [b.text for b in article.body] == [as_table(RATES).replace("价格\t环比", "价格 环比")]


SHARES = [["简称", "收盘", "成交量"], ["永丰", "1.57", "86591"], ["新安", "8.21", "52024"], ["龙湾", "5.10", "75863"]]


def test_a_name_of_a_column_is_no_name_of_a_person() -> None:
    """`成` is a surname, but no column of figures goes on with a name."""
    sheet = sheet_of([], 420, 400).text("本地股票行情", 40, 40, 18, bold=True)
    (article,) = finished(with_cells(sheet, SHARES, 40, 90, (0, 50, 100)))
    assert [b.text for b in article.body] == [as_table(SHARES)]
