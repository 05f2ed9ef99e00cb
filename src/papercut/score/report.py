"""The figures for people, as a table and marked diffs, and for programs, as dicts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from papercut.score.cases import Case
from papercut.score.checked_pages import Stated, calibration
from papercut.score.page_figures import NAMES, Scored, Tally
from papercut.score.worst_articles import HAS, LACKS, Wrong, shortened, wrong
from papercut.translation.current import translated

CHECKED = "checked"
"""The row of the pages of an output that people have checked."""

ALL = "all"
"""The row of all raw texts together."""

Run = tuple[str, str]
"""A piece of a line for people: text, and what it is (`name`, `lacks`, `has`, `dim`, or nothing)."""

MARKS = {LACKS: ("[-", "-]", "lacks"), HAS: ("{+", "+}", "has")}
"""As `git diff --word-diff` marks them."""


class Bad(NamedTuple):
    """An article that is not right, and the text that it stands in."""

    case: Case
    wrong: Wrong


@dataclass
class Report:
    """What was scored so far. `keep` is how many of the worst articles are wanted."""

    keep: int = 0
    pages: list[tuple[Case, Tally]] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    stated: list[Stated] = field(default_factory=list)

    def add(self, case: Case, scored: Scored) -> None:
        """Take in one text."""
        self.pages.append((case, scored.tally))
        if self.keep:
            self.bad += [Bad(case, one) for one in wrong(scored.match)]
            self.bad.sort(key=lambda one: one.wrong.similarity)
            del self.bad[self.keep :]

    def rows(self) -> dict[str, Tally]:
        """The tallies by raw text, in the order of their names, and of all."""
        out: dict[str, Tally] = {}
        whole = Tally()
        for case, tally in self.pages:
            out[case.text] = out.get(case.text, Tally()).plus(tally)
            whole = whole.plus(tally)
        return {**dict(sorted(out.items())), ALL: whole}

    def to_dict(self) -> dict[str, Any]:
        """All of it for programs: `figures` by raw text, `pages` one by one, `worst` if it was asked for."""
        out: dict[str, Any] = {
            "figures": {name: tally.figures() for name, tally in self.rows().items()},
            "pages": [{**_case(case), "figures": tally.figures()} for case, tally in self.pages],
        }
        if self.stated:
            out["confidence"] = calibration(self.stated)
        if self.keep:
            out["worst"] = [
                {
                    **_case(case),
                    "article": one.number,
                    "similarity": one.similarity,
                    "headline": one.headline,
                    "found": one.found,
                    "diff": {name: [list(segment) for segment in diff] for name, diff in one.diffs.items()},
                }
                for case, one in self.bad
            ]
        return out

    def table(self, width: int | None = None) -> Iterator[str]:
        """The lines of a table, a row for each figure and a column for each raw text; in several blocks where there are
        only `width` cells."""
        rows = self.rows()
        if len(rows) == 2:
            del rows[ALL]
        columns = [cells(tally.figures()) for tally in rows.values()]
        table = {translated(name): [column[k] for column in columns] for k, name in enumerate(NAMES)}
        names = [translated(name) if name == CHECKED else name for name in rows]
        yield from blocks(table, names, width)

    def confidence(self) -> Iterator[str]:
        """The lines of a table that tells whether the confidence of articles was borne out; none where nobody asked."""
        rows = calibration(self.stated)
        if not rows:
            return
        table = [translated("confidence   articles   stated    right").split()]
        for row in rows:
            right = row["right"] / row["articles"]
            span = f"{row['from']:.1f} – {row['to']:.1f}"
            table.append([span, str(row["articles"]), f"{row['confidence']:.4f}", f"{right:.4f}"])
        widths = [max(map(_cells, column)) for column in zip(*table, strict=True)]
        yield ""
        for first, *rest in table:
            padded = [" " * (wide - _cells(value)) + value for value, wide in zip(rest, widths[1:], strict=True)]
            yield "   ".join([first + " " * (widths[0] - _cells(first)), *padded])

    def worst(self) -> Iterator[list[Run]]:
        """The lines about the worst articles, in pieces that may be coloured."""
        for case, one in self.bad:
            yield []
            yield from wrong_lines(one, str(case.raw))


def cells(figures: Mapping[str, float | None]) -> list[str]:
    """Figures as they stand in a table."""
    return [
        "–" if value is None else str(value) if isinstance(value, int) else f"{value:.4f}" for value in figures.values()
    ]


def blocks(rows: Mapping[str, Sequence[str]], names: Sequence[str], width: int | None) -> Iterator[str]:
    """The lines of a table, cut into blocks of columns that are no wider than `width`; at least one in each."""
    first = max(4, *(_cells(name) for name in rows)) if rows else 4
    widths = [max(_cells(name), 6) + 2 for name in names]
    start = 0
    while start < len(names):
        end = start + 1
        while end < len(names) and (width is None or first + sum(widths[start : end + 1]) <= width):
            end += 1
        if start:
            yield ""
        shown = range(start, end)
        yield " " * first + "".join(" " * (widths[k] - _cells(names[k])) + names[k] for k in shown)
        for name, values in rows.items():
            yield name + " " * (first - _cells(name)) + "".join(f"{values[k]:>{widths[k]}}" for k in shown)
        start = end


def _cells(text: str) -> int:
    """How many cells of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(ch) in "WF" else 1 for ch in text)


def _case(case: Case) -> dict[str, str]:
    return {"page": case.page, "raw": str(case.raw), "truth": str(case.truth)}


def _clipped(text: str, most: int = 40) -> str:
    """The beginning of a text."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most]}…"


def wrong_lines(one: Wrong, where: str = "") -> Iterator[list[Run]]:
    """The lines about an article that is not right; `where` is its text."""
    place: list[Run] = [(f"{where}  ", "dim")] if where else []
    yield [(f"{one.similarity:.3f}  ", "name"), *place, (_clipped(one.headline), "name")]
    if one.found is None:
        yield [(translated("  not found"), "lacks")]
        return
    for name, diff in one.diffs.items():
        word = translated(name)
        line: list[Run] = [(f"  {word}{' ' * (8 - _cells(word))}  ", "dim")]
        for sign, text in shortened(diff):
            left, right, kind = MARKS.get(sign, ("", "", ""))
            line.append((f"{left}{text}{right}", kind))
        yield line


def plain(lines: Iterable[Sequence[Run]]) -> str:
    """Lines without colours."""
    return "".join("".join(text for text, _ in line) + "\n" for line in lines)
