"""What the lines of a run of display type are to one another: a network that reads the characters of the whole run.

The labels of the page network know sizes, places and neighbours, but of the words only what single lines and breaks
read like. This network sees all display lines that stand together: whether a line reads as a deck of the one above or
as the headline of another story, and whether this paper sets its headlines in several parts. It was taught on runs
made of real headlines with their kickers and decks and some text around them, and then left alone
(`tools/fit_display.py`). What it says is evidence for the labels of lines (`papercut.solver.lines.display_runs`), for
where a group begins (`papercut.solver.headlines.placement`) and for the roles in it
(`papercut.solver.headlines.roles`).

The characters of a line go through two convolutions; their greatest and mean values, the line's first and last two
characters and its looks make one row a line. Three layers over the lines follow, which also see the mean of the run.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain

import numpy as np

from papercut.layout.text.column_measure import width
from papercut.solver.matrix_product import product
from papercut.solver.rare_pairs import Floats
from papercut.solver.reading_network import CharacterRows, line_reader
from papercut.solver.weights import read_weights
from papercut.solver.weights_archive import read_arrays

DISPLAY_LABELS = ("kicker", "kicker-on", "head", "head-under", "head-on", "deck", "deck-on", "other", "subhead", "text")
"""What a line may be: the first line of a kicker or one that goes on with it; a headline that begins a group, one
under a kicker, a line that goes on with it; a deck, a line that goes on with it; a byline or something else; a subhead
within a story; running text."""

BEGINS = tuple(DISPLAY_LABELS.index(x) for x in ("kicker", "head", "other"))
"""The labels of lines that begin a group; `GOES_ON` of those that do not."""
GOES_ON = tuple(k for k in range(len(DISPLAY_LABELS)) if k not in BEGINS)

CHARACTERS = 32
"""So many characters of a line are read: of a longer one, half of them at either end."""
KEPT, SHORT = 2000, 100
"""What was read of so many lines is kept, if they have no more characters than the second."""
LOOKS = 8
"""Numbers beside the characters: widths of the line and its neighbours in em, by ten; whether it is the first or last
of its run; whether it begins or ends with a dash; whether it stands in brackets."""
_DASHES = "—─"


@dataclass(frozen=True, slots=True)
class DisplayNetwork:
    """The network. `rows` and `table` (characters by values) are those of the line reader and more of its own;
    each layer is a matrix and what is added."""

    rows: CharacterRows
    table: Floats
    layers: dict[str, tuple[Floats, Floats]]
    about: str
    known: dict[str, Floats | None] = field(default_factory=dict, compare=False, repr=False)
    """What was read of the characters of lines before: the same lines are asked for twice on a page."""

    def chances(self, runs: Sequence[Sequence[str]]) -> list[Floats]:
        """For each run of lines a row a line: the log of the chance of each of `DISPLAY_LABELS`."""
        texts = [text for run in runs for text in run]
        if not texts:
            return [np.zeros((0, len(DISPLAY_LABELS)), np.float32) for _ in runs]
        each = self._lines(texts, np.concatenate([looks(run) for run in runs if run]))
        ends = np.cumsum([len(run) for run in runs])
        return [self._run(rows) for rows in np.split(each, ends[:-1])]

    def _layer(self, name: str, seen: Floats) -> Floats:
        matrix, bias = self.layers[name]
        found: Floats = np.maximum(product(seen, matrix) + bias, 0.0)
        return found

    def _lines(self, texts: Sequence[str], seen: Floats) -> Floats:
        """A row for each line, without regard to the lines around it."""
        found = {text: self.known.get(text) for text in texts}
        new = [text for text, row in found.items() if row is None]
        if new:
            found.update(zip(new, self._read(new), strict=True))
        if len(self.known) + len(new) > KEPT:
            self.known.clear()
        rows = np.array([found[text] for text in texts], np.float32)
        read = zip(texts[:KEPT], rows, strict=False)
        self.known.update((text, row.copy()) for text, row in read if len(text) <= SHORT)
        return self._layer("line", np.hstack([rows, seen]).astype(np.float32))

    def _read(self, texts: Sequence[str]) -> Floats:
        """What is read of the characters of lines."""
        ids = np.zeros((len(texts), CHARACTERS), np.intp)
        row_of = self.rows.__getitem__
        for k, text in enumerate(texts):
            row = list(chain.from_iterable(map(row_of, text)))
            if len(row) > CHARACTERS:
                row = row[: CHARACTERS // 2] + row[-CHARACTERS // 2 :]
            ids[k, : len(row)] = row
        size = np.maximum((ids > 0).sum(axis=1), 1)
        here = (ids > 0)[:, :, None]
        chars = self.table[ids]
        found = self._layer("near", _neighbours(chars, 1)) * here
        found = self._layer("far", _neighbours(found, 2)) * here
        at = np.arange(len(texts))
        ends = [chars[:, 0], chars[:, 1], chars[at, np.maximum(size - 2, 0)], chars[at, size - 1]]
        mean = found.sum(axis=1) / size[:, None]
        return np.hstack([found.max(axis=1), mean, *ends]).astype(np.float32)

    def _run(self, lines: Floats) -> Floats:
        """The log-chances of the lines of one run."""
        if not len(lines):
            return np.zeros((0, len(DISPLAY_LABELS)), np.float32)
        before = np.vstack([np.zeros_like(lines[:1]), lines[:-1]])
        mean = np.broadcast_to(lines.mean(axis=0), lines.shape)
        first = self._layer("pair", np.hstack([lines, mean, before, lines * before]))
        second = self._layer("around", _neighbours(first[None], 1)[0])
        third = self._layer("wide", _neighbours(second[None], 2)[0]) + first
        matrix, bias = self.layers["out"]
        scores = product(np.hstack([third, lines]), matrix) + bias
        top = scores - scores.max(axis=1, keepdims=True)
        found: Floats = top - np.log(np.exp(top).sum(axis=1, keepdims=True))
        return found


def looks(run: Sequence[str]) -> Floats:
    """The numbers that are seen of each line of a run beside its characters (rows of `LOOKS`)."""
    widths = [width(text) / 10 for text in run]
    out = np.zeros((len(run), LOOKS), np.float32)
    for k, text in enumerate(run):
        out[k] = (
            min(widths[k], 4.0), widths[k - 1] if k else 0.0, widths[k + 1] if k + 1 < len(run) else 0.0,
            k == 0, k + 1 == len(run), text[:1] in _DASHES, text[-1:] in _DASHES,
            text[:1] in "【〖[" and text[-1:] in "】〗]",
        )  # fmt: skip
    return out


def _neighbours(rows: Floats, step: int) -> Floats:
    """Beside each row (of the last axis but one) the rows `step` before and after it, zeros where there are none."""
    *lead, count, size = rows.shape
    out: Floats = np.zeros((*lead, count, 3 * size), np.float32)
    out[..., step:, :size] = rows[..., : max(0, count - step), :]
    out[..., size : 2 * size] = rows
    out[..., : max(0, count - step), 2 * size :] = rows[..., step:, :]
    return out


@cache
def display_network() -> DisplayNetwork:
    """The fitted network, read once."""
    return read_display_network(read_weights("display.npz"))


def read_display_network(data: bytes) -> DisplayNetwork:
    """The network from a numpy archive, in half precision as `tools/fit_display.py` writes it."""
    arrays = read_arrays(data)
    about = json.loads(str(arrays.pop("about")))
    held = {name: a.astype(np.float32) for name, a in arrays.items()}
    reader = line_reader()
    table = np.hstack([reader.order, reader.bag, held.pop("table")])
    names = sorted({name.split("/")[0] for name in held})
    layers = {name: (held[f"{name}/matrix"], held[f"{name}/bias"]) for name in names}
    return DisplayNetwork(reader.rows, table, layers, about["made"])
