"""Every raw text of the bench, run once through the default pipeline, scored and held against the law."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

import papercut as pc
from lawful import faults
from shell import ROOT
from together import mapped

DEFAULT = pc.build()


@dataclass(frozen=True)
class Measured:
    """One raw text: the scorer's counts, and breaches of the law, each with the stage after which it was seen."""

    counts: Counter[str]
    faults: tuple[str, ...]


@cache
def script(name: str) -> ModuleType:
    """A script of benchmarks/ as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def scorer() -> ModuleType:
    """benchmarks/score.py as a module."""
    return script("score")


def measure(path: Path) -> Measured:
    """Run one raw text, which has its truth in the folder above."""
    page = pc.read(path)
    found: list[str] = []
    for stage in DEFAULT.stages:
        page = stage(page)
        found += [f"after {stage!r}: {fault}" for fault in faults(page)]
    ids = [a.id for a in page.articles or ()]
    if len(ids) != len(set(ids)):
        found.append(f"two articles have one id: {ids}")
    truth = json.loads((path.parent.parent / "truth.json").read_text("utf-8"))
    text = path.read_text("utf-8", "replace") if path.suffix == ".txt" else None
    read_by_ocr = path.name.startswith(("ocr-", "scan"))
    counts = scorer().score_page(truth, json.loads(pc.to_json(page)), text, ocr=read_by_ocr)
    return Measured(counts, tuple(found))


def measure_all(bench: Path, shared: Path) -> dict[Path, Measured]:
    """Every raw file of every set, by its path under `pages`. What is done is kept in `shared`, for other processes."""
    pages = bench / "pages"
    paths: list[Path] = script("accuracy").raw_files(pages)
    return dict(zip((p.relative_to(pages) for p in paths), mapped(measure, paths, shared), strict=True))
