"""Lines of display type that were read through the gutter between the headlines of two stories.

A headline stands over one story. Where two columns below a line both begin with a lead, it holds two headlines, and the
second begins where the column of the second lead does. Where no gap shows how many characters stand before the gutter,
as many do as have room there, if all are as wide as those behind it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from papercut.layout.sheet.cut_candidates import DEEPEST, DISPLAY, INDENT, Item
from papercut.layout.sheet.merged_lines import ALIKE, LEAST, CharacterPlaces, NearbyLines

LINES = 3.5
"""A lead is no further below its headline than so many em of the headline and two of text: there may be more lines."""
INSIDE = 2.0
"""A column of a second headline begins so many em inside the line's ends."""
OVER = 0.25
"""Characters may reach so many em into the gutter: their boxes are rough."""
GUTTER = 1.0
"""The first of two headlines ends so many em of text before the column of the second, if not sooner."""
TIGHT = 0.1
"""The gap between two headlines that a recogniser read as one may be so narrow, in em."""


class HeadlineCut(NamedTuple):
    """A line is two headlines: the number of the visible character before which to cut, and where the first ends and
    the second begins."""

    at: int
    low: float
    high: float


def find_partings(
    lines: Sequence[CharacterPlaces], leads: Collection[int], text: float, rough: bool
) -> dict[int, HeadlineCut]:
    """The lines of display type that hold two headlines, by their index.

    `leads` are the indices of the lines that read like the first of a story, `text` is the em of the page's text;
    `rough` says that a recogniser read the page, whose lines may hold two headlines with hardly a gap.
    """
    body = NearbyLines(line.item for line in lines if line.item.size < DISPLAY * text)
    display = NearbyLines(line.item for line in lines if line.item.size >= DISPLAY * text)
    firsts = [(column, item) for item in body.items if item.index in leads if (column := _column(body, item, text))]
    out: dict[int, HeadlineCut] = {}
    for line in lines:
        item = line.item
        if item.size < DISPLAY * text or item.crosswise:
            continue
        below = sorted(
            u0 for u0, lead in firsts
            if item.u0 - 2 * text <= lead.u0 <= item.u1 and _right_below(item, lead, body, display, text)
        )  # fmt: skip
        if len(below) > 1 and item.u0 + INSIDE * item.size < below[-1] < item.u1 - INSIDE * item.size:
            if found := _in_gap(line, below[-1], text, rough) or (_in_room(line, below[-1], text) if rough else None):
                out[item.index] = found
    return out


def _column(body: NearbyLines, lead: Item, text: float) -> float | None:
    """Where the column of a lead begins, by the lines that follow; nothing if the lead is not indented."""
    near = body.near((lead.v0 + lead.v1) / 2 + 1.5 * text, 1.6 * text)
    starts = [i.u0 for i in near if INDENT * text <= lead.u0 - i.u0 <= DEEPEST * text and i.v0 > lead.v0]
    return min(starts, default=None)


def _right_below(item: Item, lead: Item, body: NearbyLines, display: NearbyLines, text: float) -> bool:
    """Whether nothing but lines of the same headline stands between a headline and a lead."""
    depth = lead.v0 - item.v1
    if not -0.3 * text <= depth <= LINES * item.size + 2 * text:
        return False
    middle, reach = (item.v1 + lead.v0) / 2, max(depth, text) / 2
    return not any(
        i.u0 < lead.u1 and i.u1 > lead.u0 and (i.size > ALIKE * item.size or item.size > ALIKE * i.size)
        for i in (*body.near(middle, reach), *display.near(middle, reach)) if i is not item and i is not lead
    )  # fmt: skip


def _in_gap(line: CharacterPlaces, column: float, text: float, rough: bool) -> HeadlineCut | None:
    """The widest gap of a line that lies where a column begins."""
    spans, em = line.spans, line.item.size
    gaps = [
        (spans[k][0] - spans[k - 1][1], k) for k in range(1, len(spans))
        if spans[k - 1][1] <= column + OVER * em and spans[k][0] >= column - text
    ]  # fmt: skip
    width, k = max(gaps, default=(0.0, 0))
    return HeadlineCut(k, spans[k - 1][1], spans[k][0]) if width >= (TIGHT if rough else LEAST) * em else None


def _in_room(line: CharacterPlaces, column: float, text: float) -> HeadlineCut | None:
    """The cut that leaves most characters on the left, if those on the right fill their side."""
    item, count = line.item, line.length
    for k in range(count - 1, 0, -1):
        pitch = (item.u1 - column) / (count - k)
        if item.u0 + k * pitch <= column + OVER * item.size:
            return HeadlineCut(k, min(item.u0 + k * pitch, column - GUTTER * text), column)
    return None
