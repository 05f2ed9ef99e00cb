"""SetAside: its snippets, its tables, roles and reasons of what it takes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papercut.errors import UsageError
from papercut.languages.chinese_furniture import FOLIO_CUES
from papercut.languages.chinese_standing_lines import WHOLE_LINES
from papercut.layout.text.standing_lines import whole_line
from papercut.model.law import partition_faults
from papercut.model.page import Page, Piece, Role, raw_positions, visible_length
from papercut.readers import read, read_text
from papercut.rules import Cue
from papercut.stages.set_aside import SetAside
from snippets import Case, case_params

SEED = Path(__file__).parent.parent / "seeds" / "000_694adda0cff2b6df.txt"
BENCH = os.environ.get("PAPERCUT_BENCH")


def text_of(page: Page) -> str:
    return "\n".join(line.text for line in page.lines)


@pytest.mark.parametrize("case", case_params(Path(__file__).parent / "cases" / "set_aside.md"))
def test_snippet(case: Case) -> None:
    page = SetAside()(read_text(case.before))
    assert text_of(page) == case.after
    assert partition_faults(page) == []


@pytest.mark.parametrize("cue", [cue for _, cue in FOLIO_CUES + WHOLE_LINES], ids=lambda cue: cue.name)
def test_cue(cue: Cue) -> None:
    assert cue.examples
    for example in cue.examples:
        assert cue.find(example), example
    for other in cue.counter:
        assert not cue.find(other), other


@pytest.mark.parametrize("cue", [cue for _, cue in WHOLE_LINES], ids=lambda cue: cue.name)
def test_the_sieves_let_through_what_a_cue_fits(cue: Cue) -> None:
    for text in cue.examples:
        found = whole_line("".join(text.split()))
        assert found is not None and found[1] is cue


def test_roles_and_reasons() -> None:
    page = SetAside()(
        read_text(
            "天下日报\n2024年5月26日 星期五\n农历五月初七　今日12版\n第19658期\n今日导读\n"
            "●重点项目开工  2版\n12℃~20℃\n标题在这里"
        )
    )
    assert [(f.role, f.text, f.why) for f in page.furniture] == [
        (Role.NAMEPLATE, "天下日报", "paper-name"),
        (Role.NAMEPLATE, "2024年5月26日 星期五", "date"),
        (Role.NAMEPLATE, "农历五月初七　今日12版", "lunar-date"),
        (Role.NAMEPLATE, "第19658期", "issue-number"),
        (Role.EAR, "今日导读", "guide"),
        (Role.EAR, "●重点项目开工  2版", "guide-item"),
        (Role.EAR, "12℃~20℃", "beside-furniture"),
    ]
    assert text_of(page) == "标题在这里"


def test_the_same_date_is_a_folio_on_an_inside_page() -> None:
    page = SetAside()(read_text("05版 民生 2024年5月26日 星期五\n责任编辑：王小明\n标题在这里"))
    assert {f.role for f in page.furniture} == {Role.FOLIO}


def test_the_second_half_of_a_doubled_line_goes_with_exact_pieces() -> None:
    page = SetAside()(read(SEED))
    assert [(f.role, f.text, f.pieces, f.why) for f in page.furniture] == [
        (Role.DUPLICATE, "推动商务高质量发展", (Piece(198, 9, 18),), "doubled-on-one-line")
    ]
    kept = next(line for line in page.lines if line.number == 198)
    assert (kept.text, kept.pieces) == ("推动商务高质量发展", (Piece(198, 0, 9),))
    assert [d.choice for d in page.decisions] == ["duplicate"]


def test_a_page_without_furniture_is_left_alone() -> None:
    page = read_text("会议指出，过去一年\n\n各项工作取得了新成效。")
    assert SetAside().run(page) is page


def test_patterns_of_a_paper() -> None:
    page = SetAside(furniture_patterns=("^新闻早知道$",))(read_text("新闻早知道\n市民新闻早知道的人不多"))
    assert [(f.role, f.text, f.why) for f in page.furniture] == [(Role.FOLIO, "新闻早知道", "own-pattern")]
    assert text_of(page) == "市民新闻早知道的人不多"


def test_a_broken_pattern_is_a_usage_error() -> None:
    with pytest.raises(UsageError):
        SetAside(furniture_patterns=("(",))(read_text("一\n二"))


LINES = st.lists(
    st.sampled_from(
        [
            "05版",
            "民生",
            "2024年5月26日 星期五",
            "责任编辑：王明",
            "标题标题标题",
            "会议召开会议召开",
            "会议 召开",
            "会议召开",
            "",
            "。",
            "天下日报",
            "●项目开工2版",
            "今日导读",
            "电话：12345678",
            "会议指出，过去一年",
            "甲乙",
            "甲 乙",
        ]
    ),
    max_size=16,
)


@given(LINES.map("\n".join))
@settings(max_examples=300, deadline=None)
def test_law(text: str) -> None:
    page = read_text(text)
    done = SetAside().run(page)
    assert partition_faults(done) == []
    for line in done.lines:
        assert visible_length(line.text) == len(list(raw_positions(done.raw, line.pieces)))
    for item in done.furniture:
        assert item.text and visible_length(item.text) == len(list(raw_positions(done.raw, item.pieces)))


def test_one_long_line_and_many_lines() -> None:
    long = read_text("责任编辑：" * 200_000 + "\n" + "人" * 1_000_000)
    assert partition_faults(SetAside().run(long)) == []
    many = read_text("会议召开\n过去一年\n" * 20_000)
    assert partition_faults(SetAside().run(many)) == []


@pytest.mark.skipif(not BENCH, reason="PAPERCUT_BENCH is not set")
def test_running_heads_of_old_pages() -> None:
    """Every running head of the pages of 晶報 is found, and nothing that is not furniture."""
    missed = wrong = 0
    for folder in sorted((Path(BENCH or "") / "pages" / "jingbao").iterdir()):
        truth = json.loads((folder / "truth.json").read_text("utf-8"))
        aside = "".join("".join(f["text"].split()) for f in truth["furniture"])
        page = SetAside()(read(folder / "raw" / "lines.txt"))
        taken = ["".join(f.text.split()) for f in page.furniture if f.role is not Role.DUPLICATE]
        wrong += sum(t not in aside for t in taken)
        heads = [f for f in truth["furniture"] if f["role"] == "folio" and "星期" in f["text"]]
        missed += sum(not any(t in "".join(f["text"].split()) for t in taken) for f in heads)
    assert (missed, wrong) == (0, 0)


@pytest.mark.parametrize(("step", "left"), [(30, 4), (2, 3)])
def test_a_line_that_stands_twice_on_a_sheet_was_printed_twice(step: int, left: int) -> None:
    """A refrain stays; what is drawn over itself does not."""
    rows = [("嗨哟嗨哟，", 100), ("嗨哟嗨哟，", 100 + step), ("扛起来哟，", 200), ("放下去哟！", 230)]
    found = [{"text": text, "bbox": [60, y, 160, y + 20]} for text, y in rows]
    page = SetAside()(read(json.dumps(found).encode()))
    assert len(page.lines) == left and partition_faults(page) == []


YAML = '---\ntitle: "新桥日报 第三版"\ndate: 1998-03-28\ntags:\n  - 要闻\n# 录入：甲\n---\n'
TOML = '+++\ntitle = "新桥日报"\ndraft = false\n[extra]\npage = 3\n+++\n'


ORG = "#+TITLE: 新桥日报\n#+OPTIONS: toc:nil\n"
CRAWLED = "来源：新桥日报\n网址：https://epaper.example/3.htm\n==========\n"


@pytest.mark.parametrize("head", [YAML, YAML.replace("要闻\n# 录入：甲\n---", "要闻\n..."), TOML, ORG, CRAWLED])
def test_front_matter_is_no_text_of_the_page(head: str) -> None:
    page = SetAside()(read((head + "\n新桥昨日通车\n　　本报讯 两岸居民前往观看。\n").encode()))
    assert text_of(page).split() == ["新桥昨日通车", "本报讯", "两岸居民前往观看。"]
    assert {f.why for f in page.furniture} == {"front-matter"} and partition_faults(page) == []


def test_what_is_said_of_a_meeting_is_no_front_matter() -> None:
    text = "时间：今晚七时\n地点：新桥会堂\n内容：读者座谈\n----------\n欢迎各界人士到会。\n"
    assert text_of(SetAside()(read(text.encode()))).split() == ["时间：今晚七时", "地点：新桥会堂", "内容：读者座谈",
                                                               "欢迎各界人士到会。"]  # fmt: skip


def test_rules_between_stories_are_no_front_matter() -> None:
    """Typed rules are set aside themselves; rows of dots and squares stay."""
    rules = ["---", "************", "————————", "━━━━━"]
    marks = ["……", "□□□", "——", "〇〇〇"]
    rows = [part for n, rule in enumerate(rules) for part in (rule, f"新桥：昨日通车，行人有{n}千。")]
    page = SetAside()(read("\n".join([*rows, *marks]).encode()))
    assert [f.text for f in page.furniture] == rules and {f.why for f in page.furniture} == {"column-rule"}
    assert set(marks) <= set(text_of(page).split())
