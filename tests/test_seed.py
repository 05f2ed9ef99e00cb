"""The page that the project began with must come out right to the last character."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import papercut as pc
from golden import PAGES
from measured import scorer
from shell import SEED, papercut

BEST = {
    "article_f1": 1, "headline": 1, "parts": 1, "paragraph_f1": 1, "perfect": 1, "byline": 1, "types": 1,
    "cer": 0, "spacing": 0, "lost": 0, "twice": 0, "n": 6,
}  # fmt: skip


@pytest.fixture(scope="module")
def truth() -> Any:
    """The page's six articles, made by hand."""
    return json.loads((PAGES / "seed" / "expected.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def found() -> Any:
    """What the command makes of the page."""
    return json.loads(papercut("clean", SEED, "--to", "json").stdout)


def test_all_figures_are_at_their_best(truth: Any, found: Any) -> None:
    counts = scorer().score_page(truth, found, SEED.read_text("utf-8"))
    assert {name: value or 0 for name, value in scorer().figures(counts).items()} == BEST


@pytest.mark.parametrize("number", range(6))
def test_every_article_is_exactly_right(truth: Any, found: Any, number: int) -> None:
    expected = truth["articles"][number]
    article = next((a for a in found["articles"] if a["headline"] == expected["headline"]), None)
    assert article is not None
    for key in ("kicker", "deck", "byline", "dateline"):
        assert article[key] == expected[key], key
    assert [b["text"] for b in article["body"]] == [b["text"] for b in expected["body"]]
    for block, right in zip(article["body"], expected["body"], strict=True):
        assert block["type"] in right["type"].split("|"), block["text"]


def test_the_doubled_kicker_is_kept_once_and_set_aside_once(truth: Any, found: Any) -> None:
    (copy,) = [f for f in found["furniture"] if f["role"] == "duplicate"]
    assert (copy["text"], copy["lines"]) == (truth["furniture"][0]["text"], [[198, 198]])
    assert copy["why"] == "doubled-on-one-line"


def test_every_line_is_where_an_editor_shows_it(found: Any) -> None:
    rows = SEED.read_text("utf-8").split("\n")
    for article in found["articles"]:
        for block in (*article["parts"], *article["body"]):
            line, start, end = block["pieces"][0]
            first = "".join(rows[line - 1][start:end].split())
            assert first.translate(FOLDED)[:4] == "".join(block["text"].split())[:4]


FOLDED: Mapping[int, str] = {0xFF10 + n: str(n) for n in range(10)} | {ord("("): "（", ord(","): "，"}


def test_the_bench_has_the_same_page(bench: Path) -> None:
    (raw,) = (bench / "pages" / "seed" / "raw").iterdir()
    assert pc.read(raw).raw == pc.read(SEED).raw
