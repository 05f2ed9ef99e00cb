"""Why the network gave a line its label: what its score loses when a thing seen of the line is hidden.

Each code, each group of numbers and the lines on either side are hidden in turn, and the line and its surroundings
weighed again (occlusion: Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks", ECCV 2014). The
weights are in nats; since the network is not a sum, they need not add up to the whole.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from papercut.solve.net import Nets, normal
from papercut.solve.numbers import NUMBERS
from papercut.solve.pull import PULL
from papercut.solve.topic import TOPIC, Floats
from papercut.solve.views import COLUMNS, FIELDS, Views

Codes = np.typing.NDArray[np.intp]

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
    names, hidden_codes, hidden_numbers = _hidden(codes[at], numbers[at], nets.none)
    through = [nets.entered(codes, numbers)]
    for block in nets.blocks:
        through.append(block.over(through[-1]))
    rows = list(zip(names, _with(nets, through, at, hidden_codes, hidden_numbers), strict=True))
    if at:
        rows.append(("lines-above", nets.scores_of(codes[at:], numbers[at:])[0]))
    if at + 1 < len(codes):
        rows.append(("lines-below", nets.scores_of(codes[: at + 1], numbers[: at + 1])[at]))
    whole = nets.left(through[-1])[at]
    return [
        (_named(name, window[at]), float(whole[best] - whole[second]) - float(row[best] - row[second]))
        for name, row in rows
    ]


def _with(nets: Nets, through: Sequence[Floats], at: int, codes: Codes, numbers: Floats) -> Floats:
    """The scores of the line `at` with each of these codes and numbers in place of its own.

    `through` are the lines before the first block and after each. A block carries a change as far as its taps reach,
    and of that only what the taps of the blocks after it carry back counts: no more is worked out again.
    """
    n, many, width = through[0].shape[1], len(codes), nets.width
    x = np.repeat(through[0][:, None], many, axis=1)  # networks by variants by lines by width
    x[:, :, at] = nets.entered(codes, numbers)
    changed, needed = 0, sum(block.dilation for block in nets.blocks)
    for block, after in zip(nets.blocks, through[1:], strict=True):
        d = block.dilation
        changed, needed = changed + d, needed - d
        reach = min(changed, needed)
        low, high = max(0, at - reach), min(n, at + reach + 1)
        begin = max(0, low - d)
        h = normal(x[:, :, begin : high + d])
        seen = np.zeros((len(x), many, high - low, 3 * width), np.float32)
        for tap, shift in enumerate((-d, 0, d)):
            first, last = max(0, low + shift), min(n, high + shift)
            if first < last:
                part = seen[:, :, first - shift - low : last - shift - low, tap * width : (tap + 1) * width]
                part[...] = h[:, :, first - begin : last - begin]
        added = block.added(seen.reshape(len(x), -1, 3 * width)) + block.mix_bias
        own = x[:, :, low:high] + added.reshape(len(x), many, high - low, width)
        x = np.repeat(after[:, None], many, axis=1)
        x[:, :, low:high] = own
    return nets.left(x[:, :, at])


def _named(name: str, line: tuple[str, ...]) -> str:
    return f"{name}={line[FIELDS.index(name)]}" if name in FIELDS else name


def _hidden(codes: Codes, numbers: Floats, none: int) -> tuple[list[str], Codes, Floats]:
    """What is hidden of a line, and its codes and numbers without each."""
    names = [*FIELDS, *GROUPS]
    without = np.tile(codes, (len(names), 1))
    cleared = np.tile(numbers, (len(names), 1))
    for k in range(len(FIELDS)):
        without[k, k] = none
    for k, (start, stop) in enumerate(GROUPS.values(), len(FIELDS)):
        cleared[k, start:stop] = 0.0
    return names, without, cleared
