"""Fit how sure an article is from how sure its decisions were: `PAPERCUT_BENCH=… python tools/fit_confidence.py`.

Run it on weights that were fitted without --all: it looks at the held-out third alone. It prints the numbers for
src/papercut/solve/confidence.py and their calibration error in ten folds. Needs numpy, scikit-learn, rapidfuzz.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

import bench
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from papercut.model import Role
from papercut.solve import confidence
from papercut.stages import place_headlines
from papercut.stages.build_paragraphs import BuildParagraphs
from papercut.stages.label_blocks import LabelBlocks
from papercut.stages.separate_articles import SeparateArticles
from papercut.writers.json import document

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from score import DASH, body_of, parts_of, texts  # type: ignore[import-not-found]

RAWS = {"press": ["pdfminer", "pymupdf", "pdftotext", "pdfjs", "pdfium"], "jingbao": ["lines"]}


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


def main() -> None:
    rows: list[tuple[float, float | None, float | None]] = []

    def note(body: float, roles: float | None, place: float | None) -> float:
        rows.append((body, roles, place))
        return body

    place_headlines.article_confidence = note  # type: ignore[assignment]
    pipeline = BuildParagraphs() | LabelBlocks() | SeparateArticles() | place_headlines.PlaceHeadlines()
    wanted: list[bool] = []
    for s in bench.samples(RAWS):
        if s.held_out:
            wanted += [right(a, s.truth) for a in document(pipeline(s.page))["articles"] if a["body"]]
    floor = 0.01
    x = np.array([
        [
            math.log(max(body, confidence._LEAST)),
            math.log(max(roles if roles is not None else 1.0, floor)),
            math.log(max(place if roles is not None and place is not None else 1.0, floor)),
            float(roles is None or place is None),
        ]
        for body, roles, place in rows
    ])  # fmt: skip
    y = np.array(wanted)
    model = LogisticRegression(C=10)
    chance = cross_val_predict(model, x, y, cv=10, method="predict_proba")[:, 1]
    bins = np.minimum((chance * 10).astype(int), 9)
    error = sum(abs(chance[bins == b].mean() - y[bins == b].mean()) * (bins == b).mean() for b in set(bins))
    model.fit(x, y)
    print("_BIAS, _BODY, _ROLES, _PLACE, _BARE =", *np.round([model.intercept_[0], *model.coef_[0]], 3))
    print(f"{len(y)} articles, {y.mean():.3f} of them right, calibration error {error:.3f}; {Role.HEADLINE} placed: "
          f"{np.mean([r is not None for _, r, _ in rows]):.3f}")  # fmt: skip


if __name__ == "__main__":
    main()
