"""The chance of each label of each line of a page, where nothing else is asked: forward-backward, all labels at once.

The same model as in `label_chain`, which finds the best path too, and leaves labels out that nothing speaks for. Here
all are kept, and a line is a few products of small matrices.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from papercut.solver.lines.label_chain import TAGS, Steps

SCALED = 4
"""After so many lines the numbers are brought back to a sum of one, before they come near to nothing."""

Chances = np.typing.NDArray[np.float64]


def chances(scores: Sequence[Sequence[float]] | np.typing.NDArray[np.floating], steps: Steps) -> Chances:
    """A row a line: the chance of each of `TAGS`, from the score of each in nats."""
    given: Chances = np.asarray(scores, np.float64).reshape(-1, len(TAGS))
    count = len(given)
    if not count:
        return given
    factors = np.exp(given - given.max(axis=1, keepdims=True))
    step = np.exp(np.asarray(steps.weights, np.float64))
    into = step * factors[:, None, :]  # from each label of a line before to each of the line
    forward: Chances = np.empty_like(factors)
    backward: Chances = np.empty_like(factors)
    row = forward[0] = factors[0]
    for k in range(1, count):
        row = np.dot(row, into[k], out=forward[k])
        if k % SCALED == 0:
            row /= row.sum()
    row = backward[-1]
    row.fill(1.0)
    for k in range(count - 1, 0, -1):
        row = np.dot(into[k], row, out=backward[k - 1])
        if k % SCALED == 0:
            row /= row.sum()
    forward *= backward
    forward /= forward.sum(axis=1, keepdims=True)
    return forward
