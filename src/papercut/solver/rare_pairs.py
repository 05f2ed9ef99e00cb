"""What the lines of a page share with the text around them: rare pairs of characters, near and far.

A headline shares its rarest pairs with the story that follows, a subhead with the text on both sides, and where a
story begins little is shared across the break. Nothing has to be known of the language: rare is what few lines hold.
All lines are looked at together; the work grows with the number of characters, not with lines times window.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

TOPIC = (
    "rare", "rare-soon", "rare-just-now", "rare-ahead", "rare-behind", "rare-elsewhere",
    "shared-4", "shared-much-4", "shared-10", "shared-much-10", "shared-25", "shared-much-25",
    "with-text-after", "shared-around",
)  # fmt: skip
"""The columns of `shared_pairs`."""

_NEAR, _FAR = 12, 40
_WINDOWS = (4, 10, 25)
_AROUND = 10
_FEWEST = 4
"""A pair that this many lines hold is rare however short the page is; on a longer one, a tenth of the lines may."""
_HAN, _AFTER_HAN = 0x3400, 0xFF00


class Pairs(NamedTuple):
    """Each occurrence of a rare pair of Han characters: its line, the pair, what it is worth; sorted by pair and line,
    no pair twice on a line."""

    line: NDArray[np.int64]
    pair: NDArray[np.int64]
    worth: NDArray[np.float64]


def shared_pairs(n: int, found: Pairs) -> Floats:
    """For each of `n` lines (rows) the columns of `TOPIC`, each about 0 to 1."""
    out = np.zeros((n, len(TOPIC)), np.float32)
    line, pair, worth = found
    if not len(line):
        return out
    # occurrences stand sorted by pair, then line: the one before and the one after of the same pair are neighbours
    same = pair[1:] == pair[:-1]
    step = line[1:] - line[:-1]
    ahead = np.full(len(line), n + _FAR)
    ahead[:-1][same] = step[same]
    behind = np.full(len(line), n + _FAR)
    behind[1:][same] = step[same]

    def summed(which: NDArray[np.bool_]) -> NDArray[np.float64]:
        return np.bincount(line[which], weights=worth[which], minlength=n).astype(np.float64)

    total = summed(np.ones(len(line), bool))
    out[:, 0] = np.log1p(total) / 3
    parts = (
        ahead <= _NEAR, behind <= _NEAR, ahead <= _FAR, behind <= _FAR, (ahead > _FAR) & (behind > _FAR),
    )  # fmt: skip
    for k, which in enumerate(parts, 1):
        out[:, k] = summed(which) / (total + 3)
    link = np.flatnonzero(same)
    first, second, value = line[link], line[link + 1], worth[link]
    for k, window in enumerate(_WINDOWS):
        shared = _ranges(n, np.maximum(first + 1, second - window + 1), np.minimum(second, first + window), value)
        before = _before(n, line, ahead, worth, window)
        after = _after(n, line, behind, worth, window)
        out[:, 6 + 2 * k] = shared / (np.minimum(before, after) + 5)
        out[:, 7 + 2 * k] = np.log1p(shared) / 3
    soon = ahead <= _AROUND
    out[:, 12] = summed(soon) / (total + 3)
    # shared by the lines before and after one, whatever the line itself holds
    around = _ranges(n, np.maximum(first + 1, second - _AROUND), np.minimum(second - 1, first + _AROUND), value)
    out[:, 13] = (around + summed(soon & (behind <= _AROUND))) / 10
    return out


def distinct(values: NDArray[Any]) -> NDArray[Any]:
    """The different values, in order. `numpy.unique` imports masked arrays, a tenth of the time of a start."""
    found = np.sort(values)
    kept = np.ones(len(found), bool)
    kept[1:] = found[1:] != found[:-1]
    return found[kept]


def rare_pairs(texts: Sequence[str]) -> Pairs:
    """The pairs that more than one line holds and few do."""
    n = len(texts)
    chars = np.frombuffer("\n".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    lines = np.cumsum(chars == 10)
    han = (chars >= _HAN) & (chars < _AFTER_HAN)
    at = np.flatnonzero(han[:-1] & han[1:])
    key = distinct((chars[at] << 40 | chars[at + 1] << 20) | np.minimum(lines[at], (1 << 20) - 1))
    pair, line = key >> 20, key & ((1 << 20) - 1)
    if not len(pair):
        return Pairs(line, pair, np.zeros(0))
    begins = np.flatnonzero(np.concatenate([[True], pair[1:] != pair[:-1]]))
    count = np.diff(np.concatenate([begins, [len(pair)]]))
    every = np.repeat(count, count)
    keep = (every >= 2) & (every <= max(_FEWEST, n // 10))
    return Pairs(line[keep], pair[keep], log(n) - np.log(every[keep]))


def _ranges(n: int, low: NDArray[np.int64], high: NDArray[np.int64], value: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sum for each line of the values whose range (both ends included) holds it."""
    keep = high >= low
    low, high, value = low[keep], high[keep], value[keep]
    steps = np.bincount(low, weights=value, minlength=n + 2)[: n + 2]
    steps -= np.bincount(np.minimum(high + 1, n + 1), weights=value, minlength=n + 2)[: n + 2]
    return np.maximum(np.cumsum(steps)[:n], 0.0)


def _before(
    n: int, line: NDArray[np.int64], ahead: NDArray[np.int64], worth: NDArray[np.float64], window: int
) -> NDArray[np.float64]:
    """What the different pairs of the `window` lines before each line are worth."""
    return _ranges(n, line + 1, np.minimum(line + np.minimum(ahead, window), n - 1), worth)


def _after(
    n: int, line: NDArray[np.int64], behind: NDArray[np.int64], worth: NDArray[np.float64], window: int
) -> NDArray[np.float64]:
    """The same of the `window` lines from each line on."""
    return _ranges(n, np.maximum(line - np.minimum(behind, window) + 1, 0), line, worth)
