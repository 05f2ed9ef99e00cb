"""Fit how sure an article is from how sure its decisions and the others of its page are, and draw how far that can be
trusted:

    PAPERCUT_BENCH=DIR python tools/fit_confidence.py PAGES… [--plot docs/confidence.svg]

Pages of press2, and composed pages under each folder of PAGES (tools/compose/make.py) that nothing was trained on, best
with stories that nothing was trained on either, go through the pipeline of the package, as six tools give their text
and as PDF. Prints the numbers for src/papercut/solver/confidence.py, and their calibration error in ten folds of pages.
Needs scikit-learn, rapidfuzz.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import bench
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from papercut import build
from papercut.readers import read
from papercut.solver.confidence import FEATURES, features_of
from papercut.stages import place_headlines
from papercut.writers.json import document

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from score import DASH, body_of, parts_of, texts  # type: ignore[import-not-found]

TEXTS = ("pymupdf.txt", "pdfminer.txt", "pdfium.txt", "pdfjs.txt", "pdftotext-raw.txt", "pdftotext.txt")
SHEETS = ("page.pdf",)
Bin = tuple[float, float, int]
"""The mean confidence of some articles, the share of them that is right, and their number."""
Rows = list[tuple[list[float], bool]]
"""The features of each article of a page, and whether it is right."""


def right(article: dict, truth: dict) -> bool:
    """Whether an article of the output is exactly one of the truth's."""
    found = [e["flat"] for e in body_of(article)]
    head = "".join(texts(article["headline"]))
    for a in truth["articles"]:
        loose = {DASH.sub("", x) for x in texts(a.get("loose"))} | set(texts(a.get("loose")))
        same = [e["flat"] for e in body_of(a, loose)] == [x for x in found if x not in loose]
        heads = ["".join(texts(a.get("headline"))), *texts(a.get("headline_any"))]
        if same and head in heads and sorted(parts_of(article)) == sorted(parts_of(a, loose)):
            return True
    return False


def rows_of(path: Path) -> Rows:
    """What is known of the articles of a raw file of a page."""
    seen: list[list[float]] = []

    def note(articles, kind):  # type: ignore[no-untyped-def]
        seen.extend(features_of(articles))
        return [0.5] * len(articles)

    place_headlines.article_confidences = note
    found = [a for a in document(build()(read(path)))["articles"] if a["body"]]
    truth = bench.load_truth(path.parent.parent)
    return [(row, right(a, truth)) for row, a in zip(seen, found, strict=True)]


def fitted(roots: dict[str, Sequence[Path]], raws: Sequence[str]) -> tuple[np.ndarray, dict[str, list[Bin]]]:
    """The numbers, and for each set of pages the bins of its articles; prints how often one of 0.9 or more is right."""
    jobs = [
        (name, path)
        for name, those in roots.items()
        for root in those
        for folder in sorted(p.parent for p in root.rglob("truth.json"))
        for raw in raws
        if (path := folder / "raw" / raw).exists()
    ]
    with multiprocessing.Pool(2) as pool:
        found = pool.map(rows_of, [path for _, path in jobs], 4)
    x = np.array([row for rows in found for row, _ in rows], float)
    y = np.array([good for rows in found for _, good in rows])
    pages = [str(path.parent) for (_, path), rows in zip(jobs, found, strict=True) for _ in rows]
    which = np.array([name for (name, _), rows in zip(jobs, found, strict=True) for _ in rows])
    model = LogisticRegression(max_iter=3000)
    chance = cross_val_predict(model, x, y, groups=pages, cv=GroupKFold(10), method="predict_proba")[:, 1]
    model.fit(x, y)
    bins = {name: bins_of(chance[which == name], y[which == name]) for name in roots}
    for name in roots:
        own = chance[which == name]
        sure = own >= 0.9
        print(f"{name}: {sure.mean():.3f} of {len(own)} articles have 0.9 or more, {y[which == name][sure].mean():.3f} "
              "of these are right")  # fmt: skip
    return np.array([model.intercept_[0], *model.coef_[0]]), bins


def bins_of(chance: np.ndarray, y: np.ndarray) -> list[Bin]:
    """The articles in ten bins of confidence."""
    which = np.minimum((chance * 10).astype(int), 9)
    return [(chance[which == k].mean(), y[which == k].mean(), int((which == k).sum())) for k in np.unique(which)]


def error_of(bins: Sequence[Bin]) -> float:
    """The expected calibration error."""
    total = sum(n for *_, n in bins)
    return sum(abs(said - was) * n for said, was, n in bins) / total


def plot(groups: dict[str, list[Bin]]) -> str:
    """The reliability plot as SVG: what was said against what was so; the size of a mark is the number of articles."""
    size, edge = 300, 40
    whole = size + 2 * edge
    rows = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" font-family="sans-serif">',
        f'<rect width="{whole}" height="{whole}" fill="#fff"/><g font-size="11">',
        f'<path d="M{edge} {edge}V{edge + size}H{edge + size}" fill="none" stroke="#333"/>',
        f'<path d="M{edge} {edge + size}L{edge + size} {edge}" stroke="#999" stroke-dasharray="4 3"/>',
    ]
    for tick in (0.0, 0.5, 1.0):
        at = tick * size
        rows.append(f'<text x="{edge + at}" y="{edge + size + 14}" text-anchor="middle">{tick:g}</text>')
        rows.append(f'<text x="{edge - 6}" y="{edge + size - at + 4}" text-anchor="end">{tick:g}</text>')
    rows.append(f'<text x="{edge + size / 2}" y="{edge + size + 30}" text-anchor="middle">confidence</text>')
    rows.append(f'<text x="{edge}" y="{edge - 10}">share of articles exactly right</text>')
    shown = (
        ("press2", "press2", "#0072b2"), ("composed", "composed", "#56b4e9"),
        ("press2, PDF", "press2, PDF", "#009e73"), ("composed, PDF", "composed, PDF", "#cc79a7"),
    )  # fmt: skip
    for y, (key, name, colour) in zip((0, 16, 32, 48), shown, strict=True):
        bins = groups[key]
        for said, was, n in bins:
            x, up = edge + said * size, edge + size - was * size
            radius = 2 + (n / 40) ** 0.5
            rows.append(f'<circle cx="{x:.1f}" cy="{up:.1f}" r="{radius:.1f}" fill="{colour}" fill-opacity=".7"/>')
        rows.append(f'<text x="{edge + size - 100}" y="{edge + size - 62 + y}" fill="{colour}">● {name}</text>')
    return "\n".join([*rows, "</g></svg>"]) + "\n"


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("pages", type=Path, nargs="+", metavar="PAGES", help="folders of composed pages")
    ap.add_argument("--plot", type=Path)
    a = ap.parse_args()
    groups: dict[str, list[Bin]] = {}
    for kind, raws, mark in (("text", TEXTS, ""), ("sheet", SHEETS, ", PDF")):
        roots = {f"press2{mark}": [Path(os.environ["PAPERCUT_BENCH"]) / "press2"], f"composed{mark}": a.pages}
        numbers, bins = fitted(roots, raws)
        names = ("constant", *FEATURES)
        print(f"{kind}:", *(f"{n:.3f}," for n in numbers))
        print("   ", *(f"{name} {n:.2f}" for name, n in zip(names, numbers, strict=True)))
        groups |= bins
    for name, bins in groups.items():
        print(f"{name}: calibration error {error_of(bins):.3f}")
        for said, was, n in bins:
            print(f"  said {said:.2f}  right {was:.2f}  {n} articles")
    if a.plot:
        a.plot.write_text(plot(groups), "utf-8")


if __name__ == "__main__":
    main()
