"""Text with columns side by side as a sheet: every character has a place, counted in cells.

poppler's `-layout` keeps where lines begin, so such text is a page with geometry, though a coarse one: all type has one
size, a row is a row whatever its height, and only the beginnings of columns are well known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from papercut.geometry import Printed, boxes_of, union
from papercut.layout.columns import Segment
from papercut.model import Line, Page

PITCH = 1.6
"""From one row to the next, in em."""


def as_sheet(page: Page, lines: Sequence[Line], rows: Sequence[Sequence[Segment]]) -> Page:
    """The page with these lines, each with its box in em; `rows` are the segments of every line of the page before."""
    wide = any(s.end - s.start != s.last - s.first for row in rows for s in row)
    printed = tuple(_printed(text, n, wide) for n, text in enumerate(page.raw))
    placed = []
    for line in lines:
        boxes = boxes_of(page.raw, printed, line.pieces)
        placed.append(replace(line, box=union(boxes), size=1.0) if boxes else line)
    return page.replace(lines=tuple(placed), printed=printed)


def _printed(text: str, row: int, wide: bool) -> Printed:
    edges: list[float] = []
    at = 0.0
    for ch in text:
        size = (1.0 if ch >= "\u1100" else 0.5) if wide else 1.0
        edges += (at, at + size)
        at += size
    return Printed((0.0, row * PITCH, max(at, 0.1), row * PITCH + 1.0), 1.0, None, tuple(edges))
