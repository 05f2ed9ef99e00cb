"""What geometry shows of the step from one fragment to another; beside `papercut.solver.links.link_features`.

Lengths are in em of the page's text, in the coordinates of `papercut.layout.sheet.xy_cut`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from papercut.layout.sheet.orientation import Orientation, orientation_of
from papercut.model.geometry import Box
from papercut.model.page import Page, Role
from papercut.solver.lines.sheet_features import LineStrip, PrintedSetting, line_strips, printed_settings
from papercut.solver.links.fragments import Fragment, block_lines
from papercut.solver.rare_pairs import Floats

SHEET_ENDS = ("at-bottom", "display-below", "rule-below", "framed", "last-under-head", "no-head")
"""What is seen of the fragment that a step leads from."""

SHEET_STARTS = (
    "at-top", "under-display", "rule-above", "framed", "first-under-head", "last-under-head", "no-head", "beside-head",
)  # fmt: skip
"""What is seen of the fragment that a step leads to."""

SHEET_PAIRS = (
    "below", "gap", "next-column", "column-to-the-right", "to-the-left", "higher", "tops-level", "same-strip",
    "same-head", "other-head", "same-frame", "other-frame", "same-width", "width", "same-size", "display-in-between",
    "rule-in-between", "nearest-to-the-right",
)  # fmt: skip
"""What is seen of the two together."""

FAR = 99.0


@dataclass(frozen=True, slots=True)
class FragmentPlace:
    """Where a fragment stands: the columns of its first and its last line (`LineStrip`s by number), where the first
    begins and the last ends, and the strip of display type over its first column (-1 for none)."""

    first: int
    last: int
    top: float
    bottom: float
    left: float
    right: float
    end_left: float
    end_right: float
    size: float
    frame: int
    head: int
    at_top: bool
    at_bottom: bool


class FragmentPlaces:
    """Where the fragments of a page stand, and what stands between them."""

    def __init__(self, page: Page, found: Sequence[Fragment]) -> None:
        self.view: Orientation = orientation_of(page)
        indices = [k for k, line in enumerate(page.lines) if line.text.strip()]
        self.lines = printed_settings(page, indices, self.view)
        self.strips = line_strips(self.lines, self.view)
        self.rules = [self.view.box(d.box) for d in page.drawn if d.kind == "rule"]
        self.rules = [r for r in self.rules if r[2] - r[0] > 3 * (r[3] - r[1])]
        place = {index: k for k, index in enumerate(indices)}
        strip_at = [n for n, s in enumerate(self.strips) for _ in range(s.first, s.stop)]
        shown = {
            place[i]
            for rows, block in zip(block_lines(page), page.blocks or (), strict=True)
            if block.role is Role.HEADLINE
            for i in rows
            if i in place
        }
        self.heads = [n for n, s in enumerate(self.strips) if shown.intersection(range(s.first, s.stop))]
        self.spots = [self._spot(place.get(f.first), place.get(f.last), strip_at) for f in found]

    def _spot(self, first: int | None, last: int | None, strip_at: Sequence[int]) -> FragmentPlace | None:
        if first is None or last is None:
            return None
        a, b = self.lines[first], self.lines[last]
        if a is None or b is None:
            return None
        n, m = strip_at[first], strip_at[last]
        s, t = self.strips[n], self.strips[m]
        return FragmentPlace(
            n, m, a.box[1], b.box[3], s.left, s.right, t.left, t.right, a.size, a.frame, self._head(s, a),
            first == s.first, last == t.stop - 1,
        )  # fmt: skip

    def _head(self, strip: LineStrip, line: PrintedSetting) -> int:
        """The nearest display type over a strip, in the same frame."""
        best, at = -FAR * self.view.em * 9, -1
        for n in self.heads:
            head = self.strips[n]
            last = self.lines[head.stop - 1]
            if last is None or last.frame != line.frame or last.box[3] > strip.top + 0.5 * self.view.em:
                continue
            shared = min(head.right, strip.right) - max(head.left, strip.left)
            if shared > 0.25 * (strip.right - strip.left) and last.box[3] > best:
                best, at = last.box[3], n
        return at

    def ends(self) -> Floats:
        """The numbers of `SHEET_ENDS` for each fragment."""
        em = self.view.em
        out = np.zeros((len(self.spots), len(SHEET_ENDS)), np.float32)
        for k, s in enumerate(self.spots):
            if s is None:
                continue
            head = self.strips[s.head] if s.head >= 0 else None
            out[k] = (
                s.at_bottom,
                self._display(s.end_left, s.end_right, s.bottom, s.bottom + 5 * em),
                self._rule(s.end_left, s.end_right, s.bottom, s.bottom + 3 * em),
                s.frame >= 0,
                head is not None and s.end_right > head.right - 4 * em,
                head is None,
            )
        return out

    def starts(self) -> Floats:
        """The numbers of `SHEET_STARTS` for each fragment."""
        em = self.view.em
        out = np.zeros((len(self.spots), len(SHEET_STARTS)), np.float32)
        for k, s in enumerate(self.spots):
            if s is None:
                continue
            head = self.strips[s.head] if s.head >= 0 else None
            under = head is not None and s.at_top and s.top - self._bottom(s.head) < 5 * em
            out[k] = (
                s.at_top,
                under,
                self._rule(s.left, s.right, s.top - 3 * em, s.top),
                s.frame >= 0,
                head is not None and s.left < head.left + 4 * em,
                head is not None and s.right > head.right - 4 * em,
                head is None,
                self._beside(s),
            )
        return out

    def pairs(self, mates: np.typing.NDArray[np.intp]) -> Floats:
        """The numbers of `SHEET_PAIRS` for each fragment (row) and each of those that it could go on from."""
        n, many = mates.shape
        out = np.zeros((n, many, len(SHEET_PAIRS)), np.float32)
        for b in range(n):
            to = self.spots[b]
            if to is None:
                continue
            for k, a in enumerate(mates[b].tolist()):
                start = self.spots[a] if a >= 0 else None
                if start is not None:
                    out[b, k] = self._pair(start, to)
        # of the columns to the right of where a fragment ends, the nearest that begins one
        right = out[:, :, SHEET_PAIRS.index("column-to-the-right")] > 0
        nearest: dict[int, float] = {}
        rows, places = np.nonzero(right)
        for b, k in zip(rows.tolist(), places.tolist(), strict=True):
            a, to = int(mates[b, k]), self.spots[b]
            if to is not None:
                nearest[a] = min(nearest.get(a, to.left), to.left)
        for b, k in zip(rows.tolist(), places.tolist(), strict=True):
            to = self.spots[b]
            out[b, k, -1] = to is not None and to.left <= nearest[int(mates[b, k])] + self.view.em
        return out

    def _pair(self, a: FragmentPlace, b: FragmentPlace) -> tuple[float, ...]:
        em = self.view.em
        overlap = min(a.end_right, b.right) - max(a.end_left, b.left)
        below = overlap > 0.5 * min(a.end_right - a.end_left, b.right - b.left) and b.top >= a.bottom - 0.5 * em
        gap = (b.top - a.bottom) / em if below else 0.0
        aside = (b.left - a.end_right) / em
        right = aside > -0.5
        next_column = right and aside < 4
        widths = abs((a.end_right - a.end_left) - (b.right - b.left)) / em
        top = self.strips[a.last].top
        return (
            below,
            max(-0.5, min(gap, 12.0)) / 4,
            next_column,
            right,
            a.end_left - b.right > -0.5 * em,
            b.top < a.bottom - em,
            b.at_top and abs(b.top - top) < em,
            a.last == b.first,
            a.head == b.head and a.head >= 0,
            a.head != b.head,
            a.frame == b.frame and a.frame >= 0,
            a.frame != b.frame,
            widths < 0.6,
            min(widths, 8.0) / 3,
            abs(a.size - b.size) < 0.06 * b.size,
            below and self._display(b.left, b.right, a.bottom, b.top),
            below and self._rule(b.left, b.right, a.bottom, b.top),
            0.0,
        )

    def _bottom(self, head: int) -> float:
        last = self.lines[self.strips[head].stop - 1]
        return last.box[3] if last else 0.0

    def _display(self, left: float, right: float, top: float, bottom: float) -> bool:
        """Whether display type stands over a column between two heights."""
        for n in self.heads:
            head = self.strips[n]
            if min(head.right, right) - max(head.left, left) > 0.3 * (right - left):
                middle = (head.top + self._bottom(n)) / 2
                if top <= middle <= bottom:
                    return True
        return False

    def _rule(self, left: float, right: float, top: float, bottom: float) -> bool:
        """Whether a rule runs across a column between two heights."""
        edge = 0.3 * self.view.em
        return any(
            top - edge <= v0 and v1 <= bottom + edge and min(u1, right) - max(u0, left) > 0.5 * (right - left)
            for u0, v0, u1, v1 in self.rules
        )

    def _beside(self, s: FragmentPlace) -> bool:
        """Whether a headline set crosswise stands right beside a fragment's first line."""
        for n in self.heads:
            box = self._box(n)
            if box and box[3] - box[1] > 2 * (box[2] - box[0]) and box[1] - self.view.em <= s.top <= box[3]:
                if -1 <= (s.left - box[2]) / self.view.em <= 4 or -1 <= (box[0] - s.right) / self.view.em <= 4:
                    return True
        return False

    def _box(self, n: int) -> Box | None:
        first = self.lines[self.strips[n].first]
        return first.box if first else None
