"""The running head of a sheet: the row at its top that holds the date, and what belongs to it by its place.

What stands beside the date is the page's number, the paper's name or that of a section, whatever it says; right under
it may stand the name of what the page is about. The name of a section comes again as the mark of its column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from papercut.layout.furniture_chain import read_line
from papercut.layout.sheet.orientation import orientation_of
from papercut.model.geometry import Box
from papercut.model.page import Page

TOP = 0.12
"""A running head stands in this share of the page's height."""
HEAVY = 2.0
"""What one line of it weighs at least: a date does."""
OFF = 0.3
"""What stands beside it lies no further off its row, as a share of the row's height."""
LARGER = 2.5
"""The names of papers and sections are set in type no larger than so many times that of the date."""
LONGEST, SHORT = 16, 6
"""Characters of a name of a section, and of one that is the mark of a column."""
NEARER = 2.0
"""What belongs to the running head stands so many times nearer to it than to what comes below."""


HIGH, WIDE = 0.18, 0.7
"""The head of a front page ends in this share of its height, and takes so much of its width."""
MOST_LINES, LONGEST_LINE = 30, 40
"""It has no more lines, and none of them more characters."""
_SENTENCE = re.compile("[。！？；，]")


IN_MARGIN = 4
"""So many lines stand in the margin at most."""


class _Set(NamedTuple):
    at: int
    text: str
    box: Box
    size: float


def find_running_head(page: Page) -> list[int]:
    """The indices of the lines that stand in the running head of a sheet, and of the marks of columns that it names."""
    view = orientation_of(page)
    placed = [
        _Set(i, text, line.box, line.size or view.em)
        for i, line in enumerate(page.lines)
        if line.box and (text := "".join(line.text.split()))
    ]
    if view.downwards or not placed:
        return []
    top, bottom = min(line.box[1] for line in placed), max(line.box[3] for line in placed)
    high = [line for line in placed if line.box[3] <= top + TOP * (bottom - top)]
    said = [line for line in high if (reading := read_line(line.text)).weight >= HEAVY and reading.stray < 2]
    if not said:
        return []
    row = _head(placed, said, bottom - top) or _row(placed, said)
    own = {line.at for line in row}
    names = {line.text for line in row if len(line.text) <= SHORT and not read_line(line.text).cues}
    others = [line for line in placed if line.at not in own]
    found = [*row, *_right_under(row, others), *_in_margin(page, row, others)] if row else []
    return sorted({line.at for line in found} | {line.at for line in placed if line.text in names})


def _row(placed: Sequence[_Set], said: Sequence[_Set]) -> list[_Set]:
    """The row that holds the date; nothing if what stands on it is larger or longer than the name of a section."""
    low, end = min(line.box[1] for line in said), max(line.box[3] for line in said)
    off, most = OFF * (end - low), LARGER * max(line.size for line in said)
    if end - low > most:  # dates in different places
        return []
    row = [line for line in placed if low - off <= (line.box[1] + line.box[3]) / 2 <= end + off]
    if any(line.size > most or len(line.text) > LONGEST for line in row if not read_line(line.text).cues):
        return []
    return row


def _head(placed: Sequence[_Set], said: Sequence[_Set], height: float) -> list[_Set]:
    """The head of a front page: the lines around the name of the paper, all that stand side by side at the top, if the
    date is among them and no text."""
    rows = sorted(placed, key=lambda line: line.box[1])
    head: list[_Set] = []
    end = rows[0].box[3]
    for line in rows:
        if line.box[1] > end:
            break
        head.append(line)
        end = max(end, line.box[3])
    width = max(line.box[2] for line in placed) - min(line.box[0] for line in placed)
    wide = max(line.box[2] for line in head) - min(line.box[0] for line in head) >= WIDE * width
    if not wide or end - rows[0].box[1] > HIGH * height or not {line.at for line in said} <= {line.at for line in head}:
        return []
    if len(head) > MOST_LINES or any(len(line.text) > LONGEST_LINE or _SENTENCE.search(line.text) for line in head):
        return []
    return head


def _right_under(row: Sequence[_Set], others: Sequence[_Set]) -> list[_Set]:
    """The line that belongs to a running head by standing right under it, far from what comes below."""
    end = max(line.box[3] for line in row)
    below = sorted((line for line in others if line.box[3] > end), key=lambda line: line.box[1])
    if len(below) < 2:
        return []
    first, second = below[0], below[1]
    near = max(first.box[1] - end, 0.1 * first.size)
    if len(first.text) > LONGEST or first.size > max(line.size for line in row):
        return []
    return [first] if near < first.size and second.box[1] - first.box[3] >= NEARER * near else []


def _in_margin(page: Page, row: Sequence[_Set], others: Sequence[_Set]) -> Iterator[_Set]:
    """The lines beside everything else on a page, beyond the rules that run over its width: the name of the paper, and
    the page's number, set downwards in the margin."""
    width = max(line.box[2] for line in (*row, *others)) - min(line.box[0] for line in (*row, *others))
    rules = [d.box for d in page.drawn if d.kind == "rule" and d.box[2] - d.box[0] >= WIDE * width]
    if not rules:
        return
    left, right = min(box[0] for box in rules), max(box[2] for box in rules)
    beyond = [line for line in others if line.box[0] >= right or line.box[2] <= left]
    if len(beyond) <= IN_MARGIN and all(len(line.text) <= LONGEST for line in beyond):
        yield from beyond
