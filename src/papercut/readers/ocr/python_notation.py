"""Python's own way to write a value (`{'words': None}`), which `print` and `str` give, to JSON.

Programs that call an OCR service often save its answer so. Only what has its like in JSON is read: texts, numbers,
lists, tuples and objects; nothing is executed.
"""

from __future__ import annotations

import ast
import json
import re

NAMES = {"None": "null", "True": "true", "False": "false", "nan": "NaN", "inf": "Infinity"}
MARKS = {"(": "[", ")": "]"}

_BEGIN = re.compile(r"""\s*(?:[\[(]\s*){0,5}\{\s*'(?:[^'\\\n]|\\.){0,300}'\s*:""")
_TOKEN = re.compile(
    r"""(?P<text>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")|(?P<mark>[\[\]{}(),:])|(?P<name>None|True|False|nan|inf)\b"""
    r"""|(?P<number>-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)|np\.\w{1,20}\((?P<numpy>-?[\d.]+(?:e[-+]?\d+)?)\)|\s+"""
)

_ARRAY = re.compile(r"\b(?:np\.)?array\((\[[\[\]\d\s.,e+-]*\])(?:,\s*dtype=[\w.]+)?\)")
"""A list of numbers, as numpy shows it."""


def is_python(text: str) -> bool:
    """Whether a text begins as an object that Python wrote: no page begins so."""
    return _BEGIN.match(text) is not None


def json_of_python(text: str) -> str | None:
    """The JSON of a value that Python wrote; None if it holds more than JSON can."""
    text = _ARRAY.sub(r"\1", text)
    out: list[str] = []
    at = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            return None
        at = token.end()
        try:
            part = _written(token)
        except (SyntaxError, ValueError, MemoryError):
            return None
        if part in ("]", "}") and out and out[-1] == ",":  # a tuple of one, or a comma behind the last
            out.pop()
        if part:
            out.append(part)
    return "".join(out)


def _written(token: re.Match[str]) -> str:
    kind, said = token.lastgroup, token[token.lastgroup] if token.lastgroup else ""
    if kind == "text":
        return json.dumps(ast.literal_eval(said))
    if kind in ("number", "numpy"):
        return said if said.lstrip("-").isdigit() else repr(float(said))
    return NAMES.get(said, MARKS.get(said, said))
