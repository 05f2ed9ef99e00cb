"""More pages for fitting from pages of 晶報: whole articles of several pages in another order, many in another measure.

Headlines stand as printed; the lines of an article's text are broken anew at a measure that another article of the
year has. With a headline cut in beside it, a text has its first lines shorter.
"""

from __future__ import annotations

import dataclasses
import random
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bench import BEGINS, HEADS, Sample

from papercut.solver.lines.line_features import line_features
from papercut.solver.lines.measured_lines import measured_lines

sys.path.append(str(Path(__file__).parent / "compose"))
from regroup import regrouped

PAGES = 3
"""A mixed page takes its articles from so many pages of one year."""
ANEW = 0.6
"""The share of articles that are broken into lines anew."""
LEAST = 4
"""So many lines of one width make a measure."""
REGROUPED = 0.7
"""The share of these whose paragraphs are others too."""
BESIDE = 0.15
"""The share of these that have their first lines beside a headline."""
_HANGING = "、。，；：」』）"
_BEGINS = ("story", "paragraph", "cut", "resumed")
STRETCH_BEGINS = {*BEGINS, "story", "resumed", "byline", "?", "furniture", "caption"}
"""With these labels a line begins a stretch where its article is not that of the line before."""
Line = tuple[str, str]
"""A line's text and its label."""


def mixed(data: Sequence[Sample], count: int, seed: int = 0) -> list[Sample]:
    """So many pages mixed from the samples; for fitting line labels only (no page, no truth)."""
    rng = random.Random(seed)
    years: dict[str, list[Sample]] = {}
    for s in data:
        years.setdefault(s.name[:4], []).append(s)
    measures = {year: [m for s in given for m in _measures(s)] for year, given in years.items()}
    names = sorted(years)
    weights = [len(years[y]) for y in names]
    out: list[Sample] = []
    for _ in range(count):
        year = rng.choices(names, weights)[0]
        given = rng.sample(years[year], min(PAGES, len(years[year])))
        stretches = [_lines(s, a, b) for s in given for a, b in _stretches(s)]
        rng.shuffle(stretches)
        wanted = sum(len(s.rows) for s in given) // len(given)
        hanging = rng.random() < 0.6
        lines: list[Line] = []
        for stretch in stretches:
            lines += _anew(stretch, rng.choice(measures[year]), hanging, rng) if rng.random() < ANEW else stretch
            if len(lines) >= wanted:
                break
        rows = measured_lines([(k, text) for k, (text, _) in enumerate(lines)])
        labels = [label for _, label in lines]
        out.append(dataclasses.replace(given[0], rows=rows, views=line_features(rows), labels=labels))
    return out


def _lines(s: Sample, a: int, b: int) -> list[Line]:
    return [("\u3000" * int(r.indent) + r.text, label) for r, label in zip(s.rows[a:b], s.labels[a:b], strict=True)]


def _measures(s: Sample) -> list[int]:
    """The measure of every article of a page that has one, in characters."""
    out: list[int] = []
    for a, b in _stretches(s):
        if count := Counter(len(text) for text, label in _lines(s, a, b) if label == "joined"):
            width, lines = count.most_common(1)[0]
            if lines >= LEAST:
                out.append(width)
    return out


def _anew(lines: Sequence[Line], measure: int, hanging: bool, rng: random.Random) -> list[Line]:
    """An article's lines with its text in other paragraphs and broken at another measure."""
    short = rng.randint(2, 6) if rng.random() < BESIDE else 0
    width = max(3, round(measure * rng.uniform(0.25, 0.6)))
    regroup = rng.random() < REGROUPED
    out: list[Line] = []
    k = 0
    while k < len(lines):
        text, label = lines[k]
        k += 1
        if label not in _BEGINS:
            out.append((text, label))
            short = short if label in HEADS else 0
            continue
        paragraphs = [text]
        while k < len(lines) and lines[k][1] in ("joined", "paragraph"):
            if lines[k][1] == "joined":
                paragraphs[-1] += lines[k][0].strip("\u3000")
            else:
                paragraphs.append(lines[k][0])
            k += 1
        if regroup:
            paragraphs = _regrouped(paragraphs, label, rng)
        for text in paragraphs:
            while text:
                size = width if short else measure
                short = max(0, short - 1)
                if hanging and text[size : size + 1] and text[size] in _HANGING:
                    size += 1
                out.append((text[:size], label))
                text, label = text[size:], "joined"
            label = "paragraph"
    return out


def _regrouped(texts: list[str], label: str, rng: random.Random) -> list[str]:
    """Other paragraphs out of the same sentences, each indented as one of the old ones."""
    indents = [text[: len(text) - len(text.lstrip("\u3000"))] for text in texts]
    found = regrouped([text.lstrip("\u3000") for text in texts], rng, opens=label == "story", dated=False)
    # later paragraphs tell the page's habit, the first may stand beside a headline
    return [indents[0] + found[0], *(rng.choice(indents[1:] or indents) + text for text in found[1:])]


def _stretches(s: Sample) -> list[tuple[int, int]]:
    """The runs of lines that can be moved as one: from one article's first line to before the next one's."""
    out: list[tuple[int, int]] = []
    start, last = 0, -2
    for k, row in enumerate(s.rows):
        place = s.places[row.index]
        article = s.elements[place.element].article if place else last
        if k and article != last and s.labels[k] in STRETCH_BEGINS:
            out.append((start, k))
            start = k
        last = article
    out.append((start, len(s.rows)))
    return out
