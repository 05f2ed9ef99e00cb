"""Reading order from geometry: a sheet is cut along its blank strips and rules until only single columns are left.

Coordinates are those of the lines of type: `u` along the line, `v` from line to line. On a page set level they are x
and y; on one set downwards u is y, and v runs leftwards.

Method: recursive XY cuts after Nagy and Seth, "Hierarchical representation of optically scanned documents", ICPR 1984,
with the strength of each cut weighed instead of an order of directions fixed beforehand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from papercut.geometry import Box

DISPLAY = 1.25
"""Type so much larger than the page's text is display type."""
GUTTER = 0.75
"""Blank strips between columns are so wide at least, in em of the page's text."""
NARROW = 0.3
"""Blank strips between headlines of several lines are so wide at least, in em of the page's text."""
LEADING = 1.0
"""Blank strips between lines are so high at least before they can part regions, in em."""
RULED, HEADED = 6.0, 2.0
"""What a strip gains, in em, that a rule runs along, and one that display type stands right below."""
COVER = 0.6
"""A rule runs along a strip if it covers so much of the region's width or height."""
ACROSS, ASIDE = 0.12, 0.2
"""Columns are parted through lines that stand across if these are no more than the first, and either side no less than
the second, of the region's lines."""
BUNDLE, UNLIKE = 1.0, 2.2
"""Lines set crosswise with no wider gap, in em, are one headline, if their sizes differ by no more than this factor."""
DEEP = 60
"""Levels of cutting; what is deeper is read line by line."""
LOOKS, MOST_RULES, MOST_FRAMES = 200, 5_000, 500
"""So many neighbours, rules and frames are looked at: no sheet has more that mean something."""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of type: its index, its box in u and v, and its em."""

    index: int
    u0: float
    v0: float
    u1: float
    v1: float
    size: float
    crosswise: bool = False
    """Whether its characters run from line to line: type set downwards on a level page."""


def body_size(sizes: Iterable[tuple[float, int]]) -> float:
    """The em of the page's text: that of most characters. `sizes` are the em and the length of each line."""
    count: Counter[float] = Counter()
    for size, length in sizes:
        count[round(size * 2) / 2] += length
    if not count:
        return 1.0
    near = {s: n + count[s - 0.5] + count[s + 0.5] for s, n in count.items()}
    return max(near, key=lambda s: (near[s], s)) or 1.0


def turned(box: Box, width: float) -> Box:
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
        out.append(Unit(own_box(own), own, inner))
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


class Unit(NamedTuple):
    """What is not cut: its box, its items, and, if it is a frame, the frames inside."""

    box: Box
    items: list[Item]
    inner: Sequence[Box] | None = None


def _read(units: list[Unit], rules: Sequence[Box], em: float, depth: int, out: list[list[Item]]) -> None:
    """Put the columns of some units behind `out`."""
    while len(units) == 1 and units[0].inner is not None:  # a frame: open it
        units = _framed(units[0].items, units[0].inner)
    if len(units) == 1:
        out.append(units[0].items)
        return
    cut = _best_cut(units, rules, em) if depth < DEEP else None
    if cut is None:
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
    across, at = cut
    low, high = (1, 3) if across else (0, 2)
    for first in (True, False):
        part = [unit for unit in units if (unit.box[low] + unit.box[high] < 2 * at) == first]
        u0, v0, u1, v1 = _around(part)
        near = [r for r in rules if r[0] <= u1 + em and r[2] >= u0 - em and r[1] <= v1 + em and r[3] >= v0 - em]
        _read(part, near, em, depth + 1, out)


def _around(units: Sequence[Unit]) -> Box:
    boxes = [unit.box for unit in units]
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _best_cut(units: list[Unit], rules: Sequence[Box], em: float) -> tuple[bool, float] | None:
    """The strongest cut: whether it runs across the columns (from one text line to the next), and where."""
    u0, v0, u1, v1 = _around(units)
    best: tuple[float, bool, float] | None = None
    for a, b in _strips(units, 0, GUTTER * em) or _between_headlines(units, em):
        strength = (b - a) / em + _ruled(rules, 0, a, b, v0, v1) * RULED
        if best is None or strength > best[0]:
            best = strength, False, (a + b) / 2
    side_by_side = best is not None or _any_side_by_side(units)
    if side_by_side:
        for a, b in _strips(units, 1, LEADING * em):
            strength = (b - a) / em - LEADING + _ruled(rules, 1, a, b, u0, u1) * RULED
            if any(abs(box[1] - b) < 0.3 * em and _display(own, em) for box, own, _ in units):
                strength += HEADED
            if best is None or strength > best[0]:
                best = strength, True, (a + b) / 2
        if best is None:
            # nothing but tight strips: through what little stands in the way, or between lines
            return _tight_cut(units, em)
    return None if best is None else (best[1], best[2])


def _tight_cut(units: Sequence[Unit], em: float) -> tuple[bool, float] | None:
    """Where to cut what stands side by side without a wide strip: through what little stands in the way, or along a
    strip between lines, if there is one right above or below what does."""
    strips = _strips(units, 1, 0.0)
    through = _through(units)
    if through is not None:
        share, u = through
        if share <= ACROSS:
            return False, u
        across = [unit.box for unit in units if unit.box[0] < u < unit.box[2]]
        edges = [
            (a, b) for a, b in strips if any(abs(box[1] - b) < 0.1 * em or abs(box[3] - a) < 0.1 * em for box in across)
        ]
        if edges:
            a, b = max(edges, key=lambda strip: strip[1] - strip[0])
            return True, (a + b) / 2
    return _off_rows(units, strips)


def _off_rows(units: Sequence[Unit], strips: Sequence[tuple[float, float]]) -> tuple[bool, float] | None:
    """Where to part single rows, whose units are parts of one line, from units that stand side by side otherwise; None
    where there are only rows."""
    ends = [b for _, b in strips]
    bands: list[list[Box]] = [[] for _ in range(len(strips) + 1)]
    for unit in units:
        bands[bisect_right(ends, unit.box[1])].append(unit.box)
    rows = [2 * (min(b[3] for b in band) - max(b[1] for b in band)) > min(b[3] - b[1] for b in band) for band in bands]
    parted = [s for s, above, below in zip(strips, rows, rows[1:], strict=False) if not (above and below)]
    if not parted:
        return None
    a, b = min(parted, key=lambda strip: (strip[0] - strip[1], strip))
    return True, (a + b) / 2


def _between_headlines(units: Sequence[Unit], em: float) -> list[tuple[float, float]]:
    """The strips between display type of several lines side by side, which may be narrower than a gutter."""
    if any(len(own) > 1 or not _display(own, em) for _, own, _ in units):
        return []
    out: list[tuple[float, float]] = []
    for a, b in _strips(units, 0, NARROW * em):
        sides = [unit for unit in units if unit.box[2] <= a], [unit for unit in units if unit.box[0] >= b]
        if min(map(len, sides)) > 1:
            out.append((a, b))
    return out


def _through(units: Sequence[Unit]) -> tuple[float, float] | None:
    """Where the least stands across two columns, and its share of the lines."""
    boxes = [unit.box for unit in units]
    total = sum(b[3] - b[1] for b in boxes)
    starts = sorted((b[0], b[3] - b[1]) for b in boxes)
    ends = sorted((b[2], b[3] - b[1]) for b in boxes)
    begun = done = 0.0
    e = 0
    best: tuple[float, float] | None = None
    for k, (u, height) in enumerate(starts):
        while e < len(ends) and ends[e][0] <= u:
            done += ends[e][1]
            e += 1
        if k and u > starts[k - 1][0] and min(done, total - begun) >= ASIDE * total:
            across = begun - done
            if best is None or across < best[0]:
                best = across, u
        begun += height
    return None if best is None else (best[0] / total, best[1] - 0.01)


def _display(items: Sequence[Item], em: float) -> bool:
    return any(i.size >= DISPLAY * em for i in items)


def _any_side_by_side(units: Sequence[Unit]) -> bool:
    """Whether some units overlap from line to line, so that they must stand beside each other."""
    boxes = sorted((unit.box for unit in units), key=lambda b: (b[1], b))
    for k, a in enumerate(boxes):
        for b in boxes[k + 1 : k + 1 + LOOKS]:
            if b[1] >= a[3]:
                break
            if min(a[3], b[3]) - b[1] > 0.5 * min(a[3] - a[1], b[3] - b[1]) and (b[0] >= a[2] or a[0] >= b[2]):
                return True
    return False


def _strips(units: Sequence[Unit], axis: int, least: float) -> list[tuple[float, float]]:
    """The blank strips between units along u (axis 0) or v (axis 1), so wide at least."""
    spans = sorted((unit.box[axis], unit.box[axis + 2]) for unit in units)
    out: list[tuple[float, float]] = []
    end = spans[0][1]
    for low, high in spans:
        if low - end > 0 and low - end >= least:
            out.append((end, low))
        end = max(end, high)
    return out


def _ruled(rules: Sequence[Box], axis: int, a: float, b: float, low: float, high: float) -> bool:
    """Whether rules run along the strip from `a` to `b` for most of its way from `low` to `high`."""
    other = 1 - axis
    covered = 0.0
    for rule in rules:
        if rule[axis] >= a - 1 and rule[axis + 2] <= b + 1:
            covered += max(0.0, min(rule[other + 2], high) - max(rule[other], low))
    return covered >= COVER * (high - low)
