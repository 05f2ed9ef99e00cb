"""Which characters make a common word together: for words that a line or column break cut in two.

The words come from the dictionary of jieba (MIT licence; see NOTICE and `tools/make_words.py`). They are read when
first asked for.
"""

from __future__ import annotations

import gzip
from functools import cache
from importlib.resources import files

LONGEST = 4

_NUMBER_ON = frozenset("年月日时時分点點秒万萬亿億千百％%个個名元美人件家吨噸米公度岁歲位次号號期届屆")
_NEVER_FIRST = frozenset("的了们們着著过過性化者之们吗呢吧嘛")


@cache
def _table() -> tuple[dict[str, frozenset[str]], dict[int, str]]:
    text = gzip.decompress(files("papercut.languages").joinpath("words.txt.gz").read_bytes()).decode()
    *rows, pairs = text.split("\n")
    words = {row[0]: frozenset(row[1:].split(" ")) for row in rows}
    simple = {ord(pairs[i]): pairs[i + 1] for i in range(0, len(pairs), 2)}
    return words, simple


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
    for i in range(1, len(before) + 1):
        begun = words.get(before[-i])
        if begun is None:
            continue
        head = before[len(before) - i + 1 :]
        for j in range(1, min(len(after), LONGEST - i) + 1):
            if head + after[:j] in begun:
                return "word"
    return "suffix" if b in _NEVER_FIRST else "-"
