"""Which lines of a headline group are the headline, which the kicker above it and the deck below it.

Where the page has geometry the size of the type says most. Text carries none, so there the roles are weighed from what
is left of them: marks (`【…】`, a leading `——`), lengths against one another, which lines the page draws twice, and
whether a break falls within a word that the story knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import NamedTuple

from papercut.layout.text.column_measure import width
from papercut.model.page import Role
from papercut.solver.headlines.display_readings import reading_odds
from papercut.solver.headlines.display_units import Unit

Cues = list[tuple[str, float]]

SMALLER, ALIKE = 0.81, 0.92
"""Type is smaller than the headline's below the first share of its size (four fifths are common), and about as large
above the second."""
NEARLY = 0.86
"""Sizes that the file itself gives: the lines of one headline that differ are nearer to each other."""
FAR_SMALLER = 0.7
"""The same for sizes that OCR measured: those of one headline differ by more."""
MEASURED_WELL = 1.06
"""Sizes of lines of one type differ by no more where OCR measures them well."""
_MOST_KICKERS = 2
_MOST_DECKS = 4
_PRIOR_LINES = 3.0
"""So many lines of a usual page are added to those of a page."""
_DASHES = ("——", "──", "－－")
_OPENS, _CLOSES = "（(【《“「『〔", "）)】》”」』〕"


@dataclass(frozen=True, slots=True)
class RoleReading:
    """One way to read a group of lines: the first `kickers` are kicker, the last `decks` deck, the rest headline."""

    kickers: int
    decks: int
    score: float
    chance: float
    cues: tuple[tuple[str, float], ...]


class RoleHabit(NamedTuple):
    """How much more the page's other display lines look like kickers and decks, by their labels, than those of a usual
    page, in log-odds: a paper that gives one story a deck gives others theirs, and one that sets headlines in several
    parts does so again."""

    kicker: float = 0.0
    deck: float = 0.0


_USUAL = RoleHabit(0.12, 0.15)
"""The shares of kickers and decks among the display lines of a usual page."""


def role_habit(units: Sequence[Unit], own: Sequence[Unit]) -> RoleHabit:
    """The habit of a page with these display units, without those of the group that is asked about."""
    mine = {id(u) for u in own}
    says = [u.says for u in units if id(u) not in mine and u.says != (0.0, 0.0, 0.0)]
    n = len(says) + _PRIOR_LINES

    def odds(role: int, usual: float) -> float:
        share = (sum(exp(s[role]) for s in says) + usual * _PRIOR_LINES) / n
        share = min(max(share, 0.01), 0.99)
        return log(share / (1 - share)) - log(usual / (1 - usual))

    return RoleHabit(odds(0, _USUAL.kicker), odds(2, _USUAL.deck))


def read_roles(
    lines: Sequence[Sequence[Unit]], story: str, table: dict[str, float], exact: bool = True,
    habit: RoleHabit | None = None,
) -> list[RoleReading]:  # fmt: skip
    """All ways to read a group of display lines (each a row of units), the likeliest first; `story` is the text of
    their article, `table` the weights of the cues; `exact` is whether sizes are the file's own, and not OCR's guess."""
    found: list[tuple[float, int, int, tuple[tuple[str, float], ...]]] = []
    for kickers, decks in _allowed(lines, NEARLY if exact else FAR_SMALLER):
        cues = role_cues(lines, kickers, decks, story, habit)
        cited = tuple((cue, table.get(cue, 0.0) * value) for cue, value in cues)
        found.append((sum(weight for _, weight in cited), kickers, decks, cited))
    top = max(score for score, *_ in found)
    total = sum(exp(score - top) for score, *_ in found)
    out = [RoleReading(k, d, score, exp(score - top) / total, cited) for score, k, d, cited in found]
    out.sort(key=lambda r: (-r.score, r.kickers + r.decks, r.kickers))
    return out


def _allowed(lines: Sequence[Sequence[Unit]], clear: float = SMALLER) -> list[tuple[int, int]]:
    """The ways to read the lines that their dashes and sizes leave open: what ends with a dash, over others, is a
    kicker, what begins with one, under others, a deck, and what is clearly smaller than the largest no headline."""
    every = readings_of(len(lines))
    texts = ["".join(u.text for u in line) for line in lines]
    sizes = [line[0].size for line in lines]
    known = all(sizes)
    capitals = _leading_capitals(texts)
    if not known and 0 < capitals < len(texts) <= capitals + _MOST_DECKS:
        return [(0, len(texts) - capitals)]
    if not known and any(u.says != (0.0, 0.0, 0.0) for line in lines for u in line):
        return every  # the labels say more than dashes do
    largest = max(sizes)
    small = [not known or size < ALIKE * largest for size in sizes]
    if known and clear < SMALLER and _agree([size for size in sizes if size < SMALLER * largest]):
        clear = SMALLER
    large = [k for k, size in enumerate(sizes) if known and size >= clear * largest]
    head = range(large[0], large[-1] + 1) if large else range(len(lines))
    in_one = len(head) == len(large)
    first, end = (head.start, head.stop) if in_one else (0, len(lines))
    over = max((k + 1 for k, t in enumerate(texts[:-1]) if t[-2:] in _DASHES and small[k] and k < end), default=0)
    under = min((k for k, t in enumerate(texts) if k > first and t[:2] in _DASHES and small[k]), default=99)
    told = [(k, d) for k, d in every if k >= over and d >= len(texts) - under]
    below = len(lines) - head.stop
    if in_one and known and below > _MOST_DECKS and max(map(max, texts)) < "\u2e80":
        return [(head.start, below)]  # a bank of decks, in letters
    if in_one:  # what is clearly smaller than the largest is no headline
        told = [(k, d) for k, d in told if k >= head.start and d >= len(lines) - head.stop] or told
    return told or every


def _agree(sizes: Sequence[float]) -> bool:
    """Whether sizes that OCR measured are those of one type, so that they are to be relied on."""
    return len(sizes) > 1 and max(sizes) <= MEASURED_WELL * min(sizes)


def _leading_capitals(texts: Sequence[str]) -> int:
    """How many lines in letters are set in capitals before others that are not; 0 where case tells nothing."""
    upper = [text.isupper() and max(text) < "\u2e80" for text in texts]
    count = next((k for k, is_upper in enumerate(upper) if not is_upper), 0)
    mixed = all(any(map(str.islower, text)) for text in texts[count:])
    return count if mixed else 0


def readings_of(count: int) -> list[tuple[int, int]]:
    """How many of `count` lines can be kickers and decks: at least one is headline."""
    return [
        (kickers, decks)
        for kickers in range(min(_MOST_KICKERS, count - 1) + 1)
        for decks in range(min(_MOST_DECKS, count - 1 - kickers) + 1)
    ]


def role_cues(
    lines: Sequence[Sequence[Unit]], kickers: int, decks: int, story: str, habit: RoleHabit | None
) -> Cues:
    """The evidence for reading the first lines as kickers and the last as decks; of all headline it is 0."""
    texts = ["".join(u.text for u in line) for line in lines]
    head = range(kickers, len(lines) - decks)
    out: Cues = [
        ("line-labels", _labelled(lines, kickers, decks)),
        ("display-reading", reading_odds(lines, kickers, decks)),
    ]
    if habit and kickers:
        out.append(("kicker-habit", habit.kicker))
    if habit and decks:
        out.append(("deck-habit", habit.deck))
    sizes = [line[0].size for line in lines]
    if all(sizes):
        out += _sized(sizes, kickers, decks)
    if kickers:
        out += _sided("kicker", lines, texts, range(kickers), head, story)
    if decks:
        out += _sided("deck", lines, texts, range(len(lines) - decks, len(lines)), head, story)
    for k in head:
        if texts[k][:1] in "—─" and k:
            out.append(("headline-dash-begins", 1.0))
        if _bracketed(texts[k]) and len(lines) > 1:
            out.append(("headline-bracketed", 1.0))
    for k in head[:-1]:
        short, long = sorted((width(texts[k]), width(texts[k + 1])))
        if short < long * 0.6:
            gap = lines[k + 1][0].place - lines[k][-1].place > 1
            out.append(("headline-uneven-apart" if gap else "headline-uneven", 1.0))
    twice = {any(u.doubled for u in lines[k]) for k in head}
    if len(twice) > 1:
        out.append(("headline-half-doubled", 1.0))
    return out


def _sided(
    name: str, lines: Sequence[Sequence[Unit]], texts: list[str], own: range, head: range, story: str
) -> Iterator[tuple[str, float]]:
    """The cues of a kicker or a deck: of its first line, of its length against the headline's, of the break between."""
    first = texts[own.start]
    if len(own) > 1:
        yield f"{name}-lines", float(len(own) - 1)
    # a mark of its own says all; lengths and breaks are weighed only where there is none
    if _bracketed("".join(texts[k] for k in own)):
        yield f"{name}-bracketed", 1.0
        return
    if first[:1] in "—─":
        yield f"{name}-dash-begins", 1.0
        return
    yield f"{name}", 1.0
    if texts[own.stop - 1][-1:] in "—─":
        yield f"{name}-dash-ends", 1.0
    if texts[own.stop - 1][-1:] in "：:":
        yield f"{name}-colon-ends", 1.0
    mine = max(width(texts[k]) for k in own)
    theirs = max(width(texts[k]) for k in head)
    if mine <= theirs * 0.55:
        yield f"{name}-much-shorter", 1.0
    elif mine >= theirs * 1.4:
        yield f"{name}-much-longer", 1.0
    elif abs(mine - theirs) <= 1.0:
        yield f"{name}-even", 1.0
    if mine <= 5:
        yield f"{name}-tiny", 1.0
    if any(ch.isdigit() for ch in first):
        yield f"{name}-digits", 1.0
    twice = {any(u.doubled for u in lines[k]) for k in own}
    under = {any(u.doubled for u in lines[k]) for k in head}
    if len(twice) == len(under) == 1 and twice != under:
        yield f"{name}-drawn-otherwise", 1.0
    elif twice == under == {True}:
        yield f"{name}-both-drawn-twice", 1.0
    upper, lower = (own.stop - 1, head.start) if own.start < head.start else (head.stop - 1, own.start)
    gap = lines[lower][0].place - lines[upper][-1].place > 1
    within = [lines[k + 1][0].place - lines[k][-1].place > 1 for k in head[:-1]]
    if gap and not any(within):
        yield f"{name}-apart{'' if within else '-from-one-line'}", 1.0
    elif any(within) and not gap:
        yield f"{name}-nearer-than-headline-lines", 1.0
    if texts[upper][-1] + texts[lower][0] in story:
        yield f"{name}-break-in-word", 1.0
    depth = 0
    for k in range(upper + 1):
        depth += sum((ch in _OPENS) - (ch in _CLOSES) for ch in texts[k])
    if depth > 0:
        yield f"{name}-break-in-marks", 1.0
    if texts[upper][-1:] in "）)":
        yield f"{name}-break-after-bracket", 1.0
    if len(head) == 1 and theirs >= 11:
        yield f"{name}-headline-one-long-line", 1.0
    if lines[upper][-1].place == lines[lower][0].place:
        yield f"{name}-on-one-line", 1.0
    if len(head) > 1 and abs(width(texts[head.start]) - width(texts[head.stop - 1])) <= 1.0:
        yield f"{name}-headline-lines-even", 1.0


def _sized(sizes: Sequence[float], kickers: int, decks: int) -> Iterator[tuple[str, float]]:
    """What the sizes of the type say: the headline's is the largest, and about the same on all its lines."""
    head = sizes[kickers : len(sizes) - decks]
    for name, own in (("kicker", sizes[:kickers]), ("deck", sizes[len(sizes) - decks :] if decks else [])):
        if own:
            ratio = max(own) / min(head)
            if ratio < SMALLER:
                yield f"{name}-in-smaller-type", 1.0
            elif ratio > ALIKE:
                yield f"{name}-in-type-as-large", 1.0
    if min(head) < SMALLER * max(head):
        yield "headline-in-two-sizes", 1.0


def _labelled(lines: Sequence[Sequence[Unit]], kickers: int, decks: int) -> float:
    """What the lines' labels say for this reading against that of headlines all, in log-odds."""
    apart = 0.0
    for k, line in enumerate(lines):
        kicker, head, deck = line[0].says
        if k < kickers:
            apart += kicker - head
        elif k >= len(lines) - decks:
            apart += deck - head
    return apart


def _bracketed(text: str) -> bool:
    return text[:1] in "【〖[" and text[-1:] in "】〗]"


def roles(reading: RoleReading, count: int) -> list[Role]:
    """The role of each line under a reading."""
    return (
        [Role.KICKER] * reading.kickers
        + [Role.HEADLINE] * (count - reading.kickers - reading.decks)
        + [Role.DECK] * reading.decks
    )
