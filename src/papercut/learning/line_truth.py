"""The true label of each line of a page, told by where its characters stand in the truth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from papercut.model.pieces import Piece
from papercut.score.truth_positions import BODY, Stretch, TruthPlaces
from papercut.solver.lines.label_chain import Tag

DISPLAY = {"headline": Tag.HEAD, "kicker": Tag.KICKER, "deck": Tag.DECK}
OTHER = {"byline": Tag.BYLINE, "caption": Tag.CAPTION}
ON = {Tag.HEAD: Tag.HEAD_ON, Tag.KICKER: Tag.KICKER_ON, Tag.DECK: Tag.DECK_ON}
NEAR = 2
"""So many characters may be lost or doubled between two lines that follow one another."""
MOST = 0.6
"""So much of a line must stand in one text of the truth for its label to be known."""


class LinePlace(NamedTuple):
    """Where a line stands in the truth: the text, and the first and last position in it, counted from its start."""

    stretch: int
    first: int
    last: int


class Whose:
    """Which text of the truth the characters of a page belong to."""

    def __init__(self, raw: Sequence[str], places: TruthPlaces) -> None:
        self.raw = raw
        self.places = places
        self.stretches: Sequence[Stretch] = places.stretches
        self._of = [0] * (max((s.end for s in places.stretches), default=0) + 1)
        for number, stretch in enumerate(places.stretches):
            for position in range(stretch.start, stretch.end):
                self._of[position] = number

    def place(self, pieces: Iterable[Piece]) -> LinePlace | None:
        """Where most of these characters stand; None where no text holds enough of them."""
        found: dict[int, list[int]] = {}
        count = 0
        for line, start, end in pieces:
            row, text = self.places.first[line - 1], self.raw[line - 1]
            for column in range(start, end):
                position = row[column]
                count += not text[column].isspace()
                if position >= 0:
                    found.setdefault(self._of[position], []).append(position)
        if not found:
            return None
        number, own = max(found.items(), key=lambda item: len(item[1]))
        if len(own) < MOST * count:
            return None
        start = self.stretches[number].start
        return LinePlace(number, min(own) - start, max(own) - start)


def true_labels(whose: Whose, lines: Iterable[Sequence[Piece]]) -> list[Tag | None]:
    """The true label of each line, in page order; None where the truth does not tell."""
    out: list[Tag | None] = []
    body: LinePlace | None = None
    near: int | None = None
    for pieces in lines:
        place = whose.place(pieces)
        if place is None:
            out.append(None)
            near = None
            continue
        stretch = whose.stretches[place.stretch]
        if stretch.article < 0:
            text = stretch.role in ("", "other") and stretch.end - stretch.start > 20
            out.append(None if text else Tag.CAPTION if stretch.role == "caption" else Tag.FURNITURE)
            near = None
        elif stretch.role in DISPLAY:
            tag = DISPLAY[stretch.role]
            out.append(ON[tag] if near == stretch.article else tag)
            near = stretch.article
        elif stretch.kind != BODY:
            out.append(OTHER.get(stretch.role))  # jump lines and loose words may stand within a line of text
            near = None
        else:
            out.append(_in_body(whose.stretches, place, body))
            body, near = place, None
    return out


def _in_body(stretches: Sequence[Stretch], place: LinePlace, before: LinePlace | None) -> Tag:
    """The label of a line of a body; `before` is the place of the body line before it."""
    own = stretches[place.stretch]
    if place.first > 0:
        goes_on = before is not None and before.stretch == place.stretch and abs(before.last + 1 - place.first) <= NEAR
        return Tag.JOINED if goes_on else Tag.CUT
    if "subhead" in own.role.split("|"):
        return Tag.SUBHEAD
    past = stretches[place.stretch - 1] if place.stretch else None
    if past is None or past.kind != BODY or past.article != own.article:
        return Tag.STORY
    size = past.end - past.start
    whole = before is not None and before.stretch == place.stretch - 1 and before.last + 1 + NEAR >= size
    return Tag.PARAGRAPH if whole else Tag.RESUMED
