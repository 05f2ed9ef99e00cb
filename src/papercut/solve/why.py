"""Why the network gave a line its label: what its score loses when a thing seen of the line is hidden.

Each code, each group of numbers and the lines on either side are hidden in turn, and the line and its surroundings
weighed again (occlusion: Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks", ECCV 2014). The
weights are in nats; since the network is not a sum, they need not add up to the whole.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from papercut.solve.net import Nets
from papercut.solve.numbers import NUMBERS
from papercut.solve.pull import PULL
from papercut.solve.topic import TOPIC, Floats
from papercut.solve.views import COLUMNS, FIELDS, Views

AROUND = 12
"""So many lines on either side are weighed again with a line."""

_N = len(NUMBERS)
_T = _N + len(TOPIC)
_P = _T + len(PULL)
GROUPS = {
    "width": (0, 4), "indent": (4, 5), "blank-lines": (5, 6), "width-against-neighbours": (6, 12),
    "characters": (12, _N - 1), "stands-together-with-last": (_N - 1, _N),
    "shared-with-text-around": (_N, _T), "shared-with-display-type": (_T, _P),
    "fills-its-column": (_P, len(COLUMNS)),
}  # fmt: skip
"""The numbers that are hidden together: their columns."""


def reasons(nets: Nets, views: Views, line: int, best: int, second: int) -> list[tuple[str, float]]:
    """What speaks for one label of a line (index in `views`) against another (both indices of `chain.TAGS`)."""
    if not len(views.numbers):
        return []
    low = max(0, line - AROUND)
    at = line - low
    window = views.codes[low : line + AROUND + 1]
    codes, numbers = nets.codes(window), views.numbers[low : line + AROUND + 1]

    def margin(codes: np.typing.NDArray[np.intp], numbers: Floats, at: int) -> float:
        row = nets.scores_of(codes, numbers)[at]
        return float(row[best] - row[second])

    whole = margin(codes, numbers, at)
    found = [
        (name, whole - margin(hidden_codes, hidden_numbers, where))
        for name, hidden_codes, hidden_numbers, where in _hidden(codes, numbers, at, nets.none)
    ]
    return [(_named(name, window[at]), weight) for name, weight in found]


def _named(name: str, line: tuple[str, ...]) -> str:
    return f"{name}={line[FIELDS.index(name)]}" if name in FIELDS else name


def _hidden(
    codes: np.typing.NDArray[np.intp], numbers: Floats, at: int, none: int
) -> Iterator[tuple[str, np.typing.NDArray[np.intp], Floats, int]]:
    for k, field in enumerate(FIELDS):
        changed = codes.copy()
        changed[at, k] = none
        yield field, changed, numbers, at
    for name, (start, stop) in GROUPS.items():
        cleared = numbers.copy()
        cleared[at, start:stop] = 0.0
        yield name, codes, cleared, at
    if at:
        yield "lines-above", codes[at:], numbers[at:], 0
    if at + 1 < len(codes):
        yield "lines-below", codes[: at + 1], numbers[: at + 1], at
