"""Which column each part of each line belongs to, where columns are woven: the search of
`papercut.layout.text.interleaved_columns`.

An extractor that takes columns for one table gives their lines row by row, from left to right. Lines of a row stand on
one line of text, a space between them, as long as the gap is no wider than a gutter: so only the last of them may be
short, and only the first indented. With the measures of the columns given, it is clear where a line has to be cut; what
is searched for is the column in which each line begins. A row lacks columns that have ended or not yet begun.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain, count, pairwise, permutations
from operator import add, attrgetter
from typing import NamedTuple

from papercut.languages.common_words import word_across
from papercut.layout.text.interleaved_cuts import INDENT, LineCuts, Measures
from papercut.layout.text.interleaved_lines import ENDED, KINDS, PAIRS, Part, Text, cuttable, read_marks
from papercut.layout.text.split_lines import CLOSED, OPENING

BEAM = 24  # readings that are kept from line to line,
FIRST_BEAM = 4  # and while it is not yet clear how many columns there are
FAR = 14.0  # none of them so much worse than the best
COLUMN = 6.0  # what another column costs,
CHANGE = 3.0  # and one in another measure
SKIP = 2.0  # what it costs to leave a column out of a row, once;
SKIPPED = 0.3  # a column that has not begun, or was left out before;
RESUME = 1.0  # to go on in one that was left out;
LATE = 2.0  # what it costs that a column begins with a full line, but in the first row
GLUE = 1.0  # to cut a line,
UNSPACED = 2.0  # and to cut it where it has no space
OVER = 4.0  # to have a line wider than its column
MOST = 8  # columns
CLOSER = 1.0  # by how much for each line a closer look may find a better reading
STEPS = 60_000  # on one page, two seconds or so; what is left then stays as it is
SETTING = 30  # what it takes to find out for each line in which settings it fits, in steps
FEW = {2: 10, 3: 6, 4: 3}  # ways to set so many columns that are tried: where two would fit, three may read better
DEARER = 18.0  # and none that costs so much more than the cheapest by its columns and the lines that do not fit
TAIL = 3  # characters of a column that are looked at


class Column(NamedTuple):
    """A column as far as it is read: its last characters, the cells that its last line fills, which kinds of marks are
    open (1), closed (0), or not known (-1), and whether the last row left it out."""

    tail: str
    least: int
    most: int
    marks: tuple[int, ...]
    left_out: bool


class PartialReading(NamedTuple):
    """A reading of the lines so far: its columns (numbers of states), the one read last, the parts of the line it is
    at, and what came before that line."""

    score: float
    columns: tuple[int, ...]
    last: int
    parts: tuple[Part, ...]
    before: PartialReading | None


_score = attrgetter("score")


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
            gain = PAIRS[word_across(before, after)][min(3, max(0, self.pairs.get(a + b, 0) - inside))]
        if not inside:
            self.known[key] = gain
        return gain

    def seam(self, row: Text, start: int, stop: int) -> float:
        """How well a line goes on at a place where it may be cut."""
        if stop not in row.seams:
            row.seams[stop] = max(-2.0, min(3.0, self.link(row.text[start:stop], row.text[stop:], 1)))
        return row.seams[stop]


class ColumnSearch:
    """Reads the blocks of one page."""

    def __init__(self, links: Links) -> None:
        self.links = links
        self.steps = 0
        # each state that a column has been in, and its number: readings share most of them
        self.states: list[Column] = []
        self.number_of: dict[Column, int] = {}
        self.left: dict[int, tuple[float, int]] = {}
        self.unbegun = self.number(Column("", 0, 0, (-1,) * len(KINDS), False))

    def number(self, column: Column) -> int:
        """The number of a column's state."""
        found = self.number_of.get(column)
        if found is None:
            found = self.number_of[column] = len(self.states)
            self.states.append(column)
        return found

    def plain(self, rows: Sequence[Text], measures: Sequence[int]) -> float:
        """What the lines are worth one after another, each in the measure that is nearest to its width."""
        score = 0.0
        column, last = self.states[self.unbegun], 0
        for row in rows:
            m = min(measures, key=lambda n: (abs(n - row.width.most), n))
            gain, column = self.add(column, row, 0, len(row.text), m, last or m, False)
            score += gain - (CHANGE if last and m != last else 0.0)
            last = m
        return score

    def best(self, rows: Sequence[Text], measures: Sequence[int], least: float) -> PartialReading | None:
        """The best reading in more than one column, if it is worth `least`; None once there were too many steps."""
        if self.steps > STEPS:
            return None
        self.steps += SETTING * len(rows)
        lines = [LineCuts(row) for row in rows]
        ways = [(way, told) for told in settings(lines, measures) if (way := self.read(lines, told, FIRST_BEAM))]
        if not ways:
            return None
        first, told = max(ways, key=lambda way: way[0].score)
        if first.score < least - CLOSER * len(rows):
            return None
        found = self.read(lines, told, BEAM)
        return found if found and found.score >= least else None

    def read(self, lines: Sequence[LineCuts], measures: Measures, beam: int) -> PartialReading | None:
        """The best reading in columns of these measures; None where a line is wider than all of them together."""
        changes = sum(a != b for a, b in pairwise(measures))
        cost = COLUMN * (len(measures) - 1) + CHANGE * changes
        ways = [PartialReading(-cost, (self.unbegun,) * len(measures), -1, (), None)]
        for line in lines:
            found: dict[tuple[int, tuple[int, ...]], PartialReading] = {}
            for first in range(len(measures)):
                for stops in line.ways(measures[first:]):
                    self.steps += len(ways)
                    parts = tuple(zip(count(first), (0, *stops), stops, strict=False))
                    last = parts[-1][0]
                    for way in ways:
                        score, columns = self.step(way, line, parts, measures)
                        key = (last, columns)
                        held = found.get(key)
                        if held is None or held.score < score:
                            found[key] = PartialReading(score, columns, last, parts, way)
            if not found or self.steps > STEPS:
                return None
            kept = sorted(found.values(), key=_score, reverse=True)[:beam]
            ways = [way for way in kept if way.score >= kept[0].score - FAR]
        return ways[0]

    def step(
        self, way: PartialReading, line: LineCuts, parts: tuple[Part, ...], measures: Measures
    ) -> tuple[float, tuple[int, ...]]:
        """What the reading is worth with one more line, cut into these parts, and its columns then."""
        columns = list(way.columns)
        score, last, row = way.score, way.last, line.row
        first = parts[0][0]
        if first > last:
            passed: Sequence[int] = range(last + 1, first)
        elif first == last and len(parts) == 1 and self.is_piece(self.states[columns[first]], row, measures[first]):
            passed = ()
        else:
            passed = (*range(last + 1, len(columns)), *range(first))
        for k in passed:
            cost, columns[k] = self.left_out(columns[k])
            score -= cost
        for k, at, stop in parts:
            key = (columns[k], at, stop, measures[k])
            told = line.added.get(key)
            if told is None:
                told = line.added[key] = self.part_added(key, row, way.before is not None)
            score += told[0]
            columns[k] = told[1]
        return score, tuple(columns)

    def left_out(self, state: int) -> tuple[float, int]:
        """What it costs that a row leaves out a column in this state, and the state then."""
        told = self.left.get(state)
        if told is None:
            column = self.states[state]
            if not column.tail or column.left_out:
                told = SKIPPED, state
            else:
                cost = SKIP if column.tail[-1] not in ENDED else SKIP / 2
                told = cost, self.number(column._replace(left_out=True))
            self.left[state] = told
        return told

    def part_added(self, key: tuple[int, int, int, int], row: Text, late: bool) -> tuple[float, int]:
        """What a part of a line gains: for the state of its column, where it begins and stops, and the column's
        measure; and the column's state then."""
        state, at, stop, m = key
        gain, made = self.add(self.states[state], row, at, stop, m, m, late)
        if stop < len(row.text):
            gain -= GLUE + self.links.seam(row, at, stop) + (0.0 if stop in row.gaps else UNSPACED)
        return gain, self.number(made)

    def is_piece(self, column: Column, row: Text, m: int) -> bool:
        """Whether a line may be the rest of the one before it in its column, which was cut behind a mark."""
        if not column.tail or column.most >= m - 1 or column.left_out:
            return False
        return column.least + row.width.least <= m + 1 and cuttable(column.tail, row.text)

    def add(
        self, column: Column, row: Text, start: int, stop: int, m: int, before: int, late: bool
    ) -> tuple[float, Column]:
        """What it gains that a part of a line comes next in a column of the measure `m`, in which the line before it
        had the measure `before`; and the column then. `late` is whether the block has begun in another one."""
        tail, held, filled, marks, left_out = column
        text, least, most = row.part(start, stop)
        over = least > m + 1
        indented = most < m - 1 <= most + INDENT and least + INDENT <= m + 1
        gain = 0.0
        if not tail:
            gain = -OVER if over else -LATE if late and most >= m - 1 else 0.0
            indent = INDENT if indented else 0
        else:
            gain = self.links.link(tail, text)
            full = filled >= before - 1
            if start == 0 and not full and not over and held + least <= m + 1 and cuttable(tail, text):
                least, most, indent = held + least, filled + most, 0
                gain -= 0.5
            else:
                ended = tail[-1] in ENDED
                indent = INDENT if ended and indented else 0
                gain += 1.2 if indent else 0.0
                if not full:
                    gain += (0.3 if indent else -0.7) if ended else -3.0
                if over:
                    gain -= OVER
            if left_out:
                gain -= RESUME
        if row.marked:
            marks, agree = read_marks(marks, text)
            gain += agree
        return gain, Column((tail + text)[-TAIL:], least + indent, most + indent, marks, False)


def settings(lines: Sequence[LineCuts], measures: Sequence[int]) -> list[Measures]:
    """How the columns of a block may be set: all in one measure, or those on the left in one and the rest in another;
    of each number of columns the few in which most lines fit."""
    out: dict[Measures, None] = {(m,) * many: None for m in measures for many in range(2, MOST + 1)}
    for m, n in permutations(measures[:3], 2):
        out |= {(m,) * left + (n,) * right: None for left in range(1, 5) for right in range(1, 5)}
    unfit: list[tuple[float, Measures]] = []
    for told in out:
        lost = sum([not line.fits_some(told) for line in lines])
        unfit.append((lost * OVER + COLUMN * len(told), told))
    tried: Counter[int] = Counter()
    kept: list[Measures] = []
    dearest = min(unfit)[0] + DEARER
    for cost, told in sorted(unfit):
        tried[len(told)] += 1
        if cost <= dearest and tried[len(told)] <= FEW.get(len(told), 1):
            kept.append(told)
    return kept
