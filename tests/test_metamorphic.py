"""The same page written otherwise gives the same articles."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

import papercut as pc
from golden import golden_pages, pages_with_truth
from lawful import faults
from measured import DEFAULT, scorer
from papercut.score.text import flat
from rewritings import TEXTS, encoded
from shell import SEED
from together import mapped

FALL = 0.02
"""By so much `perfect` may fall over all pages of a set."""

SETS = {"press/*/raw/pdfminer.txt": 3, "press/*/raw/pymupdf.txt": 3, "jingbao/*/raw/lines.txt": 4}
"""Raw texts of the bench, and of how many one is taken."""

Counts = dict[str, Counter[str]]

COMMITTED = [SEED, *(folder / "page.txt" for folder in golden_pages())]
OWN = [folder / "page.txt" for folder in pages_with_truth()]
"""Pages of our own writing. They are hard, and where papercut is unsure, another writing may well decide otherwise."""


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def rewritten(text: str) -> dict[str, str | bytes]:
    """The text in every other writing that differs from it."""
    out: dict[str, str | bytes] = {name: new for name, rewrite in TEXTS.items() if (new := rewrite(text)) != text}
    return out | encoded(text)


def read(text: str | bytes) -> pc.Page:
    return pc.read(BytesIO(text.encode() if isinstance(text, str) else text))


def counts_of(path: Path) -> Counts:
    """The scorer's counts for a raw text of the bench in every writing; `as it is` is the one it has."""
    text = text_of(path)
    truth = json.loads((path.parent.parent / "truth.json").read_text("utf-8"))
    found: dict[tuple[str, ...], Counter[str]] = {}
    out: Counts = {}
    for name, new in ({"as it is": text} | rewritten(text)).items():
        page = read(new)
        if page.raw not in found:  # what is the same page to the reader need not be run again
            found[page.raw] = scorer().score_page(truth, json.loads(pc.to_json(DEFAULT(page))), text)
        out[name] = found[page.raw]
    return out


@pytest.fixture(scope="module")
def scored(bench: Path, shared: Path) -> Mapping[str, list[Counts]]:
    """The counts of every page that was taken, by set."""
    paths = {set_: sorted((bench / "pages").glob(set_))[::step] for set_, step in SETS.items()}
    counts = iter(mapped(counts_of, [path for some in paths.values() for path in some], shared / "rewritten"))
    return {set_: [next(counts) for _ in some] for set_, some in paths.items()}


def perfect(pages: list[Counts], name: str) -> float:
    """The share of articles that are exactly right, over the pages that have this writing."""
    total: Counter[str] = Counter()
    for page in pages:
        total.update(page[name])
    return float(scorer().figures(total)["perfect"])


@pytest.mark.long
def test_perfect_falls_little(scored: Mapping[str, list[Counts]]) -> None:
    falls: dict[tuple[str, str], float] = {}
    for set_, pages in scored.items():
        for name in sorted({name for page in pages for name in page}):
            some = [page for page in pages if name in page]
            falls[set_, name] = perfect(some, "as it is") - perfect(some, name)
    assert {name for _, name in falls} >= {*TEXTS, "utf-16", "gb18030"}
    print(*(f"{set_}: {name}: {fall:+.3f}" for (set_, name), fall in falls.items()), sep="\n")
    assert {key: round(fall, 3) for key, fall in falls.items() if fall > FALL} == {}


def articles_of(page: pc.Page) -> list[Any]:
    """The articles of a page, as the scorer compares texts: half-width and full-width are the same."""
    return [
        [flat(a.headline), flat(a.kicker), [flat(d) for d in a.deck], flat(a.byline), [flat(b.text) for b in a.body]]
        for a in page.articles or ()
    ]


@cache
def as_it_is(path: Path) -> list[Any]:
    """The articles of a committed page as it lies there."""
    return articles_of(DEFAULT(read(text_of(path))))


@pytest.mark.parametrize("name", sorted(TEXTS))
@pytest.mark.parametrize("path", [p for p in COMMITTED if p not in OWN], ids=lambda path: path.parent.name)
def test_a_committed_page_has_the_same_articles(path: Path, name: str) -> None:
    text = text_of(path)
    page = DEFAULT(read(TEXTS[name](text)))
    assert list(faults(page)) == []
    assert articles_of(page) == as_it_is(path)


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.parent.name)
def test_a_committed_page_is_the_same_in_every_encoding(path: Path) -> None:
    text = text_of(path)
    new = encoded(text)
    assert len(new) >= 6
    raw = read(text).raw
    assert [name for name, data in new.items() if read(data).raw != raw] == []


def test_a_committed_page_is_written_otherwise() -> None:
    texts = [text_of(path) for path in COMMITTED]
    assert {name for text in texts for name in rewritten(text)} >= TEXTS.keys() - {"a tab for an indent"}
