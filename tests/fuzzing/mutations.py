"""Changes that make a sound page odd: of its bytes, lines, numbers, characters, elements."""

from __future__ import annotations

import copy
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Any

from generated import ODD

Text = Callable[[str, Random], str]

NUMBERS = (
    "0", "-1", "1", "-0", "NaN", "Infinity", "-Infinity", "inf", "1e308", "1e-308", "-1e9", "99999999999999999999",
    "0.5", "1e3", "0x10", "", "abc", "１２", "1,5", "  7 ", "-32768", "65536", "100000", "999999.99",
)  # fmt: skip
"""What stands for a number in files that are odd."""

CHARACTERS = (
    *ODD, "\t", "\r", "\f", "\v", "\u3000", "\u2000", "·", "•", "—", "…", "％", "①", "㈱", "𠮷", "가", "あ", "ا", "é",
    "e\u0301", "a" * 300, "一" * 500, "1 " * 200, "的 " * 100, "\n" * 30, "\f" * 40, "&amp;", "&#0;", "&#xD800;", "<b>",
    "]]>", "<!--", "\\ud800", "\\u0000", "☞", "🗞", "\u200b" * 50, "\ud800", "\udfff",
)  # fmt: skip
"""What no page should have, or not so many."""

_NUMBER = re.compile(r"(?<![\w#&])-?\d+(?:\.\d+)?")


def _spot(text: str | bytes, rng: Random) -> int:
    return rng.randrange(len(text) + 1)


def _span(size: int, rng: Random) -> tuple[int, int]:
    """A part of something of this size, mostly a small one."""
    begin = rng.randrange(size + 1)
    return begin, min(size, begin + rng.choice((1, 2, 5, 20, 100, 1000)))


def number_odd(text: str, rng: Random) -> str:
    """One number, or each of some that follow one another, is another."""
    found = list(_NUMBER.finditer(text))
    if not found:
        return text
    at = rng.randrange(len(found))
    for match in reversed(found[at : at + rng.choice((1, 1, 2, 4, 8))]):
        new = rng.choice((*NUMBERS, str(rng.randint(-50, 3000)), f"{match[0]}0", f"-{match[0]}", f"{match[0]}.5"))
        text = text[: match.start()] + new + text[match.end() :]
    return text


def numbers_swapped(text: str, rng: Random) -> str:
    """Two numbers near one another change places: a box is turned inside out."""
    found = list(_NUMBER.finditer(text))
    if len(found) < 2:
        return text
    at = rng.randrange(len(found) - 1)
    a, b = found[at], found[min(len(found) - 1, at + rng.randint(1, 3))]
    return text[: a.start()] + b[0] + text[a.end() : b.start()] + a[0] + text[b.end() :] if a is not b else text


def numbers_equal(text: str, rng: Random) -> str:
    """Many numbers become the same one: things stand at the same place."""
    found = list(_NUMBER.finditer(text))
    if not found:
        return text
    wanted, share = rng.choice(found)[0], rng.choice((0.05, 0.3, 1.0))
    return _NUMBER.sub(lambda match: wanted if rng.random() < share else match[0], text)


def character_odd(text: str, rng: Random) -> str:
    """Odd characters stand somewhere."""
    for _ in range(rng.choice((1, 1, 3, 10))):
        at = _spot(text, rng)
        text = text[:at] + rng.choice(CHARACTERS) + text[at:]
    return text


def part_removed(text: str, rng: Random) -> str:
    begin, end = _span(len(text), rng)
    return text[:begin] + text[end:]


def part_doubled(text: str, rng: Random) -> str:
    begin, end = _span(len(text), rng)
    return text[:end] + text[begin:end] * rng.choice((1, 1, 2, 20)) + text[end:]


def part_moved(text: str, rng: Random) -> str:
    begin, end = _span(len(text), rng)
    part, rest = text[begin:end], text[:begin] + text[end:]
    at = _spot(rest, rng)
    return rest[:at] + part + rest[at:]


def cut_off(text: str, rng: Random) -> str:
    """The file was not written to its end."""
    return text[: _spot(text, rng)]


def lines_changed(text: str, rng: Random) -> str:
    """Lines are swapped, doubled, removed, put together, cut, emptied, turned round, or parted by form feeds."""
    lines = text.split("\n")
    for _ in range(rng.choice((1, 2, 5, 20))):
        at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
        how = rng.randrange(9)
        if how == 0:
            lines[at], lines[other] = lines[other], lines[at]
        elif how == 1:
            lines[at:at] = [lines[other]] * rng.choice((1, 1, 2, 30))
        elif how == 2 and len(lines) > 1:
            del lines[at]
        elif how == 3 and at + 1 < len(lines):
            lines[at : at + 2] = [lines[at] + rng.choice(("", " ", "  " * 20)) + lines[at + 1]]
        elif how == 4:
            spot = _spot(lines[at], rng)
            lines[at : at + 1] = [lines[at][:spot], lines[at][spot:]]
        elif how == 5:
            lines[at] = rng.choice(("", "　", "\f", "\f" + lines[at], lines[at] * 2, lines[at][::-1]))
        elif how == 6:
            lines[at] = " ".join(lines[at])
        elif how == 7:
            end = at + rng.randint(2, 15)
            lines[at:end] = rng.sample(lines[at:end], len(lines[at:end]))
        else:
            lines[at:at] = lines[min(at, other) : max(at, other)][:40]
    return rng.choice(("\n", "\n", "\n", "\r\n", "\r", "\n\n")).join(lines)


def tree_changed(text: str, rng: Random) -> str:
    """Elements of XML are removed, doubled, moved, nested, emptied, or named otherwise; what is no XML stays."""
    try:
        root = ET.fromstring(text.encode("utf-8", "surrogatepass") if text.startswith("<?xml") else text)
    except (ET.ParseError, ValueError, LookupError):
        return text
    for space in {e.tag[1:].partition("}")[0] for e in root.iter() if str(e.tag).startswith("{")}:
        ET.register_namespace("", space)
    for _ in range(rng.choice((1, 2, 4))):
        every = list(root.iter())
        parent = {child: above for above in every for child in above}
        if not parent:
            break
        node, other = rng.choice(list(parent)), rng.choice(every)
        above, how = parent[node], rng.randrange(9)
        inside = other in set(node.iter())
        if how == 0:
            above.remove(node)
        elif how == 1:
            above.insert(rng.randrange(len(above) + 1), copy.deepcopy(node))
        elif how == 2 and not inside:
            above.remove(node)
            other.insert(rng.randrange(len(other) + 1), node)
        elif how == 3 and not inside:
            other.append(copy.deepcopy(node))
        elif how == 4 and node.attrib:
            del node.attrib[rng.choice(list(node.attrib))]
        elif how == 5 and node.attrib:
            node.set(rng.choice(list(node.attrib)), rng.choice((*NUMBERS, *list(other.attrib.values()))))
        elif how == 6:
            node.tag = other.tag
        elif how == 7:
            setattr(node, rng.choice(("text", "tail")), rng.choice((None, "散落的字", "loose words", other.text)))
        else:  # inside of itself
            inner = copy.deepcopy(node)
            for _ in range(rng.choice((1, 3, 30, 250))):
                outer = ET.Element(node.tag, dict(node.attrib))
                outer.append(inner)
                inner = outer
            above[list(above).index(node)] = inner
    try:
        return ET.tostring(root, "unicode")
    except (ValueError, TypeError, RecursionError):
        return text


def values_changed(text: str, rng: Random) -> str:
    """Values of JSON are removed, doubled, moved, nested or of another type; text as it is, if it is none."""
    try:
        value = json.loads(text)
    except ValueError:
        return text
    for _ in range(rng.choice((1, 2, 4))):
        places = list(_places(value))
        if not places:
            break
        (holder, key), (from_, other) = rng.choice(places), rng.choice(places)
        how = rng.randrange(7)
        if how == 0:
            del holder[key]
        elif how == 1:
            holder[key] = copy.deepcopy(from_[other])
        elif how == 2:
            holder[key] = rng.choice(ODD_VALUES)
        elif how == 3 and isinstance(holder, list):
            holder[key:key] = [copy.deepcopy(holder[key])] * rng.choice((1, 2, 40))
        elif how == 4 and isinstance(holder, list):
            rng.shuffle(holder)
        elif how == 5:
            for _ in range(rng.choice((1, 2, 60, 600))):
                holder[key] = [holder[key]]
        elif isinstance(holder, dict):
            holder[rng.choice(("text", "box", "points", "rec_texts", str(other)))] = holder.pop(key)
    try:
        return json.dumps(value, ensure_ascii=False)
    except (ValueError, RecursionError):
        return text


ODD_VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, float("nan"), float("-inf"), "", "字", "\ud800", [], {}, [[]], 10**400,
)  # fmt: skip
"""What stands for a value of JSON in files that are odd."""


def rows_changed(text: str, rng: Random) -> str:
    """Values of one row of JSON lines are changed."""
    rows = text.split("\n")
    at = rng.randrange(len(rows))
    rows[at] = values_changed(rows[at], rng)
    return "\n".join(rows)


def _places(value: Any) -> Any:
    """Each place in it where a value stands: what holds it, and the key or index."""
    waiting = [value]
    while waiting:
        holder = waiting.pop()
        if isinstance(holder, (dict, list)):
            for key in list(holder) if isinstance(holder, dict) else range(len(holder)):
                yield holder, key
                waiting.append(holder[key])


ANY: tuple[Text, ...] = (
    number_odd, number_odd, numbers_swapped, numbers_equal, character_odd, part_removed, part_doubled, part_moved,
    cut_off, lines_changed,
)  # fmt: skip
OWN: dict[str, tuple[Text, ...]] = {
    "text": (lines_changed, lines_changed, character_odd, part_moved, part_doubled, cut_off, numbers_equal),
    "tsv": (*ANY, lines_changed, number_odd),
    "ocr-json": (*ANY, values_changed, values_changed, values_changed, values_changed),
    "json": (*ANY, values_changed, values_changed, values_changed, values_changed, values_changed, values_changed),
    "json-lines": (*ANY, rows_changed, rows_changed, rows_changed, rows_changed),
    "toml": (*ANY, lines_changed, lines_changed, number_odd),
    "packed": (part_removed, part_doubled, part_moved, cut_off),
    "pdf": (*ANY, number_odd, number_odd),
}
"""Changes by kind of file; all others are XML."""

XML = (*ANY, tree_changed, tree_changed, tree_changed, tree_changed)
ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "gb18030", "big5hkscs", "euc_kr", "latin-1", "cp1252")


LARGEST = 64 << 10
"""Characters, beyond which no change makes a file longer: large files are what `benchmarks/growth.py` measures."""


def bytes_changed(data: bytes, rng: Random) -> bytes:
    """Some bytes are others, are gone, or stand twice."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 3, 20))):
        at = rng.randrange(len(out) + 1)
        how = rng.randrange(3)
        if how == 0:
            out[at : at + 1] = bytes([rng.randrange(256)])
        elif how == 1:
            del out[at : at + rng.choice((1, 2, 50))]
        else:
            out[at:at] = rng.choice((rng.randbytes(rng.randint(1, 8)), bytes(out[at : at + 40])))
    return bytes(out)


def mutated(changes: str, page: str | bytes, rng: Random, encoding: str = "") -> bytes:
    """The page with some changes of the kind that fits it, in this encoding, or in some."""
    text = page.decode("latin-1") if isinstance(page, bytes) else page
    for _ in range(rng.choice((0, 1, 1, 2, 3, 6))):
        with suppress(RecursionError):  # elements inside one another too deep to be copied once more
            changed = rng.choice(OWN.get(changes, XML))(text, rng)
            text = changed if len(changed) <= max(LARGEST, len(text)) else text
    if isinstance(page, bytes):
        data = text.encode("latin-1", "replace")
    elif encoding in ("", "utf-8") and (encoding or rng.random() < 0.7):
        data = text.encode("utf-8", "surrogatepass")
    else:
        data = text.encode(encoding or rng.choice(ENCODINGS), "replace")
    return bytes_changed(data, rng) if rng.random() < (0.6 if changes == "packed" else 0.2) else data
