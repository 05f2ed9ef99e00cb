"""How like the articles of an issue are to one another: rare pairs of characters and rare words that two share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import log, sqrt
from operator import add

_RUN = re.compile("[\u3400-\u9fff]{2,}|[^\\W\\d_\u2e80-\uffff]{4,}")
_HAN = "\u3400"

FEWEST = 40
"""In an issue of fewer texts rare pairs are not worth less than in one of this many."""


def features_of(text: str) -> set[str]:
    """Pairs of Han characters that stand side by side, and words of four letters and more in small letters."""
    out: set[str] = set()
    for run in _RUN.findall(text):
        if run[0] >= _HAN:
            out.update(map(add, run, run[1:]))
        else:
            out.add(run.casefold())
    return out


class ArticleLikeness:
    """Likeness among the texts of an issue; what many of them hold counts for little."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.features = [features_of(text) for text in texts]
        held = Counter(f for features in self.features for f in features)
        count = max(len(texts), FEWEST)
        self.worth = {f: log((count + 1) / n) ** 2 for f, n in held.items()}
        self.sizes = [sqrt(sum(self.worth[f] for f in sorted(features))) for features in self.features]

    def of(self, a: int, b: int) -> float:
        """0 to 1: the cosine of two texts, given by their numbers, each feature weighed by how few texts hold it."""
        if not self.sizes[a] or not self.sizes[b]:
            return 0.0
        shared = sorted(self.features[a] & self.features[b])
        return sum(self.worth[f] for f in shared) / (self.sizes[a] * self.sizes[b])
