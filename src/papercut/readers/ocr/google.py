"""Google Cloud Vision: the answer to TEXT_DETECTION and DOCUMENT_TEXT_DETECTION, of images and of files.

Source of the format: AnnotateImageResponse and TextAnnotation in the Cloud Vision API reference
(cloud.google.com/vision/docs/reference/rest/v1/AnnotateImageResponse). Pages hold blocks, paragraphs, words and
symbols; what follows a symbol (a space, a line's end, a hyphen that is printed but not in the text) is its
`detectedBreak`, and `text` has all of them as they are read. Coordinates that are 0 are left out; those of PDF files
are shares of the page's size (`normalizedVertices`), and there only words have places, not their symbols.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from papercut.readers.file_lines import confidence_share, file_number
from papercut.readers.ocr.polygons import Corners, corners, split, union
from papercut.readers.ocr.service_lines import ServiceLine, ServicePage, ServiceWord
from papercut.readers.ocr.values import dicts, text_value
from papercut.readers.ocr.whole_text import tell_rest
from papercut.readers.source import printable

SPACES = frozenset({"SPACE", "SURE_SPACE", "1", "2"})
ENDS = frozenset({"EOL_SURE_SPACE", "HYPHEN", "LINE_BREAK", "3", "4", "5"})
HYPHENS = frozenset({"HYPHEN", "4"})
"""Types of breaks, by name and by number, as some clients write them."""

DRAWN = {"PICTURE": "image", "RULER": "rule", "3": "image", "4": "rule"}
"""Types of blocks that are no text."""

ANSWER = frozenset({"error", "context", "responses", "input_config", "total_pages", "metadata", "output_config"})


def google_sheets(value: Any) -> list[ServicePage] | None:
    """The pages of a response, of a list of them, or of an annotation alone; None if this is something else."""
    if isinstance(value, list):
        return [_of_words(value)] if _is_words(value) else None
    if not isinstance(value, dict):
        return None
    if isinstance(value.get("responses"), list):
        found = [_response(part) for part in value["responses"]]
        if any(part is None for part in found):
            return None
        return [sheet for part in found if part for sheet in part]
    if "full_text_annotation" in value or "text_annotations" in value:
        return _response(value)
    pages = dicts(value.get("pages"))
    if pages and isinstance(value.get("text", ""), str) and all(_is_page(page) for page in pages):
        return _annotation(value)
    return None


def _is_words(value: list[Any]) -> bool:
    """Whether a list is `textAnnotations` alone: the whole text, then its words."""
    keys = {"description", "bounding_poly"}
    return len(value) > 1 and len(dicts(value)) == len(value) and all(keys <= part.keys() for part in value)


def _is_page(page: dict[str, Any]) -> bool:
    blocks = page.get("blocks")
    return isinstance(blocks, list) and all(isinstance(b, dict) and "paragraphs" in b for b in blocks)


def _response(value: Any) -> list[ServicePage] | None:
    """The pages of one response; a response without text is a page without text."""
    if not isinstance(value, dict):
        return None
    if not all(key in ANSWER or key.endswith(("_annotation", "_annotations")) for key in value):
        return None
    if isinstance(value.get("responses"), list):
        return google_sheets(value)
    error = value.get("error")
    if isinstance(error, dict) and any(error.values()):  # some clients write an empty one where nothing went wrong
        return [
            ServicePage(
                failed=printable(text_value(error.get("message"))[:200] or text_value(error.get("code"))) or "an error"
            )
        ]
    whole = value.get("full_text_annotation")
    if isinstance(whole, dict) and dicts(whole.get("pages")):
        return _annotation(whole)
    words = dicts(value.get("text_annotations"))
    text = text_value(whole.get("text")) if isinstance(whole, dict) and not words else ""
    if text.strip():  # all that was asked for
        return [ServicePage([ServiceLine(line) for line in text.split("\n") if line.strip()])]
    return [_of_words(words)]


def _annotation(whole: dict[str, Any]) -> list[ServicePage]:
    """The pages of a whole annotation."""
    text = text_value(whole.get("text"))
    reading = _Reading(text)
    sheets = [_page(page, reading) for page in dicts(whole.get("pages"))]
    tell_rest(text, sheets)
    return sheets


class _Reading:
    """Goes along the whole text as its symbols come, and says what white space stands before each of them, as long as
    text and symbols are the same."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def before(self, symbol: str) -> str:
        begin = self.at
        while begin < len(self.text) and self.text[begin].isspace():
            begin += 1
        if not symbol or not self.text.startswith(symbol, begin):
            self.text = ""
            return ""
        gap, self.at = self.text[self.at : begin], begin + len(symbol)
        return gap


def _page(page: dict[str, Any], reading: _Reading) -> ServicePage:
    sheet = ServicePage(size=(page.get("width"), page.get("height")))
    for region, block in enumerate(dicts(page.get("blocks"))):
        kind = DRAWN.get(text_value(block.get("block_type")))
        if kind:
            sheet.draw(kind, _place(block, page))
        for paragraph in dicts(block.get("paragraphs")):
            for parts in _lines(paragraph, page, reading):
                item = ServiceLine("", union([part.corners for part in parts]), parts, None, region)
                sheet.items.append(item)
    return sheet


def _place(value: dict[str, Any], page: dict[str, Any]) -> Corners:
    """The polygon of an element; one in shares is brought to the page's size."""
    found = value.get("bounding_box")
    if not isinstance(found, dict):
        return ()
    place = corners(found.get("vertices"), 0.0)
    if place:
        return place
    wide, high = file_number(page.get("width")) or 1.0, file_number(page.get("height")) or 1.0
    return tuple((x * wide, y * high) for x, y in corners(found.get("normalized_vertices"), 0.0))


def _lines(paragraph: dict[str, Any], page: dict[str, Any], reading: _Reading) -> Iterator[list[ServiceWord]]:
    """The lines of a paragraph, each as its symbols."""
    line: list[ServiceWord] = []
    last = ""  # the break after the symbol before
    for word in dicts(paragraph.get("words")):
        symbols = dicts(word.get("symbols"))
        shares = split(_place(word, page), len(symbols))
        for at, symbol in enumerate(symbols):
            text = text_value(symbol.get("text"))
            before, after = _break(symbol)
            gap = reading.before(text)
            if line and (before in ENDS or last in ENDS or "\n" in gap):
                if last in HYPHENS:
                    line.append(ServiceWord("-", (), None, False))
                yield line
                line = []
            place = _place(symbol, page) or shares[at]
            spaced = bool(line) and (before in SPACES or last in SPACES or bool(gap))
            sure = confidence_share(symbol.get("confidence", word.get("confidence")))
            line.append(ServiceWord(text, place, sure, spaced or at == 0, spaced))
            last = after
    if line:
        yield [*line, ServiceWord("-", (), None, False)] if last in HYPHENS else line


def _break(symbol: dict[str, Any]) -> tuple[str, str]:
    """The break before a symbol and the one after it."""
    found = symbol.get("property")
    found = found.get("detected_break") if isinstance(found, dict) else None
    if not isinstance(found, dict):
        return "", ""
    kind = text_value(found.get("type"))
    return (kind, "") if found.get("is_prefix") else ("", kind)


def _of_words(annotations: list[dict[str, Any]]) -> ServicePage:
    """A page of which there are words alone: the first annotation is the whole text, whose lines say which words stand
    together."""
    sheet = ServicePage()
    if not annotations:
        return sheet
    whole, words = text_value(annotations[0].get("description")), annotations[1:]
    rest = iter(words)
    waiting = next(rest, None)
    for line in whole.split("\n"):
        parts: list[ServiceWord] = []
        at = 0
        while waiting is not None:
            text = text_value(waiting.get("description"))
            begin = line.find(text, at) if text else at
            if begin < 0 or line[at:begin].strip():
                break
            place = waiting.get("bounding_poly")
            where = corners(place.get("vertices"), 0.0) if isinstance(place, dict) else ()
            parts.append(ServiceWord(text, where, None, begin > at, begin > at))
            at = begin + len(text)
            waiting = next(rest, None)
        if line.strip():
            sheet.items.append(ServiceLine(line, union([part.corners for part in parts]), parts))
    return sheet
