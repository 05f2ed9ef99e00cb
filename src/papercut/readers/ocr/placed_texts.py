"""Texts with places anywhere in JSON: what any other OCR service or program gives.

No service is known here. Whatever an answer is called inside, it is a tree, and what counts in it are objects that have
a text and a place. Objects that stand behind one another on one row are the words or characters of a line, and the
object around them is that line. Objects around several rows are blocks, or the page. Lists of texts and places side by
side are lines too. So Volcengine, iFlytek, Youdao, OCR.space, CLOVA, Umi-OCR, TextIn, WeChat, Surya, docTR, NDLOCR,
Tesseract.js, the OCR of Windows, PyMuPDF and pdfplumber are read, and what is made like them.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from papercut.model.geometry import Box
from papercut.model.pieces import visible_length
from papercut.plurals import counted
from papercut.readers.file_lines import confidence_share, file_number
from papercut.readers.ocr.polygons import Corners, box_around, corners, union
from papercut.readers.ocr.service_lines import ServiceLine, ServicePage, ServiceWord
from papercut.readers.ocr.values import text_value
from papercut.readers.ocr.word_rows import rows_of_words

TEXTS = (
    "text", "line_text", "word_text", "infer_text", "words", "word", "content", "transcription", "rec_text", "txt",
    "string", "value", "char", "c",
)  # fmt: skip
"""Keys of the text of an object that has a place."""
PLACES = (
    "polygon", "poly", "points", "vertices", "bounding_polygon", "bounding_poly", "bounding_box", "box", "bbox",
    "bounding_rect", "rect", "location", "position", "coord", "coords", "geometry", "quad", "pos",
)  # fmt: skip
PAGES = frozenset({"pages", "images", "results", "responses", "parsed_results", "contents"})
"""Keys of lists of which each part is a page."""
NUMBERS = ("page", "page_number", "page_num", "page_no", "page_id", "page_idx", "page_index")
SIZES = (("width", "height"), ("img_width", "img_height"), ("image_width", "image_height"))
OTHERS = frozenset({"alternatives", "alternative", "candidates", "char_candidates", "n_best", "lattices"})
"""Keys of other readings of what is read already."""
SCORES = ("confidence", "score", "conf", "rate", "infer_confidence", "rec_score")
ALONE = ("parsed_text",)
"""Keys of the text of a page that has no places."""
_PROSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2}|[^\\W\\d_]+(?: [^\\W\\d_]+){2}")
"""What a text holds that people read: no code, no name of a language."""
DEEPEST = 60
MOST_LISTS, MOST_COMPARED = 30, 50_000_000
"""So many lists of one object are looked at for texts and places side by side, and so many characters are looked
through for texts that have no place: no answer of a service has more."""
GAP = 1.5
"""So many of its heights a line's next word may stand away."""


class _Node(NamedTuple):
    """A line, or a part of one."""

    text: str
    corners: Corners
    sure: float | None = None
    parts: tuple[_Node, ...] = ()
    last: bool = False
    """Whether the answer says that a line ends here."""


class _Sheet:
    """A page in the making; `loose` are texts on it that have no place."""

    def __init__(self) -> None:
        self.nodes: list[_Node] = []
        self.size: tuple[Any, Any] = (None, None)
        self.loose: list[str] = []


def placed_sheets(value: Any) -> list[ServicePage] | None:
    """The pages of JSON, whose keys are folded; None if there is no text with a place in it."""
    tree = _Tree()
    tree.keep(tree.nodes(value, None, 0), None)
    if not any(sheet.nodes for sheet in tree.sheets.values()):
        return _alone(value)
    around = tree.sheets.pop(None)
    sheets = [around, *tree.sheets.values()] if around.nodes else [*tree.sheets.values()]
    sheets[-1].loose += around.loose if not around.nodes else []
    return [_page(sheet) for sheet in sheets]


def _alone(value: Any) -> list[ServicePage] | None:
    """Pages of which only the text is known."""
    waiting, out = deque[Any]([value]), list[ServicePage]()
    while waiting:
        part = waiting.popleft()
        if isinstance(part, dict):
            said = [part[key] for key in ALONE if isinstance(part.get(key), str)]
            out += [ServicePage([ServiceLine(row) for row in text.splitlines()]) for text in said]
            waiting += [] if said else part.values()
        elif isinstance(part, list):
            waiting += part
    return out if any(item.text.strip() for sheet in out for item in sheet.items) else None


def _page(sheet: _Sheet) -> ServicePage:
    page = ServicePage([_item(node) for node in sheet.nodes], sheet.size)
    page.measure()
    page.items = rows_of_words(page.items)
    letters = [_letters(node) for node in sheet.nodes]
    known, there = set(letters), "".join(letters)
    loose = [text for text in sheet.loose if "".join(text.split()) not in known]
    if len(loose) * len(there) <= MOST_COMPARED:
        loose = [text for text in loose if "".join(text.split()) not in there]
    if lost := sum(map(visible_length, loose)):
        page.notes.append(f"{counted(lost, 'character')} left out, in texts that have no place")
    return page


def _item(node: _Node) -> ServiceLine:
    parts = [ServiceWord(part.text, part.corners, part.sure) for part in node.parts]
    return ServiceLine(node.text, node.corners, parts, node.sure)


class _Tree:
    """The pages that were met on the way through an answer."""

    def __init__(self) -> None:
        self.sheets: dict[Any, _Sheet] = {None: _Sheet()}

    def keep(self, nodes: Sequence[_Node], page: Any) -> None:
        """Lines that nothing around them says more of."""
        sheet = self.sheets[page]
        sheet.nodes += [node for node in nodes if node.corners]
        sheet.loose += [node.text for node in nodes if not node.corners]

    def nodes(self, value: Any, page: Any, depth: int) -> list[_Node]:
        """The lines below a value that are on its page. Those of pages that begin further down are kept."""
        if isinstance(value, str) and _PROSE.search(value):
            self.sheets[page].loose.append(value)
        if depth > DEEPEST or not isinstance(value, (dict, list)):
            return []
        if isinstance(value, list):
            return [node for part in value for node in self.nodes(part, page, depth + 1)]
        number = next((value[key] for key in NUMBERS if file_number(value.get(key)) is not None), None)
        if page is None and number is not None:
            own = ("number", str(number))
            self.sheets.setdefault(own, _Sheet())
            self.keep(self._object(value, own, depth), own)
            return []
        return self._object(value, page, depth)

    def _object(self, value: dict[str, Any], page: Any, depth: int) -> list[_Node]:
        text, place = _text(value), _place(value)
        sheet = self.sheets[page]
        if not text and not place and sheet.size == (None, None):
            sheet.size = _size(value)
        rows = _side_by_side(value)
        below: list[_Node] = []
        for key, part in value.items():
            known = key in TEXTS and isinstance(part, str)
            if key in OTHERS or (place and key in PLACES) or known:
                continue
            if page is None and key in PAGES and isinstance(part, list):
                for n, one in enumerate(part):
                    self.sheets[key, n] = _Sheet()
                    self.keep(self.nodes(one, (key, n), depth + 1), (key, n))
            else:
                below += self.nodes(part, page, depth + 1)
        if "".join(map(_letters, below)) != "".join(map(_letters, rows)):
            below = rows + below
        elif rows:  # the characters of the same lines once more
            below = rows
        sure = confidence_share(next((value[key] for key in SCORES if key in value), None))
        if below:
            if place or _is_row(below):
                return _together(_Node(text, place, sure), below)
            sheet.loose += [said for said in (text, *(n.text for n in below if not n.corners)) if said]
            return _rows([node for node in below if node.corners])
        return [_Node(text, place, sure, (), value.get("line_break") is True)] if text else []


def _together(own: _Node, below: list[_Node]) -> list[_Node]:
    """The line that an object with such parts is; or, where they stand on several rows, these rows."""
    if not all(node.corners for node in below):
        return [own._replace(text=own.text or "".join(node.text for node in below))]
    if not _is_row(below):
        return below
    if len(below) == 1 and below[0].text:
        return below
    corners_ = own.corners or union([node.corners for node in below])
    parts = [part for node in below for part in (node.parts or (node,))]
    said = own.text if "".join(own.text.split()) == "".join(map(_letters, below)) else ""
    return [_Node(said, corners_, own.sure, tuple(parts))]


def _rows(nodes: list[_Node]) -> list[_Node]:
    """Words put together to lines where the answer says which of them end one."""
    if not any(node.last for node in nodes):
        return nodes
    out: list[_Node] = []
    row: list[_Node] = []
    for node in nodes:
        row.append(node)
        if node.last:
            out.append(_Node("", union([n.corners for n in row]), None, tuple(row)))
            row = []
    return out + row


def _is_row(nodes: Sequence[_Node]) -> bool:
    """Whether parts stand close behind one another on one row, or are characters of one column."""
    boxes = [box_around(node.corners) for node in nodes]
    sound = [box for box in boxes if box is not None]
    if len(sound) < len(boxes):
        return False
    down = all(len(_letters(node)) == 1 for node in nodes)
    return any(all(_follows(a, b, across) for a, b in pairwise(sound)) for across in ((0, 1) if down else (0,)))


def _follows(a: Box, b: Box, across: int) -> bool:
    """Whether a box stands right behind another: to the right of it (`across` is 0), or below."""
    low, high = 1 - across, 3 - across
    thin, thick = sorted((a[high] - a[low], b[high] - b[low]))
    beside = min(a[high], b[high]) - max(a[low], b[low]) > thin / 2
    return beside and b[across] > a[across] and b[across] - a[across + 2] < GAP * thick


def _letters(node: _Node) -> str:
    return "".join((node.text or "".join(part.text for part in node.parts)).split())


def _side_by_side(value: dict[str, Any]) -> list[_Node]:
    """Lines whose texts stand in one list, and their places in another."""
    lists = [part for part in value.values() if isinstance(part, list) and part][:MOST_LISTS]
    for texts in lists:
        if not all(isinstance(text, str) for text in texts):
            continue
        for others in lists:
            places = [_corners(place) for place in others] if len(others) == len(texts) else []
            if places and all(places):
                return [_Node(text, place) for text, place in zip(texts, places, strict=True) if text.strip()]
    return []


def _text(value: dict[str, Any]) -> str:
    return next((text_value(value[key]).strip() for key in TEXTS if isinstance(value.get(key), str)), "")


def _place(value: dict[str, Any]) -> Corners:
    """The place that an object has under a key, or in its own edges."""
    found = next(filter(None, (_corners(value[key]) for key in PLACES if key in value)), ())
    return found or _corners({key: part for key, part in value.items() if not isinstance(part, (dict, list))})


def has_place(value: dict[str, Any]) -> bool:
    """Whether an object has a place under one of the usual keys."""
    return any(_corners(value[key]) for key in PLACES if key in value)


def _corners(value: Any) -> Corners:
    """The place that a value is."""
    if isinstance(value, str):
        numbers = [file_number(part) for part in value.split(",")]
        value = numbers if len(numbers) == 8 and None not in numbers else value
    return corners(value)


def _size(value: dict[str, Any]) -> tuple[Any, Any]:
    """The size of a page that an object gives."""
    for wide, high in SIZES:
        if file_number(value.get(wide)) and file_number(value.get(high)):
            return value[wide], value[high]
    both = value.get("dimensions")
    return (both[1], both[0]) if isinstance(both, list) and len(both) == 2 else (None, None)
