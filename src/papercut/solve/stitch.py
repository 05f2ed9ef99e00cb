"""Which fragment follows which: one predecessor, or none, for each fragment of a page, decided together.

For each fragment the chance of each predecessor is a conditional logit over all fragments and `none`; the weights
stand in `weights/links.tsv`. The page's answer is the set of links with the highest total score in which nothing
has two successors and nothing follows itself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from papercut.solve.fragments import Fragment, likeness, link_cues, start_cues, wanted_by

REACH = 60
"""Fragments further apart than this on the page are not tried as neighbours."""


@cache
def link_weights() -> dict[str, float]:
    """The fitted weights of link cues, read once."""
    return parse_links(files("papercut.solve").joinpath("weights/links.tsv").read_text("utf-8"))


def parse_links(text: str) -> dict[str, float]:
    """Read the table: `cue<TAB>weight` a line, `#` begins a comment."""
    rows = (line.split("\t") for line in text.split("\n") if line and line[0] != "#")
    return {name: float(weight) for name, weight in rows}


def candidates(found: Sequence[Fragment], groups: Sequence[str] = ()) -> list[list[tuple[int, list[str]]]]:
    """For each fragment its possible predecessors (index, or -1 for none) with the cues of each. `groups` are the
    texts of the page's display groups."""
    seen = frozenset(f.text[i : i + 2] for f in found for i in range(len(f.text) - 1))
    wants = wanted_by(found, groups)
    out: list[list[tuple[int, list[str]]]] = []
    for b in found:
        w = wants[b.order]
        near = [a for a in found if a is not b and abs(a.order - b.order) <= REACH]
        best = max((likeness(a, b) for a in near), default=0.0)
        links = ((a.order, link_cues(a, b, seen, best, wants[a.order], w)) for a in near)
        out.append([(-1, start_cues(b, w)), *links])
    return out


def predecessors(
    found: Sequence[Fragment], groups: Sequence[str] = (), weights: dict[str, float] | None = None
) -> list[tuple[int, float]]:
    """For each fragment its predecessor (or -1) and the chance of that, given by the fragment alone."""
    table = weights if weights is not None else link_weights()
    scores = [
        {k: sum(table.get(c, 0.0) for c in cues) for k, cues in row} for row in candidates(found, groups)
    ]
    gains = sorted(
        ((s - row[-1], a, b) for b, row in enumerate(scores) for a, s in row.items() if a >= 0 and s > row[-1]),
        reverse=True,
    )
    before = [-1] * len(found)
    after = [-1] * len(found)
    for _, a, b in gains:
        if before[b] < 0 and after[a] < 0 and not _leads_to(after, b, a):
            before[b], after[a] = a, b
    return [(before[b], _chance(row, before[b])) for b, row in enumerate(scores)]


def _leads_to(after: list[int], start: int, goal: int) -> bool:
    k = start
    while k >= 0:
        if k == goal:
            return True
        k = after[k]
    return False


def _chance(row: dict[int, float], choice: int) -> float:
    top = max(row.values())
    return math.exp(row[choice] - top) / sum(math.exp(s - top) for s in row.values())
