#!/usr/bin/env python3
"""The accuracy tables of the documents: score.py's figures by set and raw text. Needs: rapidfuzz, and the bench.

    accuracy.py [--bench DIR] [--update [--lower]] [--scans]

Runs the default pipeline on every raw text, PDF and OCR file of the bench and prints Markdown tables; with --scans on
the scans instead, which takes some minutes and needs the extra papercut-text[ocr]. --update writes them into
docs/accuracy.md, between the comments that mark their places; it raises the floors in tests/floors.toml to the figures,
and with --lower also lowers them, which needs a reason in the commit. Exit status 1: a figure is below its floor.
The shipped weights were fitted on these pages; tools/unseen.py measures what holds on pages that they have not seen.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import score

import papercut

ROOT = Path(__file__).parent.parent
FIGURES = (
    "perfect", "headline", "parts", "article_f1", "paragraph_f1", "byline", "types", "cer", "spacing", "lost", "twice",
)  # fmt: skip
RAW = ("*.txt", "page.pdf", "ocr-*.hocr", "ocr-*.xml", "ocr-*.tsv", "ocr-*.json")
"""The files of a page folder's raw/ that are measured; scans apart."""
FLOORS = ROOT / "tests" / "floors.toml"
FLOORED = ("perfect", "headline", "parts", "article_f1", "paragraph_f1", "byline", "types")
"""The figures that have floors: those of which more is better. Nothing may be lost or stand twice, at any time."""

FLOORS_HEAD = """\
# Floors of the figures on the bench, by set, raw text and figure: tests/test_bench.py fails below them. The shipped
# weights were fitted on these pages, which they have seen: the floors guard what works and say nothing of other pages.
# `python benchmarks/accuracy.py --update` raises them; only `--lower` beside it lowers one.
"""

Floors = dict[str, dict[str, dict[str, float]]]
Counts = Mapping[Path, Counter[str]]


def counts_of(path: Path) -> Counter[str]:
    """The scorer's counts for one raw text, which has its truth in the folder above."""
    page = papercut.build()(papercut.read(path))
    truth = json.loads((path.parent.parent / "truth.json").read_text("utf-8"))
    text = path.read_text("utf-8", "replace") if path.suffix == ".txt" else None
    found: Counter[str] = score.score_page(
        truth, json.loads(papercut.to_json(page)), text, ocr=path.name.startswith(("ocr-", "scan"))
    )
    return found


def raw_files(pages: Path, patterns: tuple[str, ...] = RAW) -> list[Path]:
    """Every file to measure under `pages`."""
    return sorted(path for pattern in patterns for path in pages.glob(f"*/**/raw/{pattern}"))


def measured(bench: Path, patterns: tuple[str, ...] = RAW) -> Counts:
    """The counts of every raw file, by its path under `pages`."""
    pages = bench / "pages"
    paths = raw_files(pages, patterns)
    with ProcessPoolExecutor(2) as pool:
        return dict(zip((p.relative_to(pages) for p in paths), pool.map(counts_of, paths, chunksize=8), strict=True))


def summed(counts: Counts) -> dict[tuple[str, str], Counter[str]]:
    """The counts of each raw text over all pages of a set."""
    sums: dict[tuple[str, str], Counter[str]] = {}
    for path, found in counts.items():
        sums.setdefault((path.parts[0], path.name), Counter()).update(found)
    return sums


def reached(counts: Counts) -> Floors:
    """The figures as floors, rounded down to thousandths."""
    out: Floors = {}
    for (set_, raw), total in sorted(summed(counts).items()):
        values = score.figures(total)
        known = {f: math.floor(values[f] * 1000 + 1e-6) / 1000 for f in FLOORED if values[f] is not None}
        out.setdefault(set_, {})[raw] = known
    return out


def risen(old: Floors, new: Floors, lower: bool = False) -> Floors:
    """The floors after a run that reached `new`: of two the higher, unless they may be lowered."""
    if lower:
        return new
    return {
        set_: {
            raw: {f: max(value, old.get(set_, {}).get(raw, {}).get(f, 0.0)) for f, value in values.items()}
            for raw, values in raws.items()
        }
        for set_, raws in new.items()
    }


def fallen(old: Floors, new: Floors) -> list[str]:
    """What is below its floor, in words; a raw text that the bench no longer has is below nothing."""
    return [
        f"{set_}, {raw}, {f}: {new[set_][raw][f]:.3f}, and its floor is {floor:.3f}"
        for set_, raws in old.items()
        for raw, values in raws.items()
        for f, floor in values.items()
        if new.get(set_, {}).get(raw, {}).get(f, floor) < floor
    ]


def floors_text(floors: Floors) -> str:
    """The file of the floors."""
    parts = [FLOORS_HEAD]
    for set_, raws in floors.items():
        for raw, values in raws.items():
            parts.append(f'\n[{set_}."{raw}"]\n' + "".join(f"{f} = {value}\n" for f, value in values.items()))
    return "".join(parts)


def table(counts: Counts, figures: tuple[str, ...] = FIGURES) -> str:
    """A Markdown table: a row for each set and raw text."""
    sums = summed(counts)
    head = ("set", "raw text", "articles", *figures)
    out = ["| " + " | ".join(head) + " |", "|---|---|" + "---:|" * (len(head) - 2)]
    for key in sorted(sums):
        values = score.figures(sums[key])
        cells = ["–" if values[f] is None else f"{values[f]:.{3 if f == 'cer' else 2}f}" for f in figures]
        out.append("| " + " | ".join((*key, str(values["n"]), *cells)) + " |")
    return "\n".join(out)


def documents(counts: Counts, scans: bool = False) -> dict[str, dict[str, str]]:
    """What stands in which document: by file, by the name of the place."""
    if scans:
        return {"docs/accuracy.md": {"scans": table(counts)}}
    return {"docs/accuracy.md": {"all": table(counts)}}


def place(name: str) -> re.Pattern[str]:
    """The pattern of a place in a document; its group is what stands there."""
    return re.compile(rf"(?<=<!-- {name} -->\n).*?(?=<!-- /{name} -->)", re.DOTALL)


def main() -> int:
    """Measure, print, and write into the documents if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=os.environ.get("PAPERCUT_BENCH"), help="default: PAPERCUT_BENCH")
    parser.add_argument("--update", action="store_true", help="write the tables, and raise the floors")
    parser.add_argument("--scans", action="store_true", help="measure scan.jpg by the built-in OCR; no floors")
    parser.add_argument("--lower", action="store_true", help="with --update: lower floors to what was reached, too")
    args = parser.parse_args()
    if not args.bench:
        parser.error("name the bench: --bench, or PAPERCUT_BENCH")
    counts = measured(Path(args.bench), ("scan.jpg",) if args.scans else RAW)
    for name, places in documents(counts, args.scans).items():
        path = ROOT / name
        text = path.read_text("utf-8")
        for spot, rows in places.items():
            print(f"{name}, {spot}\n\n{rows}\n")
            text = place(spot).sub(lambda _, rows=rows: rows + "\n", text)
        if args.update:
            path.write_text(text, "utf-8")
    if args.scans:
        return 0
    old = tomllib.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    new = reached(counts)
    if args.update:
        FLOORS.write_text(floors_text(risen(old, new, args.lower)), "utf-8")
    below = [] if args.update and args.lower else fallen(old, new)
    if below:
        print(*below, sep="\n", file=sys.stderr)
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
