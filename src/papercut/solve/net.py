"""The network that weighs a line's label from what is seen of it and of the lines around it.

Each code of a line's view has a row in a table; the rows of all its codes and its numbers, times a matrix, are added
up. Residual blocks of dilated convolutions over the lines follow, so that each line is weighed within some sixty
lines around it, and a last layer gives a score for each label. Several networks, fitted from different beginnings,
are averaged: together they are wrong less often than the best of them. Fitted by `tools/fit_weights.py`.

Model: dilated convolutions after Strubell, Verga, Belanger and McCallum, "Fast and Accurate Entity Recognition with
Iterated Dilated Convolutions", EMNLP 2017; the averaged scores go into the chain of `papercut.solve.chain`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from papercut.solve.archive import read_arrays
from papercut.solve.chain import Steps
from papercut.solve.topic import Floats
from papercut.solve.views import FIELDS, Views

_SMALL = 1e-5  # as torch.nn.LayerNorm has it


@dataclass(frozen=True, slots=True)
class Block:
    """Three taps `dilation` lines apart, a rectifier and a mixing layer, added to what came in."""

    dilation: int
    taps: Floats
    taps_bias: Floats
    mix: Floats
    mix_bias: Floats


@dataclass(frozen=True, slots=True)
class Net:
    """One network: `table` has a row for each code and one of zeros, `last` gives the score of each label."""

    table: Floats
    numbers: Floats
    bias: Floats
    blocks: tuple[Block, ...]
    last: Floats
    last_bias: Floats

    def scores(self, codes: np.typing.NDArray[np.intp], numbers: Floats) -> Floats:
        """Lines by labels, in nats. `codes` holds for each line the rows of the table."""
        x = self.table[codes].sum(axis=1) + numbers @ self.numbers + self.bias
        n, width = x.shape
        for block in self.blocks:
            h = _normal(x)
            d = block.dilation
            seen = np.zeros((n, 3 * width), np.float32)
            seen[d:, :width] = h[:-d]
            seen[:, width : 2 * width] = h
            seen[:-d, 2 * width :] = h[d:]
            inner = np.maximum(seen @ block.taps + block.taps_bias, 0.0)
            x = x + inner @ block.mix + block.mix_bias
        return _normal(x) @ self.last + self.last_bias


def _normal(x: Floats) -> Floats:
    """Each line's values to mean 0 and variance 1."""
    centred: Floats = x - x.mean(axis=1, keepdims=True)
    variance: Floats = np.einsum("ij,ij->i", centred, centred)[:, None] / np.float32(x.shape[1])
    found: Floats = centred / np.sqrt(variance + np.float32(_SMALL))
    return found


@dataclass(frozen=True, slots=True)
class Nets:
    """Networks that are averaged, the row of each code in their tables, and the steps from label to label."""

    nets: tuple[Net, ...]
    rows: Mapping[tuple[str, str], int]
    steps: Steps
    about: str

    @property
    def none(self) -> int:
        """The row of zeros in the tables: of a value that no page for fitting had, or that is hidden."""
        return len(self.rows)

    def scores(self, views: Views) -> Floats:
        """The score of each label (column) for each line (row), in nats."""
        return self.scores_of(self.codes(views.codes), views.numbers)

    def scores_of(self, codes: np.typing.NDArray[np.intp], numbers: Floats) -> Floats:
        """The same from the rows of the table."""
        total = self.nets[0].scores(codes, numbers)
        for net in self.nets[1:]:
            total = total + net.scores(codes, numbers)
        return total / np.float32(len(self.nets))

    def codes(self, codes: Sequence[tuple[str, ...]]) -> np.typing.NDArray[np.intp]:
        """The rows of the table for the codes of each line."""
        get = self.rows.get
        return np.array([[get(x, self.none) for x in zip(FIELDS, line, strict=True)] for line in codes], np.intp)


@cache
def line_nets() -> Nets:
    """The fitted networks, read once."""
    return read_nets(Path(__file__).with_name("weights").joinpath("lines.npz").read_bytes())


def read_nets(data: bytes) -> Nets:
    """Networks from a numpy archive, in half precision as `tools/fit_weights.py` writes it."""
    arrays = read_arrays(data)
    about: dict[str, Any] = json.loads(str(arrays["about"]))
    dilations: list[int] = about["dilations"]
    nets = []
    for k in range(about["nets"]):
        held = {name.split("/", 1)[1]: a.astype(np.float32) for name, a in arrays.items() if name.startswith(f"{k}/")}
        blocks = tuple(
            Block(d, *(held[f"{b}/{part}"] for part in ("taps", "taps-bias", "mix", "mix-bias")))
            for b, d in enumerate(dilations)
        )
        table = np.vstack([held["table"], np.zeros((1, held["table"].shape[1]), np.float32)])
        nets.append(Net(table, held["numbers"], held["bias"], blocks, held["last"], held["last-bias"]))
    rows = {(field, value): k for k, (field, value) in enumerate(about["codes"])}
    steps = tuple(tuple(map(float, row)) for row in arrays["steps"])
    return Nets(tuple(nets), rows, Steps(steps), about["made"])
