"""Where the display type of a page stands among its stories: what `headlines` weighs.

A page is seen as a row of places, one for each line in page order. Each place belongs to a story (an article that has
no headline yet), to a piece of display type, or to nobody.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from papercut.languages.story_phrases import LEAD
from papercut.model.page import Article, Page, Role
from papercut.model.pieces import Piece
from papercut.solver.headlines.display_units import Unit, bare, drawn_once, join_units, parted, units_of

DISPLAY = frozenset({Role.HEADLINE, Role.KICKER, Role.DECK})
SURE, SURE_BY_SIZE = 3.0, 1.8
"""A boundary with these log-odds is not tried the other way; the second where sizes of type are known, which tell more
than words."""


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
    doubled = {bare(f.text) for f in page.furniture if f.role is Role.DUPLICATE}
    found: list[Unit] = []
    for block in display:
        if held.isdisjoint(_columns(block.pieces)):  # some characters of what is in its place may have left it
            found += units_of(page, block, places.of(block.pieces[0]), doubled)
    scene.units = parted(drawn_once(page.raw, sorted(found, key=lambda unit: unit.place), scene.copies))
    if any(unit.size for unit in scene.units):
        scene.sure = SURE_BY_SIZE
    _find_runs(scene, owner)
    return scene


def _columns(pieces: Iterable[Piece]) -> Iterator[tuple[int, int]]:
    return ((line, column) for line, start, end in pieces for column in range(start, end))


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
