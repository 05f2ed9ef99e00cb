"""What papercut reaches on pages that its weights have not seen, beside the pages that they have:

    PAPERCUT_BENCH=DIR python tools/cross_validate.py WORK [--json | --update]

Three folds by page folder (`bench.folders`: index modulo 3; the seed is in none). Each page of the bench goes through
the default pipeline twice: with the networks of the package, which were fitted on all pages (seen), and with those that
tools/fit_weights.py and tools/fit_sheets.py left in WORK for the fold, fitted on the pages of the others (unseen). The
weights of headlines are those of the package both times. Figures are those of benchmarks/score.py; intervals hold 95 of
100 values of a bootstrap over pages. --update writes the tables of docs/accuracy.md and README.md. Needs rapidfuzz;
some minutes.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
from collections import Counter
from pathlib import Path

import bench
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from accuracy import RAW, counts_of, place  # type: ignore[import-not-found]
from score import figures  # type: ignore[import-not-found]

SHOWN = ("perfect", "article_f1", "headline", "parts", "paragraph_f1", "byline", "types")
SETS = ("jingbao", "press")
DRAWS = 1000
Job = tuple[int, Path | None]
Counts = dict[str, list[Counter[str]]]


def run(job: Job) -> Counts:
    """By set and raw text, score.py's counts of the pages of a fold, with that fold's networks in a folder, or with
    those of the package."""
    fold, work = job
    if work:
        bench.use_nets(work, fold)
    out: Counts = {}
    for name in SETS:
        for folder in bench.folders(name)[fold::3]:
            for raw in [path for pattern in RAW for path in sorted((folder / "raw").glob(pattern))]:
                out.setdefault(f"{name}/{raw.name.removesuffix('.txt')}", []).append(counts_of(raw))
    return out


def row(pages: list[Counter[str]]) -> dict[str, list[float]]:
    """Each figure over all pages, and the bounds of the middle 95 of 100 values over pages drawn with replacement."""
    keys = sorted(set().union(*pages))
    table = np.array([[page[key] for key in keys] for page in pages])
    rng = np.random.default_rng(7)
    drawn = [rng.integers(0, len(pages), len(pages)) for _ in range(DRAWS)]
    found = [figures(Counter(dict(zip(keys, table[d].sum(0).tolist(), strict=True)))) for d in drawn]
    whole = figures(Counter(dict(zip(keys, table.sum(0).tolist(), strict=True))))
    out = {}
    for name in SHOWN:
        if whole[name] is not None:
            values = sorted(f[name] or 0.0 for f in found)
            out[name] = [round(x, 4) for x in (whole[name], values[DRAWS // 40], values[-DRAWS // 40 - 1])]
    return out


def printed(rows: dict[str, dict[str, dict[str, list[float]]]]) -> str:
    """The table: each figure on seen and on unseen pages, then the intervals of `perfect`."""
    out = [f"{'seen / unseen':<24}" + "".join(f"{k:>16}" for k in SHOWN) + f"{'perfect, 95 %':>28}"]
    for name, both in rows.items():
        cells = [" / ".join(f"{both[k][f][0]:.3f}" if f in both[k] else "–" for k in both) for f in SHOWN]
        bounds = " / ".join("{1:.2f}–{2:.2f}".format(*both[k]["perfect"]) for k in both)
        out.append(f"{name:<24}" + "".join(f"{cell:>16}" for cell in cells) + f"{bounds:>28}")
    return "\n".join(out)


def tables(rows: dict[str, dict[str, dict[str, list[float]]]]) -> dict[str, str]:
    """The Markdown tables of unseen pages, by document."""
    long = [
        "| raw file | perfect | 95 of 100 | " + " | ".join(SHOWN[1:]) + " | perfect, seen |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    short = ["| raw file | perfect | headline | parts | article_f1 | paragraph_f1 |", "|---|---:|---:|---:|---:|---:|"]
    for name, both in rows.items():
        unseen, seen = both["unseen"], both["seen"]["perfect"]

        def cell(figure: str, unseen: dict[str, list[float]] = unseen) -> str:
            return f"{unseen[figure][0]:.2f}" if figure in unseen else "–"

        bounds = f"{unseen['perfect'][1]:.2f}–{unseen['perfect'][2]:.2f}"
        rest = " | ".join(cell(f) for f in SHOWN[1:])
        known = f"{seen[0]:.2f} ({seen[1]:.2f}–{seen[2]:.2f})"
        long.append(f"| {name} | {cell('perfect')} | {bounds} | {rest} | {known} |")
        brief = " | ".join(cell(f) for f in ("perfect", "headline", "parts", "article_f1", "paragraph_f1"))
        short.append(f"| {name} | {brief} |")
    return {"docs/accuracy.md": "\n".join(long) + "\n", "README.md": "\n".join(short) + "\n"}


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("work", type=Path, metavar="WORK", help="the folder that tools/fit_weights.py worked in")
    ap.add_argument("--json", action="store_true", help="print figures and intervals as JSON: figure, low, high")
    ap.add_argument("--update", action="store_true", help="write the tables into the documents")
    a = ap.parse_args()
    names = [f"{kind}-{k}.npz" for k in range(3) for kind in bench.NETS]
    if missing := [n for n in names if not (a.work / n).exists()]:
        ap.error(f"{a.work} lacks {', '.join(missing)}: run tools/fit_weights.py and tools/fit_sheets.py first")
    jobs: list[Job] = [(fold, work) for work in (None, a.work) for fold in range(3)]
    with multiprocessing.Pool(2, maxtasksperchild=1) as pool:
        done = pool.map(run, jobs, 1)
    pages: dict[str, dict[str, list[Counter[str]]]] = {}
    for (_, work), counts in zip(jobs, done, strict=True):
        for name, found in counts.items():
            pages.setdefault(name, {}).setdefault("unseen" if work else "seen", []).extend(found)
    rows = {name: {side: row(found) for side, found in both.items()} for name, both in sorted(pages.items())}
    print(json.dumps(rows, indent=1) if a.json else printed(rows))
    for name, table in tables(rows).items() if a.update else ():
        path = Path(__file__).parents[1] / name
        path.write_text(place("unseen").sub(lambda _, table=table: table, path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
