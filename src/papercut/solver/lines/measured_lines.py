"""The visible lines of a page with what is measured on each: indent, width, gap, column measure, shortfall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from papercut.layout.text.column_measure import column_measures, width

_END_CLASS: dict[str, str] = {}
for _class, _chars in {
    ".": "。．.",
    "!": "！？!?",
    ",": "，,、",
    ";": "；;",
    ":": "：:",
    '"': '”」』’"',
    "(": "（(〔【《“「『‘",
    ")": "）)〕】》",
    "-": "—－-─…～·",
    "%": "％%",
    "d": "0123456789０１２３４５６７８９",
}.items():
    for _ch in _chars:
        _END_CLASS[_ch] = _class


@dataclass(slots=True)
class MeasuredLine:
    """A visible line as the solver sees it: `text` without its indent, sizes in ems."""

    index: int
    text: str
    indent: float
    width: float
    gap: int
    measure: float = 0.0
    short: float = 0.0


def char_class(ch: str) -> str:
    """The class of a character at a line's edge: kinds of marks, digits, Latin letters, Han."""
    known = _END_CLASS.get(ch)
    if known:
        return known
    return "a" if ch < "\u0250" else "c"


def measured_lines(lines: Sequence[tuple[int, str]]) -> list[MeasuredLine]:
    """The visible lines of a page, `(index, text)` each, with blank lines counted as gaps and measures estimated.

    Where most lines are followed by blank ones (as flip-book sites leave them) so many blank lines mean nothing and
    are taken off every gap.
    """
    rows: list[MeasuredLine] = []
    gap = 0
    for index, text in lines:
        bare = text.strip()
        if not bare:
            gap += 1
            continue
        indent = float(text.count("\u3000", 0, text.index(bare[0]))) if text[0] != bare[0] else 0.0
        rows.append(MeasuredLine(index, bare, indent, width(bare), gap))
        gap = 0
    if len(rows) > 3:
        usual = sorted(r.gap for r in rows[1:])[len(rows) // 4]
        if usual:
            for r in rows:
                r.gap = max(0, r.gap - usual)
    for row, m in zip(rows, column_measures([r.width for r in rows], [r.gap for r in rows]), strict=True):
        row.measure = m
        row.short = m - row.width if m else 0.0
    return rows


def short_bin(x: float) -> str:
    """A shortfall in ems as one of a dozen bins."""
    if x <= -1.5:
        return "<<"
    if x < -0.5:
        return "<"
    if x <= 3:
        return f"{x:g}"
    return "4" if x < 5 else "7" if x < 9 else "L"


def coarse(x: float) -> str:
    if x < -0.5:
        return "<"
    return "0" if x <= 0.5 else "1" if x <= 1.25 else "2" if x <= 2.5 else "L"
