"""Aliyun (Alibaba Cloud) OCR: RecognizeGeneral and its kin, RecognizeAllText, and the older market interfaces.

Source of the format: 阿里云, 文字识别, API 2021-07-07 (help.aliyun.com/zh/ocr/developer-reference). `Data` is JSON in a
text. `prism_wordsInfo` holds the lines: `pos` are the four corners in the picture as it was sent, `charInfo` the
characters; `width` and `height` change places where a line is turned, so `pos` goes before them. RecognizeAllText has
`SubImages` with `BlockDetails`.
"""

from __future__ import annotations

from typing import Any

from papercut.readers.file_lines import confidence_share, file_number, percent
from papercut.readers.ocr.polygons import corners
from papercut.readers.ocr.service_lines import ServiceLine, ServicePage, ServiceWord
from papercut.readers.ocr.values import dicts, text_value, texts
from papercut.readers.ocr.whole_text import tell_rest


def aliyun_sheets(value: Any) -> list[ServicePage] | None:
    """The page of an answer; None if this is something else."""
    if isinstance(value, dict) and isinstance(value.get("prism_words_info"), list):
        return [_general(value)]
    if isinstance(value, dict) and isinstance(value.get("sub_images"), list):
        return [_all_text(value)]
    if isinstance(value, dict) and isinstance(value.get("ret"), list) and "success" in value:
        return [_market(dicts(value["ret"]))]
    return None


def _quarters(value: dict[str, Any]) -> int:
    return round((file_number(value.get("angle")) or 0.0) / 90) % 4


def _general(value: dict[str, Any]) -> ServicePage:
    size = value.get("org_width", value.get("width")), value.get("org_height", value.get("height"))
    sheet = ServicePage(size=size, turned=_quarters(value))
    for figure in dicts(value.get("figure")):
        if figure.get("type") == "subject_pattern" or "points" in figure:
            sheet.draw("image", corners(figure.get("points")) or corners(figure))
    for line in dicts(value["prism_words_info"]):
        parts = [
            ServiceWord(text_value(char.get("word")), corners(char), percent(char.get("prob")), True, True)
            for char in dicts(line.get("char_info"))
        ]
        region = file_number(line.get("paragraph_id"))
        sheet.items.append(
            ServiceLine(
                text_value(line.get("word")),
                corners(line.get("pos")) or corners(line),
                parts,
                percent(line.get("prob")),
                None if region is None else int(region),
            )
        )
    tell_rest(text_value(value.get("content")), [sheet])
    return sheet


def _all_text(value: dict[str, Any]) -> ServicePage:
    images = dicts(value["sub_images"])
    sheet = ServicePage(size=(value.get("width"), value.get("height")), turned=_quarters(images[0]) if images else 0)
    for image in images:
        info = image.get("block_info")
        regions: dict[str, int] = {}
        paragraphs = image.get("paragraph_info")
        for at, paragraph in enumerate(
            dicts(paragraphs.get("paragraph_details")) if isinstance(paragraphs, dict) else []
        ):
            for number_of in texts(paragraph.get("block_list")):
                regions.setdefault(number_of, at)
        for block in dicts(info.get("block_details")) if isinstance(info, dict) else []:
            parts = [
                ServiceWord(
                    text_value(char.get("char_content")),
                    corners(char.get("char_points")) or corners(char.get("char_rect")),
                    percent(char.get("char_confidence")),
                    True,
                    True,
                )
                for char in dicts(block.get("char_infos"))
            ]
            sheet.items.append(
                ServiceLine(
                    text_value(block.get("block_content")),
                    corners(block.get("block_points")) or corners(block.get("block_rect")),
                    parts,
                    percent(block.get("block_confidence")),
                    regions.get(text_value(block.get("block_id"))),
                )
            )
    tell_rest(text_value(value.get("content")), [sheet])
    return sheet


def _market(lines: list[dict[str, Any]]) -> ServicePage:
    """The interface of the API market: lines with a rectangle each."""
    sheet = ServicePage()
    for line in lines:
        sheet.items.append(
            ServiceLine(text_value(line.get("word")), corners(line.get("rect")), (), confidence_share(line.get("prob")))
        )
    return sheet
