"""Fit the weights of the line labels: `PAPERCUT_BENCH=… python tools/fit_lines.py [--all]`.

Writes src/papercut/solve/weights/lines.tsv. Without --all the held-out third of the pages is not used.
Needs python-crfsuite.
"""

from __future__ import annotations

import argparse
import collections
import datetime
import itertools
import tempfile
from pathlib import Path

import pycrfsuite
from bench import UNKNOWN, Sample, samples

from papercut.solve.chain import Scorer, decode, parse_weights

OUT = Path(__file__).parents[1] / "src/papercut/solve/weights/lines.tsv"
C1, C2 = 0.5, 0.7
REPEAT = {"jingbao": 3, "seed": 3}
"""Each page of the press set is there in seven raw texts, each of the others in one."""


def train(data: list[Sample], cues: list[list[list[str]]] | None = None) -> str:
    """Fit on the samples (by their first cues, or those given) and give the model as the product's table."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": C1, "c2": C2, "max_iterations": 150, "feature.possible_transitions": True})
    for s, seen in zip(data, cues or [s.cues for s in data], strict=True):
        for _ in range(REPEAT.get(s.set, 1)):
            for known, part in itertools.groupby(zip(seen, s.labels, strict=True), lambda x: x[1] != UNKNOWN):
                if known:
                    xs, ys = zip(*part, strict=True)
                    trainer.append(xs, ys)
    with tempfile.NamedTemporaryFile() as f:
        trainer.train(f.name)
        tagger = pycrfsuite.Tagger()
        tagger.open(f.name)
        info = tagger.info()
    rows: dict[str, list[str]] = collections.defaultdict(list)
    for (cue, tag), w in sorted(info.state_features.items()):
        if abs(w) >= 0.02:
            rows[cue].append(f"{tag}:{w:.2f}")
    for (a, b), w in sorted(info.transitions.items()):
        rows[f"->{a}"].append(f"{b}:{w:.2f}")
    return "".join(f"{cue}\t{' '.join(tags)}\n" for cue, tags in sorted(rows.items()))


def accuracy(table: str, data: list[Sample]) -> dict[str, tuple[int, int]]:
    """Per raw text: body and display lines that are labelled right, and all such lines."""
    out: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0])
    scorer = Scorer(parse_weights(table))
    for s in data:
        for v, label in zip(decode(s.views, scorer), s.labels, strict=True):
            if label not in (UNKNOWN, "furniture", "byline", "caption") and not s.name.startswith("v"):
                out[s.raw][0] += v.tag == label
                out[s.raw][1] += 1
    return {k: (a, n) for k, (a, n) in out.items()}


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--all", action="store_true", help="use the held-out pages too")
    a = ap.parse_args()
    data = list(samples())
    table = train([s for s in data if a.all or not s.held_out])
    figures = accuracy(table, [s for s in data if s.held_out])
    shown = ", ".join(f"{raw} {ok / n:.4f}" for raw, (ok, n) in figures.items())
    print("held-out accuracy:", shown)
    head = (
        f"# Weights of line cues for line labels, in nats; fitted {datetime.date.today()} by tools/fit_lines.py\n"
        f"# on {'all' if a.all else 'two thirds of the'} pages of the bench (press, jingbao; "
        f"the seed {REPEAT['seed']} times); c1={C1} c2={C2}\n"
        f"# body and display lines right on pages {'also fitted on' if a.all else 'held out'}: {shown}\n"
    )
    OUT.write_text(head + table, "utf-8")
    print(OUT, len(table.splitlines()), "rows", OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
