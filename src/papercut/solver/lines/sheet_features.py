"""What geometry shows of each line: numbers that stand beside those of `papercut.solver.lines.line_features`.

Lengths are in em of the page's text unless a name says otherwise. A *strip* is a run of lines each of which stands
right below the one before, in type of about the same size: a piece of a column, or a headline.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from papercut.layout.sheet.cut_candidates import DISPLAY
from papercut.layout.sheet.orientation import Orientation, orientation_of
from papercut.model.geometry import Box
from papercut.model.page import Page
from papercut.solver.lines.measured_lines import MeasuredLine
from papercut.solver.rare_pairs import Floats

SHEET = (
    "size", "bold", "indent", "short", "gap-above", "below-last", "gap-below", "above-next", "size-from-last",
    "size-to-next", "strip-begins", "strip-to-the-side", "strip-elsewhere", "rule-above", "rule-below", "frame-changes",
    "frame-will-change", "centred", "width-on-page", "width-of-column", "other-way", "down-the-page", "along-the-page",
    "under-display", "under-text", "gap-over-strip", "level-with-last-strip", "as-wide-as-last-strip", "strip-length",
    "framed", "no-place",
)  # fmt: skip

OVERLAP = 0.5
"""A line stands below another if so much of the narrower one's width is below it."""
ASIDE = 4.5
"""Lines that begin no further apart than this, in em, may stand in one column, however short they are."""
NEAR = 4.0
"""A rule counts for lines no further away, in em."""
NEXT = 2.6
"""No further down, in em of the larger type, is right below."""


@dataclass(slots=True)
class PrintedSetting:
    """How a line is set: its box in u and v, its em, the number of the frame it stands in (-1 for none), and whether
    it runs the other way than the page's text."""

    box: Box
    size: float
    heavy: bool
    frame: int
    other: bool


@dataclass(slots=True)
class LineStrip:
    """A run of lines, from `first` to before `stop`, with its outer edges."""

    first: int
    stop: int
    left: float
    right: float
    top: float
    display: bool


def sheet_numbers(page: Page, rows: Sequence[MeasuredLine]) -> Floats:
    """The numbers of `SHEET` for each row of a page; an array without columns where the page has no geometry."""
    if not page.placed:
        return np.zeros((len(rows), 0), np.float32)
    view = orientation_of(page)
    lines = printed_settings(page, [row.index for row in rows], view)
    out = np.zeros((len(rows), len(SHEET)), np.float32)
    if not any(lines):
        out[:, -1] = 1
        return out
    rules = [view.box(d.box) for d in page.drawn if d.kind == "rule"]
    strips = line_strips(lines, view)
    # boxes that lie off the sheet, above it or to its left, have no edge to measure by
    wide = max(view.em, *(line.box[2] for line in lines if line))
    high = max(view.em, *(line.box[3] for line in lines if line))
    measure = _measure(strips)
    for n, strip in enumerate(strips):
        above = _above(strips, lines, n, view)
        for k in range(strip.first, strip.stop):
            out[k] = _numbers(lines, k, strip, strips[n - 1] if n else None, above, view, wide, high, measure)
    _ruled(out, lines, rules, view)
    return out


def printed_settings(page: Page, indices: Sequence[int], view: Orientation) -> list[PrintedSetting | None]:
    """How these lines (indices in `page.lines`) are set; None for one that has no place."""
    frames = sorted((view.box(d.box) for d in page.drawn if d.kind in ("frame", "tint")), key=_area)
    out: list[PrintedSetting | None] = []
    for index in indices:
        line = page.lines[index]
        if line.box is None:
            out.append(None)
            continue
        box = view.box(line.box)
        u, v = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        frame = next((i for i, f in enumerate(frames) if f[0] <= u <= f[2] and f[1] <= v <= f[3]), -1)
        upright = bool(line.pieces) and page.printed[line.pieces[0].line - 1].upright
        heavy = (line.weight or 400) >= 600
        out.append(PrintedSetting(box, line.size or view.em, heavy, frame, upright != view.downwards))
    return out


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def stands_under(a: PrintedSetting | None, b: PrintedSetting | None) -> bool:
    """Whether `b` stands right below `a`."""
    if a is None or b is None:
        return False
    shared = min(a.box[2], b.box[2]) - max(a.box[0], b.box[0])
    if shared < OVERLAP * min(a.box[2] - a.box[0], b.box[2] - b.box[0]):
        # a last line of two characters, and the next one with its indent
        if abs(a.box[0] - b.box[0]) > ASIDE * min(a.size, b.size):
            return False
    return -0.5 <= (b.box[1] - a.box[3]) / max(a.size, b.size) <= NEXT


def line_strips(lines: Sequence[PrintedSetting | None], view: Orientation) -> list[LineStrip]:
    """The runs of lines that stand right below one another in type of about the same size."""
    out: list[LineStrip] = []
    first = 0
    for k in range(1, len(lines) + 1):
        if k < len(lines) and stands_under(lines[k - 1], lines[k]) and _alike(lines[k - 1], lines[k]):
            continue
        own = [line for line in lines[first:k] if line]
        if own:
            lefts, rights = sorted(i.box[0] for i in own), sorted(i.box[2] for i in own)
            size = sorted(i.size for i in own)[len(own) // 2]
            # one line that sticks out says nothing of the column
            left = lefts[len(own) // 10]
            right = rights[len(own) - 1 - len(own) // 10]
            top = min(i.box[1] for i in own)
            out.append(LineStrip(first, k, left, right, top, size >= DISPLAY * view.em))
        else:
            out.append(LineStrip(first, k, 0.0, 0.0, 0.0, False))
        first = k
    return out


def _alike(a: PrintedSetting | None, b: PrintedSetting | None) -> bool:
    return a is not None and b is not None and a.size <= 1.2 * b.size and b.size <= 1.2 * a.size


def _measure(strips: Sequence[LineStrip]) -> float:
    """The width of most text columns."""
    widths = sorted((s.right - s.left, s.stop - s.first) for s in strips if not s.display and s.stop - s.first > 2)
    half, total = 0, sum(n for _, n in widths)
    for width, n in widths:
        half += n
        if 2 * half >= total:
            return width
    return max((s.right - s.left for s in strips), default=1.0) or 1.0


@dataclass(slots=True)
class _Above:
    """What stands right above a strip: `display` type or text, and how far, in em."""

    display: bool
    text: bool
    gap: float


def _above(strips: Sequence[LineStrip], lines: Sequence[PrintedSetting | None], n: int, view: Orientation) -> _Above:
    strip = strips[n]
    best: tuple[float, bool] | None = None
    for other in strips:
        if other is strip:
            continue
        last = lines[other.stop - 1]
        if last is None:
            continue
        shared = min(other.right, strip.right) - max(other.left, strip.left)
        gap = strip.top - last.box[3]
        if shared > 0.3 * (strip.right - strip.left) and gap > -0.5 * view.em and (best is None or gap < best[0]):
            best = gap, other.display
    if best is None:
        return _Above(False, False, 8.0)
    return _Above(best[1], not best[1], best[0] / view.em)


def _numbers(
    lines: Sequence[PrintedSetting | None], k: int, strip: LineStrip, last: LineStrip | None, above: _Above, view:
    Orientation, wide: float, high: float, measure: float,
) -> list[float]:  # fmt: skip
    line = lines[k]
    if line is None:
        return [0.0] * (len(SHEET) - 1) + [1.0]
    em, size = view.em, line.size
    u0, v0, u1, v1 = line.box
    before = lines[k - 1] if k else None
    after = lines[k + 1] if k + 1 < len(lines) else None
    below, over = stands_under(before, line), stands_under(line, after)
    begins = k == strip.first
    indent, short = (u0 - strip.left) / size, (strip.right - u1) / size
    level = same = side = elsewhere = 0.0
    if begins and last is not None:
        side = float(strip.left >= last.right - em and strip.top <= last.top + 3 * em)
        elsewhere = float(not side and not below)
        level = float(abs(strip.top - last.top) < em)
        same = float(abs((strip.right - strip.left) - (last.right - last.left)) < 0.6 * em)
    width = u1 - u0
    return [
        max(-1.0, min(2.0, math.log(size / em))),
        float(line.heavy),
        max(-1.0, min(indent, 8.0)) / 3,
        max(-1.0, min(short, 20.0)) / 6,
        _clip((v0 - before.box[3]) / em) if before and below else 0.0,
        float(below),
        _clip((after.box[1] - v1) / em) if after and over else 0.0,
        float(over),
        max(-1.0, min(1.0, math.log(size / before.size))) if before else 0.0,
        max(-1.0, min(1.0, math.log(after.size / size))) if after else 0.0,
        float(begins),
        side,
        elsewhere,
        0.0,
        0.0,
        float(before is not None and before.frame != line.frame),
        float(after is not None and after.frame != line.frame),
        float(indent > 0.6 and short > 0.6 and abs(indent - short) < 1.0),
        width / wide,
        max(-2.0, min(2.0, math.log((width + 0.1) / (measure + 0.1)))),
        float(line.other),
        v0 / high,
        u0 / wide,
        float(begins and above.display),
        float(begins and above.text),
        _clip(above.gap) if begins else 0.0,
        level,
        same,
        math.log1p(strip.stop - strip.first) / 4,
        float(line.frame >= 0),
        0.0,
    ]


def _clip(gap: float) -> float:
    return max(-0.5, min(gap, 6.0)) / 2


def _ruled(out: Floats, lines: Sequence[PrintedSetting | None], rules: Sequence[Box], view: Orientation) -> None:
    """Mark the lines next to a rule that runs across their column: those with none between the rule and themselves."""
    above, below = SHEET.index("rule-above"), SHEET.index("rule-below")
    boxes = [(k, line.box) for k, line in enumerate(lines) if line is not None]
    for u0, v0, u1, v1 in rules:
        if u1 - u0 < 3 * (v1 - v0):
            continue
        near = [(k, b) for k, b in boxes if min(b[2], u1) - max(b[0], u0) >= 0.5 * (b[2] - b[0])]
        under = [(b[1], k) for k, b in near if -1 <= b[1] - v1 + 1 <= NEAR * view.em]
        over = [(b[3], k) for k, b in near if -1 <= v0 - b[3] + 1 <= NEAR * view.em]
        for top, k in under:
            out[k, above] = top <= min(under)[0] + view.em
        for bottom, k in over:
            out[k, below] = bottom >= max(over)[0] - view.em
