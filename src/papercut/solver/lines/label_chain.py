"""Labels for all lines of a page at once: a linear-chain conditional random field.

Each line gets one of fifteen labels (`Tag`). A label's score for a line comes from `papercut.solver.lines.network`; to
it comes the weight of the step from the label before. `decode` gives the best path through the page and the chance of
each label of each line (forward-backward).

Model: Lafferty, McCallum and Pereira, "Conditional Random Fields", ICML 2001.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import exp
from operator import add, mul
from typing import NamedTuple

KEPT = 20_000
"""So many sets of steps are kept; a page makes some dozens."""

BEAM = 8.0
"""Labels whose scores speak against them by more than so many nats are not tried on a line."""


class Tag(StrEnum):
    """What a line is, with regard to the lines before it."""

    JOINED = "joined"  # goes on with the paragraph of the body line before
    PARAGRAPH = "paragraph"  # begins a paragraph of the same story
    STORY = "story"  # begins a story
    CUT = "cut"  # goes on with a paragraph whose beginning stands elsewhere
    RESUMED = "resumed"  # begins a paragraph of a story whose paragraph before stands elsewhere
    HEAD = "head"  # a line of a headline that begins a group of display lines
    HEAD_ON = "head-on"  # one that goes on with the group
    KICKER = "kicker"
    KICKER_ON = "kicker-on"
    DECK = "deck"
    DECK_ON = "deck-on"
    SUBHEAD = "subhead"
    BYLINE = "byline"
    CAPTION = "caption"
    FURNITURE = "furniture"


TAGS = tuple(Tag)
GROUP_BEGINS = frozenset({Tag.HEAD, Tag.KICKER, Tag.DECK})
"""The labels of a line that begins a group of display lines."""
GROUP_GOES_ON = frozenset({Tag.HEAD_ON, Tag.KICKER_ON, Tag.DECK_ON})
DISPLAY = GROUP_BEGINS | GROUP_GOES_ON


@dataclass(slots=True)
class Verdict:
    """The label of one line, and the chance of every label, in the order of `TAGS`."""

    tag: Tag
    odds: tuple[float, ...]

    def chance(self, *tags: Tag) -> float:
        """The chance that the line has one of these labels."""
        return sum(self.odds[TAGS.index(t)] for t in tags)


class Scored(NamedTuple):
    """The tags that are tried on a line: which, their scores in nats, and the same as factors, the highest 1."""

    tags: tuple[int, ...]
    scores: list[float]
    factors: list[float]


class Between(NamedTuple):
    """The steps between two lines' tags: in nats for each later tag from all earlier ones, the same as factors of
    chance, and those for each earlier tag to all later ones."""

    into: list[list[float]]
    factors_into: list[list[float]]
    factors_from: list[tuple[float, ...]]


class Steps:
    """The weights of steps from tag to tag, made ready once for each pair of sets of tags that follow one another."""

    def __init__(self, steps: Sequence[Sequence[float]]) -> None:
        self.weights = steps
        self._kept: dict[tuple[tuple[int, ...], tuple[int, ...]], Between] = {}

    def between(self, old: tuple[int, ...], new: tuple[int, ...]) -> Between:
        """The steps from the tags of one line to those of the next."""
        key = (old, new)
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            into = [[self.weights[a][b] for a in old] for b in new]
            factors = [[exp(x) for x in row] for row in into]
            found = self._kept[key] = Between(into, factors, list(zip(*factors, strict=True)))
        return found


def tried_tags(row: Sequence[float]) -> Scored:
    """The tags that are tried on a line, from the score of every tag."""
    top = max(row)
    least = top - BEAM
    tags = tuple([k for k, s in enumerate(row) if s >= least])
    kept = [row[k] for k in tags]
    return Scored(tags, kept, [exp(x - top) for x in kept])


def decode(scores: Sequence[Sequence[float]], steps: Steps) -> list[Verdict]:
    """Label all lines of a page at once, from the score of each tag (in the order of `TAGS`) for each line."""
    if not scores:
        return []
    lines = [tried_tags(row) for row in scores]
    between = [steps.between(a.tags, b.tags) for a, b in pairwise(lines)]
    best = _best_path(lines, between)
    return [Verdict(TAGS[k], odds) for k, odds in zip(best, _odds(lines, between), strict=True)]


def _best_path(lines: Sequence[Scored], between: Sequence[Between]) -> list[int]:
    """The labels with the highest sum of scores and steps (Viterbi)."""
    value = lines[0].scores
    values = [value]
    for line, steps in zip(lines[1:], between, strict=True):
        if len(value) == 2:  # as on most lines
            a, b = value
            best = [x if (x := a + i) >= (y := b + j) else y for i, j in steps.into]
        else:
            best = [max(map(add, value, into)) for into in steps.into]
        value = list(map(add, best, line.scores))
        values.append(value)
    at = value.index(max(value))
    path = [lines[-1].tags[at]]
    for i in range(len(between) - 1, -1, -1):
        sums = list(map(add, values[i], between[i].into[at]))
        at = sums.index(max(sums))
        path.append(lines[i].tags[at])
    path.reverse()
    return path


def _odds(lines: Sequence[Scored], between: Sequence[Between]) -> list[tuple[float, ...]]:
    """The chance of each tag of each line: forward-backward, each line scaled to a sum of one."""
    before = lines[0].factors
    total = sum(before)
    before = [x / total for x in before]
    forward = [before]
    for line, steps in zip(lines[1:], between, strict=True):
        before = list(map(mul, line.factors, _products(before, steps.factors_into)))
        total = sum(before)
        before = [x / total for x in before]
        forward.append(before)
    out: list[tuple[float, ...]] = []
    after = [1.0] * len(before)
    for i in range(len(lines) - 1, -1, -1):
        line = lines[i]
        both = list(map(mul, forward[i], after))
        total = sum(both)
        row = [0.0] * len(TAGS)
        for k, x in zip(line.tags, both, strict=True):
            row[k] = x / total
        out.append(tuple(row))
        if i:
            weighed = list(map(mul, line.factors, after))
            after = _products(weighed, between[i - 1].factors_from)
            total = sum(after)
            after = [x / total for x in after]
    out.reverse()
    return out


def _products(values: Sequence[float], rows: Iterable[Sequence[float]]) -> list[float]:
    """The sum of the products of some values with each row."""
    if len(values) == 2:  # as on most lines
        a, b = values
        return [a * x + b * y for x, y in rows]
    return [sum(map(mul, values, row)) for row in rows]
