"""Fit the weights of the line labels: `PAPERCUT_BENCH=… python tools/fit_lines.py [--all]`.

Writes src/papercut/solve/weights/lines.tsv. Without --all the held-out third of the pages is not used. Needs python-crfsuite.
"""

from __future__ import annotations

import argparse
import collections
import datetime
import tempfile
from pathlib import Path

import pycrfsuite
from bench import Sample, samples

OUT = Path(__file__).parents[1] / "src/papercut/solve/weights/lines.tsv"
C1, C2 = 0.6, 0.6


def train(data: list[Sample]) -> str:
    """Fit on the samples and give the model as the product's table."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": C1, "c2": C2, "max_iterations": 150, "feature.possible_transitions": True})
    for s in data:
        trainer.append(s.cues, s.labels)
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
    from papercut.solve.chain import decode, parse_weights

    weights = parse_weights(table)
    out: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0])
    for s in data:
        for v, label in zip(decode(s.cues, weights), s.labels, strict=True):
            out[s.raw][0] += v.tag == label
            out[s.raw][1] += 1
    return {k: (a, b) for k, (a, b) in out.items()}


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--all", action="store_true", help="use the held-out pages too")
    a = ap.parse_args()
    data = list(samples())
    table = train([s for s in data if a.all or not s.held_out])
    shown = []
    for raw, (ok, n) in accuracy(table, [s for s in data if s.held_out]).items():
        shown.append(f"{raw} {ok / n:.4f}")
    print("held-out accuracy:", ", ".join(shown))
    head = (
        f"# Weights of line cues for line labels, in nats; fitted {datetime.date.today()} by tools/fit_lines.py\n"
        f"# on {'all' if a.all else 'two thirds of the'} pages of the bench (press, jingbao); c1={C1} c2={C2}\n"
        f"# labels right on pages {'also fitted on' if a.all else 'held out'}: {', '.join(shown)}\n"
    )
    OUT.write_text(head + table, "utf-8")
    print(OUT, len(table.splitlines()), "rows", OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
