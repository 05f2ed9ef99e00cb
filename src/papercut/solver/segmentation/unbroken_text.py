"""Lines for text without line ends: vertical text that an extractor gave one character a line, column after column.

Nothing says where a column ended, so whole pages would be one line, and one paragraph. The network of this folder says
where units begin. Between two beginnings the text is cut into lines of one length, so that later stages see what a
column of that measure would give: full lines, and a short one where a unit ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from papercut.solver.rare_pairs import Floats
from papercut.solver.segmentation.network import UNITS, segmenter

MEASURE = 20
"""So many characters make a line."""
LIKELY = 0.25
"""A unit begins where it is so likely that one does: a beginning that is missed joins two texts for good, and a false
one may still be joined to the text before it."""
AT_ONCE, MARGIN = 8192, 80
"""So many characters are weighed at a time, with so many on either side that are only seen."""


def line_starts(characters: Sequence[str]) -> list[int]:
    """Where lines begin in these characters, in their order; the first is 0."""
    begins = np.flatnonzero(beginning_chances(characters)[1:] > LIKELY) + 1
    edges = [0, *begins.tolist(), len(characters)]
    return [at for first, stop in pairwise(edges) for at in range(first, stop, MEASURE)]


def beginning_chances(characters: Sequence[str]) -> Floats:
    """For each character the chance that a unit begins with it."""
    out = np.empty(len(characters), np.float32)
    for at in range(0, len(characters), AT_ONCE):
        left = max(0, at - MARGIN)
        inside = segmenter().chances(characters[left : at + AT_ONCE + MARGIN])[:, UNITS.index("inside")]
        out[at : at + AT_ONCE] = 1 - inside[at - left : at - left + AT_ONCE]
    return out
