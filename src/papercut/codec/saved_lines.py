"""The lines of a page from its article document, which holds all its text but not the page itself.

Nothing on a page is lost, so its articles and furniture hold every visible character, and their pieces say on which
line each stands. The lines here are made of them: as the articles have the text, in the order of the columns. White
space and the characters before a rewrite are not known any more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from papercut.model.geometry import Box, Printed, union
from papercut.model.pieces import Piece

MOST_LINES = 1_000_000
"""No page has more lines."""


class SavedText(NamedTuple):
    """A text of the document, with the spans of lines that it was taken from, and their boxes if it has them."""

    text: str
    pieces: tuple[Piece, ...]
    boxes: tuple[Box, ...] | None
    ends: tuple[int, ...] | None = None
    """Where in the text each piece ends; None where the document does not say it."""


class SavedLines(NamedTuple):
    """The lines, where they are printed if that is known, the number of the first, and the new pieces of each text."""

    raw: tuple[str, ...]
    printed: tuple[Printed, ...]
    first: int
    pieces: list[tuple[Piece, ...]]


class _Chunk(NamedTuple):
    """What stands in one piece of a text."""

    start: int
    end: int
    owner: tuple[int, int]
    """Which text it is of, and which piece of it."""
    text: str
    box: Box | None


def saved_text(data: dict[str, Any]) -> SavedText:
    """A text of an article document. Raises `ValueError` where its pieces are not sound."""
    pieces = tuple(Piece(int(line), int(start), int(end)) for line, start, end in data["pieces"])
    if any(line < 1 or not 0 <= start <= end for line, start, end in pieces):
        raise ValueError("a piece lies outside the page")
    boxes, ends = data.get("boxes"), data.get("ends")
    return SavedText(
        data["text"],
        pieces,
        None
        if boxes is None or len(boxes) != len(pieces)
        else tuple((float(x0), float(y0), float(x1), float(y1)) for x0, y0, x1, y1 in boxes),
        tuple(map(int, ends)) if ends is not None and len(ends) == len(pieces) and _rise(ends, data["text"]) else None,
    )


def _rise(ends: Sequence[float], text: str) -> bool:
    """Whether the ends of the parts of a text follow one another up to its own."""
    return ends[-1:] == [len(text)] and all(before <= end for before, end in pairwise((0, *ends)))


def saved_lines(texts: Sequence[SavedText]) -> SavedLines:
    """The lines that these texts were taken from. Raises `ValueError` for more lines than a page has."""
    numbers = [piece.line for text in texts for piece in text.pieces]
    first, last = min(numbers, default=1), max(numbers, default=0)
    if last - first >= MOST_LINES:
        raise ValueError(f"the page would have {last - first + 1} lines")
    rows: list[list[_Chunk]] = [[] for _ in range(last - first + 1)]
    for owner, text in enumerate(texts):
        boxes = text.boxes or (None,) * len(text.pieces)
        for k, ((line, start, end), part, box) in enumerate(zip(text.pieces, _parts(text), boxes, strict=True)):
            if part:
                rows[line - first].append(_Chunk(start, end, (owner, k), part, box))
    places: dict[tuple[int, int], Piece] = {}
    raw: list[str] = []
    printed: list[Printed] = []
    for number, row in enumerate(rows, 1):
        row.sort(key=lambda chunk: (chunk.start, chunk.end))
        raw.append(_line(row, number, places))
        if row and (known := _printed(row)) is not None:
            printed.append(known)
    for owner, text in enumerate(texts):
        if not text.pieces and (words := " ".join(text.text.split())):  # it says of no line that it stands there
            raw.append(words)
            places[owner, 0] = Piece(len(raw), 0, len(words))
    pieces = [
        tuple(places[owner, k] for k in range(max(1, len(text.pieces))) if (owner, k) in places)
        for owner, text in enumerate(texts)
    ]
    return SavedLines(tuple(raw), tuple(printed) if len(printed) == len(raw) else (), first, pieces)


def _line(row: Sequence[_Chunk], number: int, places: dict[tuple[int, int], Piece]) -> str:
    """The text of a line, with a space where the columns leave room; where each chunk stands goes to `places`."""
    line = ""
    for before, chunk in zip((None, *row), row, strict=False):
        if before is not None and chunk.start > before.end:
            line += " "
        places[chunk.owner] = Piece(number, len(line), len(line) + len(chunk.text))
        line += chunk.text
    return line


def _printed(row: Sequence[_Chunk]) -> Printed | None:
    """Where a line is printed; None if that is not known of all of it."""
    boxes = [chunk.box for chunk in row if chunk.box is not None]
    if len(boxes) < len(row):
        return None
    upright = _upright(row)
    edges: list[float] = []
    for before, chunk in zip((None, *row), row, strict=False):
        if before is not None and chunk.start > before.end:
            edges += edges[-1:] * 2
        edges += _edges(chunk, upright)
    x0, y0, x1, y1 = around = union(boxes)
    return Printed(around, (x1 - x0) if upright else (y1 - y0), None, tuple(edges), upright)


def _parts(text: SavedText) -> Iterator[str]:
    """The part of the text in each of its pieces: as the document says; else as long as the piece is, if that fits;
    else in proportion."""
    if text.ends is not None:
        for (since, last), (_, start, end) in zip(pairwise((0, *text.ends)), text.pieces, strict=True):
            part = text.text[since:last].strip()
            yield part if len(part) == end - start else "".join(part.split())
        return
    visible = "".join(text.text.split())
    lengths = [end - start for _, start, end in text.pieces]
    if sum(lengths) != len(visible):
        spaced = _spaced(text.text, lengths)
        if spaced is not None:
            yield from spaced
            return
    at, passed, whole = 0, 0, sum(lengths)
    for k, length in enumerate(lengths):
        passed += length
        end = len(visible) if k == len(lengths) - 1 or not whole else len(visible) * passed // whole
        yield visible[at:end]
        at = end


def _spaced(text: str, lengths: Sequence[int]) -> list[str] | None:
    """The parts if pieces hold the white space of the text, but for that between two of them."""
    out: list[str] = []
    at = 0
    for length in lengths:
        while at < len(text) and text[at].isspace():
            at += 1
        out.append(text[at : at + length].strip())
        at += length
    return out if not text[at:].strip() and at <= len(text) + 1 else None


def _upright(row: Sequence[_Chunk]) -> bool:
    """Whether a line is set downwards: where it has several characters, its boxes are higher than wide."""
    votes = [c.box[3] - c.box[1] > c.box[2] - c.box[0] for c in row if c.box is not None and len(c.text) > 1]
    return 2 * sum(votes) > len(votes)


def _edges(chunk: _Chunk, upright: bool) -> list[float]:
    """Where each character begins and ends, if all are as wide."""
    if chunk.box is None:
        return [0.0] * (2 * len(chunk.text))
    low, high = (chunk.box[1], chunk.box[3]) if upright else (chunk.box[0], chunk.box[2])
    step = (high - low) / len(chunk.text)
    return [round(low + (n + k) * step, 2) for n in range(len(chunk.text)) for k in (0, 1)]
