"""What an output says of itself: counts, failures, the slowest pages and the least certain."""

from __future__ import annotations

import heapq
from collections import Counter
from typing import Any

from papercut.batches.outputs.by_name import format_of, sink_of
from papercut.batches.work.page_cache import kept_pages

KEPT = 1000
"""Rows of each kind that are kept for those who want all: memory is bounded."""


def report(out: str, most: int | None = None) -> dict[str, Any] | None:
    """What is done in an output, with up to `most` pages of each kind; None if it is no output of a batch.

    Keys: `to`, `shards`, `inputs`, `pages`, `articles`, `same`, `kept` (pages that are done, but wait for others of
    their shard), `seconds`, `confidence` (the mean of the least certain article of each page), `passed` (a count of
    each kind that was passed over), `reasons` (a count of each), `without_text` (a count of pages), and the rows of
    manifests `failures`, `empty` (pages without text), `slowest`, `doubtful`.
    """
    most = KEPT if most is None else most
    form = format_of(out)
    sink = sink_of(out, form)
    settings = sink.settings()
    if settings is None:
        return None
    count: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    failures: list[Any] = []
    empty: list[Any] = []
    slowest: list[tuple[float, int, Any]] = []
    doubtful: list[tuple[float, int, Any]] = []
    names, seconds, sure, sures = 0, 0.0, 0.0, 0
    for manifest in sink.manifests():
        count["shards"] += 1
        names += len({row["name"] for row in manifest.rows})
        for row in manifest.rows:
            if "reason" in row:
                reasons[row["reason"]] += 1
                if len(failures) < most:
                    failures.append(row)
            elif "same_as" in row:
                count["same"] += 1
            else:
                count["pages"] += 1
                count["articles"] += row["articles"]
                seconds += row["seconds"]
                if row.get("empty"):
                    count["empty"] += 1
                    if len(empty) < most:
                        empty.append(row)
                _keep(slowest, row["seconds"], -count["pages"], row, most)
                if row["confidence"] is not None:
                    sure += row["confidence"]
                    sures += 1
                    _keep(doubtful, -row["confidence"], -count["pages"], row, most)
    return {
        "to": settings.get("to", form), "shards": count["shards"], "inputs": names, "pages": count["pages"],
        "articles": count["articles"], "same": count["same"], "kept": kept_pages(out, form),
        "passed": settings.get("passed", {}),
        "seconds": round(seconds, 3),
        "confidence": round(sure / sures, 4) if sures else None, "reasons": dict(sorted(reasons.items())),
        "without_text": count["empty"], "failures": failures, "empty": empty,
        "slowest": _best(slowest), "doubtful": _best(doubtful),
    }  # fmt: skip


def _keep(heap: list[tuple[float, int, Any]], value: float, number: int, row: Any, most: int) -> None:
    if len(heap) < most:
        heapq.heappush(heap, (value, number, row))
    elif heap and (value, number) > heap[0][:2]:
        heapq.heapreplace(heap, (value, number, row))


def _best(heap: list[tuple[float, int, Any]]) -> list[Any]:
    return [row for *_, row in sorted(heap, key=lambda kept: kept[:2], reverse=True)]
