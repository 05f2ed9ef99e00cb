"""Items of a text that are numbered one after the other, or marked alike: each begins a paragraph.

Items are often set without an indent, and many fill their last line, so that labels join them. One line that begins
with a number may be anything; a line that begins with the number behind that of an item above it is the next item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from papercut.solver.lines.label_chain import Tag
from papercut.solver.lines.measured_lines import MeasuredLine
from papercut.solver.lines.possible_labels import FREE, PossibleLabels

APART = 40
"""Items no further apart than so many lines follow one another."""
SHORT = 2.0
"""A line that is so many em shorter than its column, or than the next line, may be the last one of an item."""
SURE = 3
"""So many items one after the other are a list."""
_HAN, _STEMS, _CIRCLED = "一二三四五六七八九十", "甲乙丙丁戊己庚辛壬癸", "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BEGIN = re.compile(
    rf"(?P<open>[（(〔〈]?)(?:第?(?P<han>[{_HAN}]{{1,3}})|(?P<stem>[{_STEMS}])|(?P<digits>[0-9０-９]{{1,2}}))"
    rf"(?P<close>[)）〕〉]?[、.．，：]?)(?![0-9０-９])|(?P<circled>[{_CIRCLED}])|(?P<mark>[●■◆★•])"
)
_STOPS = "。！？!?.…”」』）)；;：:"


class _Item(NamedTuple):
    row: int
    style: tuple[str, ...]
    """What the items of one list have in common: brackets, kind of number, stop."""
    number: int
    """0 for a mark."""


def numbered_items(rows: Sequence[MeasuredLine], held: list[PossibleLabels | None]) -> None:
    """Hold the rows that begin items of a list: none of them goes on with the row above it."""
    lists: dict[tuple[str, ...], list[_Item]] = {}
    for item in _items(rows, held):
        before = lists.setdefault(item.style, [])
        if before and item.row - before[-1].row <= APART and item.number == before[-1].number + (item.number > 0):
            before.append(item)
        else:
            _hold(before, rows, held)
            lists[item.style] = [item]
    for items in lists.values():
        _hold(items, rows, held)


def _hold(items: Sequence[_Item], rows: Sequence[MeasuredLine], held: list[PossibleLabels | None]) -> None:
    """Hold the rows of a list: of two items alone, with which lines may begin by chance, those behind a short line."""
    for item in items if len(items) > 1 else ():
        if len(items) >= SURE or _is_short(rows, item.row):
            held[item.row] = PossibleLabels(FREE - {Tag.JOINED, Tag.CUT})


def _items(rows: Sequence[MeasuredLine], held: Sequence[PossibleLabels | None]) -> Iterator[_Item]:
    """The rows that begin like an item, where the row above may be the end of something."""
    for k, row in enumerate(rows):
        found = _BEGIN.match(row.text) if held[k] is None and k and _may_begin(rows, k) else None
        if found is None or found.end() == len(row.text):
            continue
        if mark := found["mark"]:
            yield _Item(k, ("mark", mark), 0)
        elif circled := found["circled"]:
            yield _Item(k, ("circled",), _CIRCLED.index(circled) + 1)
        elif found["close"]:
            kind = next(name for name in ("han", "stem", "digits") if found[name])
            yield _Item(k, (found["open"], kind, found["close"]), _number(found[kind], kind))


def _number(text: str, kind: str) -> int:
    if kind == "digits":
        return int(text)
    if kind == "stem":
        return _STEMS.index(text) + 1
    tens, ten, ones = text.rpartition("十")
    return bool(ten) * 10 * (_HAN.index(tens[-1]) + 1 if tens else 1) + (_HAN.index(ones[-1]) + 1 if ones else 0)


def _may_begin(rows: Sequence[MeasuredLine], k: int) -> bool:
    """Whether the line above ends with a stop or is short, or white stands between."""
    return rows[k].gap > 0 or _is_short(rows, k) or rows[k - 1].text[-1] in _STOPS


def _is_short(rows: Sequence[MeasuredLine], k: int) -> bool:
    return max(rows[k - 1].short, rows[k].width - rows[k - 1].width) > SHORT
