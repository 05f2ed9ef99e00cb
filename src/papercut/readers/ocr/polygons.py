"""Where something stands, in whichever way a service writes it: as the corners of a polygon.

Services give corners as numbers in a row, as pairs, or as points with names; boxes as their edges, or as a corner with
a width and a height. All of it becomes a tuple of points, the first of a polygon staying the first: most services begin
at the corner where the text begins, so that the order says which way up it stands.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from papercut.model.geometry import Box
from papercut.readers.file_lines import box_of, file_number

Point = tuple[float, float]

EDGES = (
    ("x0", "y0", "x1", "y1"), ("left", "top", "right", "bottom"), ("x_min", "y_min", "x_max", "y_max"),
    ("xmin", "ymin", "xmax", "ymax"), ("x0", "top", "x1", "bottom"), ("l", "t", "r", "b"),
)  # fmt: skip
"""How the edges of a box are called."""
DIAGONALS = (("top_left", "right_bottom"), ("top_left", "bottom_right"), ("left_top", "right_bottom"))
"""How two opposite corners of a box are called."""

Corners = tuple[Point, ...]
"""Two points (opposite corners of a level box), or more; none where the place is not known."""


def corners(value: Any, missing: float | None = None) -> Corners:
    """The corners that a value gives: eight numbers in a row, pairs, points with names, four numbers (left, top, right,
    bottom; in a text with commas left, top, width, height), or a box with names. `missing` stands for a coordinate that
    is not there: some services leave out zeros. What is no place gives no corners."""
    if isinstance(value, str):
        parts = value.split(",")
        return _sized(parts) if len(parts) == 4 else ()
    if isinstance(value, dict):
        return _named_box(value)
    if not isinstance(value, (list, tuple)) or not value:
        return ()
    if all(isinstance(p, (list, tuple, dict)) for p in value):
        return _points([_point(p, missing) for p in value])
    if len(value) == 4:
        box = box_of(value)
        return ((box[0], box[1]), (box[2], box[3])) if box else ()
    if len(value) >= 6 and len(value) % 2 == 0:
        return _points([(file_number(x), file_number(y)) for x, y in zip(value[::2], value[1::2], strict=True)])
    return ()


def _point(value: Any, missing: float | None) -> tuple[float | None, float | None]:
    if isinstance(value, dict):
        x, y = file_number(value.get("x", missing)), file_number(value.get("y", missing))
        return x, y
    return (file_number(value[0]), file_number(value[1])) if len(value) == 2 else (None, None)


def _points(found: Sequence[tuple[float | None, float | None]]) -> Corners:
    sound = tuple((x, y) for x, y in found if x is not None and y is not None)
    return sound if len(sound) >= 2 else ()


def _named_box(value: dict[str, Any]) -> Corners:
    """A box of named numbers: an upper left corner, or a middle (of a level box), with width and height; or two
    corners."""
    for inner in ("vertices", "normalized_vertices", "points", "polygon"):
        if isinstance(value.get(inner), list):
            return corners(value[inner])
    for one, other in DIAGONALS:
        if isinstance(value.get(one), dict) and isinstance(value.get(other), dict):
            return _points([_point(value[one], None), _point(value[other], None)])
    for edges in EDGES:
        if all(edge in value for edge in edges):
            box = box_of([value[edge] for edge in edges])
            return ((box[0], box[1]), (box[2], box[3])) if box else ()
    for x, y in (("left", "top"), ("x", "y"), ("center_x", "center_y")):
        if x in value and y in value:
            break
    else:
        return ()
    wide, high = (value.get(long, value.get(short)) for long, short in (("width", "w"), ("height", "h")))
    found = _sized([value[x], value[y], wide, high])
    if x == "center_x" and found:
        (x0, y0), (x1, y1) = found
        dx, dy = (x1 - x0) / 2, (y1 - y0) / 2
        return (x0 - dx, y0 - dy), (x1 - dx, y1 - dy)
    return found


def _sized(values: Sequence[Any]) -> Corners:
    x, y, wide, high = map(file_number, values)
    if x is None or y is None or wide is None or high is None or wide <= 0 or high <= 0:
        return ()
    return (x, y), (x + wide, y + high)


def box_around(found: Corners) -> Box | None:
    """The level box around the corners; None without an area."""
    if len(found) < 2:
        return None
    xs, ys = [x for x, _ in found], [y for _, y in found]
    return box_of((min(xs), min(ys), max(xs), max(ys)))


def union(all_of: Sequence[Corners]) -> Corners:
    """The level box around several places."""
    points = [point for found in all_of for point in found]
    if not points:
        return ()
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs), min(ys)), (max(xs), max(ys))


def split(found: Corners, parts: int) -> list[Corners]:
    """A word's place cut into those of its characters, which are as wide as one another, along its longer side; of a
    place without four corners, that of a single character alone."""
    if parts < 2 or len(found) != 4:
        return [found if parts < 2 else ()] * parts
    a, b, c, d = found
    down = math.dist(a, b) < math.dist(a, d)
    # the two long sides, each from where the word begins
    (near, far), (left, right) = ((a, d), (b, c)) if down else ((a, b), (d, c))
    out: list[Corners] = []
    for n in range(parts):
        begin, end = n / parts, (n + 1) / parts
        one, two = _between(near, far, begin), _between(near, far, end)
        three, four = _between(left, right, end), _between(left, right, begin)
        out.append((one, four, three, two) if down else (one, two, three, four))
    return out


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def thickness(found: Corners) -> float | None:
    """How thick a line with four corners is, which is less than the height of its box where it stands askew. Corners
    that do not go around it, as NDLOCR writes them, tell nothing."""
    if len(found) != 4 or quarter_turns(found) is None:
        return None
    sides = [math.dist(a, b) for a, b in zip(found, (*found[1:], found[0]), strict=True)]
    thick = min(sides[0] + sides[2], sides[1] + sides[3]) / 2
    return thick if thick > 0.01 else None


def quarter_turns(found: Corners) -> int | None:
    """By how many quarter turns, clockwise, what stands in four corners is turned, if the first is where it begins."""
    if len(found) != 4:
        return None
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = found
    along, down = bx - ax + cx - dx, by - ay + cy - dy
    return round(math.atan2(down, along) / (math.pi / 2)) % 4 if along or down else None


def turned_back(found: Corners, turns: int, wide: float, high: float) -> Corners:
    """The corners on a page of this size once it has been turned back by so many quarter turns."""
    if turns == 1:
        return tuple((y, wide - x) for x, y in found)
    if turns == 2:
        return tuple((wide - x, high - y) for x, y in found)
    if turns == 3:
        return tuple((high - y, x) for x, y in found)
    return found
