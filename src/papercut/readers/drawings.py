"""What is drawn on a PDF page beside its text: rules, frames, tints and images, by PDFium."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

from papercut.geometry import Box, Drawn
from papercut.readers.glyphs import Sheet

MOST_OBJECTS, MOST_DRAWN = 200_000, 20_000
"""So many objects of a page are looked at, and so many of these kept."""
DEEPEST = 12
"""Forms inside one another."""
THIN, SHORTEST = 4.0, 12.0
"""In points: what is no thicker, and no shorter, is a rule."""

Matrix = tuple[float, float, float, float, float, float]


def find_drawn(sheet: Sheet) -> tuple[list[Drawn], bool]:
    """Rules, frames, tints and images in the order in which they are drawn, those inside forms too, and whether all
    objects of the page were looked at."""
    out: list[Drawn] = []
    page = sheet.page.raw
    whole, looked = True, 0
    bounds = [ctypes.c_float() for _ in range(4)]
    # what holds objects, how to get at them, how many there are, the next one, and the matrix to the page
    open_forms: list[tuple[Any, Any, int, int, Matrix | None]] = [
        (page, pdfium.FPDFPage_GetObject, pdfium.FPDFPage_CountObjects(page), 0, None)
    ]
    while open_forms:
        holder, get, count, at, matrix = open_forms.pop()
        while at < count:
            if looked >= MOST_OBJECTS or len(out) >= MOST_DRAWN:
                return out, False
            thing = get(holder, at)
            at += 1
            looked += 1
            kind = pdfium.FPDFPageObj_GetType(thing)
            if kind == pdfium.FPDF_PAGEOBJ_FORM:
                if len(open_forms) >= DEEPEST:
                    whole = False
                    continue
                open_forms.append((holder, get, count, at, matrix))
                inner = _product(_matrix(thing), matrix)
                count = pdfium.FPDFFormObj_CountObjects(thing)
                holder, get, at, matrix = thing, pdfium.FPDFFormObj_GetObject, 0, inner
                continue
            if kind not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
                continue
            if not pdfium.FPDFPageObj_GetBounds(thing, *bounds):
                continue
            box = sheet.box(*_moved(matrix, *(b.value for b in bounds)))
            if name := _kind(sheet, thing, kind, box):
                out.append(Drawn(name, _rounded(box)))
    return out, whole


def _kind(sheet: Sheet, thing: Any, kind: int, box: Box) -> str:
    """What an object is; nothing for the paper itself, for specks, and for what lies off the sheet."""
    wide, high = box[2] - box[0], box[3] - box[1]
    if not (wide * high <= 0.9 * sheet.width * sheet.height):
        return ""
    if box[2] <= 0 or box[3] <= 0 or box[0] >= sheet.width or box[1] >= sheet.height:
        return ""
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


def _matrix(thing: Any) -> Matrix | None:
    m = pdfium.FS_MATRIX()
    return (m.a, m.b, m.c, m.d, m.e, m.f) if pdfium.FPDFPageObj_GetMatrix(thing, m) else None


def _product(inner: Matrix | None, outer: Matrix | None) -> Matrix | None:
    """The matrix that moves by `inner` first."""
    if inner is None or outer is None:
        return inner or outer
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _moved(matrix: Matrix | None, left: float, bottom: float, right: float, top: float) -> Box:
    """The box around a box that is moved."""
    if matrix is None:
        return left, bottom, right, top
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (left, right) for y in (bottom, top)]
    ys = [b * x + d * y + f for x in (left, right) for y in (bottom, top)]
    return min(xs), min(ys), max(xs), max(ys)


def _rounded(box: Box) -> Box:
    x0, y0, x1, y1 = box
    return round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2)
