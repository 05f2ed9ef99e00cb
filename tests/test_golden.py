"""Golden pages: a change that alters what is made of a page shows here, and is meant or mended."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

import papercut as pc
from golden import floors, floors_text, golden_pages, pages_with_truth, reached, record, risen

PIPELINE = pc.build()


@pytest.mark.parametrize("folder", golden_pages(), ids=lambda folder: folder.name)
def test_a_golden_page(folder: Path) -> None:
    page = PIPELINE(pc.read(folder / "page.txt"))
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    found = record(page)
    assert found["articles"] == expected["articles"]
    assert found["furniture"] == expected["furniture"]


@pytest.mark.parametrize("folder", golden_pages(), ids=lambda folder: folder.name)
def test_its_clean_text_has_no_more_to_clean(folder: Path) -> None:
    """The stages on characters leave alone what they have made: run on their own output they change nothing."""
    front = pc.Normalize() | pc.Despace()
    once = [line.text for line in front(pc.read(folder / "page.txt")).lines]
    twice = [line.text for line in front(pc.read_text("".join(f"{text}\n" for text in once))).lines]
    assert twice == once


@pytest.mark.parametrize("folder", pages_with_truth(), ids=lambda folder: folder.name)
def test_as_much_is_right_as_was(folder: Path) -> None:
    found = reached(folder, PIPELINE(pc.read(folder / "page.txt")))
    assert {f: found[f] for f, floor in floors()[folder.name].items() if found[f] < floor} == {}


def test_every_page_with_a_truth_has_floors() -> None:
    assert set(floors()) == {folder.name for folder in pages_with_truth()}
    assert tomllib.loads(floors_text(floors())) == floors()


def test_floors_rise_and_fall_only_when_told() -> None:
    old = {"a": {"perfect": 0.5}, "b": {"perfect": 0.5}, "gone": {"perfect": 0.5}}
    new = {"a": {"perfect": 2 / 3}, "b": {"perfect": 0.25}, "c": {"perfect": 0.0}}
    assert risen(old, new) == {"a": {"perfect": 0.666}, "b": {"perfect": 0.5}, "c": {"perfect": 0.0}}
    assert risen(old, new, lower=True) == {"a": {"perfect": 0.666}, "b": {"perfect": 0.25}, "c": {"perfect": 0.0}}


def test_there_are_pages_of_every_decade() -> None:
    years = {folder.name.split("-")[1] for folder in golden_pages()}
    assert years >= {"1920", "1930", "1939"}
