"""What an output says of itself: counts, failures, the slowest pages and the least certain."""

from __future__ import annotations

import heapq
import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from typing import Any

from papercut.batches.outputs.by_name import format_of, sink_of
from papercut.batches.work.page_cache import kept_pages

KEPT = 1000
"""Rows of each kind that are kept for those who want all: memory is bounded."""

SHARES = tuple(k / 20 for k in range(1, 20))
"""Where the bins of a confidence, or of a share of the characters, end."""
SECONDS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0)
"""Where the bins of the seconds that a page takes end."""

Row = Mapping[str, Any]


class _Most:
    """The rows with the greatest value, so many of them; of two with one value that which came first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.heap: list[tuple[float, int, Row]] = []
        self.number = 0
        self.least = -math.inf if most else math.inf
        """What a value must be greater than: of two with one value the first is kept."""

    def add(self, value: float, row: Row) -> None:
        if value <= self.least:
            return
        self.number -= 1
        if len(self.heap) < self.most:
            heapq.heappush(self.heap, (value, self.number, row))
        elif self.heap:
            heapq.heapreplace(self.heap, (value, self.number, row))
        if len(self.heap) == self.most:
            self.least = self.heap[0][0] if self.heap else math.inf

    def rows(self) -> list[Row]:
        return [row for *_, row in sorted(self.heap, key=lambda kept: kept[:2], reverse=True)]


class _Figures:
    """What is counted while the manifests pass by."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.count: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.pages = self.articles = self.kept = self.set_aside = 0
        self.formats: dict[str | None, list[int]] = {}
        """Pages and articles of each."""
        self.failures: list[Row] = []
        self.duplicates: list[Row] = []
        self.empty: list[Row] = []
        self.misfits: list[Row] = []
        self.slowest, self.doubtful, self.aside = _Most(most), _Most(most), _Most(most)
        self.seconds = self.sure = 0.0
        self.sures = 0
        self.bins = {
            "confidence": [0] * (len(SHARES) + 1), "aside": [0] * (len(SHARES) + 1),
            "seconds": [0] * (len(SECONDS) + 1),
        }  # fmt: skip

    def add(self, row: Row) -> None:
        """Count a row of a manifest."""
        if "reason" in row:
            self.reasons[row["reason"]] += 1
            if len(self.failures) < self.most:
                self.failures.append(row)
        elif "same_as" in row:
            self.count["same"] += 1
            if len(self.duplicates) < self.most:
                self.duplicates.append(row)
        else:
            self._page(row)

    def _page(self, row: Row) -> None:
        self.pages += 1
        articles, seconds, sure = row["articles"], row["seconds"], row["confidence"]
        self.articles += articles
        form = self.formats.setdefault(row.get("format"), [0, 0])
        form[0] += 1
        form[1] += articles
        self.seconds += seconds
        self.bins["seconds"][bisect_right(SECONDS, seconds)] += 1
        if seconds > self.slowest.least:
            self.slowest.add(seconds, row)
        if "corrections" in row:
            self.count["corrections"] += row["corrections"]
        for misfit in row.get("misfits", ()):
            self.count["misfits"] += 1
            if len(self.misfits) < self.most:
                self.misfits.append({"name": row["name"], "page": row["page"], **misfit})
        if row.get("empty"):
            self.count["empty"] += 1
            if len(self.empty) < self.most:
                self.empty.append(row)
        if sure is not None:
            self.sure += sure
            self.sures += 1
            self.bins["confidence"][bisect_right(SHARES, sure)] += 1
            if -sure > self.doubtful.least:
                self.doubtful.add(-sure, row)
        kept, aside = row.get("characters", 0), row.get("aside", 0)
        if kept or aside:
            self.kept += kept
            self.set_aside += aside
            share = aside / (kept + aside)
            self.bins["aside"][bisect_right(SHARES, share)] += 1
            if share > self.aside.least:
                self.aside.add(share, row)


def report(out: str, most: int | None = None) -> dict[str, Any] | None:
    """What is done in an output, with up to `most` pages of each kind; None if it is no output of a batch.

    Keys: `to`, `shards`, `inputs`, `left` (inputs that are not done, as far as known), `pages`, `articles`, `same`,
    `kept` (pages that are done, but wait for others of their shard), `seconds`, `confidence` (the mean of the least
    certain article of each page), `characters` and `aside` (counts of visible ones in articles and in furniture),
    `passed` (a count of each kind that was passed over), `corrections` (a count of those that were made), `misfits` (of
    those that no longer fit), `unfit` (these, as `{"name", "page", "id", "do", "by", "why"}`), `reasons` (a count of
    each), `without_text` (a count of pages), `formats` (pages and articles of each), `bins` (counts of pages by
    `confidence`, by the share set aside, and by `seconds`, between `SHARES` or `SECONDS`), `again` (the command that
    tries again, as a list of words, if it is known), `timeout` of the last run, and the rows of manifests `failures`,
    `duplicates` (inputs that are `same_as` another), `empty` (pages without text), `slowest`, `doubtful`,
    `mostly_aside`.
    """
    form = format_of(out)
    sink = sink_of(out, form)
    settings = sink.settings()
    if settings is None:
        return None
    found = _Figures(KEPT if most is None else most)
    shards = names = 0
    for manifest in sink.manifests():
        shards += 1
        names += len({row["name"] for row in manifest.rows})
        for row in manifest.rows:
            found.add(row)
    count = found.count
    return {
        "to": settings.get("to", form), "shards": shards, "inputs": names,
        "left": settings.get("left", max(0, settings.get("inputs", 0) - names)), "pages": found.pages,
        "articles": found.articles, "same": count["same"], "kept": kept_pages(out, form),
        "passed": settings.get("passed", {}),
        "seconds": round(found.seconds, 3),
        "confidence": round(found.sure / found.sures, 4) if found.sures else None,
        "characters": found.kept, "aside": found.set_aside,
        "corrections": count["corrections"], "misfits": count["misfits"], "unfit": found.misfits,
        "reasons": dict(sorted(found.reasons.items())), "without_text": count["empty"],
        "formats": {
            name: {"pages": pages, "articles": articles}
            for name, (pages, articles) in sorted((str(name), counts) for name, counts in found.formats.items())
        },
        "bins": found.bins, "again": settings.get("again", []), "timeout": settings.get("timeout"),
        "failures": found.failures, "duplicates": found.duplicates, "empty": found.empty,
        "slowest": found.slowest.rows(), "doubtful": found.doubtful.rows(), "mostly_aside": found.aside.rows(),
    }  # fmt: skip
