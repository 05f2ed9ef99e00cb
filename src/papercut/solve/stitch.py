"""Which fragment follows which: one predecessor, or none, for each fragment of a page, decided together.

Each fragment is asked twice: which fragment it goes on from, or whether it begins a story; and which fragment goes on
from it, or whether its story ends there. Each answer is a conditional logit over all fragments near enough; the
weights of the cues stand in `weights/links.tsv`. The page's answer is the set of links that gains most, in which
nothing has two successors and nothing follows itself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from papercut.solve.fragments import Fragment, end_cues, lean, likeness, link_cues, start_cues, wanted_by

REACH = 60
"""Fragments further apart than this on the page are not tried as neighbours."""

NONE = -1
"""In place of a fragment: the story begins, or ends, here."""

LEAN = "lean"
"""The cue with a size: what the line labels say of a story that begins (`fragments.lean`)."""

Options = list[tuple[int, list[str], float]]


@dataclass(frozen=True, slots=True)
class Choices:
    """For each fragment the possible predecessors and successors (`NONE` first) with the cues of each,
    and the size of the cue `LEAN`."""

    before: list[Options]
    after: list[Options]


@dataclass(frozen=True, slots=True)
class LinkWeights:
    """Weights of the cues for predecessors (`before`) and successors (`after`), in nats."""

    before: dict[str, float]
    after: dict[str, float]


@cache
def link_weights() -> LinkWeights:
    """The fitted weights, read once."""
    return parse_links(files("papercut.solve").joinpath("weights/links.tsv").read_text("utf-8"))


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
    seen = frozenset(f.text[i : i + 2] for f in found for i in range(len(f.text) - 1))
    wants = wanted_by(found, groups)
    leans = [lean(f) for f in found]
    before: list[Options] = [[(NONE, start_cues(f, wants[f.order]), leans[f.order])] for f in found]
    after: list[Options] = [[(NONE, end_cues(f), size)] for f, size in zip(found, [*leans[1:], 0.0], strict=False)]
    for b in found:
        near = [a for a in found[max(0, b.order - REACH) : b.order + REACH + 1] if a is not b]
        best = max((likeness(a, b) for a in near), default=0.0)
        for a in near:
            cues = link_cues(a, b, seen, best, wants[b.order])
            before[b.order].append((a.order, cues, 0.0))
            after[a.order].append((b.order, cues, 0.0))
    return Choices(before, after)


def best_links(given: Choices, weights: LinkWeights | None = None) -> list[tuple[int, float]]:
    """For each fragment its predecessor (or `NONE`) and the chance of that."""
    table = weights if weights is not None else link_weights()
    before = [_scores(row, table.before) for row in given.before]
    after = [_scores(row, table.after) for row in given.after]
    gains: list[tuple[float, int, int]] = []
    for b, row in enumerate(before):
        for a, s in row.items():
            if a != NONE and (gain := s - row[NONE] + after[a][b] - after[a][NONE]) > 0:
                gains.append((gain, a, b))
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
    return [(chosen[b], _chance(before[b], chosen[b])) for b in range(count)]


def _scores(options: Options, table: dict[str, float]) -> dict[int, float]:
    get = table.get
    leaning = get(LEAN, 0.0)
    return {k: sum([get(c, 0.0) for c in cues]) + leaning * size for k, cues, size in options}


def _chance(row: dict[int, float], choice: int) -> float:
    top = max(row.values())
    return math.exp(row[choice] - top) / sum(math.exp(s - top) for s in row.values())
