"""Reading order from geometry: pages as papers lay them out, whatever order their parts are drawn in."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

import pytest

import papercut as pc
from lawful import faults
from papercut.layout.sheet.cut_candidates import Item
from papercut.layout.sheet.skew import find_skew
from papercut.model.page import Article, Page
from papercut.stages.order import Order
from pdfs import Sheet, pdf

pytest.importorskip("pypdfium2")

BRIDGE = (
    "　　本报讯（记者　李闻）城南的新桥昨天上午正式通车。新桥长三百二十米，宽二十六米，"
    "桥面设四条车道，两边是人行道。住在南岸的居民从此不必绕路，十分钟就可以走到北岸的菜市场。"
    "\n　　负责施工的王师傅说，工人们冒着酷暑干了两个夏天，终于赶在汛期以前合龙。桥头还立了一块石碑，"
    "上面刻着建桥人的名字。下游的旧桥将留作步行桥，供游人观赏河景。"
)
SCHOOL = (
    "　　本报讯（记者　周晓）山里的小学今年有了自己的图书室。三千册图书由城里的读者捐赠，"
    "分门别类摆满了两面墙。校长告诉记者，孩子们放学以后总要在这里读到天黑才肯回家。"
    "\n　　图书室由两位退休教师轮流照看，每个星期六还办一次朗读会。五年级的学生把读过的故事画成图画，"
    "贴在走廊里，引得低年级的同学围着看。"
)
TEA = (
    "　　本报讯（通讯员　陈茗）今年的春茶比往年早采了一个星期。三月里雨水充足，气温回升得快，"
    "满山的茶树都冒出了嫩芽。茶农们天不亮就背着竹篓上山，中午把鲜叶送到村里的作坊。"
    "\n　　合作社新买了两台炒茶机，一天能炒八百斤。收购价格每斤比去年高出十二元，家家户户都说今年是个好年成。"
)
HEADS = ("城南新桥正式通车", "山里小学有了图书室", "今年春茶提前上市")
TOLD = (BRIDGE, SCHOOL, TEA)


def rows_of(text: str, measure: int) -> list[str]:
    """The lines of a text set in a column so many characters wide."""
    out: list[str] = []
    for paragraph in text.split("\n"):
        row = ""
        for ch in paragraph:
            if len(row) == measure:
                out.append(row)
                row = ""
            row += ch
        out.append(row)
    return out


class Drawing(NamedTuple):
    """A line to be drawn: text, place, size, and whether it is bold."""

    text: str
    x: float
    y: float
    size: float = 10
    bold: bool = False


def column(rows: Sequence[str], x: float, y: float, size: float = 10) -> list[Drawing]:
    out = []
    for k, row in enumerate(rows):
        inner = row.lstrip("\u3000")
        out.append(Drawing(inner, x + (len(row) - len(inner)) * size, y + 1.4 * size * k, size))
    return out


def columns(text: str, x: float, y: float, count: int, measure: int, gutter: float = 16) -> list[Drawing]:
    """A text in several columns of one height."""
    rows = rows_of(text, measure)
    high = -(-len(rows) // count)
    parts = [rows[k : k + high] for k in range(0, len(rows), high)]
    return [d for k, part in enumerate(parts) for d in column(part, x + k * (measure * 10 + gutter), y)]


def front_page() -> list[Drawing]:
    """A headline over two columns, and below it two stories side by side, each under its own."""
    out = [Drawing(HEADS[0], 60, 40, 32, True), *columns(BRIDGE, 40, 90, 2, 15)]
    out += [Drawing(HEADS[1], 40, 260, 16, True), *column(rows_of(SCHOOL, 15), 40, 290)]
    return [*out, Drawing(HEADS[2], 206, 260, 16, True), *column(rows_of(TEA, 15), 206, 290)]


def sheet_of(drawings: Sequence[Drawing], width: float = 400, height: float = 600) -> Sheet:
    sheet = Sheet(width, height)
    for d in drawings:
        sheet.text(d.text, d.x, d.y, d.size, bold=d.bold)
    return sheet


def read(sheet: Sheet) -> Page:
    return pc.read(pdf(sheet), name="page.pdf")


def ordered(sheet: Sheet) -> list[str]:
    """The lines in reading order; the law holds, and a second look gives the same."""
    page = read(sheet)
    after = Order()(page)
    assert list(faults(after)) == []
    assert Order()(page) == after
    assert all(line.box for line in after.lines if line.pieces)
    return [line.text for line in after.lines if line.pieces]


def texts(*stories: str, measure: int = 15) -> list[str]:
    return [row for story in stories for row in rows_of(story, measure)]


def finished(sheet: Sheet) -> tuple[Article, ...]:
    """The articles of the default pipeline, which keeps the law after every stage."""
    page = read(sheet)
    for stage in pc.build().stages:
        page = stage(page)
        assert list(faults(page)) == [], f"after {stage!r}"
    return page.articles or ()


def told(articles: Sequence[Article]) -> set[tuple[str | None, str]]:
    return {(a.headline, "\n".join(b.text for b in a.body)) for a in articles}


def spread(drawings: list[Drawing], seed: int) -> list[Drawing]:
    """Each line in pieces, all of them in any order."""
    rng = random.Random(seed)
    out: list[Drawing] = []
    for d in drawings:
        cuts = [0, *sorted(rng.sample(range(1, len(d.text)), min(2, len(d.text) - 1))), len(d.text)]
        out += [d._replace(text=d.text[a:b], x=d.x + a * d.size) for a, b in itertools.pairwise(cuts)]
    return shuffled(out, seed)


def shuffled(drawings: list[Drawing], seed: int) -> list[Drawing]:
    return random.Random(seed).sample(drawings, len(drawings))


DRAWN: dict[str, Callable[[list[Drawing]], list[Drawing]]] = {
    "bodies first": lambda d: sorted(d, key=lambda one: one.size),
    "rows": lambda d: sorted(d, key=lambda one: (one.y, one.x)),
    "upwards": lambda d: d[::-1],
    "lines 1": lambda d: shuffled(d, 1),
    "lines 2": lambda d: shuffled(d, 2),
    **{f"pieces {seed}": (lambda d, seed=seed: spread(d, seed)) for seed in (1, 2, 3, 28, 38)},
}


def test_headlines_over_columns() -> None:
    expected = [HEADS[0], *texts(BRIDGE), HEADS[1], *texts(SCHOOL), HEADS[2], *texts(TEA)]
    assert ordered(sheet_of(front_page())) == expected


def test_the_articles_of_a_page() -> None:
    articles = finished(sheet_of(front_page()))
    assert [a.headline for a in articles] == list(HEADS)
    for article, story in zip(articles, TOLD, strict=True):
        body = ["".join(b.text.split()) for b in article.body]
        assert body == ["".join(p.split()) for p in story.split("\n")]


@pytest.mark.parametrize("how", DRAWN)
def test_the_order_of_drawing_does_not_matter(how: str) -> None:
    drawn = DRAWN[how](front_page())
    # a space at the end of a piece is not drawn
    assert compact(ordered(sheet_of(drawn))) == compact(ordered(sheet_of(front_page())))
    if "pieces" not in how:
        assert told(finished(sheet_of(drawn))) == told(finished(sheet_of(front_page())))
    assert len(told(finished(sheet_of(drawn)))) == 3


def test_characters_drawn_one_by_one_in_any_order() -> None:
    drawings = front_page()
    single = [d._replace(text=c, x=d.x + k * d.size) for d in drawings for k, c in enumerate(d.text) if c != "\u3000"]
    for seed in (0, 2, 3, 4):
        assert compact(ordered(sheet_of(shuffled(single, seed)))) == compact(ordered(sheet_of(drawings)))


def compact(rows: Sequence[str]) -> list[str]:
    return ["".join(row.split()) for row in rows]


def test_rotated_pages_are_read_the_same() -> None:
    for rotate in (90, 180, 270):
        sheet = Sheet(rotate=rotate, origin=(12, 34), crop=True)
        for d in front_page():
            sheet.text(d.text, d.x, d.y, d.size, bold=d.bold)
        assert ordered(sheet) == ordered(sheet_of(front_page()))


def test_a_vertical_headline_beside_the_body() -> None:
    for beside, body in ((40, 80), (380, 40)):
        sheet = Sheet(460, 400).upright([HEADS[0]], beside + 24, 60, 24, bold=True)
        for d in columns(BRIDGE, body, 60, 2, 15):
            sheet.text(*d[:4])
        found = ordered(sheet)
        assert sorted(found) == sorted([HEADS[0], *texts(BRIDGE)])
        assert [t for t in found if t != HEADS[0]] == texts(BRIDGE)
        assert [a.headline for a in finished(sheet)] == [HEADS[0]]


def test_a_vertical_headline_of_two_lines_comes_right_first() -> None:
    sheet = Sheet(460, 400).upright(["城南新桥", "正式通车"], 90, 60, 24, bold=True)
    for d in columns(BRIDGE, 110, 60, 2, 15):
        sheet.text(*d[:4])
    assert ordered(sheet) == ["城南新桥", "正式通车", *texts(BRIDGE)]


@pytest.mark.parametrize("how", ["S", "f"])
def test_a_box_inside_a_story(how: str) -> None:
    """What stands in a frame or on a tint comes together, and so does what stands around it."""
    sheet = Sheet().box(35, 280, 215, 480, how)
    for d in [Drawing(HEADS[0], 60, 30, 32, True), *columns(BRIDGE, 40, 90, 2, 15)]:
        sheet.text(*d[:4], bold=d.bold)
    for d in [Drawing(HEADS[1], 45, 290, 16, True), *column(rows_of(SCHOOL, 15), 45, 320)]:
        sheet.text(*d[:4], bold=d.bold)
    found = ordered(sheet)
    at = found.index(HEADS[1])
    assert found[at : at + 1 + len(texts(SCHOOL))] == [HEADS[1], *texts(SCHOOL)]
    assert {a.headline for a in finished(sheet)} == set(HEADS[:2])


@pytest.mark.parametrize("how", ["S", "f"])
def test_columns_that_go_on_around_a_box_are_read_before_it(how: str) -> None:
    """Three columns, of which the last two stop for a box and go on below it."""
    rows, inner = texts(BRIDGE, BRIDGE, measure=10), rows_of(SCHOOL[:60], 19)
    high = -(-(len(rows) + 2 * 6) // 3)
    first, second, third = rows[:high], rows[high : 2 * high - 6], rows[2 * high - 6 :]
    sheet = Sheet(500, 500).box(150, 90 + 3 * 14 - 2, 366, 90 + 9 * 14 - 4, how)
    placed = [Drawing(HEADS[0], 60, 30, 32, True), *column(first, 40, 90)]
    for part, x in ((second, 156), (third, 272)):
        placed += [*column(part[:3], x, 90), *column(part[3:], x, 90 + 9 * 14)]
    for d in [*placed, *column(inner, 156, 90 + 3 * 14 + 6)]:
        sheet.text(*d[:4], bold=d.bold)
    assert ordered(sheet) == [HEADS[0], *rows, *inner]


def test_a_box_right_below_a_headline_is_read_after_the_columns_beside_and_below_it() -> None:
    rows, inner = texts(BRIDGE, measure=10), rows_of(SCHOOL[:60], 19)
    first, second, third = rows[:10], rows[10:14], rows[14:]
    sheet = Sheet(500, 500).box(150, 88, 366, 88 + 6 * 14, "S")
    placed = [Drawing(HEADS[0], 60, 30, 32, True), *column(first, 40, 90)]
    placed += [*column(second, 156, 90 + 7 * 14), *column(third, 272, 90 + 7 * 14), *column(inner, 156, 94)]
    for d in placed:
        sheet.text(*d[:4], bold=d.bold)
    assert ordered(sheet) == [HEADS[0], *rows, *inner]


def test_frames_inside_frames() -> None:
    sheet = Sheet(600, 400).box(30, 30, 560, 380, "f").box(33, 33, 557, 377).box(380, 80, 550, 370)
    for d in [*columns(BRIDGE, 40, 90, 2, 15), *column(rows_of(SCHOOL, 15), 390, 100)]:
        sheet.text(*d[:4])
    assert ordered(sheet) == [*texts(BRIDGE), *texts(SCHOOL)]


def test_a_rule_parts_stories_one_above_the_other() -> None:
    """Of two columns over two columns, tightly set: without the rule they would be read through."""
    upper, lower = columns(BRIDGE, 40, 40, 2, 15), columns(SCHOOL, 40, 40 + 14 * 8 + 4, 2, 15)
    top = max(d.y for d in upper) + 12
    lower = [d._replace(y=d.y - min(e.y for e in lower) + top + 3) for d in lower]
    sheet = sheet_of([*upper, *lower]).rule(40, top + 1, 360, top + 1)
    assert ordered(sheet) == [*texts(BRIDGE), *texts(SCHOOL)]


def test_boxes_of_different_measure() -> None:
    """Two columns beside three narrower ones; no strip but one runs through."""
    drawings = [*columns(BRIDGE, 40, 40, 2, 12), *columns(SCHOOL, 330, 40, 3, 8, gutter=12)]
    expected = [*rows_of(BRIDGE, 12), *rows_of(SCHOOL, 8)]
    assert ordered(sheet_of(drawings, 640).rule(311, 30, 311, 400)) == expected


def test_a_page_set_downwards_is_read_from_the_right() -> None:
    sheet = Sheet(460, 600).upright(["城南新桥", "正式通車"], 430, 40, 26, bold=True)
    rows = rows_of(BRIDGE, 18)
    sheet.upright(rows[:4], 350, 40).upright(rows[4:8], 350, 260).upright(rows[8:], 350, 480, step=1.0)
    story = ["".join(r.split()) for r in rows]
    found = ["".join(t.split()) for t in ordered(sheet)]
    assert found[:2] == ["城南新桥", "正式通車"] and found[2:] == story


def test_lines_in_pieces_do_not_part_a_column() -> None:
    rows = texts(BRIDGE)
    drawings = column(rows, 40, 40)
    cut = drawings[3]
    drawings[3:4] = [cut._replace(text=cut.text[:6]), cut._replace(text=cut.text[7:], x=cut.x + 76)]
    found = Order()(read(sheet_of(drawings)))
    assert all(line.pieces for line in found.lines)  # no blank line
    assert ["".join(line.text.split()) for line in found.lines] == [
        "".join(row.split()) if k != 3 else row[:6] + row[7:] for k, row in enumerate(rows)
    ]


@pytest.mark.parametrize("degrees", [-0.8, -0.5, 0.5, 0.8])
def test_a_sheet_slightly_askew(degrees: float) -> None:
    sheet = Sheet(600, 800)
    slope = degrees * 3.14159 / 180
    drawings = [*columns(BRIDGE * 3, 60, 100, 3, 12, gutter=10), Drawing(HEADS[1], 80, 30, 32, True)]
    for d in drawings:
        x, y = d.x - slope * (d.y - 100), d.y + slope * (d.x - 60)
        sheet.text(d.text, x, y, d.size, skew=degrees, bold=d.bold)
    assert ordered(sheet) == [HEADS[1], *rows_of(BRIDGE * 3, 12)]


def test_straight_sheets_are_left_straight() -> None:
    rng = random.Random(3)
    for _ in range(20):
        items = [Item(n, rng.uniform(0, 400), 12 * n, 420, 12 * n + 10, 10) for n in range(60)]
        assert find_skew(items, 10) == 0.0
    stepped = [Item(n, 40 + 20 * (n % 5 == 0), 12 * n, 200, 12 * n + 10, 10) for n in range(60)]
    assert find_skew(stepped, 10) == 0.0
