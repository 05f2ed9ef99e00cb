"""Characters that a program wrote as their numbers or names: `&#26725;`, `&nbsp;`, `\\u6865`, `%E6%A1%A5`.

What copies text out of web pages, JSON or addresses leaves it so. A page prints none of these, but for one that tells
of them: so there must be several, and of those that are nothing but text in ASCII (`\\u6865`) a good part of the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from html.entities import html5
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

FEWEST = 3
"""So many character references must be there."""
SHARE = 0.4
"""The other ways to write characters make up such a part of what is visible."""

_REFERENCE = re.compile(r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_NUMBER = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
_BYTES = re.compile(r"(?:%[0-9a-fA-F]{2}){3,}")
_BLANK = re.compile(r"\s+")
_NO_TEXT = re.compile("[\0-\x1f\x7f\x85\u2028\u2029\ud800-\udfff\ufffd]")


class Unescaped(NamedTuple):
    """A text with its characters as they are, what they were written as, and the lines that changed, from 1 on."""

    text: str
    how: str
    lines: tuple[int, ...]


def unescaped(text: str) -> Unescaped | None:
    """The text with its characters as they are; None where none is written in another way. Lines stay lines."""
    if text.count("&") >= FEWEST and sum(1 for m in _REFERENCE.finditer(text) if _reference(m) != m[0]) >= FEWEST:
        return _replaced(text, _REFERENCE, _reference, "HTML character references")
    for sign, pattern, one, how in (
        ("\\u", _NUMBER, _numbers, "numbers of characters (\\u…)"),
        ("%", _BYTES, _bytes, "bytes in percent signs (%…)"),
    ):
        if text.count(sign) >= FEWEST:
            held = sum(len(m[0]) for m in pattern.finditer(text) if one(m) != m[0])
            if held and held >= SHARE * len(_BLANK.sub("", text)):
                return _replaced(text, pattern, one, how)
    return None


def _replaced(text: str, pattern: re.Pattern[str], one: Callable[[re.Match[str]], str], how: str) -> Unescaped:
    before = text.split("\n")
    after = [pattern.sub(one, line) for line in before]
    changed = tuple(n for n, (a, b) in enumerate(zip(before, after, strict=True), 1) if a != b)
    return Unescaped("\n".join(after), how, changed)


def _sound(new: str, old: str) -> str:
    """What is written, if it is text and no end of a line."""
    return old if not new or _NO_TEXT.search(new) else new


def _reference(match: re.Match[str]) -> str:
    named = not match[0].startswith("&#")
    return match[0] if named and match[0][1:] not in html5 else _sound(unescape(match[0]), match[0])


def _numbers(match: re.Match[str]) -> str:
    units = bytes.fromhex(match[0].replace("\\u", ""))
    return _sound(units.decode("utf-16-be", "replace"), match[0])


def _bytes(match: re.Match[str]) -> str:
    data = unquote_to_bytes(match[0])
    for encoding in ("utf-8", "gb18030"):
        try:
            return _sound(data.decode(encoding), match[0])
        except UnicodeDecodeError:
            continue
    return match[0]
