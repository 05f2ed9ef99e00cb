"""Where to cut a sheet: the strongest of its blank strips and rules.

Coordinates are those of `papercut.layout.sheet.xy_cut`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from papercut.layout.sheet.column_text import ColumnText
from papercut.layout.sheet.subheads import Subheads
from papercut.model.geometry import Box

DISPLAY = 1.25
"""Type so much larger than the page's text is display type."""
INDENT, DEEPEST = 0.75, 4.5
"""A line of text that begins so many em further in than its column is indented."""
GUTTER = 0.75
"""Blank strips between columns are so wide at least, in em of the page's text."""
NARROW = 0.3
"""Blank strips between headlines of several lines are so wide at least, in em of the page's text."""
LEADING = 1.0
"""Blank strips between lines are so high at least before they can part regions, in em."""
TIGHT = 0.15
"""Where a rule runs along it, a strip need be no wider."""
RULED, HEADED = 6.0, 2.0
"""What a strip gains, in em, that a rule runs along, and one that display type stands right below."""
COVER = 0.6
"""A rule runs along a strip if it covers so much of the region's width or height."""
ACROSS, ASIDE = 0.12, 0.2
"""Columns are parted through lines that stand across if these are no more than the first, and either side no less than
the second, of the region's lines."""
BANNER, LARGE, CLEAR = 0.75, 1.75, 0.5
"""A headline over all columns takes so much of the region's width, is so much larger than the page's text, and stands
so many em below what is above it: lines of two columns that OCR read as one have boxes higher than their type, too."""
STEPS = 4
"""A stepped headline has no more lines."""
OTHER = 0.8
"""Below it stands no other headline, of type so many times as large."""
LOOKS = 200
"""So many neighbours are looked at: no line has more that mean something."""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of type, or a picture: its index, its box in u and v, and its em."""

    index: int
    u0: float
    v0: float
    u1: float
    v1: float
    size: float
    crosswise: bool = False
    """Whether its characters run from line to line: type set downwards on a level page."""
    held: tuple[Item, ...] = ()
    """The lines of its caption, if it is a picture."""


class Unit(NamedTuple):
    """What is not cut: the box around its items, these, and, if a frame holds them, the frames inside and its box."""

    box: Box
    items: list[Item]
    inner: Sequence[Box] | None = None
    frame: Box | None = None


def bounding_box(units: Sequence[Unit]) -> Box:
    boxes = [unit.box for unit in units]
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def best_cut(units: list[Unit], rules: Sequence[Box], em: float) -> tuple[bool, float] | None:
    """The strongest cut: whether it runs across the columns (from one text line to the next), and where."""
    u0, v0, u1, v1 = bounding_box(units)
    below = _below_stepped_headline(units, em)
    if below is not None:
        return True, below
    best: tuple[float, bool, float] | None = None
    upright, level = _Rules(rules, 0, v0, v1), _Rules(rules, 1, u0, u1)
    gutters = [(*strip, upright.run_along(*strip)) for strip in _strips(units, 0, TIGHT * em)]
    wide = [(a, b, ruled) for a, b, ruled in gutters if ruled or b - a >= GUTTER * em]
    for a, b, ruled in wide or [(*strip, False) for strip in _between_headlines(units, em)]:
        strength = (b - a) / em + ruled * RULED
        if best is None or strength > best[0]:
            best = strength, False, (a + b) / 2
    side_by_side = best is not None or _any_side_by_side(units)
    if side_by_side:
        text = ColumnText([unit.box for unit in units if not is_display(unit.items, em)], em)
        heads = sorted(unit.box[1] for unit in units if is_display(unit.items, em))
        subheads = Subheads((unit.box for unit in units if len(unit.items) == 1 and not is_display(unit.items, em)), em)
        for a, b in _strips(units, 1, TIGHT * em):
            ruled = level.run_along(a, b)
            if not ruled and (b - a < LEADING * em or upright.stand_through(a, b, u0, u1, em)):
                continue
            if ruled and b - a < LEADING * em and text.goes_on(a, b, level.along(a, b)):
                continue
            strength = (b - a) / em - LEADING + ruled * RULED
            if bisect_left(heads, b - 0.3 * em) < bisect_right(heads, b + 0.3 * em):
                strength += HEADED
            elif not ruled and subheads.stand_above(a):
                continue
            if best is None or strength > best[0]:
                best = strength, True, (a + b) / 2
        if best is None:
            # nothing but tight strips: through what little stands in the way, or between lines
            return _tight_cut(units, em)
    if best is not None and best[1] and (other := _below_picture(units, best[2], em)):
        return other
    return None if best is None else (best[1], best[2])


def _below_picture(units: Sequence[Unit], across: float, em: float) -> tuple[bool, float] | None:
    """Where to cut in place of a cut across if all text right above it stands beside all below it, further on: there
    is a picture over the columns below, and these come first. What stands over both is parted from them before."""
    below = [unit for unit in units if unit.box[1] + unit.box[3] >= 2 * across]
    above = [unit for unit in units if unit.box[1] + unit.box[3] < 2 * across]
    if not above or not below or any(is_display(unit.items, em) for unit in below):
        return None
    edge = max(unit.box[2] for unit in below)
    beside = [unit for unit in above if unit.box[0] >= edge + GUTTER * em]
    top = min((unit.box[1] for unit in beside), default=across)
    foot = max((unit.box[3] for unit in above if unit.box[0] < edge + GUTTER * em), default=None)
    if not beside or any(is_display(unit.items, em) for unit in beside):
        return None
    if foot is None:
        return False, (edge + min(unit.box[0] for unit in beside)) / 2
    return (True, (foot + top) / 2) if top - foot >= LEADING * em else None


def _below_stepped_headline(units: Sequence[Unit], em: float) -> float | None:
    """Where to part a headline whose second line begins behind the end of its first, over the columns of one story,
    from these columns: no gutter parts such lines."""
    rows = sorted((unit for unit in units if is_display(unit.items, em)), key=lambda unit: unit.box[1])[:STEPS]
    if len(rows) < 2 or len(rows) == len(units):
        return None
    size = rows[0].items[0].size
    end = 1
    while end < len(rows) and rows[end].box[0] >= rows[end - 1].box[2] and _follows(rows[end - 1], rows[end], size):
        end += 1
    foot = rows[end - 1].box[3]
    others = [unit for unit in units if all(unit is not row for row in rows[:end])]
    top = min((unit.box[1] for unit in others), default=foot)
    if end < 2 or top - foot < TIGHT * em or any(is_display(unit.items, OTHER * size / DISPLAY) for unit in others):
        return None
    rest = [unit.box for unit in others]
    left, right = min(box[0] for box in rest), max(box[2] for box in rest)
    wide = left <= rows[0].box[0] + em and right >= rows[end - 1].box[2] - em
    return (foot + top) / 2 if wide else None


def _follows(above: Unit, below: Unit, size: float) -> bool:
    """Whether a line of display type of this size stands right below another one, as in one headline."""
    alike = len(above.items) == len(below.items) == 1 and abs(below.items[0].size - size) <= 0.05 * size
    return alike and 0 <= below.box[1] - above.box[3] <= 0.6 * size


def _tight_cut(units: Sequence[Unit], em: float) -> tuple[bool, float] | None:
    """Where to cut what stands side by side without a wide strip: through what little stands in the way, or along a
    strip between lines, if there is one right above or below what does."""
    strips = _strips(units, 1, 0.0)
    through = _through(units)
    if through is not None:
        share, u = through
        across = [unit for unit in units if unit.box[0] < u < unit.box[2]]
        heads = _banners(units, across, em)
        if share <= ACROSS:
            # a headline over both columns is read before them, however tight it stands
            edges = _along(strips, heads, em)
            return (True, _widest(edges)) if edges else (False, u)
        if edges := _along(strips, [unit.box for unit in across], em):
            return True, _widest(edges)
    return _off_rows(units, strips)


def _banners(units: Sequence[Unit], across: Sequence[Unit], em: float) -> list[Box]:
    """The boxes of headlines over all columns of a region, among those units that stand across: they are clear of what
    is above them."""
    u0, v0, u1, _ = bounding_box(units)
    out: list[Box] = []
    for unit in across:
        box = unit.box
        if box[2] - box[0] >= BANNER * (u1 - u0) and is_display(unit.items, LARGE / DISPLAY * em):
            above = max((other.box[3] for other in units if other.box[3] <= box[1]), default=v0 - CLEAR * em)
            if box[1] - above >= CLEAR * em:
                out.append(box)
    return out


def _along(strips: Sequence[tuple[float, float]], boxes: Sequence[Box], em: float) -> list[tuple[float, float]]:
    """The strips right above or below one of the boxes."""
    tops, bottoms = sorted(box[1] for box in boxes), sorted(box[3] for box in boxes)
    return [strip for strip in strips if _is_in(tops, strip[1], 0.1 * em) or _is_in(bottoms, strip[0], 0.1 * em)]


def _widest(strips: Sequence[tuple[float, float]]) -> float:
    """The middle of the widest strip."""
    a, b = max(strips, key=lambda strip: strip[1] - strip[0])
    return (a + b) / 2


def _is_in(values: Sequence[float], at: float, off: float) -> bool:
    """Whether one of the sorted values is `at`, give or take `off`."""
    return bisect_left(values, at - off) < bisect_right(values, at + off)


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
    if any(len(own) > 1 or not is_display(own, em) for own in (unit.items for unit in units)):
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


def is_display(items: Sequence[Item], em: float) -> bool:
    """Whether one of the items is display type."""
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


class _Rules:
    """The rules that may run along a strip on one axis."""

    def __init__(self, rules: Sequence[Box], axis: int, low: float, high: float) -> None:
        self.rules = sorted(rules, key=lambda rule: rule[axis])
        self.places = [rule[axis] for rule in self.rules]
        self.axis, self.low, self.high = axis, low, high

    def stand_through(self, a: float, b: float, first: float, last: float, em: float) -> bool:
        """Whether a rule between two columns goes on from one side of the strip from `a` to `b` to the other: what it
        parts is parted on both sides. `first` and `last` are the region's edges on the axis of the rules."""
        other = 1 - self.axis
        within = self.rules[bisect_left(self.places, first + em) : bisect_right(self.places, last - em)]
        return any(
            rule[other] < a - em and rule[other + 2] > b + em and rule[self.axis + 2] - rule[self.axis] < em
            for rule in within
        )

    def run_along(self, a: float, b: float) -> bool:
        """Whether rules run along the strip from `a` to `b` for most of its way."""
        return sum(high - low for low, high in self.along(a, b)) >= COVER * (self.high - self.low)

    def along(self, a: float, b: float) -> list[tuple[float, float]]:
        """From where to where rules run along the strip from `a` to `b`."""
        other = 1 - self.axis
        near = self.rules[bisect_left(self.places, a - 1) : bisect_right(self.places, b + 1)]
        spans = (
            (max(rule[other], self.low), min(rule[other + 2], self.high))
            for rule in near
            if rule[self.axis + 2] <= b + 1
        )
        return [(low, high) for low, high in spans if low < high]
