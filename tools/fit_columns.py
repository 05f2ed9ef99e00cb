"""Fit the weights of `src/papercut/solver/weights/vertical-columns.tsv` on composed pages with vertical text:

    python tools/fit_columns.py PAGES… [--check]

Pages are the folders v* that tools/compose/make.py put under each folder of PAGES; of each the text of pdfminer.six is
taken, which gives columns from left to right. --check fits nothing: it says for how many columns of all pages under
PAGES the package finds the column that follows. Development only. Fitting needs scikit-learn.
"""

from __future__ import annotations

import argparse
import multiprocessing
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
from align import Element, Place, load_truth, place_lines

from papercut.layout.text.vertical_text import columns_of, join_runs
from papercut.readers import read
from papercut.solver.vertical_columns.column_chains import REACH, column_chains
from papercut.solver.vertical_columns.column_features import MODELS, Table, end_features, link_features
from papercut.stages.normalize import Normalize

TABLE = Path(__file__).parent.parent / "src/papercut/solver/weights/vertical-columns.tsv"
DISPLAY = ("headline", "kicker", "deck", "headline_any")
FEWEST = 30
Rows = dict[str, tuple[Table, np.ndarray]]


def columns(folder: Path) -> list[str]:
    """The columns of vertical text of a page, in the order of pdfminer.six."""
    lines = join_runs(Normalize()(read(folder / "raw/pdfminer.txt")).lines)
    return [lines[k].text for k in columns_of(lines)]


def rows_of(folder: Path) -> Rows | None:
    """What a page teaches: features and answers for each model."""
    texts = columns(folder)
    if len(texts) < FEWEST:
        return None
    elements, places = place_lines(load_truth(folder), texts)
    after = successors(elements, places)
    pairs = [(i, j) for i in range(len(texts)) for j in range(max(0, i - REACH), i)]
    first, second = np.array(pairs, np.intp).T
    goes_on = np.array([after.get(i) == j for i, j in pairs])
    seen = [i for i, place in enumerate(places) if place]
    ends = end_features(texts)[seen]
    near = {i: j for i, j in after.items() if 0 < i - j <= REACH}
    begins = np.array([i not in near.values() for i in seen])
    stops = np.array([i not in near for i in seen])
    return {
        "link": (link_features(texts, first, second), goes_on), "start": (ends, begins), "end": (ends, stops),
    }  # fmt: skip


def successors(elements: list[Element], places: list[Place | None]) -> dict[int, int]:
    """The column after each column of running text, where there is one."""
    begins: dict[tuple[int, int, int], int] = {}
    text = [place and elements[place.element].kind not in DISPLAY for place in places]
    for i, place in enumerate(places):
        if place and text[i]:
            element = elements[place.element]
            begins[element.article, element.order, place.start] = i
    out = {}
    for i, place in enumerate(places):
        if place and text[i]:
            e = elements[place.element]
            inside = place.end < len(e.text)
            j = begins.get((e.article, e.order, place.end) if inside else (e.article, e.order + 1, 0))
            if j is not None and j != i:
                out[i] = j
    return out


def fit(name: str, found: Iterable[Rows]) -> list[str]:
    """The rows of the table for a model."""
    from sklearn.linear_model import LogisticRegression

    parts = [rows[name] for rows in found]
    features, answers = np.vstack([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
    model = LogisticRegression(max_iter=5000).fit(features, answers)
    weights = [*zip(MODELS[name], model.coef_[0], strict=True), ("bias", model.intercept_[0])]
    return [f"{name}\t{feature}\t{weight:.4f}" for feature, weight in weights]


def check(folders: Iterable[Path]) -> str:
    """For how many columns that another one follows the package finds it."""
    right = count = pages = 0
    for folder in folders:
        texts = columns(folder) if (folder / "raw/pdfminer.txt").exists() else []
        if len(texts) < FEWEST:
            continue
        true = successors(*place_lines(load_truth(folder), texts))
        chains = column_chains(texts) or [[*range(len(texts))]]
        found = {a: b for chain in chains for a, b in pairwise(chain)}
        right += sum(found.get(i) == j for i, j in true.items())
        count, pages = count + len(true), pages + 1
    return f"the column that follows is found for {right / max(count, 1):.2f} of {count} columns of {pages} pages"


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("pages", type=Path, nargs="+")
    ap.add_argument("--check", action="store_true", help="how good the weights of the package are on these pages")
    a = ap.parse_args()
    if a.check:
        print(check(sorted(p.parent for root in a.pages for p in root.rglob("truth.json"))))
        return
    folders = sorted(p.parent for root in a.pages for p in root.rglob("v*/truth.json"))
    with multiprocessing.Pool(2) as pool:
        found = [rows for rows in pool.map(rows_of, folders, 4) if rows]
    head = [
        "# How columns of vertical text go on from one another, begin and end, in log-odds: model, feature, weight.",
        f"# Made by tools/fit_columns.py, {date.today()}, {len(found)} texts of composed pages",
    ]
    TABLE.write_text("\n".join([*head, *(row for name in MODELS for row in fit(name, found))]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
