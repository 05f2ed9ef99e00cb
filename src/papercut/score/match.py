"""Which found article stands for which true one, and what of the output is nobody's error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from papercut.score.likeness import Indel, Levenshtein, fuzz
from papercut.score.text import Element, Json, body_of, flat, loose_words, texts

ALIKE = 0.90
"""Two bodies that are so alike are the same article."""

LEAST = 0.3
"""Bodies less alike than this are never paired."""

EXCUSED = 80
"""So much of a text (partial ratio, to 100) must stand in the truth's furniture for it to be furniture."""

WORST_MISREADING = 0.80
"""However badly a page was read, texts less alike than this are not the same."""


@dataclass(frozen=True)
class Pair:
    """The found article that stands for a true one, and how alike their bodies are."""

    found: int
    likeness: float


@dataclass(frozen=True)
class Match:
    """A truth beside an output: their articles, bodies, and who stands for whom.

    `floor` is how alike two texts must be to be the same: 1 but for pages read by OCR. `ignored` are found articles
    that the truth holds as furniture.
    """

    true: Sequence[Json]
    found: Sequence[Json]
    true_bodies: list[list[Element]]
    found_bodies: list[list[Element]]
    pairs: dict[int, Pair]
    ignored: frozenset[int]
    loose: frozenset[str]
    aside: str
    floor: float

    def alike(self, one: str, other: str) -> bool:
        """Whether two flat texts are the same, as well as this page was read."""
        return one == other or (self.floor < 1 and Levenshtein.normalized_similarity(one, other) >= self.floor)

    def common(self, true: Sequence[str], found: Sequence[str]) -> list[tuple[int, int]]:
        """Pairs of texts that are the same, each used once, as positions in the two lists."""
        left, out = list(range(len(found))), []
        for i, text in enumerate(true):
            j = next((j for j in left if self.alike(text, found[j])), None)
            if j is not None:
                left.remove(j)
                out.append((i, j))
        return out

    def excused(self, text: str) -> bool:
        """Whether a text stands in the truth's furniture, so that it is no error in an article."""
        return excused(text, self.aside)

    @property
    def extra(self) -> list[int]:
        """Found articles that stand for no true one and are no furniture."""
        paired = {pair.found for pair in self.pairs.values()}
        return [j for j in range(len(self.found)) if j not in paired and j not in self.ignored]


def match(truth: Json, document: Json, *, ocr: bool = False) -> Match:
    """Pair the articles of a truth and of an article document one to one, the likest bodies first; their order does
    not count. `ocr` says that characters may have been misread: then texts are the same that are as like as twice the
    page's median error rate explains, and 2 in 100 more."""
    true, found = list(truth["articles"]), list(document.get("articles") or [])
    loose = loose_words(truth)
    true_bodies, found_bodies = [body_of(a, loose) for a in true], [body_of(a, loose) for a in found]
    t, f = [joined(body) for body in true_bodies], [joined(body) for body in found_bodies]
    likest = sorted(
        (
            (Indel.normalized_similarity(x, y, score_cutoff=LEAST), i, j)
            for i, x in enumerate(t)
            for j, y in enumerate(f)
            if x and y
        ),
        reverse=True,
    )
    pairs: dict[int, Pair] = {}
    used: set[int] = set()
    for likeness, i, j in likest:
        if likeness > LEAST and i not in pairs and j not in used:
            pairs[i] = Pair(j, likeness)
            used.add(j)
    for i, article in enumerate(true):  # a headline without a body is told by itself
        own = "".join(texts(article.get("headline")))
        for j in range(len(found)) if own and not t[i] else ():
            if j not in used and not f[j] and own == "".join(texts(found[j].get("headline"))):
                pairs[i] = Pair(j, 1.0)
                used.add(j)
                break
    aside = flat("".join(one.get("text") or "" for one in truth.get("furniture") or []))
    ignored = frozenset(
        j
        for j, article in enumerate(found)
        if j not in used and (article.get("type") == "advert" or not f[j] or excused(f[j], aside))
    )
    floor = 1.0
    if ocr:
        errors = sorted(
            Levenshtein.normalized_distance(t[i], f[pair.found]) for i, pair in pairs.items() if pair.likeness >= ALIKE
        )
        floor = max(WORST_MISREADING, 1 - 2 * (errors[len(errors) // 2] if errors else 0) - 0.02)
    return Match(true, found, true_bodies, found_bodies, pairs, ignored, loose, aside, floor)


def joined(body: Sequence[Element]) -> str:
    """The flat text of a body."""
    return "".join(element["flat"] for element in body)


def excused(text: str, aside: str) -> bool:
    """Whether a flat text stands, nearly, in the flat text of the furniture."""
    return bool(text) and bool(aside) and fuzz.partial_ratio(text, aside) >= EXCUSED
