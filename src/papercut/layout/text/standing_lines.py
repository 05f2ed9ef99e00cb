"""The line-level recogniser of what stands around stories: what a whole line is, from its words alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from papercut.languages.chinese_standing_lines import (
    COLUMN_BARE,
    COLUMN_BELOW,
    COLUMN_MARKED,
    END_OF_STORY,
    HEADLINE_BELOW,
    SIEVES,
    WHOLE_LINES,
)
from papercut.model.page import Role
from papercut.rules import Cue

if TYPE_CHECKING:
    import regex

LONGEST = 60
"""Visible characters; no such line is longer."""

BELOW = 6
"""So many lines below the name of a column are looked at for its headline and the text of that."""
_PART = 14
"""Such a line that was broken in two has no longer parts."""
_SHORT = 7
"""The longest name of a column, with its marks."""
_HINT = re.compile(
    "[·•‧・]$|E(?:ND|nd)|[寄问問印厂廠位][:：]|不代表|[扫掃码碼识識线線话話真完@]|[信博号號音][:：]|[请請迎即刻立马馬上](?:您|大家|读者)?[关關下登搜添订訂浏瀏点點]|未[经經]|版[权權]"
).search
_BEGINS = "本以上"
"""A first sieve for all of them: what is in every longer line that a cue fits, or is its first or second character."""
_COLUMN_MARKED, _COLUMN_BARE, _COLUMN_BELOW, _HEADLINE_BELOW = map(
    re.compile, (COLUMN_MARKED, COLUMN_BARE, COLUMN_BELOW, HEADLINE_BELOW)
)
_END_OF_STORY = re.compile(END_OF_STORY)
_END_MARKS = "■□◆◇▇█❑▪◼"
_SIEVES = {name: re.compile(sieve).search for name, sieve in SIEVES.items()}


_RULE = re.compile(r"([-—─━═=＝_＿~～*＊])\1{2,}|[-=~*_+]{5,}")
RULE = Role.REMOVED, Cue(
    "column-rule", _RULE.pattern, 4.0, "a rule made of marks", ("---", "————————", "*****"), ("——", "…………", "□□□")
)
"""A rule between stories, as people and programs type it; rows of dots and squares mean something in a text."""
_PAGE_MARK = re.compile(
    r"[-=—─━*#~_<\[]{2,}(?:[Pp]age|PAGE|[Pp]\.|第|[页頁])[:：]?[0-9]{1,4}(?:(?:/|of)[0-9]{1,4})?[页頁版]?[-=—─━*#~_>\]]{2,}"
)
PAGE_MARK = Role.FOLIO, Cue(
    "page-number", _PAGE_MARK.pattern, 4.0, "where a program says that a page begins",
    ("---Page3---", "=====第12页=====", "<<page4/8>>"), ("第3版", "—3—", "Page3"),
)  # fmt: skip
"""A page number between rules, which programs write between the texts of pages."""


@cache
def _compiled(cue: Cue) -> regex.Pattern[str]:
    import regex

    return regex.compile(cue.pattern)


def whole_line(text: str) -> tuple[Role, Cue] | None:
    """What a line is, if it is nothing but one kind of text that stands around stories; `text` is compact."""
    if _RULE.fullmatch(text):
        return RULE
    if _PAGE_MARK.fullmatch(text):
        return PAGE_MARK
    if not 1 <= len(text) <= LONGEST:
        return None
    if not (len(text) <= _SHORT or text[0] in _BEGINS or text[1:2] in _BEGINS or _HINT(text)):
        return None
    for role, cue in WHOLE_LINES:
        if _SIEVES[cue.name](text) and _compiled(cue).match(text):
            return role, cue
    return None


def columns_over_headlines(texts: Sequence[str]) -> Iterator[int]:
    """The lines that are the name of a column, at the page's top or below white, right over a headline and its text."""
    for i, text in enumerate(texts[:-2]):
        if not 0 < len(text) <= _PART or (i and texts[i - 1]):
            continue
        named = [i]
        if _COLUMN_BARE.fullmatch(text) and _COLUMN_BELOW.fullmatch(texts[i + 1]):
            named.append(i + 1)
        elif not _COLUMN_MARKED.fullmatch(text):
            continue
        below = texts[named[-1] + 1 : named[-1] + BELOW]
        if len(below) > 1 and _HEADLINE_BELOW.fullmatch(below[0]) and any(set(t) & set("，。") for t in below[1:]):
            yield from named


def end_mark(text: str) -> tuple[int, int] | None:
    """Where the mark stands that says at the end of a line that a story ends there: indices in compact text."""
    found = _END_OF_STORY.search(text) if text[-1:] in _END_MARKS else None
    return found.span() if found else None


def broken_lines(texts: Sequence[str]) -> Iterator[tuple[int, Role, Cue]]:
    """The lines that only together with the one above or below are such a line, as it stands beside a code to scan: the
    index of each, and what it is."""
    for i, (one, two) in enumerate(pairwise(texts)):
        if 0 < len(one) <= _PART and 0 < len(two) <= _PART and _HINT(one) and (found := whole_line(one + two)):
            if whole_line(two) is None:
                yield i, *found
                yield i + 1, *found
