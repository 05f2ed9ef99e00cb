"""Order: its snippets, exact pieces, and pages that it must leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papercut.model.page import Page, Piece, partition_faults, raw_positions, visible_length
from papercut.readers import read, read_text
from papercut.stages.normalize import Normalize
from papercut.stages.order import Order
from snippets import Case, case_params, load_cases

HERE = Path(__file__).parent
SEED = HERE.parent / "seeds" / "000_694adda0cff2b6df.txt"


def text_of(page: Page) -> str:
    return "\n".join(line.text for line in page.lines)


@pytest.mark.parametrize("case", case_params(HERE / "cases" / "order.md"))
def test_snippet(case: Case) -> None:
    page = Order()(read_text(case.before))
    assert text_of(page) == case.after
    assert partition_faults(page) == []
    for line in page.lines:
        assert visible_length(line.text) == len(list(raw_positions(page.raw, line.pieces)))


NEGATIVE = [case for case in load_cases(HERE / "cases" / "order.md") if case.kind == "negative"]


@pytest.mark.parametrize("case", NEGATIVE, ids=lambda case: case.name)
def test_other_pages_come_through_as_they_are(case: Case) -> None:
    page = read_text(case.before)
    assert Order().run(page) is page


def test_the_seed_comes_through_as_it_is() -> None:
    page = read(SEED)
    assert Order().run(page) is page


def test_pieces_of_a_cut_line_are_exact() -> None:
    rows = ["会议指出，过去一年全市  动着力推动老干部工作再"] * 5
    page = Order()(read_text("\n".join(rows)))
    assert [line.pieces for line in page.lines if line.pieces] == [
        *[(Piece(n, 0, 11),) for n in range(1, 6)],
        *[(Piece(n, 13, 24),) for n in range(1, 6)],
    ]


def test_pieces_are_exact_after_normalize_took_characters_out() -> None:
    rows = ["会议\u200b指出，过去一年全市  动着力\u200b推动老干部工作再"] * 5
    page = (Normalize() | Order())(read_text("\n".join(rows)))
    assert partition_faults(page) == []
    for line in page.lines:
        shown = "".join(page.raw[n - 1][c] for n, c in raw_positions(page.raw, line.pieces))
        assert shown == "".join(line.text.split())


def test_articles_side_by_side_are_read_one_after_the_other() -> None:
    left, right = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉"
    rows = [f"{left[:4]}会议召开{' ' * 8}{right[:4]}大会开幕", ""] + [f"{left}{' ' * 6}{right}"] * 6
    rows += ["", "", "", f"{right[4:8]}落成剪彩{' ' * 8}{left[4:8]}春耕备播", "", *[f"{right}{' ' * 6}{left}"] * 6]
    page = Order()(read_text("\n".join(rows)))
    order = [line.text for line in page.lines if line.pieces]
    on_left = ["甲乙丙丁会议召开", *[left] * 6, "辰巳午未落成剪彩", *[right] * 6]
    assert order == [*on_left, "子丑寅卯大会开幕", *[right] * 6, "戊己庚辛春耕备播", *[left] * 6]


CELLS = st.sampled_from(
    [
        "会议指出，过去一年",
        "全市各级工作部门",
        "  会议强调要坚持",
        "",
        " " * 9,
        "。",
        "甲",
        "2024 年",
        "\u3000\u3000会议",
    ]
)


@given(st.lists(st.lists(CELLS, max_size=4).map("  ".join), max_size=14).map("\n".join))
@settings(max_examples=400, deadline=None)
def test_law(text: str) -> None:
    page = Order().run(read_text(text))
    assert partition_faults(page) == []
    for line in page.lines:
        assert visible_length(line.text) == len(list(raw_positions(page.raw, line.pieces)))


def test_one_long_line_and_many_lines() -> None:
    assert partition_faults(Order().run(read_text("会议指出过去一年  " * 50_000))) == []
    many = Order().run(read_text("会议指出，过去一年  全市各级工作部门\n" * 20_000))
    assert sum(bool(line.pieces) for line in many.lines) == 40_000
    stairs = "\n".join(" " * (n % 400) + "会议指出过去一年  全市各级工作部门" for n in range(4_000))
    assert partition_faults(Order().run(read_text(stairs))) == []
