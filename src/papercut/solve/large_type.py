"""Lines in type so large that they are no subheads.

Subheads are set in the size of the text or a little larger, by up to a half; what is larger is display type. The networks
know sizes only beside much else, and in a narrow column of short items they take headlines for subheads.
"""

from __future__ import annotations

from collections.abc import Sequence

from papercut.layout.sheet_lines import view_of
from papercut.model import Page
from papercut.solve.chain import Tag
from papercut.solve.held import FREE, Held
from papercut.solve.rows import Row

LARGE = 1.6
"""Type so many times as large as the page's text is no subhead's."""


def hold_large(page: Page, rows: Sequence[Row], held: list[Held | None]) -> None:
    """Take from lines in large type the label of a subhead."""
    if not page.placed:
        return
    least = LARGE * view_of(page).em
    for k, row in enumerate(rows):
        if held[k] is None and (page.lines[row.index].size or 0.0) >= least:
            held[k] = Held(FREE - {Tag.SUBHEAD})
