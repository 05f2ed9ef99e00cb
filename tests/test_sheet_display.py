"""Sheets of type as PDFs: display type and subheads stay with the text they belong to."""

from __future__ import annotations

import pytest

import papercut as pc
from papercut.model.geometry import Box
from papercut.model.page import Article
from papercut.solver.headlines.detached_parts import stand_together
from papercut.solver.headlines.display_units import Unit
from pdfs import Sheet, pdf

BRIDGE = (
    "历时八个月的青石桥修缮工程昨日完工，桥面恢复通行，每天有近万人从这里经过。市政部门说，桥墩加固之后，可以再"
    "用五十年；两侧的人行道各加宽了一米，夜里有灯。附近的住户说，孩子上学再也不用绕路。"
)
LIBRARY = (
    "市图书馆下月起延长开放时间，读者凭身份证可自助办理借阅手续。馆长介绍，今年新添图书四万册，其中少儿图书占三"
    "成；每逢周末，三楼报告厅都有讲座，听讲的人不必预约，先到先坐，坐满为止。"
)
FOREST = (
    "入冬以来，北山林场的护林员每天巡山两次，记录水位、风向和鸟群。场长告诉记者，去年栽下的两千棵云杉成活了九成，"
    "明年春天还要补种；山脚的苗圃已经备好树苗，只等开冻。"
)


def set_lines(text: str, measure: int) -> list[str]:
    """A paragraph in lines of so many characters; a mark that would begin a line hangs at the end of the one before."""
    text = "\u3000\u3000" + text
    out = []
    while text:
        end = measure + (text[measure : measure + 1] in tuple("，。；、"))
        out.append(text[:end])
        text = text[end:]
    return out


def articles(sheet: Sheet) -> tuple[Article, ...]:
    (page,) = pc.read_pages(pdf(sheet))
    return pc.build()(page).articles or ()


def test_a_subhead_stays_with_its_text_where_the_next_column_ends_at_its_side() -> None:
    """The white below a subhead lies beside the end of the next column: no region ends there."""
    sheet = Sheet(420, 420).text("青石桥昨日恢复通行", 60, 30, 24).text("桥边的图书馆开放到夜里", 140, 58, 12)
    left = [set_lines(BRIDGE, 14), set_lines(LIBRARY, 14)[:3]]
    right = [*set_lines(LIBRARY, 14)[3:], *set_lines(FOREST, 14), *set_lines(BRIDGE, 14)][: len(left[0]) + 2]
    below = 80 + 14 * len(left[0]) + 14
    sheet.column(left[0], 40, 80).text("桥边的图书馆", 80, below, 10, bold=True).column(left[1], 40, below + 28)
    sheet.column(right, 220, 80)
    (article,) = articles(sheet)
    assert [block.text for block in article.body][:3] == [BRIDGE, "桥边的图书馆", LIBRARY]


def test_two_vertical_headlines_one_below_the_other_are_two() -> None:
    """The second one is smaller and set closer; the gap between them is no wider than those of the first."""
    sheet = Sheet(360, 560)
    sheet.upright(["青石橋恢復通行"], 340, 30, 26, step=1.4)
    sheet.upright(["林場補種雲杉"], 338, 30 + 7 * 1.4 * 26, 20, step=1.15)
    sheet.upright(set_lines(BRIDGE, 22), 300, 40)
    (page,) = pc.read_pages(pdf(sheet))
    assert list(page.raw[:2]) == ["青石橋恢復通行", "林場補種雲杉"]


def test_a_space_in_a_letter_spaced_headline_is_no_gutter() -> None:
    """A rule between the columns stands below the space: the headline goes across it."""
    sheet = Sheet(420, 300)
    sheet.text("青石桥昨日", 40, 30, 24, gap=14, each=True)
    sheet.text("恢复通行", 40 + 5 * 38 + 20, 30, 24, gap=14, each=True)
    sheet.column(set_lines(BRIDGE, 16)[:6], 40, 80)
    sheet.column(set_lines(BRIDGE, 16)[6:] + set_lines(FOREST, 16), 240, 80)
    sheet.rule(225, 76, 225, 260)
    (article,) = articles(sheet)
    assert (article.headline or "").replace(" ", "") == "青石桥昨日恢复通行"
    assert not article.deck


def front_page(beside: str) -> Sheet:
    """The name of a paper, what stands beside it, and a story below."""
    sheet = Sheet(560, 460).text("江畔商讯", 30, 20, 40)
    sheet.text("2023年12月2日 星期六", 230, 22, 8).text(beside, 230, 36, 18).text("最高气温22℃", 490, 30, 9)
    sheet.text("最低气温18℃", 490, 45, 9).text("林场今春补种云杉", 120, 80, 28)
    rows = [row for text in (BRIDGE, LIBRARY, FOREST) * 3 for row in set_lines(text, 14)]
    for k in range(3):
        sheet.column(rows[21 * k : 21 * k + 21], 40 + 165 * k, 130)
    return sheet


def test_what_stands_beside_the_name_of_a_paper_belongs_to_its_head() -> None:
    (article,) = articles(front_page("青石桥家具城全场八折"))
    assert (article.headline, article.kicker) == ("林场今春补种云杉", None)


def test_a_text_beside_the_name_of_a_paper_is_no_part_of_its_head() -> None:
    found = articles(front_page("桥面昨日恢复通行，行人不再绕路。"))
    assert "桥面昨日恢复通行，行人不再绕路。" in "".join(block.text for a in found for block in (*a.parts, *a.body))


@pytest.mark.parametrize(
    ("box", "together"),
    [((60, 42, 140, 52), True), ((60, 60, 140, 70), False), ((210, 10, 220, 40), True), ((190, 60, 230, 70), False)],
    ids=("below", "far-below", "beside", "at-a-corner"),
)
def test_a_piece_stands_beside_a_headline(box: Box, together: bool) -> None:
    head = Unit("林场今春补种云杉", (), 0, 0.0, size=24, box=(0, 10, 200, 34))
    piece = Unit("献给种树的人", (), 1, 0.0, size=10, box=box)
    assert stand_together([piece], [head]) is together


def test_numbered_items_set_without_an_indent_are_paragraphs() -> None:
    items = [
        "一、桥面恢复通行，机动车限速二十公里。",
        "二、两侧人行道加宽一米。",
        "三、夜里亮灯，由街道派人看守桥头。",
        "四、桥下航道照旧。",
    ]
    sheet = Sheet(420, 420).text("青石桥昨日恢复通行", 60, 30, 24)
    rows = [*set_lines(BRIDGE, 20), *(row for item in items for row in set_lines(item, 20))]
    sheet.column([row if row.startswith("\u3000\u3000历") else row.lstrip("\u3000") for row in rows], 40, 80)
    (article,) = articles(sheet)
    assert [block.text for block in article.body] == [BRIDGE, *items]


THEATRE = """　　華埠金龍戲院興建於一九二六年，至今
已有百年，樓宇日久失修，雨天漏水，座椅
也壞了大半，戲院東主打算把它拆掉，改建
成商場。二十多個社團前晚開會，要求市府
把它列為歷史建築，並由市府出資維修，保
留大堂和門前的招牌。"""


@pytest.mark.parametrize(("x", "below", "caption"), [(250, 222, True), (240, 222, False), (250, 212, False)])
def test_a_line_under_a_picture_is_its_caption_where_it_stands_apart(x: int, below: int, caption: bool) -> None:
    rows = [("華埠老戲院盼保留", 40, 40, 24), ("戲院門前的那塊老招牌。", x, 195, 10)]
    for k, text in enumerate(THEATRE.split("\n")):
        left, top = (60 if k == 0 else 40, 90 + 16 * k) if k < 4 else (240, below + 16 * (k - 4))
        rows.append((text.strip(), left, top, 10))
    lines = ""
    for text, left, top, em in rows:
        box = f'HPOS="{3 * left}" VPOS="{3 * top}" WIDTH="{3 * em * len(text)}" HEIGHT="{3 * em}"'
        lines += f'<TextBlock><TextLine {box}><String {box} CONTENT="{text}"/></TextLine></TextBlock>'
    picture = '<Illustration ID="I" HPOS="720" VPOS="270" WIDTH="540" HEIGHT="300"/>'
    layout = f'<Layout><Page WIDTH="1320" HEIGHT="1680"><PrintSpace>{lines}{picture}</PrintSpace></Page></Layout>'
    (read,) = pc.read_pages(f'<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#">{layout}</alto>'.encode())
    page = pc.build()(read)
    assert pc.partition_faults(page) == []
    assert any(item.why == "caption" for item in page.furniture) is caption


def test_a_dot_set_close_stays_in_its_line() -> None:
    """The box of `·` is an em wide in many fonts, and what follows begins a third of an em behind it."""
    sheet, x = Sheet(300, 200), 40.0
    for ch in "英·美·法三國外長昨日會於倫敦":
        sheet.text(ch, x, 40)
        x += 3 if ch == "·" else 10
    (page,) = pc.read_pages(pdf(sheet))
    assert list(page.raw) == ["英·美·法三國外長昨日會於倫敦"]


@pytest.mark.parametrize(
    ("above", "below", "byline"),
    [
        ("（報導．攝影╱韓", "旭爾）", "報導．攝影╱韓旭爾"),
        ("〔本報記者羅小滿曹桐", "超〕", "本報記者羅小滿曹桐超"),
        ("（新址在江畔路原米倉對", "面）", None),
    ],
)
def test_a_signature_that_breaks_within_its_brackets(above: str, below: str, byline: str | None) -> None:
    sheet = Sheet(300, 420).text("青石桥昨日恢复通行", 40, 30, 20)
    rows = set_lines(BRIDGE, 18)
    sheet.column(rows, 40, 80).text(above, 120, 80 + 14 * len(rows)).text(below, 120, 80 + 14 * len(rows) + 14)
    (article,) = articles(sheet)
    assert article.byline == byline
