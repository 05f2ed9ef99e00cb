"""Which characters make a common word together: for words that a line or column break cut in two.

The words come from the dictionary of jieba (MIT licence; see NOTICE and `tools/make_words.py`). They are read when
first asked for.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

_NUMBER_ON = frozenset("年月日时時分点點秒万萬亿億千百％%个個名元美人件家吨噸米公度岁歲位次号號期届屆")
_NOTHING: frozenset[str] = frozenset()
_NEVER_FIRST = frozenset("的了们們着著过過性化者之们吗呢吧嘛")


class Words(dict[str, frozenset[str]]):
    """For each character how the common words go on that begin with it; a row is taken apart when first asked for."""

    def __init__(self, rows: Iterable[str]) -> None:
        super().__init__()
        self._rows = {row[0]: row for row in rows}

    def __missing__(self, first: str) -> frozenset[str]:
        row = self._rows.get(first)
        if row is None:
            return _NOTHING
        found = self[first] = frozenset(row[1:].split(" "))
        return found


@cache
def _table() -> tuple[Words, dict[int, str]]:
    text = gzip.decompress(Path(__file__).with_name("common_words.txt.gz").read_bytes()).decode()
    *rows, pairs = text.split("\n")
    simple = {ord(old): new for old, new in zip(pairs[::2], pairs[1::2], strict=True)}
    return Words(rows), simple


def simplified(text: str) -> str:
    """The text with simplified characters for traditional ones; any other as it is."""
    return text.translate(_table()[1])


def word_across(left: str, right: str) -> str:
    """What the characters on the two sides of a break say: `word` (a common word lies across it), `number` (a number
    or its unit goes on), `suffix` (the right side begins with a character that begins no sentence), or `-`."""
    if not left or not right:
        return "-"
    a, b = left[-1], right[0]
    if a.isdigit() and (b.isdigit() or b in _NUMBER_ON or b in ".．·"):
        return "number"
    end = _ends(left[-3:])
    one, two, three = _beginnings(right[:3])
    begun = end.one
    if one in begun or two in begun or three in begun:
        return "word"
    begun = end.two
    if begun and (end.last + one in begun or end.last + two in begun):
        return "word"
    if end.three and end.last_two + one in end.three:
        return "word"
    return "suffix" if b in _NEVER_FIRST else "-"


class _End(NamedTuple):
    """The last characters of a text, and how the words go on that begin with the last, the last but one, the third."""

    last: str
    last_two: str
    one: frozenset[str]
    two: frozenset[str]
    three: frozenset[str]


@lru_cache(maxsize=20_000)
def _ends(left: str) -> _End:
    words, simple = _table()
    text = left.translate(simple)
    return _End(
        text[-1], text[-2:], words[text[-1]],
        words[text[-2]] if len(text) > 1 else _NOTHING, words[text[-3]] if len(text) > 2 else _NOTHING,
    )  # fmt: skip


@lru_cache(maxsize=20_000)
def _beginnings(right: str) -> tuple[str, str, str]:
    text = right.translate(_table()[1])
    return text[0], text[:2], text


def longest_word(text: str, start: int, end: int) -> int:
    """How many characters the longest common word of `text` has that holds `text[start:end]`; 0 if there is none."""
    words, simple = _table()
    text = text.translate(simple)
    longest = 0
    for first in range(max(0, end - 4), start + 1):
        for size in range(max(2, end - first), 5):
            if size > longest and first + size <= len(text) and text[first + 1 : first + size] in words[text[first]]:
                longest = size
    return longest
