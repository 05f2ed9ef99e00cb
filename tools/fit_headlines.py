"""Fit the weights of `src/papercut/solve/weights/headlines.tsv` on pages whose truth is known.

    PAPERCUT_BENCH=DIR python tools/fit_headlines.py WORK [--rich DIR] [--all]

The pages of the bench come as the stages before `place-headlines` leave them with the networks that
tools/fit_weights.py left in WORK for their fold, which have not seen them. Pages of DIR/FOLD/press, composed of the
stories of the other folds with `tools/compose/make.py --rich`, are added: the bench has few kickers and decks. Fold 0
is held out, and pages of DIR that hold its stories; its figures go into the table's head. `--all` then fits on all.
`headline_pages` builds the pages, `headline_cues` takes the choices on them. Development only.
"""

from __future__ import annotations

import argparse
import importlib.util
import multiprocessing
import os
from collections import Counter
from datetime import date
from pathlib import Path

import bench
import numpy as np
from headline_cues import apart_samples, pairs, role_samples, torn_samples
from headline_pages import Sample, real
from sklearn.linear_model import LogisticRegression

from papercut.model import Page
from papercut.solve import headlines, stitch
from papercut.solve.net import read_nets
from papercut.stages import build_paragraphs
from papercut.stages.place_headlines import PlaceHeadlines

BENCH = Path(os.environ.get("PAPERCUT_BENCH", "bench"))
TABLE = Path(__file__).parent.parent / "src/papercut/solve/weights/headlines.tsv"
# What the pages for fitting hardly show, and the seed page does: kicker and deck are drawn otherwise than the headline.
PRIOR = {"line-labels": 0.8, "kicker-drawn-otherwise": 2.5, "deck-drawn-otherwise": 2.5, "headline-half-doubled": -1.0}
BY_HAND = {"headline-shares-more-drawn-otherwise": 4.0}
RICH_RAWS = {"press": ["pdfminer", "pdftotext", "pdfium", "pdftotext-raw"]}
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
    headlines.weights.cache_clear()


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


def fold_pages(job: tuple[Path, int, Path | None]) -> list[Sample]:
    """The pages of one fold of the bench, or composed pages of `DIR`, as this fold's networks leave them."""
    work, fold, rich = job
    lines = read_nets((work / f"lines-{fold}.npz").read_bytes())
    links = stitch.read_link_nets((work / f"links-{fold}.npz").read_bytes())
    build_paragraphs.line_nets = lambda _: lines  # type: ignore[assignment]
    stitch.link_nets = lambda: links  # type: ignore[assignment]
    found = bench.samples(RICH_RAWS, rich / str(fold)) if rich else bench.samples()
    own = [s for s in found if rich or s.fold == fold]
    return [real(s) for s in own if s.name[0] != "v" and not s.raw.startswith("ocr-")]


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("work", type=Path, metavar="WORK", help="the folder that tools/fit_weights.py worked in")
    ap.add_argument("--rich", type=Path, metavar="DIR", help="composed pages with many kickers and decks, by fold")
    ap.add_argument("--all", action="store_true", help="fit on the held-out pages too, once their figures are known")
    a = ap.parse_args()
    jobs = [(a.work, fold, rich) for rich in (None, a.rich)[: 2 if a.rich else 1] for fold in range(3)]
    with multiprocessing.Pool(2, maxtasksperchild=1) as pool:
        found = pool.map(fold_pages, jobs, 1)
    # a fold's composed pages hold the stories of the other two
    held, known = found[0], [*found[1], *found[2], *(found[3] if a.rich else [])]
    more = [s for part in found[4:] for s in part]
    before = figures(held, "as it was")
    made = "Weights of the cues that place headlines, in log-odds: model, cue, weight. Made by tools/fit_headlines.py."
    hand = "Weights of what the pages hardly show are set by hand: PRIOR and BY_HAND."
    fit(known, [made, hand])
    after = figures(held, "held out")
    header = [made, f"{date.today()}: {len(known)} texts, {len(found[3]) if a.rich else 0} of them composed. {hand}"]
    header += [*after, *before]
    if a.all:
        header[1] = header[1].replace(". Weights", f"; then {len(held) + len(more)} more. Weights")
        fit(known + held + more, header)
    else:
        fit(known, header)


if __name__ == "__main__":
    main()
