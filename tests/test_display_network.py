"""What runs of display lines read like (`papercut.solver.display_network`), and what comes of it."""

from __future__ import annotations

import numpy as np
import pytest

from papercut.solver.display_network import DISPLAY_LABELS, KEPT, LOOKS, display_network, looks
from papercut.solver.headlines.display_readings import read_display, reading_odds
from papercut.solver.headlines.display_scene import DisplayRun, DisplayScene
from papercut.solver.headlines.display_units import Unit

DECKED = ["县医院新楼明年启用", "——市民就医更方便"]
LONGER = ["國民大會昨開幕", "主席致詞勉代表合作", "出席代表一千五百人"]
THREE = ["总理会见德国客人", "我国女排三比零战胜日本队", "铁路春运今日开始"]


def told(run: list[str]) -> list[str]:
    """The likeliest label of each line."""
    return [DISPLAY_LABELS[k] for k in display_network().chances([run])[0].argmax(axis=1)]


@pytest.mark.parametrize("run", [["一"], DECKED, [*LONGER, *THREE], ["A mayor spoke", "\U0001f600"], ["一" * 500] * 40])
def test_chances_of_each_line_add_up(run: list[str]) -> None:
    found = display_network().chances([run])
    assert len(found) == 1 and found[0].shape == (len(run), len(DISPLAY_LABELS))
    assert np.allclose(np.exp(found[0]).sum(axis=1), 1, atol=1e-4)


def test_a_run_is_read_the_same_in_any_company() -> None:
    alone = display_network().chances([LONGER])[0]
    among = display_network().chances([DECKED, [], LONGER, THREE])
    assert [len(rows) for rows in among] == [2, 0, 3, 3]
    assert np.allclose(alone, among[2], atol=1e-4)
    assert display_network().chances([]) == []


def test_lines_that_were_read_before_are_read_the_same() -> None:
    network = display_network()
    network.known.clear()
    runs = [DECKED, [*LONGER, *THREE]]
    first = network.chances(runs)
    network.known.pop(LONGER[1])
    for before, after in zip(first, network.chances(runs), strict=True):
        assert np.array_equal(before, after)


def test_not_without_end_is_kept() -> None:
    network = display_network()
    network.chances([[f"第{n}行" for n in range(KEPT + 50)]])
    network.chances([DECKED])
    assert len(network.known) <= KEPT


def test_looks_are_of_the_line_and_its_neighbours() -> None:
    found = looks(["【社评】", "——天晴"])
    assert found.shape == (2, LOOKS)
    assert found[0].tolist() == pytest.approx([0.4, 0.0, 0.4, 1, 0, 0, 0, 1])
    assert found[1].tolist() == pytest.approx([0.4, 0.4, 0.0, 0, 1, 1, 0, 0])


def test_lines_read_like_what_they_are() -> None:
    assert told(DECKED) == ["head", "deck"]
    assert told(THREE) == ["head", "head", "head"]


def scene(rows: list[list[str]]) -> DisplayScene:
    """A scene of one run of lines with their units, whose labels say nothing."""
    units = [Unit(text, (), place, 0.0) for place, line in enumerate(rows) for text in line]
    return DisplayScene(units, [DisplayRun(range(len(units)), None, None, False, False, False)])


def test_what_is_read_counts_where_a_group_begins_and_for_its_roles() -> None:
    apart, together = scene([[text] for text in THREE]), scene([[text] for text in DECKED])
    read_display(apart)
    read_display(together)
    assert apart.units[0].joins == together.units[0].joins == 0.0
    assert max(unit.joins for unit in apart.units[1:]) < 0 < together.units[1].joins
    lines = [[unit] for unit in together.units]
    assert reading_odds(lines, 0, 1) > 0 > reading_odds(lines, 1, 0)


def test_a_line_of_several_columns_is_not_read() -> None:
    woven = scene([[DECKED[0]], THREE[:2], [DECKED[1]]])
    read_display(woven)
    assert [bool(unit.reads) for unit in woven.units] == [True, False, False, True]
    assert [unit.joins for unit in woven.units] == [0.0] * 4
    assert reading_odds([[woven.units[0]], woven.units[1:3], [woven.units[3]]], 0, 1) == 0.0
