"""Pages on which the placing of headlines is fitted and tried: as the stages before leave them, with the truth at hand.

Each line, and each part of one between spaces, is placed in the truth (`align.place_lines`). Development only.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable

import bench
from align import DASH, Element, flat, place_lines

from papercut.model.page import Page, Piece, cut_pieces
from papercut.solver.headlines import display_units
from papercut.solver.headlines.display_scene import DisplayScene
from papercut.stages.build_paragraphs import BuildParagraphs
from papercut.stages.label_blocks import LabelBlocks
from papercut.stages.place_headlines import articles_with_body
from papercut.stages.separate_articles import SeparateArticles

HEADS = ("headline", "kicker", "deck", "headline_any")


@dataclasses.dataclass
class Sample:
    """A page ready for placing headlines, and whose each stretch of its raw lines is: `of[line]` holds rows of
    (start, end, article, kind), `story` the true article of each article on the page."""

    name: str
    held_out: bool
    page: Page
    truth: dict
    of: dict[int, list[tuple[int, int, int, str]]]
    story: list[int]

    def whose(self, pieces: Iterable[Piece]) -> tuple[int, str]:
        """The article and kind that most of these characters belong to; -1 for none."""
        votes: Counter = Counter()
        for line, start, end in pieces:
            for left, right, article, kind in self.of.get(line, ()):
                votes[article, kind] += max(0, min(end, right) - max(start, left))
        return votes.most_common(1)[0][0] if votes and votes.most_common(1)[0][1] else (-1, "")


@dataclasses.dataclass
class Part:
    """A stretch of a line between spaces that display type could be cut at, and where in the truth it stands."""

    place: int
    text: str
    pieces: tuple[Piece, ...]
    element: int = -1
    start: int = 0


def parts_of(page: Page) -> list[Part]:
    out: list[Part] = []
    for place, line in enumerate(page.lines):
        since = 0
        for at, end in [*display_units._cuts(line.text), (len(line.text), len(line.text))]:
            if line.text[since:at].strip():
                inner, _ = cut_pieces(page.raw, line.text, line.pieces, since, at)
                out.append(Part(place, line.text[since:at].strip(), inner))
            since = end
    return out


def align(truth: dict, parts: list[Part]) -> list[Element]:
    """Place every part in the truth; where a line could be headline or body it goes with its neighbours."""
    els, placed = place_lines(truth, [p.text for p in parts])
    for part, p in zip(parts, placed, strict=True):
        if p:
            part.element, part.start = p.element, p.start
    flats = [flat(p.text) for p in parts]
    bare = [DASH.sub("", x) for x in flats]
    for _ in range(3):
        held = {(p.element, p.start) for p in parts}
        for k, part in enumerate(parts):
            if part.element >= 0 and els[part.element].kind in (*HEADS, "loose", "byline"):
                continue
            for n, e in enumerate(els):
                if e.kind not in HEADS[:3] or len(bare[k]) < 2 or bare[k] not in e.text:
                    continue
                text = flats[k] if flats[k] in e.text else bare[k]
                at = e.text.find(text)
                near = [
                    j
                    for j in (k - 1, k + 1)
                    if 0 <= j < len(parts) and parts[j].element == n
                    and parts[j].start == (at + len(text) if j > k else at - len(flats[j]))
                ]  # fmt: skip
                if near or (text == e.text and (n, at) not in held and len(text) > 3):
                    part.element, part.start = n, at
                    held.add((n, at))
                    break
    return els


def prepare(sample: bench.Sample) -> tuple[list[Part], list[Element], dict[int, list[tuple[int, int, int, str]]]]:
    parts = parts_of(sample.page)
    els = align(sample.truth, parts)
    of: dict[int, list[tuple[int, int, int, str]]] = {}
    for part in parts:
        e = els[part.element] if part.element >= 0 else None
        kind = "" if e is None else "headline" if e.kind == "headline_any" else e.kind
        for line, start, end in part.pieces:
            of.setdefault(line, []).append((start, end, e.article if e else -1, kind))
    return parts, els, of


def real(sample: bench.Sample) -> Sample:
    """The page as the stages before this one really leave it."""
    _, _, of = prepare(sample)
    page = (BuildParagraphs() | LabelBlocks() | SeparateArticles())(sample.page)
    # what explains decisions does not go between processes
    page = page.replace(articles=articles_with_body(page), decisions=())
    out = Sample(f"{sample.name}/{sample.raw}", sample.held_out, page, sample.truth, of, [])
    claimed: dict[int, tuple[int, int]] = {}
    for k, article in enumerate(page.articles):
        votes: Counter = Counter()
        for b in article.body:
            votes[out.whose(b.pieces)[0]] += len(b.text)
        whose, size = votes.most_common(1)[0] if votes else (-1, 0)
        out.story.append(whose if whose >= 0 else -2)
        if whose >= 0:
            if whose in claimed and claimed[whose][1] >= size:
                out.story[k] = -2  # a torn-off part of an article: it should get no headline
            else:
                if whose in claimed:
                    out.story[claimed[whose][0]] = -2
                claimed[whose] = (k, size)
    return out


def whose(sample: Sample, scene: DisplayScene, unit: int) -> tuple[int, str] | None:
    """The true article and role of a unit, or None where it is no display type."""
    article, kind = sample.whose(scene.units[unit].pieces)
    return (article, kind) if article >= 0 and kind in HEADS else None
