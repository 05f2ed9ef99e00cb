"""Normalize: its snippets, its options, and the law."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from papercut.errors import UsageError
from papercut.languages import character_variants
from papercut.model.law import partition_faults
from papercut.model.page import Furniture, Page, Piece, Role, raw_positions, visible_length
from papercut.readers import read, read_pages, read_text
from papercut.stages.normalize import Normalize
from snippets import Case, case_params

SEED = Path(__file__).parent.parent / "seeds" / "000_694adda0cff2b6df.txt"


def text_of(page: Page) -> str:
    return "\n".join(line.text for line in page.lines)


@pytest.mark.parametrize("case", case_params(Path(__file__).parent / "cases" / "normalize.md"))
def test_snippet(case: Case) -> None:
    page = Normalize()(read_text(case.before))
    assert text_of(page) == case.after
    assert partition_faults(page) == []


PARTS = st.one_of(
    st.text(max_size=12),
    st.text("，、。（）()“”,:;!?０１９Ａｚ．％：09az \u3000\u00a0中文記者", max_size=12),
    st.text("\u200b\ufeff\xad\x00\x1b[]m;3\x07\u202e\u2028\x85\t\ue111\ufffd\ufb01\u2f08\ufe12ｶﾞﾊﾟ", max_size=12),
)
OPTIONS = st.fixed_dictionaries(
    {"width": st.sampled_from(("half", "keep"))}
    | {f.name: st.booleans() for f in dataclasses.fields(Normalize) if f.name.startswith("keep_")}
)


@given(st.lists(PARTS, max_size=6).map("".join), OPTIONS)
@example("0.XML", {})
@settings(max_examples=400, deadline=None)
def test_law_and_stability(text: str, options: dict[str, object]) -> None:
    stage = Normalize(**options)  # type: ignore[arg-type]
    before = read_text(text)
    once = stage.run(before)
    assert partition_faults(once) == []
    assert len(once.lines) == len(before.lines)
    for line in once.lines:  # the k-th visible character is the k-th of the pieces
        assert visible_length(line.text) == len(list(raw_positions(once.raw, line.pieces)))
    twice = stage.run(once)
    assert twice.lines == once.lines
    assert (twice.furniture, twice.notes) == (once.furniture, once.notes)


@given(st.text(max_size=40), st.integers(0, 40))
def test_works_on_lines_that_another_stage_has_changed(text: str, at: int) -> None:
    page = read_text("甲\u200b乙 " + text.replace("\n", "").replace("\r", "") + " \ufb01丙\x00丁")
    line = page.lines[0]
    despaced = dataclasses.replace(line, text="".join(line.text.split()))
    page = page.replace(lines=(despaced,))
    done = Normalize(keep_ligatures=True)(page)
    assert partition_faults(done) == []
    assert done.lines[0].text.endswith("\ufb01丙丁")


def test_a_page_without_variants_is_left_alone() -> None:
    page = read_text("本报讯（记者 张三）今天，天气好。")
    assert Normalize().run(page) is page


def test_only_the_lines_that_change_are_new() -> None:
    page = read(SEED)
    done = Normalize()(page)
    changed = [n.number for n, o in zip(done.lines, page.lines, strict=True) if n is not o]
    assert changed == [144, 188]
    assert done.lines[143].text == "易、外向型经济、消费促进4个招商小组，常态"


@pytest.mark.parametrize(
    ("option", "text"),
    [
        ("keep_kangxi", "⼈⻓"),
        ("keep_compatibility", "\uf999"),
        ("keep_presentation", "︒﹐｡"),
        ("keep_katakana", "ｶﾞ"),
        ("keep_ligatures", "ﬁ"),
        ("keep_punctuation", "中(文),也"),
        ("keep_spaces", "中\u00a0文"),
        ("keep_controls", "中\x00文\x1b[0m\u202e"),
        ("keep_zero_width", "中\u200b文\xad好\xad"),
    ],
)
def test_each_keep_option_keeps_its_own_kind_only(option: str, text: str) -> None:
    page = read_text(text)
    assert text_of(Normalize(**{option: True})(page)) == text  # type: ignore[arg-type]
    others = {f.name: True for f in dataclasses.fields(Normalize) if f.name.startswith("keep_") and f.name != option}
    assert text_of(Normalize(**others)(page)) != text  # type: ignore[arg-type]


def test_width_keep() -> None:
    assert text_of(Normalize(width="keep")(read_text("４％,中(文)⼈"))) == "４％,中(文)人"


def test_unknown_width() -> None:
    with pytest.raises(UsageError, match="half or keep"):
        Normalize(width="full")


def test_what_is_taken_out_says_why_and_where() -> None:
    page = Normalize()(read_text("好\n中\x1b[31m红\x1b[0m\u200b文"))
    assert page.furniture == (
        Furniture(Role.REMOVED, "\x1b[31m\x1b[0m", (Piece(2, 1, 6), Piece(2, 7, 11)), "escape-sequence"),
        Furniture(Role.REMOVED, "\u200b", (Piece(2, 11, 12),), "zero-width"),
    )
    assert page.lines[1].pieces == (Piece(2, 0, 1), Piece(2, 6, 7), Piece(2, 12, 13))


def test_one_note_for_each_kind() -> None:
    page = Normalize()(read_text("\x00中\x00\n文\n\ue111\n\ue112\x01\ue113\n\ufffd"))
    assert [(n.code, n.lines) for n in page.notes] == [
        ("control-character", ((1, 1), (4, 4))),
        ("private-use", ((3, 4),)),
        ("replacement-character", ((5, 5),)),
    ]
    assert "U+E111" in page.notes[1].text


def test_lost_bytes_are_not_noted_again() -> None:
    page = Normalize()(read("北京晚报今日头版\n".encode() + b"\xff"))
    assert [n.code for n in page.notes] == ["bad-bytes"]


def test_a_line_of_nothing_but_what_is_taken_out_is_blank() -> None:
    page = Normalize()(read_text("\u200b \x00"))
    assert page.lines[0].pieces == ()
    assert partition_faults(page) == []


def test_every_fold_is_one_to_one() -> None:
    for name in ("LETTERS", "PERCENT", "KANGXI", "RADICALS", "PRESENTATION", "KATAKANA", "SPACES", "WIDENED"):
        for old, new in getattr(character_variants, name).items():
            assert len(old) == len(new) == 1, name
            assert old.isspace() == new.isspace(), name
            assert new not in getattr(character_variants, name), name


@pytest.mark.parametrize(
    "unit",
    [
        "\x1b[",
        "\x1b]",
        "\x1b[1;",
        "\xad ",
        "\xad",
        "(",
        ")",
        ",",
        "中,",
        "\u200d",
        "０，",
        "＆Ａ：",
        "\ufb01",
        "\x1b ",
        "中\x00",
    ],
)
def test_hostile_line_keeps_the_law(unit: str) -> None:
    page = Normalize()(read_text(unit * 20_000))
    assert partition_faults(page) == []


def test_law_on_bench_pages() -> None:
    bench = os.environ.get("PAPERCUT_BENCH")
    if not bench:
        pytest.skip("PAPERCUT_BENCH is not set")
    count = 0
    for file in sorted(Path(bench).glob("pages/*/*/raw/*.txt")):
        for page in read_pages(file):
            done = Normalize()(page)
            assert partition_faults(done) == [], file
            assert Normalize().run(done).lines == done.lines, file
            count += 1
    assert count > 400
