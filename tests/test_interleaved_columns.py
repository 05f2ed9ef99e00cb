"""Columns whose lines an extractor gave by turns or glued together: taken apart, with nothing lost."""

from __future__ import annotations

import time
from itertools import pairwise, zip_longest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papercut.model.law import partition_faults
from papercut.model.page import Page, raw_positions, visible_length
from papercut.readers import read_text
from papercut.stages.normalize import Normalize
from papercut.stages.order import Order

RIVER = (
    "清晨的河边已经热闹起来，卖菜的农民推着小车从桥上走过，孩子们背着书包往学校赶。老人坐在石阶上聊天，"
    "谈论今年的收成和天气。河水比往年清澈，岸边新栽的柳树已经发芽，远处的工地上传来机器的声音。镇里的干部说，"
    "整治河道花了三年时间，关停了十几家污染企业，投入资金两千多万元，如今鱼虾又回到了水里，居民们都很满意。"
)
LIBRARY = (
    "市图书馆本周重新开放，读者可以免费借阅图书，也可以在电子阅览室查询资料。馆长介绍，改造工程历时两年，"
    "新增座位五百多个，书架全部更换，照明设备也换成了节能产品。许多学生放学以后来这里复习功课，周末还有专家举办讲座，"
    "介绍古典文学和科学知识。图书馆计划明年在各个社区建立分馆，方便居民就近阅读，让更多的人爱上读书。"
)
ORCHARD = (
    "山坡上的苹果园迎来丰收，果农们忙着采摘装箱，运往全国各地的市场。技术人员指导大家修剪枝条、防治病虫，"
    "果实的质量比过去明显提高。合作社统一收购，价格稳定，农民收入增加了不少。今年村里还办起了加工厂，"
    "生产果汁和果干，解决了一百多名妇女的就业问题，年轻人也愿意回到家乡创业，山村的面貌正在发生变化。"
)


def lines(text: str, size: int = 14) -> list[str]:
    return [text[i : i + size] for i in range(0, len(text), size)]


def by_turns(*columns: list[str]) -> list[str]:
    return [row for rows in zip_longest(*columns) for row in rows if row]


def ordered(text: str) -> Page:
    page = (Normalize() | Order())(read_text(text))
    check(page)
    return page


def check(page: Page) -> None:
    assert partition_faults(page) == []
    for line in page.lines:
        assert visible_length(line.text) == len(list(raw_positions(page.raw, line.pieces)))


def going_on(rows: list[str], *columns: list[str]) -> float:
    """The share of the lines' successions that stand next to each other."""
    true = {pair for column in columns for pair in pairwise(column)}
    return len(true & set(pairwise(["".join(row.split()) for row in rows]))) / len(true)


def columns_of(page: Page) -> list[str]:
    """The text between blank lines."""
    return "".join(line.text or "\n" for line in page.lines).split("\n")


def test_two_columns_by_turns() -> None:
    assert columns_of(ordered("\n".join(by_turns(lines(RIVER), lines(LIBRARY))))) == [RIVER, LIBRARY]


@pytest.mark.parametrize(
    "columns",
    [
        (lines(ORCHARD), lines(RIVER)),
        (lines(RIVER, 12), lines(LIBRARY, 15)),
        (lines(RIVER), lines(LIBRARY), lines(ORCHARD)),
    ],
)
def test_columns_by_turns(columns: tuple[list[str], ...]) -> None:
    page = ordered("\n".join(by_turns(*columns)))
    assert going_on([line.text for line in page.lines], *columns) >= 0.75


def test_glued_lines_are_cut() -> None:
    left, right = lines(RIVER), lines(LIBRARY)
    rows = by_turns(left[:3], right[:3])
    rows += [a + b for a, b in zip(left[3:6], right[3:6], strict=True)]
    rows += by_turns(left[6:], right[6:])
    page = ordered("\n".join(rows))
    assert columns_of(page) == [RIVER, LIBRARY]
    cut = [line for line in page.lines if any(p.start for p in line.pieces)]
    assert [line.text for line in cut] == right[3:6]


def test_rows_of_four_columns() -> None:
    columns = [
        [*lines(RIVER[:60]), "水清鱼又回", *lines(RIVER[60:])],
        lines(LIBRARY),
        [*lines(ORCHARD[:37] + "。"), *lines(ORCHARD[38:])],
        lines(RIVER[30:] + LIBRARY[:20]),
    ]
    rows: list[str] = []
    for parts in zip_longest(*columns):
        rows.append("")
        for part in parts:
            if not part:
                continue
            # what is short ends a line: the gap behind it is wider than a gutter
            rows[-1] += part if not rows[-1] else f" {part}"
            if len(part) < 14:
                rows.append("")
    page = ordered("\n".join(row for row in rows if row))
    assert going_on([line.text for line in page.lines], *columns) >= 0.9


def test_a_paragraph_that_ends_keeps_its_place() -> None:
    left = [*lines(RIVER[:100] + "。"), ORCHARD[:12], *lines(ORCHARD[12:])]
    right = lines(LIBRARY)
    page = ordered("\n".join(by_turns(left, right)))
    assert going_on([line.text for line in page.lines], left, right) >= 0.75


def test_a_stretch_between_plain_ones() -> None:
    left, right = lines(RIVER + ORCHARD), lines(LIBRARY)
    page = ordered("\n".join([*left[:5], *by_turns(left[5:16], right), *left[16:]]))
    assert going_on([line.text for line in page.lines], left, right) >= 0.75


@pytest.mark.parametrize(
    "rows",
    [
        lines(RIVER + LIBRARY + ORCHARD),
        [*lines(RIVER), "", *lines(LIBRARY), "", *lines(ORCHARD)],
        lines(RIVER, 14) + lines(LIBRARY, 28) + lines(ORCHARD, 9),
        by_turns(lines(RIVER)[:2], lines(LIBRARY)[:2]),
        ["甲组", "乙组", "丙组"] * 20,
        [f"第{n}名 张三 {n * 7} 分" for n in range(40)],
    ],
)
def test_other_pages_come_through_as_they_are(rows: list[str]) -> None:
    page = read_text("\n".join(rows))
    assert Order().run(page) is page


PARTS = st.sampled_from([*lines(RIVER), *lines(LIBRARY), *lines(ORCHARD, 20), "易！", "风，", "“", "）。", "ﬁx 12", ""])


@given(st.lists(st.lists(PARTS, max_size=3).map(" ".join), max_size=40))
@settings(max_examples=100, deadline=None)
def test_law(rows: list[str]) -> None:
    check(Order().run(read_text("\n".join(rows))))


@pytest.mark.parametrize("size", [100, 5_000])
def test_a_page_without_end_is_left_alone(size: int) -> None:
    rows = [*by_turns(lines(RIVER), lines(LIBRARY), lines(ORCHARD)), *([""] if size > 100 else [])]
    began = time.process_time()
    page = read_text("\n".join(rows * size))
    assert Order().run(page) is page
    assert time.process_time() - began < 10


def test_trials_are_counted() -> None:
    wide = [a + b for a, b in zip(lines(RIVER), lines(LIBRARY), strict=False)]
    began = time.process_time()
    check(Order().run(read_text("\n".join([*wide, *wide, ""] * 150))))
    assert time.process_time() - began < 60
