"""The network that weighs a line's label from what is seen of it and of the lines around it.

Each code of a line's view has a row in a table; the rows of all its codes and its numbers, times a matrix, are added
up. Residual blocks of dilated convolutions over the lines follow, so that each line is weighed within some sixty
lines around it, and a last layer gives a score for each label. Several networks, fitted from different beginnings,
are averaged: together they are wrong less often than the best of them. Fitted by `tools/fit_pages.py`.

Model: dilated convolutions after Strubell, Verga, Belanger and McCallum, "Fast and Accurate Entity Recognition with
Iterated Dilated Convolutions", EMNLP 2017; the averaged scores go into the chain of
`papercut.solver.lines.label_chain`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from papercut.solver.lines.label_chain import Steps
from papercut.solver.lines.line_features import FIELDS, LineFeatures
from papercut.solver.matrix_product import product
from papercut.solver.rare_pairs import Floats
from papercut.solver.weights import read_weights
from papercut.solver.weights_archive import read_arrays

_SMALL = 1e-5  # as torch.nn.LayerNorm has it


@dataclass(frozen=True, slots=True)
class Block:
    """Three taps `dilation` lines apart, a rectifier and a mixing layer, added to what came in; of every network."""

    dilation: int
    taps: Floats
    taps_bias: Floats
    mix: Floats
    mix_bias: Floats

    def inner(self, x: Floats) -> Floats:
        """What the rectifier lets through of lines (networks by lines by width)."""
        h, d, width = normalized(x), self.dilation, x.shape[-1]
        seen = np.zeros((*x.shape[:2], 3 * width), np.float32)
        seen[:, d:, :width] = h[:, :-d]
        seen[:, :, width : 2 * width] = h
        seen[:, :-d, 2 * width :] = h[:, d:]
        inner = product(seen, self.taps)
        inner += self.taps_bias
        np.maximum(inner, 0.0, out=inner)
        return inner

    def over(self, x: Floats, inner: Floats | None = None) -> Floats:
        """The lines (networks by lines by width) after the block; `inner` of them, where it is known."""
        inner = self.inner(x) if inner is None else inner
        after: Floats = x + product(inner, self.mix) + self.mix_bias
        return after


@dataclass(frozen=True, slots=True)
class LineNetworks:
    """Networks that are averaged, side by side in arrays, so that all are run at once.

    `table` (codes by networks times width) has a row for each code and one of zeros, `numbers` one for each number;
    the arrays of `blocks` and `last`, which gives the score of each label, begin with the network. `rows` are the rows
    of the codes, `steps` the steps from label to label.
    """

    width: int
    table: Floats
    numbers: Floats
    bias: Floats
    blocks: tuple[Block, ...]
    last: Floats
    last_bias: Floats
    rows: Mapping[tuple[str, str], int]
    steps: Steps
    about: str

    @property
    def none(self) -> int:
        """The row of zeros in the table: of a value that no page for fitting had, or that is hidden."""
        return len(self.rows)

    def scores(self, views: LineFeatures) -> Floats:
        """The score of each label (column) for each line (row), in nats."""
        return self.scores_of(self.codes(views.codes), views.numbers)

    def scores_of(self, codes: np.typing.NDArray[np.intp], numbers: Floats) -> Floats:
        """The same from the rows of the table."""
        x = self.entered(codes, numbers)
        for block in self.blocks:
            x = block.over(x)
        return self.left(x)

    def entered(self, codes: np.typing.NDArray[np.intp], numbers: Floats) -> Floats:
        """The lines as they come to the first block: networks by lines by width."""
        coded = self.table[codes[:, 0]]
        for k in range(1, codes.shape[1]):
            coded += self.table[codes[:, k]]
        seen = coded + product(numbers, self.numbers) + self.bias
        found: Floats = np.ascontiguousarray(seen.reshape(len(codes), -1, self.width).transpose(1, 0, 2))
        return found

    def left(self, x: Floats) -> Floats:
        """The scores of lines that have left the last block."""
        found: Floats = (product(normalized(x), self.last) + self.last_bias).mean(axis=0)
        return found

    def codes(self, codes: Sequence[tuple[str, ...]]) -> np.typing.NDArray[np.intp]:
        """The rows of the table for the codes of each line."""
        return codes_of(codes, self.rows)


def codes_of(codes: Sequence[tuple[str, ...]], rows: Mapping[tuple[str, str], int]) -> np.typing.NDArray[np.intp]:
    """The row of each value of `FIELDS` for each line; the one after the last for a value that has none."""
    get, none = rows.get, len(rows)
    columns = []
    for field, values in zip(FIELDS, zip(*codes, strict=True), strict=bool(codes)):
        row_of = {value: get((field, value), none) for value in set(values)}
        columns.append([row_of[value] for value in values])
    return np.array(columns, np.intp).T.reshape(len(codes), len(FIELDS))


def normalized(x: Floats) -> Floats:
    """Each line's values to mean 0 and variance 1."""
    centred, divisor = _parts_of_normal(x)
    found: Floats = centred / divisor
    return found


def divisor(x: Floats) -> Floats:
    """What `normal` divides each line's values by."""
    return _parts_of_normal(x)[1]


def _parts_of_normal(x: Floats) -> tuple[Floats, Floats]:
    centred: Floats = x - x.mean(axis=-1, keepdims=True)
    variance: Floats = np.einsum("...i,...i->...", centred, centred)[..., None] / np.float32(x.shape[-1])
    return centred, np.sqrt(variance + np.float32(_SMALL))


@cache
def line_nets(name: str = "lines") -> LineNetworks:
    """The fitted networks of this name, read once: `lines`, or `sheet-lines` for pages with geometry."""
    return read_nets(read_weights(f"{name}.npz"))


def read_nets(data: bytes) -> LineNetworks:
    """Networks from a numpy archive, in half precision as `tools/fit_pages.py` writes it."""
    arrays = read_arrays(data)
    about: dict[str, Any] = json.loads(str(arrays["about"]))
    held = [
        {name.split("/", 1)[1]: a.astype(np.float32) for name, a in arrays.items() if name.startswith(f"{k}/")}
        for k in range(about["nets"])
    ]

    def stacked(name: str) -> Floats:
        return np.stack([net[name] for net in held])

    def side_by_side(name: str) -> Floats:
        return np.concatenate([net[name] for net in held], axis=-1)

    blocks = tuple(
        Block(
            d,
            stacked(f"{b}/taps"),
            stacked(f"{b}/taps-bias")[:, None],
            stacked(f"{b}/mix"),
            stacked(f"{b}/mix-bias")[:, None],
        )
        for b, d in enumerate(about["dilations"])
    )
    table = side_by_side("table")
    return LineNetworks(
        held[0]["table"].shape[1],
        np.vstack([table, np.zeros((1, table.shape[1]), np.float32)]),
        side_by_side("numbers"),
        side_by_side("bias"),
        blocks,
        stacked("last"),
        stacked("last-bias")[:, None],
        {(field, value): k for k, (field, value) in enumerate(about["codes"])},
        Steps(tuple(tuple(map(float, row)) for row in arrays["steps"])),
        about["made"],
    )
