"""Where in the truth the lines of a page read by OCR stand, misread characters forgiven.

Each line is tried where pairs of its characters occur in the truth; which of its places is right the lines around it
say (the best path through the page). Development only, as `align` is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from align import JUMP, RANK, Element, Place, elements, flat
from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import partial_ratio

FLOOR = 0.7
"""The share of a line's characters that its place must hold."""
NEAR_FLOOR = 0.3
"""The same where the lines before and after leave just this hole."""
SHORT = 4
"""A line of fewer characters counts only where it goes on with the line before or is all of an element."""
TRIED = 5
"""So many places of a line are tried."""
BACK = 4
"""So many lines that have no place may lie between two that bear on each other."""
SLIP = 2
"""So many characters may be missing at a line's end, or stand there too much."""
LOST = 40
"""So many characters may be missing between two lines of one paragraph: one line or two."""
ALONE = 3.5
"""What a place must score that no line around it speaks for."""
APART = 20
"""So many may even stand elsewhere: a piece of a line that was taken for a block of its own."""
ON, ON_LATER, NEXT, SAME = 6.0, 3.0, 5.0, 1.0
"""What it adds that a line goes on with the one before, does so behind a hole, begins the element that follows, or
stands in the same article."""


class Candidate(NamedTuple):
    """A place that a line may have, and what speaks for it in the line itself."""

    element: int
    start: int
    end: int
    score: float


def place_misread(truth: dict, lines: Sequence[str]) -> tuple[list[Element], list[Place | None]]:
    """For each line of a page read by OCR the place in the truth that explains it best, or None."""
    els = elements(truth)
    flats = [flat(JUMP.sub("", x)) or flat(x) for x in lines]
    pairs: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for k, e in enumerate(els):
        for at in range(len(e.text) - 1):
            pairs[e.text[at : at + 2]].append((k, at))
    seen = [i for i, text in enumerate(flats) if text]
    texts = [flats[i] for i in seen]
    tried = [_candidates(els, pairs, text) for text in texts]
    found: list[Place | None] = [None] * len(texts)
    for n, c in enumerate(_best_path(els, tried)):
        if c is None and tried[n] and tried[n][0].score >= ALONE:  # passed over for two lines that go together
            c = tried[n][0]
        if c:
            found[n] = Place(c.element, c.start, c.end)
    _drop_doubles(els, found)
    _fill(els, texts, found)
    _fit_together(els, found)
    out: list[Place | None] = [None] * len(lines)
    for i, place in zip(seen, found, strict=True):
        out[i] = place
    return els, out


def is_junk(text: str) -> bool:
    """Whether an OCR line that has no place is nothing but a few stray marks or letters."""
    kept = flat(text)
    return len(kept) <= 6 and not any(c.isdigit() or "\u4e00" <= c <= "\u9fff" for c in kept)


def is_glued(els: Sequence[Element], text: str) -> bool:
    """Whether an OCR line that has no place holds display type of two articles side by side."""
    kept = flat(text)
    shown = [(e.article, e.text) for e in els if e.kind in ("headline", "kicker", "deck")]
    for at in range(4, len(kept) - 3):
        left = {a for a, e in shown if _holds(e, kept[:at])}
        right = {a for a, e in shown if left and _holds(e, kept[at:])}
        if left and right - left:
            return True
    return False


def _holds(whole: str, text: str) -> bool:
    return len(whole) >= len(text) * FLOOR and partial_ratio(text, whole, score_cutoff=100 * FLOOR) > 0


def _candidates(els: list[Element], pairs: dict[str, list[tuple[int, int]]], text: str) -> list[Candidate]:
    out: dict[tuple[int, int, int], Candidate] = {}
    if len(text) < SHORT:
        for k, e in enumerate(els):
            at = e.text.find(text)
            while at >= 0 and len(out) < 60:
                score = len(text) + 3.0 if len(e.text) == len(text) else -2.0
                c = Candidate(k, at, at + len(text), score - 2 * RANK.get(e.kind, 0))
                out[c[:3]] = c
                at = e.text.find(text, at + 1)
        return list(out.values())
    votes: Counter[tuple[int, int]] = Counter()
    for i in range(len(text) - 1):
        for k, at in pairs.get(text[i : i + 2], ()):
            votes[k, at - i] += 2
            votes[k, at - i - 1] += 1
            votes[k, at - i + 1] += 1
    for (k, at), _ in votes.most_common(3 * TRIED):
        c = _laid(els, k, at, text)
        if c and c.score > 0:
            out[c[:3]] = c
    return sorted(out.values(), key=lambda c: -c.score)[:TRIED]


def _laid(els: list[Element], k: int, at: int, text: str, floor: float = FLOOR) -> Candidate | None:
    """The line laid beside the element's text around a position; None where too little agrees."""
    whole = els[k].text
    low = max(0, at - SLIP)
    window = whole[low : at + len(text) + SLIP]
    equal = [op for op in Levenshtein.opcodes(text, window) if op.tag == "equal"]
    same = sum(op.src_end - op.src_start for op in equal)
    if not equal or same < floor * len(text):
        return None
    first, last = equal[0], equal[-1]
    start = max(0, low + first.dest_start - first.src_start)
    end = min(len(whole), low + last.dest_end + len(text) - last.src_end)
    score = same - 1.5 * (len(text) - same) - 2 * RANK.get(els[k].kind, 0) + 3 * (end - start == len(whole))
    return Candidate(k, start, end, score)


def _best_path(els: list[Element], tried: list[list[Candidate]]) -> list[Candidate | None]:
    """Of each line the place, or none, that makes the most of all lines."""
    best: list[list[tuple[float, tuple[int, int] | None]]] = []
    top: list[tuple[float, tuple[int, int] | None]] = [(0.0, None)]  # the best path up to each line, its last state
    for n, cands in enumerate(tried):
        row: list[tuple[float, tuple[int, int] | None]] = []
        for c in cands:
            value, back = top[n]
            for m in range(max(0, n - BACK), n):
                for j, d in enumerate(tried[m]):
                    if (v := best[m][j][0] + _step(els, d, c, n - m)) > value:
                        value, back = v, (m, j)
            row.append((value + c.score, back))
        best.append(row)
        here = max(((v, (n, j)) for j, (v, _) in enumerate(row)), default=(-1e9, None))
        top.append(max(top[n], here, key=lambda x: x[0]))
    out: list[Candidate | None] = [None] * len(tried)
    state = top[-1][1]
    while state:
        n, j = state
        out[n] = tried[n][j]
        state = best[n][j][1]
    return out


def _step(els: list[Element], a: Candidate, b: Candidate, apart: int) -> float:
    if a.element == b.element:
        gap = b.start - a.end
        if -SLIP <= gap <= SLIP:
            return ON - 0.5 * abs(gap)
        return ON_LATER if 0 < gap <= LOST * apart else SAME if gap > 0 else 0.0
    ea, eb = els[a.element], els[b.element]
    if ea.article != eb.article or ea.article < 0:
        return 0.0
    if b.element == a.element + 1 and b.start <= SLIP and len(ea.text) - a.end <= SLIP:
        return NEXT
    return SAME


def _drop_doubles(els: list[Element], found: list[Place | None]) -> None:
    """Of two lines in one place the one stays that goes on with a neighbour, or is longer."""
    held: dict[int, list[int]] = defaultdict(list)
    for n, p in enumerate(found):
        if p:
            held[p.element].append(n)
    for k, own in held.items():
        own.sort(key=lambda n: -_worth(found, n))
        taken = [False] * len(els[k].text)
        for n in own:
            p = found[n]
            assert p
            if sum(taken[p.start : p.end]) * 2 > p.end - p.start:
                found[n] = None
                continue
            taken[p.start : p.end] = [True] * (p.end - p.start)


def _worth(found: list[Place | None], n: int) -> float:
    p = found[n]
    assert p
    out = float(p.end - p.start)
    for step in (-1, 1):
        q = found[n + step] if 0 <= n + step < len(found) else None
        if q and q.element == p.element and abs(q.end - p.start if step < 0 else p.end - q.start) <= SLIP:
            out += 20
    return out


def _fill(els: list[Element], texts: list[str], found: list[Place | None]) -> None:
    """Place badly read lines whose neighbours leave just their hole."""
    n = 0
    while n < len(found):
        if found[n]:
            n += 1
            continue
        stop = n
        while stop < len(found) and found[stop] is None:
            stop += 1
        before, after = found[n - 1] if n else None, found[stop] if stop < len(found) else None
        if before and stop - n <= BACK:
            k, low = before.element, before.end
            high = after.start if after and after.element == k else len(els[k].text) if stop == n + 1 else -1
            size = sum(map(len, texts[n:stop]))
            if low < high and 0.6 * size <= high - low <= 1.6 * size:
                for m in range(n, stop):
                    c = _laid(els, k, low, texts[m], NEAR_FLOOR)
                    if c and c.start >= low - SLIP and c.end <= high + SLIP:
                        found[m] = Place(k, c.start, c.end)
                        low = c.end
        n = stop


def _fit_together(els: list[Element], found: list[Place | None]) -> None:
    """Move the ends of places to where lines and elements really end: what stands between was lost."""
    placed = [(n, p) for n, p in enumerate(found) if p]
    for _, p in placed:
        text = els[p.element].text
        if p.start <= SLIP and (p.start <= 1 or not any(map(str.isalnum, text[: p.start]))):
            p.start = 0
        if len(text) - p.end <= SLIP and (len(text) - p.end <= 1 or not any(map(str.isalnum, text[p.end :]))):
            p.end = len(text)
    held = [bytearray(len(e.text)) for e in els]
    for _, p in placed:
        held[p.element][p.start : p.end] = b"\1" * (p.end - p.start)
    for (n, p), (m, q) in pairwise(placed):
        whole = p.element == q.element
        gap = held[p.element][p.end : q.start if whole else None]
        if m - n > BACK or len(gap) > LOST * (m - n) or (len(gap) > APART and sum(gap) * 2 > len(gap)):
            continue
        if whole and q.start - p.end >= -SLIP:
            p.end = q.start = max(q.start, 1)
        elif q.start == 0 and q.element == p.element + 1 and els[p.element].article == els[q.element].article >= 0:
            p.end = len(els[p.element].text)
