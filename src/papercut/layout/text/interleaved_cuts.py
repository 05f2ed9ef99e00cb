"""Where lines that hold parts of several columns may be cut (`papercut.layout.text.interleaved_columns`)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from papercut.layout.text.interleaved_lines import Text

INDENT = 4  # cells
OFF = 2  # cells by which a full line may miss its measure, besides what its marks leave open
UNFIT = 100  # cells: by so much a line misses that cannot be cut
WAYS = 2  # ways to cut a line that are tried

Measures = tuple[int, ...]
"""The cells that a line of each column fills, from left to right."""


class LineCuts:
    """Where one line may be cut. `added` is what the search worked out for its parts: settings share most of it."""

    def __init__(self, row: Text) -> None:
        self.row = row
        self.gaps = sorted(row.gaps)
        self.known: dict[Measures, list[tuple[int, ...]]] = {}
        self.found: dict[tuple[Measures, int], list[tuple[tuple[int, ...], int]]] = {}
        self.fitting: dict[tuple[Measures, int], bool] = {}
        self.fitting_some: dict[Measures, bool] = {}
        self.nearest: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self.added: dict[tuple[int, int, int, int], tuple[float, int]] = {}

    def ways(self, measures: Measures) -> list[tuple[int, ...]]:
        """Where the line may end in each of the columns from its first on; nothing if it is wider than they are."""
        ways = self.known.get(measures)
        if ways is None:
            told = sorted(self.parts(measures, 0), key=lambda way: way[1])[:WAYS]
            ways = self.known[measures] = [stops for stops, _ in told]
        return ways

    def fits_some(self, measures: Measures) -> bool:
        """Whether the line, begun in one of the columns, can be cut so that no part is wider than its column."""
        known = self.fitting_some.get(measures)
        if known is None:
            known = self.fits(measures, 0) or (len(measures) > 1 and self.fits_some(measures[1:]))
            self.fitting_some[measures] = known
        return known

    def fits(self, measures: Measures, at: int) -> bool:
        """Whether the line can be cut so from a character on, begun in the first of the columns."""
        if not measures:
            return False
        key = (measures, at)
        known = self.fitting.get(key)
        if known is None:
            row, m = self.row, measures[0]
            known = row.least[-1] - row.least[at] <= m + 1
            known = known or any(self.fits(measures[1:], -stop) for _, stop in self.near(m, at))
            self.fitting[key] = known
        return known

    def parts(self, measures: Measures, at: int) -> list[tuple[tuple[int, ...], int]]:
        """The ways to cut the line from a character on, each with the cells by which it misses the measures."""
        if not measures:
            return []
        key = (measures, at)
        out = self.found.get(key)
        if out is not None:
            return out
        row, m = self.row, measures[0]
        if row.least[-1] - row.least[at] <= m + 1:
            out = [((len(row.text),), 0)]
            if len(measures) > 1 and self.gaps and not at:  # a full line, and the short last one of the next column
                near = self.near_of(m, at, self.gaps)
                out += [((-stop, len(row.text)), off) for off, stop in near if -stop < len(row.text)]
        else:
            near = self.near(m, at)
            out = [
                ((-stop, *stops), off + more)
                for off, stop in near
                for stops, more in self.parts(measures[1:], -stop)
            ] or ([] if near else [((len(row.text),), UNFIT)])
        self.found[key] = out
        return out

    def near(self, m: int, at: int) -> list[tuple[int, int]]:
        """The places at which a part from a character on fills the measure, at spaces if any of them is such a place:
        the nearest first, the cells by which it misses it, and minus the place."""
        key = (m, at)
        out = self.nearest.get(key)
        if out is None:
            out = self.near_of(m, at, self.gaps) or self.near_of(m, at, range(at + 1, len(self.row.text)))
            self.nearest[key] = out
        return out

    def near_of(self, m: int, at: int, places: Sequence[int]) -> list[tuple[int, int]]:
        """The same, of these places."""
        row = self.row
        fulls = (m, m - INDENT) if at == 0 else (m,)
        least, most = row.least[at], row.most[at]
        begin = max(at + 1, bisect_left(row.most, most + fulls[-1] - OFF))
        end = bisect_right(row.least, least + m + OFF)
        out: list[tuple[int, int]] = []
        for stop in places[bisect_left(places, begin) : bisect_left(places, end)]:
            low, high = row.least[stop] - least, row.most[stop] - most
            off = min([max(0, low - full, full - high) for full in fulls])
            if off <= OFF:
                out.append((off, -stop))
        return sorted(out)[:WAYS]
