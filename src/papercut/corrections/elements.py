"""The texts of an article document, taken apart at their pieces and put together again.

An element (a paragraph, a headline, a text in the furniture) becomes chunks, one for each of its pieces, and chunks
become elements. `ends` in the document says where each chunk's text ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from papercut.layout.text.hyphenation import word_gap
from papercut.model.geometry import Box
from papercut.model.pieces import Piece, piece_ends

Element = dict[str, Any]


class Unfit(Exception):
    """A correction does not fit the page as it is now. The message says why."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """The text of one piece. `gap` is the white space between it and the chunk before it."""

    piece: Piece
    text: str
    gap: str
    box: Box | None


def chunks_of(element: Element) -> list[Chunk]:
    """The chunks of an element. Raises `Unfit` where nobody knows which text belongs to which piece."""
    text, pieces = element["text"], [Piece(*piece) for piece in element["pieces"]]
    ends = element.get("ends")
    if ends is None:
        ends = [len(text)] if len(pieces) == 1 else piece_ends(text, [end - start for _, start, end in pieces])
    if ends is None or len(ends) != len(pieces) or sorted(ends) != ends or text[ends[-1] if ends else 0 :].strip():
        raise Unfit("it is not known which text stands on which line: the output was written by an older papercut")
    boxes = element.get("boxes") or [None] * len(pieces)
    out: list[Chunk] = []
    since = 0
    for piece, end, box in zip(pieces, ends, boxes, strict=True):
        part = text[since:end]
        bare = part.lstrip()
        out.append(Chunk(piece, bare, part[: len(part) - len(bare)], None if box is None else tuple(box)))
        since = end
    return out


def element_of(chunks: Sequence[Chunk], like: Element) -> Element:
    """An element of these chunks, with the other keys of `like`."""
    text, ends = "", []
    for chunk in chunks:
        text += (chunk.gap if text else "") + chunk.text
        ends.append(len(text))
    boxes = None if any(c.box is None for c in chunks) else [list(c.box) for c in chunks if c.box is not None]
    made = {"text": text, "lines": [], "pieces": [list(c.piece) for c in chunks], "ends": ends, "boxes": boxes}
    return {**like, **made}


def taken_out(chunks: Iterable[Chunk], spans: Sequence[Piece]) -> tuple[list[Chunk], list[Chunk]]:
    """The chunks that lie in the spans, and the others; a chunk is cut where a span begins or ends inside it."""
    inside: list[Chunk] = []
    outside: list[Chunk] = []
    for chunk in chunks:
        rest = [chunk]
        for span in spans:
            left = rest
            rest = []
            for part in left:
                before, within, after = _cut(part, span)
                rest += [x for x in (before, after) if x is not None]
                if within is not None:
                    inside.append(within)
        outside += sorted(rest, key=lambda part: part.piece)
    return inside, outside


def _cut(chunk: Chunk, span: Piece) -> tuple[Chunk | None, Chunk | None, Chunk | None]:
    """What of a chunk stands before, within and after a span."""
    line, start, end = chunk.piece
    low, high = max(start, span.start), min(end, span.end)
    if span.line != line or low >= high:
        return chunk, None, None
    if (low, high) == (start, end):
        return None, chunk, None
    if len(chunk.text) != end - start:
        raise Unfit(f"line {line} cannot be cut inside {chunk.text!r:.40}: its spaces or characters have changed")

    def part(first: int, last: int) -> Chunk | None:
        text = chunk.text[first - start : last - start]
        if not text.strip():
            return None
        indent = len(text) - len(text.lstrip())
        piece = Piece(line, first + indent, first + len(text.rstrip()))
        before = chunk.text[: piece.start - start]
        gap = before[len(before.rstrip()) :] if before.strip() else chunk.gap
        return Chunk(piece, text.strip(), gap, _part_of(chunk.box, piece.start - start, piece.end - start, end - start))

    return part(start, low), part(low, high), part(high, end)


def _part_of(box: Box | None, first: int, last: int, of: int) -> Box | None:
    """The part of a line's box that some of its characters take, if all are as wide."""
    if box is None:
        return None
    x0, y0, x1, y1 = box
    if y1 - y0 > x1 - x0:
        step = (y1 - y0) / of
        return (x0, round(y0 + first * step, 2), x1, round(y0 + last * step, 2))
    step = (x1 - x0) / of
    return (round(x0 + first * step, 2), y0, round(x0 + last * step, 2), y1)


def joined(groups: Sequence[Sequence[Chunk]]) -> list[Chunk]:
    """Groups of chunks one behind the other, with a space between words in letters."""
    out: list[Chunk] = []
    for group in groups:
        for k, chunk in enumerate(group):
            if out and k == 0:
                chunk = replace(chunk, gap=word_gap(out[-1].text, chunk.text))
            out.append(chunk)
    return out


def holds(element: Element, line: int, column: int) -> bool:
    """Whether a character of the page stands in an element."""
    return any(at == line and start <= column < end for at, start, end in element["pieces"])
