"""Columns that stand side by side on one line, as `pdftotext -layout` leaves them.

poppler gives every character one cell, however wide it is, and begins a column at the same cell on all lines but for
small drifts; other tools pad with Han characters two cells wide. Whichever of the two counts brings more lines into
step is taken. A line is cut into segments at two spaces and more; segments that stand under one another make a block;
the blocks are put in reading order by cutting the page along its blank strips.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import NamedTuple

SEGMENT = re.compile(r"\S+(?: \S+)*")
SHARED = 4  # lines on which a second segment begins at the same cell, before a text counts as set in columns
NARROW = 6  # cells: what stands in narrower columns is a table or a list of names
MOST = 40  # segments on one line; no page has more columns
DRIFT = 4  # cells by which a line's start may differ from its column's: the indent of a paragraph, and poppler's drift
REACH = 4  # rows: so far a block goes on over rows that hold only other columns
INDENT = 2  # cells at the least
DEEP = 30  # levels of cutting; a staircase of blocks deeper than this is read row by row
BODY = 4  # rows: a block as high as this is body text


class Segment(NamedTuple):
    """A piece of a line between wide gaps: its row (index of the line), its cells, and its characters in the line."""

    row: int
    start: int
    end: int
    first: int
    last: int


@dataclass(slots=True)
class Block:
    """Segments under one another. `left` to `right` are the cells, `top` to `bottom` the rows that it covers."""

    segments: list[Segment] = field(default_factory=list)
    left: int = 0
    right: int = 0
    top: int = 0
    bottom: int = 0

    def add(self, segment: Segment) -> None:
        if not self.segments:
            self.left, self.right, self.top = segment.start, segment.end, segment.row
        self.segments.append(segment)
        self.left, self.right = min(self.left, segment.start), max(self.right, segment.end)
        self.bottom = segment.row


def split_rows(texts: Sequence[str]) -> list[list[Segment]]:
    """The segments of every line, in the cells that bring more of them into step."""
    rows = [_split_row(i, text) for i, text in enumerate(texts)]
    wide = [[_in_cells(s, texts[i]) for s in row] if len(row) > 1 else row for i, row in enumerate(rows)]
    return wide if _in_step(wide) > _in_step(rows) else rows


def _split_row(i: int, text: str) -> list[Segment]:
    found = [m.span() for m in islice(SEGMENT.finditer(text), MOST + 1)] if "  " in text else []
    if not found and text and not text.isspace():
        found = [(len(text) - len(text.lstrip(" ")), len(text.rstrip()))]
    elif len(found) > MOST:
        found = [(found[0][0], len(text.rstrip()))]
    return [Segment(i, start, end, start, end) for start, end in found]


def _in_cells(segment: Segment, text: str) -> Segment:
    start = segment.first + sum(c >= "\u1100" for c in text[: segment.first])
    size = segment.last - segment.first + sum(c >= "\u1100" for c in text[segment.first : segment.last])
    return segment._replace(start=start, end=start + size)


def _in_step(rows: Sequence[Sequence[Segment]]) -> int:
    """On how many lines a second segment, wide enough for text, begins at one and the same cell: the most there are."""
    starts = Counter(
        s.start
        for row in rows
        for before, s in pairwise(row)
        if s.last - s.first >= NARROW and before.last - before.first >= NARROW
    )
    return max(starts.values(), default=0)


def is_side_by_side(rows: Sequence[Sequence[Segment]]) -> bool:
    """Whether lines hold columns beside one another."""
    return _in_step(rows) >= SHARED


def find_blocks(texts: Sequence[str], rows: Sequence[Sequence[Segment]]) -> list[Block]:
    """Put segments that stand under one another together."""
    done: list[Block] = []
    open_blocks: list[Block] = []
    blanks = 0
    for r, row in enumerate(rows):
        blanks = 0 if row else blanks + 1
        last = r - 1 - REACH if blanks < 2 else r
        still = [b for b in open_blocks if b.bottom >= last]
        done += [b for b in open_blocks if b.bottom < last]
        segments = [part for s in row for part in _cut_at_columns(texts[r], s, still)] if len(row) < MOST else list(row)
        placed: list[Block] = []
        for segment in segments:
            under = [b for b in still if b.left < segment.end and segment.start < b.right]
            home = next((b for b in under if _fits(b, segment)), None) if len(under) == 1 else None
            for b in under:
                if b is not home and b in still:
                    still.remove(b)
                    done.append(b)
            if home is None:
                home = Block()
            else:
                still.remove(home)
            home.add(segment)
            placed.append(home)
        open_blocks = sorted(still + placed, key=lambda b: b.left)
    return done + open_blocks


def _fits(block: Block, segment: Segment) -> bool:
    return abs(segment.start - block.left) <= DRIFT


def _cut_at_columns(text: str, segment: Segment, blocks: Sequence[Block]) -> list[Segment]:
    """Cut a segment that runs over into another column with only one space between the two."""
    rest, out = segment, []
    goes_on = any(b.bottom >= segment.row - 2 and len(b.segments) >= SHARED and _fits(b, segment) for b in blocks)
    for block in blocks:
        if not rest.start + NARROW <= block.left < rest.end or len(block.segments) < 2:
            continue
        if rest.end - rest.start != rest.last - rest.first:
            break  # cells are not characters here: a tool that pads by width leaves two spaces
        shift = rest.start - rest.first
        for at in range(block.left, min(block.left + DRIFT, rest.end - 1)):
            exact = goes_on and at == block.left and block.bottom >= segment.row - 2 and len(block.segments) >= SHARED
            k = at - shift
            if text[k - 1] == " " and text[k] != " " and (exact or not _letter_spaced(text, k)):
                out.append(Segment(rest.row, rest.start, at - 1, rest.first, k - 1))
                rest = Segment(rest.row, at, rest.end, k, rest.last)
                break
    return [*out, rest]


def _letter_spaced(text: str, at: int) -> bool:
    """Whether the space before character `at` is one of a row of them."""
    return text[at - 3 : at - 2] == " " or text[at + 1 : at + 2] == " "


def reading_order(blocks: Sequence[Block]) -> list[Block]:
    """Blocks in the order in which they are read: article by article down the page, columns from left to right."""
    out: list[Block] = []
    todo: list[tuple[list[Block], int]] = [(sorted(blocks, key=lambda b: (b.top, b.left)), 0)]
    while todo:
        group, depth = todo.pop()
        parts = _parts(group) if len(group) > 1 and depth < DEEP else [group]
        if len(parts) == 1:
            out += group
        else:
            todo += [(part, depth + 1) for part in reversed(parts)]
    return out


def _parts(group: list[Block]) -> list[list[Block]]:
    """Cut a group along blank rows with body text on both sides, else along blank cells, else along any blank row."""
    across = _split(group, [(b.top, b.bottom + 1) for b in group])
    stacks = _with_body(across)
    if len(stacks) > 1:
        return stacks
    down = _split(group, [(b.left, b.right) for b in group])
    return down if len(down) > 1 else across


def _split(group: list[Block], spans: list[tuple[int, int]]) -> list[list[Block]]:
    """Split where no span covers a position."""
    parts: list[list[Block]] = []
    reach = -1
    for (start, end), block in sorted(zip(spans, group, strict=True), key=lambda pair: pair[0]):
        if not parts or start >= reach:
            parts.append([])
        parts[-1].append(block)
        reach = max(reach, end)
    return [sorted(part, key=lambda b: (b.top, b.left)) for part in parts]


def _with_body(parts: list[list[Block]]) -> list[list[Block]]:
    """Join strips without body text to the strip below them, which they head."""
    out: list[list[Block]] = []
    held: list[Block] = []
    for part in parts:
        held = held + part
        if any(len(b.segments) >= BODY for b in part):
            out.append(held)
            held = []
    if held and out:
        out[-1] = out[-1] + held
    return out or [held]
