"""All figures of a page together, and of many pages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from papercut.model.page import Page
from papercut.score.bcubed import NOTHING, Clusters, clusters
from papercut.score.figures import counts_of, f1, figures
from papercut.score.joins import joins
from papercut.score.match import Match, match
from papercut.score.text import Json
from papercut.score.truth_positions import place_in_truth
from papercut.writers.json import document

NAMES = (
    "perfect", "headline", "parts", "article_f1", "paragraph_f1", "byline", "types", "cer", "spacing", "lost", "twice",
    "bcubed_precision", "bcubed_recall", "bcubed_f1", "join_precision", "join_recall", "join_f1", "placed", "n",
)  # fmt: skip
"""The figures in the order of the table; `placed` is the share of the truth's body text that the page holds."""

OCR_NAMES = ("ocr-", "scan")
"""Raw texts whose names begin like this were read by OCR."""


@dataclass(frozen=True)
class Tally:
    """What was counted on one page, or on several."""

    counts: Counter[str] = field(default_factory=Counter)
    clusters: Clusters = NOTHING

    def plus(self, other: Tally) -> Tally:
        """Both together."""
        counts = self.counts.copy()
        counts.update(other.counts)
        return Tally(counts, self.clusters.plus(other.clusters))

    def figures(self) -> dict[str, float | None]:
        """All figures by name; None where there was nothing to count."""
        counts, items = self.counts, self.clusters.items
        precision, recall = (sums / items if items else None for sums in self.clusters[1:])
        found: dict[str, float | None] = {
            **figures(counts),
            "bcubed_precision": precision,
            "bcubed_recall": recall,
            "bcubed_f1": None if not precision or not recall else 2 * precision * recall / (precision + recall),
            "join_precision": _share(counts["join_hit"], counts["join_found"]),
            "join_recall": _share(counts["join_hit"], counts["join_true"]),
            "join_f1": f1(counts["join_hit"], counts["join_true"], counts["join_found"]),
            "placed": _share(counts["placed"], counts["body"]),
        }
        return {name: found[name] for name in NAMES}


@dataclass(frozen=True)
class Scored:
    """A page that was held against its truth."""

    match: Match
    tally: Tally


def score(truth: Json, page: Page, *, ocr: bool = False) -> Scored:
    """Hold a page that has articles against its truth; `ocr` says that characters may have been misread."""
    found = document(page)
    matched = match(truth, found, ocr=ocr)
    counts = counts_of(matched, found, "\n".join(page.raw))
    places = place_in_truth(truth, page)
    counts.update(joins(places, page))
    for stretch in places.body():
        counts["body"] += stretch.end - stretch.start
        counts["placed"] += sum(spot is not None for spot in places.main[stretch.start : stretch.end])
    return Scored(matched, Tally(counts, clusters(places, page)))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
