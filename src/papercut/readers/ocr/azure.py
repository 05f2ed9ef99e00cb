"""Microsoft Azure: Read 2 and 3, the older OCR, Image Analysis 4, Form Recognizer and Document Intelligence.

Sources of the formats, all at learn.microsoft.com: Computer Vision 3.2, Get Read Result (`readResults`) and Recognize
Printed Text (`regions`); Image Analysis 4.0, Analyze (`readResult`); Document Intelligence, Get Analyze Result
(`pages`). A page has lines with their words, each in a polygon of eight numbers that begins where the text does, in
pixels or, of PDF files, inches. In Document Intelligence words belong to the line in whose `spans` they lie, and
`paragraphs` say what is a title, a running head or a page number.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from papercut.readers.file_lines import confidence_share, file_number
from papercut.readers.ocr.polygons import corners
from papercut.readers.ocr.service_lines import ServiceLine, ServicePage, ServiceWord
from papercut.readers.ocr.values import dicts, text_value
from papercut.readers.ocr.whole_text import tell_rest
from papercut.readers.source import printable

Span = tuple[float, float]


def azure_sheets(value: Any) -> list[ServicePage] | None:
    """The pages of an answer; None if this is something else."""
    if isinstance(value, list):
        return [_page(page, []) for page in value] if value and all(map(_is_read, value)) else None
    if not isinstance(value, dict):
        return None
    if isinstance(value.get("analyze_result"), dict):
        found, status = azure_sheets(value["analyze_result"]), text_value(value.get("status"))
        if found is not None and status.lower() not in ("", "succeeded"):
            found.append(ServicePage(failed=f"its status is {printable(status[:40])}"))
        return found
    for key in ("read_results", "recognition_results"):
        if isinstance(value.get(key), list):
            return [_page(page, []) for page in dicts(value[key])]
    found = value.get("read_result")
    if isinstance(found, dict):
        return _image(found, value.get("metadata"))
    if dicts(value.get("pages")) and all(_is_page(page) for page in dicts(value["pages"])):
        return _pages(value)
    if isinstance(value.get("regions"), list) and ("text_angle" in value or "orientation" in value):
        return [_regions(value)]
    return None


def _pages(value: dict[str, Any]) -> list[ServicePage]:
    """The pages of Document Intelligence. Of an office document they have neither lines nor words: then each paragraph
    is read whole."""
    pages, paragraphs = dicts(value["pages"]), dicts(value.get("paragraphs"))
    sheets = [_page(page, paragraphs) for page in pages]
    if not any(sheet.items for sheet in sheets):
        begins = [min((a for a, _ in _spans(page)), default=float("inf")) for page in pages]
        numbers = [file_number(page.get("page_number")) for page in pages]
        for region, part in enumerate(paragraphs):
            place = next(iter(dicts(part.get("bounding_regions"))), {})
            at = max(bisect_right(begins, next((a for a, _ in _spans(part)), 0.0)) - 1, 0)
            if (number := file_number(place.get("page_number"))) in numbers:
                at = numbers.index(number)
            text = text_value(part.get("content"))
            item = ServiceLine(text, corners(_place(place)), (), None, region, text_value(part.get("role")), whole=True)
            sheets[at].items.append(item)
    if text_value(value.get("content_format")).lower() != "markdown":
        tell_rest(text_value(value.get("content")), sheets)
    return sheets


def _is_read(page: Any) -> bool:
    """Whether this is a page of Read, as a list of such pages is what its client gives."""
    if not isinstance(page, dict) or not {"page", "page_number"} & page.keys():
        return False
    lines = page.get("lines")
    return isinstance(lines, list) and all(isinstance(n, dict) and {"text", "content"} & n.keys() for n in lines)


def _is_page(page: dict[str, Any]) -> bool:
    return "page_number" in page and (isinstance(page.get("lines"), list) or isinstance(page.get("words"), list))


def _image(found: dict[str, Any], metadata: Any) -> list[ServicePage] | None:
    """Image Analysis 4.0, as it is and as it was in the preview."""
    if isinstance(found.get("pages"), list):
        return [_page(page, []) for page in dicts(found["pages"])]
    if not isinstance(found.get("blocks"), list):
        return None
    size = metadata if isinstance(metadata, dict) else {}
    sheet = ServicePage(size=(size.get("width"), size.get("height")))
    for region, block in enumerate(dicts(found["blocks"])):
        sheet.items += [_line(line, _words(line), region, "") for line in dicts(block.get("lines"))]
    return [sheet]


def _page(page: dict[str, Any], paragraphs: list[dict[str, Any]]) -> ServicePage:
    unit = "inch" if page.get("unit") == "inch" else "px"
    angle = file_number(page.get("angle", page.get("clockwise_orientation"))) or 0.0
    sheet = ServicePage(size=(page.get("width"), page.get("height")), unit=unit, turned=round(angle / 90) % 4)
    regions = sorted((span, at) for at, part in enumerate(paragraphs) for span in _spans(part))
    words = sorted(((span[0], word) for word in dicts(page.get("words")) for span in _spans(word)), key=lambda w: w[0])
    lines = dicts(page.get("lines"))
    for line in lines:
        own = _words(line) or [_part(word) for at, word in words if any(a <= at < b for a, b in _spans(line))]
        begin = next((a for a, _ in _spans(line)), None)
        at = bisect_right(regions, ((begin, float("inf")), 0)) - 1 if begin is not None else -1
        region = regions[at][1] if at >= 0 and begin is not None and begin < regions[at][0][1] else None
        kind = text_value(paragraphs[region].get("role")) if region is not None else ""
        sheet.items.append(_line(line, own, region, kind))
    if not lines:
        # a model that was asked for words alone
        sheet.items += [ServiceLine("", part.corners, [part]) for part in map(_part, dicts(page.get("words")))]
    return sheet


def _spans(value: dict[str, Any]) -> list[Span]:
    """Where in the whole text something stands, in whatever the file counts it in."""
    found = dicts(value.get("spans")) or dicts([value.get("span")])
    pairs = [(file_number(span.get("offset")), file_number(span.get("length"))) for span in found]
    return [(a, a + n) for a, n in pairs if a is not None and n is not None]


def _place(value: dict[str, Any]) -> Any:
    return next((value[k] for k in ("polygon", "bounding_polygon", "bounding_box") if value.get(k)), None)


def _line(line: dict[str, Any], parts: list[ServiceWord], region: int | None, kind: str) -> ServiceLine:
    text = text_value(line.get("content", line.get("text")))
    known = [part.sure for part in parts if part.sure is not None]
    sure = sum(known) / len(known) if known else None
    return ServiceLine(text, corners(_place(line)), parts, sure, region, kind)


def _words(line: dict[str, Any]) -> list[ServiceWord]:
    return [_part(word) for word in dicts(line.get("words"))]


def _part(word: dict[str, Any]) -> ServiceWord:
    text = text_value(word.get("content", word.get("text")))
    return ServiceWord(text, corners(_place(word)), confidence_share(word.get("confidence")), True, True)


def _regions(value: dict[str, Any]) -> ServicePage:
    """The OCR of before Read: regions of lines of words, boxes as a text of four numbers."""
    turned = {"Right": 1, "Down": 2, "Left": 3}.get(text_value(value.get("orientation")), 0)
    sheet = ServicePage(turned=turned)
    for at, region in enumerate(dicts(value["regions"])):
        for line in dicts(region.get("lines")):
            words = [part._replace(spaced=False) for part in _words(line)]
            sheet.items.append(ServiceLine("", corners(line.get("bounding_box")), words, None, at))
    return sheet
