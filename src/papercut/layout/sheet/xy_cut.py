"""Reading order from geometry: a sheet is cut along its blank strips and rules until only single columns are left.

Coordinates are those of the lines of type: `u` along the line, `v` from line to line. On a page set level they are x
and y; on one set downwards u is y, and v runs leftwards.

Method: recursive XY cuts after Nagy and Seth, "Hierarchical representation of optically scanned documents", ICPR 1984,
with the strength of each cut weighed instead of an order of directions fixed beforehand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from papercut.layout.sheet.cut_candidates import LOOKS, Item, Unit, best_cut, bounding_box
from papercut.layout.sheet.insets import parted_insets
from papercut.model.geometry import Box

BUNDLE, UNLIKE = 1.0, 2.5
"""Lines set crosswise with no wider gap, in em, are one headline, if their sizes differ by no more than this factor."""
DEEP = 60
"""Levels of cutting; what is deeper is read line by line."""
MOST_RULES, MOST_FRAMES = 5_000, 500
"""So many are looked at, the largest: no sheet has more that mean something."""


def body_size(sizes: Iterable[tuple[float, int]]) -> float:
    """The em of the page's text: that of most characters. `sizes` are the em and the length of each line."""
    count: Counter[float] = Counter()
    for size, length in sizes:
        count[round(size * 2) / 2] += length
    if not count:
        return 1.0
    near = {s: n + count[s - 0.5] + count[s + 0.5] for s, n in count.items()}
    return max(near, key=lambda s: (near[s], s)) or 1.0


def turned_box(box: Box, width: float) -> Box:
    """A box of a page that is set downwards as `(u0, v0, u1, v1)`: u is y, v runs leftwards from the right edge."""
    x0, y0, x1, y1 = box
    return y0, width - x1, y1, width - x0


def reading_order(items: Sequence[Item], rules: Sequence[Box], frames: Sequence[Box], em: float) -> list[list[Item]]:
    """The items as columns, in reading order; the items of a column go down the page.

    `rules` and `frames` are in u and v, `em` is that of the page's text. What stands in a frame comes together.
    """
    out: list[list[Item]] = []
    largest = sorted(frames, key=lambda box: (-_area(box), box))[:MOST_FRAMES]
    _read(_framed(items, largest), sorted(set(rules), key=_length)[-MOST_RULES:], em, 0, out)
    return out


def _bundled(items: Sequence[Item]) -> list[Unit]:
    """Units of cutting: single items, and together those set crosswise side by side, as headlines of several lines."""
    out = [Unit((i.u0, i.v0, i.u1, i.v1), [i]) for i in items if not i.crosswise]
    bundles: list[list[Item]] = []
    late: list[list[Item]] = []  # those that what comes next may still stand beside
    for i in sorted((i for i in items if i.crosswise), key=lambda i: (i.u0, i.v0, i.index)):
        late = [b for b in late if i.u0 - b[-1].u1 <= BUNDLE * UNLIKE * b[-1].size][-LOOKS:]
        home = next((bundle for bundle in late if _beside(bundle[-1], i)), None)
        if home is None:
            bundles.append([i])
            late.append(bundles[-1])
        else:
            home.append(i)
    return out + [Unit(own_box(bundle), bundle) for bundle in bundles]


def _beside(a: Item, b: Item) -> bool:
    shared = min(a.v1, b.v1) - max(a.v0, b.v0)
    near = b.u0 - a.u1 <= BUNDLE * max(a.size, b.size)
    alike = a.size <= UNLIKE * b.size and b.size <= UNLIKE * a.size
    return near and alike and shared > 0.5 * min(a.v1 - a.v0, b.v1 - b.v0)


def _framed(items: Sequence[Item], frames: Sequence[Box]) -> list[Unit]:
    """Units of cutting: single items, and all items of a frame as one. `frames` are sorted, the largest first."""
    held: dict[int, list[Item]] = {}
    free: list[Item] = []
    for item in items:
        u, v = (item.u0 + item.u1) / 2, (item.v0 + item.v1) / 2
        for k, frame in enumerate(frames):
            if _holds(frame, u, v):
                held.setdefault(k, []).append(item)
                break
        else:
            free.append(item)
    out = _bundled(free)
    for k, own in sorted(held.items()):
        inner = [f for f in frames[k + 1 :] if _holds(frames[k], (f[0] + f[2]) / 2, (f[1] + f[3]) / 2)]
        out.append(Unit(own_box(own), own, inner, frames[k]))
    return out


def _holds(box: Box, u: float, v: float) -> bool:
    return box[0] <= u <= box[2] and box[1] <= v <= box[3]


def own_box(items: Sequence[Item]) -> Box:
    """The box around some items, in u and v."""
    return min(i.u0 for i in items), min(i.v0 for i in items), max(i.u1 for i in items), max(i.v1 for i in items)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _length(box: Box) -> float:
    return max(box[2] - box[0], box[3] - box[1])


def _read(units: list[Unit], rules: Sequence[Box], em: float, depth: int, out: list[list[Item]]) -> None:
    """Put the columns of some units behind `out`."""
    while len(units) == 1 and units[0].inner is not None:  # a frame: open it
        units = _framed(units[0].items, units[0].inner)
    if len(units) == 1:
        out.append(units[0].items)
        return
    units, insets = parted_insets(units, em) if depth < DEEP else (units, [])
    if insets:
        for part in (units, *([inset] for inset in insets)):
            _read(part, rules, em, depth + 1, out)
        return
    parts = _parted(units, best_cut(units, rules, em)) if depth < DEEP else None
    if parts is None:
        column: list[Item] = []
        for unit in sorted(units, key=lambda unit: (unit.box[1] + unit.box[3], unit.box[0])):
            if len(unit.items) == 1:
                column += unit.items
                continue
            if column:
                out.append(column)
                column = []
            _read([unit], rules, em, depth + 1, out)
        if column:
            out.append(column)
        return
    for part in parts:
        u0, v0, u1, v1 = bounding_box(part)
        near = [r for r in rules if r[0] <= u1 + em and r[2] >= u0 - em and r[1] <= v1 + em and r[3] >= v0 - em]
        _read(part, near, em, depth + 1, out)


def _parted(units: Sequence[Unit], cut: tuple[bool, float] | None) -> tuple[list[Unit], list[Unit]] | None:
    """The units before a cut and those behind it; None if all are on one side."""
    if cut is None:
        return None
    low, high = (1, 3) if cut[0] else (0, 2)
    first = [unit for unit in units if unit.box[low] + unit.box[high] < 2 * cut[1]]
    second = [unit for unit in units if unit.box[low] + unit.box[high] >= 2 * cut[1]]
    return (first, second) if first and second else None
