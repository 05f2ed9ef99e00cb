"""What the solver reaches on pages that its weights have not seen: `PAPERCUT_BENCH=… python tools/cross_validate.py`.

Three folds by page folder (index % 3). For each fold the weights of lines and links are fitted on the other two thirds
and the fold's pages are run and scored with benchmarks/score.py. The weights of headlines are those in the package,
fitted on two thirds of the pages once. Needs numpy, scipy, python-crfsuite, rapidfuzz; about ten minutes.
"""

from __future__ import annotations

import argparse
import collections
import json
import multiprocessing
import random
import sys
from pathlib import Path

import bench
import fit_lines
import fit_links

from papercut.solve import chain, stitch
from papercut.stages.build_paragraphs import BuildParagraphs
from papercut.stages.label_blocks import LabelBlocks
from papercut.stages.place_headlines import PlaceHeadlines
from papercut.stages.separate_articles import SeparateArticles
from papercut.writers.json import document

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from score import figures, score_page  # type: ignore[import-not-found]

SHOWN = ("article_f1", "headline", "parts", "paragraph_f1", "perfect", "byline", "types")
Counts = dict[str, dict[str, collections.Counter]]


def run_fold(fold: int) -> Counts:
    """Per raw text and page the counts of score.py, by weights fitted on the other folds."""
    data = list(bench.samples())
    known = [s for s in data if s.fold != fold]
    scorer = chain.Scorer(chain.parse_weights(fit_lines.train(known)))
    links = stitch.parse_links(fit_links.train(fit_links.cases_of(known)))
    chain.line_scorer = lambda: scorer  # type: ignore[assignment]
    stitch.link_weights = lambda: links  # type: ignore[assignment]
    pipeline = BuildParagraphs() | LabelBlocks() | SeparateArticles() | PlaceHeadlines()
    out: Counts = {}
    for s in data:
        if s.fold == fold and s.set != "seed":
            counts = score_page(s.truth, document(pipeline(s.page)), None, None, False)
            out.setdefault(f"{s.set}/{s.raw}", {})[s.name] = counts
    return out


def interval(pages: list[collections.Counter], figure: str, draws: int = 1000) -> tuple[float, float]:
    """The middle 95 of 100 values of a figure over pages drawn with replacement."""
    rng = random.Random(7)
    values = []
    for _ in range(draws):
        total: collections.Counter = collections.Counter()
        for page in rng.choices(pages, k=len(pages)):
            total.update(page)
        values.append(figures(total)[figure] or 0.0)
    values.sort()
    return values[draws // 40], values[-draws // 40 - 1]


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--json", action="store_true", help="print the figures as JSON")
    a = ap.parse_args()
    with multiprocessing.Pool(2, maxtasksperchild=1) as pool:
        folds = pool.map(run_fold, range(3), 1)
    rows: dict[str, dict[str, float]] = {}
    for raw in sorted({r for f in folds for r in f}):
        pages = [c for f in folds for c in f.get(raw, {}).values()]
        total: collections.Counter = collections.Counter()
        for page in pages:
            total.update(page)
        found = figures(total)
        low, high = interval(pages, "perfect")
        rows[raw] = {k: round(found[k] or 0.0, 3) for k in SHOWN} | {"low": round(low, 3), "high": round(high, 3)}
    if a.json:
        print(json.dumps(rows, indent=1))
        return
    print(f"{'raw':<26}" + "".join(f"{k:>14}" for k in SHOWN) + "  perfect, 95 %")
    for raw, row in rows.items():
        print(f"{raw:<26}" + "".join(f"{row[k]:>14.3f}" for k in SHOWN) + f"  {row['low']:.3f}–{row['high']:.3f}")


if __name__ == "__main__":
    main()
