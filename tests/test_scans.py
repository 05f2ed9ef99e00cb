"""Pages as OCR reads scans of real papers: rough boxes, pictures that leave no trace, text that runs around them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

import papercut as pc
from lawful import faults
from papercut.chinese_scripts import stray_characters
from papercut.layout.sheet.cut_candidates import Item
from papercut.layout.sheet.line_rows import rows_of
from papercut.layout.sheet.merged_lines import CharacterPlaces, find_cuts
from papercut.model.geometry import Printed
from papercut.model.page import Page, Role, Source
from papercut.readers.printed_page import page_of_lines
from papercut.solver.headlines.display_units import Unit
from papercut.solver.headlines.roles import _allowed
from papercut.stages.order import Order
from papercut.stages.set_aside import SetAside

BRIDGE = (
    "　　本报讯（记者李闻）城南的新桥昨天上午正式通车。新桥长三百二十米，宽二十六米，桥面设四条车道，"
    "两边是人行道。住在南岸的居民从此不必绕路，十分钟就可以走到北岸的菜市场。\n"
    "　　负责施工的王师傅说，工人们冒着酷暑干了两个夏天，终于赶在汛期以前合龙。桥头还立了一块石碑，"
    "上面刻着建桥人的名字。"
)
SCHOOL = (
    "　　山里的小学今年有了自己的图书室。三千册图书由城里的读者捐赠，分门别类摆满了两面墙。校长说，"
    "孩子们放学以后总要在这里读到天黑才肯回家。\n　　图书室由两位退休教师轮流照看，"
    "每个星期六还办一次朗读会。五年级的学生把读过的故事画成图画，贴在走廊里，引得低年级的同学围着看。"
)
TEA = (
    "　　今年的春茶比往年早采了一个星期。三月里雨水充足，气温回升得快，满山的茶树都冒出了嫩芽。"
    "茶农们天不亮就背着竹篓上山，中午把鲜叶送到村里的作坊。\n　　合作社新买了两台炒茶机，"
    "一天能炒八百斤。收购价格每斤比去年高出十二元，家家户户都说今年是个好年成。"
)
Box = tuple[float, float, float, float]
Lines = list[tuple[str, Printed]]


def line(
    text: str, x: float, y: float, size: float = 10, box: Box | None = None, down: bool = False
) -> tuple[str, Printed]:  # fmt: skip
    """A line of solid type; its box may be another than that of its type."""
    long = size * len(text)
    own = (x, y, x + size, y + long) if down else (x, y, x + long, y + size)
    edges = [e for k in range(len(text)) for e in ((y if down else x) + k * size, (y if down else x) + (k + 1) * size)]
    return text, Printed(box or own, size, edges=tuple(edges), upright=down)


def column(text: str, x: float, y: float, measure: int, size: float = 10, leading: float = 1.25) -> Lines:
    """A text set in a column; its paragraphs begin with two ideographic spaces, which OCR does not read."""
    out: Lines = []
    for paragraph in text.split("\n"):
        for k in range(0, len(paragraph), measure):
            row = paragraph[k : k + measure]
            bare = row.lstrip("\u3000")
            out.append(line(bare, x + size * (len(row) - len(bare)), y, size))
            y += size * leading
    return out


def page(lines: Sequence[tuple[str, Printed]], width: float = 600, height: float = 900) -> Page:
    return page_of_lines(list(lines), Source("a", "ocr-json", None, 1, "", (width, height), "px"), [])


def texts(ordered: Page) -> list[str]:
    assert not list(faults(ordered))
    return ["".join(row.text.split()) for row in ordered.lines if row.pieces]


def read(lines: Sequence[tuple[str, Printed]], **size: float) -> Page:
    done = pc.build()(page(lines, **size))
    assert pc.partition_faults(done) == []
    return done


def test_a_headline_over_all_columns_comes_before_them_however_tight() -> None:
    rows = [text for text, _ in column("\n".join([BRIDGE, SCHOOL, TEA, BRIDGE]), 0, 0, 12)]
    many = -(-len(rows) // 3)
    lines = [line(t, 40 + 125 * (k // many), 100 + 12.5 * (k % many)) for k, t in enumerate(rows)]
    found = texts(Order()(page([*lines, line("城南新桥昨天上午通车", 70, 68, 31)])))
    assert found == ["城南新桥昨天上午通车", *rows]


def test_boxes_of_large_type_reach_into_the_lines_around_it() -> None:
    kicker, head = line("工人干了两个夏天", 100, 40, 18), line("城南新桥昨天通车", 60, 60, 40, (60, 45, 380, 118))
    found = texts(Order()(page([head, kicker, *column(BRIDGE, 60, 125, 32)])))
    assert found[:2] == ["工人干了两个夏天", "城南新桥昨天通车"]


def test_a_name_in_smaller_type_behind_a_headline_is_a_line_of_its_own() -> None:
    head, name, more = Item(0, 60, 60, 156, 84, 24), Item(1, 170, 66, 198, 80, 14), Item(2, 158, 61, 182, 85, 24)
    assert rows_of([head, name], 10) == [[head], [name]]
    assert rows_of([head, more], 10) == [[head, more]]


def test_short_items_in_a_narrow_column_are_stories() -> None:
    lines, y = [], 60.0
    for head, story in (("城南新桥通车", BRIDGE), ("小学有了图书室", SCHOOL), ("春茶提前上市", TEA)):
        lines.append(line(head, 60, y, 17))
        own = column(story, 40, y + 30, 18)
        lines += own
        y = own[-1][1].box[3] + 14
    done = read(lines, width=260)
    assert [a.headline for a in done.articles or ()] == ["城南新桥通车", "小学有了图书室", "春茶提前上市"]


@pytest.mark.parametrize("name", ["王小满", "白涵"])
def test_a_name_behind_the_last_sentence_signs_the_story(name: str) -> None:
    text = TEA.replace("\u3000", "") + name
    done = read([line("春茶提前上市", 60, 40, 24), *column(text.replace("\n", "\n　　"), 40, 80, 30)])
    (article,) = done.articles or ()
    assert (article.byline, article.body[-1].text[-4:]) == (name, "好年成。")


@pytest.mark.parametrize("end", ["完", "好年成", "见图"])
def test_what_is_no_name_stays(end: str) -> None:
    done = read([line("春茶提前上市", 60, 40, 24), *column(TEA + end, 40, 80, 30)])
    assert "".join(b.text for a in done.articles or () for b in a.body).endswith(end)


def test_what_a_paper_calls_its_editorials_is_the_kicker() -> None:
    lines = [line("社评", 40, 40, 14), line("新桥要管好", 40, 60, 30), *column(BRIDGE, 40, 105, 30)]
    (article,) = read(lines).articles or ()
    assert (article.kicker, article.headline) == ("社评", "新桥要管好")


def test_sizes_that_ocr_measured_part_kicker_and_headline() -> None:
    kicker, head = Unit("工人干了两个夏天", (), 0, 0.0, size=16.5), Unit("新桥通车", (), 1, 0.0, size=25.0)
    assert {k for k, _ in _allowed([[kicker], [head]], 0.7)} == {1}


def test_a_mark_is_no_gutter_where_the_next_line_has_none() -> None:
    wide = ["志愿者昨天上午在桥头给行人指路，旁边的人都是", "住在南岸的老邻居们他们每天早上都要到桥上走走"]
    texts_at = [(text, 40.0, 60 + 12.0 * k) for k, text in enumerate(wide)]
    texts_at += [("分门别类摆满了两面墙校长说", x, 90 + 12.0 * k) for k in range(5) for x in (40.0, 200.0)]
    sets = []
    for n, (text, x, y) in enumerate(texts_at):
        item = Item(n, x, y, x + 10 * len(text), y + 10, 10)
        spans = [(x + 10 * k, x + 10 * k + 10) for k in range(len(text))]
        marks = frozenset(k for k, ch in enumerate(text) if not ch.isalnum())
        sets.append(CharacterPlaces(item, spans, marks=marks, length=len(text)))
    assert find_cuts(sets, [], 10) == {}
    assert find_cuts([sets[0], *sets[2:]], [], 10) == {0: [16]}


def test_bars_below_one_another_are_a_rule() -> None:
    left = [text for text, _ in column(BRIDGE, 0, 0, 15)][:6]
    right = [text for text, _ in column(SCHOOL, 0, 0, 15)][:6]
    rows = []
    for k, (a, b) in enumerate(zip(left, right, strict=True)):
        text, edges = a.ljust(15, "，") + "|" + b, []
        for n in range(15 + 1 + len(b)):
            x = 40 + 10 * n if n < 15 else 195 if n == 15 else 203 + 10 * (n - 16)
            edges += [x, x + (1 if n == 15 else 10)]
        rows.append((text, Printed((40, 60 + 13 * k, edges[-1], 70 + 13 * k), 10, edges=tuple(edges))))
    found = texts(Order()(page(rows)))
    assert [text.strip("，|") for text in found] == [text.strip("，") for text in (*left, *right)]


def test_a_sentence_alone_below_nothing_is_a_caption() -> None:
    story = [line("城南新桥通车", 40, 40, 24), *column(BRIDGE, 40, 80, 14)]
    picture = line("昨天上午，第一辆公共汽车开过新桥。", 220, 300)
    set_aside = SetAside()(Order()(page([*story, picture])))
    assert [(f.role, f.text) for f in set_aside.furniture] == [(Role.CAPTION, picture[0])]
    tail = line("名字，游人可以在那里", 220, 300)
    assert SetAside()(Order()(page([*story, tail]))).furniture == ()


def test_small_type_that_runs_downwards_is_a_caption() -> None:
    down = line("桥头刻着名字的石碑", 20, 90, down=True)
    done = SetAside()(Order()(page([line("城南新桥通车", 60, 40, 24), *column(BRIDGE, 60, 80, 30), down])))
    assert [(f.role, f.text) for f in done.furniture] == [(Role.CAPTION, down[0])]


def test_what_stands_on_the_row_of_the_date_is_the_running_head() -> None:
    head = [line("2024年8月12日星期一", 400, 20), line("乡野", 60, 16, 18), line("甲十三", 20, 20)]
    head.append(line("茶园", 250, 16, 18))
    below = line("全县春茶座谈", 240, 37, 12)
    story = [line("春茶提前上市", 60, 90, 30), line("乡野", 20, 130, 20), *column(TEA, 60, 140, 30)]
    done = SetAside()(Order()(page([*head, below, *story])))
    gone = sorted(f.text for f in done.furniture)
    assert gone == sorted(["2024年8月12日星期一", "乡野", "甲十三", "茶园", "全县春茶座谈", "乡野"])
    assert texts(done)[0] == "春茶提前上市"


def test_lines_that_run_around_a_picture_are_not_indented() -> None:
    text = (TEA + SCHOOL).replace("\u3000", "").replace("\n", "")
    starts = [90, 84, 76, 66, 54, 44, 40, 40, 40, 40]
    rows, at = [], 0
    for k, x in enumerate(starts):
        n = (340 - x) // 10
        rows.append(line(text[at : at + n], 340 - 10 * n, 60 + 12 * k))
        at += n
    assert [row.text[:1] for row in Order()(page(rows)).lines].count("\u3000") == 0


def test_lines_beside_an_initial_begin_a_paragraph_once() -> None:
    text = SCHOOL.replace("\u3000", "").replace("\n", "")
    rows = [line(text[:20], 70, 60), line(text[20:40], 70, 72)]
    rows += [line(text[40 + 23 * k : 63 + 23 * k], 40, 84 + 12 * k) for k in range(3)]
    found = [len(row.text) - len(row.text.lstrip("\u3000")) for row in Order()(page(rows)).lines]
    assert found == [2, 0, 0, 0, 0]


def test_simplified_characters_on_a_page_in_traditional_ones() -> None:
    text = "城南的新橋昨天上午正式通車，市長說這座橋是幾代人的願望，橋頭的居民從此不必繞路，時間省了一半。新桥"
    assert stray_characters([text]) == {"桥": "橋"}
    assert stray_characters([text + "桥桥"]) == {}  # as often so as so
    assert stray_characters([text.replace("橋", "道")]) == {}  # the page does not say what it is
