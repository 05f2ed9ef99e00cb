"""Words to lines, where a file has words with their places and knows no lines."""

from __future__ import annotations

from papercut.model.geometry import Box
from papercut.readers.ocr.polygons import box_around, union
from papercut.readers.ocr.service_lines import ServiceLine, ServiceWord

MANY, SPACE = 2.5, 0.8
"""A file is one of words if so many of them stand on a row, parted by spaces of so many heights at the most."""
UPRIGHT = 4
"""The square of the least number of characters that run downwards."""


def rows_of_words(items: list[ServiceLine]) -> list[ServiceLine]:
    """The words of a file that knows no lines put together to lines: those that follow one another on a row."""
    rows: list[list[ServiceLine]] = []
    for item in items:
        box, last = box_around(item.corners), box_around(rows[-1][-1].corners) if rows else None
        if box and last and _is_level(item.text, box) and _goes_on(last, box):
            rows[-1].append(item)
        else:
            rows.append([item])
    if len(items) < MANY * len(rows) or any(item.whole or item.parts for item in items):
        return items
    return [
        ServiceLine("", union([w.corners for w in row]), [ServiceWord(w.text, w.corners, w.sure) for w in row])
        for row in rows
    ]


def _is_level(text: str, box: Box) -> bool:
    """Whether a word does not run downwards: then it is as many times higher than wide as it has characters."""
    return len(text) < 2 or (box[3] - box[1]) * len(text) < UPRIGHT * (box[2] - box[0])


def _goes_on(a: Box, b: Box) -> bool:
    """Whether a box stands behind another on its row, no more than a space away."""
    high = max(a[3] - a[1], b[3] - b[1])
    beside = min(a[3], b[3]) - max(a[1], b[1]) > high / 2
    return beside and b[0] > a[0] and -high / 2 < b[0] - a[2] < SPACE * high
