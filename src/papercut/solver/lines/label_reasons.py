"""What speaks for the label that the networks gave a line, against the next best.

With each rectifier left as it stood, and each line's values divided by what they were divided by, a network is a sum
over all that was seen: of the line itself, of the lines above, of those below. One pass back through the blocks gives
what each part adds to the score of the one label over that of the other (gradient times input, through normal layers
as in Ali and others, "XAI for Transformers: Better Explanations through Conservative Propagation", ICML 2022). The
weights are in nats, and add up to the distance of the two scores, but for what the labels have whatever is seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from papercut.solver.lines.column_fill import FILL
from papercut.solver.lines.display_targets import PULL
from papercut.solver.lines.line_features import FIELDS, LineFeatures
from papercut.solver.lines.line_measurements import NUMBERS
from papercut.solver.lines.network import Block, LineNetworks, divisor
from papercut.solver.matrix_product import product
from papercut.solver.rare_pairs import TOPIC, Floats
from papercut.solver.reading_network import KINDS, READING

Pair = tuple[int, int]

REACH = 8
"""So many lines on either side are weighed with a line; what comes from further away is left out."""

TOGETHER = 128
"""So many lines, one after another, are explained in one go; what they cost does not depend on which is asked for."""

_N = len(NUMBERS)
_T = _N + len(TOPIC)
_P = _T + len(PULL)
_F = _P + len(FILL)
GROUPS = {
    "width": (0, 4), "indent": (4, 5), "blank-lines": (5, 6), "width-against-neighbours": (6, 12),
    "characters": (12, _N - 1), "stands-together-with-last": (_N - 1, _N),
    "shared-with-text-around": (_N, _T), "shared-with-display-type": (_T, _P),
    "fills-its-column": (_P, _F), "reads-like": (_F, _F + len(KINDS)),
    "follows-as": (_F + len(KINDS), _F + len(READING)),
}  # fmt: skip
"""The numbers that are told together: their columns."""


class Reasons:
    """What speaks for one label of each line against another, worked out when a line is asked for.

    `pairs` has for each line of `views` the label and the other, as indices of `chain.TAGS`; `added` what its run
    added to the score of each label.
    """

    def __init__(
        self, nets: LineNetworks, views: LineFeatures, pairs: Sequence[Pair], added: Sequence[Sequence[float]]
    ) -> None:
        self._nets, self._views, self._pairs, self._added = nets, views, pairs, added
        self._shares: dict[int, Floats] = {}

    def of(self, line: int) -> list[tuple[str, float]]:
        """Each thing seen of the line or around it, and what it adds, in nats."""
        if not self._views.codes:  # those of a page without end are not kept
            return []
        begin = line // TOGETHER * TOGETHER
        if begin not in self._shares:
            self._shares[begin] = self._weighed(begin, min(begin + TOGETHER, len(self._pairs)))
        seen = [f"{name}={code}" for name, code in zip(FIELDS, self._views.codes[line], strict=True)]
        names = (*seen, *GROUPS, "lines-above", "lines-below")
        best, second = self._pairs[line]
        run = ("reads-in-run", self._added[line][best] - self._added[line][second])
        return [*zip(names, self._shares[begin][line - begin].tolist(), strict=True), run]

    def _weighed(self, begin: int, end: int) -> Floats:
        """What each thing (column) adds for each line from `begin` to before `end`."""
        nets, views = self._nets, self._views
        far = sum(block.dilation for block in nets.blocks) + REACH  # the lines that reach into what is weighed
        low = max(0, begin - far)
        codes, numbers = nets.codes(views.codes[low : end + far]), views.numbers[low : end + far]
        entered = nets.entered(codes, numbers)
        slopes = _slopes(nets, entered, begin - low, self._pairs[begin:end])
        here = slice(begin - low, end - low)
        own = slopes[0].transpose(1, 0, 2).reshape(end - begin, -1)
        fields = np.matmul(nets.table[codes[here]], own[:, :, None])[:, :, 0]
        each = product(own, nets.numbers.T) * numbers[here]
        groups = [each[:, start:stop].sum(1) for start, stop in GROUPS.values()]
        around = _padded(entered)
        above, below = np.zeros((2, end - begin), np.float32)
        for away, slope in slopes.items():
            if away:
                into = above if away < 0 else below
                into += np.einsum("nlw,nlw->l", slope, _at(around, here, away))
        return np.column_stack([fields, *groups, above, below])


def _slopes(nets: LineNetworks, x: Floats, at: int, pairs: Sequence[Pair]) -> dict[int, Floats]:
    """How the distance of two labels' scores grows with the values of the lines as they come to the first block.

    For so many lines away from each line that is explained, from `at` on, one for each of `pairs`: networks by lines
    by width. `x` are the lines as they come to the first block.
    """
    here = slice(at, at + len(pairs))
    best, second = np.array(pairs, np.intp).T
    passed: list[tuple[Block, Floats, Floats]] = []
    for block in nets.blocks:
        inner = block.inner(x)
        passed.append((block, _padded((inner > 0).astype(np.float32)), _padded(np.float32(1) / divisor(x))))
        x = block.over(x, inner)
    last = (nets.last - nets.last.mean(axis=1, keepdims=True)) / np.float32(len(nets.last))
    slopes = {0: (last[:, :, best] - last[:, :, second]).transpose(0, 2, 1) / divisor(x)[:, here]}
    for block, on, share in reversed(passed):
        slopes = _before(block, slopes, here, on, share)
    return slopes


def _before(block: Block, slopes: Mapping[int, Floats], here: slice, on: Floats, share: Floats) -> dict[int, Floats]:
    """The slopes for what comes into a block from those for what leaves it.

    `on` tells where the rectifier lets through, `share` what a line's values are multiplied with, both padded.
    """
    width = block.mix.shape[-1]
    mix = np.ascontiguousarray(block.mix.transpose(0, 2, 1))
    taps = block.taps.reshape(len(mix), 3, width, -1)
    taps = np.ascontiguousarray((taps - taps.mean(axis=2, keepdims=True)).transpose(1, 0, 3, 2))
    before: dict[int, Floats] = {}
    for away, slope in slopes.items():
        inner = product(slope, mix)
        inner *= _at(on, here, away)
        for tap, to in zip(taps, (away - block.dilation, away, away + block.dilation), strict=True):
            if abs(to) <= REACH:
                part = product(inner, tap)
                before[to] = before[to] + part if to in before else part
    for away, slope in before.items():
        slope *= _at(share, here, away)
        if away in slopes:
            slope += slopes[away]
    return before


def _padded(x: Floats) -> Floats:
    """With `REACH` lines of nothing on either side."""
    return np.pad(x, ((0, 0), (REACH, REACH), (0, 0)))


def _at(padded: Floats, here: slice, away: int) -> Floats:
    """The lines so many lines away from those `here`."""
    part: Floats = padded[:, here.start + REACH + away : here.stop + REACH + away]
    return part
