"""Lists of lines, each with its box and text: what RapidOCR, PaddleOCR and EasyOCR return and write.

Sources of the shapes: PaddleOCR 2 returns `[[box, [text, score]], …]`, for several pages a list of such lists, with
null for a page without text; RapidOCR returns `[[box, text, score], …]`, also with the times it took beside it, and
writes `[{"box": …, "txt": …, "score": …}, …]`; PaddleOCR 3 and RapidOCR 2 and 3 give texts, boxes and scores in a list
each. A box is four corners, or the numbers left, top, right, bottom.
"""

from __future__ import annotations

from typing import Any

from papercut.plurals import counted
from papercut.readers.file_lines import confidence_share, file_number
from papercut.readers.ocr.polygons import Corners, corners
from papercut.readers.ocr.service_lines import ServiceLine, ServicePage, ServiceWord
from papercut.readers.ocr.values import left_in, said_in, text_value, texts
from papercut.readers.ocr.word_rows import rows_of_words

BOXES = ("box", "boxes", "bbox", "points", "poly", "dt_polys", "text_region")
PLACES = (
    "dt_boxes", "text_box_position", "position", "polygon", "bounding_box", "bounding_polygon", "location", "quad",
    "vertices", "cnt", *BOXES,
)  # fmt: skip
"""Where other services and programs write places; four bare numbers may mean anything there."""
TEXTS = ("text", "txt", "transcription", "rec_text", "rec_txt")
SCORES = ("score", "confidence", "confident", "conf", "rec_score")
MANY = (
    # texts, their boxes (the first that there is), their scores
    ("rec_texts", ("rec_polys", "rec_boxes", "dt_polys"), "rec_scores"),
    ("txts", ("boxes",), "scores"),
    ("texts", ("boxes",), "scores"),
)


def item_sheets(value: Any) -> list[ServicePage] | None:
    """The page of a list of lines, or of lists of texts and boxes side by side; None if this is something else."""
    items = items_of(value)
    if items is None and isinstance(value, list) and len(value) == 2 and _times(value[1]):
        items = items_of(value[0])
        value = value[0]
    if items is None:
        return None
    sheet = ServicePage(items)
    sheet.measure()
    sheet.items = rows_of_words(sheet.items)
    if lost := _left_out(value):
        characters = counted(lost, "character")
        sheet.notes.append(f"{characters} left out, in objects that stand in the place of a text")
    return [sheet]


def _left_out(value: Any) -> int:
    """How many visible characters of lines stand where a text should, but deeper, under keys that nobody knows."""
    if isinstance(value, dict):
        return sum(left_in(value.get(key)) for key in (*TEXTS, *(names for names, _, _ in MANY)))
    parts = [part for part in value if isinstance(part, dict)]
    return sum(left_in(part.get(key)) for part in parts for key in TEXTS)


def items_of(value: Any) -> list[ServiceLine] | None:
    """The lines of one page, if that is what this is."""
    if isinstance(value, dict):
        for names, boxes, scores in MANY:
            found = value.get(names)
            if isinstance(found, list) and not (found and all(isinstance(part, dict) for part in found)):
                return _side_by_side(value, names, boxes, scores)
        return _numbered(value)
    if not isinstance(value, list):
        return None
    items = [_item(part) for part in value]
    if None in items and (rows := _numbered_rows(value)):
        return rows
    return None if None in items else [item for item in items if item is not None]


def _numbered_rows(value: list[Any]) -> list[ServiceLine] | None:
    """The words or blocks that PyMuPDF gives as tuples: four edges, a text, and the numbers of the block, of the line
    and of the word in it; of a block, its number and its type."""
    lines: dict[tuple[Any, ...], list[ServiceWord]] = {}
    out: list[ServiceLine] = []
    for row in value:
        if not (isinstance(row, list) and len(row) in (7, 8) and isinstance(row[4], str) and _is_box(row[:4])):
            return None
        place = corners(row[:4])
        if len(row) == 8:
            line = lines.get((row[5], row[6]))
            if line is None:
                line = lines[row[5], row[6]] = []
                out.append(ServiceLine("", (), line))
            line.append(ServiceWord(row[4], place))
        elif row[6] == 0 and place:
            out.append(ServiceLine(row[4].rstrip("\n"), place, region=len(out), whole=True))
    return out


def _numbered(value: dict[str, Any]) -> list[ServiceLine] | None:
    """Lines under their numbers, as RapidOCR's server gives them."""
    if not value or not all(key.isdecimal() and len(key) < 7 for key in value):
        return None
    items = [_item(value[key]) for key in sorted(value, key=int)]
    return None if None in items else [item for item in items if item is not None]


def _times(value: Any) -> bool:
    """Whether this is how long RapidOCR took: a number, or one for each step."""
    return file_number(value) is not None or (
        isinstance(value, list) and all(file_number(v) is not None for v in value)
    )


def _side_by_side(value: dict[str, Any], names: str, boxes: tuple[str, ...], scores: str) -> list[ServiceLine] | None:
    """Lines whose texts, boxes and scores stand in a list each."""
    said_texts = texts(value[names])
    lists = [value.get(key) for key in boxes]
    places = next((p for p in lists if isinstance(p, list) and len(p) == len(said_texts)), [None] * len(said_texts))
    sure = value.get(scores)
    if not isinstance(sure, list) or len(sure) != len(said_texts):
        sure = [None] * len(said_texts)
    lines = [
        ServiceLine(text, _place(p), (), confidence_share(s))
        for text, p, s in zip(said_texts, places, sure, strict=True)
    ]
    return [*lines, *(ServiceLine(text, (), (), None) for text in _beside(value, said_texts))]


def _beside(value: dict[str, Any], lines: list[str]) -> list[str]:
    """Text that stands beside lists of lines, unless it only says once more what is in these."""
    there = {ch for text in lines for ch in text}
    found = [text for key in TEXTS if (text := said_in(value.get(key)))]
    return [text for text in found if any(ch not in there for ch in text if not ch.isspace())]


def _item(value: Any) -> ServiceLine | None:
    """One line: a dict, or a list of box, text and score; an item without text is a line without text."""
    if isinstance(value, dict):
        keys = [k for k in TEXTS if k in value] or [k for k in ("words",) if isinstance(value.get(k), str)]
        if not keys or not any(k in value for k in PLACES + SCORES):
            return None
        found = [value[k] for k in keys]
        text = _whole([said_in(v) for v in [v for v in found if not isinstance(v, (int, float))] or found])
        place = next(filter(None, (_place(value.get(k)) for k in BOXES)), ())
        place = place or next(filter(None, (_told(value.get(k)) for k in PLACES)), ())
        sure = confidence_share(next((value[k] for k in SCORES if k in value), None))
        if kind := text_value(value.get("category")):  # a block as dots.ocr gives it, in Markdown
            return ServiceLine(text.lstrip("# "), place, (), sure, None, kind.replace("-", "_"), whole=True)
        return ServiceLine(text, place, (), sure)
    if isinstance(value, list) and len(value) == 2 and isinstance(value[0], str) and value[1]:
        value = value[::-1]  # as keras-ocr gives it
    if not isinstance(value, list) or not 2 <= len(value) <= 3 or not _is_box(value[0]):
        return None
    text, rest = value[1], value[2:]
    if isinstance(text, list) and len(text) in (1, 2) and isinstance(text[0], str):
        rest, text = [*text[1:], *rest], text[0]
    if not isinstance(text, str):
        return None
    said = [said_in(part) for part in rest if not isinstance(part, (int, float)) and file_number(part) is None]
    whole = " ".join(filter(None, [text, *said]))
    return ServiceLine(whole, _place(value[0]), (), confidence_share(rest[0]) if rest else None)


def _whole(found: list[str]) -> str:
    """The text of a line, and behind it what else is said in its item, unless that only says it once more."""
    first, *others = [text for text in found if text] or [""]
    return " ".join([first, *(t for t in others if any(ch not in first for ch in t if not ch.isspace()))])


def _is_box(value: Any) -> bool:
    """Whether this is meant as a box: corners, or four numbers; they need not be sound."""
    if not isinstance(value, list):
        return value is None
    corner = all(isinstance(p, list) and len(p) == 2 for p in value)
    return len(value) >= 4 and (corner or not any(isinstance(p, (list, dict, str)) for p in value))


def _place(value: Any) -> Corners:
    return corners(value) if _is_box(value) else ()


def _told(value: Any) -> Corners:
    """A place in corners, or with names."""
    four = isinstance(value, list) and len(value) == 4 and not any(isinstance(part, (list, dict)) for part in value)
    return () if four or isinstance(value, str) else corners(value)
