"""Headlines that run downwards on a page whose text runs across: their lines follow one another from right to left."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from papercut.model.geometry import Box
from papercut.model.page import Line, Page

_OPENS, _CLOSES = "（(【《“「『〔", "）)】》”」』〕"
ALIKE = 0.15
"""Sizes of the lines of one headline differ by so great a share at most."""
NEAR = 0.4
"""Lines with less than so many em between them stand close to each other."""
APART = 2.6
"""The middles of two lines of one headline lie at most so many em apart."""
STEPPED = 0.5
"""A line that begins where the one beside it ends goes on with it, by so many em at most."""

LOGO = 1.5
"""The name of a column stands at most so many em beside its headline."""


def right_to_left(page: Page, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a page with those that run downwards beside one another from right to left, where they are few."""
    down = [row.text != "" and _upright(page, row) for row in lines]
    length = sum(len(row.text) for row in lines)
    if not any(down) or 2 * sum(len(row.text) for row, is_down in zip(lines, down, strict=True) if is_down) > length:
        return tuple(lines)
    out = list(lines)
    at = 0
    while at < len(out):
        places = [at] if down[at] else []
        k = at + 1
        while places and k < len(out) and (down[k] or not out[k].text):
            if down[k]:
                if not _beside(out[places[-1]], out[k]):
                    break
                places.append(k)
            k += 1
        rows = sorted((out[i] for i in places), key=lambda row: -(row.box or (0.0,))[0])
        if len(rows) > 1 and _fits(page, rows[::-1]) > _fits(page, rows):
            rows.reverse()
        for i, row in zip(places, rows, strict=True):
            out[i] = row
        for a, b in pairwise(places):  # one headline: no gap within it
            for i in range(a + 1, b):
                down[i] = True
        at = places[-1] + 1 if places else at + 1
    gaps = {i for i, row in enumerate(out) if down[i] and not row.text}
    return tuple(row for i, row in enumerate(out) if i not in gaps)


def _fits(page: Page, rows: Sequence[Line]) -> int:
    """How well lines go on with one another in this order: by their brackets, by the words that a break cuts and the
    page has elsewhere, and, where they stand close to each other, by the order in which they are drawn."""
    texts = ["".join(row.text.split()) for row in rows]
    own = {p.line for row in rows for p in row.pieces}
    told = "".join(text for number, text in enumerate(page.raw, 1) if number not in own)
    fits = sum(a[-1] + b[0] in told for a, b in pairwise(texts))
    if all(_gap(a, b) <= NEAR * (a.size or 1.0) for a, b in pairwise(rows)):
        fits += sum(a.number < b.number for a, b in pairwise(rows))
    depth = 0
    for ch in "".join(texts):
        depth += (ch in _OPENS) - (ch in _CLOSES)
        if depth < 0:
            return fits - len(texts) - 1
    return fits


def _gap(a: Line, b: Line) -> float:
    """How far apart two lines stand that run downwards."""
    return max(b.box[0] - a.box[2], a.box[0] - b.box[2]) if a.box and b.box else 0.0


def _upright(page: Page, row: Line) -> bool:
    return bool(row.box) and bool(row.pieces) and all(page.printed[p.line - 1].upright for p in row.pieces)


def _beside(a: Line, b: Line) -> bool:
    """Whether two lines stand side by side as those of one headline."""
    if not a.box or not b.box or not a.size or not b.size:
        return False
    size = max(a.size, b.size)
    shared = min(a.box[3], b.box[3]) - max(a.box[1], b.box[1])
    apart = abs((a.box[0] + a.box[2]) - (b.box[0] + b.box[2])) / 2
    return abs(a.size - b.size) <= ALIKE * size and 0 < apart <= APART * size and shared > -STEPPED * size


def column_logos(page: Page) -> list[int]:
    """The indices of short lines that run downwards right beside a larger line that runs across: names of columns."""
    rows = [(i, row.box, row.size) for i, row in enumerate(page.lines) if row.box and row.size and row.text.strip()]
    down = [(i, box, size) for i, box, size in rows if _upright(page, page.lines[i]) and _short(page.lines[i].text)]
    if not down or 2 * sum(_upright(page, page.lines[i]) for i, _, _ in rows) > len(rows):
        return []
    across = [(box, size) for i, box, size in rows if not _upright(page, page.lines[i])]
    boxes = [box for _, box, _ in rows]
    return [
        i
        for i, box, size in down
        if any(
            0.9 * other > size
            and min(box[3], head[3]) - max(box[1], head[1]) > 0.5 * other
            and -0.2 * other <= max(head[0] - box[2], box[0] - head[2])
            and (max(head[0] - box[2], box[0] - head[2]) <= LOGO * other or _faces(box, head, boxes))
            for head, other in across
        )
    ]


def _faces(logo: Box, head: Box, boxes: Sequence[Box]) -> bool:
    """Whether nothing stands level with a line that runs downwards but a headline on one side of it, and text below
    that."""
    level = [box for box in boxes if box != logo and min(box[3], logo[3]) > max(box[1], logo[1])]
    on_right = logo[0] >= head[2]
    if not all((box[2] <= logo[0]) if on_right else (box[0] >= logo[2]) for box in level):
        return False
    return all(box == head or box[1] >= head[3] for box in level)


def _short(text: str) -> bool:
    bare = "".join(text.split())
    return 2 <= len(bare) <= 5 and bare.isalpha()
