"""Which column of vertical text goes on from which, where an extractor gave them from left to right.

pdfminer takes each column for a box and sorts the boxes of a part of the page by their left edges. So columns come
backwards, and where texts stand one above the other, those of all of them by turns: read from the end of the file, a
column most often goes on from the one that has waited longest. A beam search reads the columns so. At each of them it
decides whether the column begins a text or goes on from one of those that are open, and which of them have ended.

The costs of the search below were set by hand, on synthetic pages and five of the benchmark.
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
PART = 4.0
"""What it costs that another part of the page begins: all texts that are open go on elsewhere,"""
FIRST = -0.5
"""and its first columns may well stand within a sentence; nats."""
MUCH, LITTLE = 6.0, -8.0
"""No pair of columns speaks for or against itself by more."""
LEAST = 12
"""Fewer columns are left alone: they may be headlines, of which none goes on from another."""
BACKWARDS = 0.15
"""So much better, in nats a column, the columns must go on in chains than as they stand."""

Open = tuple[int, ...]


class Reading(NamedTuple):
    """The columns up to one: the texts that are open, by their last columns, that which has waited longest first;
    whether a part of the page has just begun, none of whose texts has gone on yet; the column from which the last one
    goes on, or -1; and what came before it."""

    score: float
    open: Open
    begun: bool
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
    plain = sum(max(0.0, weighed.pairs[i, i + 1]) for i in range(len(texts) - 1))
    before: dict[int, int] = {}
    at: Reading | None = found
    for column in range(len(texts)):
        assert at is not None
        if at.goes_on_from >= 0:
            before[column] = at.goes_on_from
        at = at.before
    gain = sum(max(0.0, weighed.pairs[old, new]) for new, old in before.items())
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
    readings = [Reading(0.0, (), True, -1, None)]
    for column in range(count - 1, -1, -1):
        found: dict[tuple[Open, bool], Reading] = {}
        for reading in readings:
            for made in _steps(reading, column, weighed):
                key = made.open, made.begun
                if key not in found or found[key].score < made.score:
                    found[key] = made
        readings = sorted(found.values(), key=lambda way: -way.score)[:BEAM]
    return max(readings, key=lambda way: way.score + sum(weighed.ends[last] for last in way.open))


def _steps(reading: Reading, column: int, weighed: Weighed) -> list[Reading]:
    """All that a column may be after a reading. Texts that have waited longer than the one it goes on from have ended,
    and so may those before it when it begins one."""
    waiting, begun = reading.open, reading.begun
    score = reading.score
    begins = max(weighed.begins[column], FIRST) if begun else weighed.begins[column]
    out = [Reading(score + FIRST - PART, (column,), True, -1, reading)]
    for k in range(len(waiting) + 1):
        if len(waiting) - k < MOST_OPEN:
            out.append(Reading(score + begins, (*waiting[k:], column), begun and not k, -1, reading))
        if k == len(waiting):
            break
        last = waiting[k]
        pair = weighed.pairs.get((last, column))
        if pair is not None:
            gain = pair + weighed.within[column] + weighed.stays[last]
            out.append(Reading(score + gain - SKIPPED * k, (*waiting[k + 1 :], column), False, last, reading))
        score += weighed.ends[last]
    return out
