"""Floors for the figures on the bench. They may rise; one that falls is a page that somebody gets wrong again."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from measured import Measured, scorer, script

FLOORS: dict[str, dict[str, dict[str, float]]] = tomllib.loads(
    Path(__file__).with_name("floors.toml").read_text("utf-8")
)


def each_floor() -> list[tuple[str, str, str, float]]:
    return [
        (set_, raw, figure, floor)
        for set_, raws in FLOORS.items()
        for raw, figures in raws.items()
        for figure, floor in figures.items()
    ]


@pytest.fixture(scope="module")
def figures(measured: Mapping[Path, Measured]) -> Mapping[tuple[str, str], Mapping[str, float]]:
    """The figures of each raw text over all pages of a set."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for path, one in measured.items():
        counts.setdefault((path.parts[0], path.name), Counter()).update(one.counts)
    return {key: scorer().figures(total) for key, total in counts.items()}


@pytest.mark.parametrize(("set_", "raw", "figure", "floor"), each_floor(), ids=lambda value: str(value))
def test_floors(
    figures: Mapping[tuple[str, str], Mapping[str, float]], set_: str, raw: str, figure: str, floor: float
) -> None:
    assert figures[set_, raw][figure] >= floor


def test_every_raw_text_has_floors(figures: Mapping[tuple[str, str], Mapping[str, float]]) -> None:
    assert {(set_, raw) for set_, raw, _, _ in each_floor()} == set(figures)


def test_floors_rise_and_fall_only_when_told() -> None:
    old = {"press": {"a.txt": {"perfect": 0.5, "headline": 0.9}}}
    new = {"press": {"a.txt": {"perfect": 0.6, "headline": 0.8}, "b.txt": {"perfect": 0.1}}}
    raised = {"press": {"a.txt": {"perfect": 0.6, "headline": 0.9}, "b.txt": {"perfect": 0.1}}}
    accuracy = script("accuracy")
    assert accuracy.risen(old, new) == raised
    assert accuracy.risen(old, new, lower=True) == new
    assert accuracy.fallen(old, new) == ["press, a.txt, headline: 0.800, and its floor is 0.900"]
    assert tomllib.loads(accuracy.floors_text(raised)) == raised


def test_nothing_is_lost_and_nothing_stands_twice(measured: Mapping[Path, Measured]) -> None:
    assert all(one.counts["src"] for path, one in measured.items() if path.suffix == ".txt")
    assert {str(p): one.counts["lost"] for p, one in measured.items() if one.counts["lost"]} == {}
    assert {str(p): one.counts["twice"] for p, one in measured.items() if one.counts["twice"]} == {}
