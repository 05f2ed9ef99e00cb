"""Columns of `pdftotext -layout` that have one space between them, or drift."""

from __future__ import annotations

import random
from itertools import zip_longest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papercut.model.law import partition_faults
from papercut.readers import read_text
from papercut.stages.order import Order

BRIDGE = (
    "历时八个月的青石桥修缮工程昨日完工，桥面恢复通行，每天有近万人从这里经过。市政部门说，桥墩加固之后，"
    "可以再用五十年；两侧的人行道各加宽了一米，夜里有灯。附近的住户说，孩子上学再也不用绕路。"
)
LIBRARY = (
    "市图书馆下月起延长开放时间，读者凭身份证可自助办理借阅手续。馆长介绍，今年新添图书四万册，其中少儿图书"
    "占三成；每逢周末，三楼报告厅都有讲座，听讲的人不必预约，先到先坐，坐满为止。"
)
FOREST = (
    "入冬以来，北山林场的护林员每天巡山两次，记录水位、风向和鸟群。场长告诉记者，去年栽下的两千棵云杉成活了"
    "九成，明年春天还要补种；山脚的苗圃已经备好树苗，只等开冻。"
)
TEXTS = (BRIDGE, LIBRARY, FOREST)


def lines_of(text: str, measure: int) -> list[str]:
    """A text in lines of so many characters; a mark that would begin a line hangs at the end of the one before."""
    out = []
    while text:
        end = measure + (text[measure : measure + 1] in "，。；、")
        out.append(text[:end])
        text = text[end:]
    return out


def beside(columns: list[list[str]], gap: str, rng: random.Random) -> list[str]:
    """Columns on the same lines; some marks are followed by a space, so that what stands to the right drifts."""
    rows = []
    for parts in zip_longest(*columns, fillvalue=""):
        spread = [p.replace("，", "， ").rstrip() if rng.random() < 0.3 else p for p in parts]
        rows.append(gap.join(spread).rstrip())
    return rows


def order_of(rows: list[str]) -> list[str]:
    page = Order()(read_text("\n".join(rows)))
    assert partition_faults(page) == []
    return ["".join(line.text.split()) for line in page.lines if line.pieces]


@pytest.mark.parametrize("seed", range(8))
def test_gutters_of_one_space_are_found(seed: int) -> None:
    columns = [lines_of(text, 9)[:9] for text in TEXTS]
    rows = beside(columns, " ", random.Random(seed))
    # text counts as set in columns where some lines stand clearly apart
    rows += ["", "", "", *[f"{a:<14}{b}" for a, b in zip(*columns[:2], strict=True)]]
    found = order_of(rows)
    for column in columns:
        start = found.index(column[0])
        assert found[start : start + 9] == column


def test_the_gutter_stands_where_every_line_has_a_space() -> None:
    columns = [lines_of(text, 16)[:5] for text in TEXTS[:2]]
    heads = [f"{'桥梁开通':<20}{'图书馆延时'}", ""]
    body = [f"{a} {b}" for a, b in zip(*columns, strict=True)]
    below = ["", "", "", *[f"{a}   {b}" for a, b in zip(*columns, strict=True)]]
    found = order_of([*heads, *body, *below])
    assert found[found.index(columns[0][0]) :][:5] == columns[0]


@given(st.integers(0, 10_000), st.integers(18, 34))
@settings(max_examples=60, deadline=None)
def test_wide_lines_with_spaces_stay_whole(seed: int, measure: int) -> None:
    """A text over the page's width, with spaces behind its marks, stands over two columns and is cut nowhere."""
    rng = random.Random(seed)
    wide = [line.replace("，", "， ") for line in lines_of("".join(TEXTS), measure)]
    columns = [lines_of(text, 12)[:6] for text in rng.sample(TEXTS, 2)]
    narrow = [f"{a:<18}{b}" for a, b in zip(*columns, strict=True)]
    found = order_of([*wide, "", "", *narrow])
    assert found[: len(wide)] == ["".join(line.split()) for line in wide]


def test_wide_spaces_between_letter_spaced_words_are_no_gutters() -> None:
    rows = [" ".join(line) for text in TEXTS * 2 for line in lines_of(text, 16)]
    for k in range(0, len(rows), 3):  # a name in Latin letters has a space before and behind it, which is spaced too
        rows[k] = f"{rows[k][:15]}   {rows[k][16:]}"
    page = read_text("\n".join(rows))
    assert sum(row[15:18] == "   " for row in rows) > 10
    assert Order()(page).lines == page.lines
