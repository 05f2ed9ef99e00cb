"""What lines say by their characters alone (`papercut.solver.reading_network`)."""

from __future__ import annotations

import numpy as np
import pytest

from papercut.solver.reading_network import (
    JOINTS,
    KINDS,
    REACH,
    READING,
    CharacterRows,
    continuation_odds,
    edges,
    folded,
    line_reader,
    opening_odds,
    reading_of,
)

STORY = "本报讯（记者 王小明）昨日上午，区政府召开常务会议，研究部署今年的防汛抗旱工作。"
LATER = "此外，有关部门还将对辖区内的水库和河堤逐一进行检查。"
HEADLINE = "区政府部署防汛抗旱工作"
BYLINE = "本报记者 王小明"


def test_folded_forms_leave_no_white_space_and_one_digit() -> None:
    assert folded("２０２４ 年　Ａb，㎏") == "0000年aa,aa"


@pytest.mark.parametrize("text", ["", "一", "一二三四五六七八九十一二", "一二三四五六七八九十一二三四五"])
def test_both_ends_are_read_however_long_the_text(text: str) -> None:
    rows = CharacterRows("一二三四五六七八九十")
    flat = [row for ch in text for row in rows[ch]]
    first, last = edges(np.array(flat, np.intp), np.array([len(flat)], np.intp))
    n = min(REACH, len(flat))
    assert first[0].tolist() == flat[:n] + [0] * (REACH - n)
    assert last[0].tolist() == [0] * (REACH - n) + (flat[-n:] if n else [])


def test_chances_of_a_line_add_up() -> None:
    reader = line_reader()
    ends = reader.ends_of([STORY, HEADLINE, "", "　", "The", "\U0001f600"])
    assert np.allclose(np.exp(reader.kinds(ends)).sum(axis=1), 1, atol=1e-4)
    pairs = np.array([0, 1, 2]), np.array([1, 2, 3])
    assert np.allclose(np.exp(reader.joints(ends, ends, *pairs)).sum(axis=1), 1, atol=1e-4)


def test_lines_read_like_what_they_are() -> None:
    reader = line_reader()
    chances = reader.kinds(reader.ends_of([STORY[:16], HEADLINE, BYLINE]))
    found = [KINDS[k] for k in chances.argmax(axis=1)]
    assert found[1] in ("head", "head-on")  # which of the two, no line says alone
    assert (found[0], found[2]) == ("story", "byline")


def test_a_line_is_read_the_same_in_any_company() -> None:
    alone, among = reading_of([HEADLINE]), reading_of([HEADLINE, STORY, LATER])
    assert np.allclose(alone[0], among[0], atol=1e-5)
    assert among.shape == (3, len(READING)) == (3, len(KINDS) + len(JOINTS))


def test_a_sentence_goes_on_sooner_with_its_own_end() -> None:
    tails = ["消防部门接到报警后迅速赶到现场，经过两个多小时的扑救，大火", "今年以来，全市粮食播种面积稳中有"]
    starts = ["终于被扑灭，没有造成人员伤亡。", "增，单产水平进一步提高。"]
    on, _ = continuation_odds(tails, starts, np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]))
    assert on[0] > on[1]
    assert on[3] > on[2]


def test_a_report_opens_with_its_first_words() -> None:
    first, later = opening_odds([STORY, LATER])
    assert first > 0 > later


def test_a_page_without_lines_has_nothing_to_read() -> None:
    assert reading_of([]).shape == (0, len(READING))
    assert opening_odds([]).shape == (0,)
