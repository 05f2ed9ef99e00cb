"""Golden pages: a change that alters what is made of a real page shows here, and is meant or mended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import papercut as pc
from golden import golden_pages, record

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
    twice = [line.text for line in front(pc.read_text("\n".join(once))).lines]
    assert twice == once


def test_there_are_pages_of_every_decade() -> None:
    years = {folder.name.split("-")[1] for folder in golden_pages()}
    assert years >= {"1920", "1930", "1939"}
