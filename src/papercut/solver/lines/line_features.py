"""What can be seen of each line of a page: the material from which its label is weighed.

`line_features` gives for each visible line a code for each of `FIELDS` (closed sets of values, such as the kind of its
first words) and the numbers of `COLUMNS`. They say only what can be seen on the page around the
line, never which words stand there, but for the closed patterns in `papercut.languages`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from operator import add

import numpy as np

from papercut.languages.common_words import word_across
from papercut.languages.story_phrases import (
    BRACKETED,
    BYLINE,
    CAPTION,
    CREDIT_END,
    FURNITURE,
    JUMP_LINE,
    LEAD,
    LEADISH,
    LIST_MARK,
)
from papercut.solver.lines.column_fill import FILL, column_fill
from papercut.solver.lines.display_targets import PULL, display_targets, looks_like_display
from papercut.solver.lines.line_measurements import NUMBERS, line_measurements
from papercut.solver.lines.measured_lines import MeasuredLine, char_class, coarse, short_bin
from papercut.solver.rare_pairs import TOPIC, Floats, rare_pairs, shared_pairs
from papercut.solver.reading_network import READING, reading_of

FIELDS = (
    "short", "gap", "indent", "habit", "change", "end", "start", "kind", "shape",
    "support", "even", "join", "open", "span", "twice", "place",
)  # fmt: skip
"""How short of its column's measure a line is; the blank lines before it; its indent; the page's habit of indenting;
how the measure changes; its last and first character; the closed pattern it matches; how much it looks like running
text; how many lines around share its measure; whether its neighbours are as long; whether the page has the pair of
characters over the break before it; whether a mark is open there; whether a word lies across; whether the page draws
it twice; where on the page it stands."""

COLUMNS = (*NUMBERS, *TOPIC, *PULL, *FILL, *READING)
"""The columns of the numbers of a line."""

_FUNCTION = re.compile("[的了是在和与與为為这這那也就都而及我他她它们們中有之其者於以所此不]")
"""Characters that are common in running text and rare in display type."""

# A line that holds none of the first, begins with none of the second and ends with none of the third matches none of
# the patterns of `_kind`.
_SPEAKS = re.compile("[讯訊电電道導息者員员文采版校编編邮郵统統代期农農今第星摄攝图圖接转轉A-Z]").search
_BEGINS = frozenset(
    "据據本新中日近昨今连連当當[【［〔（(0123456789０１２３４５６７８９一二三四五六七八九十●■◆▲★○◎□△◘▼※◇☆•‧·图圖↑↓←→上下左右资資—─－"
) | frozenset(map(chr, (*range(ord("①"), ord("⑳") + 1), *range(ord("㈠"), ord("㈩") + 1))))
_CLOSES = frozenset(")）〕】")
_MARK = re.compile("[（“《「『(）”》」』)]")

STYLE_WINDOW = 10
"""So many lines on either side say which punctuation the text around a line uses."""


@dataclass(slots=True)
class LineFeatures:
    """What is seen of the lines of a page: for each line the codes of `FIELDS`, and a row of numbers."""

    codes: list[tuple[str, ...]]
    numbers: Floats


def line_features(
    rows: Sequence[MeasuredLine],
    doubled: frozenset[str] = frozenset(),
    lead_patterns: tuple[str, ...] = (),
    more: Floats | None = None,
) -> LineFeatures:
    """What is seen of each row. `doubled` holds the texts that the page draws twice, `lead_patterns` a paper's own
    datelines as regular expressions, `more` the numbers that geometry adds (`papercut.solver.lines.sheet_features`)."""
    n = len(rows)
    texts = [r.text for r in rows]
    if not n:
        return LineFeatures([], np.zeros((0, len(COLUMNS) + (0 if more is None else more.shape[1])), np.float32))
    old = _old_style(texts)
    habit = _indent_habit(rows)
    ideo = "I" if sum(r.indent > 0 for r in rows) * 25 > n else "-"
    blank = "0" if sum(r.gap > 0 for r in rows) * 50 < n else "+"
    pairs: set[str] = set()
    for text in texts:
        pairs.update(map(add, text, text[1:]))
    end = ["P" if o and t[-1] in "、，" else char_class(t[-1]) for t, o in zip(texts, old, strict=True)]
    short = [short_bin(r.short) if r.measure else "x" for r in rows]
    kind = _kinds(texts, lead_patterns)
    support = _support(rows)
    depth = _open_marks(texts)
    gap = [("o" if o else blank) + "012"[min(r.gap, 2)] for r, o in zip(rows, old, strict=True)]
    indent = [ideo + "0123"[min(int(r.indent), 3)] for r in rows]
    change = ["^", *[_change(a.measure, b.measure) for a, b in pairwise(rows)]]
    join = ["-", *["J" if a[-1] + b[0] in pairs else "-" for a, b in pairwise(texts)]]
    opened = ["-", *["d" if open_ else "-" for open_ in depth[:-1]]]
    span = [
        ".",
        *[word_across(a, b) if e in "cd%" else "." for (a, b), e in zip(pairwise(texts), end[:-1], strict=True)],
    ]
    same = ["-", *["=" if a.width == b.width else "-" for a, b in pairwise(rows)], "-"]
    even = list(map(add, same, same[1:]))
    start = [char_class(t[0]) for t in texts]
    twice = ["D" if t in doubled else "-" for t in texts]
    place = [_place(i, n) for i in range(n)]
    codes: list[tuple[str, ...]] = list(
        zip(
            short, gap, indent, [habit] * n, change, end, start, kind, map(_shape, texts), support, even, join, opened,
            span, twice, place, strict=True,
        )
    )  # fmt: skip
    found = rare_pairs(texts)
    display = [looks_like_display(text, sup) for text, sup in zip(texts, support, strict=True)]
    parts = (
        line_measurements(rows),
        shared_pairs(n, found),
        display_targets(display, found),
        column_fill(rows),
        reading_of(texts),
    )
    numbers = np.hstack(parts)
    if more is not None and more.shape[1]:
        numbers = np.hstack([numbers, more])
    return LineFeatures(codes, numbers)


def _kinds(texts: Sequence[str], lead_patterns: tuple[str, ...]) -> list[str]:
    kinds = [_kind(t) for t in texts]
    if lead_patterns:
        from papercut.user_patterns import compile_patterns, search

        own = compile_patterns(lead_patterns)
        kinds = ["lead" if any(search(p, t) for p in own) else k for t, k in zip(texts, kinds, strict=True)]
    return kinds


def _change(before: float, now: float) -> str:
    """How the column measure changes from one line to the next."""
    if not before or not now:
        return "x"
    d = now - before
    return "=" if abs(d) <= 0.5 else "+" if d > 0 else "-"


def _old_style(texts: Sequence[str]) -> list[bool]:
    """For each line whether `、` does the work of comma and full stop in the text around it, as it did before the
    reform of punctuation in the 1930s and for some time after."""
    old = [0, *accumulate([t.count("、") for t in texts])]
    n = len(texts)
    if old[-1] <= 2:
        return [False] * n
    new = [0, *accumulate([t.count("，") for t in texts])]
    out: list[bool] = []
    for i in range(n):
        a, b = max(0, i - STYLE_WINDOW), min(n, i + STYLE_WINDOW + 1)
        out.append(old[b] - old[a] > 2 + 2 * (new[b] - new[a]))
    return out


def _indent_habit(rows: Sequence[MeasuredLine]) -> str:
    """How much shorter than the measure a paragraph's first line is on this page: `0`, `1`, `2` ems, `k` where the
    indent is kept in the text, `?` where too little is seen."""
    seen: Counter[str] = Counter()
    for a, b in pairwise(rows):
        if a.measure and a.measure == b.measure and a.short >= 3 and b.short <= 2.5:
            seen["k" if b.indent else coarse(b.short)] += 1
    if sum(seen.values()) < 3:
        return "?"
    top, count = seen.most_common(1)[0]
    return top + ("!" if count * 4 >= 3 * sum(seen.values()) else "")


def _kind(text: str) -> str:
    """The closed pattern that the line matches first, or `-`."""
    if not (_SPEAKS(text) or text[0] in _BEGINS or text[-1] in _CLOSES):
        return "-"
    if LEAD.match(text):
        return "lead"
    if LEADISH.match(text):
        return "leadish"
    if BRACKETED.match(text):
        return "jump" if JUMP_LINE.match(text) else "bracketed"
    if LIST_MARK.match(text):
        return "list"
    if FURNITURE.search(text):
        return "furniture"
    if CAPTION.match(text):
        return "caption"
    if BYLINE.match(text):
        return "byline"
    if JUMP_LINE.search(text):
        return "jump"
    if text[0] in "—─－":
        return "dash"
    if CREDIT_END.search(text):
        return "credit"
    return "-"


def _shape(text: str) -> str:
    """How much the line looks like running text: full stops, commas, function characters, Latin."""
    if text.isascii():
        return "ascii"
    stop = "." if -1 < text.find("。") < len(text) - 1 else ""
    comma = "," if "，" in text or "、" in text[:-1] else ""
    common = len(_FUNCTION.findall(text))
    rate = "h" if common * 6 > len(text) else "m" if common else "0"
    return f"{stop}{comma}{rate}"


def _support(rows: Sequence[MeasuredLine]) -> list[str]:
    """For each line how many of the six around share its measure."""
    held = [r.measure if -1 < r.short <= 2.5 else -1.0 for r in rows]
    out: list[str] = []
    for i, r in enumerate(rows):
        m = r.measure
        if not m:
            out.append("x")
            continue
        around = held[max(0, i - 3) : i + 4]
        count = around.count(m)
        if count < len(around):
            count = sum([-0.5 <= x - m <= 0.5 for x in around])
        out.append("0" if count <= 1 else "1" if count <= 3 else "2" if count <= 5 else "3")
    return out


def _open_marks(texts: Sequence[str]) -> list[bool]:
    """Whether an opening mark is still open at the end of each line; a mark is given up after twelve lines."""
    out: list[bool] = []
    depth = age = 0
    for text in texts:
        for ch in _MARK.findall(text):
            if ch in "（“《「『(":
                depth += 1
                age = 0
            elif depth:
                depth -= 1
        age += 1
        if age > 12:
            depth = 0
        out.append(depth > 0)
    return out


def _place(i: int, n: int) -> str:
    return str(min(i, 9)) if i < 12 else "end" if n - i <= 6 else "-"
