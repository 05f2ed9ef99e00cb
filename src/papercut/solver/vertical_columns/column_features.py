"""What tells whether a column of vertical text goes on from another one, begins a text, or ends one.

The weights are three logistic regressions in `weights/vertical-columns.tsv`, fitted by `tools/fit_columns.py`: `link`,
`start` and `end`. Nothing but characters and lengths is known of a column.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from papercut.languages.character_pairs import together
from papercut.languages.common_words import word_across
from papercut.layout.text.interleaved_lines import Text
from papercut.layout.text.interleaved_search import Links
from papercut.solver.reading_network import JOINTS, KINDS, line_reader
from papercut.solver.weights import read_weights

Table = NDArray[np.float64]
Indices = NDArray[np.intp]

STOPS = frozenset("。！？」』")
OPENINGS = frozenset("〔（「【")
ACROSS = ("word", "number", "suffix")
LONGEST = 4
"""A column that is so much longer than another is as good as one that is longer still; characters."""
BINS = tuple(range(-LONGEST, LONGEST + 2))
AROUND = 6
"""So many columns on either side say how long a column is here."""

LINK = (
    "goes-on", "paragraph", "follows", "stop", "stop-goes-on", "stop-paragraph", "together",
    *(f"across-{way}" for way in ACROSS), *(f"longer-{n}" for n in BINS), *(f"stop-longer-{n}" for n in BINS),
)  # fmt: skip
"""How well one column goes on from another: the judgement of the reading network and of the pairs of the page, what
lies across the break, and by how much the first is longer, with a full stop at its end or without."""
ENDS = (
    *(f"reads-like-{kind}" for kind in KINDS), "shortfall", "short", "short-2", "short-1", "stop", "stop-short",
    "opening", "opening-short",
)  # fmt: skip
"""Whether a column begins or ends a text: what it reads like, how much shorter it is than those around it, its last
and its first character."""
MODELS = {"link": LINK, "start": ENDS, "end": ENDS}
_GOES_ON, _PARAGRAPH, _OTHER = (JOINTS.index(x) for x in ("goes-on", "paragraph", "other-text"))
_FLOOR = -6.0


def link_features(texts: Sequence[str], before: Indices, after: Indices) -> Table:
    """The numbers of `LINK` (columns) for each pair of texts (rows): those of the indices `before` and `after`."""
    reader = line_reader()
    ends = reader.ends_of(texts)
    joints = reader.joints(ends, ends, before, after)
    goes_on, paragraph = joints[:, _GOES_ON] - joints[:, _OTHER], joints[:, _PARAGRAPH] - joints[:, _OTHER]
    links = Links([Text(text, text) for text in texts])
    follows = [links.link(texts[i], texts[j]) for i, j in zip(before.tolist(), after.tolist(), strict=True)]
    across = [word_across(texts[i], texts[j]) for i, j in zip(before.tolist(), after.tolist(), strict=True)]
    last, first = [text[-1] for text in texts], [text[0] for text in texts]
    pair = together([last[i] for i in before], [first[j] for j in after])
    stop = np.array([ch in STOPS for ch in last])[before]
    sizes = np.array([len(text) for text in texts])
    longer = np.clip(sizes[before] - sizes[after], BINS[0], BINS[-1]) - BINS[0]
    binned = np.zeros((len(before), 2 * len(BINS)))
    binned[np.arange(len(before)), longer + len(BINS) * stop] = 1
    seen = (goes_on, paragraph, follows, stop, stop * goes_on, stop * paragraph, pair)
    return np.column_stack([*seen, *([a == way for a in across] for way in ACROSS), binned])


def end_features(texts: Sequence[str]) -> Table:
    """The numbers of `ENDS` (columns) for each text (row)."""
    reader = line_reader()
    kinds = np.maximum(reader.kinds(reader.ends_of(texts)), _FLOOR)
    sizes = np.array([len(text) for text in texts])
    usual = np.array([np.median(sizes[max(0, i - AROUND) : i + AROUND + 1]) for i in range(len(texts))])
    shortfall = np.clip(usual - sizes, -4, 8)
    stop = np.array([text[-1] in STOPS for text in texts])
    opening = np.array([text[0] in OPENINGS for text in texts])
    short = [shortfall >= 3, (shortfall >= 2) & (shortfall < 3), (shortfall >= 1) & (shortfall < 2)]
    marks = (stop, stop & (shortfall >= 2), opening, opening * np.clip(shortfall, 0, 3))
    return np.column_stack([kinds, shortfall, *short, *marks])


def odds(model: str, features: Table) -> Table:
    """The log-odds that a model of `MODELS` gives to each row of features."""
    weights, bias = fitted(model)
    found: Table = features @ weights + bias
    return found


@cache
def fitted(model: str) -> tuple[Table, float]:
    """The weights of a model, in the order of its features, and its bias."""
    rows: dict[str, float] = {}
    for row in read_weights("vertical-columns.tsv").decode().split("\n"):
        if row and not row.startswith("#"):
            name, feature, weight = row.split("\t")
            if name == model:
                rows[feature] = float(weight)
    return np.array([rows[name] for name in MODELS[model]]), rows["bias"]


def log_chances(found: Table) -> tuple[Any, Any]:
    """The log of the chance that log-odds stand for, and of its opposite."""
    return -np.logaddexp(0, -found), -np.logaddexp(0, found)
