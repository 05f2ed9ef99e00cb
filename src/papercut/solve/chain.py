"""Labels for all lines of a page at once: a linear-chain conditional random field.

Each line gets one of ten labels (`Tag`). A label's score is the sum of the weights of the line's cues and of the
step from the label before; `decode` gives the best path through the page and the chance of each label of each line
(forward-backward). The weights stand in `weights/lines.tsv`.

Model: Lafferty, McCallum and Pereira, "Conditional Random Fields", ICML 2001.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise
from math import exp
from operator import add, mul
from pathlib import Path
from typing import NamedTuple

from papercut.solve.cues import GROUPS
from papercut.solve.views import View

KEPT = 20_000
"""So many sums of each group of cues are kept; a page makes some hundreds."""

BEAM = 8.0
"""Labels whose cues speak against them by more than so many nats are not tried on a line."""


class Tag(StrEnum):
    """What a line is, with regard to the lines before it."""

    JOINED = "joined"  # goes on with the paragraph of the body line before
    PARAGRAPH = "paragraph"  # begins a paragraph of the same story
    STORY = "story"  # begins a story, or the story's text after text of another one
    CUT = "cut"  # goes on with a paragraph whose beginning stands elsewhere
    HEAD = "head"  # begins a group of display lines
    HEAD_ON = "head-on"  # goes on with the group
    SUBHEAD = "subhead"
    BYLINE = "byline"
    CAPTION = "caption"
    FURNITURE = "furniture"


TAGS = tuple(Tag)
_PLACE = {str(tag): k for k, tag in enumerate(TAGS)}


@dataclass(frozen=True, slots=True)
class Weights:
    """`cues`: for each cue its weight for each tag; `steps[a][b]`: of tag b after tag a; both in nats."""

    cues: CueWeights
    steps: tuple[tuple[float, ...], ...]


@dataclass(slots=True)
class Verdict:
    """The label of one line, and the chance of every label, in the order of `TAGS`."""

    tag: Tag
    odds: tuple[float, ...]

    def chance(self, *tags: Tag) -> float:
        """The chance that the line has one of these labels."""
        return sum(self.odds[TAGS.index(t)] for t in tags)


@cache
def line_weights() -> Weights:
    """The fitted weights, read once."""
    return parse_weights(Path(__file__).with_name("weights").joinpath("lines.tsv").read_text("utf-8"))


def parse_weights(text: str) -> Weights:
    """Read the table: `cue<TAB>tag:weight …` a line, `->tag` for the steps; `#` begins a comment line."""
    rows = dict(line.split("\t", 1) for line in text.split("\n") if line and line[0] != "#")
    steps = tuple(_row(rows.pop(f"->{tag}", "")) for tag in TAGS)
    return Weights(CueWeights(rows), steps)


class CueWeights:
    """The weights of each cue for each tag, each row read when it is first asked for: a page needs few of them."""

    def __init__(self, rows: dict[str, str]) -> None:
        self._rows = rows
        self._read: dict[str, tuple[float, ...]] = {}

    def get(self, cue: str) -> tuple[float, ...] | None:
        """The weights of a cue, or None."""
        found = self._read.get(cue)
        if found is None and cue in self._rows:
            found = self._read[cue] = _row(self._rows[cue])
        return found


def _row(text: str) -> tuple[float, ...]:
    """`tag:weight tag:weight …` as a weight for each tag. Raises `KeyError` for a tag that there is not."""
    row = [0.0] * len(TAGS)
    for item in text.split(" ") if text else ():
        tag, _, weight = item.partition(":")
        row[_PLACE[tag]] = float(weight)
    return tuple(row)


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


class Scorer:
    """Adds up the weights of cues, and keeps the sums of groups of cues that come again and again."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self._kept: tuple[dict[tuple[str, ...], tuple[float, ...]], ...] = tuple({} for _ in GROUPS)
        self._between: dict[tuple[tuple[int, ...], tuple[int, ...]], Between] = {}

    def scored(self, view: View) -> Scored:
        """The tags that are tried on a line, with their scores from the line's own cues."""
        row = self.scores(view)
        top = max(row)
        least = top - BEAM
        tags = tuple([k for k, s in enumerate(row) if s >= least])
        kept = [row[k] for k in tags]
        return Scored(tags, kept, [exp(x - top) for x in kept])

    def scores(self, view: View) -> list[float]:
        """The score of each tag for a line, from the line's own cues."""
        vectors = []
        for key, kept, group in zip(view, self._kept, GROUPS, strict=True):
            vector = kept.get(key)
            if vector is None:
                if len(kept) > KEPT:
                    kept.clear()
                vector = kept[key] = self._sum(group(*key))
            vectors.append(vector)
        return list(map(sum, zip(*vectors, strict=True)))

    def between(self, old: tuple[int, ...], new: tuple[int, ...]) -> Between:
        """The steps from the tags of one line to those of the next."""
        key = (old, new)
        found = self._between.get(key)
        if found is None:
            if len(self._between) >= KEPT:
                self._between.clear()
            into = [[self.weights.steps[a][b] for a in old] for b in new]
            factors = [[exp(x) for x in row] for row in into]
            found = self._between[key] = Between(into, factors, list(zip(*factors, strict=True)))
        return found

    def _sum(self, cues: Sequence[str]) -> tuple[float, ...]:
        table = self.weights.cues
        rows = [row for c in cues if (row := table.get(c))]
        return tuple(map(sum, zip(*rows, strict=True))) if rows else (0.0,) * len(TAGS)


@cache
def line_scorer() -> Scorer:
    """The scorer with the fitted weights."""
    return Scorer(line_weights())


def decode(views: Sequence[View], scorer: Scorer | None = None) -> list[Verdict]:
    """Label all lines of a page at once; see the module's docstring."""
    if not views:
        return []
    scorer = scorer or line_scorer()
    lines = [scorer.scored(view) for view in views]
    between = [scorer.between(a.tags, b.tags) for a, b in pairwise(lines)]
    best = _best_path(lines, between)
    return [Verdict(TAGS[k], odds) for k, odds in zip(best, _odds(lines, between), strict=True)]


def _best_path(lines: Sequence[Scored], between: Sequence[Between]) -> list[int]:
    """The labels with the highest sum of scores and steps (Viterbi)."""
    value = lines[0].scores
    values = [value]
    for line, steps in zip(lines[1:], between, strict=True):
        value = [max(map(add, value, into)) + here for into, here in zip(steps.into, line.scores, strict=True)]
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
        before = [
            e * sum(map(mul, before, column)) for e, column in zip(line.factors, steps.factors_into, strict=True)
        ]
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
            after = [sum(map(mul, weighed, factors)) for factors in between[i - 1].factors_from]
            total = sum(after)
            after = [x / total for x in after]
    out.reverse()
    return out
