"""How well each line fills its column, by widths of characters estimated from the page itself.

In a justified column every line but a paragraph's last is full. How wide marks, digits and Latin letters are set
differs from page to page, so that lines of one column hold different numbers of characters; what each class of
character takes is found by least squares over the lines that look full. What is left is the true shortfall of a line.
And a line that had room for the first word of the next one was ended on purpose: there a paragraph ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from papercut.layout.text.column_measure import width
from papercut.solver.lines.measured_lines import MeasuredLine
from papercut.solver.rare_pairs import Floats, distinct

FILL = ("shortfall", "full", "spread", "first-word", "room", "had-room", "indented")
"""The columns of `column_fill`."""

_CLASSES = (
    "，、。；：！？．", "“‘《（【〈「『〔", "”’》）】〉」』〕", "0123456789", "abcdefghijklmnopqrstuvwxyz",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ", " ", ".,:;%/-()·", "—…～",
)  # fmt: skip
_OTHER = len(_CLASSES)
_CLASS_OF = np.full(0x10000, _OTHER, np.uint8)
for _k, _chars in enumerate(_CLASSES):
    _CLASS_OF[[ord(_ch) for _ch in _chars]] = _k
_STOPS, _CLOSING = 0, 2
_FEWEST = 12
"""With fewer full lines nothing is estimated."""
_ROUNDS = 3
_RIDGE = 4.0
"""So many lines' worth of belief that characters are as wide as usual."""
_MOST = 0.6
"""The largest change of a character's width, in ems."""
_FIRST_WORD = re.compile(
    "[“‘《（【〈「『〔(]*(?:[0-9A-Za-z.,%:/+-]+|\\S)[，、。；：！？”’》）】〉」』〕)．.,:;!?％%—…]*"
)
_AFTER = frozenset("，、。；：！？”’》）】〉」』〕)．.,:;!?％%—…")
Doubles = NDArray[np.float64]


def column_fill(rows: Sequence[MeasuredLine]) -> Floats:
    """For each line (row) the columns of `FILL`, scaled to about -1 to 2."""
    n = len(rows)
    out = np.zeros((n, len(FILL)), np.float32)
    if not n:
        return out
    measure = np.array([r.measure for r in rows])
    held = measure > 0
    short, spread = _shortfalls(rows, measure)
    word = np.array([_first_word(r.text) for r in rows])
    room = np.full(n, -2.0)
    room[1:] = np.where(held[:-1], short[:-1] - word[1:], -2.0)
    out[:, 0] = np.clip(short, -2, 4) / 2
    out[:, 1] = held * np.exp(-((short / 0.5) ** 2))
    out[:, 2] = spread
    out[:, 3] = np.minimum(word, 6) / 3
    out[:, 4] = np.clip(room, -2, 4) / 2
    out[:, 5] = room > 0.3
    out[:, 6] = held * np.exp(-(((short - 2) / 0.5) ** 2))
    return out


def _first_word(text: str) -> float:
    """The width of what cannot be parted at the beginning of a line: one character, or a number or Latin word, with
    the marks around it."""
    if "\u3400" <= text[0] < "\ua000" and text[1:2] not in _AFTER:
        return 1.0
    found = _FIRST_WORD.match(text)
    return width(found.group()) if found else 1.0


def _shortfalls(rows: Sequence[MeasuredLine], measure: Doubles) -> tuple[Doubles, float]:
    """How much each line lacks, in ems, 0 where it has no measure; and how much full lines differ from one another."""
    usual = np.array([r.width for r in rows])
    short = np.array([r.short for r in rows])
    full = (measure > 0) & (short <= 1.5) & (short >= -2)
    spread = 1.0
    if full.sum() < _FEWEST:
        return short, spread
    counts = _counts([r.text for r in rows])
    values = distinct(measure)
    group = np.searchsorted(values, measure)
    for _ in range(_ROUNDS):
        at = np.flatnonzero(full)
        own = group[at]
        many = np.bincount(own, minlength=len(values))
        share = np.maximum(many, 1)
        means = np.stack([np.bincount(own, weights=c, minlength=len(values)) / share for c in counts[at].T], 1)
        mean = np.bincount(own, weights=usual[at], minlength=len(values)) / share
        x, y = counts[at] - means[own], usual[at] - mean[own]
        more = np.clip(np.linalg.solve(x.T @ x + _RIDGE * np.eye(x.shape[1]), -(x.T @ y)), -_MOST, _MOST)
        found = usual + counts @ more
        filled = np.bincount(own, weights=found[at], minlength=len(values)) / share
        short = np.where(measure > 0, np.where(many >= 3, filled, values)[group] - found, 0.0)
        spread = min(float(np.sqrt(np.mean(short[at] ** 2))), 1.5)
        full = (measure > 0) & (np.abs(short) <= max(0.6, 2 * spread))
        if full.sum() < _FEWEST:
            break
    return short, spread


def _counts(texts: Sequence[str]) -> Doubles:
    """For each line how many characters of each class it holds, and whether a mark ends it."""
    chars = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    classes = _CLASS_OF[np.minimum(chars, 0xFFFF)]
    size = np.array([len(t) for t in texts])
    line = np.repeat(np.arange(len(texts)), size)
    out = np.zeros((len(texts), _OTHER + 1))
    cells = np.bincount(line * (_OTHER + 1) + classes, minlength=out.size).reshape(out.shape)
    out[:, :_OTHER] = cells[:, :_OTHER]
    last = classes[np.cumsum(size) - 1]
    out[:, _OTHER] = (last == _STOPS) | (last == _CLOSING)
    return out
