"""More pages for fitting from pages of 晶報: whole articles of several pages in another order.

The lines stand as printed, so that only the order of articles, and with it what stands before and after each, is new.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Sequence

from bench import Sample

from papercut.solve.rows import rows_of
from papercut.solve.views import line_views

PAGES = 3
"""A mixed page takes its articles from so many pages of one year."""


def mixed(data: Sequence[Sample], count: int, seed: int = 0) -> list[Sample]:
    """So many pages mixed from the samples; for fitting line labels only (no page, no truth)."""
    rng = random.Random(seed)
    years: dict[str, list[Sample]] = {}
    for s in data:
        years.setdefault(s.name[:4], []).append(s)
    names = sorted(years)
    weights = [len(years[y]) for y in names]
    out: list[Sample] = []
    for _ in range(count):
        year = rng.choices(names, weights)[0]
        given = rng.sample(years[year], min(PAGES, len(years[year])))
        stretches = [(s, a, b) for s in given for a, b in _stretches(s)]
        rng.shuffle(stretches)
        wanted = sum(len(s.rows) for s in given) // len(given)
        lines: list[tuple[int, str]] = []
        labels: list[str] = []
        for s, a, b in stretches:
            lines += [(len(lines) + k, "\u3000" * int(r.indent) + r.text) for k, r in enumerate(s.rows[a:b])]
            labels += s.labels[a:b]
            if len(lines) >= wanted:
                break
        rows = rows_of(lines)
        out.append(dataclasses.replace(given[0], rows=rows, views=line_views(rows), labels=labels))
    return out


def _stretches(s: Sample) -> list[tuple[int, int]]:
    """The runs of lines that can be moved as one: from one article's first line to before the next one's."""
    out: list[tuple[int, int]] = []
    start, last = 0, -2
    for k, row in enumerate(s.rows):
        place = s.places[row.index]
        article = s.elements[place.element].article if place else last
        if k and article != last and s.labels[k] in ("head", "story", "byline", "?", "furniture", "caption"):
            out.append((start, k))
            start = k
        last = article
    out.append((start, len(s.rows)))
    return out
