"""Baidu AI Cloud OCR: general and accurate recognition, with and without places, and the analysis of documents.

Source of the format: 百度智能云, 文字识别, 通用文字识别 and 办公文档识别 (cloud.baidu.com/doc/OCR). Lines stand in
`words_result`, their characters in `chars`; answers of the `basic` interfaces have no places. `direction` is by how
many quarter turns the picture was turned counter-clockwise. The analysis of documents has its lines in `results`, and
in `layouts` which of them stand together and as what.
"""

from __future__ import annotations

from typing import Any

from papercut.plurals import counted
from papercut.readers.file_lines import confidence_share, file_number
from papercut.readers.ocr.polygons import corners
from papercut.readers.ocr.service_lines import ServiceLine, ServicePage, ServiceWord
from papercut.readers.ocr.values import characters_in, dicts, text_value, texts

ANSWER = frozenset({"words_result", "results", "paragraphs_result", "layouts", "sec_rows", "sec_cols"})
"""Keys of an answer that hold lists."""
LINE = frozenset({"words", "word", "chars", "words_type", "poly_location", "probability", "location"})
"""Keys of a line that hold text, or what says more of it."""


def baidu_sheets(value: Any) -> list[ServicePage] | None:
    """The page of an answer; None if this is something else."""
    if not isinstance(value, dict):
        return None
    lines = value.get("words_result")
    if isinstance(lines, list) and all(isinstance(line, dict) and "words" in line for line in lines):
        return [_told(_general(value, dicts(lines)), value, "words_result_num", lines)]
    lines = value.get("results")
    if isinstance(lines, list) and "results_num" in value and all(isinstance(line, dict) for line in lines):
        return [_told(_document(value, dicts(lines)), value, "results_num", lines)]
    return None


def _told(sheet: ServicePage, value: dict[str, Any], key: str, lines: list[Any]) -> ServicePage:
    """The page with notes on what the answer has beside its lines, and on lines that it lacks."""
    said = file_number(value.get(key)) or 0
    if said > len(lines):
        sheet.notes.append(f"the answer says that it has {int(said)} lines, but only {len(lines)} are there")
    rest = sum(characters_in(part) for line in lines for key, part in line.items() if key not in LINE)
    rest += sum(characters_in(part) for key, part in value.items() if key not in ANSWER and isinstance(part, list))
    if rest:
        sheet.notes.append(f"{counted(rest, 'character')} left out, under keys that papercut does not know")
    return sheet


def _turned(value: dict[str, Any]) -> int:
    direction = file_number(value.get("direction", value.get("img_direction"))) or 0.0
    return -int(direction) % 4 if direction > 0 else 0


def _general(value: dict[str, Any], lines: list[dict[str, Any]]) -> ServicePage:
    sheet = ServicePage(turned=_turned(value))
    regions: dict[str, int] = {}
    for at, paragraph in enumerate(dicts(value.get("paragraphs_result"))):
        for index in texts(paragraph.get("words_result_idx")):
            regions.setdefault(index, at)
    for at, line in enumerate(lines):
        sure = line.get("probability")
        sheet.items.append(
            ServiceLine(
                text_value(line["words"]),
                corners(line.get("vertexes_location")) or corners(line.get("location")),
                [
                    ServiceWord(text_value(char.get("char")), corners(char.get("location")), None, True, True)
                    for char in dicts(line.get("chars"))
                ],
                confidence_share(sure.get("average")) if isinstance(sure, dict) else None,
                regions.get(str(at)),
            )
        )
    return sheet


def _document(value: dict[str, Any], lines: list[dict[str, Any]]) -> ServicePage:
    sheet = ServicePage(turned=_turned(value))
    regions: dict[str, tuple[int, str]] = {}
    for at, layout in enumerate(dicts(value.get("layouts"))):
        kind = text_value(layout.get("layout"))
        if kind in ("figure", "image"):
            sheet.draw("image", corners(layout.get("layout_location")))
        for index in texts(layout.get("layout_idx")):
            regions.setdefault(index, (at, kind))
    for at, line in enumerate(lines):
        words = line.get("words")
        for word in dicts([words]) or dicts(words):
            sure = word.get("line_probability")
            sheet.items.append(
                ServiceLine(
                    text_value(word.get("word")),
                    corners(word.get("words_location")),
                    [
                        ServiceWord(text_value(char.get("char")), corners(char.get("chars_location")), None, True, True)
                        for char in dicts(line.get("chars"))
                    ],
                    confidence_share(sure.get("average")) if isinstance(sure, dict) else None,
                    *regions.get(str(at), (None, "")),
                )
            )
    return sheet
