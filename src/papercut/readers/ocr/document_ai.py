"""Google Document AI: the document that its OCR and its other processors give.

Source of the format: Document in the Document AI API reference
(cloud.google.com/document-ai/docs/reference/rest/v1/Document). The whole `text` stands once; pages hold blocks,
paragraphs, lines and tokens, each with a `layout` that says which part of the text it is (`textAnchor`) and where it
stands. Numbers that are 0 are left out, and so is a part that begins at 0.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Any, NamedTuple

from papercut.readers.file_lines import confidence_share, file_number
from papercut.readers.ocr.polygons import Corners, corners
from papercut.readers.ocr.service_lines import ServiceLine, ServicePage, ServiceWord
from papercut.readers.ocr.values import dicts, text_value
from papercut.readers.ocr.whole_text import tell_rest

LISTS = ("lines", "paragraphs", "blocks", "tokens")
"""Parts of a page that hold its text, those that tell lines apart first."""

IMAGES = frozenset({"figure", "image", "logo"})
"""Types of visual elements that are pictures."""


class _Part(NamedTuple):
    """An element of a page: where in the whole text it begins and ends, its text, its place, and how sure that is."""

    begin: int
    end: int
    text: str
    corners: Corners
    sure: float | None


def document_sheets(value: Any) -> list[ServicePage] | None:
    """The pages of a document, or of the answer that holds it; None if this is something else."""
    if not isinstance(value, dict):
        return None
    if isinstance(value.get("document"), dict):
        return document_sheets(value["document"])
    text, pages = value.get("text"), dicts(value.get("pages"))
    if not isinstance(text, str) or not any(_is_page(page) for page in pages):
        return None
    sheets = [_page(page, text) for page in pages]
    tell_rest(text, sheets)
    return sheets


def _is_page(page: dict[str, Any]) -> bool:
    found = [part.get("layout") for key in LISTS for part in dicts(page.get(key))[:1]]
    return any(isinstance(layout, dict) and "text_anchor" in layout for layout in found)


def _page(page: dict[str, Any], text: str) -> ServicePage:
    size = page.get("dimension")
    size = size if isinstance(size, dict) else {}
    sheet = ServicePage(size=(size.get("width"), size.get("height")))
    for drawn in dicts(page.get("visual_elements")):
        if text_value(drawn.get("type")).lower() in IMAGES:
            sheet.draw("image", _place(drawn.get("layout"), sheet.size))
    found = {key: [_part(part, text, sheet.size) for part in dicts(page.get(key))] for key in LISTS}
    kind = next((key for key in LISTS if found[key]), "lines")
    tokens = sorted(found["tokens"], key=lambda part: part.begin)
    begins = [part.begin for part in tokens]
    regions = sorted((part.begin, part.end, at) for at, part in enumerate(found["paragraphs"] or found["blocks"]))
    for part in found[kind]:
        own = [] if kind == "tokens" else tokens[bisect_left(begins, part.begin) : bisect_left(begins, part.end)]
        words = [ServiceWord(word.text, word.corners, word.sure, True, True) for word in own]
        at = bisect_right(regions, (part.begin, float("inf"), 0)) - 1
        region = regions[at][2] if at >= 0 and part.begin < regions[at][1] else None
        whole = kind in ("paragraphs", "blocks")
        sheet.items.append(ServiceLine(part.text, part.corners, words, part.sure, region, whole=whole))
    return sheet


def _part(value: dict[str, Any], text: str, size: tuple[Any, Any]) -> _Part:
    layout = value.get("layout")
    layout = layout if isinstance(layout, dict) else {}
    anchor = layout.get("text_anchor")
    anchor = anchor if isinstance(anchor, dict) else {}
    spans = [_span(segment) for segment in dicts(anchor.get("text_segments"))]
    said = "".join(text[begin:end] for begin, end in spans) or text_value(anchor.get("content"))
    begin, end = (spans[0][0], spans[-1][1]) if spans else (0, 0)
    return _Part(begin, end, said.strip(), _place(layout, size), confidence_share(layout.get("confidence")))


def _span(segment: dict[str, Any]) -> tuple[int, int]:
    """Where a part of the text begins and ends; numbers may stand in texts."""
    begin, end = (file_number(segment.get(key)) or 0.0 for key in ("start_index", "end_index"))
    return max(0, int(begin)), max(0, int(end))


def _place(layout: Any, size: tuple[Any, Any]) -> Corners:
    """The polygon of an element; one in shares is brought to the page's size."""
    found = layout.get("bounding_poly") if isinstance(layout, dict) else None
    if not isinstance(found, dict):
        return ()
    place = corners(found.get("vertices"), 0.0)
    if place:
        return place
    wide, high = (file_number(side) or 1.0 for side in size)
    return tuple((x * wide, y * high) for x, y in corners(found.get("normalized_vertices"), 0.0))
