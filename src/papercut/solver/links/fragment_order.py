"""Which fragment follows which: one predecessor, or none, for each fragment of a page, decided together.

Small networks score every step from fragment to fragment, every beginning of a story and every end of one
(`links.Steps`). Each fragment is asked twice: which fragment it goes on from, or whether it begins a story; and which
fragment goes on from it, or whether its story ends there. The page's answer is the set of links that gains most over
all these beginnings and ends, in which nothing has two successors and nothing follows itself. Fitted by
`tools/fit_pages.py`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from papercut.model.page import Page
from papercut.solver.links.fragments import Fragment, wanted_by
from papercut.solver.links.link_features import SEEN, SHEET_SEEN, SHEET_START_SEEN, START_SEEN, LinkFeatures
from papercut.solver.links.sheet_link_features import FragmentPlaces
from papercut.solver.matrix_product import product
from papercut.solver.rare_pairs import Floats
from papercut.solver.weights import read_weights
from papercut.solver.weights_archive import read_arrays

NONE = -1
"""In place of a fragment: the story begins, or ends, here."""

AT_ONCE = 256
"""Fragments whose steps are scored at a time: what a page without end needs then stays small."""

_FAR_BELOW = -1e9


@dataclass(frozen=True, slots=True)
class HiddenLayers:
    """A network of one hidden layer, or several of them side by side: rectified, then summed to one number."""

    inner: Floats
    bias: Floats
    outer: Floats
    level: float

    def __call__(self, seen: Floats) -> Floats:
        hidden: Floats = np.maximum(product(seen, self.inner) + self.bias, 0.0)
        return hidden @ self.outer + np.float32(self.level)


@dataclass(frozen=True, slots=True)
class LinkNets:
    """The networks for steps, beginnings and ends; each gives nats."""

    step: HiddenLayers
    start: HiddenLayers
    stop: HiddenLayers


@cache
def link_nets(name: str = "links") -> LinkNets:
    """The fitted networks of this name, read once: `links`, or `sheet-links` for pages with geometry."""
    return read_link_nets(read_weights(f"{name}.npz"))


def read_link_nets(data: bytes) -> LinkNets:
    """Networks from a numpy archive as `tools/fit_pages.py` writes it; those of several fits are averaged."""
    found = read_arrays(data)
    about: dict[str, Any] = json.loads(str(found.pop("about")))
    arrays = {name: array.astype(np.float32) for name, array in found.items()}
    count = about["nets"]
    out = []
    for part in ("step", "start", "stop"):
        held = [{key: arrays[f"{k}/{part}/{key}"] for key in ("inner", "bias", "outer", "level")} for k in range(count)]
        out.append(
            HiddenLayers(
                np.hstack([h["inner"] for h in held]),
                np.concatenate([h["bias"] for h in held]),
                (np.concatenate([h["outer"] for h in held]) / count).astype(np.float32),
                float(np.mean([h["level"] for h in held])),
            )
        )
    return LinkNets(*out)


@dataclass(slots=True)
class LinkChoices:
    """What each fragment of a page could be linked to, and how much each choice weighs, in nats."""

    steps: LinkFeatures
    nets: LinkNets
    pair: Floats = field(init=False)
    start: Floats = field(init=False)
    stop: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.pair = np.full(self.steps.mates.shape, _FAR_BELOW, np.float32)
        for start in range(0, len(self.pair), AT_ONCE):
            rows = slice(start, start + AT_ONCE)
            scores = self.nets.step(self.steps.seen(rows.start, rows.stop))
            self.pair[rows] = np.where(self.steps.mates[rows] >= 0, scores, self.pair[rows])
        found = self.steps.found
        shut = np.array([f.goes for f in found], bool)[self.steps.mates] | np.array([[f.comes] for f in found], bool)
        self.pair[shut] = _FAR_BELOW
        self.start = self.nets.start(self.steps.starts)
        self.stop = self.nets.stop(self.steps.ends)

    def before(self) -> Floats:
        """For each fragment (row) the chance that it begins a story, then that it goes on from each of its mates."""
        return _chances(np.concatenate([self.start[:, None], self.pair], axis=1))

    def after(self) -> Floats:
        """For each fragment and each of its mates the chance that it, of all, goes on from that mate."""
        n, many = self.pair.shape
        top = self.stop.copy()
        real = self.steps.mates >= 0
        mates = self.steps.mates[real]
        np.maximum.at(top, mates, self.pair[real])
        total = np.exp(self.stop - top)
        np.add.at(total, mates, np.exp(self.pair[real] - top[mates]))
        out = np.zeros((n, many), np.float32)
        out[real] = np.exp(self.pair[real] - top[mates]) / total[mates]
        return out


def _chances(scores: Floats) -> Floats:
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)  # type: ignore[no-any-return]


def choices(found: Sequence[Fragment], groups: Sequence[str] = (), page: Page | None = None) -> LinkChoices:
    """What each fragment could be linked to. `groups` are the texts of the page's display groups, `page` is given if
    it has geometry."""
    if page is None or not page.placed:
        return LinkChoices(LinkFeatures(found, wanted_by(found, groups)), link_nets())
    return LinkChoices(
        LinkFeatures(found, wanted_by(found, groups), FragmentPlaces(page, found)), link_nets("sheet-links")
    )


class Link(NamedTuple):
    """The predecessor of a fragment (or `NONE`) and its chance; the next best and its chance."""

    before: int
    chance: float
    second: int
    second_chance: float


def best_links(given: LinkChoices) -> list[Link]:
    """For each fragment its predecessor, decided for all fragments together."""
    mates = given.steps.mates
    count = len(mates)
    if not count:
        return []
    stop = np.where(mates >= 0, given.stop[mates], np.float32(0.0))
    gain = 2 * given.pair - given.start[:, None] - stop
    rows, columns = np.nonzero(gain > 0)
    order = np.argsort(-gain[rows, columns], kind="stable")
    chosen = [NONE] * count
    at = [0] * count
    linked = [False] * count
    head = list(range(count))  # of the chain that ends here
    tail = list(range(count))  # of the chain that begins here
    for b, k in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        a = int(mates[b, k])
        if chosen[b] == NONE and not linked[a] and head[a] != b:
            chosen[b], linked[a], at[b] = a, True, k + 1
            first, last = head[a], tail[b]
            tail[first], head[last] = last, first
    before, after = given.before(), given.after()
    return [_link(mates[b].tolist(), before[b], after[b], at[b]) for b in range(count)]


def _link(mates: list[int], before: Floats, after: Floats, at: int) -> Link:
    """`at` is 0 for none, else one more than the place among the mates."""
    rest = before.copy()
    rest[at] = -1.0
    second = int(rest.argmax()) if len(rest) > 1 else 0
    chance = float(before[at]) if not at else float(np.sqrt(before[at] * after[at - 1]))
    other = mates[second - 1] if second else NONE
    return Link(mates[at - 1] if at else NONE, chance, other, float(max(rest[second], 0.0)))


def reasons(given: LinkChoices, b: int, a: int) -> list[tuple[str, float]]:
    """What speaks for fragment `b` going on from `a` (or, for `NONE`, beginning a story): what the score loses when
    each thing seen is hidden, in nats."""
    steps = given.steps
    if a == NONE:
        row = steps.starts[b]
        return _hidden(given.nets.start, row, START_SEEN if len(row) == len(START_SEEN) else SHEET_START_SEEN)
    row = steps.seen(b, b + 1)[0, steps.mates[b].tolist().index(a)]
    return _hidden(given.nets.step, row, SEEN if len(row) == len(SEEN) else SHEET_SEEN)


def _hidden(net: HiddenLayers, seen: Floats, names: Sequence[str]) -> list[tuple[str, float]]:
    changed = np.tile(seen, (len(names), 1))
    np.fill_diagonal(changed, 0.0)
    lost = float(net(seen)) - net(changed)
    return [(name, float(x)) for name, x, was in zip(names, lost, seen, strict=True) if was]
