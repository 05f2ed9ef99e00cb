"""Floors for the figures on the bench. They may rise; one that falls is a page that somebody gets wrong again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from measured import Measured, scorer

FLOORS = [
    # set, raw text, figure, at least
    ("press", "pdfminer.txt", "perfect", 0.55),
    ("press", "pdfminer.txt", "headline", 0.75),
    ("press", "pdfminer.txt", "paragraph_f1", 0.85),
    ("press", "pdftotext.txt", "perfect", 0.40),
    ("press", "pymupdf.txt", "perfect", 0.40),
]


@pytest.mark.parametrize(("set_", "raw", "figure", "floor"), FLOORS, ids=lambda value: str(value))
def test_floors(measured: Mapping[Path, Measured], set_: str, raw: str, figure: str, floor: float) -> None:
    counts: Counter[str] = Counter()
    for path, one in measured.items():
        if path.parts[0] == set_ and path.name == raw:
            counts.update(one.counts)
    assert counts["true"] > 300
    assert scorer().figures(counts)[figure] >= floor


def test_nothing_is_lost_and_nothing_stands_twice(measured: Mapping[Path, Measured]) -> None:
    assert all(one.counts["src"] for one in measured.values())
    assert {str(p): one.counts["lost"] for p, one in measured.items() if one.counts["lost"]} == {}
    assert {str(p): one.counts["twice"] for p, one in measured.items() if one.counts["twice"]} == {}
