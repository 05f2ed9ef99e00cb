"""Fit the weights of the links between fragments: `PAPERCUT_BENCH=… python tools/fit_links.py [--all]`.

Fragments come from line labels that were fitted on other pages (three folds), so that the links learn from labels as
good as those of an unseen page. Writes src/papercut/solve/weights/links.tsv. Needs numpy, scipy, python-crfsuite.
"""

from __future__ import annotations

import argparse
import datetime
from dataclasses import dataclass
from pathlib import Path

import fit_lines
import numpy as np
from bench import Sample, samples
from scipy.optimize import minimize

from papercut.model import Page
from papercut.solve import chain
from papercut.solve.fragments import Fragment, display_groups, fragments
from papercut.solve.stitch import LEAN, Choices, best_links, choices, parse_links
from papercut.stages.build_paragraphs import BuildParagraphs

OUT = Path(__file__).parents[1] / "src/papercut/solve/weights/links.tsv"
L2 = 0.7
REPEAT = {"seed": 6}
"""The seed is one page in one raw text, of a kind that is in no other set."""


def with_weights(table: str, page: Page) -> Page:
    """The page's blocks by line weights of a fold."""
    scorer = chain.Scorer(chain.parse_weights(table))
    kept, chain.line_scorer = chain.line_scorer, lambda: scorer  # type: ignore[assignment]
    try:
        return BuildParagraphs()(page)
    finally:
        chain.line_scorer = kept


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
        out.append(max(before)[1] if before else -1 if start == (0, 0) else None)
    return out


def true_successors(s: Sample, found: list[Fragment], before: list[int | None]) -> list[int | None]:
    """For each fragment the one that goes on where it ends, -1 at the end of an article, None where unknown."""
    out: list[int | None] = [None] * len(found)
    for b, a in enumerate(before):
        if a is not None and a >= 0:
            out[a] = b
    for k, f in enumerate(found):
        place = s.places[f.last]
        if out[k] is None and place is not None and (e := s.elements[place.element]).article >= 0:
            last = max(x.order for x in s.elements if x.article == e.article and x.kind in BODY)
            if e.kind in BODY and e.order == last and place.end == len(e.text):
                out[k] = -1
    return out


BODY = ("paragraph", "subhead", "list_item")


@dataclass
class Case:
    """The fragments of one sample, what they could be linked to, and what they are."""

    sample: Sample
    found: list[Fragment]
    choices: Choices
    before: list[int | None]
    after: list[int | None]


def case_of(s: Sample, table: str) -> Case:
    """A case by these line weights."""
    page = with_weights(table, s.page)
    found = fragments(page)
    before = true_predecessors(s, found)
    return Case(s, found, choices(found, display_groups(page)), before, true_successors(s, found, before))


def cases_of(data: list[Sample]) -> list[Case]:
    """Fragments of each sample by line weights fitted on other pages, with their true neighbours."""
    tables = {f: fit_lines.train([s for s in data if s.fold3 != f]) for f in range(3)}
    return [case_of(s, tables[s.fold3]) for s in data]


def train(cases: list[Case]) -> str:
    """Fit both conditional logits and give them as the product's table."""
    out = ""
    for side in ("before", "after"):
        rows: list[Row] = []
        for case in cases:
            options = case.choices.before if side == "before" else case.choices.after
            for row, t in zip(options, case.before if side == "before" else case.after, strict=True):
                ids = [k for k, _, _ in row]
                if t in ids:
                    one = ([(cues, size) for _, cues, size in row], ids.index(t))
                    rows.extend([one] * REPEAT.get(case.sample.set, 1))
        out += "".join(f"{side}\t{name}\t{w:.3f}\n" for name, w in fit(rows) if abs(w) >= 0.01)
    return out


Row = tuple[list[tuple[list[str], float]], int]


def fit(rows: list[Row]) -> list[tuple[str, float]]:
    """A conditional logit: each row is the cues of each option, with the size of `LEAN`, and the right one's index."""
    names = [LEAN, *sorted({c for options, _ in rows for cues, _ in options for c in cues})]
    index = {c: i for i, c in enumerate(names)}
    flat = np.array([index[c] for options, _ in rows for cues, _ in options for c in cues])
    sizes = np.array([size for options, _ in rows for _, size in options])
    owner = np.repeat(np.arange(len(sizes)), [len(cues) for options, _ in rows for cues, _ in options])
    group = np.repeat(np.arange(len(rows)), [len(o) for o, _ in rows])
    starts = np.concatenate([[0], np.cumsum([len(o) for o, _ in rows])[:-1]])
    right = starts + np.array([t for _, t in rows])
    hits = np.zeros(len(names))
    np.add.at(hits, flat[np.isin(owner, right)], 1)
    hits[0] = sizes[right].sum()

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        score = np.bincount(owner, weights=w[flat], minlength=len(group)) + w[0] * sizes
        top = np.maximum.reduceat(score, starts)
        e = np.exp(score - top[group])
        z = np.add.reduceat(e, starts)
        value = -(score[right] - top - np.log(z)).sum() + L2 * (w @ w)
        chance = e / z[group]
        grad = np.bincount(flat, weights=chance[owner], minlength=len(names)) - hits + 2 * L2 * w
        grad[0] += (chance * sizes).sum()
        return value, grad

    w = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    return list(zip(names, w, strict=True))


def accuracy(table: str, cases: list[Case]) -> str:
    """Per raw text the fragments whose predecessor is right, of those whose predecessor is known."""
    weights = parse_links(table)
    count: dict[str, list[int]] = {}
    for case in cases:
        c = count.setdefault(case.sample.raw, [0, 0])
        for link, t in zip(best_links(case.choices, weights), case.before, strict=True):
            c[0] += link.before == t
            c[1] += t is not None
    return ", ".join(f"{raw} {ok}/{n}={ok / n:.3f}" for raw, (ok, n) in count.items())


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--all", action="store_true", help="use the held-out pages too")
    a = ap.parse_args()
    data = list(samples())
    cases = cases_of([s for s in data if a.all or not s.held_out])
    table = train(cases)
    held = cases if a.all else held_out_cases(data)
    shown = accuracy(table, held)
    print("fitted on:", accuracy(table, cases))
    print("held out:", "none" if a.all else shown)
    head = (
        f"# Weights of link cues, in nats; fitted {datetime.date.today()} by tools/fit_links.py on "
        f"{'all' if a.all else 'two thirds of the'} pages (the seed {REPEAT['seed']} times)\n"
        f"# predecessors right on pages {'also fitted on' if a.all else 'held out'}: {shown}\n"
    )
    OUT.write_text(head + table, "utf-8")
    print(OUT, len(table.splitlines()), "rows")


def held_out_cases(data: list[Sample]) -> list[Case]:
    """The cases of the held-out pages, by line weights of all others."""
    table = fit_lines.train([s for s in data if not s.held_out])
    return [case_of(s, table) for s in data if s.held_out]


if __name__ == "__main__":
    main()
