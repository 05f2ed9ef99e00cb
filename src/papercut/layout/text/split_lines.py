"""Physical lines that an extractor cut in pieces.

poppler ends a line where the gap behind a half-width punctuation mark passes its threshold, so that one line of a
column comes as two, three or four. The pieces are told by what they lack: none of them fills the column, a comma
cannot end a paragraph, and together they are as wide as a column of the page. Widths are in display cells: a Han
character has two, an ASCII character one, and a punctuation mark one or two, which is why a line's width is a range.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import inf
from typing import NamedTuple

MARKS = "，。、；：！？“”‘’《》〈〉「」『』（）【】…—·,.:;!?()"
GOING_ON = frozenset("，、,（《“「『‘〈【(")  # no paragraph ends with one of these
ENDING = frozenset("。！？”’』」）：；!?)》〉】")
CLOSED = frozenset("，。、；：！？”’』」）》〉】")  # no line of a modern column begins with one of these
OPENING = frozenset("“‘《〈「『（【(")
CANDIDATES = 14  # measures that are tried
VAGUE = 4  # a width known less exactly, in cells, is no vote for a measure
ENOUGH = 6  # votes for a measure, two of each line as wide and one of each almost so
CHANGE = 3.0  # what it costs to go on in another column
LOOSE = 1.2  # what a line costs that stands in no column
UNLIKELY = 1.0  # what it costs that an indent is there or lacking against the sense
PIECES = 8  # of one line
GATE = 8  # lines that end with a comma before a page counts as cut
SHARE = 0.35  # of a page's commas end lines: 0.04 to 0.23 on pages that are whole, 0.46 to 1 on those that are cut
WIDEST = 120  # cells: longer lines are no lines of a column
ACROSS = 0.5  # what it costs to join over the end of a sentence
INDENT = 4  # cells

_MARK = re.compile(f"[{re.escape(MARKS)}]")
_NARROW = re.compile(r"[\x21-\x7e]")


class Width(NamedTuple):
    """The least and the greatest number of cells that a line may fill."""

    least: int
    most: int


def text_width(text: str) -> Width:
    """The width of a compact text."""
    marks = len(_MARK.findall(text))
    narrow = len(_NARROW.findall(text))
    narrow_marks = len(_MARK.findall("".join(_NARROW.findall(text)))) if narrow else 0
    cells = 2 * (len(text) - marks) - (narrow - narrow_marks)
    return Width(cells + marks, cells + 2 * marks)


def lines_were_cut(text: str) -> bool:
    """Whether lines of a page were cut: then most of its commas end a line. `text` is the page, a line a line."""
    commas = text.count("，") + text.count("、")
    ends = sum(text.count(c + end) for c in "，、" for end in ("\n", " \n"))
    return ends >= GATE and ends >= SHARE * commas


def find_fragments(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Runs of lines `(first, last + 1)` that are one physical line, on a page that `lines_were_cut`.

    `texts` are the page's lines without any white space; blank ones are empty. The answer is the cheapest division of
    the page into physical lines and columns, by dynamic programming: a line costs the more the worse it fills its
    column (`_cost`), and so does a change of column.
    """
    rows = [i for i, text in enumerate(texts) if text]
    widths = [text_width(texts[i]) if len(texts[i]) <= WIDEST else Width(0, 0) for i in rows]
    columns = _columns(texts, rows, widths)
    # for each line the cheapest way to have a physical line end there in each column, for those that end a paragraph
    # and for the others: its cost, where it begins, and the state before it
    count = 2 * len(columns)
    ways: list[list[tuple[float, int, int]]] = [[(0.0, 0, 0)] * count]
    for stop in range(1, len(rows) + 1):
        best = [(inf, 0, 0)] * count
        least = most = 0
        for first in range(stop - 1, max(0, stop - PIECES) - 1, -1):
            last = first == stop - 1
            if not last and (rows[first + 1] > rows[first] + 1 or not _cuttable(texts, rows, first)):
                break
            least, most = least + widths[first].least, most + widths[first].most
            if not last and least > columns[-1] + 1:
                break
            before = ways[first]
            change = CHANGE if first else 0.0
            ended = min(range(1, count, 2), key=lambda k: before[k][0])
            going = min(range(0, count, 2), key=lambda k: before[k][0])
            for k, column in enumerate(columns):
                if not last and (not column or least > column + 1):
                    continue
                cost = _cost(texts, rows, first, stop, least, most, column)
                ends = texts[rows[stop - 1]][-1] in ENDING
                state = 2 * k + (ends and most < column - 1)
                for at, own in ((ended, 2 * k + 1), (going, 2 * k)):
                    moved = before[at][0] + change
                    came, start = (own, before[own][0]) if before[own][0] <= moved else (at, moved)
                    after = column and _after(texts, rows, first, most, column, bool(own % 2), ends)
                    total = start + cost + after
                    if total < best[state][0]:
                        best[state] = (total, first, came)
        ways.append(best)
    groups: list[tuple[int, int]] = []
    stop = len(rows)
    k = min(range(count), key=lambda k: ways[-1][k][0])
    while stop > 0:
        _, first, came = ways[stop][k]
        if stop - first > 1:
            groups.append((rows[first], rows[stop - 1] + 1))
        stop, k = first, came
    return groups[::-1]


def _after(
    texts: Sequence[str], rows: Sequence[int], first: int, most: int, column: int, ended: bool, ends: bool
) -> float:
    """What it costs that a line stands where it does: a paragraph begins with an indent, and no line within one has
    any."""
    full = most >= column - 1
    if ended:
        return UNLIKELY if full else 0.0
    if full or ends or not first or texts[rows[first - 1]][-1] in ENDING:
        return 0.0
    return UNLIKELY


def _columns(texts: Sequence[str], rows: Sequence[int], widths: Sequence[Width]) -> list[int]:
    """The measures that the page's columns may have, in rising order; 0 is no column.

    Between two breaks where nothing invites a cut stand whole lines, mostly one: what is as wide as many of these is a
    measure.
    """
    seen: Counter[int] = Counter()
    start = 0
    for k in range(len(rows) - 1):
        if _cuttable(texts, rows, k):
            continue
        least = sum(w.least for w in widths[start + 1 : k + 1])
        most = sum(w.most for w in widths[start + 1 : k + 1])
        if start and 8 <= most <= WIDEST and most - least <= VAGUE:
            seen.update(range(least, most + 1))
        start = k
    near = Counter({w: 2 * n + seen[w - 1] + seen[w + 1] for w, n in seen.items()})
    return [0, *sorted(w for w, n in near.most_common(CANDIDATES) if n >= ENOUGH)]


def _cuttable(texts: Sequence[str], rows: Sequence[int], k: int) -> bool:
    before, after = texts[rows[k]][-1], texts[rows[k + 1]][0]
    return before in GOING_ON or before in ENDING or after in OPENING or after in CLOSED


def _cost(
    texts: Sequence[str], rows: Sequence[int], first: int, stop: int, least: int, most: int, column: int
) -> float:
    """What it costs to take the lines from `first` to before `stop` as one: 0 for a line that fills its column."""
    joins = stop - first - 1
    cost = 0.3 * joins + ACROSS * sum(texts[rows[i]][-1] in ENDING for i in range(first, stop - 1))
    if texts[rows[first]][0] in CLOSED:
        cost += 3.0
    last = texts[rows[stop - 1]][-1]
    if not column:
        return cost + LOOSE
    if least > column + 1:
        return cost + 4.0
    if most >= column - 1:
        return cost
    if last in GOING_ON:
        return cost + 4.0
    if last in ENDING:
        return cost + 0.3
    return cost + (0.3 if most >= column - INDENT - 1 else 2.0)
