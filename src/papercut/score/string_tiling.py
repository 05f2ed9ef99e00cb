"""Greedy string tiling: what two texts have in common, wherever it stands in either.

M. J. Wise, "String similarity via greedy string tiling and running Karp-Rabin matching", University of Sydney, 1993:
of all common stretches the longest is taken, then the longest of what is left, until none is long enough.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator

SHORTEST = 5
"""Characters of the shortest tile. Anything shorter stands in several places by chance."""

COMMON = 64
"""Beginnings of tiles that the text holds more often than this are passed over: they are no guide, and cost time."""


class Tiling:
    """The stretches that a page and a text have in common, the longest first, each character of either side once.

    `free_page` marks the characters of the page that may be used (1) or not (0); without it all may.
    """

    def __init__(self, page: str, text: str, free_page: bytearray | None = None) -> None:
        self.page, self.text = page, text
        self.free_page = free_page if free_page is not None else bytearray(b"\1") * len(page)
        self.free_text = bytearray(b"\1") * len(text)

    def lay(self) -> Iterator[tuple[int, int, int]]:
        """`(index in the page, position in the text, length)` of each tile."""
        heap = [(-length, i, p) for i, p, length in self._all()]
        heapq.heapify(heap)
        while heap:
            length, i, p = heapq.heappop(heap)
            parts = list(self._free(i, p, -length))
            if parts == [(i, p, -length)]:
                self.free_page[i : i - length] = bytes(-length)
                self.free_text[p : p - length] = bytes(-length)
                yield parts[0]
            else:
                for i, p, size in parts:
                    heapq.heappush(heap, (-size, i, p))

    def _all(self) -> Iterator[tuple[int, int, int]]:
        """Every common stretch that can be made no longer at either end."""
        page, text = self.page, self.text
        starts: dict[str, list[int]] = defaultdict(list)
        for p in range(len(text) - SHORTEST + 1):
            starts[text[p : p + SHORTEST]].append(p)
        for i in range(len(page) - SHORTEST + 1):
            found = starts.get(page[i : i + SHORTEST], ())
            if not self.free_page[i] or len(found) > COMMON:
                continue
            for p in found:
                # the one a character before covers it
                if i and p and page[i - 1] == text[p - 1] and self.free_page[i - 1]:
                    if len(starts.get(page[i - 1 : i + SHORTEST - 1], ())) <= COMMON:
                        continue
                yield i, p, _common_length(page, text, i, p)

    def _free(self, i: int, p: int, length: int) -> Iterator[tuple[int, int, int]]:
        """The parts of a stretch, long enough, of which neither side is used."""
        start = None
        for k in range(length + 1):
            free = k < length and self.free_page[i + k] and self.free_text[p + k]
            if free and start is None:
                start = k
            elif not free and start is not None:
                if k - start >= SHORTEST:
                    yield i + start, p + start, k - start
                start = None


def _common_length(page: str, text: str, i: int, p: int) -> int:
    """How far two texts go on alike from `i` and `p`."""
    length, step = SHORTEST, 32
    end = min(len(page) - i, len(text) - p)
    while length + step <= end and page[i + length : i + length + step] == text[p + length : p + length + step]:
        length += step
    while length < end and page[i + length] == text[p + length]:
        length += 1
    return length
