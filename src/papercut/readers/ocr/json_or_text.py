"""Whether a file that begins with a bracket is JSON, whatever it holds, or text that begins with one."""

from __future__ import annotations

import json
import re
from typing import Any

_OBJECT = re.compile(r"""\s*(?:\[\s*)*\{\s*(?:"(?:[^"\\\n]|\\.){0,300}"\s*:|\}\s*(?:[\],]|$))""")
"""An object with a key, or an empty one: no text begins so."""

_LINES = re.compile(r"\s*\[\s*(?:null\s*,\s*)*(?:\[\s*){2,5}-?[\d.]")
"""The corners of lines."""


def is_json(text: str, whole: bool) -> bool:
    """Whether a file that begins with this text is JSON. `whole` is whether this is all of it: then a list is one if it
    can be read as such and is not made of some few numbers alone, as text may well be (`[1]`)."""
    if _OBJECT.match(text) or _LINES.match(text):
        return True
    if not whole:
        return False
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, list) and (not 0 < len(value) < 3 or not all(isinstance(part, int) for part in value))
