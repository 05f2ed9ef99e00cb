"""Headlines and names of columns that run downwards on a page that runs across."""

from __future__ import annotations

import json

import pytest

from papercut import Order, Page, build, partition_faults, read
from papercut.solver.headlines.display_units import Unit
from papercut.solver.headlines.roles import _allowed, readings_of

BODY = [
    "昨天上午，老码头改建工程通过验收，这条步",
    "行街正式向市民开放。施工队用了七个月时间，",
    "把原先的货场清空，又在江边装了木栏杆。",
]


def page_of(*down: tuple[float, float, float, str]) -> Page:
    return build()(given(*down))


def given(*down: tuple[float, float, float, str]) -> Page:
    """A page as it was read, with three lines of text and some that run downwards: left, top, em, text."""
    rows = [[[[x, y], [x + em, y], [x + em, y + em * len(t)], [x, y + em * len(t)]], [t, 0.99]] for x, y, em, t in down]
    for k, text in enumerate(BODY):
        y, right = 60 + 40 * k, 300 + 26 * len(text)
        rows.append([[[300, y], [right, y], [right, y + 26], [300, y + 26]], [text, 0.99]])
    return read(json.dumps([rows]).encode(), name="page.json")


@pytest.mark.parametrize("step", [0.0, 90.0, 240.0])
def test_lines_that_run_downwards_follow_from_right_to_left(step: float) -> None:
    page = page_of((40, 50 + step, 40, "变身步行街"), (120, 50, 40, "青石桥老码头"))
    assert partition_faults(page) == []
    assert "青石桥老码头变身步行街" in [a.headline for a in page.articles or ()]


def test_small_type_to_the_right_of_a_headline_comes_before_it() -> None:
    page = given((1010, 50, 32, "货场腾出来以后"), (960, 50, 40, "青石桥老码头"), (880, 50, 40, "变身步行街"))
    texts = [line.text for line in Order()(page).lines if line.text]
    assert [t for t in texts if t not in BODY] == ["货场腾出来以后", "青石桥老码头", "变身步行街"]


@pytest.mark.parametrize(
    ("sizes", "left"),
    [
        ((14, 30, 14), {(1, 1)}),
        ((30, 30, 14, 14), {(0, 2), (0, 3), (1, 2)}),
        ((14, 18, 13, 13), {(1, 2)}),
        ((30, 14, 30), set(readings_of(3))),
    ],
)
def test_what_is_clearly_smaller_is_no_headline(sizes: tuple[int, ...], left: set[tuple[int, int]]) -> None:
    lines = [[Unit("各縣代表到齊", (), k, 0.0, size=float(size))] for k, size in enumerate(sizes)]
    assert set(_allowed(lines)) == left


def test_dashes_tell_kicker_and_deck_where_type_is_smaller() -> None:
    texts, sizes = ["一座桥与三代人——", "修桥记", "——访护桥人"], [26.0, 30.0, 26.0]
    lines = [[Unit(t, (), k, 0.0, size=s)] for k, (t, s) in enumerate(zip(texts, sizes, strict=True))]
    assert _allowed(lines) == [(1, 1)]
