"""Where on the sheet things are printed.

A page that comes from a PDF, from OCR output or from a scan has for each of its raw lines a `Printed`: the box, the
size of the type, and where along the line each character stands. Boxes run from the top left corner of the page as it
is read (a rotated page turned upright), in the unit of the page's source.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from papercut.model.pieces import Piece

Box = tuple[float, float, float, float]
"""`x0, y0, x1, y1` from the top left corner, in the unit of the page's source."""


@dataclass(frozen=True, slots=True)
class Printed:
    """Where and how a raw line is printed.

    `size` is the font size in the unit of the page. `weight` is the font weight (400 regular, 700 bold), or None if the
    format does not say. `edges` holds two numbers for each character of the raw line, where it begins and where it ends
    along the line: left and right, or top and bottom for vertical lines (`upright`). It is empty if the format does not
    say. `region` is the number of the text region of the file, `kind` is what the file calls that region, and
    `confidence` is that of the OCR engine, 0 to 1. `whole` says that the raw line is a block of text, such as a
    paragraph, of which the file gives no lines; the box is that of the block. `hyphen` says whether a hyphen at the end
    belongs to the word (`well-known`) or only to the line; it is None if the file does not say.
    """

    box: Box
    size: float
    weight: float | None = None
    edges: tuple[float, ...] = ()
    upright: bool = False
    region: int | None = None
    kind: str = ""
    confidence: float | None = None
    whole: bool = False
    hyphen: bool | None = None

    def part(self, start: int, end: int, length: int) -> Box:
        """Return the box of the characters from `start` to before `end`, of a line of `length` characters."""
        if self.whole or (start <= 0 and end >= length):
            return self.box
        x0, y0, x1, y1 = self.box
        low, high = (y0, y1) if self.upright else (x0, x1)
        if self.edges:
            own = self.edges[2 * start : 2 * end]
            a, b = (min(own), max(own)) if own else (low, low)
        else:
            step = (high - low) / (length or 1)
            a, b = low + start * step, low + end * step
        return (x0, a, x1, b) if self.upright else (a, y0, b, y1)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Something drawn on the page that is not text: a `rule`, a `frame`, a `tint` (a filled box) or an `image`."""

    kind: str
    box: Box


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around all of them. Raises `ValueError` if there are none."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def boxes_of(raw: Sequence[str], printed: Sequence[Printed], pieces: Iterable[Piece]) -> tuple[Box, ...] | None:
    """The boxes of some pieces, one for each run on a line; None where the page has no geometry."""
    if not printed:
        return None
    return tuple(printed[line - 1].part(start, end, len(raw[line - 1])) for line, start, end in pieces)
