#!/usr/bin/env python3
"""How long the workbench takes to list a large output, and to filter its list.

    workbench.py [--pages N]

Makes the manifests of a batch of N pages (100,000 unless told) and a corrections file in which every tenth page was
corrected, without any record of a page, and prints the seconds that it takes to start, and the median of those that
answers to a browser take.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from papercut.corrections.files import append, corrections_path
from papercut.corrections.records import new
from papercut.workbench.desk import Desk
from papercut.workbench.listing import list_pages
from papercut.workbench.server import Workbench

SHARD = 1000
"""Pages of a manifest."""
QUERIES = (
    "", "state=doubtful", "state=corrected", "state=checked", "paper=晶報", "date=1939-04", "words=0999", "start=9000",
)  # fmt: skip


def sha256(k: int) -> str:
    return f"{k:064x}"


def make(out: Path, pages: int) -> None:
    """An output as a batch leaves it, but for the pages themselves."""
    shards = out / ".papercut" / "shards"
    shards.mkdir(parents=True)
    (out / ".papercut" / "run.json").write_text(json.dumps({"to": "json"}), "utf-8")
    for first in range(0, pages, SHARD):
        rows = [
            {"name": f"{k % 97}/{k:06d}.txt", "stamp": "", "page": 1, "sha256": sha256(k), "format": "text",
             "encoding": "utf-8", "articles": 12, "seconds": 0.5, "confidence": k * 7919 % 10_000 / 10_000,
             "notes": k % 5, "empty": False, "characters": 4000, "aside": 100, "paper": ("晶報", "申報")[k % 2],
             "date": f"19{k % 40 + 10}-{k % 12 + 1:02d}-{k % 28 + 1:02d}"}
            for k in range(first, min(first + SHARD, pages))
        ]  # fmt: skip
        shard = {"shard": f"{first:06d}", "key": "", "rows": rows, "files": []}
        (shards / f"{first:06d}.json").write_text(json.dumps(shard, ensure_ascii=False), "utf-8")
    records = [
        new("check" if k % 20 else "split", {"name": f"{k}.txt", "page": 1, "sha256": sha256(k)}, "王",
            **({} if k % 20 else {"before": [3, 0]}))
        for k in range(0, pages, 10)
    ]  # fmt: skip
    append(corrections_path(out), records)


def timed(run: Callable[[], Any], turns: int = 5) -> float:
    """The median of the seconds that something takes."""
    found = []
    for _ in range(turns):
        begun = time.perf_counter()
        run()
        found.append(time.perf_counter() - begun)
    return median(found)


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=100_000)
    pages = parser.parse_args().pages
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        make(out, pages)
        print(f"start            {timed(lambda: list_pages(out), 1):.2f} s")
        listing = list_pages(out)
        bench = Workbench(Desk(listing, out), "127.0.0.1:1")
        for query in QUERIES:
            asked = dict(part.split("=") for part in query.split("&") if part)
            state, start = asked.pop("state", "all"), int(asked.pop("start", "0"))
            values = [asked.get(name, "") for name in ("paper", "date", "words")]
            print(f"{query or 'all':16} {timed(lambda s=state, v=values, n=start: bench._pages(s, *v, n)):.3f} s")
        print(f"next doubt       {timed(lambda: listing.next_doubt(0)):.3f} s")
        source = {"name": "0.txt", "page": 1, "sha256": sha256(0)}

        def keep() -> None:
            append(corrections_path(out), [new("check", source, "王")])
            listing.refresh()

        print(f"keep a step      {timed(keep):.3f} s")


if __name__ == "__main__":
    main()
