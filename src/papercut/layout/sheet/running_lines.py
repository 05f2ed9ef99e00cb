"""Which lines of a sheet are running text, by their place: they fill a column, one below another.

A table's cells stand below one another too, but seldom from the same edge to the same edge, and hardly any has a stop
or a comma. So lines that fill a column are no cells of a table beside them, even where all lines are level.
"""

from __future__ import annotations

from collections.abc import Sequence

from papercut.languages.structured_lines import is_figure
from papercut.layout.sheet.cut_candidates import LOOKS, Item
from papercut.model.page import Line

WIDE = 6.0
"""A column of running text is so wide at least, in em."""
SAME = 0.5
"""Lines that fill a column have both edges no further apart, in em."""
NEXT = 2.6
"""A line's neighbour in its column begins no further below, in em."""
REACH = 12.0
"""A line that fills a column has the next one no further below, in em: others are cut into pieces, or short."""
LEAST = 2
"""So many lines at least fill a column."""
MARKED = 0.2
"""Such a share at least of the lines that fill a column of running text has a mark of a sentence."""
_MARKS = frozenset("，。；！？,;")


def running_lines(lines: Sequence[Line], items: Sequence[Item]) -> set[int]:
    """The indexes of the lines that are running text: those that fill a column, and those between or beside them."""
    texts = (i for i in items if not i.crosswise and not _is_row(lines[i.index].text))
    order = sorted(texts, key=lambda i: (i.v0, i.u0))
    marked = {i.index for i in order if not _MARKS.isdisjoint(lines[i.index].text)}
    stacks: list[list[Item]] = []
    above: dict[int, Item] = {}
    for k, item in enumerate(order):
        for other in reversed(order[max(0, k - LOOKS) : k]):
            step = item.v0 - other.v0
            if step > NEXT * item.size:
                break
            if step > 0.5 * item.size and _overlap(item, other) and item.index not in above:
                above[item.index] = other
        if item.u1 - item.u0 < WIDE * item.size:
            continue
        for stack in reversed(stacks[-LOOKS:]):
            if 0.5 * item.size < item.v0 - stack[-1].v0 <= REACH * item.size and _fills(item, stack[-1]):
                stack.append(item)
                break
        else:
            stacks.append([item])
    full = [s for s in stacks if len(s) >= LEAST and sum(i.index in marked for i in s) >= MARKED * len(s)]
    running = {i.index for stack in full for i in stack}
    below = {other.index: index for index, other in above.items()}
    out = set(running)
    for item in order:
        before, behind = above.get(item.index), below.get(item.index)
        beside = (before is not None and before.index in running) + (behind in running)
        if beside == 2 or (beside and item.index in marked):
            out.add(item.index)
    return out


def _is_row(text: str) -> bool:
    """Whether a line is one figure, or holds several."""
    cells = text.split()
    return sum(map(is_figure, cells)) >= min(2, len(cells))


def _fills(a: Item, b: Item) -> bool:
    off = SAME * max(a.size, b.size)
    return abs(a.u0 - b.u0) <= off and abs(a.u1 - b.u1) <= off


def _overlap(a: Item, b: Item) -> bool:
    """Whether one of two lines stands mostly above the other."""
    return min(a.u1, b.u1) - max(a.u0, b.u0) >= 0.6 * min(a.u1 - a.u0, b.u1 - b.u0)
