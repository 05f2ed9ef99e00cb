"""The annotations and form fields of a PDF page: whether there are any, and how many of them show a text.

This runs in the process of `papercut.readers.pdf.pdfium_child`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

MOST_MARKS = 20_000
"""Annotations that are looked at, which takes a second."""
MOST_PARTS, DEEPEST = 200, 4
"""Objects of an annotation's own drawing that are looked at, and forms inside one another."""

TEXT_FIELDS = (
    pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX,
)  # fmt: skip
UNSEEN = (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP)
"""What is not seen on the page."""
HIDDEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
"""Flags of what is seen neither on a screen nor in a new file."""

_KEYS = {pdfium.FPDF_ANNOT_FREETEXT: b"Contents", pdfium.FPDF_ANNOT_WIDGET: b"V"}
_DRAWN = (pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_STAMP)
"""What may have a text in its own drawing alone."""


class TextsOnTop(NamedTuple):
    """How many annotations and form fields show a text that is none of the page's own, and how many annotations were
    not looked at."""

    texts: int
    left: int


def has_marks(page: Any) -> bool:
    """Whether the page has annotations that are seen: stamps, notes, fields; not links."""
    return any(kind not in UNSEEN for _, kind in _marks(page))


def texts_on_top(page: Any) -> TextsOnTop:
    """Which annotations and form fields of an open page show a text."""
    texts = sum(kind not in UNSEEN and _shows_text(page, mark, kind) for mark, kind in _marks(page))
    return TextsOnTop(texts, max(0, pdfium.FPDFPage_GetAnnotCount(page) - MOST_MARKS))


def _marks(page: Any) -> Iterator[tuple[Any, int]]:
    """The annotations of a page that are not hidden, and of what kind each is."""
    for n in range(min(pdfium.FPDFPage_GetAnnotCount(page), MOST_MARKS)):
        mark = pdfium.FPDFPage_GetAnnot(page, n)
        if mark:
            try:
                if not pdfium.FPDFAnnot_GetFlags(mark) & HIDDEN:
                    yield mark, pdfium.FPDFAnnot_GetSubtype(mark)
            finally:
                pdfium.FPDFPage_CloseAnnot(mark)


def _shows_text(page: Any, mark: Any, kind: int) -> bool:
    size = 0
    # the value of a box that is ticked is a name
    if kind in _KEYS and pdfium.FPDFAnnot_GetValueType(mark, _KEYS[kind]) != pdfium.FPDF_OBJECT_NAME:
        size = pdfium.FPDFAnnot_GetStringValue(mark, _KEYS[kind], None, 0)
        if size <= 2 and pdfium.FPDFAnnot_HasKey(mark, b"Parent"):  # the value may be that of a field of several
            size = _value_size(page, mark)
    # a text ends in two bytes of zero
    return size > 2 or (kind in _DRAWN and _draws_text(mark))


def _value_size(page: Any, mark: Any) -> int:
    """How many bytes the value of a field has that holds a text."""
    if page.pdf.formenv is None:
        page.pdf.init_forms()
    form = page.pdf.formenv
    if form is None or pdfium.FPDFAnnot_GetFormFieldType(form, mark) not in TEXT_FIELDS:
        return 0
    return int(pdfium.FPDFAnnot_GetFormFieldValue(form, mark, None, 0))


def _draws_text(mark: Any) -> bool:
    """Whether text is in how an annotation is drawn."""
    return _holds_text(mark, pdfium.FPDFAnnot_GetObject, pdfium.FPDFAnnot_GetObjectCount(mark), 0)


def _holds_text(holder: Any, get: Callable[[Any, int], Any], count: int, depth: int) -> bool:
    for at in range(min(count, MOST_PARTS)):
        thing = get(holder, at)
        kind = pdfium.FPDFPageObj_GetType(thing) if thing else 0
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            return True
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            inner = pdfium.FPDFFormObj_CountObjects(thing)
            if inner > 0 and _holds_text(thing, pdfium.FPDFFormObj_GetObject, inner, depth + 1):
                return True
    return False
