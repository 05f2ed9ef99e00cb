"""Columns of vertical text that an extractor gave from left to right, those of several texts by turns."""

from __future__ import annotations

import random
from itertools import pairwise, zip_longest
from pathlib import Path

import pytest

from papercut import Order, partition_faults, read_text
from papercut.model.page import Page
from papercut.solver.vertical_columns.column_chains import MOST, column_chains
from papercut.stages.normalize import Normalize

HERE = Path(__file__).parent
RAILWAY, HENS, SEWING = (4, 21), (22, 33), (41, 57)
"""Where three stories stand among the columns of the page."""


def columns() -> list[str]:
    """The columns of a page set in vertical type, in reading order."""
    text = (HERE / "pages/own-taiwan/page.txt").read_text("utf-8")
    return ["".join(part.split()) for part in text.split("\n\n") if part.strip()]


def by_turns(*stories: list[str]) -> list[str]:
    """The stories as pdfminer gives them that stand one above the other: by turns, from left to right."""
    return [c for row in zip_longest(*stories) for c in row if c is not None][::-1]


def page_of(found: list[str]) -> Page:
    return Order()(Normalize()(read_text("\n\n".join("\n".join(column) for column in found) + "\n")))


def shown(page: Page) -> str:
    return "".join("".join(line.text.split()) or "|" for line in page.lines)


def story(place: tuple[int, int]) -> list[str]:
    return columns()[slice(*place)]


def normal(found: list[str]) -> str:
    return "".join(line.text for line in Normalize()(read_text("\n".join(found))).lines)


@pytest.mark.parametrize("places", [(RAILWAY,), (RAILWAY, SEWING), (HENS, SEWING)], ids=["one", "two", "short"])
def test_texts_that_come_backwards_and_by_turns_are_read_one_after_the_other(places: list[tuple[int, int]]) -> None:
    page = page_of(by_turns(*map(story, places)))
    assert partition_faults(page) == []
    found = shown(page).replace("|", "")
    steps = [pair for place in places for pair in pairwise(story(place))]
    wrong = [pair for pair in steps if normal(list(pair)) not in found]
    assert len(wrong) * 10 <= len(steps), wrong


def test_columns_in_order_stay_as_they_are() -> None:
    found = columns()
    assert column_chains(found) is None
    page = page_of(found)
    assert shown(page).replace("|", "") == normal(found)


def test_columns_in_no_order_lose_nothing() -> None:
    found = columns()
    random.Random(3).shuffle(found)
    page = page_of(found)
    assert partition_faults(page) == []
    assert sorted(shown(page).replace("|", "")) == sorted(normal(found))


def test_what_has_too_many_columns_is_left_alone() -> None:
    assert column_chains(["甲乙丙"] * (MOST + 1)) is None
    assert column_chains(["甲乙丙"] * 3) is None
