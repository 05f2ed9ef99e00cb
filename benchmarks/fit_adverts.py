#!/usr/bin/env python3
"""Fit the weights of `papercut.solver.western.advert_runs` on every second page of the New York Tribune.

    fit_adverts.py [--bench DIR]

Prints the table of weights: a logistic regression of each line's numbers on whether the truth calls it an
advertisement, on the even pages of `real/tribune` (by name, from 0), each as text and with places. Needs numpy.
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from tribune import RAW, scorer

import papercut
from papercut.solver.western import line_labels
from papercut.solver.western.advert_runs import FULL, WEIGHTS, advert_numbers
from papercut.solver.western.line_look import LineLook

PENALTY = 3e-4


def lines_of(path: Path, ids: dict[int, str]) -> Iterator[tuple[list[float], bool]]:
    """The numbers of each line of a page, and whether it is of an advertisement."""
    seen: list[LineLook] = []
    label = line_labels.label
    line_labels.label = lambda looks, held: seen.extend(looks) or label(looks, held)  # type: ignore[func-returns-value]
    try:
        page = papercut.build()(papercut.read(path))
    finally:
        line_labels.label = label
    at = [d.at[0][0] for d in page.decisions if d.stage == "build-paragraphs"]
    if path.suffix == ".xml":
        found = [int(n) for n in re.findall(r'<TextLine ID="L(\d+)"', path.read_text("utf-8"))]
        at = [found[n - 1] for n in at]
    full = sorted(len(look.text) for look in seen)[int(FULL * len(seen))]
    for look, n in zip(seen, at, strict=True):
        yield list(advert_numbers(look, full).values()), ids.get(n, "").startswith("ad.")


def main() -> None:
    """Fit by Newton's method, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=os.environ.get("PAPERCUT_BENCH"), help="default: PAPERCUT_BENCH")
    folder = Path(parser.parse_args().bench) / "real" / "tribune"
    module = scorer(folder)
    pages = sorted(p.parent for p in folder.glob("*/articles.tsv"))[::2]
    rows = [row for page in pages for raw in RAW for row in lines_of(page / "raw" / raw, module.truth(page))]
    x, y = np.array([numbers for numbers, _ in rows]), np.array([float(advert) for _, advert in rows])
    ridge = PENALTY * len(y) * np.eye(x.shape[1])
    ridge[-1, -1] = 0.0  # `always`
    b = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ b))
        b -= np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]) + ridge, x.T @ (p - y) + ridge @ b)
    print(*(f'    "{name}": {weight:.2f},' for name, weight in zip(WEIGHTS, b, strict=True)), sep="\n")


if __name__ == "__main__":
    main()
