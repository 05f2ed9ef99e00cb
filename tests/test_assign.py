"""The assignment: against trying everything, its prices, and its ends."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papercut.solver.assignment import ALONE, assign

GAINS = st.lists(
    st.dictionaries(st.integers(0, 4), st.integers(-3, 9).map(float) | st.floats(-3, 9), max_size=5), max_size=5
)


def best_by_trying(gains: list[dict[int, float]]) -> float:
    columns = [*range(5), *[ALONE] * len(gains)]
    return max(
        sum(row.get(column, 0.0) for row, column in zip(gains, order, strict=True) if column != ALONE)
        for order in set(permutations(columns, len(gains)))
    )


@given(GAINS.filter(lambda rows: len(rows) <= 3))
def test_gains_as_much_as_the_best_of_all_answers(gains: list[dict[int, float]]) -> None:
    assert assign(gains).gain == pytest.approx(best_by_trying(gains))


@given(GAINS)
def test_each_column_goes_once_and_every_row_has_the_best_it_can_pay_for(gains: list[dict[int, float]]) -> None:
    answer = assign(gains)
    given_away = [column for column in answer.mates if column != ALONE]
    assert len(set(given_away)) == len(given_away)
    for row, mate in zip(gains, answer.mates, strict=True):
        have = 0.0 if mate == ALONE else row[mate] - answer.price(mate)
        assert have >= max([0.0, *(gain - answer.price(column) for column, gain in row.items())]) - 1e-9
    assert all(answer.price(column) == 0.0 for column in range(5) if column not in given_away)


def test_two_rows_want_one_column() -> None:
    answer = assign([{0: 5.0, 1: 4.0}, {0: 5.0}])
    assert answer.mates == (1, 0)
    assert answer.gain == 9.0
    assert answer.price(0) == 1.0


def test_a_row_is_left_alone_where_another_gains_more() -> None:
    assert assign([{0: 2.0}, {0: 3.0}]).mates == (ALONE, 0)


def test_pairs_that_gain_nothing_are_not_made() -> None:
    assert assign([{0: 0.0}, {1: -2.0}]).mates == (ALONE, ALONE)
    assert assign([]).mates == ()
