"""What stands around the stories of a page that is set downwards, told from its place.

Its running head is a level row above all columns, or a column of its own at the side, often in a frame. Adverts stand
in frames: a name in large type, and short lines in small type around it, level or downwards, with much white and no
sentence; or they stand level below all columns. Left among the stories, both become headlines of what is next to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from papercut.layout.furniture_chain import read_line
from papercut.layout.sheet.cut_candidates import DISPLAY
from papercut.layout.sheet.orientation import orientation_of
from papercut.layout.sheet.running_heads import HEAVY, LARGER, LONGEST
from papercut.model.geometry import Box
from papercut.model.page import Page

MOST_FRAMES = 500
"""So many frames are looked at, the smallest: no page has more that mean something."""
RULED, NEAR = 0.6, 2.5
"""A rule below a running head takes so much of the width of the page, and lies so many em below it at most."""
APART = 0.8
"""A running head at the side stands so many em from all other columns at least."""
SMALL = 1.35
"""Most lines of an advert in a frame are no larger than so many times the page's text."""
ROWS = 3
"""An advert in a frame has so many rows of type at least."""
LARGEST_SHARE = 0.4
"""A frame with more of the page's lines is no advert's."""
BESIDE, ALONG, TEXT = 2.6, 0.6, 1.15
"""The text of a headline in a frame stands no more em from it, along so much of it, in type no larger than so many
times the page's text."""
MOST_CHARACTERS = 24
"""A row of an advert has no more characters."""
MARKED = 0.2
"""No larger share of an advert's lines have a mark of a sentence."""
FILLING, LONG, SAME = 3, 6.0, 0.6
"""So many lines, so many em long, that begin and end no further apart, in em, are running text."""
_STOPS = frozenset("。！？︒")
_MARKS = _STOPS | frozenset("，；、︐︑︔")


class _Set(NamedTuple):
    """A line of the page: its index, its text without spaces, its box, its size, and whether it is set downwards."""

    at: int
    text: str
    box: Box
    size: float
    downwards: bool


def find_downward_furniture(page: Page) -> tuple[list[int], list[int]]:
    """The indices of the lines of the running head, and of those of adverts in frames, on a page set downwards."""
    view = orientation_of(page)
    if not view.downwards:
        return [], []
    lines = [
        _Set(i, text, line.box, line.size or view.em, page.printed[line.pieces[0].line - 1].upright)
        for i, line in enumerate(page.lines)
        if line.box and line.pieces and (text := "".join(line.text.split()))
    ]
    framed = _framed(lines, [drawn.box for drawn in page.drawn if drawn.kind == "frame"])
    rules = [drawn.box for drawn in page.drawn if drawn.kind == "rule"]
    head = _level_row(lines, rules, view.em) or _column_at_side(lines, view.em)
    foot = _level_foot(lines, view.em)
    adverts = [line.at for line in foot] if not _says_date(foot) and _is_no_text(foot) else []
    head += [line.at for line in foot] if _says_date(foot) else []
    for frame, own in framed.items():
        rows = _rows(own)
        if len(rows) == 1 and _says_date(own):
            head += [line.at for line in own]
        elif len(own) <= LARGEST_SHARE * len(lines) and _is_advert(own, rows, view.em):
            if not _stands_before_text(frame, lines, view.em):
                adverts += [line.at for line in own]
    return head, adverts


def _framed(lines: Sequence[_Set], frames: Iterable[Box]) -> dict[Box, list[_Set]]:
    """The lines of each frame, those in a frame inside it apart."""
    smallest = sorted(set(frames), key=lambda box: ((box[2] - box[0]) * (box[3] - box[1]), box))[:MOST_FRAMES]
    held: dict[Box, list[_Set]] = {}
    for line in lines:
        x, y = (line.box[0] + line.box[2]) / 2, (line.box[1] + line.box[3]) / 2
        home = next((f for f in smallest if f[0] <= x <= f[2] and f[1] <= y <= f[3]), None)
        if home is not None:
            held.setdefault(home, []).append(line)
    return held


def _stands_before_text(frame: Box, lines: Sequence[_Set], em: float) -> bool:
    """Whether a column of text stands right to the left of a frame, along most of it: that of a headline in a frame."""
    high = frame[3] - frame[1]
    return any(
        -0.3 * em <= frame[0] - line.box[2] <= BESIDE * em
        and line.downwards
        and line.size <= TEXT * em
        and min(line.box[3], frame[3]) - max(line.box[1], frame[1]) >= ALONG * high
        for line in lines
    )


def _rows(lines: Sequence[_Set]) -> list[list[_Set]]:
    """The lines in rows: level lines beside one another, and lines set downwards one below the other."""
    out: list[list[_Set]] = []
    for downwards in (False, True):
        low, high = (0, 2) if downwards else (1, 3)
        first = len(out)
        for line in sorted((i for i in lines if i.downwards == downwards), key=lambda i: i.box[low] + i.box[high]):
            middle = (line.box[low] + line.box[high]) / 2
            if len(out) > first and middle <= out[-1][-1].box[high] - 0.2 * out[-1][-1].size:
                out[-1].append(line)
            else:
                out.append([line])
    return out


def _says_date(lines: Sequence[_Set]) -> bool:
    """Whether the lines are those of a running head: one says the date, and none is a sentence."""
    said = [line for line in lines if (reading := read_line(line.text)).weight >= HEAVY and reading.stray < 2]
    if not said:
        return False
    most = LARGER * max(line.size for line in said)
    own = {line.at for line in said}
    names = [line for line in lines if line.at not in own]
    return all(line.size <= most and len(line.text) <= LONGEST and _MARKS.isdisjoint(line.text) for line in names)


def _level_row(lines: Sequence[_Set], rules: Sequence[Box], em: float) -> list[int]:
    """The level row above all columns, if it says the date or a rule over the whole page lies right below it."""
    level = [line for line in lines if not line.downwards]
    if not level or len(level) == len(lines):
        return []
    row = min(_rows(level), key=lambda row: row[0].box[1])
    end = max(line.box[3] for line in row)
    own = {line.at for line in row}
    rest = [line.box for line in lines if line.at not in own]
    if not rest or min(box[1] for box in rest) < end - 0.3 * em:
        return []
    left, right = min(box[0] for box in rest), max(box[2] for box in rest)
    ruled = any(
        -0.3 * em <= rule[1] - end <= NEAR * em and min(rule[2], right) - max(rule[0], left) >= RULED * (right - left)
        for rule in rules
    )
    small = all(line.size <= LARGER * em and len(line.text) <= LONGEST for line in row)
    if _says_date(row) or (ruled and small and all(line.size < DISPLAY * em for line in row)):
        return sorted(own)
    return []


def _column_at_side(lines: Sequence[_Set], em: float) -> list[int]:
    """The first or last column of the page, if it says the date, apart from all others."""
    columns = _rows([line for line in lines if line.downwards])
    edges = [(min(i.box[0] for i in own), max(i.box[2] for i in own)) for own in columns]
    for own, (left, right) in list(zip(columns, edges, strict=True))[:: max(1, len(columns) - 1)]:
        rest = [edge for edge in edges if edge != (left, right)]
        alone = all(a >= right + APART * em or b <= left - APART * em for a, b in rest)
        if rest and alone and _says_date(own):
            return [line.at for line in own]
    return []


def _level_foot(lines: Sequence[_Set], em: float) -> list[_Set]:
    """The level lines below all columns."""
    end = max((line.box[3] for line in lines if line.downwards), default=0.0)
    return [line for line in lines if not line.downwards and line.box[1] >= end - 0.3 * em]


def _is_no_text(lines: Sequence[_Set]) -> bool:
    """Whether no sentence stands among some lines: none has a stop, few have another mark, and none is long."""
    if any(not _STOPS.isdisjoint(line.text) or len(line.text) > MOST_CHARACTERS for line in lines):
        return False
    return sum(not _MARKS.isdisjoint(line.text) for line in lines) <= MARKED * len(lines)


def _is_advert(lines: Sequence[_Set], rows: Sequence[Sequence[_Set]], em: float) -> bool:
    """Whether what stands in a frame is a name with short lines in small type around it."""
    if len(rows) < ROWS or not any(line.size >= DISPLAY * em for line in lines):
        return False
    if not _is_no_text(lines) or _fill_tier(rows):
        return False
    return 2 * sum(row[0].size <= SMALL * em for row in rows) >= len(rows)


def _fill_tier(rows: Sequence[Sequence[_Set]]) -> bool:
    """Whether rows one behind the other begin and end alike, as columns of running text do."""
    alike = 1
    for (a, *_), (b, *_) in pairwise(rows):
        low, high = (1, 3) if a.downwards else (0, 2)
        off = SAME * a.size
        long = b.box[high] - b.box[low] >= LONG * b.size and a.downwards == b.downwards
        same = long and abs(a.box[low] - b.box[low]) <= off and abs(a.box[high] - b.box[high]) <= off
        alike = alike + 1 if same and abs(a.size - b.size) <= 0.1 * off else 1
        if alike >= FILLING:
            return True
    return False
