"""Punctuation as the text around it wants it: half-width inside words and numbers, full-width beside Chinese."""

from __future__ import annotations

import re
from functools import cache

from papercut.languages import character_variants as table
from papercut.languages.page_script import is_western

_WIDEN = str.maketrans(table.WIDENED)


def half(match: re.Match[str]) -> str:
    """The match with the full-width signs in it half-width."""
    return "".join(table.SIGNS_IN_WORDS.get(ch, ch) for ch in match[0])


def widened(match: re.Match[str]) -> str:
    """A run of half-width punctuation, full-width if what stands around it is Chinese."""
    text, start, end = match.string, match.start(), match.end()
    before = text[start - 1 : start] if start else "\n"
    if before == " ":
        before = text[start - 2 : start - 1]
    if match[0][-1] in ":?" and table.IN_ADDRESS.match(text, end):
        return match[0]
    wide = before in table.BEFORE_WIDE or table.is_han(before)
    if not wide and before in table.BETWEEN_WIDE:
        behind = end + (text[end : end + 1] == " ")
        after = text[behind : behind + 1]
        if after in "“‘" and behind > end:  # English sets a space before a quotation, too
            after = text[behind + 1 : behind + 2]
        wide = after in table.AFTER_WIDE or table.is_han(after)
        if before == "\n" and text[end : end + 1] in ("", "\n"):  # a line of its own, in vertical text
            wide = table.is_han(text[max(0, start - 2) : max(0, start - 1)])
        if before in "”’…—%" and text[end : end + 1] in ("", "\n"):
            wide = any(map(table.is_han, text[max(0, start - 20) : start].rpartition("\n")[2]))
    return match[0].translate(_WIDEN) if wide else match[0]


def with_full_stops(text: str) -> str:
    """Each `.` that ends a sentence as `。`, on a page whose sentences mostly end so and are not in Western script."""
    points, full = text.count("."), 4 * text.count("。")
    if points < table.STOPS or points <= full or is_western((text,)):
        return text
    half_stop = _half_stop()
    found = len(half_stop.findall(text))
    if found < table.STOPS or found <= full:
        return text
    return half_stop.sub("。", text)


@cache
def _half_stop() -> re.Pattern[str]:
    """Compiled for the first page that has some points: it takes longer than most pages do."""
    return re.compile(table.HALF_STOP, re.MULTILINE)


def widen_brackets(text: str) -> str:
    """Round brackets full-width in pairs, where one of the two touches Chinese."""
    wide: list[int] = []
    open_at: list[int] = []
    for match in table.BRACKET.finditer(text):
        at, ch = match.start(), match[0]
        if ch in "(（":
            open_at.append(at)
        elif ch == "\n":
            wide.extend(i for i in open_at if _beside_han(text, i))
            open_at.clear()
        else:
            pair = (open_at.pop(), at) if open_at else (at,)
            if any(_beside_han(text, i) for i in pair):
                wide.extend(pair)
    wide.extend(i for i in open_at if _beside_han(text, i))
    out: list[str] = []
    done = 0
    for at in sorted(wide):
        out.append(text[done:at])
        out.append(table.WIDENED.get(text[at], text[at]))
        done = at + 1
    return "".join((*out, text[done:]))


def _beside_han(text: str, at: int) -> bool:
    """Whether a bracket is full-width, or an ideograph stands next to it, or next but a space."""
    if text[at] in "（）":
        return True
    before = at - 1 - (text[at - 1 : at] == " ")
    after = at + 1 + (text[at + 1 : at + 2] == " ")
    return (before >= 0 and table.is_han(text[before])) or table.is_han(text[after : after + 1])
