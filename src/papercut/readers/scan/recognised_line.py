"""A line of an image as a recogniser gives it, and where its characters stand.

A recogniser looks at a line in steps from its beginning to its end and says at which step it saw each character: near
the character's middle, and to about a sixth of an em. That is enough to find the gutter in a line that runs across two
columns.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

from papercut.model.geometry import Box, Printed

Point = tuple[float, float]

Quad = tuple[Point, Point, Point, Point]
"""The corners of a line as it stands on the page: top left, top right, bottom right, bottom left."""

TALL = 1.5
"""A box so many times as high as wide is a line read downwards."""

EM = 0.8
"""The em of a line as a part of its box's width across: a detector leaves room on both sides."""

GAP = 1.5
"""Steps between neighbours so many times the usual one are gaps, and say nothing about the em."""


def sides(quad: Quad) -> tuple[float, float]:
    """Width and height of a box that may stand askew."""
    a, b, c, d = quad
    return max(math.dist(a, b), math.dist(c, d)), max(math.dist(a, d), math.dist(b, c))


def is_upright(quad: Quad) -> bool:
    """Whether a line in this box is read downwards."""
    wide, high = sides(quad)
    return high >= TALL * wide


def printed_line(text: str, seen: Sequence[float], quad: Quad, confidence: float) -> tuple[str, Printed]:
    """A line and where it stands.

    `seen` is for each character of `text` other than white space, in their order, where it was seen: 0 at the line's
    beginning, 1 at its end; without it, or if its length is wrong, characters are spread over the line by their
    widths. The em is the usual step from one full-width character to the next, where there are four such in the line,
    but no more than `EM` of the box: letter-spaced type has longer steps. Boxes and edges are rounded to tenths.
    """
    upright = is_upright(quad)
    xs, ys = zip(*quad, strict=True)
    box: Box = (min(xs), min(ys), max(xs), max(ys))
    low, high = (box[1], box[3]) if upright else (box[0], box[2])
    length = high - low
    across = min(sides(quad))
    kept = [at for at, ch in enumerate(text) if not ch.isspace()]
    if len(seen) == len(kept) and list(seen) == sorted(seen):
        middles = [low + length * s for s in seen]
        em = min(_step(text, kept, middles) or math.inf, EM * across)
    else:
        step = length / sum(_width(text[at]) for at in kept)
        em = min(step, EM * across)
        middles = []
        end = low
        for at in kept:
            middles.append(end + step * _width(text[at]) / 2)
            end += step * _width(text[at])
    edges = _edges(text, kept, middles, em, low, high)
    return text, Printed(
        (round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)),
        round(em, 1),
        None,
        edges,
        upright,
        confidence=round(min(1.0, max(0.0, confidence)), 4),
    )


def _width(ch: str) -> float:
    """The width of a character in ems, about."""
    return 0.5 if ch < "\u2e80" else 1.0


def _step(text: str, kept: Sequence[int], middles: Sequence[float]) -> float | None:
    """The mean distance of neighbouring full-width characters, gaps left out; None if there are too few."""
    steps = [
        middles[n] - middles[n - 1]
        for n in range(1, len(kept))
        if kept[n] == kept[n - 1] + 1 and text[kept[n]] >= "\u3400" and text[kept[n - 1]] >= "\u3400"
    ]
    if len(steps) < 3:
        return None
    usual = GAP * median(steps)
    near = [s for s in steps if s <= usual]
    return sum(near) / len(near) if near and usual > 0 else None


def _edges(
    text: str, kept: Sequence[int], middles: Sequence[float], em: float, low: float, high: float
) -> tuple[float, ...]:
    """Begin and end of each character: its own width about its middle, but no more than up to its neighbours'."""
    halves = [_width(text[at]) * em / 2 for at in kept]
    begins = [m - h for m, h in zip(middles, halves, strict=True)]
    ends = [m + h for m, h in zip(middles, halves, strict=True)]
    for n in range(1, len(kept)):
        if ends[n - 1] > begins[n]:
            both = halves[n - 1] + halves[n]
            share = halves[n - 1] / both if both else 0.5
            ends[n - 1] = begins[n] = middles[n - 1] + (middles[n] - middles[n - 1]) * share
    found: list[float] = []
    place = dict(zip(kept, zip(begins, ends, strict=True), strict=True))
    before = low
    for at in range(len(text)):
        if at in place:
            begin, end = place[at]
        else:  # white space reaches from what is before it to what follows it
            begin = before
            end = next((place[k][0] for k in range(at + 1, len(text)) if k in place), high)
            end = end if at + 1 in place else begin
        begin, end = min(max(begin, low), high), min(max(end, low), high)
        found += (round(begin, 1), round(max(begin, end), 1))
        before = end
    return tuple(found)
