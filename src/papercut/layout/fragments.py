"""Physical lines that an extractor cut in pieces.

poppler ends a line where the gap behind a half-width punctuation mark passes its threshold, so that one line of a
column comes as two, three or four. The pieces are told by what they lack: none of them fills the column, a comma
cannot end a paragraph, and together they are as wide as the lines around. Widths are in display cells: a Han character
has two, an ASCII character one, and a punctuation mark one or two, which is why a line's width is a range.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

MARKS = "，。、；：！？“”‘’《》〈〉「」『』（）【】…—·,.:;!?()"
GOING_ON = frozenset("，、,（《“「『‘〈【(")  # no paragraph ends with one of these
ENDING = frozenset("。！？”’』」）：；!?)》〉】")
CLOSED = frozenset("，。、；：！？”’』」）》〉】")  # no line of a modern column begins with one of these
OPENING = frozenset("“‘《〈「『（【(")
AROUND = 12  # lines on each side that share a column's measure
AGREE = 0.4  # of the votes for the commonest width, to be a measure
PIECES = 8  # of one line
GATE = 8  # lines that end with a comma before a page counts as cut
SHARE = 0.35  # of a page's commas end lines: 0.04 to 0.23 on pages that are whole, 0.46 to 1 on those that are cut
WIDEST = 120  # cells: longer lines are no lines of a column
INDENT = 4  # cells

_MARK = re.compile(f"[{re.escape(MARKS)}]")
_NARROW = re.compile(r"[\x21-\x7e]")


class Width(NamedTuple):
    """The least and the greatest number of cells that a line may fill."""

    least: int
    most: int


def measure(text: str) -> Width:
    """The width of a compact text."""
    marks = len(_MARK.findall(text))
    narrow = len(_NARROW.findall(text))
    narrow_marks = len(_MARK.findall("".join(_NARROW.findall(text)))) if narrow else 0
    cells = 2 * (len(text) - marks) - (narrow - narrow_marks)
    return Width(cells + marks, cells + 2 * marks)


def is_cut(text: str) -> bool:
    """Whether lines of a page were cut: then most of its commas end a line. `text` is the page, a line a line."""
    commas = text.count("，") + text.count("、")
    ends = sum(text.count(c + end) for c in "，、" for end in ("\n", " \n"))
    return ends >= GATE and ends >= SHARE * commas


def find_fragments(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Runs of lines `(first, last + 1)` that are one physical line, on a page that `is_cut`.

    `texts` are the page's lines without any white space; blank ones are empty.
    """
    widths = [measure(t) if t and len(t) <= WIDEST else Width(0, 0) for t in texts]
    columns = _columns(widths)
    groups: list[tuple[int, int]] = []
    start = 0
    for i in range(len(texts) + 1):
        if i == len(texts) or not texts[i]:
            groups += _group(texts, widths, columns, start, i)
            start = i + 1
    return groups


def _columns(widths: Sequence[Width]) -> list[int]:
    """The measure of the column that each line stands in: the commonest width of the lines around it."""
    rows = [i for i, w in enumerate(widths) if w.most >= 8]
    votes = [range(widths[i].least, widths[i].most + 1) if widths[i].most - widths[i].least <= 4 else () for i in rows]
    seen: Counter[int] = Counter()
    out = [0] * len(widths)
    low = high = 0
    for k, i in enumerate(rows):
        while high < len(rows) and high <= k + AROUND:
            seen.update(votes[high])
            high += 1
        while low < k - AROUND:
            seen.subtract(votes[low])
            low += 1
        # pieces are of every width, whole lines all of one: the widest that enough lines share
        enough = max(3.0, AGREE * max(seen.values()))
        out[i] = max((w for w, n in seen.items() if n >= enough), default=0)
    last = 0
    for i, width in enumerate(widths):  # pieces too short to vote stand in the column of the line before
        last = out[i] or (last if width.most else 0)
        out[i] = last
    return out


def _cuttable(before: str, after: str) -> bool:
    return before[-1] in GOING_ON or before[-1] in ENDING or after[0] in OPENING or after[0] in CLOSED


def _group(
    texts: Sequence[str], widths: Sequence[Width], columns: Sequence[int], start: int, end: int
) -> list[tuple[int, int]]:
    """The cheapest way to put the lines of a stretch without blank lines together."""
    best: list[tuple[float, int]] = [(0.0, start)]
    for stop in range(start + 1, end + 1):
        options: list[tuple[float, int]] = []
        least = most = 0
        for first in range(stop - 1, max(start, stop - PIECES) - 1, -1):
            if first < stop - 1 and not _cuttable(texts[first], texts[first + 1]):
                break
            least, most = least + widths[first].least, most + widths[first].most
            column = columns[first]
            if first < stop - 1 and (not column or least > column + 1):
                break
            cost = _cost(texts, first, stop, least, most, column)
            options.append((best[first - start][0] + cost, first))
        best.append(min(options))
    groups: list[tuple[int, int]] = []
    stop = end
    while stop > start:
        first = best[stop - start][1]
        if stop - first > 1:
            groups.append((first, stop))
        stop = first
    return groups[::-1]


def _cost(texts: Sequence[str], first: int, stop: int, least: int, most: int, column: int) -> float:
    """What it costs to take the lines from `first` to before `stop` as one: 0 for a line that fills its column."""
    joins = stop - first - 1
    cost = 0.3 * joins + 0.7 * sum(texts[i][-1] in ENDING for i in range(first, stop - 1))
    if texts[first][0] in CLOSED:
        cost += 3.0
    last = texts[stop - 1][-1]
    if not column or most >= column - 1:
        return cost
    if last in GOING_ON:
        return cost + 4.0
    if last in ENDING:
        return cost + 0.3
    return cost + (0.3 if most >= column - INDENT - 1 else 2.0)
