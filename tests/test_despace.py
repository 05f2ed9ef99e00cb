"""Despace: its snippets, its option, and what it must leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papercut.errors import UsageError
from papercut.model.page import Page, Role, partition_faults, raw_positions, visible_length
from papercut.readers import read, read_text
from papercut.stages.despace import Despace
from snippets import Case, case_params

SEED = Path(__file__).parent.parent / "seeds" / "000_694adda0cff2b6df.txt"


def text_of(page: Page) -> str:
    return "\n".join(line.text for line in page.lines)


@pytest.mark.parametrize("case", case_params(Path(__file__).parent / "cases" / "despace.md"))
def test_snippet(case: Case) -> None:
    page = Despace()(read_text(case.before))
    assert text_of(page) == case.after
    assert partition_faults(page) == []


@pytest.mark.parametrize(
    ("spacing", "after"),
    [
        ("tight", "截至2024年底，用户5G套餐"),
        ("keep", "截至 2024 年底，用户5G 套餐"),
        ("spaced", "截至 2024 年底，用户 5G 套餐"),
    ],
)
def test_spacing_between_chinese_and_latin(spacing: str, after: str) -> None:
    page = Despace(spacing=spacing)(read_text("截至 2024 年底，用户5G 套餐"))  # type: ignore[arg-type]
    assert text_of(page) == after


def test_spaced_reaches_lines_that_had_no_space() -> None:
    assert text_of(Despace(spacing="spaced")(read_text("下降18.6%，万元GDP用水"))) == "下降 18.6%，万元 GDP 用水"


def test_keep_does_not_keep_the_spaces_of_a_letter_spaced_line() -> None:
    assert text_of(Despace(spacing="keep")(read_text("截 至 2024 年 底 全 省"))) == "截至2024年底全省"


def test_an_unknown_spacing_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="loose"):
        Despace(spacing="loose")  # type: ignore[arg-type]


def test_a_page_without_spaces_is_left_alone() -> None:
    page = read_text("会议指出，过去一年\n\n各项工作取得了新成效。")
    assert Despace().run(page) is page


def test_only_the_spaced_lines_of_the_seed_change() -> None:
    page = read(SEED)
    done = Despace()(page)
    spaced = [line.text for line in done.lines if " " in line.text]
    assert spaced == [
        "本报讯（记者 衣凯玥）3月27日，全市老干",
        "本报讯（记者 师晓琼）3月28日，首都北京，",
        "1. 消费维权57件，无集中",
        "2. 劳动纠纷39件，无集中",
        "3. 物业服务31件，无集中",
        "本报讯（记者 小蕊）“麦当劳”拟于今年年底",
        "本报北京讯（特约记者 石成",
        "本报讯（记者 小蕊）万元GDP用水量较",
    ]
    for new, old in zip(done.lines, page.lines, strict=True):
        assert new is old or " " in old.text


PIECES = st.sampled_from(
    ["会议", "指", "，", "。", "“", "”", "2024", "5", "GDP", "a", "（", "记者", "%", ".", " ", "  ", "\u3000"]
)
PAGES = st.lists(st.lists(PIECES, max_size=14).map("".join), max_size=5).map("\n".join)


@given(PAGES, st.sampled_from(["tight", "keep", "spaced"]))
@settings(max_examples=400, deadline=None)
def test_only_white_space_changes(text: str, spacing: str) -> None:
    page = read_text(text)
    done = Despace(spacing=spacing).run(page)  # type: ignore[arg-type]
    assert partition_faults(done) == []
    for new, old in zip(done.lines, page.lines, strict=True):
        assert new.text.split() == old.text.split() or "".join(new.text.split()) == "".join(old.text.split())
        assert new.pieces == old.pieces
        assert visible_length(new.text) == len(list(raw_positions(done.raw, new.pieces)))
    assert not any(f.role is Role.REMOVED for f in done.furniture)


def test_one_long_line_and_many_lines() -> None:
    long = read_text("会 议 指出， 2024 年 " * 20_000)
    assert "会 议" not in Despace().run(long).lines[0].text
    many = read_text("会 议 指 出 ，过 去 一 年\n" * 20_000)
    assert {line.text for line in Despace().run(many).lines} == {"会议指出，过去一年"}
