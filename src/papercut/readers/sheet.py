"""From printed lines to a Page: what all readers of formats with geometry share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from papercut.geometry import Box, Drawn, Printed, union
from papercut.model import Furniture, Line, Note, Page, Source
from papercut.pieces import Piece

STAGE = "read"


class Word(NamedTuple):
    """A word, or a single character, as a file gives it: its text, its box, and the engine's confidence, 0 to 1."""

    text: str
    box: Box
    confidence: float | None = None


def page_of_lines(
    rows: Iterable[tuple[str, Printed]],
    source: Source,
    drawn: Sequence[Drawn] = (),
    notes: Sequence[Note] = (),
    furniture: Sequence[Furniture] = (),
) -> Page:
    """The page of these lines, in the order of the file. Lines without visible text are left out.

    `furniture` is what the reader itself sets aside: its pieces point into the lines here, which then are no lines of
    the page.
    """
    kept = [(text, printed) for text, printed in rows if text and not text.isspace()]
    taken = {piece.line for f in furniture for piece in f.pieces}
    lines = tuple(
        Line(n, text, (Piece(n, 0, len(text)),), printed.box, printed.size, printed.weight)
        for n, (text, printed) in enumerate(kept, 1)
        if n not in taken
    )
    if not lines:
        notes = (*notes, Note("empty", STAGE, (), "the page has no visible text"))
    return Page(
        source,
        tuple(text for text, _ in kept),
        lines,
        furniture=tuple(furniture),
        notes=tuple(notes),
        printed=tuple(printed for _, printed in kept),
        drawn=tuple(drawn),
    )


def line_of_words(
    words: Sequence[Word], size: float, *, upright: bool = False, region: int | None = None, kind: str = "",
    weight: float | None = None,
) -> tuple[str, Printed] | None:
    """One line from its words, in their order; None if they have no text.

    Words are parted by a space where either neighbour is not Chinese, or where the gap is wider than any that sets
    characters of the line apart elsewhere: OCR engines part Chinese text wherever they like.
    """
    words = [w for w in words if w.text and not w.text.isspace()]
    if not words:
        return None
    low, high = (1, 3) if upright else (0, 2)
    text = ""
    edges: list[float] = []
    before: Word | None = None
    for word in words:
        a, b = word.box[low], word.box[high]
        shown = " ".join(word.text.split())
        if before is not None and _parted(before.text[-1], shown[0], a - before.box[high], size):
            text += " "
            edges += (before.box[high], a)
        widths = [0.5 if ch < "\u2e80" else 1.0 for ch in shown]
        step = (b - a) / sum(widths)
        at = a
        for width in widths:
            edges += (round(at, 2), round(at + width * step, 2))
            at += width * step
        text += shown
        before = word
    known = [w.confidence for w in words if w.confidence is not None]
    sure = sum(known) / len(known) if known else None
    box = union(w.box for w in words)
    return text, Printed(box, size, weight, tuple(edges), upright, region, kind, sure and round(sure, 4))


WIDE = 0.8
"""A gap of so many ems between two Chinese words is a space; in letter-spaced lines every gap is as wide."""


def _parted(left: str, right: str, gap: float, size: float) -> bool:
    if left < "\u2e80" and right < "\u2e80":
        return True
    return gap > WIDE * size
