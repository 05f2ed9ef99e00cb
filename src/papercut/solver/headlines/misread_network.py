"""Which character of a headline OCR misread, and what it was: what a story's body has in its place, weighed by a small
network.

A candidate is a character that the body has beside a neighbour of the one that was read. The network sees how far the
words around agree, how often, whether the two look alike, how strongly the language joins each to its neighbours, how
rare both are, and in which common words they stand. It was taught on real stories whose headlines and bodies were
misread on purpose, so it knows headlines that say a thing in other words than their stories. Fitted by
`tools/fit_misread.py`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from math import log1p

import numpy as np

from papercut.languages.character_pairs import rarity, together
from papercut.languages.character_variants import is_han
from papercut.languages.common_words import longest_word, simplified
from papercut.languages.confusables import look_alike
from papercut.solver.headlines.body_alignment import AlignedBody, attests_none, between, nearest_reading
from papercut.solver.matrix_product import product
from papercut.solver.rare_pairs import Floats
from papercut.solver.weights import read_weights
from papercut.solver.weights_archive import read_arrays

NUMERALS = frozenset("〇零一二三四五六七八九十百千万萬亿億廿卅两兩")
"""Figures differ between headline and body for good reasons."""
EVIDENCE = (
    "agrees-before", "agrees-behind", "agrees-both", "agrees-least", "times", "looks-alike", "bond-before",
    "bond-behind", "new-bond-before", "new-bond-behind", "body-pair-before", "body-pair-behind", "body-count",
    "new-body-count", "rarity", "new-rarity", "word", "new-word", "longer-word", "first", "last", "length",
    "letter-before", "letter-behind", "rival",
)  # fmt: skip
"""What is seen of a candidate, in the order of `Candidate.evidence`."""
COMMON = 7.0
"""Characters that are no rarer, in nats, are the some hundred commonest: particles, prepositions. A body that has
another in such a place once says nothing."""
FAR = 4
"""Characters on each side that are compared; more say no more."""


@dataclass(slots=True)
class Candidate:
    """`meant` for the character at `at`. `left` and `right` are how many characters on each side agree at the nearest
    place of the body, `times` how often the body has it so."""

    at: int
    meant: str
    left: int
    right: int
    times: int
    evidence: list[float]

    @property
    def agreement(self) -> float:
        """What candidates for one character are compared by before they are weighed."""
        return min(self.left, FAR) + min(self.right, FAR) + min(log1p(self.times), 1.0)


def candidates(text: str, body: AlignedBody) -> list[Candidate]:
    """All candidates for the visible characters of a headline, in their order. Where the body has what was read beside
    a neighbour, there are none: it was read rightly, or the body would be misread in the same way."""
    found: list[Candidate] = []
    for at, read in enumerate(text):
        if not _open(read) or not attests_none(text, at, at + 1, body):
            continue
        own = simplified(read)
        for meant, places in between(text, at, at + 1, 1, body).items():
            if not _open(meant) or simplified(meant) == own:  # else a variant
                continue
            left, right = nearest_reading(places)
            times = sum((a > 0, b > 0) == (left > 0, right > 0) for a, b in places)
            if (left + right > 1 or look_alike(read, meant)) and (times > 1 or rarity(read) > COMMON):
                found.append(Candidate(at, meant, left, right, times, []))
    for _, rivals in groupby(found, key=lambda c: c.at):
        _compare(list(rivals))
    _look(text, body, found)
    return found


def _open(ch: str) -> bool:
    return is_han(ch) and ch not in NUMERALS


def _compare(rivals: Sequence[Candidate]) -> None:
    """Give each candidate for one character how much better another agrees with what is around."""
    order = sorted((c.agreement for c in rivals), reverse=True)
    for one in rivals:
        other = order[1] if len(order) > 1 and one.agreement == order[0] else order[0]
        one.evidence.append(other - one.agreement if len(order) > 1 else -2.0 * FAR)


def _look(text: str, body: AlignedBody, found: Sequence[Candidate]) -> None:
    """Put the rest of the evidence before the rival's."""
    if not found:
        return
    before = [text[c.at - 1] if c.at else " " for c in found]
    behind = [text[c.at + 1] if c.at + 1 < len(text) else " " for c in found]
    read, meant = [text[c.at] for c in found], [c.meant for c in found]
    bonds = together([*before, *read, *before, *meant], [*read, *behind, *meant, *behind]).reshape(4, len(found))
    for k, c in enumerate(found):
        word = longest_word(text, c.at, c.at + 1)
        new_word = longest_word(f"{text[: c.at]}{c.meant}{text[c.at + 1 :]}", c.at, c.at + 1)
        c.evidence[:0] = [
            min(c.left, FAR), min(c.right, FAR), c.left > 0 < c.right, min(c.left, c.right, FAR), log1p(c.times),
            look_alike(read[k], c.meant), *bonds[:, k].tolist(),
            before[k] + c.meant in body.pairs, c.meant + behind[k] in body.pairs,
            log1p(body.text.count(read[k])), log1p(body.text.count(c.meant)), rarity(read[k]), rarity(c.meant),
            word, new_word, new_word > word, c.at == 0, c.at + 1 == len(text), min(len(text), 30) / 10,
            is_han(before[k]), is_han(behind[k]),
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class MisreadNetwork:
    """One hidden layer over the evidence, scaled by its means and deviations."""

    mean: Floats
    deviation: Floats
    inner: Floats
    bias: Floats
    outer: Floats
    level: Floats

    def log_odds(self, found: Sequence[Candidate]) -> list[float]:
        """For each candidate the log-odds that it is what is printed."""
        if not found:
            return []
        seen = (np.array([c.evidence for c in found], np.float32) - self.mean) / self.deviation
        inner = np.maximum(product(seen, self.inner) + self.bias, 0.0)
        out: list[float] = (product(inner, self.outer) + self.level)[:, 0].tolist()
        return out


@cache
def misread_network() -> MisreadNetwork:
    """The fitted network, read once."""
    arrays = read_arrays(read_weights("misread.npz"))
    if tuple(json.loads(str(arrays["about"]))["evidence"]) != EVIDENCE:
        raise ValueError("misread.npz was fitted on other evidence")
    names = ("mean", "deviation", "inner", "bias", "outer", "level")
    return MisreadNetwork(*(arrays[name].astype(np.float32) for name in names))
