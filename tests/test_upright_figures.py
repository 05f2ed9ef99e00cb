"""Figures that stand upright in vertical text."""

from __future__ import annotations

from papercut.layout.sheet.glyph_lines import find_runs
from papercut.readers.pdf.glyphs import Glyph
from papercut.readers.pdf.upright_figures import joined_figures


def test_figures_side_by_side_in_a_column() -> None:
    """Two figures have the place of one character in vertical text, and no others."""
    column = ["山", "城", "11", "艘", "龍", "舟", "下", "水", "每", "艘", "22", "人"]
    glyphs: list[Glyph] = []
    for k, cell in enumerate(column):
        wide = 10 / len(cell)
        glyphs += [Glyph(ch, 100 + n * wide, 12 * k, 100 + (n + 1) * wide, 12 * k + 10, 10, 400, 0)
                   for n, ch in enumerate(cell)]  # fmt: skip
    assert [g.ch for g in joined_figures(glyphs)] == column
    assert ["".join(g.ch for g in run.glyphs) for run in find_runs(joined_figures(glyphs))] == ["".join(column)]
    level = [Glyph(ch, 100 + 10 * n, 50, 110 + 10 * n, 60, 10, 400, 0) for n, ch in enumerate("山城11艘龍舟")]
    assert joined_figures(level) == level
