"""Which fragment follows which: one predecessor, or none, for each fragment of a page, decided together.

Each fragment is asked twice: which fragment it goes on from, or whether it begins a story; and which fragment goes on
from it, or whether its story ends there. Each answer is a conditional logit over all fragments near enough; the
weights of the cues stand in `weights/links.tsv`. The page's answer is the set of links that gains most, in which
nothing has two successors and nothing follows itself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from papercut.solve.fragments import Fragment, wanted_by
from papercut.solve.links import Step, Steps, end_cues, lean, start_cues, step_cues

NONE = -1
"""In place of a fragment: the story begins, or ends, here."""

LEAN = "lean"
"""The cue with a size: what the line labels say of a story that begins (`fragments.lean`)."""

KEPT = 50_000
"""So many sums of steps are kept; a page makes some hundreds."""

Options = list[tuple[int, list[str], float]]


class Choices:
    """What each fragment could be linked to, `NONE` first: `starts` and `ends` hold the cues of beginning and ending a
    story and the size of the cue `LEAN`, `steps` what is seen between fragments. `before` and `after` give the same as
    cues of possible predecessors and successors, for those who fit the weights."""

    def __init__(self, found: Sequence[Fragment], groups: Sequence[str] = ()) -> None:
        wants = wanted_by(found, groups)
        leans = [lean(f) for f in found]
        self.starts = [(start_cues(f, w), size) for f, w, size in zip(found, wants, leans, strict=True)]
        self.ends = [(end_cues(f), size) for f, size in zip(found, [*leans[1:], 0.0], strict=False)]
        self.steps = Steps(found, wants)

    @property
    def before(self) -> list[Options]:
        """For each fragment the possible predecessors with their cues."""
        return [
            [(NONE, cues, size), *((a, step_cues(step), 0.0) for a, step in self.steps.into(b))]
            for b, (cues, size) in enumerate(self.starts)
        ]

    @property
    def after(self) -> list[Options]:
        """For each fragment the possible successors with their cues."""
        out: list[Options] = [[(NONE, cues, size)] for cues, size in self.ends]
        for b in range(len(self.starts)):
            for a, step in self.steps.into(b):
                out[a].append((b, step_cues(step), 0.0))
        return out


@dataclass(frozen=True, slots=True)
class LinkWeights:
    """Weights of the cues for predecessors (`before`) and successors (`after`), in nats. The sums of steps are kept,
    since most steps come again and again."""

    before: dict[str, float]
    after: dict[str, float]
    kept: dict[Step, tuple[float, float]] = field(default_factory=dict)

    def of(self, step: Step) -> tuple[float, float]:
        """The weight of a step for the fragment that it leads to, and for the one that it leads from."""
        known = self.kept.get(step)
        if known is None:
            if len(self.kept) >= KEPT:
                self.kept.clear()
            cues = step_cues(step)
            known = self.kept[step] = _sum(cues, self.before), _sum(cues, self.after)
        return known


@cache
def link_weights() -> LinkWeights:
    """The fitted weights, read once."""
    return parse_links(Path(__file__).with_name("weights").joinpath("links.tsv").read_text("utf-8"))


def parse_links(text: str) -> LinkWeights:
    """Read the table: `before` or `after`, the cue and its weight, by tabs; `#` begins a comment."""
    tables: dict[str, dict[str, float]] = {"before": {}, "after": {}}
    for line in text.split("\n"):
        if line and line[0] != "#":
            side, cue, weight = line.split("\t")
            tables[side][cue] = float(weight)
    return LinkWeights(tables["before"], tables["after"])


def choices(found: Sequence[Fragment], groups: Sequence[str] = ()) -> Choices:
    """What each fragment could be linked to. `groups` are the texts of the page's display groups."""
    return Choices(found, groups)


class Link(NamedTuple):
    """The predecessor of a fragment (or `NONE`) and its chance; the next best and its chance."""

    before: int
    chance: float
    second: int
    second_chance: float


def best_links(given: Choices, weights: LinkWeights | None = None) -> list[Link]:
    """For each fragment its predecessor, decided for all fragments together."""
    table = weights if weights is not None else link_weights()
    starts = [_sum(cues, table.before) + table.before.get(LEAN, 0.0) * size for cues, size in given.starts]
    stops = [_sum(cues, table.after) + table.after.get(LEAN, 0.0) * size for cues, size in given.ends]
    kept = table.kept
    before: list[list[float]] = []
    gains: list[tuple[float, int, int]] = []
    for b, start in enumerate(starts):
        row = [start]
        for a, step in given.steps.into(b):
            here, there = kept.get(step) or table.of(step)
            row.append(here)
            if (gain := here - start + there - stops[a]) > 0:
                gains.append((gain, a, b))
        before.append(row)
    gains.sort(reverse=True)
    count = len(before)
    chosen = [NONE] * count
    linked = [False] * count
    head = list(range(count))  # of the chain that ends here
    tail = list(range(count))  # of the chain that begins here
    for _, a, b in gains:
        if chosen[b] == NONE and not linked[a] and head[a] != b:
            chosen[b], linked[a] = a, True
            first, last = head[a], tail[b]
            tail[first], head[last] = last, first
    return [_link(given, before[b], b, a) for b, a in enumerate(chosen)]


def reasons(given: Choices, b: int, a: int, weights: LinkWeights | None = None) -> list[tuple[str, float]]:
    """The cues for fragment `b` going on from `a` (or, for `NONE`, beginning a story), each with its weight."""
    table = (weights if weights is not None else link_weights()).before
    if a == NONE:
        cues, size = given.starts[b]
        found = [(LEAN, table.get(LEAN, 0.0) * size)]
    else:
        cues, found = step_cues(dict(given.steps.into(b))[a]), []
    return [*found, *((cue, table.get(cue, 0.0)) for cue in cues)]


def _link(given: Choices, row: Sequence[float], b: int, a: int) -> Link:
    at = 0 if a == NONE else given.steps.place(a, b)
    top = max(row)
    chances = [math.exp(s - top) for s in row]
    total = sum(chances)
    second = max((k for k in range(len(row)) if k != at), key=row.__getitem__, default=at)
    others = [NONE, *(k for k in given.steps.near(b) if k != b)]
    return Link(a, chances[at] / total, others[second], chances[second] / total)


def _sum(cues: Sequence[str], table: dict[str, float]) -> float:
    return sum([table.get(c, 0.0) for c in cues])
