"""Spans of a page that stand once in the source and once in what came out.

Both sides of a review are cut into the same segments: a run of raw characters on one line that one text holds in a row.
By the rule of `papercut.model.pieces` the k-th visible character on the one side of a segment is the k-th on the other,
so that the two can be laid over each other to the character, and nothing but the segments has to be written down.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from papercut.model.page import Article, Block, Page, Piece, Role
from papercut.model.pieces import EXPANSIONS, merge_pieces

FURNITURE = -1
"""The owner of segments that belong to no article."""

_ABOVE = (Role.KICKER, Role.HEADLINE, Role.DECK, Role.BYLINE)


class Segment(NamedTuple):
    """`line`, `start`, `end` are the raw characters, `text` what they became; `owner` is the article's index."""

    key: int
    owner: int
    line: int
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Element:
    """A paragraph, a line of display type or a piece of furniture; `why` is furniture's reason."""

    role: str
    segments: list[Segment] = field(default_factory=list)
    why: str = ""


@dataclass(frozen=True)
class PageSegments:
    """A page in segments: the elements of each article, the furniture, and all segments by line of the page."""

    articles: list[list[Element]]
    furniture: list[Element]
    by_line: dict[int, list[Segment]]


def cut_page(page: Page) -> PageSegments:
    """The page in segments, numbered from 0 as they are read on the right side, articles first."""
    by_line: dict[int, list[Segment]] = {}
    count = 0

    def element(role: str, text: str, pieces: Iterable[Piece], owner: int, why: str = "") -> Element:
        nonlocal count
        made = Element(role, [], why)
        for piece, part in cut_text(page.raw, text, merge_pieces(pieces)):
            segment = Segment(count, owner, *piece, part)
            made.segments.append(segment)
            by_line.setdefault(piece.line, []).append(segment)
            count += 1
        return made

    articles = [
        [element(b.role or Role.PARAGRAPH, b.text, b.pieces, k) for b in _in_order(article)]
        for k, article in enumerate(page.articles or ())
    ]
    furniture = [element(f.role, f.text, f.pieces, FURNITURE, f.why) for f in page.furniture]
    for row in by_line.values():
        row.sort(key=lambda s: (s.start, s.end))
    return PageSegments(articles, furniture, by_line)


def cut_text(raw: Sequence[str], text: str, pieces: Sequence[Piece]) -> list[tuple[Piece, str]]:
    """Each piece with its part of the text; white space goes with the part before it, what is left over with the
    last."""
    out: list[tuple[Piece, str]] = []
    start = 0
    for number, piece in enumerate(pieces):
        left = sum(_width(ch) for ch in raw[piece.line - 1][piece.start : piece.end])
        end = start
        while end < len(text) and (left > 0 or text[end].isspace()):
            left -= _width(text[end])
            end += 1
        if number == len(pieces) - 1:
            end = len(text)
        out.append((piece, text[start:end]))
        start = end
    return out


def _width(ch: str) -> int:
    """As how many visible characters this one counts."""
    return 0 if ch.isspace() else len(EXPANSIONS.get(ch, ch))


def _in_order(article: Article) -> list[Block]:
    """What stands over the body as a reader expects it, the body, and the rest."""
    above = [b for role in _ABOVE for b in article.parts if b.role is role]
    return [*above, *article.body, *(b for b in article.parts if b.role not in _ABOVE)]
