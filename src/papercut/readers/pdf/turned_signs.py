"""Dashes and words in letters that are turned on their side in text set downwards.

A page description draws them as lines that run down the page, apart from the upright characters around them. Where they
stand right below the character that is drawn before them, or right above the one drawn behind, they are characters of
its column.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from papercut.layout.sheet.glyph_lines import alike

if TYPE_CHECKING:  # PDFium comes with it
    from papercut.readers.pdf.glyphs import Glyph

FIRST = "\u2e80"
"""The first character that stands upright in text set downwards."""
MIDDLE = 0.3
"""How far their middle is from that of the column, in em."""
OVER, APART = -0.3, 0.7
"""Gaps between them and the column's next characters, in em: a space may stand between."""


def with_turned_signs(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs, those that are turned downwards within a column as upright characters of it."""
    out = list(glyphs)
    at = 0
    while at < len(glyphs):
        end = at + 1
        if glyphs[at].turn == 1:
            while end < len(glyphs) and glyphs[end].turn == 1 and _is_below(glyphs[end - 1], glyphs[end]):
                end += 1
            above = at > 0 and _is_upright(glyphs[at - 1]) and _is_below(glyphs[at - 1], glyphs[at])
            if above or (end < len(glyphs) and _is_upright(glyphs[end]) and _is_below(glyphs[end - 1], glyphs[end])):
                out[at:end] = [g._replace(turn=0) for g in glyphs[at:end]]
        at = end
    return out


def _is_upright(g: Glyph) -> bool:
    return g.turn == 0 and g.ch >= FIRST


def _is_below(a: Glyph, b: Glyph) -> bool:
    """Whether a glyph stands right below another one."""
    em = max(a.size, b.size)
    off = abs(a.x0 + a.x1 - b.x0 - b.x1) / 2
    return alike(a, b) and off <= MIDDLE * em and OVER * em <= b.y0 - a.y1 <= APART * em
