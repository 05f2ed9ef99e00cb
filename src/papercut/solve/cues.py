"""What can be seen of a line: the cues from which its label is weighed.

`line_cues` gives for each visible line of a page a list of short strings such as `short=2|prev=0`; the weights of
each string for each label stand in `weights/lines.tsv`, fitted by `tools/fit_weights.py`. A cue says only what can
be seen on the page around the line, never which words stand there, but for the closed patterns in `languages`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from papercut.languages.leads import BRACKETED, BYLINE, CAPTION, CREDIT_END, FURNITURE, JUMP_LINE, LEAD, LEADISH, LIST_MARK
from papercut.solve.measure import column_measures, width

_END_CLASS: dict[str, str] = {}
for _class, _chars in {
    ".": "。．.", "!": "！？!?", ",": "，,、", ";": "；;", ":": "：:", '"': "”」』’\"", "(": "（(〔【《“「『‘",
    ")": "）)〕】》", "-": "—－-─…～·", "%": "％%", "d": "0123456789０１２３４５６７８９",
}.items():
    for _ch in _chars:
        _END_CLASS[_ch] = _class

FUNCTION_CHARS = frozenset("的了是在和与與为為这這那也就都而及我他她它们們中有之其者於以所此不")
"""Characters that are common in running text and rare in display type."""


WINDOW = 160
"""Characters of body text on either side of a break whose words are compared."""

STYLE_WINDOW = 10
"""So many lines on either side say which punctuation the text around a line uses."""


@dataclass(slots=True)
class Row:
    """A visible line as the solver sees it: `text` without its indent, sizes in ems."""

    index: int
    text: str
    indent: float
    width: float
    gap: int
    measure: float = 0.0
    short: float = 0.0


def char_class(ch: str) -> str:
    """The class of a character at a line's edge: kinds of marks, digits, Latin letters, Han."""
    known = _END_CLASS.get(ch)
    if known:
        return known
    return "a" if ch < "\u0250" else "c"


def rows_of(lines: Sequence[tuple[int, str]]) -> list[Row]:
    """The visible lines of a page, `(index, text)` each, with blank lines counted as gaps and measures estimated.

    Where most lines are followed by blank ones (as flip-book sites leave them) so many blank lines mean nothing and
    are taken off every gap.
    """
    rows: list[Row] = []
    gap = 0
    for index, text in lines:
        bare = text.strip()
        if not bare:
            gap += 1
            continue
        lead = text[: len(text) - len(text.lstrip())]
        indent = sum(1.0 if ch == "\u3000" else 0.0 for ch in lead)
        rows.append(Row(index, bare, indent, width(bare), gap))
        gap = 0
    if len(rows) > 3:
        usual = sorted(r.gap for r in rows[1:])[len(rows) // 4]
        if usual:
            for r in rows:
                r.gap = max(0, r.gap - usual)
    for row, m in zip(rows, column_measures([r.width for r in rows], [r.gap for r in rows]), strict=True):
        row.measure = m
        row.short = m - row.width if m else 0.0
    return rows


def short_bin(x: float) -> str:
    """A shortfall in ems as one of a dozen bins."""
    if x <= -1.5:
        return "<<"
    if x < -0.5:
        return "<"
    if x <= 3:
        return f"{x:g}"
    return "4" if x < 5 else "7" if x < 9 else "L"


def coarse(x: float) -> str:
    if x < -0.5:
        return "<"
    return "0" if x <= 0.5 else "1" if x <= 1.25 else "2" if x <= 2.5 else "L"


def line_cues(
    rows: Sequence[Row], doubled: frozenset[str] = frozenset(), lead_patterns: tuple[str, ...] = ()
) -> list[list[str]]:
    """For each row its cues. `doubled` holds the texts that the page draws twice, `lead_patterns` a paper's own
    datelines as regular expressions."""
    n = len(rows)
    if not n:
        return []
    body = _body_width(rows)
    old = _old_style(rows)
    habit = _indent_habit(rows)
    ideo = "I" if sum(r.indent > 0 for r in rows) * 25 > n else "-"
    gaps = sum(r.gap > 0 for r in rows)
    blank = "0" if gaps * 50 < n else "+"
    pairs = {r.text[k : k + 2] for r in rows for k in range(len(r.text) - 1)}
    end = ["P" if o and r.text[-1] in "、，" else char_class(r.text[-1]) for r, o in zip(rows, old, strict=True)]
    start = [char_class(r.text[0]) for r in rows]
    sb = [short_bin(r.short) if r.measure else "x" for r in rows]
    sc = [coarse(r.short) if r.measure else "x" for r in rows]
    kind = [_kind(r.text) for r in rows]
    if lead_patterns:
        from papercut.patterns import compile_patterns, search

        own = compile_patterns(lead_patterns)
        kind = ["lead" if any(search(p, r.text) for p in own) else k for r, k in zip(rows, kind, strict=True)]
    shape = [_shape(r.text) for r in rows]
    twice = ["D" if r.text in doubled else "-" for r in rows]
    support = [_support(rows, i) for i in range(n)]
    depth = _open_marks(rows)
    tile = _tiles(rows, [r.measure > 0 for r in rows], _rare_pairs(rows))
    out: list[list[str]] = []
    for i, r in enumerate(rows):
        p, q = (i - 1, i + 1 if i + 1 < n else -1)
        pe, pb, pc, pk = (end[p], sb[p], sc[p], kind[p]) if i else ("^", "^", "^", "^")
        qb, qc, qk, qs = (sb[q], sc[q], kind[q], start[q]) if q > 0 else ("$", "$", "$", "$")
        gap = ("o" if old[i] else blank) + str(min(r.gap, 2))
        gap_after = blank + str(min(rows[q].gap, 2)) if q > 0 else "$"
        ind = ideo + f"{min(r.indent, 3):g}"
        if not i:
            change = "^"
        elif not r.measure or not rows[p].measure:
            change = "x"
        else:
            d = r.measure - rows[p].measure
            change = "=" if abs(d) <= 0.5 else "+" if d > 0 else "-"
        ratio = r.width / body
        size = f"{min(int(ratio * 5), 9)}"
        joined = "J" if i and rows[p].text[-1] + r.text[0] in pairs else "-"
        seen = "d" if i and depth[p] else "-"
        b = sb[i]
        cues = [
            "short=" + b,
            f"short={b}|prev={pb}",
            f"short={b}|prev={pb}|habit={habit}",
            f"short={sc[i]}|prev={pc}|end={pe}|habit={habit}|change={change}",
            f"short={b}|next={qb}|gap={gap_after}",
            f"prev={pb}|end={pe}|gap={gap}",
            f"short={sc[i]}|prev={pc}|end={pe}|gap={gap}|ind={ind}",
            f"end={pe}|start={start[i]}|gap={gap}",
            f"end={pe}|kind={kind[i]}",
            f"last={end[i]}|short={sc[i]}|next={qc}",
            f"last={end[i]}|nextstart={qs}|gap={gap_after}",
            f"change={change}|gap={gap}|end={pe}|prev={pc}",
            f"change={change}|ind={ind}|short={sc[i]}",
            f"ind={ind}|short={sc[i]}",
            f"support={support[i]}|size={size}",
            f"support={support[i]}|shape={shape[i]}|short={sc[i]}",
            f"kind={kind[i]}",
            f"kind={kind[i]}|prevkind={pk}",
            f"kind={kind[i]}|short={sc[i]}|next={qc}",
            f"nextkind={qk}|gap={gap_after}",
            f"shape={shape[i]}|kind={kind[i]}",
            f"twice={twice[i]}|before={twice[p] if i else '^'}|next={twice[q] if q > 0 else '$'}",
            f"join={joined}|open={seen}|end={pe}|prev={pc}",
            f"join={joined}|change={change}",
            f"size={size}|gap={gap}|after={gap_after}",
            f"place={_place(i, n)}|kind={kind[i]}",
            f"equal={'=' if i and rows[p].width == r.width else '-'}{'=' if q > 0 and rows[q].width == r.width else '-'}"
            f"|support={support[i]}",
        ]
        if tile[i] != "x":
            cues.append(f"tile={tile[i]}|end={pe}|prev={pc}|short={sc[i]}")
            cues.append(f"tile={tile[i]}|gap={gap}|change={change}")
        back = _last_alike(rows, i)
        if back >= 0:
            cues.append(f"back={end[back]}|backshort={sc[back]}|short={sc[i]}")
            cues.append(f"back={end[back]}|change={change}|gap={gap}")
        out.append(cues)
    return out


def _old_style(rows: Sequence[Row]) -> list[bool]:
    """For each row whether `、` does the work of comma and full stop in the text around it, as it did before the
    reform of punctuation in the 1930s and for some time after."""
    old = [0, *accumulate(r.text.count("、") for r in rows)]
    new = [0, *accumulate(r.text.count("，") for r in rows)]
    n = len(rows)
    out: list[bool] = []
    for i in range(n):
        a, b = max(0, i - STYLE_WINDOW), min(n, i + STYLE_WINDOW + 1)
        out.append(old[b] - old[a] > 2 + 2 * (new[b] - new[a]))
    return out


def _indent_habit(rows: Sequence[Row]) -> str:
    """How much shorter than the measure a paragraph's first line is on this page: `0`, `1`, `2` ems, `k` where the
    indent is kept in the text, `?` where too little is seen."""
    seen: Counter[str] = Counter()
    for a, b in zip(rows, rows[1:], strict=False):
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
    stop = "." if "。" in text[:-1] else ""
    comma = "," if "，" in text or "、" in text[:-1] else ""
    common = sum(ch in FUNCTION_CHARS for ch in text)
    rate = "h" if common * 6 > len(text) else "m" if common else "0"
    return f"{stop}{comma}{rate}"


def _support(rows: Sequence[Row], i: int) -> str:
    """How many of the six lines around share the line's measure."""
    m = rows[i].measure
    if not m:
        return "x"
    count = sum(1 for r in rows[max(0, i - 3) : i + 4] if abs(r.measure - m) <= 0.5 and -1 < r.short <= 2.5) - 1
    return "0" if count <= 0 else "1" if count <= 2 else "2" if count <= 4 else "3"


def _open_marks(rows: Sequence[Row]) -> list[bool]:
    """Whether an opening mark is still open at the end of each line; a mark is given up after twelve lines."""
    out: list[bool] = []
    depth = age = 0
    for r in rows:
        for ch in r.text:
            if ch in "（“《「『(":
                depth += 1
                age = 0
            elif ch in "）”》」』)" and depth:
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
    if i < 2 or not m or rows[i - 1].measure == m:
        return -1
    for j in range(i - 2, max(-1, i - 12), -1):
        if rows[j].measure == m:
            return j
    return -1


def _rare_pairs(rows: Sequence[Row]) -> frozenset[str]:
    """Character pairs of Han that stand on few, but at least two, lines of the page."""
    count: Counter[str] = Counter()
    for r in rows:
        count.update({r.text[k : k + 2] for k in range(len(r.text) - 1)})
    limit = max(4, len(rows) // 12)
    return frozenset(p for p, c in count.items() if 2 <= c <= limit and p[0] >= "\u3400" and p[1] >= "\u3400")


def _tiles(rows: Sequence[Row], body: Sequence[bool], rare: frozenset[str]) -> list[str]:
    """For each row how many rarer character pairs the body text before and after it share, as a bin."""
    order = [i for i, b in enumerate(body) if b]
    sets = {i: {p for k in range(len(rows[i].text) - 1) if (p := rows[i].text[k : k + 2]) in rare} for i in order}
    out = ["x"] * len(rows)
    for at, i in enumerate(order):
        if at == 0:
            continue
        left = _gather(rows, sets, order, at - 1, -1)
        right = _gather(rows, sets, order, at, 1)
        if len(left) < 3 or len(right) < 3:
            out[i] = "?"
            continue
        shared = len(left & right)
        rate = shared / min(len(left), len(right))
        out[i] = str(sum(rate >= e for e in (0.001, 0.08, 0.16, 0.3)))
    return out


def _gather(
    rows: Sequence[Row], sets: dict[int, set[str]], order: Sequence[int], at: int, step: int
) -> set[str]:
    out: set[str] = set()
    size = 0
    while 0 <= at < len(order) and size < WINDOW:
        out |= sets[order[at]]
        size += len(rows[order[at]].text)
        at += step
    return out
