"""Text set one character a line: vertical columns as extractors leave them, and letter-spaced headlines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from papercut.model.page import Line
from papercut.model.pieces import piece_ends, visible_length

RUN = 3  # characters in a row, each on a line of its own: two may be the ends of paragraphs
LONGEST = 60  # characters of a column; a longer run has no column ends in it
LETTERS = 2  # of them that must be letters other than digits: cells of a table are numbers
MARKED = 1 / 3  # of the lines of a run, at most, hold a mark beside their character (`·承`): else they are a list


def join_runs(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Join lines of one visible character each, or of one and a mark; the same tuple where there are none.

    What stands between two blank lines becomes one line (one column of vertical text), whose pieces are those of its
    characters. Blank lines inside a run go, since every column has them.
    """
    if sum([len(row.text.strip()) == 1 for row in lines if 0 < len(row.text) <= RUN]) < RUN:
        return lines
    out: list[Line] = []
    at, joined = 0, False
    while at < len(lines):
        end = at
        while end < len(lines) and _may_be_one(lines[end].text):
            end += 1
        # blank lines around a run are not part of it
        first, last = at, end
        while first < last and not lines[first].text.strip():
            first += 1
        while last > first and not lines[last - 1].text.strip():
            last -= 1
        run = lines[first:last]
        held = [row.text.strip() for row in run if row.text.strip()]
        letters = [text for text in held if len(text) == 1]
        joins = len(letters) >= RUN and len(held) - len(letters) <= MARKED * len(held)
        if joins and sum(c.isalpha() for c in letters) >= LETTERS and not _is_list(letters):
            out += lines[at:first]
            out += _columns(run)
            out += lines[last:end]
            joined = True
        else:
            out += lines[at:end]
        if end < len(lines):
            out.append(lines[end])
        at = end + 1
    return tuple(out) if joined else lines


def columns_of(lines: Sequence[Line]) -> list[int]:
    """Which of the lines that `join_runs` left are columns of vertical text (or letter-spaced lines): their indices.
    A column of one or two characters stands beside longer ones; what has no break for long is none."""
    out: list[int] = []
    run: list[int] = []
    for k in range(len(lines) + 1):
        if k < len(lines) and _is_joined(lines[k]):
            run.append(k)
            continue
        if any(len(lines[i].text) >= RUN for i in run):
            out += [i for i in run if len(lines[i].text) <= LONGEST]
        run = []
    return out


def cut_unbroken(
    raw: Sequence[str], lines: tuple[Line, ...], line_starts: Callable[[Sequence[str]], Sequence[int]]
) -> tuple[Line, ...]:
    """Cut what `join_runs` joined and is longer than any column, where `line_starts` says that lines begin among its
    characters; the same tuple where there is nothing so long. `raw` are the page's own lines."""
    if all(len(line.text) <= LONGEST or not _is_joined(line) for line in lines):
        return lines
    out: list[Line] = []
    for line in lines:
        ends = _character_ends(raw, line) if len(line.text) > LONGEST and _is_joined(line) else None
        if ends is None:
            out.append(line)
            continue
        ends = [0, *ends]
        starts = line_starts([line.text[end - 1] for end in ends[1:]])
        for first, stop in pairwise([*starts, len(line.pieces)]):
            pieces = line.pieces[first:stop]
            out.append(Line(pieces[0].line, line.text[ends[first] : ends[stop]], pieces))
    return tuple(out)


def _character_ends(raw: Sequence[str], line: Line) -> list[int] | None:
    """Where in a joined line each of its pieces ends; None if its characters were rewritten."""
    sizes = [visible_length(raw[piece.line - 1][piece.start : piece.end]) for piece in line.pieces]
    return piece_ends(line.text, sizes) if min(sizes, default=0) else None


def _may_be_one(text: str) -> bool:
    """Whether a line is blank, or may be a character of a vertical column: one, or one and a mark that its extractor
    put on the same line since it is narrow."""
    shown = text.strip()
    if len(text) > RUN or len(shown) > 2:
        return False
    return len(shown) < 2 or not (shown.isalnum() or any(c.isspace() for c in shown))


def _is_joined(line: Line) -> bool:
    """Whether a line was put together from characters, or is a single one."""
    count = len(line.pieces)
    return 0 < len(line.text) <= 2 * count and (count > 1 or len(line.text) == 1)


def _is_list(letters: list[str]) -> bool:
    """Whether the characters are marks of a list (`A`, `B`, `C`) rather than text: no Han character is among them."""
    return all(c.isascii() for c in letters)


def _columns(run: tuple[Line, ...]) -> list[Line]:
    """One line for each part of a run between blank lines; a blank stays beside a part too short to be a column."""
    parts: list[list[Line]] = [[]]
    blanks: list[Line] = []
    for row in run:
        if row.text.strip():
            parts[-1].append(row)
        elif parts[-1]:
            parts.append([])
            blanks.append(row)
    out: list[Line] = []
    for k, part in enumerate(parts):
        if k and min(len(part), len(parts[k - 1])) < RUN and len(parts) < RUN:
            out.append(blanks[k - 1])
        text = "".join([row.text.strip() for row in part])
        out.append(Line(part[0].number, text, tuple([p for row in part for p in row.pieces])))
    return out
