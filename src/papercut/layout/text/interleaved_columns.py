"""Neighbouring columns whose lines an extractor gave by turns, or glued together: `A1 B1 A2 B2 A3B3 A4 B4`.

poppler does so where it takes columns for one table. Each line is given to one of the columns, or cut and given to
several, by a beam search over the block: the columns that read best win. What counts is how well each line goes on from
the one before it in its column (words across the break, pairs of characters that the page holds elsewhere, stops, marks
that are open) and whether it fills the column's measure. The plain reading is scored by the same rules, and it stays
unless another is far better.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from papercut.layout.text.interleaved_lines import Part, Text, columns_of, measures
from papercut.layout.text.interleaved_search import MOST, ColumnSearch, Links, PartialReading

LEAST = 6  # lines of a block in which columns may be woven
MOST_LINES = 6000  # no page of a paper has more; what is longer is left alone
LONGEST = 160  # characters: a longer line is no line of columns, and parts blocks
LONG = 240  # lines of a block at most: of 60 woven blocks the longest has 89
BETTER = 10.0  # by so much another reading must be better than the plain one, and by this share of what that one costs
SHARE = 0.4
EACH = 0.4  # and so much for each line of the block
GATE = 5.0  # so much better must lines go on from the second or third before them, summed over a window
WINDOW = 8  # lines; one such window is enough in a block of
OFTEN = 60  # lines
READ = 6  # lines: where columns are woven, as many that follow one another do not go on,
APART = 1 / 3  # and this share of all that follow one another: 59 of 60 woven blocks of 243 pages have it
WIDE = 3  # lines of a block wide enough to hold two columns,
WIDE_SHARE = 1 / 4  # and this share of its lines, where no line goes on from the second or third before it
HAN = 1.5  # cells to a character at least: more than half of them are two cells wide
MEASURES = 4  # that are tried in a block, of its own and as many of the page


def find_woven(texts: Sequence[str], raws: Sequence[str]) -> list[tuple[int, int, list[list[Part]]]]:
    """The blocks `(first, last + 1, columns)` of a page in which columns are woven; `texts` are the page's lines, and
    `raws` the same lines before any character was rewritten, which tells their widths. A column is parts of lines:
    `(line, start, end)`, in visible characters. Each visible character of the block is in one part.
    """
    if not LEAST <= len(texts) <= MOST_LINES:
        return []
    blocks = list(_blocks(texts))
    if not blocks:
        return []
    lines = {i: Text(texts[i], raws[i]) for first, stop in blocks for i in range(first, stop)}
    reader = _Reader(list(lines.values()))
    found: list[tuple[int, int, list[list[Part]]]] = []
    for first, stop in blocks:
        rows = [lines[i] for i in range(first, stop)]
        if reader.may_be_woven(rows) and (columns := reader.unweave(rows)):
            found.append((first, stop, [[(first + i, a, b) for i, a, b in column] for column in columns]))
    return found


def _blocks(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    first = 0
    for i in range(len(texts) + 1):
        if i == len(texts) or len(texts[i]) > LONGEST or not texts[i].strip():
            if LEAST <= i - first <= LONG:
                yield first, i
            first = i + 1


class _Reader:
    """Reads the blocks of one page."""

    def __init__(self, lines: Sequence[Text]) -> None:
        self.links = Links(lines)
        self.search = ColumnSearch(self.links)
        self.measures = measures(lines)

    def may_be_woven(self, rows: Sequence[Text]) -> bool:
        """A cheap look: many lines do not go on from one another, and do from those two or three before them, or are
        wide enough for two columns. Of letters, as many as you like fill a measure: there widths tell nothing."""
        if sum(row.width.most for row in rows) < HAN * sum(len(row.text) for row in rows):
            return False
        plain = [self.links.link(a.text, b.text) for a, b in pairwise(rows)]
        read = _sums([-gain for gain in plain], READ)
        if sum([apart > 0 for apart in read]) < APART * len(read):
            return False
        least = min(self.measures[:MEASURES], default=LONGEST)
        if sum([row.width.least >= 2 * least - 2 for row in rows]) >= max(WIDE, WIDE_SHARE * len(rows)):
            return True
        better = 0
        for step in (2, 3):
            apart = [self.links.link(a.text, b.text) for a, b in zip(rows, rows[step:], strict=False)]
            sums = _sums([a - b for a, b in zip(apart, plain[step - 1 :], strict=True)], WINDOW)
            better += sum([gain >= GATE for gain in sums])
        return better >= max(1, len(rows) / OFTEN)

    def unweave(self, rows: Sequence[Text]) -> list[list[Part]] | None:
        """The columns of a block, or None where it is read best as it stands."""
        own = [*measures(rows, 2)[:MEASURES]]
        own += [m for m in self.measures[:MEASURES] if all(abs(m - n) > 2 for n in own)]
        narrow = [m for m in own if not _is_several(m, own)]
        if not narrow:
            return None
        plain = self.search.plain(rows, own)
        least = plain + max(BETTER, -SHARE * plain, EACH * len(rows))
        way: PartialReading | None = self.search.best(rows, narrow, least)
        parts: list[tuple[Part, ...]] = []
        while way and way.before:
            parts.append(way.parts)
            way = way.before
        parts.reverse()
        return columns_of(parts) if parts and self.reads_better(rows, parts) else None

    def reads_better(self, rows: Sequence[Text], parts: Sequence[tuple[Part, ...]]) -> bool:
        """Whether it is the words that gain, and not widths alone."""
        gain = -sum(self.links.link(a.text, b.text) for a, b in pairwise(rows))
        last: dict[int, str] = {}
        for row, given in zip(rows, parts, strict=True):
            for key, start, stop in given:
                text = row.text[start:stop]
                gain += self.links.link(last[key], text) if key in last else 0.0
                gain -= self.links.seam(row, start, stop) if stop < len(row.text) else 0.0
                last[key] = text
        return gain >= max(BETTER, EACH * len(rows))


def _is_several(measure: int, others: Sequence[int]) -> bool:
    """Whether a width is that of several columns, glued together."""
    return any(n < measure and abs(measure - k * n) <= k for n in others for k in range(2, MOST + 1))


def _sums(gains: Sequence[float], window: int) -> list[float]:
    """The sums of all windows, no single gain counted for more than 4."""
    sums = [0.0]
    for gain in gains:
        sums.append(sums[-1] + max(-4.0, min(4.0, gain)))
    size = min(window, len(gains))
    return [sums[i] - sums[i - size] for i in range(size, len(sums))]
