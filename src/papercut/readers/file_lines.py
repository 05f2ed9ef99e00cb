"""The lines that an OCR file gives, with or without sound boxes, on their way to a Page."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from papercut.model.geometry import Box, Drawn, Printed, union
from papercut.model.page import Note, Page, Source
from papercut.model.pieces import Piece, line_runs
from papercut.plurals import counted
from papercut.readers.printed_page import STAGE, Word, line_of_words, page_of_lines, tidied
from papercut.readers.type_size import boxes_are_rows, em, is_upright, length_in_ems, mostly_square

FARTHEST = 1e6
"""No coordinate of a page is larger: a metre of newspaper at 2400 dots an inch has 100,000."""

BOLD = 700.0
"""The weight of bold type; files say no more of it than that it is bold."""


class Found(NamedTuple):
    """A word as it stands in the file: its box may be missing. `spaced` is whether the file surely has a space before
    it, also between Chinese characters."""

    text: str
    box: Box | None = None
    confidence: float | None = None
    parted: bool = True
    bold: bool = False
    spaced: bool = False


def file_number(text: object) -> float | None:
    """A number of a file; None if it is none, or absurd."""
    if not isinstance(text, (str, int, float)) or isinstance(text, bool):
        return None
    try:
        value = float(text)
    except (ValueError, OverflowError):
        return None
    return value if math.isfinite(value) and abs(value) <= FARTHEST else None


def box_of(values: Iterable[object]) -> Box | None:
    """The box with these edges (left, top, right, bottom), in whichever order each two of them are; None without an
    area."""
    x0, y0, x1, y1 = map(file_number, values)
    if x0 is None or y0 is None or x1 is None or y1 is None:
        return None
    box = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    return box if box[2] - box[0] >= 0.01 and box[3] - box[1] >= 0.01 else None


def box_around(points: Sequence[tuple[object, object]]) -> Box | None:
    """The box around a polygon; corners that are no numbers are left out."""
    sound = [
        (x, y) for x, y in ((file_number(x), file_number(y)) for x, y in points) if x is not None and y is not None
    ]
    if len(sound) < 2:
        return None
    xs, ys = [x for x, _ in sound], [y for _, y in sound]
    return box_of((min(xs), min(ys), max(xs), max(ys)))


def percent(text: object) -> float | None:
    """A confidence that the file gives from 0 to 100, as a share; None if it gives none."""
    value = file_number(text)
    return None if value is None or not 0 <= value <= 100 else round(value / 100, 4)


def confidence_share(text: object) -> float | None:
    """A confidence that the file gives from 0 to 1; some programs write percent all the same."""
    value = file_number(text)
    return value if value is not None and 0 <= value <= 1 else percent(text)


class PageLines:
    """Collects what stands on one page. `size` is the page's width and height in `unit`, if the file says them."""

    def __init__(self, size: tuple[object, object] = (None, None), unit: str = "px") -> None:
        self.size: tuple[float, float] | None = None
        self.set_size(size)
        self.unit = unit
        self.drawn: list[Drawn] = []
        self.notes: list[Note] = []
        self._lines: list[tuple[str, Printed]] = []  # of size 0 where nobody knows the place
        self._odd: list[int] = []
        self._loose: dict[int, float] = {}  # what the em of a Latin line is if its words' boxes are rows
        self._votes: list[bool | None] = []

    def set_size(self, size: tuple[object, object]) -> None:
        """The page's width and height, where the file says them only now; what is no size says nothing."""
        wide, high = map(file_number, size)
        self.size = (wide, high) if wide and high and wide > 0 and high > 0 else None

    def draw(self, kind: str, box: Box | None) -> None:
        """Something that is no text: `rule` or `image`."""
        if box is not None and self._on_page(box):
            self.drawn.append(Drawn(kind, box))

    def add(
        self,
        words: Sequence[Found],
        box: Box | None,
        *,
        region: int | None = None,
        kind: str = "",
        across: float | None = None,
        size: float | None = None,
        upright: bool | None = None,
        hyphen: bool | None = None,
    ) -> int:
        """A line of these words, and its number; without visible text it is none, and the number is 0.

        `box` is the line's own. `across` is how thick the line is, where that is less than the box says (in slanted
        lines), `size` its em, where the file says it; `upright` is whether the file says that it is set downwards,
        `hyphen` whether a hyphen at its end belongs to the word.
        """  # fmt: skip
        words = [w for w in words if tidied(w.text)]
        if not words:
            return 0
        if box is not None and not self._on_page(box):
            box = None
        words = [w if w.box is None or self._on_page(w.box) else w._replace(box=None) for w in words]
        boxes = [w.box for w in words if w.box is not None]
        around = box or (union(boxes) if boxes else None)
        text = "".join(tidied(w.text) for w in words)
        if around is None:
            self._odd.append(len(self._lines) + 1)
            # without geometry all that can be said is what the line says
            around = (0.0, 0.0, length_in_ems(text), 1.0)
            text, printed = _line(_placed(words, around, False), 1.0, around, False, region, kind, words)
            self._lines.append((text, dataclasses.replace(printed, size=0.0, hyphen=hyphen)))
            return len(self._lines)
        wide, high = around[2] - around[0], around[3] - around[1]
        downwards = is_upright(text, wide, high) if upright is None else upright and len(text) > 1 and high > wide
        along, thick = (high, wide) if downwards else (wide, high)
        if size is None:
            low = 0 if downwards else 1
            heights = [(w.text, w.box[low + 2] - w.box[low]) for w in words if w.box is not None]
            thick = min(thick, across or thick)
            size = em(text, along, thick, heights)
            if not mostly_square(text) and heights:
                self._loose[len(self._lines)] = max(0.01, round(thick, 2))
                self._votes.append(boxes_are_rows(heights))
        if len(boxes) < len(words) and boxes:
            self._odd.append(len(self._lines) + 1)
        placed = _placed(words, around, downwards)
        text, printed = _line(placed, max(0.01, round(size, 2)), box or around, downwards, region, kind, words)
        self._lines.append((text, dataclasses.replace(printed, hyphen=hyphen)))
        return len(self._lines)

    def page(self, source: Source) -> Page:
        """The page of all lines so far, which `source` says the rest about."""
        if self._votes.count(True) > self._votes.count(False):
            for at, size in self._loose.items():
                text, printed = self._lines[at]
                self._lines[at] = text, dataclasses.replace(printed, size=size)
        sound = [p for _, p in self._lines if p.size]
        notes = [*self.notes, *self._odd_places(bool(sound))]
        rows = self._mended()
        extent = self.size
        if extent is None and sound:
            x0, y0, x1, y1 = union(p.box for p in sound)
            # margins as wide on the one side as on the other; what stands off the sheet has none
            extent = x1 - min(0.0, x0) + max(0.0, x0), y1 - min(0.0, y0) + max(0.0, y0)
        page = page_of_lines(rows, dataclasses.replace(source, size=extent, unit=self.unit), self.drawn, notes)
        if sound:
            return page
        lines = tuple(dataclasses.replace(line, box=None, size=None) for line in page.lines)
        return page.replace(printed=(), drawn=(), lines=lines)

    def _odd_places(self, any_sound: bool) -> list[Note]:
        """Notes on lines of which the file does not say where they stand, or that they stand where there is no page."""
        out: list[Note] = []
        if self._odd and not any_sound:
            out.append(_odd("the file does not say where its lines stand: only their order is known", self._odd))
        elif self._odd:
            count = counted(len(self._odd), "line has", "lines have")
            said = f"{count} words without a sound place on the page, which were put beside their neighbours"
            out.append(_odd(said, self._odd))
        wide, high = self.size or (math.inf, math.inf)
        off = [
            n for n, (_, p) in enumerate(self._lines, 1)
            if p.size and (p.box[2] <= 0 or p.box[3] <= 0 or p.box[0] >= wide or p.box[1] >= high)
        ]  # fmt: skip
        if off:
            count = counted(len(off), "line stands", "lines stand")
            out.append(_odd(f"{count} off the page, as the file has it", off))
        return out

    def _on_page(self, box: Box) -> bool:
        if self.size is None:
            return True
        wide, high = self.size
        return -wide <= box[0] and box[2] <= 2 * wide and -high <= box[1] and box[3] <= 2 * high

    def _mended(self) -> list[tuple[str, Printed]]:
        """All lines; one that has no place stands under the one before it, or over the first that has one."""
        first = next((p for _, p in self._lines if p.size), None)
        out: list[tuple[str, Printed]] = []
        last: Printed | None = None
        for text, printed in self._lines:
            if not printed.size and first is not None:
                near = last or first
                x0, y0, x1, y1 = near.box
                down = (y1 - y0) if last else 0.0
                box = (x0, y0 + down, x1, y1 + down)
                printed = dataclasses.replace(printed, box=box, size=near.size, edges=(), upright=near.upright)
            out.append((text, printed))
            last = printed if printed.size else last
        return out


def _odd(said: str, lines: Sequence[int]) -> Note:
    return Note("odd-geometry", STAGE, line_runs(Piece(n, 0, 0) for n in lines), said)


def _line(
    words: Sequence[Word], size: float, box: Box, upright: bool, region: int | None, kind: str, found: Sequence[Found]
) -> tuple[str, Printed]:
    bold = sum(len(w.text) for w in found if w.bold)
    weight = BOLD if 2 * bold > sum(len(w.text) for w in found) else None
    line = line_of_words(words, size, upright=upright, region=region, kind=kind, weight=weight, box=box)
    assert line is not None
    return line


def _placed(words: Sequence[Found], around: Box, upright: bool) -> list[Word]:
    """The words with a box each: those without one share what their neighbours, or the line's ends, leave them."""
    low, high = (1, 3) if upright else (0, 2)
    out: list[Word] = []
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and words[end].box is None:
            end += 1
        if end > at:
            begin = out[-1].box[high] if out else around[low]
            after = words[end].box if end < len(words) else None
            stop = max(begin, after[low] if after else around[high])
            lengths = [length_in_ems(tidied(w.text)) + 0.5 * w.parted for w in words[at:end]]
            step = (stop - begin) / sum(lengths)
            for word, length in zip(words[at:end], lengths, strict=True):
                space = 0.5 * word.parted * step if out else 0.0
                a, b = begin + space, begin + length * step
                box = (around[0], a, around[2], b) if upright else (a, around[1], b, around[3])
                out.append(Word(word.text, box, word.confidence, word.parted, word.spaced))
                begin = b
        if end < len(words):
            word = words[end]
            assert word.box is not None
            out.append(Word(word.text, word.box, word.confidence, word.parted, word.spaced))
            end += 1
        at = end
    return out
