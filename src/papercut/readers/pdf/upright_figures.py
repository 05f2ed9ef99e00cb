"""Figures that stand upright in vertical text, two or three of them side by side in the place of one character.

A page description draws `2` and `5` one behind the other, as on a level line. They are one place of their column if
they are no wider than it, an ideograph stands right above or below their middle, and nothing goes on with them to the
left or right. They become one glyph with several characters, so that columns are put together as ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from papercut.layout.sheet.glyph_lines import FIRST_IDEOGRAPH, alike

if TYPE_CHECKING:  # PDFium comes with it
    from papercut.readers.pdf.glyphs import Glyph

MOST = 4
"""Figures in one place."""
TOUCH, WIDEST = 0.2, 1.3
"""A gap between them, and their width together, in em of the column."""
MIDDLE, APART = 0.25, 1.0
"""How far their middle is from that of the column, and how far they are from its next character, in em."""


def joined_figures(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs, those as one that share a place in a column."""
    out: list[Glyph] = []
    at = 0
    while at < len(glyphs):
        end = at + 1
        if glyphs[at].ch.isascii() and glyphs[at].ch.isalnum():
            while end < len(glyphs) and end - at <= MOST and _goes_on(glyphs[end - 1], glyphs[end]):
                end += 1
        if 1 < end - at <= MOST and _is_place(glyphs, at, end):
            out.append(glyphs[at]._replace(ch="".join(g.ch for g in glyphs[at:end]), x1=glyphs[end - 1].x1))
        else:
            out += glyphs[at:end]
        at = end
    return out


def _goes_on(a: Glyph, b: Glyph) -> bool:
    """Whether a letter or figure stands right behind another one."""
    if not (b.ch.isascii() and (b.ch.isalnum() or b.ch in "%.") and alike(a, b)):
        return False
    return abs(a.y1 - b.y1) < TOUCH * a.size and abs(b.x0 - a.x1) < TOUCH * a.size


def _is_place(glyphs: Sequence[Glyph], at: int, end: int) -> bool:
    """Whether these glyphs have the place of one character in a column of ideographs."""
    first, last = glyphs[at], glyphs[end - 1]
    around: list[bool] = []
    for n, further in ((at - 1, at - 2), (end, end + 1)):
        if not 0 <= n < len(glyphs):
            continue
        near = glyphs[n]
        if abs(near.y1 - first.y1) < near.size / 2 and abs(near.x0 - last.x1) < near.size:
            return False  # a level line goes on
        beside = glyphs[further] if 0 <= further < len(glyphs) else None
        gap = first.y0 - near.y1 if n < at else near.y0 - first.y1
        around.append(
            near.ch >= FIRST_IDEOGRAPH
            and not (beside and abs(beside.y1 - near.y1) < near.size / 2 and abs(beside.x0 - near.x0) < 2 * near.size)
            and abs(first.x0 + last.x1 - near.x0 - near.x1) / 2 < MIDDLE * near.size
            and last.x1 - first.x0 <= WIDEST * near.size
            and abs(gap) < APART * near.size
        )
    return any(around)
