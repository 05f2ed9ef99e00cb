"""Whether a file is JSON, or something that JSON stands in, whatever it holds, or text that begins with a bracket."""

from __future__ import annotations

import json
import re
from typing import Any

from papercut.readers.ocr.python_notation import is_python

_OBJECT = re.compile(r"""\s*(?:\[\s*)*\{\s*(?:"(?:[^"\\\n]|\\.){0,300}"\s*:|\}\s*(?:[\],]|$))""")
"""An object with a key, or an empty one: no text begins so."""

_LINES = re.compile(r"\s*\[\s*(?:(?:null|None)\s*,\s*)*(?:[\[(]\s*){2,5}(?:np\.\w{1,20}\()?-?[\d.]")
"""The corners of lines."""

_INSIDE = re.compile(r'\s*"(?:\s|\\[nrt])*[\[{](?:\s|\\[nrt]|[\[{])*\\"')
"""An object in a text that is all of the JSON, as programs write it that turn an answer into JSON twice."""

_LABELS = re.compile(r'[^\t\n]{1,1000}\t\[\s*(?:\]\s*\n|\{"(?:transcription|points)"\s*:)')
"""A row of PaddleOCR's labels and results: the name of a picture, a tab, and the lines in it as JSON."""


_LOG = re.compile(r"\[[\d/:, .-]{8,30}\] ppocr [A-Z]+: ")
"""What PaddleOCR's command prints before each line that it found."""

_PICTURE = re.compile(r"\*{5,}\S")
"""How it names the picture that these are in."""

_CALL = re.compile(r"\s*[\w$.]{1,80}\((?=\s*[\[{])")
"""The name of a function that is called with the answer, as web pages ask for it."""

_CALL_END = re.compile(r"\)\s*;?\s*\Z")
_LINE_END = re.compile(r"\n(?=[ \t]*[\[{])")
AROUND = 2000
"""So many characters may stand before an answer: the head of a web answer, or what a program logged."""


def is_log(text: str) -> bool:
    """Whether a file that begins so is what PaddleOCR's command printed."""
    return _LOG.match(text) is not None and re.search(_LOG.pattern + r"\[\[\[", text) is not None


def without_log(text: str) -> str:
    """The lines that PaddleOCR's command found: for each picture a list of them, as Python writes it."""
    pages: list[list[str]] = [[]]
    for row in text.split("\n"):
        said = _LOG.sub("", row, count=1)
        if _PICTURE.match(said) and pages[-1]:
            pages.append([])
        elif said.startswith("[[["):
            pages[-1].append(said)
    return "\n".join(f"[{', '.join(page)}]" for page in pages)


def begins_at(text: str) -> int:
    """Where in a file JSON begins behind something else, such as the head of a web answer or rows of a log; 0 if that
    is not so. Nothing but JSON may stand behind these."""
    if _OBJECT.match(text) or _LINES.match(text) or is_python(text):
        return 0
    if (call := _CALL.match(text)) and _OBJECT.match(text, call.end()):
        return call.end()
    for match in _LINE_END.finditer(text, 0, AROUND):
        if _OBJECT.match(text, match.end()) or _LINES.match(text, match.end()):
            return match.end()
    return 0


def is_sound(text: str, whole: bool) -> bool:
    """Whether a text is JSON, one value or several, as far as it goes. `whole` is whether this is all of it."""
    decoder, at = json.JSONDecoder(), 0
    text = without_fence(text)
    while at < len(text):
        try:
            at = decoder.raw_decode(text, at)[1]
        except (ValueError, RecursionError):
            return not whole and at == 0
        at += len(text[at:]) - len(text[at:].lstrip())
    return True


def without_fence(text: str) -> str:
    """JSON without the marks that Markdown, or the call of a function, puts behind it."""
    text = text.rstrip().removesuffix("```").rstrip()
    return text if text.endswith(("]", "}")) else _CALL_END.sub("", text)


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
