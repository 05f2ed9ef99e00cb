"""Labels for all lines of a page at once: a linear-chain conditional random field.

Each line gets one of ten labels (`Tag`). A label's score is the sum of the weights of the line's cues and of the
step from the label before; `decode` gives the best path through the page and the chance of each label of each line
(forward-backward). The weights stand in `weights/lines.tsv`.

Model: Lafferty, McCallum and Pereira, "Conditional Random Fields", ICML 2001.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

BEAM = 9.0
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


def emissions(cues: Sequence[Sequence[str]], weights: Weights) -> list[list[float]]:
    """For each line the score of each tag, from the line's own cues."""
    table = weights.cues
    none = (0.0,) * len(TAGS)
    return [[sum(column) for column in zip(*[table.get(c, none) for c in row], strict=True)] for row in cues]


def decode(cues: Sequence[Sequence[str]], weights: Weights | None = None) -> list[Verdict]:
    """Label all lines of a page at once; see the module's docstring."""
    if not cues:
        return []
    weights = weights or line_weights()
    scores = emissions(cues, weights)
    keep = [[k for k, s in enumerate(row) if s >= max(row) - BEAM] for row in scores]
    best = _best_path(scores, keep, weights.steps)
    return [Verdict(TAGS[k], odds) for k, odds in zip(best, _odds(scores, keep, weights.steps), strict=True)]


def _best_path(
    scores: list[list[float]], keep: list[list[int]], steps: tuple[tuple[float, ...], ...]
) -> list[int]:
    value = {k: scores[0][k] for k in keep[0]}
    back: list[dict[int, int]] = []
    for row, tags in zip(scores[1:], keep[1:], strict=True):
        now: dict[int, float] = {}
        origin: dict[int, int] = {}
        for b in tags:
            top, arg = -math.inf, -1
            for a, v in value.items():
                s = v + steps[a][b]
                if s > top:
                    top, arg = s, a
            now[b] = top + row[b]
            origin[b] = arg
        back.append(origin)
        value = now
    k = max(value, key=value.__getitem__)
    path = [k]
    for origin in reversed(back):
        k = origin[k]
        path.append(k)
    path.reverse()
    return path


def _odds(
    scores: list[list[float]], keep: list[list[int]], steps: tuple[tuple[float, ...], ...]
) -> list[tuple[float, ...]]:
    """The chance of each tag of each line: forward-backward, each line scaled to a sum of one."""
    factor = [[math.exp(x) for x in row] for row in steps]
    local: list[list[float]] = []
    for row, tags in zip(scores, keep, strict=True):
        top = max(row)
        local.append([math.exp(row[k] - top) for k in tags])
    forward: list[list[float]] = []
    before: list[float] = []
    for i, (tags, here) in enumerate(zip(keep, local, strict=True)):
        if i:
            old = keep[i - 1]
            now = [
                e * sum(p * factor[a][b] for a, p in zip(old, before, strict=True))
                for b, e in zip(tags, here, strict=True)
            ]
        else:
            now = here
        total = sum(now) or 1.0
        before = [x / total for x in now]
        forward.append(before)
    out: list[tuple[float, ...]] = []
    after = [1.0] * len(keep[-1])
    for i in range(len(keep) - 1, -1, -1):
        tags = keep[i]
        both = [f * b for f, b in zip(forward[i], after, strict=True)]
        total = sum(both) or 1.0
        row = [0.0] * len(TAGS)
        for k, x in zip(tags, both, strict=True):
            row[k] = x / total
        out.append(tuple(row))
        if i:
            weighed = [e * a for e, a in zip(local[i], after, strict=True)]
            after = [sum(factor[a][b] * x for b, x in zip(tags, weighed, strict=True)) for a in keep[i - 1]]
            total = sum(after) or 1.0
            after = [x / total for x in after]
    out.reverse()
    return out
