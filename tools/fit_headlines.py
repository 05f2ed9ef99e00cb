"""Fit the weights of `src/papercut/solver/weights/headlines.tsv` on composed pages and the bench:

    PAPERCUT_BENCH=DIR python tools/fit_headlines.py PAGES… [--model MODEL]… [--hold]

Pages come as the stages before `place-headlines` leave them with the networks of the package: those that
tools/compose/make.py put under each folder of PAGES. The roles within a group are also fitted on the pages of the
bench; for all else these would teach to trust labels that the networks know by heart. Models that are not named stay
as they are. `headline_pages` builds the pages, `headline_cues` takes the choices on them. Development only. Needs
scikit-learn.
"""

from __future__ import annotations

import argparse
import importlib.util
import multiprocessing
import os
import random
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

import bench
import numpy as np
from headline_cues import apart_samples, boundaries, pairs, role_samples, torn_samples
from headline_pages import Sample, real
from sklearn.linear_model import LogisticRegression

from papercut.model.page import Page
from papercut.readers import read
from papercut.solver.headlines.cue_weights import MODELS, headline_weights
from papercut.stages.place_headlines import PlaceHeadlines

BENCH = Path(os.environ.get("PAPERCUT_BENCH", "bench"))
TABLE = Path(__file__).parent.parent / "src/papercut/solver/weights/headlines.tsv"
# What the pages for fitting hardly show, and the seed page does: kicker and deck are drawn otherwise than the headline.
PRIOR = {"line-labels": 0.8, "kicker-drawn-otherwise": 2.5, "deck-drawn-otherwise": 2.5, "headline-half-doubled": -1.0}
BY_HAND = {"beside": 4.0, "headline-shares-more-drawn-otherwise": 4.0, "last-free-story": 1.5}
TEXTS_OF_A_PAGE = 4
"""So many texts of each composed page are fitted on, beside the page with its geometry."""
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


def about() -> list[str]:
    """The rows of the table that say when which model was fitted."""
    return [row[2:] for row in TABLE.read_text("utf-8").split("\n") if row.startswith("# ") and ":" in row[:12]]


def write(models: dict[str, dict[str, float]], header: list[str]) -> None:
    rows = [f"# {line}".rstrip() for line in header]
    for model, table in models.items():
        rows += [f"{model}\t{cue}\t{weight:.3f}" for cue, weight in sorted(table.items())]
    TABLE.write_text("\n".join(rows) + "\n", "utf-8")
    headline_weights.cache_clear()


def fit(models: Sequence[str], train: list[Sample], known: list[Sample], header: list[str]) -> None:
    """Fit these models on composed pages, that of roles on `known` ones too, and write the table: those that later ones
    are fitted with come first."""
    tables: dict[str, dict[str, float]] = {name: dict(headline_weights(name)) for name in MODELS}
    for model in (name for name in MODELS if name in models):
        if model == "role":
            choices = [c for s in train + known for c in role_samples(s)]
            tables[model] = fit_choice(choices, 1.0)
            print(model, len(choices), "groups", flush=True)
        else:
            with multiprocessing.Pool(2) as pool:
                found = pool.starmap(SAMPLES[model], [(s,) for s in train], 8)
            xs, ys = [x for x, _ in found for x in x], [y for _, y in found for y in y]
            tables[model], accuracy = fit_binary(xs, ys, STRENGTH.get(model, 1.0))
            print(model, len(xs), sum(ys), "accuracy", round(accuracy, 4), flush=True)
        write(tables, header)


def apart(sample: Sample) -> tuple[list[dict[str, float]], list[int]]:
    (xs, ys), (more, right) = apart_samples(sample), torn_samples(sample)
    return xs + more, ys + right


SAMPLES = {
    "boundary": boundaries, "place": partial(pairs, model="place"), "order": partial(pairs, model="order"),
    "apart": apart,
}  # fmt: skip
STRENGTH = {"apart": 0.5, "boundary": 10.0}


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
    """Some texts of a composed page, and the page with its geometry."""
    rng = random.Random(folder.name)
    there = [raw for raw in TEXTS if (folder / f"raw/{raw}.txt").exists()]
    raws = [*rng.sample(there, min(TEXTS_OF_A_PAGE, len(there))), "page.pdf"]
    return [s for raw in raws if (s := sample_of(("press", raw, 0, folder)))]


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
    ap.add_argument("--model", action="append", choices=MODELS, help="fit this one only")
    ap.add_argument("--hold", action="store_true", help="hold one composed page in five out, and print its figures")
    a = ap.parse_args()
    folders = [f for root in a.pages for f in sorted(p.parent for p in root.rglob("truth.json")) if f.name[0] != "v"]
    models = a.model or MODELS
    with multiprocessing.Pool(2) as pool:
        found = pool.map(composed, folders, 8)
        known = [s for s in pool.map(sample_of, of_bench(), 8) if s] if "role" in models else []
    seed = [s for s in known if s.name.endswith("/seed")]
    train = [s for k, page in enumerate(found) if not a.hold or k % 5 for s in page]
    count = f"{sum(map(len, found))} texts of composed pages" + (f", {len(known)} of the bench" if known else "")
    header = [
        "Weights of the cues that place headlines, in log-odds: model, cue, weight. Made by tools/fit_headlines.py.",
        "Weights of what the pages hardly show are set by hand: PRIOR and BY_HAND.",
        *(row for row in about() if not a.model or row.split(":")[0] not in a.model),
        *(f"{model}: {date.today()}, {count}" for model in models),
    ]
    held = [s for page in found[::5] for s in page] if a.hold else []
    if held:
        figures(held, "as it was")
    fit(models, train, known * BENCH_REPEAT + seed * SEED_REPEAT, header)
    if held:
        figures(held, "held out")


if __name__ == "__main__":
    main()
