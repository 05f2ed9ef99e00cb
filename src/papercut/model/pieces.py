"""Where a word came from: spans of code points in the *raw* lines of a page.

Rewrites obey one rule that keeps this exact: **a rewrite may change characters and white space, but the characters
other than white space that leave a text also leave its pieces** (they go to the furniture as `removed`). So the k-th
visible character of a text is the k-th visible character of its pieces, but for the few characters that `EXPANSIONS`
lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

EXPANSIONS: dict[str, str] = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
"""The characters that one rewrite turns into several visible ones; `Normalize` uses the same table."""


class Piece(NamedTuple):
    """A span of code points of one raw line. `line` counts from 1; `start` and `end` count from 0, and `end` is not
    included.
    """

    line: int
    start: int
    end: int


def line_runs(pieces: Iterable[Piece]) -> tuple[tuple[int, int], ...]:
    """The line numbers of `pieces` as runs `(first, last)`; neighbours in the file make one run."""
    runs: list[tuple[int, int]] = []
    for line, _, _ in pieces:
        if runs and runs[-1][0] <= line <= runs[-1][1] + 1:
            if line > runs[-1][1]:
                runs[-1] = (runs[-1][0], line)
        else:
            runs.append((line, line))
    return tuple(runs)


def raw_positions(raw: Sequence[str], pieces: Iterable[Piece]) -> Iterator[tuple[int, int]]:
    """`(line, column)` of each visible raw character under `pieces`, once for each character it was expanded to."""
    for line, start, end in pieces:
        text = raw[line - 1]
        for column in range(start, end):
            ch = text[column]
            if not ch.isspace():
                for _ in EXPANSIONS.get(ch, ch):
                    yield line, column


def visible_length(text: str) -> int:
    """How many visible characters `text` has, a ligature counted as the letters that it stands for."""
    count = len("".join(text.split()))
    if not text.isascii():
        for ch, letters in EXPANSIONS.items():
            if ch in text:
                count += text.count(ch) * (len(letters) - 1)
    return count


def split_pieces(
    raw: Sequence[str], text: str, pieces: Sequence[Piece], at: int
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Cut `pieces` where `text` is cut at index `at`: the pieces of `text[:at]` and of `text[at:]`.

    Relies on the rule of this module: the k-th visible character of the text is the k-th of its pieces.
    """
    visible = visible_length(text[:at])
    left: list[Piece] = []
    right: list[Piece] = []
    for piece in pieces:
        if visible <= 0:
            right.append(piece)
            continue
        line, start, end = piece
        row = raw[line - 1]
        column = start
        while column < end and visible > 0:
            ch = row[column]
            if not ch.isspace():
                visible -= len(EXPANSIONS.get(ch, ch))
            column += 1
        left.append(Piece(line, start, column))
        if column < end:
            right.append(Piece(line, column, end))
    return tuple(left), tuple(right)


def cut_pieces(
    raw: Sequence[str], text: str, pieces: Sequence[Piece], start: int, end: int
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The pieces of `text[start:end]`, and those of the rest of the text."""
    head, tail = split_pieces(raw, text, pieces, start)
    inner, after = split_pieces(raw, text[start:], tail, end - start)
    return inner, head + after


def piece_ends(text: str, lengths: Sequence[int]) -> list[int] | None:
    """Where in `text` each piece of its ends (an index), from how many visible characters each stands for; None if the
    text is not as long as they say, because somebody wrote it anew."""
    dense = not any(ch.isspace() for ch in text)
    places = range(len(text)) if dense else [at for at, ch in enumerate(text) if not ch.isspace()]
    if sum(lengths) != len(places):
        return None
    ends = []
    passed = 0
    for length in lengths:
        passed += length
        ends.append(places[passed - 1] + 1 if passed else 0)
    return ends


def merge_pieces(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Join spans that follow one another on the same line."""
    out: list[Piece] = []
    for piece in pieces:
        if out and out[-1].line == piece.line and out[-1].end == piece.start:
            out[-1] = Piece(piece.line, out[-1].start, piece.end)
        else:
            out.append(piece)
    return tuple(out)
