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
UNDER = 2.6
"""A text stands no more em from its headline."""
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

_PARAGRAPHS = _TEXT - {Tag.JOINED, Tag.CUT}
_BEGINS = frozenset({Tag.STORY})
_GOES_ON = frozenset({Tag.STORY, Tag.CUT, Tag.RESUMED})


@dataclass(slots=True)
class _Run:
    """Columns of one text in a tier, the rows from `first` to before `stop`, and how many em each of them ends before
    the longest."""

    first: int
    stop: int
    left: list[float]


def hold_downward_text(page: Page, rows: Sequence[MeasuredLine], held: list[PossibleLabels | None]) -> None:
    """Take from lines of a page set downwards the labels that their place and size rule out."""
    if page.source.format != "pdf" or not page.placed:
        return
    view = orientation_of(page)
    if not view.downwards:
        return
    boxes = [_box(page, row.index, view) for row in rows]
    sizes = [page.lines[row.index].size or view.em for row in rows]
    runs = _runs(rows, boxes, sizes, view.em)
    of_row: list[_Run | None] = [None] * len(rows)
    for run in runs:
        of_row[run.first : run.stop] = [run] * (run.stop - run.first)
    for k, size in enumerate(sizes):
        if boxes[k] is not None and of_row[k] is None and size >= HEAD * view.em:
            _only(held, k, FREE - {Tag.SUBHEAD})
    signs = Counter(rows[k].text[0] for run in runs for k in range(run.first, run.stop))
    listed = frozenset(sign for sign in ITEM_SIGNS if signs[sign] > 1)
    for run in runs:
        opens = _hold_headline(rows, held, boxes, sizes, of_row, run)
        _hold_columns(rows, held, run, opens, listed)


def _box(page: Page, index: int, view: Orientation) -> Box | None:
    """The box of a line, if it is set downwards."""
    line = page.lines[index]
    if not line.box or not line.pieces or not page.printed[line.pieces[0].line - 1].upright:
        return None
    return view.box(line.box)


def _only(held: list[PossibleLabels | None], k: int, tags: frozenset[Tag]) -> None:
    """Leave a line no labels but these, if that leaves any."""
    own = held[k]
    if own is None:
        held[k] = PossibleLabels(tags)
    elif own.tags & tags:
        own.tags &= tags


def _runs(
    rows: Sequence[MeasuredLine], boxes: Sequence[Box | None], sizes: Sequence[float], em: float
) -> list[_Run]:
    """The runs of running text: most of their columns are full, and they have marks."""
    out: list[_Run] = []
    first = 0
    for k in range(1, len(boxes) + 1):
        if k < len(boxes) and _goes_on(boxes[k - 1], boxes[k], sizes[k - 1], sizes[k]):
            continue
        own = [box for box in boxes[first:k] if box]
        size = sizes[first]
        least = LEAST if size <= LARGER * em else LEAST_LEAD
        if len(own) >= least and size <= LEAD * em and any(not _MARKS.isdisjoint(row.text) for row in rows[first:k]):
            low, high = min(box[0] for box in own), max(box[2] for box in own)
            left = [(high - box[2]) / size for box in own]
            if high - low >= LONG * size and 2 * sum(x <= FULL for x in left) >= len(left):
                out.append(_Run(first, k, left))
        first = k
    return out


def _goes_on(a: Box | None, b: Box | None, size: float, other: float) -> bool:
    """Whether a line is the next column of one text."""
    if a is None or b is None or max(size, other) > SAME * min(size, other):
        return False
    return -0.3 * size <= b[1] - a[3] <= BESIDE * size and abs(a[0] - b[0]) <= INDENT * size


def _hold_columns(
    rows: Sequence[MeasuredLine], held: list[PossibleLabels | None], run: _Run, opens: bool, listed: frozenset[str]
) -> None:
    """Hold the columns of a text that are full, and those that begin a paragraph: behind a short one, and with a sign
    of a list. `opens` is whether a headline stands before the text, whose first column is its dateline's then."""
    full = [x <= FULL for x in run.left]
    for k in range(len(full)):
        if full[k] and ((k > 0 and full[k - 1]) or (k + 1 < len(full) and full[k + 1])):
            _only(held, run.first + k, _TEXT)
    for k in range(1 + opens, len(full)):
        text, before = rows[run.first + k].text, rows[run.first + k - 1].text
        # where text runs around a picture, one short column stands beside another
        short = run.left[k - 1] >= SHORT and (k == 1 or full[k - 2]) and (full[k] or k + 1 == len(full))
        placed = rows[run.first].text[0] not in "（(" and before[-1] in "。）" and _PLACE.match(text)
        if (short and before[-1] in _ENDS) or placed:
            _only(held, run.first + k, _PARAGRAPHS)
    for k in range(run.first + opens, run.stop):
        # at the top of a tier, too
        if k == run.first > 0 and rows[k - 1].text[-1] in "。）" and _PLACE.match(rows[k].text):
            _only(held, k, NEXT)
        elif rows[k].text[0] in listed:
            _only(held, k, _PARAGRAPHS)


def _hold_headline(
    rows: Sequence[MeasuredLine],
    held: list[PossibleLabels | None],
    boxes: Sequence[Box | None],
    sizes: Sequence[float],
    of_row: Sequence[_Run | None],
    run: _Run,
) -> bool:
    """Hold the lines of the headline that stands right before a text, and the text's first column; whether there is
    one."""
    size = sizes[run.first]
    first = run.first
    while first and run.first - first < MOST and of_row[first - 1] is None:
        if sizes[first - 1] < SAME * size or not _under(boxes[first - 1], boxes[first], max(size, sizes[first])):
            break
        first -= 1
    heads = [k for k in range(first, run.first) if sizes[k] >= HEAD * size]
    if not heads:
        return False
    for k in range(first, run.first):
        _only(held, k, DISPLAY if len(heads) == 1 and k == heads[0] else _AROUND)
    _only(held, run.first, _GOES_ON if _is_open(rows, sizes, of_row, first - 1, size) else _BEGINS)
    return True


def _is_open(
    rows: Sequence[MeasuredLine], sizes: Sequence[float], of_row: Sequence[_Run | None], k: int, size: float
) -> bool:
    """Whether row `k`, before a headline, is text that may go on behind it."""
    if k < 0 or sizes[k] > BODY * size or rows[k].text[-1] in _STOPS:
        return False
    run = of_row[k]
    return run is None or run.left[k - run.first] < SHORT


def _under(a: Box | None, b: Box | None, size: float) -> bool:
    """Whether a line stands right beside the one before, in one tier."""
    if a is None or b is None:
        return False
    shared = min(a[2], b[2]) - max(a[0], b[0])
    return shared > 0.5 * min(a[2] - a[0], b[2] - b[0]) and -0.3 * size <= b[1] - a[3] <= UNDER * size
