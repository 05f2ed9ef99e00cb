"""Which column of vertical text goes on from which, where an extractor gave them from left to right.

pdfminer takes each column for a box and sorts the boxes of a part of the page by their left edges. So columns come
backwards, and where texts stand one above the other, those of all of them by turns: read from the end of the file, a
column most often goes on from the one that has waited longest. A beam search reads the columns so. At each of them it
decides whether the column begins a text or goes on from one of those that are open, and which of them have ended.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from papercut.solver.vertical_columns.column_features import end_features, link_features, log_chances, odds

REACH = 16
"""A column goes on from one of so many after it in the file."""
MOST_OPEN = 10
"""So many texts stand one above the other at most."""
MOST = 3000
"""Columns: no page of a newspaper has more; what is longer is left alone."""
BEAM = 40
SKIPPED = 4.0
"""What it costs to pass over a text that has waited longer, in nats, beside what it costs that it has ended."""
MUCH, LITTLE = 6.0, -8.0
"""No pair of columns speaks for or against itself by more."""
LEAST = 6
"""So few columns are left alone."""
BACKWARDS = 0.5
"""So much likelier, in nats a column, the columns must be in chains than as they stand."""

Open = tuple[int, ...]


class Reading(NamedTuple):
    """The columns up to one: the texts that are open, by their last columns, that which has waited longest first; the
    column from which the last one goes on, or -1; and what came before it."""

    score: float
    open: Open
    goes_on_from: int
    before: Reading | None


class Weighed(NamedTuple):
    """What the columns are worth, in nats: `pairs` that the second goes on from the first, against any other two;
    `begins` and `within` that a column begins a text or not, `ends` and `stays` that it ends one or not."""

    pairs: Mapping[tuple[int, int], float]
    begins: Sequence[float]
    within: Sequence[float]
    ends: Sequence[float]
    stays: Sequence[float]


def column_chains(texts: Sequence[str]) -> list[list[int]] | None:
    """The columns (indices of `texts`, which come in the order of the file) in chains, each in its reading order; None
    if the columns stand in order as they are, or are too few or too many."""
    if not LEAST <= len(texts) <= MOST:
        return None
    weighed = weigh(texts)
    found = best_reading(len(texts), weighed)
    plain = sum(weighed.pairs[i, i + 1] for i in range(len(texts) - 1))
    before: dict[int, int] = {}
    at: Reading | None = found
    for column in range(len(texts)):
        assert at is not None
        if at.goes_on_from >= 0:
            before[column] = at.goes_on_from
        at = at.before
    gain = sum(weighed.pairs[old, new] for new, old in before.items())
    if gain - plain < BACKWARDS * len(texts):
        return None
    after = {old: new for new, old in before.items()}
    chains = []
    for first in range(len(texts) - 1, -1, -1):
        if first not in before:
            chain = [first]
            while chain[-1] in after:
                chain.append(after[chain[-1]])
            chains.append(chain)
    return chains


def weigh(texts: Sequence[str]) -> Weighed:
    """Weigh all columns, and all pairs of columns that are near."""
    count = len(texts)
    pairs = [(i, j) for i in range(count) for j in (*range(max(0, i - REACH), i), i + 1) if j < count]
    before, after = np.array(pairs, np.intp).T
    # against any other pair that is as near
    gains = odds("link", link_features(texts, before, after)) + np.log(REACH)
    gains = np.clip(gains, LITTLE, MUCH)
    ends = end_features(texts)
    begins, within = log_chances(odds("start", ends))
    ended, stays = log_chances(odds("end", ends))
    return Weighed(
        dict(zip(pairs, gains.tolist(), strict=True)), begins.tolist(), within.tolist(), ended.tolist(), stays.tolist()
    )


def best_reading(count: int, weighed: Weighed) -> Reading:
    """The best reading of all columns, from the last in the file to the first."""
    readings = [Reading(0.0, (), -1, None)]
    for column in range(count - 1, -1, -1):
        found: dict[Open, Reading] = {}
        for reading in readings:
            for made in _steps(reading, column, weighed):
                if made.open not in found or found[made.open].score < made.score:
                    found[made.open] = made
        readings = sorted(found.values(), key=lambda way: -way.score)[:BEAM]
    return max(readings, key=lambda way: way.score + sum(weighed.ends[last] for last in way.open))


def _steps(reading: Reading, column: int, weighed: Weighed) -> list[Reading]:
    """All that a column may be after a reading. Texts that have waited longer than the one it goes on from have ended,
    and so may those before it when it begins one."""
    out = []
    waiting = reading.open
    score = reading.score
    for k in range(len(waiting) + 1):
        if len(waiting) - k < MOST_OPEN:
            out.append(Reading(score + weighed.begins[column], (*waiting[k:], column), -1, reading))
        if k == len(waiting):
            break
        last = waiting[k]
        pair = weighed.pairs.get((last, column))
        if pair is not None:
            gain = pair + weighed.within[column] + weighed.stays[last]
            cost = SKIPPED * k
            out.append(Reading(score + gain - cost, (*waiting[k + 1 :], column), last, reading))
        score += weighed.ends[last]
    return out
