"""The articles that came out worst, each with what is wrong with it: a word diff of headline, parts and body.

The unit of the diff is the visible character, as it is printed, with the white space before it; characters that the
figures take for the same (a full-width and a half-width comma) are no difference, nor is white space.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from papercut.score.figures import verdicts
from papercut.score.likeness import Indel, Levenshtein
from papercut.score.match import Match
from papercut.score.text import Json, flat, parts_of

SAME, LACKS, HAS = "=", "-", "+"
"""What both have; what the output lacks; what it has instead, or too much."""

END = "¶"
"""Where an element ends."""

SHORT = 3
"""So few characters that are the same between two differences are shown as part of the difference."""

APART = 0.4
"""Texts less alike than this are shown one after the other."""


class Segment(NamedTuple):
    """A stretch of a diff: `sign` is `SAME`, `LACKS` or `HAS`."""

    sign: str
    text: str


class Wrong(NamedTuple):
    """A true article that is not exactly right: how like it the article that stands for it is, from 0 (not found) to 1
    (one paragraph break is wrong), and the diff of each part that differs, by name."""

    number: int
    similarity: float
    headline: str
    found: str | None
    diffs: dict[str, list[Segment]]


def wrong(match: Match) -> list[Wrong]:
    """The articles of a page that are not exactly right, in the truth's order."""
    return [_wrong(match, i) for i, verdict in enumerate(verdicts(match)) if not verdict.perfect]


def _wrong(match: Match, i: int) -> Wrong:
    true, pair = match.true[i], match.pairs.get(i)
    found: Json = match.found[pair.found] if pair else {}
    want = [e["text"] for e in match.true_bodies[i]]
    flats = {e["flat"] for e in match.true_bodies[i]}
    body = match.found_bodies[pair.found] if pair else []
    have = [e["text"] for e in body if e["flat"] in flats or not match.excused(e["flat"])]
    rows = {
        "headline": (_printed(true.get("headline")), _printed(found.get("headline"))),
        "parts": (parts_of(true, match.loose), parts_of(found, match.loose)),
        "body": (want, have),
    }
    if flat(found.get("headline")) in {flat(one) for one in _printed(true.get("headline_any"))}:
        rows["headline"] = (_printed(found.get("headline")),) * 2
    tokens = {name: (_tokens(one), _tokens(other)) for name, (one, other) in rows.items()}
    one = [ch for true_, _ in tokens.values() for ch in (*true_[1], "\n")]
    other = [ch for _, found_ in tokens.values() for ch in (*found_[1], "\n")]
    similarity = Indel.normalized_similarity(one, other) if pair else 0.0
    diffs = {name: _diff(*sides) for name, sides in tokens.items() if sides[0][1] != sides[1][1]}
    name = true.get("headline") or (want[0] if want else "")
    return Wrong(i, similarity, name, (found.get("headline") or "") if pair else None, diffs)


def _printed(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _tokens(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """The visible characters of texts as printed, and as they are compared; an end between two texts."""
    printed: list[str] = []
    folded: list[str] = []
    for number, text in enumerate(texts):
        if number:
            printed.append(END)
            folded.append("\n")
        space = ""
        for ch in text.strip():
            if ch.isspace():
                space = " "
            elif tight := flat(ch):
                printed.append(space + ch)
                folded.append(tight)
                space = ""
    return printed, folded


def _diff(true: tuple[list[str], list[str]], found: tuple[list[str], list[str]]) -> list[Segment]:
    """What one text has and the other lacks."""
    (want, a), (have, b) = true, found
    if Indel.normalized_similarity(a, b) < APART:
        return _merged([(LACKS, want), (HAS, have)])
    rows: list[tuple[str, list[str]]] = []
    ops = list(Levenshtein.opcodes(a, b))
    for n, op in enumerate(ops):
        lacks, has = want[op.src_start : op.src_end], have[op.dest_start : op.dest_end]
        if op.tag != "equal":
            rows += [(LACKS, lacks), (HAS, has)]
        elif 0 < n < len(ops) - 1 and len(lacks) < SHORT and END not in lacks:
            rows += [(LACKS, lacks), (HAS, lacks)]
        else:
            rows.append((SAME, lacks))
    return _merged(rows)


def _merged(rows: Sequence[tuple[str, list[str]]]) -> list[Segment]:
    """Differences that follow one another as one: first what is lacking, then what stands instead."""
    out: list[Segment] = []
    lacks: list[str] = []
    has: list[str] = []
    for sign, chars in (*rows, (SAME, [])):
        if sign == LACKS:
            lacks += chars
        elif sign == HAS:
            has += chars
        else:
            out += [Segment(s, "".join(held)) for s, held in ((LACKS, lacks), (HAS, has)) if held]
            lacks, has = [], []
            if chars:
                out.append(Segment(SAME, "".join(chars)))
    return out


def shortened(diff: Sequence[Segment], around: int = 12, most: int = 80) -> Iterator[Segment]:
    """A diff for people: of what is the same only the characters around differences, of long differences the ends."""
    for number, (sign, text) in enumerate(diff):
        if sign != SAME:
            keep = most // 2
            yield Segment(sign, text if len(text) <= most else f"{text[:keep]}…{text[-keep:]}")
            continue
        before = text[:around] if number else ""
        after = text[-around:] if number < len(diff) - 1 else ""
        yield Segment(sign, text if len(before + after) + 1 >= len(text) else f"{before}…{after}")
