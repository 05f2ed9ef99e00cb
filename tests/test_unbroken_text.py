"""Vertical text that an extractor gave one character a line, with no sign of where a column ends."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from papercut import Order, build, partition_faults, read_text
from papercut.layout.text.vertical_text import LONGEST, cut_unbroken, join_runs
from papercut.model.page import Page
from papercut.solver.segmentation import unbroken_text
from papercut.solver.segmentation.network import UNITS, segmenter
from papercut.stages.normalize import Normalize

PAGE = Path(__file__).parent / "pages/own-taiwan"
TRUTH = json.loads((PAGE / "truth.json").read_text("utf-8"))


def unbroken() -> str:
    """The page as PDFium would give it: without blank lines, and without the spaces that indent."""
    rows = (PAGE / "page.txt").read_text("utf-8").split("\n")
    return "".join(f"{row.strip()}\n" for row in rows if row.strip())


def ordered(text: str) -> Page:
    return Order()(Normalize()(read_text(text)))


def plain(text: str) -> str:
    return "".join(Normalize()(read_text(text)).lines[0].text.split())


def test_a_page_without_line_ends_comes_apart_where_its_units_begin() -> None:
    text = unbroken()
    page = ordered(text)
    assert partition_faults(page) == []
    lines = [line.text for line in page.lines]
    assert "".join(lines) == "".join(line.text for line in Normalize()(read_text(text)).lines)
    assert max(map(len, lines)) <= unbroken_text.MEASURE and "" not in lines
    firsts = [plain(article["body"][0]["text"])[:6] for article in TRUTH["articles"]]
    assert sum(any(line.startswith(first) for line in lines) for first in firsts) >= 3, lines


def test_its_stories_become_articles_of_their_own() -> None:
    page = build()(read_text(unbroken()))
    assert partition_faults(page) == [] and page.articles is not None
    bodies = ["".join(block.text for block in article.body) for article in page.articles]
    hens = plain(TRUTH["articles"][1]["body"][0]["text"])
    held = [body for body in bodies if hens[-20:] in body]
    assert len(held) == 1 and len(held[0]) < 300, "the story of the hens stands alone"


def test_what_has_line_ends_stays_as_it_is() -> None:
    page = Normalize()(read_text((PAGE / "page.txt").read_text("utf-8")))
    lines = join_runs(page.lines)
    assert max(len(line.text) for line in lines) <= LONGEST
    assert cut_unbroken(page.raw, lines, lambda _: pytest.fail("nobody asks where lines begin")) is lines


def test_a_mark_beside_its_character_and_one_written_anew_stay_with_their_places() -> None:
    rows = unbroken().split("\n")
    rows[70:71] = [f"·{rows[70]}"]
    rows[90:90] = ["ﬁ"]
    page = ordered("\n".join(rows))
    assert partition_faults(page) == []
    assert max(len(line.text) for line in page.lines) <= unbroken_text.MEASURE + 2
    assert any(rows[70] in line.text for line in page.lines) and any("fi" in line.text for line in page.lines)
    for line in page.lines:
        assert all(a.line < b.line for a, b in pairwise(line.pieces))


def test_long_text_is_weighed_in_parts_as_it_is_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    characters = list("".join(unbroken().split("\n"))) * 2
    whole = unbroken_text.beginning_chances(characters)
    monkeypatch.setattr(unbroken_text, "AT_ONCE", 250)
    assert np.allclose(unbroken_text.beginning_chances(characters), whole, atol=1e-4)
    assert segmenter().chances(["㊿", " ", "\U0003134a"]).shape == (3, len(UNITS))


def test_no_text_has_one_beginning() -> None:
    assert unbroken_text.line_starts(["本"]) == [0]
