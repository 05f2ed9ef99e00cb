"""Fit the weights of the links between fragments: `PAPERCUT_BENCH=… python tools/fit_links.py [--all]`.

Fragments come from line labels that were fitted on other pages (three folds), so that the links learn from labels as
good as those of an unseen page. Writes src/papercut/solve/weights/links.tsv. Needs numpy, scipy, python-crfsuite.
"""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path

import fit_lines
import numpy as np
from bench import Sample, samples
from scipy.optimize import minimize

from papercut.model import Page
from papercut.solve import chain
from papercut.solve.fragments import Fragment, display_groups, fragments
from papercut.solve.stitch import candidates, parse_links, predecessors
from papercut.stages.build_paragraphs import BuildParagraphs

OUT = Path(__file__).parents[1] / "src/papercut/solve/weights/links.tsv"
L2 = 0.5


def with_weights(table: str, page: Page) -> Page:
    """The page's blocks by line weights of a fold."""
    chain.line_weights.cache_clear()
    weights = chain.parse_weights(table)
    kept, chain.line_weights = chain.line_weights, lambda: weights  # type: ignore[assignment]
    try:
        return BuildParagraphs()(page)
    finally:
        chain.line_weights = kept


def true_predecessors(s: Sample, found: list[Fragment]) -> list[int | None]:
    """For each fragment the one that ends where it begins, -1 at the start of an article, None where unknown."""
    spans: list[tuple[int, tuple[int, int], tuple[int, int]] | None] = []
    for f in found:
        a, b = s.places[f.first], s.places[f.last]
        if a is None or b is None:
            spans.append(None)
            continue
        ea, eb = s.elements[a.element], s.elements[b.element]
        ok = ea.article >= 0 and ea.article == eb.article and ea.kind in BODY and eb.kind in BODY
        spans.append((ea.article, (ea.order, a.start), (eb.order, b.end)) if ok else None)
    out: list[int | None] = []
    for k, span in enumerate(spans):
        if span is None:
            out.append(None)
            continue
        art, start, _ = span
        before = [(p[2], j) for j, p in enumerate(spans) if p and j != k and p[0] == art and p[2] <= start]
        before = [(end, j) for end, j in before if spans[j][1] < start]  # type: ignore[index]
        out.append(max(before)[1] if before else -1)
    return out


BODY = ("paragraph", "subhead", "list_item")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--all", action="store_true", help="use the held-out pages too")
    a = ap.parse_args()
    data = list(samples())
    tables = {f: fit_lines.train([s for s in data if s.fold3 != f and (a.all or not s.held_out)]) for f in range(3)}
    cases: list[tuple[Sample, list[list[tuple[int, list[str]]]], list[int | None]]] = []
    pages = []
    for s in data:
        page = with_weights(tables[s.fold3], s.page)
        found = fragments(page)
        truth = true_predecessors(s, found)
        pages.append((s, found, truth, display_groups(page)))
        cases.append((s, candidates(found, display_groups(page)), truth))
    names = sorted({c for _, cand, _ in cases for row in cand for _, cues in row for c in cues})
    index = {c: i for i, c in enumerate(names)}
    rows: list[tuple[list[np.ndarray], int]] = []
    for s, cand, truth in cases:
        if s.held_out and not a.all:
            continue
        for options, t in zip(cand, truth, strict=True):
            if t is None:
                continue
            ids = [k for k, _ in options]
            if t in ids:
                rows.append(([np.array([index[c] for c in cues]) for _, cues in options], ids.index(t)))
    flat = np.concatenate([i for opts, _ in rows for i in opts])
    owner = np.repeat(np.arange(sum(len(o) for o, _ in rows)), [len(i) for o, _ in rows for i in o])
    group = np.repeat(np.arange(len(rows)), [len(o) for o, _ in rows])
    starts = np.concatenate([[0], np.cumsum([len(o) for o, _ in rows])[:-1]])
    right = starts + np.array([t for _, t in rows])
    hits = np.zeros(len(names))
    np.add.at(hits, flat[np.isin(owner, right)], 1)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        score = np.bincount(owner, weights=w[flat], minlength=len(group))
        top = np.maximum.reduceat(score, starts)
        e = np.exp(score - top[group])
        z = np.add.reduceat(e, starts)
        p = e / z[group]
        value = -(score[right] - top - np.log(z)).sum() + L2 * (w @ w)
        grad = np.bincount(flat, weights=p[owner], minlength=len(names)) - hits + 2 * L2 * w
        return value, grad

    w = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    table = "".join(f"{n}\t{x:.3f}\n" for n, x in zip(names, w, strict=True) if abs(x) >= 0.01)
    weights = parse_links(table)
    shown = []
    for held in (True, False):
        ok: dict[str, list[int]] = {}
        for s, found, truth, groups in pages:
            if s.held_out != held:
                continue
            got = predecessors(found, groups, weights)
            c = ok.setdefault(s.raw, [0, 0])
            c[0] += sum(g[0] == t for g, t in zip(got, truth, strict=True) if t is not None)
            c[1] += sum(t is not None for t in truth)
        line = ", ".join(f"{k} {a_}/{n}={a_ / n:.3f}" for k, (a_, n) in ok.items())
        print("held out:" if held else "fitted on:", line)
        shown.append(line)
    head = (
        f"# Weights of link cues, in nats; fitted {datetime.date.today()} by tools/fit_links.py on "
        f"{'all' if a.all else 'two thirds of the'} pages\n# predecessors right on {'all' if a.all else 'held-out'} pages: {shown[0]}\n"
    )
    OUT.write_text(head + table, "utf-8")
    print(OUT, len(table.splitlines()), "rows")


if __name__ == "__main__":
    main()
