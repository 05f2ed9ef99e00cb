"""Tesseract's table as JSON: what pytesseract gives as a `dict`, and data frames write as records.

The columns are those of its TSV (`tesseract_tsv`), each a list, or each row an object.
"""

from __future__ import annotations

from typing import Any

from papercut.readers.file_lines import file_number, percent
from papercut.readers.ocr.polygons import Corners, corners
from papercut.readers.ocr.service_lines import ServiceLine, ServicePage, ServiceWord
from papercut.readers.ocr.values import text_value

NUMBERS = ("page_num", "block_num", "par_num", "line_num", "word_num")
PLACE = ("left", "top", "width", "height")
KEYS = frozenset({*NUMBERS, *PLACE, "text"})


def tesseract_sheets(value: Any) -> list[ServicePage] | None:
    """The pages of a table; None if this is something else."""
    rows = _rows(value)
    if rows is None:
        return None
    pages: dict[float, ServicePage] = {}
    lines: dict[tuple[float, ...], list[ServiceWord]] = {}
    for row in sorted(rows, key=_number):
        page = pages.setdefault(_number(row)[0], ServicePage())
        if file_number(row.get("level")) == 1:
            page.size = (row["width"], row["height"])
        if text_value(row["text"]).strip():
            line = lines.get(_number(row)[:4])
            if line is None:
                line = lines[_number(row)[:4]] = []
                page.items.append(ServiceLine("", (), line, region=int(_number(row)[1])))
            line.append(ServiceWord(text_value(row["text"]), _place(row), percent(row.get("conf"))))
    return list(pages.values())


def _rows(value: Any) -> list[dict[str, Any]] | None:
    """The rows of a table of lists, or of a list of objects."""
    if isinstance(value, dict) and value.keys() >= KEYS:
        lists = {key: part for key, part in value.items() if isinstance(part, list)}
        if lists.keys() >= KEYS and len({len(part) for part in lists.values()}) == 1:
            return [dict(zip(lists, parts, strict=True)) for parts in zip(*lists.values(), strict=True)]
    if isinstance(value, list) and value and all(isinstance(row, dict) and row.keys() >= KEYS for row in value):
        return value
    return None


def _number(row: dict[str, Any]) -> tuple[float, ...]:
    return tuple(file_number(row[key]) or 0.0 for key in NUMBERS)


def _place(row: dict[str, Any]) -> Corners:
    return corners({key: row[key] for key in PLACE})
