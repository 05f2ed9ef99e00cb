"""What can be seen of each line of a page, as short codes: the material from which cues are made.

`line_views` gives for each visible line a tuple of keys, one for each group of cue templates in `cues`. A key says
only what can be seen on the page around the line, never which words stand there, but for the closed patterns in
`papercut.languages`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, chain, pairwise
from operator import add

from papercut.languages.leads import (
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
from papercut.languages.words import spans
from papercut.solve.rows import Row, char_class, coarse, short_bin

View = tuple[tuple[str, ...], ...]
"""The keys of one line: one tuple of codes for each group of templates."""

_FUNCTION = re.compile("[的了是在和与與为為这這那也就都而及我他她它们們中有之其者於以所此不]")
"""Characters that are common in running text and rare in display type."""

# A line that holds none of the first, begins with none of the second and ends with none of the third matches none of
# the patterns of `_kind`.
_SPEAKS = re.compile("[讯訊电電道導息者员員文采版校编編邮郵统統代期农農今第星摄攝图圖接转轉A-Z]").search
_BEGINS = frozenset(
    "据據本新中日近昨今连連当當[【［〔（(0123456789０１２３４５６７８９一二三四五六七八九十●■◆▲★○◎□△◘▼※◇☆•‧·图圖↑↓←→上下左右资資—─－"
) | frozenset(map(chr, (*range(ord("①"), ord("⑳") + 1), *range(ord("㈠"), ord("㈩") + 1))))
_CLOSES = frozenset(")）〕】")
_MARK = re.compile("[（“《「『(）”》」』)]")


WINDOW = 9
"""Lines of body text on either side of a break whose words are compared."""

_RATES = (0.001, 0.08, 0.16, 0.3)
_SENTENCE_ENDS = frozenset(".!\"P)-")

STYLE_WINDOW = 10
"""So many lines on either side say which punctuation the text around a line uses."""


def line_views(
    rows: Sequence[Row], doubled: frozenset[str] = frozenset(), lead_patterns: tuple[str, ...] = ()
) -> list[View]:
    """For each row its keys. `doubled` holds the texts that the page draws twice, `lead_patterns` a paper's own
    datelines as regular expressions."""
    n = len(rows)
    if not n:
        return []
    texts = [r.text for r in rows]
    body = _body_width(rows)
    old = _old_style(texts)
    habit = _indent_habit(rows)
    ideo = "I" if sum(r.indent > 0 for r in rows) * 25 > n else "-"
    blank = "0" if sum(r.gap > 0 for r in rows) * 50 < n else "+"
    pairs, rare = _line_pairs(texts)
    end = ["P" if o and t[-1] in "、，" else char_class(t[-1]) for t, o in zip(texts, old, strict=True)]
    start = [char_class(t[0]) for t in texts]
    fine = [short_bin(r.short) if r.measure else "x" for r in rows]
    rough = [coarse(r.short) if r.measure else "x" for r in rows]
    kind = _kinds(texts, lead_patterns)
    shape = [_shape(t) for t in texts]
    twice = ["D" if t in doubled else "-" for t in texts] if doubled else ["-"] * n
    support = _support(rows)
    depth = _open_marks(texts)
    tile = _tiles(rows, end, rare)
    gaps = [str(min(r.gap, 2)) for r in rows]
    out: list[View] = []
    for i, r in enumerate(rows):
        f, c, k, sup = fine[i], rough[i], kind[i], support[i]
        gap = ("o" if old[i] else blank) + gaps[i]
        if i:
            above = rows[i - 1]
            pe, pf, pc, pk, pt = end[i - 1], fine[i - 1], rough[i - 1], kind[i - 1], twice[i - 1]
            change = _change(above.measure, r.measure)
            join = "J" if texts[i - 1][-1] + texts[i][0] in pairs else "-"
            span = spans(texts[i - 1], texts[i]) if pe in "cd%" else "."
            even = "=" if above.width == r.width else "-"
            opened = "d" if depth[i - 1] else "-"
        else:
            pe = pf = pc = pk = pt = change = "^"
            join, span, even, opened = "-", ".", "-", "-"
        if i + 1 < n:
            nf, nc, nk, ns, nt = fine[i + 1], rough[i + 1], kind[i + 1], start[i + 1], twice[i + 1]
            after = blank + gaps[i + 1]
            even += "=" if rows[i + 1].width == r.width else "-"
        else:
            nf = nc = nk = ns = nt = after = "$"
            even += "-"
        back = _last_alike(rows, i) if r.measure and i > 1 and above.measure != r.measure else -1
        out.append(
            (
                (f, c, pf, pc, pe, gap, ideo + f"{min(r.indent, 3):g}", habit, change),
                (f, c, nf, nc, after, end[i], ns),
                (start[i], pe, gap, k, pk, c, nc, nk, after, shape[i]),
                (sup, str(min(int(r.width / body * 5), 9)), shape[i], c, even, gap, after),
                (join, opened, pe, pc, change, span, c, gap, k),
                (twice[i], pt, nt, _place(i, n), k),
                (tile[i], pe, pc, c, gap, change, *((end[back], rough[back]) if back >= 0 else ())),
            )
        )
    return out


def _kinds(texts: Sequence[str], lead_patterns: tuple[str, ...]) -> list[str]:
    kinds = [_kind(t) for t in texts]
    if lead_patterns:
        from papercut.patterns import compile_patterns, search

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


def _indent_habit(rows: Sequence[Row]) -> str:
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


def _body_width(rows: Sequence[Row]) -> float:
    measures = sorted(r.measure for r in rows if r.measure)
    return measures[len(measures) // 2] if measures else max(r.width for r in rows)


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


def _support(rows: Sequence[Row]) -> list[str]:
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


def _last_alike(rows: Sequence[Row], i: int) -> int:
    """The nearest of the ten lines before the last one that stands in the same column measure, or -1."""
    m = rows[i].measure
    for j in range(i - 2, max(-1, i - 12), -1):
        if rows[j].measure == m:
            return j
    return -1


def _line_pairs(texts: Sequence[str]) -> tuple[set[str], list[set[str]]]:
    """All character pairs of the page; and for each line those of Han that stand on few, but at least two, lines."""
    once: set[str] = set()
    twice: set[str] = set()
    lines = [set(map(add, text, text[1:])) for text in texts]
    for pairs in lines:
        twice |= pairs & once
        once |= pairs
    han = {p for p in twice if p[0] >= "\u3400" and p[1] >= "\u3400"}
    shared = [pairs & han for pairs in lines]
    count = Counter(chain.from_iterable(shared))
    limit = max(4, len(texts) // 12)
    common = {p for p, c in count.items() if c > limit}
    return once, [pairs - common for pairs in shared] if common else shared


def _tiles(rows: Sequence[Row], end: Sequence[str], rare: Sequence[set[str]]) -> list[str]:
    """For each row at which a sentence may have ended before: how many rarer character pairs (`rare`, of each row) the
    text before and after it share, as a bin; `x` elsewhere."""
    body = [i for i, r in enumerate(rows) if r.measure]
    held = [rare[i] for i in body]
    out = ["x"] * len(rows)
    for at in range(1, len(body)):
        i = body[at]
        if end[body[at - 1]] not in _SENTENCE_ENDS and not rows[i].gap:
            continue
        left = set().union(*held[max(0, at - WINDOW) : at])
        right = set().union(*held[at : at + WINDOW])
        if len(left) < 3 or len(right) < 3:
            out[i] = "?"
            continue
        rate = len(left & right) / min(len(left), len(right))
        out[i] = str(bisect_right(_RATES, rate))
    return out
