"""Characters and marks that look alike, so that OCR takes one for the other.

The ideographs were compared as a font draws them (see NOTICE and `tools/make_alike.py`); the table is read when first
asked for. The marks are those that recognisers were seen to misread.
"""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

MARKS = {
    "—": "一-–―─_~ー二",
    "…": ".",
    "“": "\"＂'`96″,，",
    "”": "\"＂'`96″",
    "‘": "'`",
    "’": "'`",
    "「": "[［rｒTΓ|｜1Ir厂",
    "」": "]］J|｜1Il",
    "『": "[［rｒ|｜1I了",
    "』": "]］J|｜1Il4",
    "《": "<K",
    "》": ">",
    "〈": "<",
    "〉": ">",
    "（": "[［C",
    "）": "]］",
    "【": "[［",
    "】": "]］",
    "〔": "[［",
    "〕": "]］",
    "·": "•.。`",
    "！": "lI|",
}
"""Marks of headlines, and what each is read as: characters that do not stand in its place in print. Of marks that do,
as `「` and `『`, either may be right."""

TURNED = {"“": "”", "”": "“", "‘": "’", "’": "‘"}
"""Quotes and those that face the other way, which a recogniser takes for them."""

STANDS_IN_PRINT = frozenset(",，")
"""What is read for a mark only where it stands twice, as it never does in print."""

BRACKETS = (("《", "》"), ("〈", "〉"), ("“", "”"), ("‘", "’"), ("「", "」"), ("『", "』"), ("（", "）"), ("【", "】"))
"""Marks that open, and those that close what they opened."""

PAIRED = frozenset("—…")
"""Marks that are printed twice."""


@cache
def table() -> frozenset[str]:
    """The pairs of ideographs that look alike, each as two characters, the lower code point first."""
    text = gzip.decompress(Path(__file__).with_name("confusables.txt.gz").read_bytes()).decode()
    return frozenset(row[0] + ch for row in text.split("\n") for ch in row[1:])


def look_alike(one: str, other: str) -> bool:
    """Whether two different ideographs look alike."""
    return (min(one, other) + max(one, other)) in table()
