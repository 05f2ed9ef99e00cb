"""The glyphs of a PDF page, and what is drawn beside them, by PDFium.

Everything is turned upright: `x` runs rightwards and `y` downwards from the top left corner of the page as it is shown,
in points. A glyph has the box of its em, not of its ink, which differs from font to font.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from papercut.geometry import Box, Drawn

ASCENT = 0.88
"""The part of the em above the baseline: that of the common Chinese fonts (1 less the 0.12 below)."""
MOST_GLYPHS = 1_000_000
"""No newspaper page has as many."""
MOST_OBJECTS = 200_000
"""So many objects of a page are looked at for rules and boxes."""
THIN, SHORTEST = 4.0, 12.0
"""In points: what is no thicker, and no shorter, is a rule."""

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


class Sheet:
    """A page of a PDF document, turned upright."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.width, self.height = page.get_size()
        self.turns = page.get_rotation() // 90 % 4
        left, bottom, right, top = page.get_bbox()
        self.left, self.top = left, top
        self.wide, self.high = right - left, top - bottom

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
        looks = _Looks(text, self.turns)
        out: list[Glyph] = []
        high = 0
        for i in range(min(count, MOST_GLYPHS)):
            code = unicode(text, i)
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if high and 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
            high = 0
            if code in (10, 13) or pdfium.FPDFText_IsGenerated(text, i) == 1:
                continue
            loose(text, i, rect)
            origin(text, i, x, y)
            size, weight, turn = looks.of(i)
            ch = chr(code) if code not in (0, 0xFFFE, 0xFFFF) and not 0xD800 <= code < 0xE000 else "\ufffd"
            out.append(self._glyph(ch, rect, x.value, y.value, size, weight, turn))
        return out, max(0, count - MOST_GLYPHS)

    def _glyph(self, ch: str, rect: Any, x: float, y: float, size: float, weight: int, turn: int) -> Glyph:
        if turn == 0:
            u, v = self.point(x, y)
            # along the line the advance, which PDFium's loose box has, across it the em
            length = abs(rect.top - rect.bottom) if self.turns % 2 else abs(rect.right - rect.left)
            return Glyph(ch, u, v - ASCENT * size, u + length, v + (1 - ASCENT) * size, size, weight, 0)
        x0, y0, x1, y1 = self.box(rect.left, rect.bottom, rect.right, rect.top)
        return Glyph(ch, x0, y0, x1, y1, size, weight, turn)

    def drawn(self) -> tuple[list[Drawn], bool]:
        """Rules, frames, tints and images, and whether all objects were looked at."""
        out: list[Drawn] = []
        page = self.page.raw
        count = pdfium.FPDFPage_CountObjects(page)
        bounds = [ctypes.c_float() for _ in range(4)]
        for i in range(min(count, MOST_OBJECTS)):
            thing = pdfium.FPDFPage_GetObject(page, i)
            kind = pdfium.FPDFPageObj_GetType(thing)
            if kind not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
                continue
            if not pdfium.FPDFPageObj_GetBounds(thing, *bounds):
                continue
            box = self.box(*(b.value for b in bounds))
            if name := self._kind(thing, kind, box):
                out.append(Drawn(name, _rounded(box)))
        return out, count <= MOST_OBJECTS

    def _kind(self, thing: Any, kind: int, box: Box) -> str:
        wide, high = box[2] - box[0], box[3] - box[1]
        if wide * high > 0.9 * self.width * self.height:
            return ""  # the paper itself
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            return "image" if min(wide, high) > THIN else ""
        if min(wide, high) <= THIN:
            return "rule" if max(wide, high) >= SHORTEST else ""
        if min(wide, high) < SHORTEST:
            return ""
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if not pdfium.FPDFPath_GetDrawMode(thing, fill, stroke):
            return ""
        return "frame" if stroke.value else "tint" if fill.value else ""


class _Looks:
    """Size, weight and direction of glyphs, looked up once for each thing that draws text."""

    def __init__(self, text: Any, turns: int) -> None:
        self.text = text
        self.turns = turns
        self.known: dict[int, tuple[float, int, int]] = {}
        self.weights: dict[int, int] = {}
        self.matrix = pdfium.FS_MATRIX()

    def of(self, i: int) -> tuple[float, int, int]:
        thing = pdfium.FPDFText_GetTextObject(self.text, i)
        key = ctypes.cast(thing, ctypes.c_void_p).value or -1 - i
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self._look(thing, i)
        return found

    def _look(self, thing: Any, i: int) -> tuple[float, int, int]:
        size = pdfium.FPDFText_GetFontSize(self.text, i)
        across, angle = 1.0, 0.0
        m = self.matrix
        if pdfium.FPDFText_GetMatrix(self.text, i, m):
            across = math.hypot(m.c, m.d) or 1.0
            angle = math.degrees(math.atan2(m.b, m.a))
        turn = (round(-angle / 90) + self.turns) % 4
        weight = 400
        if thing:
            font = pdfium.FPDFTextObj_GetFont(thing)
            key = ctypes.cast(font, ctypes.c_void_p).value or 0
            if key not in self.weights:
                self.weights[key] = _weight(font)
            weight = self.weights[key]
        return abs(size) * across or 1.0, weight, turn


def _weight(font: Any) -> int:
    name = _text(lambda buffer, size: pdfium.FPDFFont_GetBaseFontName(font, buffer, size))
    weight = pdfium.FPDFFont_GetWeight(font)
    return 700 if _BOLD.search(name) or 600 <= weight <= 900 else 400


def _text(get: Callable[[Any, int], int]) -> str:
    buffer = ctypes.create_string_buffer(256)
    length = get(buffer, 256)
    return buffer.raw[: max(0, min(length, 256) - 1)].decode("utf-8", "replace")


def _rounded(box: Box) -> Box:
    x0, y0, x1, y1 = box
    return round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2)
