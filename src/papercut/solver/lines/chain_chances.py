"""The chance of each label of each line of a page, where nothing else is asked: forward-backward, all labels at once.

The same model as in `label_chain`, which finds the best path too, and leaves labels out that nothing speaks for. Here
all are kept, and a line is a few products of small matrices.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from papercut.solver.lines.label_chain import TAGS, Steps

Chances = np.typing.NDArray[np.float64]


def chances(scores: Sequence[Sequence[float]] | np.typing.NDArray[np.floating], steps: Steps) -> Chances:
    """A row a line: the chance of each of `TAGS`, from the score of each in nats."""
    given: Chances = np.asarray(scores, np.float64).reshape(-1, len(TAGS))
    count = len(given)
    if not count:
        return given
    factors = np.exp(given - given.max(axis=1, keepdims=True))
    step = np.exp(np.asarray(steps.weights, np.float64))
    forward: Chances = np.empty_like(factors)
    row = factors[0] / factors[0].sum()
    forward[0] = row
    for k in range(1, count):
        row = (row @ step) * factors[k]
        row /= row.sum()
        forward[k] = row
    after = np.ones(len(TAGS))
    for k in range(count - 2, -1, -1):
        after = step @ (factors[k + 1] * after)
        after /= after.sum()
        forward[k] *= after
    forward /= forward.sum(axis=1, keepdims=True)
    return forward
