"""Lines as an OCR service gives them, and how they become a page: what the readers of all services share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from papercut.model.page import Note, Page, Source
from papercut.readers.file_lines import Found, PageLines, file_number
from papercut.readers.line_words import placed_words
from papercut.readers.ocr.block_pages import whole_page
from papercut.readers.ocr.polygons import Corners, box_around, quarter_turns, thickness, turned_back
from papercut.readers.printed_page import STAGE
from papercut.readers.text.lines import SURROGATES
from papercut.readers.type_size import is_upright, length_in_ems, mostly_square

THOUSAND = 1000.0
"""The width of a page whose places are shares of its width and height: they become thousandths of its width."""

FLATTEST, TALLEST = 0.3, 3.0
"""A page is no lower or higher than so many of its widths."""

A4 = 297 / 210
"""How many of its widths a page is high of which nothing tells it."""


LONE = Note("lone-surrogate", STAGE, (), "lone surrogates were read as U+FFFD")

_SURROGATE = re.compile("[\ud800-\udfff]")


class ServiceWord(NamedTuple):
    """A word or a character: its text, its place, how sure the service is, and whether a space, or perhaps nothing
    but another word, is before it."""

    text: str
    corners: Corners = ()
    sure: float | None = None
    parted: bool = True
    spaced: bool = False


class ServiceLine(NamedTuple):
    """A line: its text (empty: that of its parts), its place, its parts, how sure the service is, from 0 to 1, and the
    number and kind of the region that it stands in."""

    text: str
    corners: Corners = ()
    parts: Sequence[ServiceWord] = ()
    sure: float | None = None
    region: int | None = None
    kind: str = ""
    whole: bool = False


@dataclass
class ServicePage:
    """A page as a service gives it. `size` is its width and height, `unit` that of all places, `shares` whether these
    are shares of its width and height instead; `turned` is by how many quarter turns, clockwise, the service says that
    it is turned; `notes` are what the service, or its reader, has to say of it; `failed` is why the service could
    not read it."""

    items: list[ServiceLine] = field(default_factory=list)
    size: tuple[Any, Any] = (None, None)
    unit: str = "px"
    shares: bool = False
    turned: int = 0
    drawn: list[tuple[str, Corners]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    failed: str = ""

    def draw(self, kind: str, place: Corners) -> None:
        """Something that is no text: `rule` or `image`."""
        self.drawn.append((kind, place))

    def has_text(self) -> bool:
        """Whether anything can be read on it."""
        return any(item.text.strip() or any(part.text.strip() for part in item.parts) for item in self.items)

    def measure(self) -> None:
        """Find out in what unit the places are, where the file does not say it: none beyond 1 are shares of the page.
        Level boxes of such pages that go on upwards are measured from below, as Apple does."""
        places = [item.corners for item in self.items] + [part.corners for item in self.items for part in item.parts]
        known = [number for place in places for point in place for number in point]
        if not known or not all(-0.1 <= number <= 1.1 for number in known):
            return
        below = _climbs(self.items) and all(len(place) in (0, 2) for place in places)
        wide, high = map(file_number, self.size)
        self.shares = not (wide and high and wide > 2 and high > 2)
        scale = (1.0, 1.0) if self.shares else (wide or 1.0, high or 1.0)
        self.items = [_scaled(_mirrored(item) if below else item, scale) for item in self.items]

    def page(self, source: Source, notes: Sequence[Note] = ()) -> Page:
        """The page, upright."""
        wide, high = map(file_number, self.size)
        scale, unit = (1.0, 1.0), self.unit
        if self.shares:
            wide, high = THOUSAND, THOUSAND * self._height()
            scale, unit = (wide, high), "page/1000"
        elif unit == "inch":
            scale, unit = (1200.0, 1200.0), "inch1200"
            wide, high = (n and n * 1200.0 for n in (wide, high))
        items = [_scaled(item, scale) for item in self.items]
        drawn = [(kind, _times(place, scale)) for kind, place in self.drawn]
        turns = _turns(items, self.turned)
        if turns:
            known = [x for item in items for x in item.corners]
            full = wide or max((x for x, _ in known), default=1.0), high or max((y for _, y in known), default=1.0)
            items = [_back(item, turns, full) for item in items]
            drawn = [(kind, turned_back(place, turns, *full)) for kind, place in drawn]
            wide, high = full if turns == 2 else (full[1], full[0])
        all_notes = [*notes, *(Note("odd-record", STAGE, (), said) for said in self.notes)]
        if 2 * sum(len(item.text) for item in items if item.whole) > sum(map(_length, items)):
            blocks = [(_text(i), i.corners, i.sure, i.region, i.kind) for i in items]
            size = (wide, high) if wide and high and wide > 0 and high > 0 else None
            return whole_page(blocks, replace(source, size=size, unit=unit), drawn, all_notes)
        rows = PageLines((wide, high), unit)
        rows.notes += all_notes
        for kind, place in drawn:
            rows.draw(kind, box_around(place))
        for item in _lines(items):
            words = placed_words(item.text, [_found(part) for part in item.parts], item.sure)
            if sound := _without_surrogates(words):
                words = sound
                if LONE not in rows.notes:
                    rows.notes.append(LONE)
            rows.add(
                words, box_around(item.corners), region=item.region, kind=item.kind, across=thickness(item.corners)
            )
        return rows.page(source)

    def _height(self) -> float:
        """How many of its widths a page is high whose places are shares: lines of characters that are as wide as high
        tell it, and in Latin type about as well."""
        told: list[float] = []
        for square in (True, False):
            for item in self.items:
                box, text = box_around(item.corners), _text(item)
                length = length_in_ems(text)
                if box and length >= 4 and mostly_square(text) == square:
                    across, down = box[2] - box[0], box[3] - box[1]
                    told.append((across / length) / down if across > down / 4 else across / (down / length))
            if len(told) >= 3:
                break
        return min(max(median(told), FLATTEST), TALLEST) if told else A4


def _text(item: ServiceLine) -> str:
    return item.text if item.text.strip() or not item.parts else " ".join(part.text for part in item.parts)


def _length(item: ServiceLine) -> int:
    return len(item.text) or sum(len(part.text) for part in item.parts)


def _lines(items: Sequence[ServiceLine]) -> list[ServiceLine]:
    """The lines among others that stand in a block as a whole, each with its share of the block's place."""
    out: list[ServiceLine] = []
    at = 0
    while at < len(items):
        item = items[at]
        end = at + 1
        if item.whole:
            while end < len(items) and items[end].whole and items[end].corners == item.corners:
                end += 1
        texts = [(i, text) for i in items[at:end] for text in (i.text.split("\n") if i.whole else [i.text])]
        box = box_around(item.corners)
        for n, (own, text) in enumerate(texts):
            place = own.corners
            if box and own.whole:
                step = (box[3] - box[1]) / len(texts)
                place = (box[0], box[1] + n * step), (box[2], box[1] + (n + 1) * step)
            out.append(own._replace(text=text, corners=place))
        at = end
    return out


def _without_surrogates(words: Sequence[Found]) -> list[Found]:
    """The words with U+FFFD for lone surrogates; nothing if they have none."""
    if _SURROGATE.search("".join(word.text for word in words)) is None:
        return []
    return [word._replace(text=word.text.translate(SURROGATES)) for word in words]


def _turns(items: Sequence[ServiceLine], said: int) -> int:
    """By how many quarter turns the page is turned: what most corners say, weighed by the text in them. Chinese lines
    that run downwards are set so, unless the service says that the page is turned, or each character is."""
    votes: Counter[int] = Counter()
    for item in items:
        places = [part.corners for part in item.parts] or [item.corners]
        text = item.text or "".join(part.text for part in item.parts)
        found = [q for q in map(quarter_turns, places) if q is not None]
        if found and len(text) > 1:
            turns = Counter(found).most_common(1)[0][0]
            told = bool(item.parts) and len(item.parts) >= len(text.replace(" ", ""))
            if turns == 1 and mostly_square(text) and said != 1 and not told:
                turns = 0
            votes[turns] += len(text)
    if votes:
        return votes.most_common(1)[0][0]
    if said == 2 and _climbs(items):
        return 2
    # level boxes say nothing of which way is up, but whether lines run across the page or along it
    boxes = [(item.text, box) for item in items if (box := box_around(item.corners)) and len(item.text) > 1]
    down = sum(is_upright(text, b[2] - b[0], b[3] - b[1]) for text, b in boxes)
    return said if said in (1, 3) and 2 * down > len(boxes) else 0


def _climbs(items: Sequence[ServiceLine]) -> bool:
    """Whether level lines, in the order in which the service read them, mostly follow one another upwards: then places
    are those in the picture as it was sent, upside down, and not in the one that the service turned."""
    boxes = [box for item in items if (box := box_around(item.corners))]
    steps = [b[1] - a[1] for a, b in pairwise(boxes)]
    return sum(step < 0 for step in steps) > sum(step > 0 for step in steps)


def _times(place: Corners, scale: tuple[float, float]) -> Corners:
    return tuple((round(x * scale[0], 2), round(y * scale[1], 2)) for x, y in place) if scale != (1, 1) else place


def _scaled(item: ServiceLine, scale: tuple[float, float]) -> ServiceLine:
    parts = [part._replace(corners=_times(part.corners, scale)) for part in item.parts]
    return item._replace(corners=_times(item.corners, scale), parts=parts)


def _mirrored(item: ServiceLine) -> ServiceLine:
    """A line whose place was measured from below, as a share of the page."""

    def up(place: Corners) -> Corners:
        return tuple((x, 1 - y) for x, y in place)

    parts = [part._replace(corners=up(part.corners)) for part in item.parts]
    return item._replace(corners=up(item.corners), parts=parts)


def _back(item: ServiceLine, turns: int, size: tuple[float, float]) -> ServiceLine:
    parts = [part._replace(corners=turned_back(part.corners, turns, *size)) for part in item.parts]
    return item._replace(corners=turned_back(item.corners, turns, *size), parts=parts)


def _found(part: ServiceWord) -> Found:
    return Found(part.text, box_around(part.corners), part.sure, part.parted, spaced=part.spaced)
