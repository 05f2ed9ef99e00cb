"""Fit the weights of `src/papercut/solve/weights/headlines.tsv` on pages whose truth is known.

    PAPERCUT_BENCH=… python tools/fit_headlines.py [--no-fit]

`headline_pages` builds the pages, `headline_cues` takes the choices on them. Every third page folder is held out.
Development only.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
from collections import Counter
from datetime import date
from pathlib import Path

import bench
import numpy as np
from headline_cues import apart_samples, pairs, role_samples, torn_samples
from headline_pages import Sample, oracle, real
from sklearn.linear_model import LogisticRegression

from papercut.model import Page
from papercut.solve import headlines
from papercut.stages.place_headlines import PlaceHeadlines

BENCH = Path(os.environ.get("PAPERCUT_BENCH", "bench"))
TABLE = Path(__file__).parent.parent / "src/papercut/solve/weights/headlines.tsv"
# What the pages for fitting hardly show, and the seed page does: kicker and deck are drawn otherwise than the headline.
PRIOR = {"kicker-drawn-otherwise": 2.5, "deck-drawn-otherwise": 2.5, "headline-half-doubled": -1.0}
BY_HAND = {"headline-shares-more-drawn-otherwise": 4.0}
_spec = importlib.util.spec_from_file_location("score", BENCH / "score.py")
score = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(score)


def fit_binary(xs, ys, strength: float) -> tuple[dict[str, float], float]:
    names = sorted({c for x in xs for c in x if c != "bias"})
    index = {c: i for i, c in enumerate(names)}
    matrix = np.zeros((len(xs), len(names)))
    for r, x in enumerate(xs):
        for c, v in x.items():
            if c != "bias":
                matrix[r, index[c]] = v
    model = LogisticRegression(C=strength, max_iter=3000)
    model.fit(matrix, ys)
    out = dict(zip(names, model.coef_[0], strict=True)) | {"bias": float(model.intercept_[0])}
    out |= {c: w for c, w in BY_HAND.items() if c in out}
    return out, float((model.predict(matrix) == ys).mean())


def fit_choice(groups, strength: float) -> dict[str, float]:
    """Conditional logistic regression: one right reading in each group of readings."""
    from scipy.optimize import minimize

    names = sorted({c for cues, *_ in groups for x in cues for c in x})
    index = {c: i for i, c in enumerate(names)}
    mats = []
    for cues, right, *_ in groups:
        m = np.zeros((len(cues), len(names)))
        for r, x in enumerate(cues):
            for c, v in x.items():
                m[r, index[c]] = v
        mats.append((m, right))

    prior = np.array([PRIOR.get(c, 0.0) for c in names])

    def loss(w):
        off = w - prior
        total, grad = 0.5 / strength * (off @ off), off / strength
        for m, right in mats:
            s = m @ w
            s -= s.max()
            p = np.exp(s)
            p /= p.sum()
            total -= np.log(p[right])
            grad = grad + p @ m - m[right]
        return total, grad

    w = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    return dict(zip(names, w, strict=True))


def document(page: Page) -> dict:
    return {
        "articles": [
            {
                "headline": a.headline,
                "kicker": a.kicker,
                "deck": list(a.deck),
                "body": [{"type": "paragraph", "text": b.text} for b in a.body],
            }
            for a in page.articles or ()
        ],
        "furniture": [],
    }


def evaluate(samples: list[Sample], show: bool = False) -> dict[str, dict[str, float]]:
    by: dict[str, Counter] = {}
    for s in samples:
        done = PlaceHeadlines()(s.page)
        if show:
            print("-----", s.name)
        c = score.score_page(s.truth, document(done), None, print if show else None)
        raw = s.name.split("/")[1]
        side = "held out" if s.held_out else "fitted"
        for key in (f"{raw} {side}", f"press {side}" if raw != "lines" else f"jingbao {side}"):
            by.setdefault(key, Counter()).update(c)
    return {k: score.figures(c) for k, c in sorted(by.items())}


def write(models: dict[str, dict[str, float]], header: list[str]) -> None:
    rows = [f"# {line}".rstrip() for line in header]
    for model, table in models.items():
        rows += [f"{model}\t{cue}\t{weight:.3f}" for cue, weight in sorted(table.items())]
    TABLE.write_text("\n".join(rows) + "\n", "utf-8")
    headlines.weights.cache_clear()


def fit(kinds: dict[str, list[Sample]]) -> None:
    train = [s for samples in kinds.values() for s in samples if not s.held_out]
    models: dict[str, dict[str, float]] = {}
    header = [
        "Weights of the cues that place headlines, in log-odds: model, cue, weight. Made by tools/fit_headlines.py.",
        f"{date.today()}: {len(train)} pages fitted (bodies from the truth, with damage, as the stages leave them);",
        "every third page folder held out. Weights of what the pages hardly show are set by hand: PRIOR and BY_HAND.",
    ]
    choices = [c for s in train for c in role_samples(s)]
    models["role"] = fit_choice(choices, 1.0)
    print("role", len(choices), "groups")
    for model in ("place", "order"):
        write(models, header)
        xs, ys = [], []
        for s in train:
            x, y = pairs(s, model)
            xs += x
            ys += y
        models[model], accuracy = fit_binary(xs, ys, 1.0)
        print(model, len(xs), sum(ys), "accuracy", round(accuracy, 4))
    write(models, header)
    xs, ys = [], []
    for s in train:
        for x, y in (apart_samples(s), torn_samples(s)):
            xs += x
            ys += y
    models["apart"], accuracy = fit_binary(xs, ys, 0.5)
    print("apart", len(xs), sum(ys), "accuracy", round(accuracy, 4))
    write(models, header)
    for kind, samples in kinds.items():
        found = evaluate([s for s in samples if s.held_out])
        for key in ("press held out", "jingbao held out"):
            parts = f", kickers and decks {found[key]['parts']:.3f}" if found[key]["parts"] else ""
            header.append(f"{kind}, {key}: headline F1 {found[key]['headline']:.3f}{parts}")
    write(models, header)


def figures(kinds: dict[str, list[Sample]]) -> None:
    for kind, samples in kinds.items():
        print(kind)
        for key, f in evaluate(samples).items():
            print(f"  {key:24} headline {f['headline']:.4f} parts {f['parts'] or 0:.4f} perfect {f['perfect']:.4f}")


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--no-fit", action="store_true")
    a = ap.parse_args()
    pages = [s for s in bench.samples() if not s.name.startswith("v")]
    kinds = {
        "oracle": [oracle(s, None) for s in pages],
        "damaged": [oracle(s, random.Random(s.name + s.raw)) for s in pages],
        "real": [real(s) for s in pages],
    }
    if not a.no_fit:
        fit(kinds)
    figures(kinds)


if __name__ == "__main__":
    main()
