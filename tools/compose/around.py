"""What the columns of a story run around: a box, a picture or an advert at their top, at their foot or between."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from heads import Unit
from pieces import Piece
from style import Style

Stretch = tuple[int, float, float]
"""A part of a column that lines go into: the column's number, top and bottom."""


@dataclass
class Laid:
    """A cell's content in points from its top left corner."""

    height: float
    units: list[Unit]
    rules: list[tuple[str, float, float, float, float]] = field(default_factory=list)
    """(kind, u0, v0, u1, v1)"""
    furniture: list[dict[str, str]] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    """The stories in boxes."""

    def moved(self, u: float, v: float) -> Laid:
        rules = [(kind, u0 + u, v0 + v, u1 + u, v1 + v) for kind, u0, v0, u1, v1 in self.rules]
        return Laid(self.height, [unit.moved(u, v) for unit in self.units], rules, self.furniture, self.pieces)


@dataclass(frozen=True)
class Hole:
    """The columns that something is cut into, and where: `place` is top, bottom or middle, there `share` of what is
    left above it. It is drawn before the columns if `first`; `white` is left between it and their lines."""

    columns: list[int]
    content: Laid
    place: str
    share: float
    first: bool
    white: float

    def top(self, starts: list[float], bottom: float) -> float:
        """Where it begins."""
        above, height = starts[self.columns[0]], self.content.height
        if self.place == "top":
            return above
        spare = max(0.0, bottom - above - height)
        return above + (spare if self.place == "bottom" else spare * self.share)


def around(starts: list[float], bottom: float, hole: Hole | None) -> list[Stretch]:
    """What columns with these tops leave for lines."""
    out: list[Stretch] = []
    for c, start in enumerate(starts):
        if hole is None or c not in hole.columns:
            out.append((c, start, bottom))
            continue
        top = hole.top(starts, bottom)
        out.append((c, start, top - hole.white))
        out.append((c, top + hole.content.height + hole.white, bottom))
    return out


def between(stretches: list[Stretch]) -> Iterator[Stretch]:
    """Where two columns stand beside each other: the number of the right one, top and bottom."""
    for c, top, bottom in stretches:
        for d, above, below in stretches:
            start, end = max(top, above), min(bottom, below)
            if d == c + 1 and end > start:
                yield d, start, end


def capacity(height: float, style: Style) -> int:
    """How many lines a column of this height holds."""
    return max(0, math.floor((height - style.body) / style.line + 1 + 1e-6))


def even(starts: list[float], lines: int, style: Style, hole: Hole | None = None) -> float:
    """The least common bottom of columns with these tops that hold so many lines, and what they run around."""
    bottom = min(starts) + style.body
    if hole:
        bottom = max(bottom, starts[hole.columns[0]] + hole.content.height)
    while sum(capacity(end - start, style) for _, start, end in around(starts, bottom, hole)) < lines:
        bottom += style.line if len(set(starts)) == 1 else style.line / 2
    return bottom
