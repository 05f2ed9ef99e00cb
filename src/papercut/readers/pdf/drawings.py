"""What is drawn on a PDF page beside its text: rules, frames, tints and images, by PDFium."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from papercut.model.geometry import Box, Drawn
from papercut.readers.pdf.annotations import has_marks
from papercut.readers.pdf.glyphs import PdfSheet

MOST_OBJECTS, MOST_DRAWN = 200_000, 20_000
"""So many objects of a page are looked at, and so many of these kept."""
DEEPEST = 12
"""Forms inside one another."""
MOST_CLIPS, MOST_POINTS = 16, 1_000
"""So many paths that a picture is cut off by are looked at, and so many of their points."""

THIN, SHORTEST = 4.0, 12.0
"""In points: what is no thicker, and no shorter, is a rule."""

Matrix = tuple[float, float, float, float, float, float]


CELLS, PAPER = 24, 0.9
"""The share that pictures cover is counted in so many cells each way; what covers more of the sheet is the paper."""


class Drawing(NamedTuple):
    """Rules, frames, tints and images in the order in which they are drawn, those inside forms too; whether all objects
    were looked at; the share of the sheet that pictures cover; and whether there is anything but text and paper."""

    drawn: list[Drawn]
    whole: bool
    filled: float
    anything: bool


def find_drawn(sheet: PdfSheet) -> Drawing:
    """What is drawn on a sheet beside its text."""
    out: list[Drawn] = []
    pictures: list[Box] = []
    whole, anything = _look(sheet, out, pictures)
    return Drawing(out, whole, _share(sheet, pictures), anything or has_marks(sheet.page.raw))


def _look(sheet: PdfSheet, out: list[Drawn], pictures: list[Box]) -> tuple[bool, bool]:
    """Collect rules and the like, and the boxes of all pictures; whether that was all, and whether there is anything
    but text and paper."""
    page = sheet.page.raw
    whole, anything, looked = True, False, 0
    bounds = [ctypes.c_float() for _ in range(4)]
    # what holds objects, how to get at them, how many there are, the next one, and the matrix to the page
    open_forms: list[tuple[Any, Any, int, int, Matrix | None]] = [
        (page, pdfium.FPDFPage_GetObject, pdfium.FPDFPage_CountObjects(page), 0, None)
    ]
    while open_forms:
        holder, get, count, at, matrix = open_forms.pop()
        while at < count:
            if looked >= MOST_OBJECTS or len(out) >= MOST_DRAWN:
                return False, True
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
            anything = anything or kind == pdfium.FPDF_PAGEOBJ_SHADING
            if kind not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
                continue
            if not pdfium.FPDFPageObj_GetBounds(thing, *bounds):
                continue
            left, bottom, right, top = (b.value for b in bounds)
            if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                left, bottom, right, top = _clipped(thing, left, bottom, right, top)
            box = sheet.box(*_moved(matrix, left, bottom, right, top))
            if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                pictures.append(box)
            anything = anything or kind == pdfium.FPDF_PAGEOBJ_IMAGE or not _is_paper(sheet, box)
            if name := _kind(sheet, thing, kind, box):
                out.append(Drawn(name, _rounded(box)))
    return whole, anything


def _is_paper(sheet: PdfSheet, box: Box) -> bool:
    return not ((box[2] - box[0]) * (box[3] - box[1]) <= PAPER * sheet.width * sheet.height)


def _share(sheet: PdfSheet, pictures: Iterable[Box]) -> float:
    """The share of the sheet's cells whose middles lie in pictures."""
    wide, high = sheet.width / CELLS, sheet.height / CELLS
    if not (wide > 0 and high > 0):
        return 0.0
    seen: set[tuple[int, int]] = set()
    for x0, y0, x1, y1 in pictures:
        columns, rows = (
            range(max(0, math.ceil(low / side - 0.5)), min(CELLS, math.floor(high_ / side - 0.5) + 1))
            for low, high_, side in ((x0, x1, wide), (y0, y1, high))
        )
        seen.update((i, j) for i in columns for j in rows)
        if len(seen) == CELLS * CELLS:
            break
    return len(seen) / (CELLS * CELLS)


def _kind(sheet: PdfSheet, thing: Any, kind: int, box: Box) -> str:
    """What an object is; nothing for the paper itself, for specks, and for what lies off the sheet."""
    wide, high = box[2] - box[0], box[3] - box[1]
    if _is_paper(sheet, box):
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


def _clipped(thing: Any, left: float, bottom: float, right: float, top: float) -> Box:
    """What is seen of a picture: programs that set pages draw all of it, and cut off what is outside its frame."""
    clip = pdfium.FPDFPageObj_GetClipPath(thing)
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(min(MOST_CLIPS, pdfium.FPDFClipPath_CountPaths(clip) if clip else 0)):
        points: list[tuple[float, float]] = []
        for k in range(min(MOST_POINTS, pdfium.FPDFClipPath_CountPathSegments(clip, path))):
            if pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, path, k), x, y):
                points.append((x.value, y.value))
        if len(points) < 3 or len(points) == MOST_POINTS:
            continue
        xs, ys = zip(*points, strict=True)
        seen = max(left, min(xs)), max(bottom, min(ys)), min(right, max(xs)), min(top, max(ys))
        if seen[0] < seen[2] and seen[1] < seen[3]:  # a picture of which nothing is seen stays as it is
            left, bottom, right, top = seen
    return left, bottom, right, top


def _rounded(box: Box) -> Box:
    x0, y0, x1, y1 = box
    return round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2)
