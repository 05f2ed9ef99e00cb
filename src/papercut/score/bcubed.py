"""BCubed precision and recall of the articles as clusters of characters.

A. Bagga and B. Baldwin, "Entity-based cross-document coreferencing using the vector space model", COLING-ACL 1998: for
each item, precision is the share of its found cluster, and recall the share of its true cluster, that belongs to both;
the figures are means over all items.

An *item* is a visible character of a true article's body (as the other figures count bodies: without captions, adverts,
jump lines and loose words) that `papercut.score.truth_positions` finds on the page. Its true cluster is its article;
its found cluster the article of the output whose pieces hold its raw character, in body or parts. One that the output
sets aside is a cluster of its own, which costs recall. Where the page draws a character twice, and the output keeps the
other one, that counts. Characters of headlines and furniture are no items: an article is not made wrong here by what
stands above it.
"""

from __future__ import annotations

from array import array
from collections import Counter
from typing import NamedTuple

from papercut.model.page import Page
from papercut.score.truth_positions import TruthPlaces


class Clusters(NamedTuple):
    """Sums over items, to be added up over pages: their number, their precisions, their recalls."""

    items: int = 0
    precision: float = 0.0
    recall: float = 0.0

    def plus(self, other: Clusters) -> Clusters:
        """Both together."""
        return Clusters(self.items + other.items, self.precision + other.precision, self.recall + other.recall)


NOTHING = Clusters()
"""The sums of no page."""


def clusters(places: TruthPlaces, page: Page) -> Clusters:
    """The BCubed sums of a page that has articles; `places` are those of its raw lines."""
    owner = [array("i", [-1]) * len(row) for row in page.raw]
    for number, held in enumerate(page.articles or ()):
        for line, start, end in held.pieces:
            owner[line - 1][start:end] = array("i", [number]) * (end - start)
    kept: dict[int, int] = {}
    for position, (line, column) in places.copies:
        if (number := owner[line - 1][column]) >= 0:
            kept.setdefault(position, number)
    both: Counter[tuple[int, int]] = Counter()
    for stretch in places.body():
        for position in range(stretch.start, stretch.end):
            if (spot := places.main[position]) is not None:
                number = owner[spot[0] - 1][spot[1]]
                both[stretch.article, number if number >= 0 else kept.get(position, -1)] += 1
    return sums(both)


def sums(both: Counter[tuple[int, int]]) -> Clusters:
    """The BCubed sums of items counted by true and found cluster; one that is found below 0 is a cluster of its own."""
    true: Counter[int] = Counter()
    found: Counter[int] = Counter()
    for (article, number), size in both.items():
        true[article] += size
        found[number] += size
    precision = recall = 0.0
    for (article, number), size in both.items():
        if number < 0:
            precision += size
            recall += size / true[article]
        else:
            precision += size * size / found[number]
            recall += size * size / true[article]
    return Clusters(true.total(), precision, recall)
