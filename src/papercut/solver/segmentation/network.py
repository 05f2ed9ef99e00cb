"""The network that weighs, for each character of a text without line ends, which unit of a page begins with it.

Each character has a row in a table; five neighbours are joined, and residual blocks of dilated convolutions follow, so
that each place is weighed within some sixty characters around it. Fitted by `tools/fit_segmentation.py` on streams made
of stories that stand on no page of the bench that is measured.

Model: dilated convolutions, as in `papercut.solver.lines.network`, over characters instead of lines.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from papercut.solver.lines.network import Block, normalized
from papercut.solver.matrix_product import product
from papercut.solver.rare_pairs import Floats
from papercut.solver.reading_network import CharacterRows
from papercut.solver.weights import read_weights
from papercut.solver.weights_archive import read_arrays

UNITS = (
    "inside", "paragraph", "story", "elsewhere", "display", "display-on", "byline", "subhead", "other",
)  # fmt: skip
"""What may begin with a character: nothing, the next paragraph, a story's first, text that goes on from elsewhere; the
first display line of a story, a further one; a byline, a subhead, a caption or notice."""

DILATIONS = (1, 2, 4, 8, 16)


@dataclass(frozen=True, slots=True)
class SegmentationNetwork:
    """The fitted numbers; `table` has a row for each known character."""

    rows: CharacterRows
    table: Floats
    first: Floats
    first_bias: Floats
    blocks: tuple[Block, ...]
    last: Floats
    last_bias: Floats
    about: str

    def chances(self, characters: Sequence[str]) -> Floats:
        """The chance of each of `UNITS` (column) to begin with each of these characters (row)."""
        ids = np.array([(self.rows[ch] or (1,))[0] for ch in characters], np.intp)
        reach = self.first.shape[0] // self.table.shape[1] // 2
        padded = np.vstack([np.zeros((reach, self.table.shape[1]), np.float32), self.table[ids]])
        padded = np.vstack([padded, np.zeros((reach, self.table.shape[1]), np.float32)])
        near = np.hstack([padded[k : k + len(ids)] for k in range(2 * reach + 1)])
        x: Floats = (product(near, self.first) + self.first_bias)[None]
        for block in self.blocks:
            x = block.over(x)
        scores = (product(normalized(x), self.last) + self.last_bias)[0]
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        found: Floats = odds / odds.sum(axis=1, keepdims=True)
        return found


@cache
def segmenter() -> SegmentationNetwork:
    """The fitted network, read once."""
    return read_segmenter(read_weights("segmentation.npz"))


def read_segmenter(data: bytes) -> SegmentationNetwork:
    """The network from a numpy archive, in half precision as `tools/fit_segmentation.py` writes it."""
    arrays = read_arrays(data)
    about: dict[str, Any] = json.loads(str(arrays["about"]))
    held = {name: a.astype(np.float32) for name, a in arrays.items() if name != "about"}
    blocks = tuple(
        Block(
            dilation, held[f"{k}/taps"][None], held[f"{k}/taps_bias"], held[f"{k}/mix"][None], held[f"{k}/mix_bias"]
        )
        for k, dilation in enumerate(DILATIONS)
    )
    return SegmentationNetwork(
        CharacterRows(about["characters"]),
        held["table"],
        held["first"],
        held["first_bias"],
        blocks,
        held["last"],
        held["last_bias"],
        about["made"],
    )
