"""The geometry of a page in its page document."""

from __future__ import annotations

from math import isfinite
from typing import Any

from papercut.model.geometry import Box, Drawn, Printed

FARTHEST, LEAST = 1e9, 1e-6
"""No coordinate is larger, and no type smaller; readers keep to a thousandth of the one, and far from the other."""
KEYS = ("box", "size", "weight", "edges", "upright", "region", "kind", "confidence", "whole", "hyphen")


def printed_to_dict(printed: Printed) -> dict[str, Any]:
    """Where a raw line stands, as the page document gives it."""
    return {key: getattr(printed, key) for key in KEYS}


def printed_from_dict(data: dict[str, Any], length: int) -> Printed:
    """The same back; `length` is that of the raw line. Raises `ValueError` where the two do not belong together."""
    edges = _edges(tuple(data["edges"]))
    if len(edges) not in (0, 2 * length):
        raise ValueError(f"{len(edges)} edges for a line of {length} characters")
    return Printed(
        box_from(data["box"]), height_from(data["size"]) or 0.0, data["weight"], edges, bool(data["upright"]),
        data["region"], str(data["kind"]), data["confidence"], bool(data.get("whole", False)), data.get("hyphen"),
    )  # fmt: skip


def _edges(values: tuple[Any, ...]) -> tuple[float, ...]:
    """The edges of a line's characters. Raises as `finite` does."""
    if {float}.issuperset(map(type, values)) and all(map(isfinite, values)):
        if max(map(abs, values), default=0.0) <= FARTHEST:  # nearly always: what is odd is looked at one by one
            return values
    return tuple(float(finite(x)) for x in values)


def drawn_to_dict(drawn: Drawn) -> dict[str, Any]:
    """A rule, frame, tint or image, as the page document gives it."""
    return {"kind": drawn.kind, "box": drawn.box}


def drawn_from_dict(data: dict[str, Any]) -> Drawn:
    """The same back."""
    return Drawn(str(data["kind"]), box_from(data["box"]))


def box_from(value: Any) -> Box:
    """A box. Raises `ValueError` if it is none."""
    x0, y0, x1, y1 = map(finite, value)
    if x0 > x1 or y0 > y1:
        raise ValueError(f"the box {list(value)} is not left, top, right, bottom")
    return x0, y0, x1, y1


def size_from(value: Any) -> tuple[float, float] | None:
    """The size of a page, where there is one. Raises `ValueError` if it is none."""
    if value is None:
        return None
    wide, high = map(finite, value)
    return wide, high


def height_from(value: Any) -> float | None:
    """The size of type, where there is one. Raises `ValueError` if it is none."""
    size: float | None = None if value is None else finite(value)
    if size and size < LEAST:
        raise ValueError(f"{value} is no size of type")
    return size


def finite(value: Any) -> Any:
    """The number as it is. Raises `ValueError` for infinity, for what is no number and for what is beyond any page,
    `TypeError` for another value."""
    if not isfinite(value) or abs(value) > FARTHEST:
        raise ValueError(f"{value} is no place on a page")
    return value
