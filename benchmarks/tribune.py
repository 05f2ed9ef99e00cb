#!/usr/bin/env python3
"""Articles on bad OCR: 41 pages of the New York Tribune of March 1912, under `real/tribune` of the bench.

    tribune.py [--bench DIR] [--half even|odd] [--raw NAME ...] [--pages] [--update]

Runs the default pipeline on every page's text (`ocr.txt`) and on the same lines with their places (`page.alto.xml`),
and prints a table: B-cubed of articles and F1 of their boundaries, means over pages, as `score_articles.py` beside the
pages reckons them, but for the lines that the ALTO files lack (one in twenty): those are no items here. There each is
a group of its own, so that even a perfect output would have a boundary of 0.26 and a B-cubed of 0.92 on pages of
several. *Several* are the pages whose truth has more than one segment. --half takes every other page, by name; the even
ones were looked at while the signs of Western pages were mended, the odd ones were not. --update writes the table into
docs/accuracy.md. Exit status 1: a character is lost or stands twice.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

from accuracy import ROOT, place

import papercut

RAW = ("ocr.txt", "page.alto.xml")
FIGURES = ("boundary", "b3", "count")


class Score(NamedTuple):
    """How one page came out: the truth's segments, and the figures of `score_articles.py`."""

    name: str
    segments: int
    boundary: float
    b3: float | None
    count: float


def scorer(folder: Path) -> Any:
    """The module `score_articles.py` that lies beside the pages."""
    spec = importlib.util.spec_from_file_location("score_articles", folder / "score_articles.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def groups_of(page: papercut.Page, numbers: list[int] | None) -> dict[int, int]:
    """The article of each line. `numbers` are those that the truth gives to the lines of the file."""
    out: dict[int, int] = {}
    for k, article in enumerate(page.articles or ()):
        for first, last in article.lines:
            for n in range(first, last + 1):
                out.setdefault(numbers[n - 1] if numbers else n, k)
    return out


def score(module: Any, folder: Path, raw: str, clean: Callable[[papercut.Page], papercut.Page] | None) -> Score:
    """The figures of one page; of one article for the whole page without `clean`."""
    ids = module.truth(folder)
    path = folder / "raw" / raw
    numbers = None
    if raw.endswith(".xml"):
        numbers = [int(n) for n in re.findall(r'<TextLine ID="L(\d+)"', path.read_text("utf-8"))]
        ids = {n: ids[n] for n in numbers if n in ids}
    got, found = dict.fromkeys(ids, 0), 1
    if clean:
        page = clean(papercut.read(path))
        if faults := papercut.partition_faults(page):
            raise SystemExit(f"{path}: {faults[0]}")
        lines = groups_of(page, numbers)
        got, found = {n: lines.get(n, -n - 1) for n in ids}, len(page.articles or ())
    true, given = module.starts(ids), module.starts(got)
    b3 = module.bcubed(ids, got, lambda a: not a.startswith("ad."))
    return Score(folder.name, len(true) + 1, module.boundary(true, given, 1), b3, found / len(set(ids.values())))


def means(scores: list[Score]) -> list[float]:
    """The mean of each figure; pages of nothing but adverts have no B-cubed."""
    columns = [[x for s in scores if (x := getattr(s, name)) is not None] for name in FIGURES]
    return [fmean(column) if column else 0.0 for column in columns]


def table(rows: dict[str, list[Score]]) -> str:
    """A row for each kind of input, and for one article a page."""
    head = [f"{name}, {which}" for which in ("several", "all") for name in ("boundary", "B³", "articles for one true")]
    out = ["| input | pages | " + " | ".join(head) + " |", "|---|---:|" + "---:|" * len(head)]
    for name, scores in rows.items():
        several = [s for s in scores if s.segments > 1]
        cells = [f"{x:.3f}" for x in (*means(several), *means(scores))]
        out.append(f"| {name} | {len(several)} of {len(scores)} | " + " | ".join(cells) + " |")
    return "\n".join(out)


def main() -> int:
    """Measure, print, and write into the document if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=os.environ.get("PAPERCUT_BENCH"), help="default: PAPERCUT_BENCH")
    parser.add_argument("--half", choices=("even", "odd", "both"), default="both", help="every other page, from 0")
    parser.add_argument("--raw", nargs="*", default=RAW)
    parser.add_argument("--pages", action="store_true", help="the figures of each page too")
    parser.add_argument("--update", action="store_true", help="write the table into docs/accuracy.md")
    args = parser.parse_args()
    if not args.bench:
        parser.error("name the bench: --bench, or PAPERCUT_BENCH")
    folder = Path(args.bench) / "real" / "tribune"
    module, clean = scorer(folder), papercut.build()
    pages = sorted(p.parent for p in folder.glob("*/articles.tsv"))
    rows: dict[str, list[Score]] = {}
    for k, half in enumerate(("even", "odd")):
        if args.half in (half, "both"):
            for raw in (*args.raw, ""):
                name = f"{raw or 'one article a page'}, {half} pages"
                rows[name] = [score(module, page, raw, clean if raw else None) for page in pages[k::2]]
    if args.half == "both":
        for raw in (*args.raw, ""):
            name = raw or "one article a page"
            rows[f"{name}, all pages"] = rows[f"{name}, even pages"] + rows[f"{name}, odd pages"]
    if args.pages:
        for name, scores in rows.items():
            print(*(f"{name} {s.name}: {s.segments} {s.boundary:.3f} {s.b3} {s.count:.2f}" for s in scores), sep="\n")
    print(table(rows))
    if args.update:
        document = ROOT / "docs" / "accuracy.md"
        text = place("tribune").sub(lambda _: table(rows) + "\n", document.read_text("utf-8"))
        document.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
