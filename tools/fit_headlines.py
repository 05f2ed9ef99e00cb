"""Fit the weights of `src/papercut/solver/weights/headlines.tsv` on composed pages and the bench:

    PAPERCUT_BENCH=DIR python tools/fit_headlines.py PAGES… [--hold]

Pages come as the stages before `place-headlines` leave them with the networks of the package: composed ones, which
tools/compose/make.py put under each folder of PAGES and which those networks have not seen, and those of the bench.
`headline_pages` builds the pages, `headline_cues` takes the choices on them. Development only. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import importlib.util
import multiprocessing
import os
import random
from collections import Counter
from datetime import date
from pathlib import Path

import bench
import numpy as np
from headline_cues import apart_samples, pairs, role_samples, torn_samples
from headline_pages import Sample, real
from sklearn.linear_model import LogisticRegression

from papercut.model.page import Page
from papercut.readers import read
from papercut.solver.headlines import candidates
from papercut.stages.place_headlines import PlaceHeadlines

BENCH = Path(os.environ.get("PAPERCUT_BENCH", "bench"))
TABLE = Path(__file__).parent.parent / "src/papercut/solver/weights/headlines.tsv"
# What the pages for fitting hardly show, and the seed page does: kicker and deck are drawn otherwise than the headline.
PRIOR = {"line-labels": 0.8, "kicker-drawn-otherwise": 2.5, "deck-drawn-otherwise": 2.5, "headline-half-doubled": -1.0}
BY_HAND = {"headline-shares-more-drawn-otherwise": 4.0}
BENCH_REPEAT, SEED_REPEAT = 2, 40
"""How often the pages of the bench count, and the seed, the only page of its kind, beside that."""
TEXTS = ("pdfminer", "pdftotext", "pymupdf", "pdfium", "pdftotext-raw", "pdfjs")
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


def evaluate(samples: list[Sample]) -> dict[str, dict[str, float]]:
    by: dict[str, Counter] = {}
    for s in samples:
        c = score.score_page(s.truth, document(PlaceHeadlines()(s.page)), None, None)
        raw = s.name.split("/")[1]
        for key in (raw, "press" if raw != "lines" else "jingbao"):
            by.setdefault(key, Counter()).update(c)
    return {k: score.figures(c) for k, c in sorted(by.items())}


def write(models: dict[str, dict[str, float]], header: list[str]) -> None:
    rows = [f"# {line}".rstrip() for line in header]
    for model, table in models.items():
        rows += [f"{model}\t{cue}\t{weight:.3f}" for cue, weight in sorted(table.items())]
    TABLE.write_text("\n".join(rows) + "\n", "utf-8")
    candidates.headline_weights.cache_clear()


def fit(train: list[Sample], header: list[str]) -> None:
    """Fit all models on these pages and write the table."""
    models: dict[str, dict[str, float]] = {}
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
        print(model, len(xs), sum(ys), "accuracy", round(accuracy, 4), flush=True)
    write(models, header)
    xs, ys = [], []
    for s in train:
        for x, y in (apart_samples(s), torn_samples(s)):
            xs += x
            ys += y
    models["apart"], accuracy = fit_binary(xs, ys, 0.5)
    print("apart", len(xs), sum(ys), "accuracy", round(accuracy, 4))
    write(models, header)


def figures(samples: list[Sample], title: str) -> list[str]:
    """What is reached on these pages, printed raw text by raw text, and in two lines."""
    out = []
    for key, f in evaluate(samples).items():
        row = f"{key}: headline F1 {f['headline']:.3f}, kickers and decks {f['parts'] or 0:.3f}"
        print(title, row, f"perfect {f['perfect']:.3f}", flush=True)
        if key in ("press", "jingbao"):
            out.append(f"{title}, {row}")
    return out


def composed(folder: Path) -> list[Sample]:
    """Two texts of a composed page, and the page with its geometry."""
    rng = random.Random(folder.name)
    there = [raw for raw in TEXTS if (folder / f"raw/{raw}.txt").exists()]
    return [s for raw in [*rng.sample(there, 2), "page.pdf"] if (s := sample_of(("press", raw, 0, folder)))]


def sample_of(job: tuple[str, str, int, Path]) -> Sample | None:
    """A raw file of a page, as the stages before leave it."""
    name, raw, k, folder = job
    path = folder / "raw" / (raw if "." in raw else f"{raw}.txt")
    if not path.exists():
        return None
    page = bench.front(read(path))
    return real(bench.sample_of(name, raw, folder.name, k, page, bench.load_truth(folder)))


def of_bench() -> list[tuple[str, str, int, Path]]:
    """The raw files of the bench that are fitted on."""
    raws = {"press": (*TEXTS[:5], "page.pdf"), "jingbao": ("lines",), "seed": ("seed",)}
    return [
        (name, raw, k, folder)
        for name, those in raws.items()
        for k, folder in enumerate(bench.folders(name))
        for raw in those
        if folder.name[0] != "v"
    ]


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("pages", type=Path, nargs="+", metavar="PAGES", help="folders of composed pages")
    ap.add_argument("--hold", action="store_true", help="hold one composed page in five out, and print its figures")
    a = ap.parse_args()
    folders = [f for root in a.pages for f in bench.folders("press", root) if f.name[0] != "v"]
    with multiprocessing.Pool(2) as pool:
        found = pool.map(composed, folders, 8)
        known = [s for s in pool.map(sample_of, of_bench(), 8) if s]
    seed = [s for s in known if s.name.endswith("/seed")]
    train = [s for k, page in enumerate(found) if not a.hold or k % 5 for s in page]
    train += known * BENCH_REPEAT + seed * SEED_REPEAT
    made = "Weights of the cues that place headlines, in log-odds: model, cue, weight. Made by tools/fit_headlines.py."
    hand = "Weights of what the pages hardly show are set by hand: PRIOR and BY_HAND."
    count = f"{sum(map(len, found))} texts of composed pages, {len(known)} of the bench"
    header = [made, f"{date.today()}: {count}. {hand}"]
    held = [s for page in found[::5] for s in page] if a.hold else []
    if held:
        figures(held, "as it was")
    fit(train, header)
    if held:
        figures(held, "held out")


if __name__ == "__main__":
    main()
