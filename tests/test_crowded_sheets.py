"""Glyphs and lines in heaps: nothing is lost, nothing stands twice, and the work does not outgrow the page."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from statistics import median
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawful import faults
from papercut.layout.sheet.cut_candidates import Item
from papercut.layout.sheet.glyph_lines import find_runs
from papercut.layout.sheet.merged_lines import CharacterPlaces, find_cuts
from papercut.layout.sheet.overprinted_glyphs import drop_copies
from papercut.layout.sheet.xy_cut import reading_order
from papercut.model.geometry import Drawn, Printed
from papercut.model.page import Source
from papercut.readers.printed_page import page_of_lines
from papercut.stages.order import Order


class Spot(NamedTuple):
    """A glyph anywhere."""

    ch: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float


PLACES = st.one_of(
    st.integers(0, 12).map(lambda n: 10.0 * n), st.floats(0, 300), st.sampled_from([-1e6, 1e6, 0.0, 50.0])
)


@st.composite
def spots(draw: st.DrawFn) -> list[Spot]:
    """Glyphs in a heap; some of them in rows."""
    out: list[Spot] = []
    for _ in range(draw(st.integers(0, 25))):
        x, y = draw(PLACES), draw(PLACES)
        size = draw(st.sampled_from([0.1, 5.0, 10.0, 10.2, 12.0, 30.0, 1e6]))
        step = draw(st.sampled_from([(0.0, 0.0), (1.0, 0.0), (0.0, 1.1), (1.3, 0.0), (0.3, 0.1)]))
        for k, ch in enumerate(draw(st.text("新桥通车一二。 a", min_size=1, max_size=6))):
            a, b = x + k * step[0] * size, y + k * step[1] * size
            out.append(Spot(ch, a, b, a + size, b + size, size))
    return out


@given(spots())
@settings(max_examples=200, deadline=None)
def test_of_a_heap_of_glyphs_nothing_is_lost(heap: list[Spot]) -> None:
    kept, copies = drop_copies(heap)
    assert Counter(map(id, (*kept, *copies))) == Counter(map(id, heap))
    runs = find_runs(kept)
    assert Counter(id(g) for run in runs for g in run.glyphs if not g.ch.isspace()) == Counter(
        id(g) for g in kept if not g.ch.isspace()
    )
    assert find_runs(kept) == runs


BOXES = st.tuples(PLACES, PLACES, st.floats(0, 300), st.floats(0, 60)).map(
    lambda b: (b[0], b[1], b[0] + b[2], b[1] + b[3])
)


@given(st.lists(st.tuples(BOXES, st.sampled_from([5.0, 10.0, 30.0]), st.booleans()), max_size=40),
       st.lists(BOXES, max_size=6), st.lists(BOXES, max_size=4))  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_of_a_heap_of_lines_nothing_is_lost(lines: list, rules: list, frames: list) -> None:  # type: ignore[type-arg]
    items = [Item(n, *box, size, crosswise) for n, (box, size, crosswise) in enumerate(lines)]
    found = reading_order(items, rules, frames, 10.0) if items else []
    assert sorted(i.index for column in found for i in column) == list(range(len(items)))
    backwards = reading_order(items[::-1], rules[::-1], frames[::-1], 10.0) if items else []
    key = [(i.u0, i.v0, i.u1, i.v1, i.size, i.crosswise) for i in items]
    if len(set(key)) == len(key):
        assert len(backwards) == len(found)
    page = page_of_lines(
        [("新桥通车", Printed(box, size, upright=up)) for box, size, up in lines],
        Source("a", "hocr", None, 1, "", (400, 600), "px"),
        [*(Drawn("rule", box) for box in rules), *(Drawn("frame", box) for box in frames)],
    )
    assert list(faults(Order()(page))) == []


def heap(count: int, kind: str) -> list[Spot]:
    """Hostile and ordinary pages of so many glyphs."""
    rng = random.Random(count)
    if kind == "one spot":
        return [Spot(chr(0x4E00 + n % 5000), 50, 50, 60, 60, 10) for n in range(count)]
    if kind == "one spot, one character":
        return [Spot("新", 50 + n % 7, 50, 60, 60, 10) for n in range(count)]
    if kind == "one row":
        return [Spot("新", 25.0 * n, 50, 25.0 * n + 10, 60, 10) for n in rng.sample(range(count), count)]
    if kind == "specks":
        return [Spot("新", rng.random() * 9, rng.random() * 9, 10, 10, 0.1) for n in range(count)]
    wide = 200
    return [Spot("新", 10.0 * (n % wide), 14.0 * (n // wide), 10.0 * (n % wide) + 10, 14.0 * (n // wide) + 10, 10)
            for n in range(count)]  # fmt: skip


def grows(work: Callable[[int], object], small: int) -> float:
    """How many times as long four times as much takes."""

    def spent(count: int) -> float:
        begin = time.process_time()
        work(count)
        return time.process_time() - begin

    spent(small)
    once = median(spent(small) for _ in range(3))
    return median(spent(4 * small) for _ in range(3)) / once


@pytest.mark.parametrize("kind", ["one spot", "one spot, one character", "one row", "specks", "page"])
def test_lines_of_many_glyphs(kind: str) -> None:
    assert grows(lambda count: find_runs(drop_copies(heap(count, kind))[0]), 2_000) < 12


def crowd(count: int, kind: str) -> tuple[list[Item], list[tuple[float, float, float, float]]]:
    if kind == "one spot":
        return [Item(n, 50, 50, 150, 60, 10) for n in range(count)], []
    if kind == "crosswise":
        return [Item(n, 12.0 * n, 50, 12.0 * n + 10, 150, 10, n % 3 > 0) for n in range(count)], []
    if kind == "tall":
        return [Item(n, 50, n, 150, 9999, 10) for n in range(count)], []
    if kind == "stairs":
        return [Item(n, 12.0 * n, 12.0 * n, 12.0 * n + 40, 12.0 * n + 10, 10) for n in range(count)], []
    rules = [(0.0, 3.0 * n, 500.0, 3.0 * n + 1) for n in range(count * 4)] if kind == "rules" else []
    return [Item(n, 110.0 * (n % 5), 14.0 * (n // 5), 110.0 * (n % 5) + 100, 14.0 * (n // 5) + 10, 10)
            for n in range(count)], rules  # fmt: skip


@pytest.mark.parametrize("kind", ["one spot", "crosswise", "tall", "stairs", "rules", "page"])
def test_pages_of_many_lines(kind: str) -> None:
    def work(count: int) -> None:
        items, rules = crowd(count, kind)
        found = reading_order(items, rules, [item[1:5] for item in map(_fields, items[:50])], 10.0)
        assert sum(map(len, found)) == count

    assert grows(work, 300) < 12


def _fields(item: Item) -> tuple[float, ...]:
    return item.index, item.u0, item.v0, item.u1, item.v1


@pytest.mark.parametrize("kind", ["one spot", "stairs", "rules"])
def test_cuts_of_many_lines(kind: str) -> None:
    def work(count: int) -> None:
        items, rules = crowd(count, kind)
        sets = [CharacterPlaces(i, [(i.u0, i.u0 + 10), (i.u0 + 10, i.u0 + 20), (i.u0 + 40, i.u0 + 50)]) for i in items]
        find_cuts(sets, rules, 10.0)

    assert grows(work, 500) < 12
