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

SHORTEST = 4
"""A headline has so many characters; fewer are an initial, or what OCR made of a drawing."""
INDENT = "\u3000"


def hold_large(page: Page, rows: Sequence[Row], held: list[Held | None]) -> None:
    """Take from lines in large type the label of a subhead, and from the lines right behind them that of a paragraph of
    the same story: behind a headline begins its own story, or another one goes on."""
    if not page.placed:
        return
    least = LARGE * view_of(page).em
    headline = False
    for k, row in enumerate(rows):
        large = (page.lines[row.index].size or 0.0) >= least
        gone: set[Tag] = {Tag.SUBHEAD} if large else set()
        if headline and page.lines[row.index].text.startswith(INDENT):
            gone.add(Tag.PARAGRAPH)
        if gone and held[k] is None:
            held[k] = Held(FREE - gone)
        # lines of text that OCR read together have boxes as high as a headline's, but no space above
        headline = large and len(row.text) >= SHORTEST and (row.gap > 0 or headline or k == 0)
