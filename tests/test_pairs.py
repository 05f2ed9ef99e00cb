"""How much oftener two characters stand together than by chance (papercut.languages.character_pairs)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from papercut.languages.character_pairs import LEAST, table, together
from papercut.solver.lines.line_measurements import NUMBERS, line_measurements
from papercut.solver.lines.measured_lines import measured_lines


@pytest.mark.parametrize(("left", "right"), [("坚", "持"), ("目", "前"), ("广", "东"), ("扣", "留")])
def test_characters_of_a_word_stand_together(left: str, right: str) -> None:
    forth, back = together([left, right], [right, left])
    assert forth > 3 and back < forth


def test_traditional_characters_count_as_simplified_ones() -> None:
    assert together(list("堅廣"), list("持東")).tolist() == together(list("坚广"), list("持东")).tolist()


def test_nothing_is_said_of_what_is_not_han() -> None:
    assert together(list("a，😀中"), list("中中中1")).tolist() == [0.0] * 4
    assert together([], []).tolist() == []


@given(st.text("一丁鼋龘的中国人", min_size=2, max_size=30))
def test_what_the_table_lacks_is_no_stronger_than_chance(text: str) -> None:
    pairs = table()
    found = together(list(text[:-1]), list(text[1:]))
    assert found.min() >= LEAST
    for strength, a, b in zip(found, text, text[1:], strict=False):
        at = pairs.index[[ord(a), ord(b)]].astype(int)
        held = at.max() < len(pairs.rarity) and int(at[0]) * len(pairs.rarity) + int(at[1]) in pairs.keys
        assert held or strength <= 0


def test_a_line_is_held_against_the_one_before() -> None:
    numbers = line_measurements(measured_lines(list(enumerate(["我们要坚", "持以人为", "，本的"]))))[
        :, NUMBERS.index("together")
    ]
    assert numbers[0] == 0 and numbers[1] > 1 and numbers[2] == 0
    assert numbers.dtype == np.float32
