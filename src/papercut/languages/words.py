"""Which characters make a common word together: for words that a line or column break cut in two.

The words come from the dictionary of jieba (MIT licence; see NOTICE and `tools/make_words.py`). They are read when
first asked for.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from functools import cache
from pathlib import Path

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
    text = gzip.decompress(Path(__file__).with_name("words.txt.gz").read_bytes()).decode()
    *rows, pairs = text.split("\n")
    simple = {ord(old): new for old, new in zip(pairs[::2], pairs[1::2], strict=True)}
    return Words(rows), simple


def simplified(ch: str) -> str:
    """The simplified character for a traditional one; any other as it is."""
    return _table()[1].get(ord(ch), ch)


def spans(left: str, right: str) -> str:
    """What the characters on the two sides of a break say: `word` (a common word lies across it), `number` (a number
    or its unit goes on), `suffix` (the right side begins with a character that begins no sentence), or `-`."""
    if not left or not right:
        return "-"
    a, b = left[-1], right[0]
    if a.isdigit() and (b.isdigit() or b in _NUMBER_ON or b in ".．·"):
        return "number"
    words, simple = _table()
    before = left[-3:].translate(simple)
    after = right[:3].translate(simple)
    begun = words[before[-1]]
    if begun and (after[0] in begun or after[:2] in begun or after in begun):
        return "word"
    if len(before) > 1:
        begun = words[before[-2]]
        if begun and (before[-1] + after[0] in begun or before[-1] + after[:2] in begun):
            return "word"
        if len(before) > 2 and before[1:] + after[0] in words[before[0]]:
            return "word"
    return "suffix" if b in _NEVER_FIRST else "-"
