"""Running text and headlines on a page that is set downwards, told from where exactly they stand.

Heads of old papers stand as close to the columns of their text as these to one another, and texts are set without an
indent. The networks know headlines by the white around them and paragraphs by their indent. But columns of running text
are all as long as their tier, in type of one size, and what is larger than any subhead of such a page is a headline.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from papercut.languages.story_phrases import KINDS_OF_STORY
from papercut.languages.story_phrases import LEAD as DATELINE
from papercut.layout.sheet.orientation import Orientation, orientation_of
from papercut.model.geometry import Box
from papercut.model.page import Page
from papercut.solver.lines.label_chain import DISPLAY, Tag
from papercut.solver.lines.measured_lines import MeasuredLine
from papercut.solver.lines.possible_labels import FREE, NEXT, PossibleLabels

SAME = 1.04
"""Lines of one text are set in type that differs by no more than this factor."""
LARGER, LEAD = 1.15, 1.6
"""Running text is hardly larger than the page's text, by the first factor at most, or a lead, by the second."""
BESIDE = 1.2
"""A column of text stands no further, in em, from the one before."""
INDENT = 2.6
"""Columns of one tier begin no further apart, in em."""
FULL = 1.15
"""A column that ends no more em before the longest is full: a mark that may not begin a column moves its character."""
SHORT = 2.2
"""A column that ends so many em before the longest ends its paragraph."""
LEAST, LEAST_LEAD, LONG = 2, 4, 8.0
"""So many columns are running text, or a lead, if they are so long in em."""
HEAD = 1.22
"""Type so many times as large as the page's text is no subhead's, if the text is set downwards."""
SURE, SET_IN = 1.4, 1.8
"""A single line within a tier may be a subhead nevertheless, if it is no larger than so many times the text, and begins
so many em further in."""
UNDER = 2.6
"""A text stands no more em from its headline."""
SMALLEST = 0.98
"""What belongs to a headline is no smaller than so many times its text."""
MOST = 12
"""Lines of a headline, with what stands over and under it."""
BODY = 1.05
"""What goes on behind a headline is no larger than so many times its text."""
ITEM_SIGNS = frozenset("▲△▼▽●◎■□◆◇★☆")
"""What stands before each item of a list."""
_MARKS = frozenset("，、。；：")
_ENDS = frozenset("。！？」』）)】、")
_STOPS = frozenset("。！？」』）)")
_PLACE = re.compile(r"[【［〔](?![一二三四五六七八九十]+[】］〕])[^】］〕]{1,16}[】］〕]")
"""Where a report comes from: 【鎭江】, 〔中央社桂林九日電〕."""
_TEXT = FREE - DISPLAY - {Tag.SUBHEAD, Tag.BYLINE, Tag.CAPTION}
_AROUND = FREE - {Tag.JOINED, Tag.PARAGRAPH, Tag.STORY, Tag.CUT, Tag.RESUMED, Tag.SUBHEAD}
_OVER = frozenset({Tag.KICKER, Tag.FURNITURE})
_PARAGRAPHS = _TEXT - {Tag.JOINED, Tag.CUT}
_BEGINS = frozenset({Tag.STORY})
_GOES_ON = frozenset({Tag.STORY, Tag.CUT, Tag.RESUMED})


@dataclass(slots=True)
class _Run:
    """Columns of one text in a tier, the rows from `first` to before `stop`, where the tier begins, and how many em
    each column ends before the longest. `told`: a headline stands before this text, or before what it goes on with."""

    first: int
    stop: int
    top: float
    left: list[float]
    told: bool = False


def hold_downward_text(page: Page, rows: Sequence[MeasuredLine], held: list[PossibleLabels | None]) -> None:
    """Take from lines of a page set downwards the labels that their place and size rule out."""
    if page.source.format == "pdf" and page.placed and (view := orientation_of(page)).downwards:
        _DownwardText(page, rows, held, view).hold()


class _DownwardText:
    """The rows of a page set downwards, with their boxes in u and v (none if they are level), their sizes, and the runs
    of text that they stand in."""

    def __init__(
        self, page: Page, rows: Sequence[MeasuredLine], held: list[PossibleLabels | None], view: Orientation
    ) -> None:
        self.rows, self.held, self.em = rows, held, view.em
        self.boxes = [_box(page, row.index, view) for row in rows]
        self.sizes = [page.lines[row.index].size or view.em for row in rows]
        self.runs = self._find_runs()
        self.run_of: list[_Run | None] = [None] * len(rows)
        for run in self.runs:
            self.run_of[run.first : run.stop] = [run] * (run.stop - run.first)

    def hold(self) -> None:
        """Hold headlines, and the columns of text."""
        for k, size in enumerate(self.sizes):
            if self.boxes[k] and not self.run_of[k] and size >= HEAD * self.em and not self._may_be_subhead(k):
                self._only(k, FREE - {Tag.SUBHEAD})
        signs = Counter(self.rows[k].text[0] for run in self.runs for k in range(run.first, run.stop))
        listed = frozenset(sign for sign in ITEM_SIGNS if signs[sign] > 1)
        for run in self.runs:
            opens = self._hold_headline(run)
            run.told = opens or self._goes_on_with_told(run.first - 1)
            self._hold_columns(run, opens, listed)

    def _only(self, k: int, tags: frozenset[Tag]) -> None:
        """Leave a line no labels but these, if that leaves any."""
        own = self.held[k]
        if own is None:
            self.held[k] = PossibleLabels(tags)
        elif own.tags & tags:
            own.tags &= tags

    def _find_runs(self) -> list[_Run]:
        """The runs of running text: most of their columns are full, and they have marks."""
        out: list[_Run] = []
        first = 0
        for k in range(1, len(self.rows) + 1):
            if k < len(self.rows) and self._is_next_column(k):
                continue
            own = [box for box in self.boxes[first:k] if box]
            size = self.sizes[first]
            least = LEAST if size <= LARGER * self.em else LEAST_LEAD
            marked = any(not _MARKS.isdisjoint(row.text) for row in self.rows[first:k])
            if len(own) >= least and size <= LEAD * self.em and marked:
                low, high = min(box[0] for box in own), max(box[2] for box in own)
                left = [(high - box[2]) / size for box in own]
                if high - low >= LONG * size and 2 * sum(x <= FULL for x in left) >= len(left):
                    out.append(_Run(first, k, low, left))
            first = k
        return out

    def _is_next_column(self, k: int) -> bool:
        """Whether a row is the next column of the text of the row before."""
        a, b, size, other = self.boxes[k - 1], self.boxes[k], self.sizes[k - 1], self.sizes[k]
        if a is None or b is None or max(size, other) > SAME * min(size, other):
            return False
        return -0.3 * size <= b[1] - a[3] <= BESIDE * size and abs(a[0] - b[0]) <= INDENT * size

    def _hold_columns(self, run: _Run, opens: bool, listed: frozenset[str]) -> None:
        """Hold the columns of a text that are full, and those that begin a paragraph: behind a short one, and with a
        sign of a list. `opens` is whether a headline stands right before the text."""
        full = [x <= FULL for x in run.left]
        for k in range(len(full)):
            if full[k] and ((k > 0 and full[k - 1]) or (k + 1 < len(full) and full[k + 1])):
                self._only(run.first + k, _TEXT)
        for k in range(1 + opens, len(full)):
            text, before = self.rows[run.first + k].text, self.rows[run.first + k - 1].text
            # where text runs around a picture, one short column stands beside another
            short = run.left[k - 1] >= SHORT and (k == 1 or full[k - 2]) and (full[k] or k + 1 == len(full))
            placed = self.rows[run.first].text[0] not in "（(" and _may_end(before) and _PLACE.match(text)
            if (short and before[-1] in _ENDS) or placed:
                self._only(run.first + k, _PARAGRAPHS)
        for k in range(run.first + opens, run.stop):
            # at the top of a tier, too
            if k == run.first > 0 and _may_end(self.rows[k - 1].text) and _PLACE.match(self.rows[k].text):
                self._only(k, NEXT)
            elif self.rows[k].text[0] in listed:
                self._only(k, _PARAGRAPHS - {Tag.FURNITURE})

    def _hold_headline(self, run: _Run) -> bool:
        """Hold the lines of the headline that stands right before a text, and the text's first column; whether there is
        one."""
        size = self.sizes[run.first]
        first = run.first
        while first and run.first - first < MOST and not self.run_of[first - 1]:
            if self.sizes[first - 1] < SMALLEST * size or not self._is_beside(first, size):
                break
            first -= 1
        heads = [k for k in range(first, run.first) if self.sizes[k] >= HEAD * size]
        if not heads or (len(heads) == 1 and self._may_be_subhead(heads[0])):
            return False
        for k in range(first, run.first):
            self._only(k, DISPLAY if heads == [k] else _OVER if self._is_kind(k) else _AROUND)
        self._only(run.first, _GOES_ON if self._is_open(first - 1, size) else _BEGINS)
        return True

    def _is_kind(self, k: int) -> bool:
        """Whether a row says what kind of story it is whose larger headline stands behind."""
        return "".join(self.rows[k].text.split()) in KINDS_OF_STORY and self.sizes[k + 1] > SAME * self.sizes[k]

    def _may_be_subhead(self, k: int) -> bool:
        """Whether a line stands alone between columns of text of one tier, set in and not much larger."""
        before, behind = self.run_of[k - 1] if k else None, self.run_of[k + 1] if k + 1 < len(self.rows) else None
        box = self.boxes[k]
        if before is None or behind is None or box is None or self.sizes[k] > SURE * self.sizes[k + 1]:
            return False
        return box[0] - behind.top >= SET_IN * self.sizes[k + 1] and abs(before.top - behind.top) < self.em

    def _is_open(self, k: int, size: float) -> bool:
        """Whether row `k`, before a headline, is text that may go on behind it: it does not end, and its own headline
        is not known."""
        if k < 0 or self.sizes[k] > BODY * size or self.rows[k].text[-1] in _STOPS:
            return False
        run = self.run_of[k]
        return run is None or (run.left[k - run.first] < SHORT and not run.told)

    def _goes_on_with_told(self, k: int) -> bool:
        """Whether row `k` is text that does not end there, and whose headline is known."""
        run = self.run_of[k] if k >= 0 else None
        return run is not None and run.told and run.left[k - run.first] < SHORT

    def _is_beside(self, k: int, size: float) -> bool:
        """Whether a row stands right beside the one before, in one tier."""
        a, b = self.boxes[k - 1], self.boxes[k]
        if a is None or b is None:
            return False
        shared, em = min(a[2], b[2]) - max(a[0], b[0]), max(size, self.sizes[k])
        return shared > 0.5 * min(a[2] - a[0], b[2] - b[0]) and -0.3 * em <= b[1] - a[3] <= UNDER * em


def _may_end(text: str) -> bool:
    """Whether a paragraph may end with a column: a dateline may be followed by another."""
    return text[-1] == "。" or (text[-1] == "）" and not DATELINE.match(text))


def _box(page: Page, index: int, view: Orientation) -> Box | None:
    """The box of a line, if it is set downwards."""
    line = page.lines[index]
    if not line.box or not line.pieces or not page.printed[line.pieces[0].line - 1].upright:
        return None
    return view.box(line.box)
