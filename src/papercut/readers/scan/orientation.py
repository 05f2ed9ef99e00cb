"""Which way up a page lies, from some of its lines.

A line is cut out and read from left to right, both ways round; where it runs up or down it is laid level before. That
tells in which direction the text runs, but not how its characters stand in it: the lines of a page set downwards, laid
level, have characters that lie on their backs, which an engine reads as well. So each character is set upright by
itself and the line is read again: if it reads the same so, the line is one of a page set downwards; of characters that
were upright before and now lie on their faces, hardly any is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

LINES = 6
"""So many lines are looked at."""
LONG = 4.0
"""The length of a line that says enough, in its height."""
SURE = 0.9
"""A line that reads so well is not tried the other way round."""
VOTES = 0.6
"""The page is turned if so many of its lines say the same."""


class Seen(NamedTuple):
    """What an engine reads of a line: its text, how sure it is (0 to 1), and where each character stands, as a share
    of the line's length."""

    text: str
    score: float
    places: Sequence[float]


Read = Callable[[Pixels], Seen]


def page_turn(strips: Sequence[Pixels], read: Read) -> int:
    """By how many quarters, clockwise, a page must be turned so that its text is upright; 0 if its lines do not say.

    `strips` are cuts of its lines, the longest first, as they lie on the page.
    """
    upright = [strip.shape[0] > strip.shape[1] for strip in strips]
    most = sum(upright) * 2 > len(upright)
    votes: Counter[int] = Counter()
    for strip in [strip for strip, up in zip(strips, upright, strict=True) if up == most][:LINES]:
        turn = _line_turn(strip, most, read)
        if turn is not None:
            votes[turn] += 1
    if not votes:
        return 0
    turn, count = votes.most_common(1)[0]
    return turn if count >= VOTES * votes.total() else 0


def _line_turn(strip: Pixels, upright: bool, read: Read) -> int | None:
    """The turn that one line asks for; None if it cannot be read."""
    level = np.rot90(strip) if upright else strip  # by a quarter against the clock
    there = read(level)
    turn = 3 if upright else 0
    if there.score < SURE:
        back = read(np.rot90(level, 2))
        if back.score > there.score:
            level, there, turn = np.rot90(level, 2), back, turn + 2
    if there.score < SURE / 2 or len(there.text) < 2:
        return None
    stood = read(_stood_up(level, there.places))
    if 2 * (Counter(stood.text) & Counter(there.text)).total() >= len(there.text):
        turn += 1
    return turn % 4


def _stood_up(level: Pixels, places: Sequence[float]) -> Pixels:
    """The line with each of its characters turned by a quarter, clockwise."""
    high, wide = level.shape[:2]
    cells = []
    for place in places:
        left = min(max(0, round(place * wide - high / 2)), max(0, wide - high))
        cells.append(np.rot90(level[:, left : left + high], -1))
    height = max(cell.shape[0] for cell in cells)
    padded = [np.pad(cell, ((0, height - cell.shape[0]), (0, 0), (0, 0)), mode="edge") for cell in cells]
    return np.ascontiguousarray(np.concatenate(padded, axis=1))
