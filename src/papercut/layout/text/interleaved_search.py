"""Which stream each line of a block goes to, where columns are woven: the beam search of
`papercut.layout.text.interleaved_columns`.

Many readings that are kept hold the same streams, so what comes of giving a part of a line to a stream is worked out
once for all of them (`BeamSearch.trials`); a stream's place in a reading is a number, and a reading is put together
only once it is among those that are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from operator import add, itemgetter
from typing import NamedTuple

from papercut.languages.common_words import word_across
from papercut.layout.text.interleaved_streams import ENDED, KINDS, PAIRS, Part, Stream, Text, cuttable, read_marks
from papercut.layout.text.split_lines import CLOSED, OPENING

STEPS = 12_000  # trials on one page, a tenth of a second or so; then the rest is left alone
BEAM = 8  # readings that are kept from line to line,
FAR = 10.0  # none of them so much worse than the best
OPEN = 6.0  # what it costs to open another stream,
CLOSE = 2.0  # to close one,
SKIP = 2.0  # to leave one out in a row,
CHANGE = 3.0  # to go on in another measure,
GLUE = 3.0  # and to cut a line
INDENT = 4  # cells
TAIL = 3  # characters of a stream that are looked at

_STOP, _LOOK = 8, 40  # bits: a line is shorter than 2 ** _STOP, and there are fewer streams than 2 ** (_LOOK - _STOP)
_score = itemgetter(0)


class PartialReading(NamedTuple):
    """A reading of the lines so far: the streams in the order of a row, each with its key and its state, the one read
    last, how many there have been, the parts of the line it is at, and what came before that line."""

    score: float
    keys: tuple[int, ...]
    states: tuple[int, ...]
    last: int
    opened: int
    parts: tuple[Part, ...]
    before: PartialReading | None


Move = tuple[int, int, bool, int, float, tuple[int, ...], tuple[int, ...]]
"""What a reading may do next: the place of the stream that gets some of the line, how many before it are closed,
whether it is a fresh one, its state, what the move gains, and how the streams to its left and right look."""

Trial = tuple[int, float, float, float, float, int, int]
"""What comes of giving a part of a line to a stream: a number for where the part ends and how the stream then looks;
what is gained by the link, by the widths and by the marks, and what the cut costs; the stream's new state; and where
the part ends."""

Found = tuple[float, PartialReading, Move, Trial]


class Links:
    """How well the lines of one page go on from one another."""

    def __init__(self, lines: Sequence[Text]) -> None:
        self.pairs = Counter(chain.from_iterable([map(add, line.text, line.text[1:]) for line in lines]))
        self.known: dict[tuple[str, str], float] = {}

    def link(self, before: str, after: str, inside: int = 0) -> float:
        """How well `after` goes on from `before`; with `inside` the two stand on one line as it is."""
        key = (before[-TAIL:], after[:TAIL])
        if not inside:
            known = self.known.get(key)
            if known is not None:
                return known
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
            gain = PAIRS[word_across(before, after)][min(3, max(0, self.pairs[a + b] - inside))]
        if not inside:
            self.known[key] = gain
        return gain

    def seam(self, row: Text, start: int, stop: int) -> float:
        """How well a line goes on at a place where it may be cut."""
        if stop not in row.seams:
            row.seams[stop] = max(-2.0, min(3.0, self.link(row.text[start:stop], row.text[stop:], 1)))
        return row.seams[stop]


class BeamSearch:
    """Reads the blocks of one page."""

    def __init__(self, links: Links) -> None:
        self.links = links
        self.steps = 0
        self.own: list[int] = []
        self.fresh: list[tuple[int, int]] = []
        # each state that a stream has been in; those that differ in nothing but open marks look alike
        self.streams: list[Stream] = []
        self.looks: list[int] = []
        self.state_of: dict[Stream, int] = {}
        self.look_of: dict[tuple[str, int, int, int], int] = {}

    def search(self, rows: Sequence[Text], streams: int, measures: Sequence[int]) -> PartialReading | None:
        """The best reading of a block with at most so many streams at once; None once there were too many trials."""
        self.own = list(measures)
        self.fresh = [(m, self.state(Stream("", m, 0, 0, (-1,) * len(KINDS)))) for m in measures]
        ways = [PartialReading(0.0, (), (), 0, 0, (), None)]
        for row in rows:
            known: dict[tuple[int, int], list[Trial]] = {}
            around: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {}
            best: dict[int, Found] = {}
            begun = [PartialReading(way.score, way.keys, way.states, way.last, way.opened, (), way) for way in ways]
            for _ in range(streams):
                cut: dict[int, Found] = {}
                for way in begun:
                    start = way.parts[-1][2] if way.parts else 0
                    score = way.score
                    for move in self.moves(way, row, start, streams):
                        _, _, _, state, gain, left, right = move
                        trials = known.get((state, start))
                        if trials is None:
                            trials = known[state, start] = self.trials(state, row, start, streams)
                        self.steps += len(trials)
                        base = around.setdefault((left, right), len(around)) << _LOOK
                        kept = best  # the first trial takes all that is left of the line
                        for trial in trials:
                            code, link, fit, agree, cost, _, _ = trial
                            value = score + (gain + link + fit + agree) - cost
                            code += base
                            old = kept.get(code)
                            if old is None or old[0] < value:
                                kept[code] = (value, way, move, trial)
                            kept = cut
                begun = _best(cut)
                if self.steps > STEPS:
                    return None
            ways = _best(best)
        return ways[0]

    def state(self, stream: Stream) -> int:
        """The number of a stream's state."""
        found = self.state_of.get(stream)
        if found is None:
            found = self.state_of[stream] = len(self.streams)
            self.streams.append(stream)
            self.looks.append(self.look_of.setdefault(stream[:4], len(self.look_of)))
        return found

    def moves(self, way: PartialReading, row: Text, start: int, most: int) -> list[Move]:
        """Which stream the rest of a line may be given to, or a beginning of the rest."""
        keys, states, count = way.keys, way.states, len(way.keys)
        looks = tuple([self.looks[state] for state in states])
        done = [key for key, _, _ in way.parts]
        out: list[Move] = []
        for step in range(1, count + 1):
            at = (way.last + step) % count
            if keys[at] in done:
                continue
            # all streams in between are left out of this row, or have come to their end
            out.append((at, 0, False, states[at], -SKIP * (step - 1), looks[:at], looks[at + 1 :]))
            if step > 1:
                stop = at + count - step + 1
                if not done or all(key not in done for key in (keys + keys)[at:stop]):
                    right = (looks + looks)[at + 1 : stop]
                    out.append((at, step - 1, False, states[at], -CLOSE * (step - 1), (), right))
        if count < most:
            at = way.last + 1 if count else 0
            rest = row.most[-1] - row.most[start] + INDENT
            for m, state in self.fresh:
                if rest >= m - 1 or m == self.own[0]:
                    out.append((at, 0, True, state, -OPEN if count else 0.0, looks[:at], looks[at:]))
        return out

    def trials(self, state: int, row: Text, start: int, most: int) -> list[Trial]:
        """Give the rest of a line to a stream, or a beginning of it that fills the stream."""
        stream = self.streams[state]
        stops = self.cuts(stream, row, start) if most > 1 else []
        return [self.add(stream, row, start, stop) for stop in (len(row.text), *stops)]

    def cuts(self, stream: Stream, row: Text, start: int) -> list[int]:
        """Where a line may be cut so that its beginning is a line of the stream."""
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

    def add(self, stream: Stream, row: Text, start: int, stop: int) -> Trial:
        """Give a part of a line to a stream."""
        tail, m, held, filled, marks = stream
        text = row.text[start:stop]
        least, most = row.least[stop] - row.least[start], row.most[stop] - row.most[start]
        over = least > m + 1
        indented = most < m - 1 <= most + INDENT and least + INDENT <= m + 1
        link, fit, agree, cost = 0.0, 0.0, 0.0, 0.0
        if not tail:
            fit = -4.0 if over else 0.0
            indent = INDENT if indented else 0
        else:
            link = self.links.link(tail, text)
            full = filled >= m - 1
            whole = start == 0 and stop == len(row.text)
            if whole and not full and not over and held + least <= m + 1 and cuttable(tail, text):
                # a piece of the same line, which was cut behind a mark
                least, most, indent = held + least, filled + most, 0
                fit = -0.5
            else:
                ended = tail[-1] in ENDED
                indent = INDENT if ended and indented else 0
                fit = 1.2 if indent else 0.0
                if not full:
                    fit += (0.3 if indent else -0.7) if ended else -3.0
                if over:
                    fit -= 4.0
                if fit <= -CHANGE:
                    m = min(self.own, key=lambda n: (abs(n - most), n))
                    fit = -CHANGE
        if row.marked:
            marks, agree = read_marks(marks, text)
        if stop < len(row.text):
            cost = GLUE + self.links.seam(row, start, stop) - (2.0 if stop in row.gaps else 0.0)
        state = self.state(Stream((tail + text)[-TAIL:], m, least + indent, most + indent, marks))
        return (self.looks[state] << _STOP) + stop, link, fit, agree, cost, state, stop


def _best(found: Mapping[int, Found]) -> list[PartialReading]:
    kept = sorted(found.values(), key=_score, reverse=True)[:BEAM]
    return [_way(*one) for one in kept if one[0] >= kept[0][0] - FAR]


def _way(score: float, way: PartialReading, move: Move, trial: Trial) -> PartialReading:
    """The reading that a trial leads to."""
    _, keys, states, _, opened, parts, before = way
    at, closed, fresh, *_ = move
    *_, state, stop = trial
    if fresh:
        keys, states = (*keys[:at], opened, *keys[at:]), (*states[:at], state, *states[at:])
        opened += 1
    elif closed:
        end = at + len(keys) - closed
        keys, states = (keys + keys)[at:end], (state, *(states + states)[at + 1 : end])
        at = 0
    else:
        states = (*states[:at], state, *states[at + 1 :])
    part = (keys[at], parts[-1][2] if parts else 0, stop)
    return PartialReading(score, keys, states, at, opened, (*parts, part), before)
