"""The glyphs of a PDF page, by PDFium.

Everything is turned upright: `x` runs rightwards and `y` downwards from the top left corner of the page as it is shown,
in points. A glyph has the box of its em, not of its ink, which differs from font to font. Glyphs count whatever their
colour and rendering mode: white type stands on dark boxes, and the text layer of a scan is drawn invisibly over it.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable, Container
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from papercut.model.geometry import Box
from papercut.readers.pdf.layers import layer_of

ASCENT = 0.88
"""The part of the em above the baseline: that of the common Chinese fonts (1 less the 0.12 below)."""
MOST_GLYPHS = 1_000_000
"""No newspaper page has as many."""
FARTHEST, LEAST_SIZE = 1e6, 0.1
"""Places and sizes are kept within these, in points; no sheet is as large, no type as small."""
SOFT_HYPHEN = 0xAD
"""What many fonts call the sign of a hyphen that is drawn: where it takes room on the sheet, it is seen."""

_BOLD = re.compile(r"bold|heavy|black|[^a-z]hei|simhei|黑|粗", re.IGNORECASE)


class Glyph(NamedTuple):
    """A character at its place. `turn` is how many quarter turns its line is turned, clockwise; `weight` that of its
    font, 400 or 700."""

    ch: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    weight: int
    turn: int


class PdfSheet:
    """A page of a PDF document, turned upright."""

    def __init__(self, page: Any, hidden_layers: Callable[[], Container[str]] = tuple) -> None:
        self.page = page
        self.hidden_layers = hidden_layers
        self.hidden: list[Glyph] = []
        """Those of its glyphs that stand in layers that are switched off."""
        self.width, self.height = page.get_size()
        self.turns = page.get_rotation() // 90 % 4
        left, bottom, right, top = page.get_bbox()
        self.left, self.top = left, top
        self.wide, self.high = right - left, top - bottom
        self.unmapped = 0
        """How many of its characters are in fonts that do not say which characters they are."""

    def turn_back(self, turn: int) -> None:
        """Turn the sheet so that lines that are turned by so many quarters, clockwise, are level."""
        self.turns = (self.turns - turn) % 4
        if turn % 2:
            self.width, self.height = self.height, self.width

    def shows(self, box: Box, size: float) -> bool:
        """Whether any of a line lies on the sheet: what lies outside is cut off in print and on the screen."""
        inside = box[2] > 0 and box[3] > 0 and box[0] < self.width and box[1] < self.height
        return inside and size <= 2 * max(self.width, self.height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page's own space, where y runs upwards, as the page is shown."""
        u, v = x - self.left, self.top - y
        if self.turns == 1:
            return self.high - v, u
        if self.turns == 2:
            return self.wide - u, self.high - v
        if self.turns == 3:
            return v, self.wide - u
        return u, v

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box of the page's own space as the page is shown."""
        a, b = self.point(left, bottom), self.point(right, top)
        return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])

    def glyphs(self) -> tuple[list[Glyph], int]:
        """The page's glyphs in the order in which they are drawn, and how many were left out for being too many."""
        textpage = self.page.get_textpage()
        try:
            return self._glyphs(textpage.raw)
        finally:
            textpage.close()

    def _glyphs(self, text: Any) -> tuple[list[Glyph], int]:
        count = pdfium.FPDFText_CountChars(text)
        rect = pdfium.FS_RECTF()
        x, y = ctypes.c_double(), ctypes.c_double()
        origin, loose, unicode = (
            pdfium.FPDFText_GetCharOrigin, pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetUnicode,
        )  # fmt: skip
        looks = _Looks(text, self.turns, self.hidden_layers)
        out: list[Glyph] = []
        self.hidden = []
        high = self.unmapped = 0
        for i in range(min(count, MOST_GLYPHS)):
            code = unicode(text, i)
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if high and 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
            high = 0
            # what PDFium adds is spaces, ends of lines and hyphens
            plain = 0x2E80 <= code < 0xFFFE
            if code in (10, 13) or (not plain and pdfium.FPDFText_IsGenerated(text, i) == 1):
                continue
            if pdfium.FPDFText_HasUnicodeMapError(text, i) == 1:
                self.unmapped += 1
            loose(text, i, rect)
            origin(text, i, x, y)
            size, em, weight, turn = looks.of(i)
            if not plain and pdfium.FPDFText_IsHyphen(text, i) == 1:
                code = 0x2D  # at the end of a line PDFium has a mark of its own for it
            elif code == SOFT_HYPHEN and rect.right - rect.left > 0:
                code = 0x2D
            ch = chr(code) if code not in (0, 0xFFFE, 0xFFFF) and not 0xD800 <= code < 0xE000 else "\ufffd"
            into = self.hidden if looks.hidden and looks.is_hidden(i) else out
            into.append(self._glyph(ch, rect, x.value, y.value, size, em, weight, turn))
        return out, max(0, count - MOST_GLYPHS)

    def _glyph(self, ch: str, rect: Any, x: float, y: float, size: float, em: float, weight: int, turn: int) -> Glyph:
        """The glyph that begins at a point of the baseline: along the line its advance, which PDFium's loose box has,
        across it the em. `em` is that along the line, where the type is narrowed or widened."""
        u, v = self.point(_sane(x), _sane(y))
        odd = (turn - self.turns) % 2
        length = _sane(abs(rect.top - rect.bottom) if odd else abs(rect.right - rect.left))
        up, down = ASCENT * size, (1 - ASCENT) * size
        if ch >= "\u2e80":
            # PDFium's is longer where ink stands out behind the em, or a line set downwards stands on a turned page
            length = min(length, em)
        if not turn:
            return Glyph(ch, u, v - up, u + length, v + down, size, weight, turn)
        dx, dy = ((1, 0), (0, 1), (-1, 0), (0, -1))[turn]
        a, b = u + dy * up, v - dx * up
        c, d = u + dx * length - dy * down, v + dy * length + dx * down
        return Glyph(ch, min(a, c), min(b, d), max(a, c), max(b, d), size, weight, turn)


Shape = tuple[float, float, int]


def _address(pointer: Any) -> int:
    """Where a pointer of PDFium points; 0 for none. `ctypes.cast` takes several times as long."""
    return ctypes.c_void_p.from_buffer(pointer).value or 0


class _Looks:
    """Size, weight and direction of glyphs, looked up once for each thing that draws text."""

    def __init__(self, text: Any, turns: int, hidden_layers: Callable[[], Container[str]]) -> None:
        self.text = text
        self.turns = turns
        self.hidden_layers = hidden_layers
        self.hidden: set[int] = set()
        """What is drawn in layers that are switched off."""
        self.known: dict[int, tuple[float, float, int, int]] = {}
        self.shapes: dict[tuple[float, ...], Shape] = {}
        self.weights: dict[int, int] = {}
        self.matrix = pdfium.FS_MATRIX()

    def of(self, i: int) -> tuple[float, float, int, int]:
        """The em across the line and along it, the weight, and the turn of a glyph."""
        thing = pdfium.FPDFText_GetTextObject(self.text, i)
        key = _address(thing) or -1 - i
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self._look(thing, i)
        return found

    def is_hidden(self, i: int) -> bool:
        """Whether a glyph stands in a layer that is switched off."""
        return _address(pdfium.FPDFText_GetTextObject(self.text, i)) in self.hidden

    def _look(self, thing: Any, i: int) -> tuple[float, float, int, int]:
        size = pdfium.FPDFText_GetFontSize(self.text, i)
        m = self.matrix
        shape = (size, m.a, m.b, m.c, m.d) if pdfium.FPDFText_GetMatrix(self.text, i, m) else (size,)
        found = self.shapes.get(shape)
        if found is None:
            found = self.shapes[shape] = self._shape(*shape)
        weight = 400
        if thing:
            if pdfium.FPDFPageObj_CountMarks(thing) > 0 and (layer := layer_of(thing)):
                self.hidden |= {_address(thing)} if layer in self.hidden_layers() else set()
            font = pdfium.FPDFTextObj_GetFont(thing)
            key = _address(font)
            if key not in self.weights:
                self.weights[key] = _weight(font)
            weight = self.weights[key]
        return found[0], found[1], weight, found[2]

    def _shape(self, size: float, a: float = 1.0, b: float = 0.0, c: float = 0.0, d: float = 1.0) -> Shape:
        """The em across the line and along it, and the turn, of type of this size that is drawn by this matrix."""
        across, along = math.hypot(c, d) or 1.0, math.hypot(a, b) or 1.0
        turn = (round(-math.degrees(math.atan2(b, a)) / 90) + self.turns) % 4
        across, along = (max(LEAST_SIZE, _sane(abs(size) * scale) or 1.0) for scale in (across, along))
        return across, along, turn


def _sane(x: float) -> float:
    """A number that one can reckon with: damaged files have places that are none."""
    if -FARTHEST <= x <= FARTHEST:
        return x
    return 0.0 if math.isnan(x) else math.copysign(FARTHEST, x)


def _weight(font: Any) -> int:
    name = _text(lambda buffer, size: pdfium.FPDFFont_GetBaseFontName(font, buffer, size))
    weight = pdfium.FPDFFont_GetWeight(font)
    return 700 if _BOLD.search(name) or 600 <= weight <= 900 else 400


def _text(get: Callable[[Any, int], int]) -> str:
    buffer = ctypes.create_string_buffer(256)
    length = get(buffer, 256)
    return buffer.raw[: max(0, min(length, 256) - 1)].decode("utf-8", "replace")
