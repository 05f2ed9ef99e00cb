"""Pull quotes on a sheet: larger type inside a column of text that says again what the text says.

One is told from a headline by two things: the sentence above it is not at its end, and its words stand in the text of
the page, too.
"""

from __future__ import annotations

from collections.abc import Sequence

from papercut.layout.sheet.captions import text_size
from papercut.layout.sheet.orientation import orientation_of
from papercut.model.page import Line, Page

LARGER, LARGEST = 1.06, 2.5
"""Its type is so many times as large as that of the text above it, at least and at most."""
ALIKE = 1.03
"""The text above it is set in the usual size of the page, give or take this factor: no kicker."""
TEXT = 1.15
"""Text is set in type no larger than so many times that of most of the page."""
NEAR = 4.0
"""It stands so many em below the text at the most."""
SHORTEST, MOST_LINES, MOST = 8, 10, 20
"""It has so many letters at least and so many lines at most; so many runs of large lines of a page are looked at."""
_ENDS = frozenset("。！？”」』…：.!?\"")


def find_pull_quotes(page: Page) -> list[int]:
    """The indices of the lines of pull quotes, with who said it, on a page of a PDF file: OCR does not know sizes of
    type so well."""
    if not page.placed or page.source.format != "pdf" or (view := orientation_of(page)).downwards:
        return []
    lines = [(i, line) for i, line in enumerate(page.lines) if line.text.strip() and line.box and line.size]
    sizes = [(line.size or 0.0) / view.em for _, line in lines]
    usual = text_size(page.lines) / view.em
    out: list[int] = []
    looked_at = 0
    for start in range(1, len(lines)):
        own = sizes[start - 1]
        if not usual / ALIKE <= own <= ALIKE * usual or not LARGER * own <= sizes[start] <= LARGEST * own:
            continue
        last = min(len(lines), start + MOST_LINES + 1)
        end = next((k for k in range(start, last) if sizes[k] < LARGER * own), last)
        above, *own_lines = [line for _, line in lines[start - 1 : end]]
        if end - start > MOST_LINES or not _interrupts(above, own_lines, view.em):
            continue
        looked_at += 1
        if looked_at > MOST:
            break
        words = _letters("".join(line.text for _, line in lines[start:end] if line.text.strip()[0] not in "—－-"))
        others = (k for k in range(len(lines)) if sizes[k] <= TEXT and not start <= k < end)
        if len(words) >= SHORTEST and words in _letters("".join(lines[k][1].text for k in others)):
            out += [i for i, _ in lines[start:end]]
    return out


def _interrupts(above: Line, quote: Sequence[Line], em: float) -> bool:
    """Whether lines stand right below one of text whose sentence goes on behind them, and are no wider: a headline is
    wider than its kicker."""
    if above.box is None or above.text.strip()[-1] in _ENDS:
        return False
    left, _, right, foot = above.box
    boxes = [box for line in quote if (box := line.box)]
    return 0 <= boxes[0][1] - foot <= NEAR * em and all(left - em <= b[0] and b[2] <= right + em for b in boxes)


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())
