"""The figures that score.py, which comes with the bench, gives for outputs with known faults. `--update` asks it anew.

They are kept in `tests/cases/score.json`, so that the product is held against them where there is no bench.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from damage import DAMAGES, damaged
from golden import PAGES
from shell import ROOT, SEED

KEPT = ROOT / "tests" / "cases" / "score.json"


def reference(bench: Path) -> ModuleType:
    """score.py of the bench as a module."""
    spec = importlib.util.spec_from_file_location("bench_score", bench / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def seed_truth() -> dict[str, Any]:
    """The truth of the seed page."""
    truth: dict[str, Any] = json.loads((PAGES / "seed" / "expected.json").read_text("utf-8"))
    return truth


def asked(bench: Path) -> dict[str, dict[str, Any]]:
    """The figures for each fault, of a text and of one read by OCR."""
    score = reference(bench)
    out: dict[str, dict[str, Any]] = {}
    for name in DAMAGES:
        true, doc = damaged(name, seed_truth())
        text = SEED.read_text("utf-8")
        out[name] = {
            kind: score.figures(score.score_page(true, doc, text, None, kind == "ocr")) for kind in ("text", "ocr")
        }
    return out


if __name__ == "__main__":
    if sys.argv[1:] != ["--update"] or "PAPERCUT_BENCH" not in os.environ:
        sys.exit("usage: PAPERCUT_BENCH=DIR reference.py --update")
    found = asked(Path(os.environ["PAPERCUT_BENCH"]))
    rows = ",\n".join(f"{json.dumps(name)}: {json.dumps(figures)}" for name, figures in found.items())
    KEPT.write_text(f"{{\n{rows}\n}}\n", "utf-8")
