"""Banks of decks between short rules, as old papers in English set them below a headline of one column."""

from __future__ import annotations

import pytest

import papercut as pc
from lawful import faults
from pdfs import Sheet, pdf

pytest.importorskip("pypdfium2")

LEFT, RIGHT, EM = 50, 450, 10
MIDDLE = (LEFT + RIGHT) / 2
STORY = (
    "  GREENHILL, May 12.—The council voted on",
    "Monday night to close the old bridge to",
    "wagons for six weeks while its timbers",
    "are renewed, and to ask the county for it.",
)


def column(*parts: str | float | tuple[str, ...]) -> Sheet:
    """A column of parts below one another: a headline or a deck (`size text`), a rule so wide, or a story's lines."""
    sheet, y = Sheet(500, 700), 40.0
    for part in parts:
        if isinstance(part, tuple):
            for row in part:
                bare = row.lstrip()
                sheet.text(bare, LEFT + EM * (len(row) - len(bare)), y, EM)
                y += 1.3 * EM
            y += EM
        elif isinstance(part, str):
            size, _, text = part.partition(" ")
            sheet.text(text, MIDDLE - int(size) * len(text) / 2, y, float(size))
            y += 1.25 * float(size)
        else:
            sheet.rule(MIDDLE - part / 2, y + 4, MIDDLE + part / 2, y + 4)
            y += 12
    return sheet


def articles(sheet: Sheet) -> list[tuple[str | None, tuple[str, ...], int]]:
    page = pc.build()(pc.read(pdf(sheet), ocr="never"))
    assert list(faults(page)) == []
    return [(a.headline, a.deck, len(a.body)) for a in page.articles or ()]


def test_decks_between_short_rules() -> None:
    sheet = column(
        "20 BRIDGE CLOSED", 60, "11 Council Acts on Timbers", 60, "10 FARMERS FILL THE GALLERY", 60,
        "10 County Will Be Asked for Half", "10 the Cost of the Work", 60, STORY, STORY,
    )  # fmt: skip
    last = "County Will Be Asked for Half the Cost of the Work"
    decks = ("Council Acts on Timbers", "FARMERS FILL THE GALLERY", last)
    assert articles(sheet) == [("BRIDGE CLOSED", decks, 2)]


def test_each_story_has_its_own() -> None:
    sheet = column(
        "16 BRIDGE CLOSED", 60, "10 Farmers Must Go Round", 60, STORY, 90,
        "16 A NEW WELL", 60, "10 It Is to Be Dug in June", 60, STORY,
    )  # fmt: skip
    wanted = [("BRIDGE CLOSED", ("Farmers Must Go Round",), 1), ("A NEW WELL", ("It Is to Be Dug in June",), 1)]
    assert articles(sheet) == wanted


def test_more_lines_than_a_headline_has_decks_otherwise() -> None:
    rows = ["Council Acts on the Timbers", "Farmers Fill the Gallery", "Speak for an Hour", "Nine Miles Round"]
    parts: list[str | float | tuple[str, ...]] = ["20 BRIDGE CLOSED"]
    for row in rows:
        parts += [60, f"10 {row} and Then", "10 the Second Line of It"]
    (found,) = articles(column(*parts, 60, STORY))
    assert found == ("BRIDGE CLOSED", tuple(f"{row} and Then the Second Line of It" for row in rows), 1)


def test_short_rules_between_items_make_no_decks() -> None:
    found = articles(column("20 BRIDGE CLOSED", STORY, 60, STORY, 60, STORY))
    assert [(headline, decks) for headline, decks, _ in found] == [("BRIDGE CLOSED", ())]
