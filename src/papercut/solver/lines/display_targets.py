"""Where on the page the lines that look like display type find what they speak of.

A headline shares its rare pairs of characters with its story, wherever that stands; so the lines of display type
pull at the body text of a page, and the first line of a story is where such a pull begins. `topic` looks at the
lines around a line, this at those that stand far away.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from papercut.solver.rare_pairs import Floats, Pairs

PULL = (
    "pull", "pull-turns", "pull-first-lines", "pull-much", "pull-begins",
    "finds-most", "finds", "finds-below", "finds-above", "as-line-before", "as-line-after", "looks-like-display",
)  # fmt: skip
"""The columns of `display_targets`: five of what pulls at a line, six of what a line of display type finds."""

_NEAR, _FAR, _FIRST = 10, 25, 3
_LITTLE = 1.0
_AT_ONCE = 64
"""Lines of display type that are looked at together: what a long page needs then stays small."""
_SHORTEST, _LONGEST = 3, 40
_CLAUSES = frozenset("，、；")


def looks_like_display(text: str, support: str) -> bool:
    """Whether a line may be display type: short, no sentence, and no column around it (`views._support`)."""
    return support in "x01" and _SHORTEST <= len(text) <= _LONGEST and "。" not in text and text[-1] not in _CLAUSES


def display_targets(display: Sequence[bool], found: Pairs) -> Floats:
    """For each line (row) the columns of `PULL`, each about 0 to 1.

    `display` says which lines look like display type, `found` are the rare pairs of all lines.
    """
    n = len(display)
    out = np.zeros((n, len(PULL)), np.float32)
    looks = np.array(display, bool)
    out[:, 11] = looks
    if not len(found.line) or not looks.any():
        return out
    source, at, worth = _shared(looks, found)
    heads = np.flatnonzero(looks)
    row = np.full(n, -1)
    row[heads] = np.arange(len(heads))
    order = np.argsort(row[source], kind="stable")
    source, at, worth = row[source][order], at[order], worth[order]
    last: NDArray[np.float64] | None = None
    for low in range(0, len(heads), _AT_ONCE):
        own = heads[low : low + _AT_ONCE]
        a, b = np.searchsorted(source, (low, low + len(own)))
        last = _pulls(out, own, (source[a:b] - low) * n + at[a:b], worth[a:b], last, low and heads[low - 1])
    return out


def _shared(looks: NDArray[np.bool_], found: Pairs) -> tuple[NDArray[np.intp], NDArray[np.int64], NDArray[np.float64]]:
    """Each pair that a line of display type shares with one that is none: the two lines, and what it is worth."""
    line, pair = found.line, found.pair
    begins = np.flatnonzero(np.concatenate([[True], pair[1:] != pair[:-1]]))
    count = np.diff(np.concatenate([begins, [len(pair)]]))
    group = np.repeat(np.arange(len(begins)), count)
    own = np.flatnonzero(looks[line])
    many = count[group[own]]
    source = np.repeat(line[own], many)
    offset = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    other = np.repeat(begins[group[own]], many) + offset
    at, worth = line[other], found.worth[other]
    keep = ~looks[at]
    return source[keep], at[keep], worth[keep]


def _pulls(
    out: Floats,
    heads: NDArray[np.intp],
    cells: NDArray[np.int64],
    worth: NDArray[np.float64],
    last: NDArray[np.float64] | None,
    last_line: int,
) -> NDArray[np.float64]:
    """Put into `out` what some lines of display type find; the last one's finds, for the one after it."""
    n, many = len(out), len(heads)
    finds = np.bincount(cells, weights=worth, minlength=many * n).reshape(many, n)
    sums = np.zeros((many, n + 1))
    np.cumsum(finds, axis=1, out=sums[:, 1:])
    total = sums[:, -1:] + 3
    around = np.pad(sums, ((0, 0), (_FAR, _FAR)), mode="edge")

    def between(first: int, stop: int) -> NDArray[np.float64]:
        first, stop = _FAR + first, _FAR + stop
        found: NDArray[np.float64] = around[:, stop : stop + n] - around[:, first : first + n]
        return found

    ahead, behind, far = between(0, _NEAR), between(-_NEAR, 0), between(0, _FAR)
    for column, values in enumerate(
        (
            ahead / total,
            (ahead - behind) / total,
            between(0, _FIRST) / total,
            np.log1p(ahead) / 3,
            np.where(between(-_FAR, 0) < _LITTLE, far, 0) / total,
        )
    ):
        out[:, column] = np.maximum(out[:, column], values.max(axis=0))
    own = np.arange(many)
    out[heads, 5] = (far / total).max(axis=1)
    out[heads, 6] = np.log1p(sums[:, -1]) / 3
    out[heads, 7] = (sums[own, np.minimum(heads + _FAR, n)] - sums[own, heads]) / total[:, 0]
    out[heads, 8] = (sums[own, heads] - sums[own, np.maximum(heads - _FAR, 0)]) / total[:, 0]
    where = ahead + behind
    where /= np.sqrt((where * where).sum(axis=1, keepdims=True)) + 1e-6
    lines = heads
    if last is not None:
        where, lines = np.vstack([last[None], where]), np.concatenate([[last_line], heads])
    alike = np.einsum("ij,ij->i", where[1:], where[:-1]) * (np.diff(lines) <= 2)
    out[lines[1:], 9] = alike
    out[lines[:-1], 10] = alike
    return where[-1]  # type: ignore[no-any-return]
