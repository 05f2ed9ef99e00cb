"""One global assignment of rows to columns at the greatest gain, where either side may stay alone.

Shortest augmenting paths with prices, after R. Jonker and A. Volgenant, "A shortest augmenting path algorithm for
dense and sparse linear assignment problems", Computing 38 (1987). Only pairs that gain something are given, and a row
may always stay alone for nothing, so paths stay short and independent parts of a page never meet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

ALONE = -1
"""The mate of a row that gets no column."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """`mates` holds a column, or `ALONE`, for each row; `prices` what each column is worth to the rows that want it:
    0 for a free column, else what the page's total would lose if the column were given to one row more."""

    mates: tuple[int, ...]
    prices: dict[int, float]
    gain: float

    def price(self, column: int) -> float:
        """The price of a column; one that nobody wanted is free."""
        return self.prices.get(column, 0.0)


def assign(gains: Sequence[Mapping[int, float]]) -> Assignment:
    """Give each row at most one column and each column at most one row, so that the sum of gains is greatest.

    `gains[row]` maps columns to what the pair gains; pairs that gain nothing (0 or less) are never made. Equal sums
    are settled by the order of rows and columns, so that the answer never depends on chance. No number of rows or
    columns is an error; gains must be finite.
    """
    edges = [[(column, -gain) for column, gain in sorted(row.items()) if gain > 0] for row in gains]
    u: list[float] = [0.0] * len(edges)
    v: dict[int, float] = {}
    owner: dict[int, int] = {}
    mates = [ALONE] * len(edges)
    for start, own in enumerate(edges):
        u[start] = min((cost - v.get(column, 0.0) for column, cost in own), default=0.0)
        u[start] = min(0.0, u[start])
        _augment(start, edges, u, v, owner, mates)
    total = sum(gains[row][column] for row, column in enumerate(mates) if column != ALONE)
    return Assignment(tuple(mates), {column: -price for column, price in v.items() if price < 0}, total)


def _augment(
    start: int,
    edges: Sequence[Sequence[tuple[int, float]]],
    u: list[float],
    v: dict[int, float],
    owner: dict[int, int],
    mates: list[int],
) -> None:
    """Find the cheapest way to seat one more row, moving others where that pays, and take it."""
    reached: dict[int, float] = {}
    came: dict[int, int] = {}
    done: list[int] = []
    settled: set[int] = set()
    heap: list[tuple[float, int]] = []
    rows = [(start, 0.0)]
    row, at = start, 0.0
    best, last = -u[start], start  # the cheapest row so far to be left alone
    free = ALONE
    while True:
        for column, cost in edges[row]:
            if column in settled:
                continue
            length = at + cost - u[row] - v.get(column, 0.0)
            if length < reached.get(column, best):
                reached[column] = length
                came[column] = row
                heappush(heap, (length, column))
        while heap and (heap[0][1] in settled or heap[0][0] > reached[heap[0][1]]):
            heappop(heap)
        if not heap or heap[0][0] >= best:
            break
        at, column = heappop(heap)
        if column not in owner:
            best, free = at, column
            break
        settled.add(column)
        done.append(column)
        row = owner[column]
        rows.append((row, at))
        if at - u[row] < best:
            best, last = at - u[row], row
    for column in done:
        v[column] = v.get(column, 0.0) + reached[column] - best
    for row, length in rows:
        u[row] += best - length
    if free == ALONE:
        free, mates[last] = mates[last], ALONE
    while free != ALONE:
        row = came[free]
        owner[free], mates[row], free = row, free, mates[row]
