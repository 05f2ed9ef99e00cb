"""What papercut.solver.lines.column_fill and papercut.solver.lines.display_targets see of lines."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papercut.solver.lines import display_targets as module
from papercut.solver.lines.column_fill import FILL, column_fill
from papercut.solver.lines.display_targets import PULL, display_targets, looks_like_display
from papercut.solver.lines.line_features import COLUMNS, line_features
from papercut.solver.lines.measured_lines import measured_lines
from papercut.solver.rare_pairs import rare_pairs

HAN = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈"


def justified(marks: int, at: int) -> str:
    """A full line of 14 ems on a page whose marks are half a character wide, with so many marks in it."""
    text = "".join(HAN[(at + k) % len(HAN)] for k in range(14 - marks // 2))
    for k in range(marks):
        text = text[: 2 + 3 * k] + "，" + text[2 + 3 * k :]
    return text


def test_lines_that_are_full_by_narrow_marks_lack_nothing() -> None:
    lines = [justified(2 * (k % 3), k) for k in range(40)]
    rows = measured_lines(list(enumerate(lines)))
    assert {round(r.short, 1) for r in rows} != {0.0}  # by counting characters they differ
    seen = column_fill(rows)
    assert np.abs(seen[:, FILL.index("shortfall")]).max() < 0.15


def test_a_line_that_had_room_for_the_next_word_was_ended_on_purpose() -> None:
    lines = [justified(0, k) for k in range(30)]
    lines[10] = lines[10][:-2]
    lines[20] = lines[20][:-1]
    lines[21] = lines[21][0] + "，" + lines[21][1:13]  # the first character may not be parted from its mark
    had_room = column_fill(measured_lines(list(enumerate(lines))))[:, FILL.index("had-room")]
    assert had_room[11] and not had_room[21] and had_room.sum() == 1


@pytest.mark.parametrize("text", ["春潮涌动千帆竞", "本市召开大会", "一"])
def test_display_type_stands_in_no_column(text: str) -> None:
    assert looks_like_display(text, "x") == (len(text) > 1 and len(text) >= 3)
    assert not looks_like_display(text, "3")
    assert not looks_like_display(text + "。", "x")


def test_a_story_begins_where_its_headline_far_away_begins_to_pull() -> None:
    story = ["白鹭湖东岸步道昨天全线", "贯通白鹭湖从此可以走完", "步道沿线新添座椅十一处"]
    other = [HAN[k : k + 11] for k in range(33)]
    lines = [*other, *story, *other[::-1], "白鹭湖步道贯通"]
    display = [False] * (len(lines) - 1) + [True]
    seen = display_targets(display, rare_pairs(lines))
    assert int(seen[:, PULL.index("pull-first-lines")].argmax()) == len(other)
    assert seen[-1, PULL.index("finds-most")] > 0.5
    assert seen[-1, PULL.index("finds-below")] == 0


def test_long_pages_are_looked_at_in_parts_with_the_same_answer() -> None:
    rng = np.random.default_rng(3)
    lines = ["".join(rng.choice(list(HAN), 8)) for _ in range(400)]
    display = [k % 3 == 0 for k in range(400)]
    found = rare_pairs(lines)
    whole = display_targets(display, found)
    kept, module._AT_ONCE = module._AT_ONCE, 7
    try:
        assert np.allclose(display_targets(display, found), whole, atol=1e-5)
    finally:
        module._AT_ONCE = kept


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text("天地玄黄，。1a （", min_size=0, max_size=20), max_size=40))
def test_whatever_stands_on_a_page_is_seen_in_finite_numbers(lines: list[str]) -> None:
    rows = measured_lines(list(enumerate(lines)))
    views = line_features(rows)
    assert views.numbers.shape == (len(rows), len(COLUMNS))
    assert np.isfinite(views.numbers).all() and np.abs(views.numbers).max(initial=0) < 20
