"""Neighbouring columns whose lines an extractor gave by turns, or glued together: `A1 B1 A2 B2 A3B3 A4 B4`.

poppler does so where it takes columns for one table. Each line is given to one of the streams that are open, or cut and
given to several, by a beam search over the block: the streams that read best win. What counts is how well each line
goes on from the one before it in its stream (words across the break, pairs of characters that the page holds elsewhere,
stops, marks that are open) and whether it fills the stream's measure. The plain reading is one stream, scored by the
same rules, and it stays unless another is far better.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from papercut.languages.words import spans
from papercut.layout.fragments import CLOSED, OPENING
from papercut.layout.streams import ENDED, KINDS, PAIRS, Part, Stream, Text, columns_of, cuttable, measures, read_marks

LEAST = 6  # lines of a block in which columns may be woven
MOST_LINES = 6000  # no page of a paper has more; what is longer is left alone
LONGEST = 160  # characters: a longer line is no line of columns, and parts blocks
LONG = 400  # lines: a longer block is left alone
STEPS = 25_000  # trials on one page, a fifth of a second or so; then the rest is left alone
BEAM = 8  # readings that are kept from line to line,
FAR = 10.0  # none of them so much worse than the best
STREAMS = 4  # columns at once
OPEN = 6.0  # what it costs to open another stream,
CLOSE = 2.0  # to close one,
SKIP = 2.0  # to leave one out in a row,
CHANGE = 3.0  # to go on in another measure,
GLUE = 3.0  # and to cut a line
BETTER = 10.0  # by so much another reading must be better than the plain one, and by this share of what that one costs
SHARE = 0.4
EACH = 0.4  # and so much for each line of the block
GATE = 5.0  # so much better must lines go on from the second or third before them, summed over a window
WINDOW = 8  # lines
READ = 6  # lines: where columns are woven, as many that follow one another do not go on
WIDE = 3  # lines of a block wide enough to hold two columns
INDENT = 4  # cells
MEASURES = 4  # that are tried in a block, of its own and as many of the page


class Way(NamedTuple):
    """A reading of the lines so far: the streams in the order of a row, the one read last, and what came before."""

    score: float
    streams: tuple[Stream, ...]
    last: int
    keys: int
    parts: tuple[Part, ...]
    before: Way | None


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
        self.steps = 0
        self.pairs = Counter(a + b for line in lines for a, b in pairwise(line.text))
        self.known: dict[tuple[str, str], float] = {}
        self.measures = measures(lines)

    def link(self, before: str, after: str, inside: int = 0) -> float:
        """How well `after` goes on from `before`; with `inside` the two stand on one line as it is."""
        key = (before[-3:], after[:3])
        if not inside and key in self.known:
            return self.known[key]
        a, b = before[-1], after[0]
        if b in CLOSED:
            gain = -4.0 if a not in ENDED else -1.5
        elif a in OPENING:
            gain = -3.0
        elif a in "，、,":
            gain = 0.7 if b in OPENING else 0.0
        elif a in ENDED:
            gain = 0.0 if b in OPENING else -0.4
        elif b in OPENING:
            gain = -0.3
        else:
            gain = PAIRS[spans(before, after)][min(3, max(0, self.pairs[a + b] - inside))]
        if not inside:
            self.known[key] = gain
        return gain

    def may_be_woven(self, rows: Sequence[Text]) -> bool:
        """A cheap look: somewhere lines do not go on from one another, and do from those two or three before them, or
        are wide enough for two columns."""
        plain = [self.link(a.text, b.text) for a, b in pairwise(rows)]
        if max(_sums([-gain for gain in plain], READ)) < 0:
            return False
        least = min(self.measures[:MEASURES], default=LONGEST)
        if sum(row.least[-1] >= 2 * least - 2 for row in rows) >= WIDE:
            return True
        for step in (2, 3):
            apart = [self.link(a.text, b.text) for a, b in zip(rows, rows[step:], strict=False)]
            if max(_sums([a - b for a, b in zip(apart, plain[step - 1 :], strict=True)], WINDOW)) >= GATE:
                return True
        return False

    def unweave(self, rows: Sequence[Text]) -> list[list[Part]] | None:
        """The columns of a block, or None where it is read best as it stands."""
        self.own = [*measures(rows, 2)[:MEASURES]]
        self.own += [m for m in self.measures[:MEASURES] if all(abs(m - n) > 2 for n in self.own)]
        if not self.own:
            return None
        plain = self.search(rows, 1)
        # a plain reading that gains reads well enough
        woven = self.search(rows, STREAMS) if plain and plain.score <= 0 else None
        if not plain or not woven or woven.score - plain.score < max(BETTER, -SHARE * plain.score, EACH * len(rows)):
            return None
        parts: list[tuple[Part, ...]] = []
        way: Way | None = woven
        while way and way.before:
            parts.append(way.parts)
            way = way.before
        parts.reverse()
        return columns_of(parts) if self.reads_better(rows, parts) else None

    def reads_better(self, rows: Sequence[Text], parts: Sequence[tuple[Part, ...]]) -> bool:
        """Whether it is the words that gain, and not widths alone."""
        gain = -sum(self.link(a.text, b.text) for a, b in pairwise(rows))
        last: dict[int, str] = {}
        for row, given in zip(rows, parts, strict=True):
            for key, start, stop in given:
                text = row.text[start:stop]
                gain += self.link(last[key], text) if key in last else 0.0
                gain -= self.seam(row, start, stop) if stop < len(row.text) else 0.0
                last[key] = text
        return gain >= max(BETTER, EACH * len(rows))

    def seam(self, row: Text, start: int, stop: int) -> float:
        """How well a line goes on at a place where it may be cut."""
        if stop not in row.seams:
            row.seams[stop] = max(-2.0, min(3.0, self.link(row.text[start:stop], row.text[stop:], 1)))
        return row.seams[stop]

    def search(self, rows: Sequence[Text], streams: int) -> Way | None:
        """The best reading of a block with at most so many streams at once; None once there were too many trials."""
        ways = [Way(0.0, (), 0, 0, (), None)]
        for row in rows:
            best: dict[object, Way] = {}
            begun = [Way(way.score, way.streams, way.last, way.keys, (), way) for way in ways]
            for _ in range(streams):
                cut: dict[object, Way] = {}
                for way in begun:
                    for found in self.read(way, row, streams):
                        stop = found.parts[-1][2]
                        kept = best if stop == len(row.text) else cut
                        key = (stop, found.last, *[s[1:5] for s in found.streams])
                        if key not in kept or kept[key].score < found.score:
                            kept[key] = found
                begun = _best(cut)
                if self.steps > STEPS:
                    return None
            ways = _best(best)
        return ways[0]

    def read(self, way: Way, row: Text, most: int) -> Iterator[Way]:
        """Which stream the rest of a line may be given to, or a beginning of the rest."""
        count = len(way.streams)
        done = {key for key, _, _ in way.parts}
        for step in range(1, count + 1):
            at = (way.last + step) % count
            if way.streams[at].key in done:
                continue
            # all streams in between are left out of this row, or have come to their end
            yield from self.put(way, at, row, most, -SKIP * (step - 1))
            if step > 1:
                rest = tuple(way.streams[(at + k) % count] for k in range(count - step + 1))
                if all(s.key not in done for s in rest):
                    yield from self.put(way._replace(streams=rest), 0, row, most, -CLOSE * (step - 1))
        if count < most:
            at = way.last + 1 if count else 0
            start = way.parts[-1][2] if way.parts else 0
            for m in self.own:
                if row.most[-1] - row.most[start] + INDENT < m - 1 and m != self.own[0]:
                    continue
                new = Stream(way.keys, "", m, 0, 0, (-1,) * len(KINDS))
                opened = way._replace(streams=(*way.streams[:at], new, *way.streams[at:]), keys=way.keys + 1)
                yield from self.put(opened, at, row, most, -OPEN if count else 0.0)

    def put(self, way: Way, at: int, row: Text, most: int, gain: float) -> Iterator[Way]:
        """Give the rest of a line to a stream, or a beginning of it that fills the stream."""
        stream, size = way.streams[at], len(row.text)
        start = way.parts[-1][2] if way.parts else 0
        for stop in (size, *self.cuts(stream, row, start, most)):
            cost = 0.0
            if stop < size:
                cost = GLUE + self.seam(row, start, stop) - (2.0 if stop in row.gaps else 0.0)
            got, gained = self.add(stream, row, start, stop, gain)
            streams = (*way.streams[:at], got, *way.streams[at + 1 :])
            parts = (*way.parts, (stream.key, start, stop))
            yield Way(way.score + gained - cost, streams, at, way.keys, parts, way.before)

    def cuts(self, stream: Stream, row: Text, start: int, most: int) -> list[int]:
        """Where a line may be cut so that its beginning is a line of the stream."""
        if most == 1:
            return []
        wide = row.least[-1] - row.least[start] > stream.measure + 1
        out: list[int] = []
        indent = INDENT if not stream.tail or stream.tail[-1] in ENDED else 0
        for stop in range(start + 1, len(row.text)) if wide else sorted(g for g in row.gaps if g > start):
            least, full = row.least[stop] - row.least[start], row.most[stop] - row.most[start]
            if least > stream.measure + 1:
                break
            fits = full >= stream.measure - 1 or stream.measure - 1 - indent <= full <= stream.measure + 1 - indent
            if fits or row.text[stop - 1] in "。！？”" or stop in row.gaps:
                out.append(stop)
        return out

    def add(self, stream: Stream, row: Text, start: int, stop: int, gain: float) -> tuple[Stream, float]:
        """The stream with a part of a line more, and what that gains."""
        self.steps += 1
        text = row.text[start:stop]
        least, most = row.least[stop] - row.least[start], row.most[stop] - row.most[start]
        m = stream.measure
        over = least > m + 1
        indented = most < m - 1 <= most + INDENT and least + INDENT <= m + 1
        if not stream.tail:
            gain -= 4.0 if over else 0.0
            indent = INDENT if indented else 0
        else:
            gain += self.link(stream.tail, text)
            ended, full = stream.tail[-1] in ENDED, stream.most >= m - 1
            whole = start == 0 and stop == len(row.text)
            if whole and not full and not over and stream.least + least <= m + 1 and cuttable(stream.tail, text):
                # a piece of the same line, which was cut behind a mark
                least, most, indent = stream.least + least, stream.most + most, 0
                gain -= 0.5
            else:
                indent = INDENT if ended and indented else 0
                fit = 1.2 if indent else 0.0
                if not full:
                    fit += (0.3 if indent else -0.7) if ended else -3.0
                if over:
                    fit -= 4.0
                if fit <= -CHANGE:
                    m = min(self.own, key=lambda n: (abs(n - most), n))
                    fit = -CHANGE
                gain += fit
        marks, agree = read_marks(stream.marks, text) if row.marked else (stream.marks, 0.0)
        fresh = Stream(stream.key, (stream.tail + text)[-3:], m, least + indent, most + indent, marks)
        return fresh, gain + agree


def _best(ways: Mapping[object, Way]) -> list[Way]:
    kept = sorted(ways.values(), key=lambda way: -way.score)[:BEAM]
    return [way for way in kept if way.score >= kept[0].score - FAR]


def _sums(gains: Sequence[float], window: int) -> list[float]:
    """The sums of all windows, no single gain counted for more than 4."""
    sums = [0.0]
    for gain in gains:
        sums.append(sums[-1] + max(-4.0, min(4.0, gain)))
    size = min(window, len(gains))
    return [sums[i] - sums[i - size] for i in range(size, len(sums))]
