"""Where each character of a page stands in its truth, found through the text alone.

A page's raw lines and its truth hold the same text in different orders: columns come one after another or at random,
and a line may hold pieces of two. So the page is laid out by greedy string tiling (`papercut.score.string_tiling`):
stretches that page and truth have in common are taken in turn, the longest first, each character of either side once.
Then

- short stretches that are left between two tiles that follow one another in the truth are laid side by side, misread
  characters in their places, by the edits of the Levenshtein distance;
- a short end of a line that says the same as a short hole in the truth fills it, in the order of both;
- what the page holds once more (display type drawn twice) is a *copy* of the character that it repeats.

Characters are compared as the figures compare them: in NFKC, without white space and invisible characters. A character
of the page that none of this places says nothing, and is counted nowhere.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from papercut.model.page import Page, Piece
from papercut.score.likeness import Levenshtein
from papercut.score.string_tiling import SHORTEST, Tiling
from papercut.score.text import DASH, NO_BODY, Json, body_of, flat, loose_words, texts

ENOUGH = 0.9
"""Where less of the bodies is found, another order of the page's lines is tried."""

GAP = 60
"""Holes between two tiles are filled up to this length."""

BODY, OTHER = "body", "other"


class Stretch(NamedTuple):
    """One text of the truth: `start` and `end` count characters of the truth as one text, with one more between two.
    `article` is -1 for furniture; `kind` is `body` for what is scored as body text and `other` for the rest; `role` is
    the type of an element of the body, the key of another text of an article, the role of furniture."""

    kind: str
    article: int
    start: int
    end: int
    role: str = ""


@dataclass(frozen=True)
class TruthPlaces:
    """The characters of a page in its truth.

    `first[line - 1][column]` and `last` give for a code point of the page the position in the truth of the first and
    last character that NFKC makes of it, -1 where it has none. `main[position]` is the `(line, column)` of the
    character of the page that stands for a position in the truth, or None. `copies` are further ones.
    """

    stretches: Sequence[Stretch]
    first: Sequence[array[int]]
    last: Sequence[array[int]]
    main: Sequence[tuple[int, int] | None]
    copies: Sequence[tuple[int, tuple[int, int]]]

    def body(self) -> Iterator[Stretch]:
        """The elements of bodies."""
        return (one for one in self.stretches if one.kind == BODY)


def place_in_truth(truth: Json, page: Page) -> TruthPlaces:
    """Find the raw lines of a page in its truth.

    They are laid out as they stand in the file. Where little of the truth is found so (vertical columns side by side
    leave no two characters of a word together), also in the order in which the stages read the page's lines, and in
    columns from right to left, and the best one is taken.
    """
    text, stretches = _truth_text(truth)
    body = bytearray(len(text))
    for one in stretches:
        if one.kind == BODY:
            body[one.start : one.end] = b"\1" * (one.end - one.start)
    best = _Laid.out(text, page.raw, _whole(page.raw))
    if best.placed(body) < ENOUGH * sum(body):
        read = [piece for line in page.lines for piece in line.pieces]
        others = [_Laid.out(text, page.raw, order) for order in (read, _upright(page.raw))]
        best = max(best, *others, key=lambda laid: laid.placed(body))
    return best.places(stretches, page.raw)


class _Laid(NamedTuple):
    """A page laid out in some order: for each of its characters its place in the truth (-1: none) and where it stands;
    and what repeats another, as index and position in the truth."""

    text: str
    where: list[tuple[int, int]]
    at: array[int]
    copies: list[tuple[int, int]]

    @classmethod
    def out(cls, text: str, raw: Sequence[str], pieces: Sequence[Piece]) -> _Laid:
        page, where = _page_text(raw, pieces)
        at = _tiles(page, text)
        used = bytearray(ch == "\n" for ch in text)
        for position in at:
            if position >= 0:
                used[position] = 1
        _fill(page, text, at, used)
        _fill_holes(page, text, where, at, used)
        return cls(text, where, at, _copies(page, text, at))

    def placed(self, body: bytearray) -> int:
        """How many characters of bodies were found."""
        return sum(body[position] for position in self.at if position >= 0)

    def places(self, stretches: Sequence[Stretch], raw: Sequence[str]) -> TruthPlaces:
        """The same by lines and columns."""
        main: list[tuple[int, int] | None] = [None] * len(self.text)
        first = [array("i", [-1]) * len(row) for row in raw]
        last = [array("i", [-1]) * len(row) for row in raw]
        for index, position in enumerate(self.at):
            if position >= 0:
                main[position] = self.where[index]
        at = self.at[:]
        for index, position in self.copies:
            at[index] = position
        for (line, column), position in zip(self.where, at, strict=True):
            if position >= 0:
                if first[line - 1][column] < 0:
                    first[line - 1][column] = position
                last[line - 1][column] = position
        return TruthPlaces(
            stretches, first, last, main, [(position, self.where[index]) for index, position in self.copies]
        )


def _truth_text(truth: Json) -> tuple[str, list[Stretch]]:
    """All texts of the truth, each on a line; which is which."""
    loose = loose_words(truth)
    rows: list[tuple[str, int, str, str]] = []
    for number, article in enumerate(truth["articles"]):
        rows += [(BODY, number, e["flat"], e["type"] or "paragraph") for e in body_of(article, loose)]
        others = [
            (DASH.sub("", text), key) for key in ("headline", "kicker", "deck") for text in texts(article.get(key))
        ]
        for key in ("loose", "byline", "continued_on", "continued_from"):
            others += [(text, key) for text in texts(article.get(key))]
        aside = [e for e in article.get("body") or [] if e.get("type") in NO_BODY or flat(e.get("text")) in loose]
        others += [(text, str(e.get("type") or "")) for e in aside for text in texts(e)]
        rows += [(OTHER, number, text, role) for text, role in others]
    for one in truth.get("furniture") or []:
        rows += [(OTHER, -1, text, str(one.get("role") or "")) for text in texts(one)]
    stretches, at = [], 0
    for kind, number, text, role in rows:
        stretches.append(Stretch(kind, number, at, at + len(text), role))
        at += len(text) + 1
    return "\n".join(text for _, _, text, _ in rows), stretches


@lru_cache(4096)
def _folded(ch: str) -> str:
    """What a character is compared as."""
    return flat(ch)


def _whole(raw: Sequence[str]) -> list[Piece]:
    """All lines, as they stand in the file."""
    return [Piece(number, 0, len(row)) for number, row in enumerate(raw, 1)]


def _upright(raw: Sequence[str]) -> list[Piece]:
    """All characters, in columns from right to left: a column is what stands at the same cell of the lines."""
    cells: list[tuple[int, Piece]] = []
    for number, row in enumerate(raw, 1):
        cell = 0
        for column, ch in enumerate(row):
            if not ch.isspace():
                cells.append((-cell, Piece(number, column, column + 1)))
            cell += 2 if unicodedata.east_asian_width(ch) in "WF" else 1
    return [piece for _, piece in sorted(cells)]


def _page_text(raw: Sequence[str], pieces: Iterable[Piece]) -> tuple[str, list[tuple[int, int]]]:
    """The page's characters as they are compared, and the line (from 1) and column that each came from."""
    out: list[str] = []
    where: list[tuple[int, int]] = []
    for line, start, end in pieces:
        for column, ch in enumerate(raw[line - 1][start:end], start):
            folded = ch if "一" <= ch <= "鿿" else _folded(ch)
            out.append(folded)
            where += [(line, column)] * len(folded)
    return "".join(out), where


def _tiles(page: str, text: str) -> array[int]:
    """For each character of the page its position in the truth, -1 where it has none."""
    at = array("i", [-1]) * len(page)
    for i, p, length in Tiling(page, text).lay():
        at[i : i + length] = array("i", range(p, p + length))
    return at


def _copies(page: str, text: str, at: array[int]) -> list[tuple[int, int]]:
    """What the page holds once more: index in the page, position in the truth."""
    free = bytearray(position < 0 for position in at)
    out: list[tuple[int, int]] = []
    for i, p, length in Tiling(page, text, free).lay():
        out += [(i + k, p + k) for k in range(length)]
    return out


def _fill(page: str, text: str, at: array[int], used: bytearray) -> None:
    """Lay the short stretches between two tiles that follow one another in the truth side by side."""
    for i, end in list(_holes(at)):
        if not i or end == len(at):
            continue
        p, after = at[i - 1] + 1, at[end]
        if not 0 < after - p <= GAP or end - i > GAP or "\n" in text[p:after]:
            continue
        for op in Levenshtein.opcodes(page[i:end], text[p:after]):
            for k in range(min(op.src_end - op.src_start, op.dest_end - op.dest_start)):
                position = p + op.dest_start + k
                if not used[position]:
                    at[i + op.src_start + k] = position
                    used[position] = 1


def _fill_holes(page: str, text: str, where: Sequence[tuple[int, int]], at: array[int], used: bytearray) -> None:
    """Fill short holes in the truth with short ends of lines that say the same, in the order of both."""
    holes: dict[str, list[int]] = defaultdict(list)
    start = None
    for p in range(len(text) + 1):
        if p < len(text) and not used[p]:
            start = p if start is None else start
        elif start is not None:
            if p - start < SHORTEST:
                holes[text[start:p]].append(start)
            start = None
    for i, end in list(_holes(at)):
        for a, b in _by_line(where, i, end):
            whole = (not a or where[a - 1][0] < where[a][0]) and (b == len(at) or where[b][0] > where[b - 1][0])
            if (whole or b - a >= 3) and (found := holes.get(page[a:b])):
                p = found.pop(0)
                at[a:b] = array("i", range(p, p + b - a))


def _holes(at: array[int]) -> Iterator[tuple[int, int]]:
    """Runs of the page that have no place: first index, and the one after the last."""
    start = None
    for i in range(len(at) + 1):
        if i < len(at) and at[i] < 0:
            start = i if start is None else start
        elif start is not None:
            yield start, i
            start = None


def _by_line(where: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """A run of the page, cut where lines end."""
    a = start
    for b in range(start + 1, end + 1):
        if b == end or where[b][0] != where[a][0]:
            yield a, b
            a = b
