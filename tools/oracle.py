"""Where to dig: what comes out if a step were always right.

    PAPERCUT_BENCH=DIR python tools/oracle.py [SET/RAW …]

For each set of the bench and raw file (press/pdfminer.txt, press2/page.pdf, …) the share of articles that are exactly
right, as it is, with the true labels of the lines of running text, with those of display lines, and with all of them.
What is left is lost before or after the labels. Development only.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections import Counter
from pathlib import Path

import bench

from papercut import build, to_json
from papercut.readers import read
from papercut.solver import labelling
from papercut.solver.lines.label_chain import TAGS
from papercut.stages.build_paragraphs import BuildParagraphs

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
import json

from score import figures, score_page  # type: ignore[import-not-found]

DEFAULT = ("press/pdfminer.txt", "press/page.pdf", "press2/pdfminer.txt", "press2/pymupdf.txt", "press2/page.pdf")
TEXT = frozenset({"joined", "paragraph", "story", "cut", "resumed", "subhead"})
WAYS = ("as it is", "text", "display", "all")
SURE = 60.0
"""Nats that a true label gets."""


def given(way: str, label: str) -> bool:
    """Whether a line of this true label gets it."""
    if label == bench.UNKNOWN or way == "as it is":
        return False
    return way == "all" or (label in TEXT) == (way == "text")


def counts(job: tuple[str, Path]) -> dict[str, Counter[str]]:
    """The counts of a page in each way."""
    name, path = job
    truth = bench.load_truth(path.parent.parent)
    page = bench.front(read(path))
    sample = bench.sample_of(name, path.name, path.parent.parent.name, 0, page, truth)
    index = {str(tag): k for k, tag in enumerate(TAGS)}
    plain = labelling.restricted_scores
    stages = build().stages
    at = next(k for k, stage in enumerate(stages) if isinstance(stage, BuildParagraphs))
    out = {}
    for way in WAYS:

        def told(scores, held, way=way):  # type: ignore[no-untyped-def]
            found = [list(row) for row in plain(scores, held)]
            for row, label in zip(found, sample.labels, strict=True):
                if given(way, label):
                    row[index[label]] += SURE
            return found

        labelling.restricted_scores = told if way != "as it is" else plain
        done = page
        for stage in stages[at:]:
            done = stage(done)
        text = path.read_text("utf-8", "replace") if path.suffix == ".txt" else None
        out[way] = Counter(score_page(truth, json.loads(to_json(done)), text, ocr=path.name.startswith("ocr-")))
    labelling.restricted_scores = plain
    return out


def main() -> None:
    root = Path(os.environ["PAPERCUT_BENCH"])
    print(f"{'':28}" + "".join(f"{way:>22}" for way in WAYS))
    for wanted in sys.argv[1:] or DEFAULT:
        name, raw = wanted.split("/")
        base = root / name if (root / name).is_dir() else root / "pages" / name
        paths = sorted(base.glob(f"*/raw/{raw}"))
        total: dict[str, Counter[str]] = {way: Counter() for way in WAYS}
        with multiprocessing.Pool(2) as pool:
            for found in pool.imap_unordered(counts, [(name, p) for p in paths], 4):
                for way, count in found.items():
                    total[way].update(count)
        cells = []
        for way in WAYS:
            f = figures(total[way])
            cells.append(f"{f['perfect']:.3f} {f['headline']:.2f} {f['parts'] or 0:.2f} {f['article_f1']:.2f}")
        print(f"{wanted:28}" + "".join(f"{c:>22}" for c in cells), flush=True)


if __name__ == "__main__":
    main()
