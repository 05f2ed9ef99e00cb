"""Lines in their cells, and what tells how they go on, where columns are woven
(`papercut.layout.text.interleaved_columns`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate, chain

from papercut.layout.text.split_lines import CLOSED, OPENING, Width, text_width

ENDED = frozenset("。！？…”’」』）)!?：；:;》】")
KINDS = (("“", "”"), ("（", "）"), ("《", "》"))
# how much more often a line that goes on shows this than any two lines of a page do, in log-odds, by how often the page
# holds the pair of characters elsewhere
PAIRS = {
    "word": (3.2, 4.0, 4.2, 4.2),
    "number": (1.6, 2.4, 2.6, 2.8),
    "suffix": (-0.2, 1.2, 1.4, 1.8),
    "-": (-0.8, 1.8, 2.2, 2.6),
}

Part = tuple[int, int, int]  # a column, and from where to where a line's visible characters are its


class _Cells(dict[str, Width]):
    """The cells that each character may fill."""

    def __missing__(self, character: str) -> Width:
        found = self[character] = text_width(character)
        return found


_CELLS = _Cells()
_MARKED = re.compile(f"[{''.join(chain.from_iterable(KINDS))}]").search


class Text:
    """The visible characters of a line, the cells that it fills, and where it has a space."""

    def __init__(self, text: str, raw: str) -> None:
        shown = text.split()
        self.text = "".join(shown)
        self.gaps = set(accumulate([len(word) for word in shown[:-1]]))
        self.seams: dict[int, float] = {}
        self.parts: dict[tuple[int, int], tuple[str, int, int]] = {}
        self.marked = _MARKED(self.text) is not None
        raw = "".join(raw.split())
        self.measured = raw if len(raw) == len(self.text) else self.text
        self.width = text_width(self.measured)

    def part(self, start: int, stop: int) -> tuple[str, int, int]:
        """The text of a part of the line, and the least and the greatest number of cells that it fills."""
        key = (start, stop)
        found = self.parts.get(key)
        if found is None:
            least, most = self.least, self.most
            found = self.text[start:stop], least[stop] - least[start], most[stop] - most[start]
            self.parts[key] = found
        return found

    @cached_property
    def least(self) -> list[int]:
        """The least number of cells up to each character."""
        return [0, *accumulate([_CELLS[c].least for c in self.measured])]

    @cached_property
    def most(self) -> list[int]:
        """The greatest number of cells up to each character."""
        return [0, *accumulate([_CELLS[c].most for c in self.measured])]


def cuttable(before: str, after: str) -> bool:
    """Whether an extractor may have cut a line here."""
    return before[-1] in "，、,。！？；：”’》）)" or after[0] in OPENING or after[0] in CLOSED


def read_marks(marks: tuple[int, ...], text: str) -> tuple[tuple[int, ...], float]:
    """Which kinds of marks are open after a text, and how well it agrees with what was open before."""
    out: list[int] = []
    gain = 0.0
    for state, (opening, closing) in zip(marks, KINDS, strict=True):
        if opening in text or closing in text:
            for c in text:
                if c == opening:
                    gain -= 1.0 if state == 1 else 0.0
                    state = 1
                elif c == closing:
                    gain += 0.0 if state < 0 else -2.0 if state == 0 else 0.0
                    state = 0
            if closing in text and text.find(closing) < (text + opening).find(opening):
                gain += 1.0 if marks[len(out)] == 1 else 0.0
        out.append(state)
    return tuple(out), gain


def measures(lines: Sequence[Text], enough: int = 6) -> list[int]:
    """The widths that most lines have, the commonest first."""
    seen: Counter[int] = Counter()
    for line in lines:
        least, most = line.width
        if most >= 10 and most - least <= 4:
            for w in range(least, most + 1):
                seen[w] += 1
    near = {w: 2 * n + seen[w - 1] + seen[w + 1] for w, n in seen.items()}
    out: list[int] = []
    for w in sorted(near, key=lambda w: (-near[w], -w)):
        if near[w] >= enough and all(abs(w - m) > 2 for m in out):
            out.append(w)
    return out


def columns_of(rows: Sequence[tuple[Part, ...]]) -> list[list[Part]]:
    """The parts of each column, from left to right."""
    columns: dict[int, list[Part]] = {}
    for i, parts in enumerate(rows):
        for column, start, stop in parts:
            columns.setdefault(column, []).append((i, start, stop))
    return [columns[column] for column in sorted(columns)]
