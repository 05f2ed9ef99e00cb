"""Convert: characters only, from the script a page is in, never twice."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papercut.chinese_scripts import script_of
from papercut.errors import UsageError
from papercut.model.page import Article, Block, Furniture, Jump, Page, Piece, Role, partition_faults
from papercut.readers import read, read_pages, read_text
from papercut.stages.convert import SCRIPTS, Convert
from snippets import Case, case_params

SEED = Path(__file__).parent.parent / "seeds" / "000_694adda0cff2b6df.txt"


def text_of(page: Page) -> str:
    return "\n".join(line.text for line in page.lines)


@pytest.mark.parametrize("case", case_params(Path(__file__).parent / "cases" / "convert.md"))
def test_snippet(case: Case) -> None:
    page = Convert("hant")(read_text(case.before))
    assert text_of(page) == case.after
    assert bool(page.notes) == (case.kind == "negative")


@pytest.mark.parametrize(
    ("script", "before", "after"),
    [
        ("tw", "群众在里面看着台湾的为伪", "群眾在裡面看著臺灣的為偽"),
        ("hk", "群众在里面看着台湾的卫生线", "羣眾在裏面看着台灣的衞生線"),
        ("hans", "群眾在裡面看著臺灣的著名衛生綫", "群众在里面看着台湾的著名卫生线"),
        ("hans", "食物環境衞生署裏，他説看着", "食物环境卫生署里，他说看着"),
        ("tw", "食物環境署裏，看着", "食物環境署裡，看著"),
    ],
)
def test_scripts(script: str, before: str, after: str) -> None:
    assert text_of(Convert(script)(read_text(before))) == after


def test_off_by_default() -> None:
    page = read(SEED)
    assert Convert().run(page) is page


def test_unknown_script() -> None:
    with pytest.raises(UsageError, match="hans, hant, tw, hk"):
        Convert("zh")


@pytest.mark.parametrize("script", SCRIPTS)
def test_never_twice_and_always_as_long(script: str) -> None:
    page = read(SEED)
    once = Convert(script)(page)
    assert [len(line.text) for line in once.lines] == [len(line.text) for line in page.lines]
    assert partition_faults(once) == []
    twice = Convert(script).run(once)
    assert twice.lines == once.lines
    assert Convert(script).run(twice).notes == twice.notes


def test_there_and_back() -> None:
    text = text_of(read(SEED))
    back = text_of(Convert("hans")(Convert("hant")(read(SEED))))
    assert sum(a != b for a, b in zip(text, back, strict=True)) <= 2


def test_lines_that_do_not_change_stay_the_same() -> None:
    page = read_text("发展\n2024\n人口")
    done = Convert("hant")(page)
    assert [a is b for a, b in zip(done.lines, page.lines, strict=True)] == [False, True, True]


@given(st.text(st.sampled_from("发后里台干头髮國門a1 。\x00\ud800\U00020000ﬁ")), st.sampled_from(SCRIPTS))
def test_length_and_places_stay(text: str, script: str) -> None:
    page = read_text("发门" * 8).replace()
    line = page.lines[0]
    page = page.replace(lines=(type(line)(1, line.text + text, line.pieces),))
    assert len(Convert(script).run(page).lines[0].text) == 16 + len(text)


def test_articles_are_converted_and_furniture_is_not() -> None:
    def block(text: str, role: Role = Role.PARAGRAPH) -> Block:
        return Block(text, (Piece(1, 0, 1),), role)

    article = Article(
        id="a",
        headline="会议召开",
        kicker="发展",
        deck=("开门", "见车"),
        byline="记者 张远",
        dateline="本报讯",
        continued_on=Jump("（下转第三版）", "3", None),
        body=(block("国务院长"),),
        parts=(block("会议召开", Role.HEADLINE),),
    )
    furniture = (Furniture(Role.FOLIO, "编辑 张远", (Piece(1, 0, 1),), "folio"),)
    page = read_text("会").replace(blocks=(block("会"),), articles=(article,), furniture=furniture)
    done = Convert("hant")(page)
    assert done.articles is not None
    (new,) = done.articles
    assert (new.id, new.headline, new.kicker, new.deck) == ("a", "會議召開", "發展", ("開門", "見車"))
    assert (new.byline, new.dateline) == ("記者 張遠", "本報訊")
    assert new.continued_on == Jump("（下轉第三版）", "3", None)
    assert (new.body[0].text, new.parts[0].text) == ("國務院長", "會議召開")
    assert new.body[0].pieces == article.body[0].pieces
    assert done.furniture == furniture
    assert done.lines == page.lines
    assert done.blocks == page.blocks


def test_blocks_are_converted_before_articles_are_made() -> None:
    page = read_text("会议").replace(blocks=(Block("会议", (Piece(1, 0, 2),)),))
    done = Convert("hant")(page)
    assert done.blocks is not None
    assert done.blocks[0].text == "會議"
    assert done.lines == page.lines


def test_scripts_of_bench_pages() -> None:
    bench = os.environ.get("PAPERCUT_BENCH")
    if not bench:
        pytest.skip("PAPERCUT_BENCH is not set")
    for file in sorted(Path(bench).glob("pages/jingbao/*/raw/*.txt")):
        (page,) = read_pages(file)
        assert script_of(text_of(page)) == "hant", file
    assert script_of(text_of(read(SEED))) == "hans"
