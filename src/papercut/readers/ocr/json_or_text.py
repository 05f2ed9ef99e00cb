"""Whether a file is JSON, or something that JSON stands in, whatever it holds, or text that begins with a bracket."""

from __future__ import annotations

import json
import re
from typing import Any

from papercut.readers.ocr.python_notation import is_python

_OBJECT = re.compile(r"""\s*(?:\[\s*)*\{\s*(?:"(?:[^"\\\n]|\\.){0,300}"\s*:|\}\s*(?:[\],]|$))""")
"""An object with a key, or an empty one: no text begins so."""

_LINES = re.compile(r"\s*\[\s*(?:(?:null|None)\s*,\s*)*(?:[\[(]\s*){2,5}-?[\d.]")
"""The corners of lines."""

_INSIDE = re.compile(r'\s*"(?:\s|\\[nrt])*[\[{](?:\s|\\[nrt]|[\[{])*\\"')
"""An object in a text that is all of the JSON, as programs write it that turn an answer into JSON twice."""

_LABELS = re.compile(r'[^\t\n]{1,1000}\t\[\s*(?:\]\s*\n|\{"(?:transcription|points)"\s*:)')
"""A row of PaddleOCR's labels and results: the name of a picture, a tab, and the lines in it as JSON."""


def is_json(text: str, whole: bool) -> bool:
    """Whether a file that begins with this text is JSON, also as Python writes it. `whole` is whether this is all of
    it: then a list is one if it can be read as such and is not made of some few numbers alone, as text may well be
    (`[1]`)."""
    if _OBJECT.match(text) or _LINES.match(text) or _INSIDE.match(text) or is_python(text):
        return True
    if not whole:
        return False
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, list) and (not 0 < len(value) < 3 or not all(isinstance(part, int) for part in value))


def is_labels(text: str) -> bool:
    """Whether a file that begins so holds PaddleOCR's labels, one picture a row."""
    return _LABELS.match(text) is not None


def without_names(text: str) -> str:
    """Rows of labels without the names of their pictures: JSON, a value a row."""
    return "\n".join(row.partition("\t")[2] for row in text.split("\n"))
