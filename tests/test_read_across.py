"""Headlines of two columns set downwards, of which each row gave one character of either."""

from __future__ import annotations

import pytest

from papercut.model.page import Page, partition_faults
from papercut.readers import read_text
from papercut.stages.order import Order

BODY = ["本报讯（记者 王亮）市图书馆从下月起延长开放时间，", "读者可以自助办理借阅，每逢周末三楼都有讲座。"]


def lines_of(page: Page) -> list[str]:
    assert partition_faults(page) == []
    return ["".join(line.text.split()) for line in page.lines if line.pieces]


def read_across(first: str, second: str) -> list[str]:
    """The rows of two columns, the first on the right."""
    return [f"{second[k : k + 1]}{ch}" for k, ch in enumerate(first)]


@pytest.mark.parametrize(
    ("first", "second"), [("图书馆延长开放", "读者可自助借阅"), ("市图书馆延长开放", "周末三楼有讲座")]
)
def test_the_columns_come_one_after_the_other(first: str, second: str) -> None:
    rows = read_across(first, second)
    found = lines_of(Order()(read_text("\n".join([*rows, "", *BODY]))))
    assert found[:2] == [first, second]


def test_rows_may_stand_apart() -> None:
    rows = "\n\n".join(read_across("图书馆延长开放", "读者可自助借阅"))
    assert lines_of(Order()(read_text(rows + "\n\n" + "\n".join(BODY))))[:2] == ["图书馆延长开放", "读者可自助借阅"]


@pytest.mark.parametrize(
    "rows",
    [
        ["北京", "上海", "天津", "重庆"],
        ["张三", "李四", "王五", "赵六", "钱七"],
        ["图书", "馆延", "长开", "放时", "间表"],
        ["编辑", "校对", "版式", "电话"],
        ["一月", "二月", "三月", "四月"],
    ],
)
def test_short_lines_stay_as_they_are(rows: list[str]) -> None:
    page = read_text("\n".join([*rows, "", *BODY]))
    assert Order().run(page) is page
