"""Captions on a page in a Western script whose file says where its pictures are: a few lines of smaller type below one.

What they say does not matter: a caption may name its photographer or not, in any language. A picture is an image, or a
box that is filled or framed and in which no line stands.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from papercut.languages.page_script import is_western
from papercut.layout.sheet.orientation import orientation_of
from papercut.model.geometry import Box
from papercut.model.page import Page

SMALLER = 0.95
"""Captions are set in type of no more than this share of the page's text's."""
NEAR, LEADING = 2.2, 1.7
"""The middle of a caption's first line is no further below its picture, and of others below the line before, in em."""
MOST_LINES = 4
"""A caption has no more lines: what goes on is text."""
LEAST = 5.0
"""A picture is so wide and so high at least, in em of the page's text."""
ASIDE = 0.35
"""By so great a share of its width may a caption reach beyond its picture."""
MOST_PICTURES, LOOKS = 200, 100
"""So many pictures of a page are looked at, the largest, and so many lines below each."""
ALIKE = 1.03
"""Sizes of one caption's lines differ by no more than this factor."""


class _Placed(NamedTuple):
    """A line of the page: its number among them, from `left` to `right`, its middle at `middle`, its em."""

    number: int
    left: float
    right: float
    middle: float
    size: float


def captions_in_letters(page: Page) -> list[int]:
    """The indices of the lines of captions, on a page in a Western script that has geometry and pictures."""
    view = orientation_of(page)
    images = [d.box for d in page.drawn if d.kind == "image"]
    boxes = [d.box for d in page.drawn if d.kind in ("tint", "frame")]
    if view.downwards or not (images or boxes) or not is_western(page.raw):
        return []
    lines = sorted(
        (_Placed(k, box[0], box[2], (box[1] + box[3]) / 2, line.size or view.em)
         for k, line in enumerate(page.lines) if (box := line.box) and line.text.strip()),
        key=lambda line: (line.middle, line.left),
    )  # fmt: skip
    middles = [line.middle for line in lines]
    em = view.em

    def empty(box: Box) -> bool:
        inside = lines[bisect_left(middles, box[1]) : bisect_left(middles, box[3])]
        return not any(box[0] <= (line.left + line.right) / 2 <= box[2] for line in inside)

    large = [box for box in [*images, *boxes] if min(box[2] - box[0], box[3] - box[1]) >= LEAST * em]
    large.sort(key=lambda box: (-(box[2] - box[0]) * (box[3] - box[1]), box))
    known = frozenset(images)
    out: set[int] = set()
    for box in large[:MOST_PICTURES]:
        if box in known or empty(box):
            near = bisect_left(middles, box[3])
            out.update(line.number for line in _below(lines[near : near + LOOKS], box, em))
    return sorted(out)


def _below(near: Sequence[_Placed], picture: Box, em: float) -> list[_Placed]:
    """The lines of the caption of a picture, among those near below it."""
    x0, _, x1, bottom = picture
    over = ASIDE * (x1 - x0)
    out: list[_Placed] = []
    for line in near:
        if min(line.right, x1) <= max(line.left, x0):
            continue
        first = not out
        if line.middle - (bottom if first else out[-1].middle) > (NEAR if first else LEADING) * line.size:
            break
        alike = first or (line.size <= ALIKE * out[0].size and out[0].size <= ALIKE * line.size)
        if not alike or line.size > SMALLER * em or line.left < x0 - em or line.right > x1 + over:
            break
        out.append(line)
        if len(out) > MOST_LINES:
            return []
    return out
