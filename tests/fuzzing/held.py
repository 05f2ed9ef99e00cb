"""The visible characters that a file holds as text, told without papercut's readers: what must be on its pages."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache
from html.parser import HTMLParser
from typing import Any

from papercut.readers.pdf import box_font as fonts

use_box_font = cache(fonts.use_box_font)
SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
NO_CHARACTERS = dict.fromkeys(range(0xF8F0, 0xF8F4), "\ufffd")
"""What Python's CP932 makes of single bytes that are no character."""
VARIANTS = {"big5": ("cp950", "big5")}
PLAIN = frozenset({"box", "txt", "text", "score", "res", "rec_texts", "rec_scores", "rec_polys", "points", "dt_polys"})
"""Keys of JSON whose meaning is plain: each of its lines stands there once."""
PLACES = frozenset({"box", "score", "rec_scores", "rec_polys", "points", "dt_polys"})
"""Those of them that say where a line stands, or how sure its text is."""
HYPHENS = "-\xad\u2010¬"
"""ALTO writes a hyphen as it likes."""


def held(kind: str, data: bytes, encoding: str) -> Counter[str] | None:
    """How often each visible character stands in the text of a file in this encoding; None where only its reader can
    say."""
    try:
        text = data.decode(encoding).removeprefix("\ufeff").translate(NO_CHARACTERS)
        return visible(OWN[kind](text))
    except (LookupError, ValueError, ET.ParseError, RecursionError):
        return None


def nearest_held(kind: str, data: bytes, encoding: str, here: Counter[str]) -> Counter[str] | None:
    """The same, read as that variant of the encoding which agrees best with what is `here`: papercut calls those of
    Big5 by one name, and takes the one with the likeliest signs."""
    read = [held(kind, data, codec) for codec in VARIANTS.get(encoding, (encoding,))]
    sound = [found for found in read if found is not None]
    return min(sound, key=lambda there: ((there - here) + (here - there)).total(), default=None)


def strings_of(data: bytes, encoding: str) -> Counter[str] | None:
    """How often each visible character stands in any text of JSON, of whatever key: a page cannot hold more of it."""
    found: list[str] = []
    try:
        waiting: list[Any] = [json.loads(data.decode(encoding).removeprefix("\ufeff"))]
    except (LookupError, ValueError, RecursionError):
        return None
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            found += value
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str):
            found.append(value)
            if value.lstrip()[:1] in ("[", "{"):  # JSON inside of a text
                with suppress(ValueError, RecursionError):
                    waiting.append(json.loads(value))
    return visible(found)


def visible(texts: Iterable[str]) -> Counter[str]:
    """The visible characters of some texts."""
    count: Counter[str] = Counter()
    for text in texts:
        count.update(ch for ch in text.translate(SURROGATES) if not ch.isspace())
    return count


def _tsv(text: str) -> Iterator[str]:
    for row in re.split("\r?\n", text):
        fields = row.split("\t", 11)
        if len(fields) == 12 and fields[0].isdigit():
            yield fields[11]


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1] not in ("script", "style", "title"):
            self.found.append(data)


def _hocr(text: str) -> list[str]:
    parser = _Words()
    parser.feed(text)
    parser.close()
    return parser.found


def _local(node: ET.Element) -> str:
    return str(node.tag).rpartition("}")[2].rpartition(":")[2]


def _attribute(node: ET.Element, name: str) -> str:
    return next((value for key, value in node.attrib.items() if key.rpartition("}")[2] == name), "")


def _root(text: str) -> ET.Element:
    return ET.fromstring(re.sub(r"^<\?xml[^>]*\?>", "", text))


def _alto(text: str) -> Iterator[str]:
    for node in _root(text).iter():
        if _local(node) == "String":
            yield _attribute(node, "CONTENT").translate(dict.fromkeys(map(ord, HYPHENS)))


def _page(text: str) -> Iterator[str]:
    """Of several readings, and of lines and their words, which say the same, the larger part is counted."""
    root = _root(text)
    waiting = [root]
    while waiting:
        node = waiting.pop()
        name = _local(node)
        equivalents = [child for child in node if _local(child) == "TextEquiv"]
        if name in ("Unicode", "PlainText"):
            yield _own(node)
            waiting += node
        elif (name in ("TextLine", "Word", "TableCell") or name.endswith("Region")) and len(equivalents) == 1:
            inner = [child for child in node if _local(child) in ("TextLine", "Word", "Glyph")]
            said = [_said(child) for child in equivalents]
            if name not in ("TextLine", "Word") and any(map(_reads, inner)):
                waiting += [child for child in node if child not in equivalents]
            elif "".join(said).strip():
                yield from said
                waiting += [child for child in node if child not in equivalents and child not in inner]
            else:
                waiting += node
        elif len(equivalents) > 1:
            raise ValueError("several readings: only the reader can say which")
        elif name != "Glyph":
            waiting += node


def _reads(line: ET.Element) -> bool:
    """Whether a line, word or character has a text where one is looked for, or one in it has."""
    parts = [child for child in line if _local(child) in ("Word", "Glyph")]
    return any(_said(child).strip() for child in line if _local(child) == "TextEquiv") or any(map(_reads, parts))


def _own(node: ET.Element) -> str:
    """The text of an element without that of those in it."""
    return (node.text or "") + "".join(child.tail or "" for child in node)


def _abbyy(text: str) -> Iterator[str]:
    for node in _root(text).iter():
        if _local(node) in ("charParams", "formatting", "line", "par", "text", "cell", "block"):
            yield _own(node)


def _said(node: ET.Element) -> str:
    return "".join(dict.fromkeys(_own(n) for n in node.iter() if _local(n) in ("Unicode", "PlainText")))


def _json(text: str) -> list[str]:
    out: list[str] = []
    waiting: list[Any] = [json.loads(text)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            out.append(value)
        elif isinstance(value, dict):
            if not value.keys() <= PLAIN:
                raise ValueError("keys whose meaning only the reader knows")
            if any(_holds_more(value.get(key)) for key in PLACES):
                raise ValueError("an answer inside of another, which only the reader takes out")
            waiting += [inner for key, inner in value.items() if key not in PLACES]
            told = [value.get("txt"), value.get("text")]
            if isinstance(listed := value.get("rec_texts"), list):  # a number alone under this name is no text
                told.append(listed)
            if not any(isinstance(one, str) and one.strip() for one in told):  # else it is how sure the text is
                out += [str(n) for one in told for n in _numbers(one)]
        elif isinstance(value, list):
            waiting += value[1:] if _is_item(value) else value
    return out


def _holds_more(place: Any) -> bool:
    """Whether objects, or JSON inside of a text, stand where a place should."""
    waiting = [place]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict) or (isinstance(part, str) and part.lstrip()[:1] in ("[", "{")):
            return True
        waiting += part if isinstance(part, list) else ()
    return False


def _numbers(value: Any) -> list[Any]:
    """Numbers that stand where a text should: some programs write years so."""
    given = value if isinstance(value, list) else [value]
    return [n for n in given if isinstance(n, (int, float)) and not isinstance(n, bool)]


def _is_item(value: list[Any]) -> bool:
    """Whether this begins with a place, whatever stands among its numbers."""
    place = value[0] if 2 <= len(value) <= 3 else None
    return isinstance(place, list) and len(place) >= 4 and any(_numbers(corner) for corner in place)


OWN: dict[str, Callable[[str], Iterable[str]]] = {
    "text": iter, "tsv": _tsv, "hocr": _hocr, "alto": _alto, "page": _page, "abbyy": _abbyy,
    "ocr-json": _json,
}  # fmt: skip


def held_by_pdf(data: bytes, number: int) -> Counter[str]:
    """The visible characters of one page of a PDF, as its library gives them, which hangs on its fonts."""
    import pypdfium2

    use_box_font()
    with pypdfium2.PdfDocument(data) as document:
        page = document[number - 1]
        text = page.get_textpage()
        try:
            # U+FFFE is how it shows a hyphen at a line's end, U+FFFF is no character
            return visible([text.get_text_range().replace("\ufffe", "").replace("\uffff", "\ufffd")])
        finally:
            text.close()
            page.close()
