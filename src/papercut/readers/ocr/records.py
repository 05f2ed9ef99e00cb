"""Records in JSON that have a text and a place, whatever their keys are called.

`placed_texts` knows how most programs call texts and places. What it finds nothing in is looked at as a table here: of
all paths through the file the one is taken at which the most prose stands, and the objects of the list around it are
its records. The largest place within a record is its own. So Docling, Unstructured, Adobe's Extract, Kakao, kraken,
Label Studio and LabelMe are read, the boxes of language models, and what is made like them.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import Any

from papercut.languages.region_kinds import KINDS
from papercut.model.pieces import visible_length
from papercut.plurals import counted
from papercut.readers.file_lines import file_number
from papercut.readers.ocr.polygons import Corners, box_around, corners
from papercut.readers.ocr.service_lines import ServiceLine, ServicePage
from papercut.readers.ocr.word_rows import rows_of_words
from papercut.readers.type_size import length_in_ems

Path = tuple[str, ...]
"""Keys from the top of the file to a value; each list on the way is a `PART`."""
PART = "*"
Inside = Sequence[tuple[str, Any]]
"""All values within a record, each with the key that it stands under."""

_PROSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2,}|[^\\W\\d_]+(?: [^\\W\\d_]+){2,}")
"""What a text holds that people read: no code, no name of a language."""
_XYWH = re.compile(r"(?:^|#)xywh=(?:pixel:)?([\d.]+,[\d.]+,[\d.]+,[\d.]+)")
_COUNT = re.compile(r"\[\d+\]$")
DEEPEST, MOST_INSIDE = 60, 20_000
"""Values further down, and more of them within one record, are not looked at."""
MOST_COMPARED = 50_000_000
"""Texts without a place are looked for among the others up to so many pairs of a text and a character."""
BLOCK = 3.0
"""A text that is so many times longer than one line in its box stands there in several."""
UPWARDS = 3
"""Places are measured from below if so many times more of them stand above the one before them than below it."""
NUMBERS = ("page_number", "page_no", "page_num", "page_idx", "page_index", "page_id", "page")
CALLED = ("label", "type", "category", "role", "path", "block_type")
"""Keys of what a record is."""
SIZES = (
    ("layout_width", "layout_height"), ("original_width", "original_height"), ("image_width", "image_height"),
    ("page_width", "page_height"),
)  # fmt: skip
MAPS = ("Feature", "FeatureCollection", "GeometryCollection", "Topology")
"""What maps say that they are; they have texts and places, too."""
GRID, PERCENT = 1000.0, 100.0
"""Language models give edges in thousandths of the page, the upper one first; others may give them in per cent."""


def record_sheets(value: Any) -> list[ServicePage] | None:
    """The pages of JSON, whose keys are folded; None if less than half of its texts have places."""
    if isinstance(value, dict) and value.get("type") in MAPS:
        return None
    prose: dict[Path, int] = {}
    for path, text in _texts(value, (), 0):
        if count := sum(map(len, _PROSE.findall(text))):
            prose[path] = prose.get(path, 0) + count
    path = max(prose, key=lambda one: prose[one], default=())
    end = max((n for n in range(1, len(path)) if path[n - 1] == PART != path[n]), default=0)
    if not end:
        return None
    sheets: dict[Any, ServicePage] = {}
    for at, record in _values(value, path[:end], ()):
        said = (found.strip() for _, found in _values(record, path[end:], ()) if isinstance(found, str))
        text = " ".join(filter(None, said))
        if text:
            inside = list(islice(_inside(record), MOST_INSIDE))
            number = _number(inside)
            sheet = sheets.setdefault(at[:-1] if number is None else number, ServicePage(size=_size(inside)))
            sheet.items.append(ServiceLine(text, _place(inside), kind=_kind(record)))
    items = [item for sheet in sheets.values() for item in sheet.items]
    if sum(bool(item.corners) for item in items) * 2 < max(1, len(items)):
        return None
    for sheet in sheets.values():
        _measure(sheet)
        sheet.items = rows_of_words(sheet.items)
    if lost := _left(value, path):
        first = next(iter(sheets.values()))
        first.notes.append(f"{counted(lost, 'character')} left out, in texts that have no place")
    return list(sheets.values())


def _texts(value: Any, path: Path, depth: int) -> Iterator[tuple[Path, str]]:
    """All texts of a file and the paths to them."""
    if isinstance(value, str):
        yield path, value
    elif depth < DEEPEST and isinstance(value, dict):
        for key, part in value.items():
            yield from _texts(part, (*path, key), depth + 1)
    elif depth < DEEPEST and isinstance(value, list):
        for part in value:
            yield from _texts(part, (*path, PART), depth + 1)


def _values(value: Any, path: Path, at: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], Any]]:
    """What stands at the end of a path, and the numbers of the parts of lists that lead to it; of texts and objects."""
    if not path:
        if isinstance(value, (str, dict)):
            yield at, value
    elif path[0] == PART and isinstance(value, list):
        for number, part in enumerate(value):
            yield from _values(part, path[1:], (*at, number))
    elif isinstance(value, dict) and path[0] in value:
        yield from _values(value[path[0]], path[1:], at)


def _inside(record: Any) -> Iterator[tuple[str, Any]]:
    """The record, and all values within it, outer ones first."""
    waiting: deque[tuple[str, Any]] = deque([("", record)])
    while waiting:
        key, part = waiting.popleft()
        yield key, part
        if isinstance(part, dict):
            waiting += part.items()
        elif isinstance(part, list) and any(isinstance(one, (dict, list)) for one in part):
            waiting += [(key, one) for one in part]


def _place(inside: Inside) -> Corners:
    """The largest place within a record; measured from below, it is below zero."""
    below = any(isinstance(part, str) and part.lower() == "bottomleft" for _, part in inside)
    best, most = _in_matrix(dict(inside)), 0.0
    for key, part in inside:
        found = corners(part) if isinstance(part, (dict, list)) else _in_address(part) if isinstance(part, str) else ()
        box = box_around(found)
        if box is None or (area := (box[2] - box[0]) * (box[3] - box[1])) <= most:
            continue
        if key == "transform":  # that of PDF.js, which says no place by itself
            continue
        if key.startswith("box_2d"):
            found = (box[1] / GRID, box[0] / GRID), (box[3] / GRID, box[2] / GRID)
        best, most = (_mirrored(found) if below else found), area
    return best


def _in_matrix(said: dict[str, Any]) -> Corners:
    """The place that a matrix gives, and a width and a height beside it; measured from below, it is below zero."""
    matrix, wide, high = said.get("transform"), file_number(said.get("width")), file_number(said.get("height"))
    if not isinstance(matrix, list) or len(matrix) != 6 or not wide or not high:
        return ()
    x, y = map(file_number, matrix[4:])
    return () if x is None or y is None else ((x, -y - high), (x + wide, -y))


def _in_address(text: str) -> Corners:
    """The place that an address has behind it, as annotations of pictures do (`#xywh=10,20,300,40`)."""
    match = _XYWH.search(text)
    return corners(match[1]) if match else ()


def _mirrored(place: Corners) -> Corners:
    """A place as it is if it was measured from below; its first corner is still the upper left one."""
    turned = tuple((x, -y) for x, y in place)
    return ((turned[0][0], turned[1][1]), (turned[1][0], turned[0][1])) if len(turned) == 2 else turned


def _number(inside: Inside) -> float | None:
    """The number of the page that a record says it is on."""
    said = {key: number for key, part in inside if (number := file_number(part)) is not None}
    return next((said[key] for key in NUMBERS if key in said), None)


def _size(inside: Inside) -> tuple[Any, Any]:
    said = {key: part for key, part in inside if file_number(part)}
    return next(((said[wide], said[high]) for wide, high in SIZES if wide in said and high in said), (None, None))


def _kind(record: Any) -> str:
    """What a record is called, if that says what it is."""
    for key in CALLED if isinstance(record, dict) else ():
        if isinstance(said := record.get(key), str):
            kind = _COUNT.sub("", said).rpartition("/")[2].lower()
            kind = "heading" if kind in ("h1", "h2", "h3") else kind
            if kind in KINDS:
                return kind
    return ""


def _measure(sheet: ServicePage) -> None:
    """Find out how a page is measured, from above or below and in which share of it, and whether its texts are whole
    blocks."""
    boxes = [box for item in sheet.items if (box := box_around(item.corners))]
    ups = sum(b[1] < a[1] for a, b in pairwise(boxes))
    if all(len(item.corners) in (0, 2) for item in sheet.items) and ups > UPWARDS * (len(boxes) - ups):
        sheet.items = [item._replace(corners=_mirrored(item.corners)) for item in sheet.items]
    known = [point for item in sheet.items for point in item.corners]
    lift = -min((y for _, y in known if y < 0), default=0.0)
    wide, most = file_number(sheet.size[0]), max(map(max, known), default=0.0)
    scale = 1 / PERCENT if wide and wide > 2 * PERCENT and 2 < most <= 1.1 * PERCENT else 1.0
    if lift or scale != 1:
        sheet.items = [
            item._replace(corners=tuple((x * scale, (y + lift) * scale) for x, y in item.corners))
            for item in sheet.items
        ]
    sheet.measure()
    whole = [_is_block(item) for item in sheet.items]
    long = sum(len(item.text) for item, one in zip(sheet.items, whole, strict=True) if one)
    if 2 * long > sum(len(item.text) for item in sheet.items):
        sheet.items = [item._replace(whole=True, region=n) for n, item in enumerate(sheet.items)]


def _is_block(item: ServiceLine) -> bool:
    """Whether a text is far too long for one line in its box, level or upright."""
    box = box_around(item.corners)
    if box is None:
        return False
    wide, high, ems = box[2] - box[0], box[3] - box[1], length_in_ems(item.text)
    return min(ems * high / wide, ems * wide / high) > BLOCK


def _left(value: Any, path: Path) -> int:
    """How many characters of prose are on none of the pages, which have the texts at a path."""
    all_texts = list(_texts(value, (), 0))
    there = "".join("".join(text.split()) for own, text in all_texts if own == path)
    rest = ["".join(text.split()) for own, text in all_texts if own != path and _PROSE.search(text)]
    if len(rest) * len(there) <= MOST_COMPARED:
        rest = [text for text in rest if text not in there]
    return sum(map(visible_length, rest))
