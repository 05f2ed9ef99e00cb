"""Fragments: runs of body text that surely belong together, and what can be seen of the step from one to another.

A fragment is cut wherever the line labels leave real doubt that the text goes on. Which fragment follows which is
decided for the page as a whole in `stitch`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from papercut.languages.leads import CREDIT_END, JUMP_LINE, LEAD, LIST_MARK
from papercut.languages.words import spans
from papercut.model import Page, Role
from papercut.solve.likeness import Likeness
from papercut.solve.measure import width

BODY = frozenset({Role.PARAGRAPH, Role.LIST_ITEM, Role.SUBHEAD, Role.CAPTION, Role.BYLINE})
DOUBT = 0.1
"""A break at which the chance of a new story or of a cut is at least this begins a new fragment."""

LEAST_WORTH = 4.0
"""Nats that a display group and a fragment must share before the one is said to want the other: two rare pairs."""

_STOPS = frozenset("。！？!?”」』…")


@dataclass(slots=True)
class Fragment:
    """Blocks of body text in a row: `blocks` are indices in `Page.blocks`, `odds` the verdict on its first line."""

    order: int
    blocks: list[int]
    text: str
    first: int
    last: int
    odds: dict[str, float]
    measure: float
    end_short: float
    heads_above: int
    last_role: Role
    pairs: frozenset[str] = field(default=frozenset())

    @property
    def open_end(self) -> bool:
        """Whether the text breaks off in the middle of a sentence."""
        return self.text[-1] not in _STOPS and self.text[-1] not in "）)】：:"

    @property
    def mid_start(self) -> float:
        """The chance that the first line goes on with a paragraph."""
        return self.odds.get("joined", 0.0) + self.odds.get("cut", 0.0)


def block_lines(page: Page) -> list[list[int]]:
    """For each block the indices in `page.lines` of its lines."""
    starts = sorted((p.line, p.start, i) for i, line in enumerate(page.lines) for p in line.pieces)
    by_line: dict[int, list[tuple[int, int]]] = {}
    for number, start, i in starts:
        by_line.setdefault(number, []).append((start, i))
    out: list[list[int]] = []
    for block in page.blocks or ():
        rows: list[int] = []
        for p in block.pieces:
            at = -1
            for start, i in by_line.get(p.line, ()):
                if start <= p.start:
                    at = i
            if at >= 0 and (not rows or rows[-1] != at):
                rows.append(at)
        out.append(rows)
    return out


def fragments(page: Page) -> list[Fragment]:
    """The page's body text as fragments, in the order of the page."""
    blocks = page.blocks or ()
    verdicts = {b.after: dict(b.odds) for b in page.breaks}
    rows_of_block = block_lines(page)
    runs: list[tuple[list[int], dict[str, float], int]] = []
    heads = 0
    pending: list[int] = []  # subheads, bylines and captions that wait for the text they stand over
    for k, block in enumerate(blocks):
        if block.role not in BODY:
            heads += block.role is Role.HEADLINE
            continue
        rows = rows_of_block[k]
        odds = verdicts.get(rows[0], {"story": 1.0}) if rows else {"story": 1.0}
        if block.role in (Role.BYLINE, Role.CAPTION):
            pending.append(k)
            continue
        away = odds.get("story", 0.0) + odds.get("cut", 0.0)
        if not runs or away >= DOUBT:
            runs.append(([*pending, k], odds, heads))
        else:
            runs[-1][0].extend([*pending, k])
        pending, heads = [], 0
    if pending and runs:
        runs[-1][0].extend(pending)
    elif pending:
        runs.append((pending, {"story": 1.0}, heads))
    out = [_fragment(page, n, ks, odds, above, rows_of_block) for n, (ks, odds, above) in enumerate(runs)]
    _weigh_pairs(out)
    return out


def display_groups(page: Page) -> list[str]:
    """The texts of the page's groups of display lines, a group's lines joined by line ends."""
    out: list[str] = []
    going = False
    for block in page.blocks or ():
        if block.role is not Role.HEADLINE:
            going = False
        elif going and block.starts == "cut":
            out[-1] += "\n" + block.text
        else:
            out.append(block.text)
            going = True
    return out


@dataclass(slots=True)
class Wanted:
    """Which display group wants a fragment most: `rate` is the share of the group's found pairs that the fragment
    holds, `favourite` whether no other fragment holds more of them, `rates` the same share for every fragment."""

    group: int = -1
    rate: float = 0.0
    favourite: bool = False
    rates: dict[int, float] = field(default_factory=dict)


def wanted_by(found: Sequence[Fragment], groups: Sequence[str]) -> list[Wanted]:
    """For each fragment the display group whose rare pairs it holds most of."""
    out = [Wanted() for _ in found]
    likeness = Likeness.of([[f.text] for f in found], groups)
    for g, text in enumerate(groups):
        share = likeness.of_text(text)
        if not share.found:
            continue
        rates = {k: v / share.found for k, v in share.body.items()}
        top = max(rates.values())
        for k, rate in rates.items():
            if rate >= 0.25 and rate > out[k].rate and share.body[k] >= LEAST_WORTH:
                out[k] = Wanted(g, rate, rate >= top, rates)
    return out


def _fragment(
    page: Page, n: int, ks: list[int], odds: dict[str, float], heads: int, rows_of_block: list[list[int]]
) -> Fragment:
    blocks = [(page.blocks or ())[k] for k in ks]
    rows = [r for k in ks for r in rows_of_block[k]]
    widths = [width(page.lines[r].text.strip()) for r in rows]
    measure = _measure(widths)
    text = "".join(b.text for b in blocks if b.role not in (Role.BYLINE, Role.CAPTION)) or blocks[0].text
    first = rows[0] if rows else 0
    short = measure - (widths or [0.0])[-1]
    last = rows[-1] if rows else 0
    return Fragment(n, ks, text, first, last, odds, measure, short, heads, blocks[-1].role or Role.PARAGRAPH)


def _measure(widths: Sequence[float]) -> float:
    """The measure of a fragment's column: most lines are full, some a little over, last and first lines short."""
    return sorted(widths)[(len(widths) * 7) // 10] if widths else 0.0


def _weigh_pairs(found: list[Fragment]) -> None:
    """Give each fragment its character pairs that at most a third of the fragments have."""
    sets = [frozenset(f.text[i : i + 2] for i in range(len(f.text) - 1)) for f in found]
    count: Counter[str] = Counter(p for s in sets for p in s)
    limit = max(2, len(found) // 3)
    for f, s in zip(found, sets, strict=True):
        f.pairs = frozenset(p for p in s if 1 < count[p] <= limit)


def likeness(a: Fragment, b: Fragment) -> float:
    """How many of the rarer character pairs two fragments share, against what their lengths let expect."""
    if not a.pairs or not b.pairs:
        return 0.0
    return len(a.pairs & b.pairs) / math.sqrt(len(a.pairs) * len(b.pairs))


def _bin(x: float, *edges: float) -> str:
    return str(sum(x >= e for e in edges))


def start_cues(b: Fragment, wants: Wanted) -> list[str]:
    """What speaks for `b` being the first text of its story."""
    head = min(b.heads_above, 2)
    mid = _bin(b.mid_start, 0.05, 0.3, 0.7, 0.95)
    lead = "L" if LEAD.match(b.text) else "l" if LIST_MARK.match(b.text) else "-"
    return [
        f"none|mid={mid}",
        f"none|head={head}|lead={lead}",
        f"none|first={b.order == 0}",
        f"none|head={head}|mid={mid}",
        f"none|wanted={_rate(wants)}",
        f"none|wanted={_rate(wants)}|head={head}",
    ]


def lean(b: Fragment) -> float:
    """How far the line labels lean towards a new story here: log-odds against the text before going on, -5 to 5."""
    on = b.odds.get("joined", 0.0) + b.odds.get("paragraph", 0.0)
    return max(-5.0, min(5.0, math.log((b.odds.get("story", 0.0) + 0.005) / (on + 0.005))))


def _end(a: Fragment) -> str:
    """How a fragment ends: within a sentence, after one, with a jump line, a credit or a subhead."""
    if a.last_role is Role.SUBHEAD:
        return "subhead"
    tail = a.text[-40:]
    if JUMP_LINE.search(tail):
        return "jump"
    if CREDIT_END.search(tail):
        return "credit"
    return "open" if a.open_end else "shut"


def end_cues(a: Fragment) -> list[str]:
    """What speaks for `a` being the last text of its story."""
    end = _end(a)
    full = "full" if a.end_short <= 1.0 else "short" if a.end_short <= 4 else "far"
    return [f"stop|end={end}", f"stop|end={end}|full={full}", f"stop|size={_bin(len(a.text), 30, 100, 300)}"]


def _rate(wants: Wanted) -> str:
    return f"{'F' if wants.favourite else '-'}{_bin(wants.rate, 0.2, 0.4, 0.6, 0.8)}"


def _shared_head(a: int, wants: Wanted) -> str:
    """Whether the display group that wants a fragment wants the one before it (`a`) too."""
    if wants.group < 0:
        return "none"
    if wants.rates.get(a, 0.0) >= 0.5 * wants.rate:
        return "same"
    return "other!" if wants.favourite and wants.rate >= 0.5 else "other"


def link_cues(a: Fragment, b: Fragment, seen: frozenset[str], best: float, wants: Wanted) -> list[str]:
    """What speaks for `b` going on where `a` ends. `seen` are all character pairs of the page, `best` the highest
    likeness that `b` has with any fragment, `wants` the display group that wants `b`."""
    step = b.order - a.order
    dist = "1" if step == 1 else "2" if step == 2 else "3" if 0 < step <= 4 else "far" if step > 0 else "back"
    end = _end(a)
    mid = _bin(b.mid_start, 0.05, 0.3, 0.7, 0.95)
    full = "full" if a.end_short <= 1.0 else "short"
    d = abs(a.measure - b.measure)
    alike = likeness(a, b)
    shared = _shared_head(a.order, wants)
    rank = "top" if alike > 0 and alike >= best else "some" if alike > 0 else "no"
    cues = [
        f"dist={dist}",
        f"end={end}|mid={mid}",
        f"end={end}|full={full}|mid={mid}",
        f"measure={_bin(d, 0.4, 0.9, 1.9)}|dist={dist}",
        f"alike={_bin(alike, 0.02, 0.06, 0.12, 0.2)}",
        f"rank={rank}",
        f"rank={rank}|dist={dist}",
        f"head={min(b.heads_above, 1)}|dist={dist}|mid={mid}",
        f"group={shared}",
        f"group={shared}|head={min(b.heads_above, 1)}|dist={dist}",
    ]
    if end == "open":
        span = spans(a.text, b.text)
        cues.append(f"join={a.text[-1] + b.text[0] in seen}|mid={mid}")
        cues.append(f"span={span}|mid={mid}")
        cues.append(f"span={span}|dist={dist}")
    if step == 1:
        cues.append(f"next|head={min(b.heads_above, 1)}")
        cues.append(f"next|cut={_bin(b.odds.get('cut', 0.0), 0.05, 0.2, 0.5, 0.8)}")
    if _open_mark(a.text):
        cues.append(f"mark|{_closes(b.text)}")
    return cues


def _open_mark(text: str) -> bool:
    """Whether a bracket or quotation mark that opens in the last 200 characters is still open at the end."""
    depth = 0
    for ch in text[-200:]:
        if ch in "（“《「『":
            depth += 1
        elif ch in "）”》」』":
            depth = max(0, depth - 1)
    return depth > 0


def _closes(text: str) -> str:
    """Whether a mark closes that did not open: `closes`, `opens` (another one opens first), or `none`."""
    for ch in text[:200]:
        if ch in "）”》」』":
            return "closes"
        if ch in "（“《「『":
            return "opens"
    return "none"
