"""Text set one character a line: vertical columns as extractors leave them, and letter-spaced headlines."""

from __future__ import annotations

from collections.abc import Sequence

from papercut.model.page import Line

RUN = 3  # characters in a row, each on a line of its own: two may be the ends of paragraphs
LONGEST = 60  # characters of a column; a longer run has no column ends in it
LETTERS = 2  # of them that must be letters other than digits: cells of a table are numbers


def join_runs(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Join lines of one visible character each; the same tuple where there are none.

    What stands between two blank lines becomes one line (one column of vertical text), whose pieces are those of its
    characters. Blank lines inside a run go, since every column has them.
    """
    if sum([len(row.text.strip()) == 1 for row in lines if 0 < len(row.text) <= RUN]) < RUN:
        return lines
    out: list[Line] = []
    at, joined = 0, False
    while at < len(lines):
        end = at
        while end < len(lines) and len(lines[end].text) <= RUN and len(lines[end].text.strip()) <= 1:
            end += 1
        # blank lines around a run are not part of it
        first, last = at, end
        while first < last and not lines[first].text.strip():
            first += 1
        while last > first and not lines[last - 1].text.strip():
            last -= 1
        run = lines[first:last]
        letters = [row.text.strip() for row in run if row.text.strip()]
        if len(letters) >= RUN and sum(c.isalpha() for c in letters) >= LETTERS and not _is_list(letters):
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
        if k < len(lines) and lines[k].text and len(lines[k].text) == len(lines[k].pieces):
            run.append(k)
            continue
        if any(len(lines[i].text) >= RUN for i in run):
            out += [i for i in run if len(lines[i].text) <= LONGEST]
        run = []
    return out


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
        text = "".join(row.text.strip() for row in part)
        out.append(Line(part[0].number, text, tuple(p for row in part for p in row.pieces)))
    return out
