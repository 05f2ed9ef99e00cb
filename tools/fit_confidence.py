"""Fit how sure an article is from how sure its decisions were, and draw how far that can be trusted:

    PAPERCUT_BENCH=DIR python tools/fit_confidence.py WORK [--plot docs/confidence.svg]

Pages of press, of press2 and of one fold of 晶報 go through the pipeline with the networks of WORK, which have not seen
them (tools/unseen.py). Prints the numbers for src/papercut/solver/confidence.py, for text,
for pages with geometry (those of the PDF files) and for text with columns side by side, and their calibration error in
ten folds. Needs scikit-learn, rapidfuzz.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import bench
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from unseen import FOLD

from papercut.solver.confidence import log_odds
from papercut.stages import build_paragraphs, place_headlines
from papercut.stages.label_blocks import LabelBlocks
from papercut.stages.separate_articles import SeparateArticles
from papercut.writers.json import document

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from score import DASH, body_of, parts_of, texts  # type: ignore[import-not-found]

PRESS = ("press", "press2")
Bin = tuple[float, float, int]
"""The mean confidence of some articles, the share of them that is right, and their number."""


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


def articles_of(work: Path, sets: dict[str, list[str]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each article with a body what its confidence is made from, whether it is right, and its group in the plot."""
    seen: list[tuple[float, float | None, float | None]] = []

    def note(body: float, roles: float | None, place: float | None, _: bool) -> float:
        seen.append((body, roles, place))
        return body

    place_headlines.article_confidence = note  # type: ignore[assignment]
    pipeline = (
        build_paragraphs.BuildParagraphs() | LabelBlocks() | SeparateArticles() | place_headlines.PlaceHeadlines()
    )
    wanted: list[bool] = []
    group: list[str] = []
    bench.use_nets(work)
    for s in unseen(sets):
        found = [right(a, s.truth) for a in document(pipeline(s.page))["articles"] if a["body"]]
        wanted += found
        way = "pdf " if s.raw == "page.pdf" else ""
        group += [way + s.set] * len(found)
    rows = [
        [log_odds(body), 0.0, 0.0, 1.0] if roles is None or place is None
        else [log_odds(body), log_odds(roles), log_odds(place), 0.0]
        for body, roles, place in seen
    ]  # fmt: skip
    return np.array(rows), np.array(wanted), np.array(group)


def unseen(sets: dict[str, list[str]]) -> Iterator[bench.Sample]:
    """The samples of these sets that the networks have not seen."""
    for name, raws in sets.items():
        root = Path(os.environ["PAPERCUT_BENCH"]) if name == "press2" else None
        yield from (s for s in bench.samples({name: raws}, root) if name != "jingbao" or s.fold == FOLD)


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
        ("press", "press", "#0072b2"), ("press2", "press2", "#56b4e9"), ("jingbao", "晶報", "#d55e00"),
        ("pdf press", "press, PDF", "#009e73"), ("pdf press2", "press2, PDF", "#cc79a7"),
    )  # fmt: skip
    for y, (key, name, colour) in zip((-16, 0, 16, 32, 48), shown, strict=True):
        bins = groups[key]
        for said, was, n in bins:
            x, up = edge + said * size, edge + size - was * size
            radius = 2 + (n / 40) ** 0.5
            rows.append(f'<circle cx="{x:.1f}" cy="{up:.1f}" r="{radius:.1f}" fill="{colour}" fill-opacity=".7"/>')
        rows.append(f'<text x="{edge + size - 100}" y="{edge + size - 62 + y}" fill="{colour}">● {name}</text>')
    return "\n".join([*rows, "</g></svg>"]) + "\n"


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("work", type=Path)
    ap.add_argument("--plot", type=Path)
    a = ap.parse_args()
    groups: dict[str, list[Bin]] = {}
    text = {"press": bench.RAWS["press"], "press2": bench.RAWS["press"], "jingbao": bench.RAWS["jingbao"]}
    for name, sets in (("text", text), ("sheet", {name: ["page.pdf"] for name in PRESS})):
        x, y, group = articles_of(a.work, sets)
        model = LogisticRegression(C=10, max_iter=1000)
        chance = cross_val_predict(model, x, y, cv=10, method="predict_proba")[:, 1]
        model.fit(x, y)
        print(f"{name}:", *np.round([model.intercept_[0], *model.coef_[0]], 3))
        groups |= {str(g): bins_of(chance[group == g], y[group == g]) for g in np.unique(group)}
    for name, bins in groups.items():
        print(f"{name}: calibration error {error_of(bins):.3f}")
        for said, was, n in bins:
            print(f"  said {said:.2f}  right {was:.2f}  {n} articles")
    if a.plot:
        a.plot.write_text(plot(groups), "utf-8")


if __name__ == "__main__":
    main()
