"""What can be seen of the step from one fragment to another: the material from which links are weighed.

As with the lines of a page (`views`, `cues`), what is seen is first a tuple of short codes, a `Step`, of which most
come again and again, so that their sums of weights can be kept; `step_cues` makes the cue strings from it, whose
weights stand in `weights/links.tsv`.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Sequence

from papercut.languages.leads import CREDIT_END, JUMP_LINE, LEAD, LIST_MARK
from papercut.languages.words import spans
from papercut.model import Role
from papercut.solve.fragments import Fragment, Wanted

REACH = 60
"""Fragments further apart than this on the page are not tried as neighbours."""

Step = tuple[str, str, str, str, str, str, str, str, str, str, str, str, str]
"""`dist, end, full, mid, head, measure, alike, rank, shared, join, span, cut, mark`: distance on the page, how the one
ends and the other begins, what they share; a code that says nothing of a step is empty."""

_DIST = ("back", "1", "2", "3", "far")
_MID = (0.05, 0.3, 0.7, 0.95)
_OPENS = "（“《「『"
_MARK = re.compile("[（“《「『）”》」』]")


def _bin(x: float, *edges: float) -> str:
    return str(bisect_right(edges, x))


def start_cues(b: Fragment, wants: Wanted) -> list[str]:
    """What speaks for `b` being the first text of its story."""
    head = min(b.heads_above, 2)
    mid = _bin(b.mid_start, *_MID)
    lead = "L" if LEAD.match(b.text) else "l" if LIST_MARK.match(b.text) else "-"
    rate = f"{'F' if wants.favourite else '-'}{_bin(wants.rate, 0.2, 0.4, 0.6, 0.8)}"
    return [
        f"none|mid={mid}",
        f"none|head={head}|lead={lead}",
        f"none|first={b.order == 0}",
        f"none|head={head}|mid={mid}",
        f"none|wanted={rate}",
        f"none|wanted={rate}|head={head}",
    ]


def lean(b: Fragment) -> float:
    """How far the line labels lean towards a new story here: log-odds against the text before going on, -5 to 5."""
    on = b.odds.get("joined", 0.0) + b.odds.get("paragraph", 0.0)
    return max(-5.0, min(5.0, math.log((b.odds.get("story", 0.0) + 0.005) / (on + 0.005))))


def end_cues(a: Fragment) -> list[str]:
    """What speaks for `a` being the last text of its story."""
    end = _end(a)
    full = "full" if a.end_short <= 1.0 else "short" if a.end_short <= 4 else "far"
    return [f"stop|end={end}", f"stop|end={end}|full={full}", f"stop|size={_bin(len(a.text), 30, 100, 300)}"]


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


class Steps:
    """The steps between the fragments of one page that are near enough."""

    def __init__(self, found: Sequence[Fragment], wants: Sequence[Wanted]) -> None:
        self.found, self.wants = found, wants
        self._ends = [
            (_end(f), "full" if f.end_short <= 1.0 else "short", f.measure, _open_mark(f.text)) for f in found
        ]
        kinds: dict[tuple[str, str, float, bool], int] = {}
        self._kinds = [kinds.setdefault(end, len(kinds)) for end in self._ends]
        self._alike = _likenesses(found)
        self._seen = set().union(*(f.pairs for f in found)) if found else set()

    def near(self, b: int) -> range:
        """The fragments that `b` may be linked to; `b` itself is among them."""
        return range(max(0, b - REACH), min(len(self.found), b + REACH + 1))

    def place(self, a: int, b: int) -> int:
        """Which of the steps into `b` comes from `a`, counted from 1."""
        return a - self.near(b).start + (a < b)

    def into(self, k: int) -> list[tuple[int, Step]]:
        """The steps into fragment `k`, each with the fragment that it comes from."""
        b, wants = self.found[k], self.wants[k]
        mid, head = _bin(b.mid_start, *_MID), str(min(b.heads_above, 1))
        measure, first, closes = b.measure, b.text[0], _closes(b.text)
        next_cut = _bin(b.odds.get("cut", 0.0), 0.05, 0.2, 0.5, 0.8)
        alike_with = self._alike[k]
        best = max(alike_with.values(), default=0.0)
        same = 0.5 * wants.rate
        strange = "none" if wants.group < 0 else "other!" if wants.favourite and wants.rate >= 0.5 else "other"
        special = {a for a, rate in wants.rates.items() if rate >= same} if strange != "none" else set()
        special.update(alike_with)
        plain: dict[int, Step] = {}  # most fragments have nothing to do with this one, and few ways to have nothing
        out: list[tuple[int, Step]] = []
        for a in self.near(k):
            step = k - a
            if not step:
                continue
            far = 0 if step < 0 else step if step < 3 else 3 if step < 5 else 4
            kind = self._kinds[a] * 5 + far
            if kind in plain and a not in special:
                out.append((a, plain[kind]))
                continue
            end, full, size, opened = self._ends[a]
            d = abs(measure - size)
            apart = "0" if d < 0.4 else "1" if d < 0.9 else "2" if d < 1.9 else "3"
            alike, rank = "0", "no"
            if a in alike_with:
                value = alike_with[a]
                alike, rank = _bin(value, 0.02, 0.06, 0.12, 0.2), "top" if value >= best else "some"
            shared = "same" if strange != "none" and wants.rates.get(a, 0.0) >= same else strange
            join = span = ""
            if end == "open":
                text = self.found[a].text
                join, span = str(text[-1] + first in self._seen), spans(text, b.text)
            cut = next_cut if step == 1 else ""
            mark = closes if opened else ""
            seen = (_DIST[far], end, full, mid, head, apart, alike, rank, shared, join, span, cut, mark)
            if end != "open" and a not in special:
                plain[kind] = seen
            out.append((a, seen))
        return out


def step_cues(step: Step) -> list[str]:
    """What speaks for a step from one fragment to another."""
    dist, end, full, mid, head, measure, alike, rank, shared, join, span, cut, mark = step
    cues = [
        f"dist={dist}",
        f"end={end}|mid={mid}",
        f"end={end}|full={full}|mid={mid}",
        f"measure={measure}|dist={dist}",
        f"alike={alike}",
        f"rank={rank}",
        f"rank={rank}|dist={dist}",
        f"head={head}|dist={dist}|mid={mid}",
        f"group={shared}",
        f"group={shared}|head={head}|dist={dist}",
    ]
    if join:
        cues += (f"join={join}|mid={mid}", f"span={span}|mid={mid}", f"span={span}|dist={dist}")
    if cut:
        cues += (f"next|head={head}", f"next|cut={cut}")
    if mark:
        cues.append(f"mark|{mark}")
    return cues


def _likenesses(found: Sequence[Fragment]) -> list[dict[int, float]]:
    """For each fragment those near it with which it shares rarer pairs, and how many against what their lengths let
    expect."""
    holders: dict[str, list[int]] = {}
    counts: list[dict[int, int]] = [{} for _ in found]
    for k, f in enumerate(found):
        own = counts[k]
        for pair in f.rare:
            before = holders.setdefault(pair, [])
            for j in reversed(before):
                if k - j > REACH:
                    break
                own[j] = own.get(j, 0) + 1
            before.append(k)
    out: list[dict[int, float]] = [{} for _ in found]
    for k, row in enumerate(counts):
        size = len(found[k].rare)
        for j, count in row.items():
            out[k][j] = out[j][k] = count / math.sqrt(size * len(found[j].rare))
    return out


def _open_mark(text: str) -> bool:
    """Whether a bracket or quotation mark that opens in the last 200 characters is still open at the end."""
    depth = 0
    for ch in _MARK.findall(text, max(0, len(text) - 200)):
        depth = depth + 1 if ch in _OPENS else max(0, depth - 1)
    return depth > 0


def _closes(text: str) -> str:
    """Whether a mark closes that did not open: `closes`, `opens` (another one opens first), or `none`."""
    first = _MARK.search(text, 0, 200)
    return "none" if first is None else "opens" if first.group() in _OPENS else "closes"
