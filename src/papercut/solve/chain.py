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
from importlib.resources import files
from math import exp
from operator import add, mul

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


@dataclass(frozen=True, slots=True)
class Weights:
    """`cues`: for each cue its weight for each tag; `steps[a][b]`: of tag b after tag a; both in nats."""

    cues: dict[str, tuple[float, ...]]
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
    return parse_weights(files("papercut.solve").joinpath("weights/lines.tsv").read_text("utf-8"))


def parse_weights(text: str) -> Weights:
    """Read the table: `cue<TAB>tag:weight …` a line, `->tag` for the steps; `#` begins a comment line."""
    index = {str(t): k for k, t in enumerate(TAGS)}
    cues: dict[str, tuple[float, ...]] = {}
    steps = [[0.0] * len(TAGS) for _ in TAGS]
    for line in text.split("\n"):
        if not line or line[0] == "#":
            continue
        name, _, rest = line.partition("\t")
        row = [0.0] * len(TAGS)
        for item in rest.split(" "):
            tag, _, weight = item.partition(":")
            row[index[tag]] = float(weight)
        if name.startswith("->"):
            steps[index[name[2:]]] = row
        else:
            cues[name] = tuple(row)
    return Weights(cues, tuple(map(tuple, steps)))


class Scorer:
    """Adds up the weights of cues, and keeps the sums of groups of cues that come again and again."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self._kept: tuple[dict[tuple[str, ...], tuple[float, ...]], ...] = tuple({} for _ in GROUPS)
        self._steps: dict[tuple[tuple[int, ...], tuple[int, ...]], list[list[float]]] = {}
        self._factors: dict[tuple[tuple[int, ...], tuple[int, ...]], list[list[float]]] = {}

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

    def steps_into(self, old: tuple[int, ...], new: tuple[int, ...]) -> list[list[float]]:
        """For each tag of `new` the weights of the steps into it from the tags of `old`."""
        key = (old, new)
        found = self._steps.get(key)
        if found is None:
            steps = self.weights.steps
            found = self._steps[key] = [[steps[a][b] for a in old] for b in new]
        return found

    def factors(self, old: tuple[int, ...], new: tuple[int, ...]) -> list[list[float]]:
        """The same as factors of chance instead of log-odds."""
        key = (old, new)
        found = self._factors.get(key)
        if found is None:
            found = self._factors[key] = [[exp(x) for x in row] for row in self.steps_into(old, new)]
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
    scores: list[list[float]] = []
    keep: list[tuple[int, ...]] = []
    for view in views:
        row = scorer.scores(view)
        least = max(row) - BEAM
        tags = tuple([k for k, s in enumerate(row) if s >= least])
        keep.append(tags)
        scores.append([row[k] for k in tags])
    best = _best_path(scores, keep, scorer)
    return [Verdict(TAGS[k], odds) for k, odds in zip(best, _odds(scores, keep, scorer), strict=True)]


def _best_path(scores: list[list[float]], keep: list[tuple[int, ...]], scorer: Scorer) -> list[int]:
    """The labels with the highest sum of scores and steps (Viterbi)."""
    value = scores[0]
    back: list[list[int]] = []
    for i in range(1, len(keep)):
        now: list[float] = []
        origin: list[int] = []
        for into, here in zip(scorer.steps_into(keep[i - 1], keep[i]), scores[i], strict=True):
            sums = list(map(add, value, into))
            top = max(sums)
            now.append(top + here)
            origin.append(sums.index(top))
        back.append(origin)
        value = now
    at = value.index(max(value))
    path = [keep[-1][at]]
    for i in range(len(back) - 1, -1, -1):
        at = back[i][at]
        path.append(keep[i][at])
    path.reverse()
    return path


def _odds(scores: list[list[float]], keep: list[tuple[int, ...]], scorer: Scorer) -> list[tuple[float, ...]]:
    """The chance of each tag of each line: forward-backward, each line scaled to a sum of one."""
    local: list[list[float]] = []
    for row in scores:
        top = max(row)
        local.append([exp(x - top) for x in row])
    forward: list[list[float]] = []
    before = local[0]
    for i, here in enumerate(local):
        if i:
            columns = scorer.factors(keep[i - 1], keep[i])
            before = [e * sum(map(mul, before, column)) for e, column in zip(here, columns, strict=True)]
        total = sum(before)
        before = [x / total for x in before]
        forward.append(before)
    out: list[tuple[float, ...]] = []
    after = [1.0] * len(keep[-1])
    for i in range(len(keep) - 1, -1, -1):
        both = list(map(mul, forward[i], after))
        total = sum(both)
        row = [0.0] * len(TAGS)
        for k, x in zip(keep[i], both, strict=True):
            row[k] = x / total
        out.append(tuple(row))
        if i:
            weighed = list(map(mul, local[i], after))
            rows = zip(*scorer.factors(keep[i - 1], keep[i]), strict=True)
            after = [sum(map(mul, weighed, factor)) for factor in rows]
            total = sum(after)
            after = [x / total for x in after]
    out.reverse()
    return out
