#!/usr/bin/env python3
"""What `papercut learn` gives on newspapers of one style each: the pages of press2, source by source.

    PAPERCUT_BENCH=DIR python benchmarks/learn.py [--update | --others]

Each source of at least five pages is taken for a newspaper whose pages have been checked. What is learned on four
fifths of its pages is tried on the rest, as the command itself does. --update writes the table into docs/accuracy.md.
--others shows what the weights of labels that all other sources teach do to a source.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from accuracy import ROOT, place

from papercut.errors import PapercutError
from papercut.learning.cross_validation import FEWEST_PAGES, Learned, learn, outcome_of
from papercut.learning.examples import Example, Way, truth_examples
from papercut.learning.label_habits import label_weights, labelled_page
from papercut.readers import Reading
from papercut.registry import build

RAWS = ("pdfminer.txt", "pymupdf.txt", "page.pdf")


def sources(bench: Path) -> dict[str, list[Path]]:
    """The folders of the pages of each source that has enough of them."""
    found: dict[str, list[Path]] = defaultdict(list)
    for path in sorted((bench / "press2").glob("*/truth.json")):
        found[json.loads(path.read_text("utf-8"))["source"]].append(path.parent)
    return {name: own for name, own in found.items() if len(own) >= FEWEST_PAGES}


def examples(folders: Sequence[Path], raw: str) -> list[Example]:
    """The pages of these folders as one tool gave them."""
    return [
        e
        for folder in folders
        if (folder / "raw" / raw).exists()
        for e in truth_examples(folder, raw, "*", Reading(), _fail)
    ]


def _fail(error: PapercutError) -> None:
    raise error


def row(source: str, raw: str, learned: Learned) -> str:
    """The line of the table: articles exactly right before and after, and what was kept."""
    kept = [t for t in learned.trials if t.kept]
    both = learned.together
    final = both if both is not None and both.kept else kept[0] if kept else learned.trials[0]
    after = final.after if kept else final.before
    parts = f"{final.won} / {final.lost}" if kept else "–"
    names = [t.name for t in kept]
    if learned.confidence is not None and learned.confidence.helps:
        names.append("confidence")
    return (
        f"| {source} | {raw} | {learned.pages} | {final.before / final.articles:.2f} | {after / final.articles:.2f} "
        f"| {parts} | {', '.join(names) or 'nothing'} |"
    )


def measured(job: tuple[str, str, Sequence[Path]]) -> str:
    """The line of the table for one source and text."""
    source, raw, folders = job
    return row(source, raw, learn(examples(folders, raw)))


def others(bench: Path, raw: str) -> None:
    """Print how many articles of each source are exactly right, without and with what the others teach."""
    way = Way(build().stages)
    pages = {source: examples(folders, raw) for source, folders in sources(bench).items()}
    seen = {source: [labelled_page(e, way) for e in own] for source, own in pages.items()}
    total = [0, 0, 0]
    for source, own in pages.items():
        learned = label_weights([one for name, ones in seen.items() if name != source for one in ones if one])
        bent = Way(build(options={"build-paragraphs": {"label_weights": learned}}).stages)
        before, after = ([p.perfect for e in own for p in outcome_of(e, w).points] for w in (way, bent))
        for k, count in enumerate((len(before), sum(before), sum(after))):
            total[k] += count
        print(f"{source} {raw}: {sum(before)} of {len(before)}, with what others teach {sum(after)}", flush=True)
    print(f"{raw}: {total[1] / total[0]:.3f}, with what others teach {total[2] / total[0]:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true", help="write the table into docs/accuracy.md")
    parser.add_argument("--others", action="store_true", help="what all other sources teach about one")
    args = parser.parse_args()
    if args.others:
        for raw in RAWS[:2]:
            others(Path(os.environ["PAPERCUT_BENCH"]), raw)
        return
    rows = [
        "| source | text | pages | perfect before | after | parts put right / wrong | what was kept |",
        "|---|---|---:|---:|---:|---:|---|",
    ]
    found = sorted(sources(Path(os.environ["PAPERCUT_BENCH"])).items())
    with multiprocessing.Pool(2) as pool:
        for line in pool.imap(measured, [(source, raw, folders) for source, folders in found for raw in RAWS]):
            rows.append(line)
            print(line, flush=True)
    if args.update:
        path = ROOT / "docs/accuracy.md"
        text = path.read_text("utf-8")
        path.write_text(place("learn").sub(lambda _: "\n".join(rows) + "\n", text), "utf-8")


if __name__ == "__main__":
    main()
