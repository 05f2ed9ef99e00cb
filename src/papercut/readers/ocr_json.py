"""The JSON of RapidOCR and PaddleOCR to pages.

Sources of the shapes: what PaddleOCR 2 returns (`[[box, [text, score]], …]`, for several pages a list of such lists,
with null for a page without text), what PaddleOCR 3 saves (`{"rec_texts": …, "rec_scores": …, "rec_polys": …}`, perhaps
inside of "res"), what RapidOCR returns (`[[box, text, score], …]`, also with the times it took beside it) and writes
(`[{"box": …, "txt": …, "score": …}, …]`). A box is four corners, or the numbers left, top, right, bottom.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any, NamedTuple

from papercut.errors import InputError
from papercut.geometry import Box
from papercut.model import Note, Page, Source
from papercut.readers.encoding import decode, found, named
from papercut.readers.rows import Found, Rows, box_around, box_of, number, share
from papercut.readers.sheet import STAGE
from papercut.readers.source import CHUNK
from papercut.readers.text import SURROGATES

BOXES = ("box", "bbox", "points", "poly", "dt_polys", "text_region")
TEXTS = ("text", "txt", "transcription", "rec_text", "rec_txt")
SCORES = ("score", "confidence", "conf", "rec_score")
MANY = (
    # texts, their boxes (the first that there is), their scores
    ("rec_texts", ("rec_polys", "rec_boxes", "dt_polys"), "rec_scores"),
    ("txts", ("boxes",), "scores"),
    ("texts", ("boxes",), "scores"),
)
WRAPPERS = ("res", "result", "results", "ocr_result", "data")
"""Keys that a program put around what the engine gave."""


class Item(NamedTuple):
    """A line as the engine gave it."""

    text: str
    box: Any
    score: Any


def ocr_json_pages(data: bytes, name: str, shown: str, digest: str, *, encoding: str = "auto") -> Iterator[Page]:
    """The pages of the JSON, whose sha256 is `digest`. Raises `InputError` for what is no JSON of a known shape."""
    head = data[:CHUNK]
    how = found(head, len(data) <= CHUNK, shown) if encoding == "auto" else named(encoding, head)
    text, spelled, bad, _ = decode(data[how.mark :], how, how.mark)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"{shown}, line {error.lineno}: this is no valid JSON ({error.msg}): the file may have been cut off; "
            "give --from text to read it as it stands"
        ) from error
    except (RecursionError, ValueError) as error:
        raise InputError(f"{shown}: lists inside one another deeper than any OCR: give --from text") from error
    pages = _pages(value)
    if pages is None:
        raise InputError(
            f"{shown} is JSON, but not as RapidOCR or PaddleOCR writes it: "
            "give lines with their text and box, or --from text to read it as it stands"
        )
    for count, items in enumerate(pages, 1):
        rows = Rows()
        if bad and count == 1:
            rows.notes.append(Note("bad-bytes", STAGE, (), f"{bad} bytes are not {spelled} and became U+FFFD"))
        mended = False
        for item in items:
            sound = item.text.translate(SURROGATES)
            mended = mended or sound != item.text
            box, across = _place(item.box)
            rows.add([Found(sound, box, share(item.score))], box, across=across)
        if mended:
            rows.notes.append(Note("lone-surrogate", STAGE, (), "lone surrogates were read as U+FFFD"))
        yield rows.page(Source(name, "ocr-json", spelled, count, digest))


def _pages(value: Any) -> list[list[Item]] | None:
    """The lines of each page; None if this is nothing that an engine writes."""
    for _ in range(3):
        key = next((k for k in WRAPPERS if isinstance(value, dict) and k in value), None)
        if key is None:
            break
        value = value[key]
    one = _page(value)
    if one is not None:
        return [one]
    if not isinstance(value, list):
        return None
    if len(value) == 2 and _times(value[1]) and (one := _page(value[0])) is not None:
        return [one]
    out: list[list[Item]] = []
    for part in value:
        if isinstance(part, dict) and isinstance(part.get("res"), dict):
            part = part["res"]
        page = _page(part)
        if page is None:
            return None
        out.append(page)
    return out


def _times(value: Any) -> bool:
    """Whether this is how long RapidOCR took: a number, or one for each step."""
    return number(value) is not None or (isinstance(value, list) and all(number(v) is not None for v in value))


def _page(value: Any) -> list[Item] | None:
    """The lines of one page, if that is what this is."""
    if value is None:
        return []
    if isinstance(value, dict):
        for texts, boxes, scores in MANY:
            if isinstance(value.get(texts), list):
                return _side_by_side(value, texts, boxes, scores)
        return None
    if not isinstance(value, list):
        return None
    items = [_item(part) for part in value]
    return None if None in items else [item for item in items if item is not None]


def _side_by_side(value: dict[str, Any], texts: str, boxes: tuple[str, ...], scores: str) -> list[Item] | None:
    """Lines whose texts, boxes and scores stand in a list each."""
    said = value[texts]
    if not all(isinstance(text, str) for text in said):
        return None
    lists = [value.get(key) for key in boxes]
    places = next((p for p in lists if isinstance(p, list) and len(p) == len(said)), [None] * len(said))
    sure = value.get(scores)
    if not isinstance(sure, list) or len(sure) != len(said):
        sure = [None] * len(said)
    return [Item(*row) for row in zip(said, places, sure, strict=True)]


def _item(value: Any) -> Item | None:
    """One line: a dict, or a list of box, text and score; an item without text is a line without text."""
    if isinstance(value, dict):
        named = next((k for k in TEXTS if k in value), None)
        if named is None:
            return None
        text = value[named]
        box = next((value[k] for k in BOXES if k in value), None)
        score = next((value[k] for k in SCORES if k in value), None)
        return Item(text if isinstance(text, str) else "", box, score)
    if not isinstance(value, list) or not 2 <= len(value) <= 3 or not _is_box(value[0]):
        return None
    said = value[1]
    if isinstance(said, list) and len(said) in (1, 2) and isinstance(said[0], str):
        return Item(said[0], value[0], said[1] if len(said) == 2 else None)
    return Item(said, value[0], value[2] if len(value) == 3 else None) if isinstance(said, str) else None


def _is_box(value: Any) -> bool:
    """Whether this is meant as a box: corners, or four numbers; they need not be sound."""
    if not isinstance(value, list):
        return value is None
    corner = all(isinstance(p, list) and len(p) == 2 for p in value)
    return len(value) >= 4 and (corner or not any(isinstance(p, (list, dict, str)) for p in value))


def _place(value: Any) -> tuple[Box | None, float | None]:
    """The box around a line, and how thick a slanted one is."""
    if not isinstance(value, list) or not _is_box(value):
        return None, None
    if not isinstance(value[0], list):
        pairs = list(zip(value[::2], value[1::2], strict=False))
        return (box_of(value) if len(value) == 4 else box_around(pairs)), None
    box = box_around([(x, y) for x, y in value])
    corners = [(x, y) for x, y in ((number(x), number(y)) for x, y in value) if x is not None and y is not None]
    if box is None or len(corners) != 4:
        return box, None
    sides = [math.dist(a, b) for a, b in zip(corners, [*corners[1:], corners[0]], strict=True)]
    thick = min(sides[0] + sides[2], sides[1] + sides[3]) / 2
    return box, thick if thick > 0.01 else None
