"""Tencent Cloud OCR: GeneralBasicOCR, GeneralAccurateOCR and the others that give `TextDetections`.

Source of the format: Tencent Cloud, 文字识别, data structures TextDetection and Words
(cloud.tencent.com/document/api/866/33527). Each line has a polygon in the picture as it was sent; `Angle` (written
`Angel` in some answers) is how far the text is turned, clockwise. `AdvancedInfo` is JSON in a text, with the number of
the paragraph.
"""

from __future__ import annotations

import json
from typing import Any

from papercut.readers.file_lines import file_number, percent
from papercut.readers.ocr.polygons import corners
from papercut.readers.ocr.service_lines import ServiceLine, ServicePage, ServiceWord
from papercut.readers.ocr.values import dicts, text_value


def tencent_sheets(value: Any) -> list[ServicePage] | None:
    """The page of an answer; None if this is something else."""
    if not isinstance(value, dict) or not isinstance(value.get("text_detections"), list):
        return None
    angle = file_number(value.get("angle", value.get("angel"))) or 0.0
    sheet = ServicePage(turned=round(angle / 90) % 4)
    for line in dicts(value["text_detections"]):
        place = corners(line.get("polygon")) or corners(line.get("item_polygon"))
        text = text_value(line.get("detected_text"))
        sheet.items.append(
            ServiceLine(text, place, _characters(line), percent(line.get("confidence")), _paragraph(line))
        )
    return [sheet]


def _characters(line: dict[str, Any]) -> list[ServiceWord]:
    """The characters of a line with their places, where the answer has them."""
    words, places = dicts(line.get("words")), dicts(line.get("word_coord_point"))
    if len(words) != len(places):
        return []
    out: list[ServiceWord] = []
    for word, place in zip(words, places, strict=True):
        where, sure = corners(place.get("word_coordinate")), percent(word.get("confidence"))
        out.append(ServiceWord(text_value(word.get("character")), where, sure, True, True))
    return out


def _paragraph(line: dict[str, Any]) -> int | None:
    try:
        info = json.loads(text_value(line.get("advanced_info")) or "{}")
    except (ValueError, RecursionError):
        return None
    found = info.get("Parag") if isinstance(info, dict) else None
    value = file_number(found.get("ParagNo")) if isinstance(found, dict) else None
    return None if value is None else int(value)
