"""Where the display type of a page stands among its stories: what `headlines` weighs.

A page is seen as a row of places, one for each line in page order. Each place belongs to a story (an article that has
no headline yet), to a piece of display type, or to nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import exp, log

from papercut.languages.story_phrases import LEAD
from papercut.model.page import Article, Block, Page, Role
from papercut.model.pieces import Piece, split_pieces

DISPLAY = frozenset({Role.HEADLINE, Role.KICKER, Role.DECK})
SPACE_JOINS = 1.0
"""How much more often a space inside a line of display type parts two clauses of one headline than two headlines of
neighbouring columns: log-odds, counted on 66 pages as read by six tools."""
SURE, SURE_BY_SIZE = 3.0, 1.8
"""A boundary with these log-odds is not tried the other way; the second where sizes of type are known, which tell more
than words."""
PARTED = 3.0
"""How much less likely a line goes on with one that looks like no display type, in log-odds."""
_STRANGE = re.compile(r"^[（(][^（()）]{1,30}[）)]$|[，、；,]$|。.")
_SHORT = 3
_NEAR = 3
_SURE = 4.0
_TRUST = 0.6
"""What the labels say of where a group begins counts so much: at 1 fewer headlines are right on unseen pages, at less
than 0.6 those of the seed page no longer are."""
_LEAST = 0.003
"""No reading of a line is less likely than this, whatever its label says."""
_OPENS, _CLOSES = "（(【《“「『〔", "）)】》”」』〕"


@dataclass(frozen=True, slots=True)
class Unit:
    """A line of display type, or a part of one between spaces. `joins` is the log-odds that it goes on with the unit
    before it, `glue` what stands between the two if they do; `place` is its place in page order. `says` is what its
    label says of its role: the log of the chance of kicker, headline, deck; `size` is the em of its type, 0 where the
    page has no geometry; `reads` is the log of the chance of each of `display_network.DISPLAY_LABELS` for its line,
    empty where nobody has asked."""

    text: str
    pieces: tuple[Piece, ...]
    place: int
    joins: float
    glue: str = ""
    doubled: bool = False
    says: tuple[float, float, float] = (0.0, 0.0, 0.0)
    size: float = 0.0
    reads: tuple[float, ...] = ()

    @property
    def labelled(self) -> bool:
        """Whether a label says anything of its role."""
        return self.says != (0.0, 0.0, 0.0)

    @property
    def chances(self) -> tuple[float, float, float]:
        """The chances of kicker, headline and deck, by its label."""
        kicker, head, deck = map(exp, self.says)
        total = kicker + head + deck
        return kicker / total, head / total, deck / total


@dataclass(slots=True)
class Story:
    """An article that has no headline yet. `begins` is the place of its first line in the order of its text, `first`
    and `last` its outermost places on the page; `paragraphs` its texts."""

    number: int
    paragraphs: list[str]
    begins: int
    first: int
    last: int
    whole: bool
    lead: bool
    size: int


@dataclass(slots=True)
class DisplayRun:
    """Units with no line of a story between them. `before` and `after` are the stories (indices) on either side."""

    units: range
    before: int | None
    after: int | None
    opens: bool
    closes: bool
    inside: bool


@dataclass(slots=True)
class DisplayScene:
    """Everything on the page that placing headlines looks at; stories stand in the order in which they begin.
    `copies` are units that only repeat the one before them: display type drawn twice; `sure` the log-odds of a boundary
    that is not tried the other way."""

    units: list[Unit] = field(default_factory=list)
    runs: list[DisplayRun] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)
    copies: list[Unit] = field(default_factory=list)
    sure: float = SURE

    def text(self, units: Sequence[int]) -> str:
        """The texts of some units, joined as the page needs it."""
        return join_units([self.units[k] for k in units])


def unit_lines(units: Sequence[Unit]) -> list[list[Unit]]:
    """Units by the lines they stand on."""
    out: list[list[Unit]] = []
    for unit in units:
        if out and out[-1][0].place == unit.place:
            out[-1].append(unit)
        else:
            out.append([unit])
    return out


def join_units(units: Sequence[Unit]) -> str:
    """One string from units: with the space they had on their line, with a space between Latin words, else nothing."""
    out = ""
    last: Unit | None = None
    for unit in units:
        if last is not None:
            out += unit.glue if unit.glue and unit.place == last.place else _gap(out, unit.text)
        out += unit.text
        last = unit
    return out


def _gap(left: str, right: str) -> str:
    latin = left[-1:].isascii() and right[:1].isascii() and left[-1:].isalnum() and right[:1].isalnum()
    return " " if latin else ""


def read_scene(page: Page) -> DisplayScene:
    """The scene of a page that has blocks and articles."""
    places = _Places(page)
    scene = DisplayScene(stories=_stories(page.articles or (), places))
    owner: dict[int, int] = {}
    for number, story in enumerate(scene.stories):
        article = (page.articles or ())[story.number]
        for piece in article.pieces:
            owner[places.of(piece)] = number
    display = [b for b in page.blocks or () if b.role in DISPLAY and b.pieces]
    lines = {piece.line for block in display for piece in block.pieces}
    held = set(_columns(p for a in page.articles or () for p in a.pieces if p.line in lines))
    doubled = {_bare(f.text) for f in page.furniture if f.role is Role.DUPLICATE}
    found: list[Unit] = []
    for block in display:
        if held.isdisjoint(_columns(block.pieces)):  # some characters of what is in its place may have left it
            found += _units(page, block, places.of(block.pieces[0]), doubled)
    scene.units = _parted(_drawn_once(page.raw, sorted(found, key=lambda unit: unit.place), scene.copies))
    if any(unit.size for unit in scene.units):
        scene.sure = SURE_BY_SIZE
    _find_runs(scene, owner)
    return scene


def _columns(pieces: Iterable[Piece]) -> Iterator[tuple[int, int]]:
    return ((line, column) for line, start, end in pieces for column in range(start, end))


def _drawn_once(raw: Sequence[str], units: list[Unit], copies: list[Unit]) -> list[Unit]:
    """The units without those that repeat a unit just before them, and without second halves that repeat the first;
    what repeats goes to `copies`."""
    out: list[Unit] = []
    for unit in units:
        bare = _bare(unit.text)
        half = len(bare) // 2
        if half >= _SHORT and bare[:half] == bare[half:]:
            at = [k for k, ch in enumerate(unit.text) if not ch.isspace()][half]
            left, right = split_pieces(raw, unit.text, unit.pieces, at)
            copies.append(replace(unit, text=unit.text[at:], pieces=right))
            unit = replace(unit, text=unit.text[:at].rstrip(), pieces=left, doubled=True)
            bare = bare[:half]
        for k in range(len(out) - 1, max(-1, len(out) - 4), -1):
            if len(bare) > _SHORT and unit.place - out[k].place <= _NEAR and _bare(out[k].text) == bare:
                out[k] = replace(out[k], doubled=True)
                copies.append(unit)
                break
        else:
            out.append(unit)
    return out


def _parted(units: list[Unit]) -> list[Unit]:
    """The units with those that look like no display type parted from their neighbours: credits in brackets, and lines
    that end with a comma or hold a full stop."""
    out: list[Unit] = []
    odd = False
    for unit in units:
        strange = _STRANGE.search(unit.text) is not None
        if (odd or strange) and out and unit.joins > -PARTED:
            unit = replace(unit, joins=unit.joins - PARTED)
        out.append(unit)
        odd = strange
    return out


class _Places:
    """The place in page order of each raw character."""

    def __init__(self, page: Page) -> None:
        self._of: dict[int, list[tuple[int, int]]] = {}
        for place, line in enumerate(page.lines):
            for number, start, _ in line.pieces:
                self._of.setdefault(number, []).append((start, place))
        for row in self._of.values():
            row.sort()

    def of(self, piece: Piece) -> int:
        row = self._of.get(piece.line)
        if not row:
            return -1
        if len(row) == 1:
            return row[0][1]
        return row[max(0, bisect_right(row, (piece.start, 1 << 60)) - 1)][1]


def _stories(articles: Iterable[Article], places: _Places) -> list[Story]:
    out: list[Story] = []
    for number, article in enumerate(articles):
        if article.headline is not None or not article.body:
            continue
        at = [places.of(p) for p in article.pieces]
        first_block = article.body[0]
        texts = [b.text for b in article.body]
        begins = places.of(first_block.pieces[0]) if first_block.pieces else min(at)
        # a byline of its own line over the lead belongs to the beginning
        early = [places.of(b.pieces[0]) for b in article.parts if b.pieces]
        begins = min([begins, *(p for p in early if 0 < begins - p <= 3)])
        out.append(
            Story(
                number, texts, begins, min(at), max(at), first_block.starts == "whole",
                LEAD.match(texts[0]) is not None, sum(map(len, texts)),
            )
        )  # fmt: skip
    out.sort(key=lambda story: (story.begins, story.number))
    return out


def _bare(text: str) -> str:
    return "".join(text.split())


def _units(page: Page, block: Block, place: int, doubled: set[str]) -> list[Unit]:
    """The block's line as units: cut at its spaces where both sides are long enough to be something of their own."""
    joins, says = _read(block)
    twice = _bare(block.text) in doubled
    text, pieces = block.text.strip(), block.pieces
    out: list[Unit] = []
    printed = page.printed[pieces[0].line - 1] if page.printed else None
    size = printed.size if printed and not printed.whole else 0.0
    since = 0
    for at, end in [*_cuts(text), (len(text), len(text))]:
        own, pieces = split_pieces(page.raw, text[since:], pieces, at - since)
        part = text[since:at]
        out.append(Unit(part, own, place, joins, " " if out else "", twice or _bare(part) in doubled, says, size))
        since, joins = end, SPACE_JOINS
    return out


def _read(block: Block) -> tuple[float, tuple[float, float, float]]:
    """The log-odds that a line goes on with the group before it, and the log of the chance of each role."""
    odds = dict(block.readings)
    if not odds:  # another stage made the block: how sure it is, is all that is known
        same = "head-on" if block.starts == "cut" else "head"
        odds = {"head": 1 - block.confidence, "head-on": 1 - block.confidence, same: block.confidence}
    on = sum(chance for name, chance in odds.items() if name.endswith("-on"))
    joins = log((on + _LEAST) / (sum(odds.values()) - on + _LEAST))
    if not block.readings:
        return min(max(joins, -_SURE), _SURE), (0.0, 0.0, 0.0)
    joins = min(max(joins * _TRUST, -_SURE), _SURE)
    kicker, head, deck = (log(odds.get(r, 0.0) + odds.get(f"{r}-on", 0.0) + _LEAST) for r in ("kicker", "head", "deck"))
    return joins, (kicker, head, deck)


def _cuts(text: str) -> list[tuple[int, int]]:
    """The runs of space at which a line may be cut: not within brackets, and with three characters on either side."""
    if " " not in text and "\u3000" not in text:
        return []
    out: list[tuple[int, int]] = []
    since = 0
    for match in re.finditer(r"\s+", text):
        at, end = match.span()
        left, right = text[since:at], text[end:]
        if min(len(_bare(left)), len(_bare(right))) < _SHORT:
            continue
        if sum(ch in _OPENS for ch in left) != sum(ch in _CLOSES for ch in left):
            continue
        out.append((at, end))
        since = end
    return out


def _find_runs(scene: DisplayScene, owner: dict[int, int]) -> None:
    """Units that stand together without a line of a story between them, and the stories around them."""
    taken = sorted(owner)
    begins = {story.begins: number for number, story in enumerate(scene.stories)}
    k = 0
    while k < len(scene.units):
        start = k
        spot = bisect_right(taken, scene.units[k].place)
        while k < len(scene.units) and bisect_right(taken, scene.units[k].place) == spot:
            k += 1
        before = owner[taken[spot - 1]] if spot else None
        after = owner[taken[spot]] if spot < len(taken) else None
        scene.runs.append(
            DisplayRun(
                range(start, k),
                before,
                after,
                opens=after is not None and begins.get(taken[spot]) == after,
                closes=before is not None and scene.stories[before].last == taken[spot - 1],
                inside=before is not None and before == after,
            )
        )
