"""The pages that tools/fit_weights.py fits on: those of the bench, and composed ones, kept in its folder WORK."""

from __future__ import annotations

import hashlib
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import bench
from bench import Sample

ROOT = Path(__file__).parents[1]
FOLDS = ("0", "1", "2")
ALL = "all"
ORDER = (*FOLDS, ALL)
RICH = 0.15
"""The share of composed pages with many kickers and decks."""
QUICK = 9
"""`--quick` takes so many texts of each set."""


@dataclass(frozen=True)
class Plan:
    """What the command line asked for."""

    work: Path
    composed: int
    python: str
    modules: Path | None
    quick: bool

    def archive(self, kind: str, fold: str) -> Path:
        return self.work / f"{kind}-{fold}.npz"


def compose(plan: Plan, fold: str) -> None:
    """Compose the fold's pages, unless they are there; exits if those that are there are of another number."""
    out = plan.work / "composed" / fold / "press"
    count = plan.composed
    if out.exists() and count and (there := len(list(out.iterdir()))) != count:
        sys.exit(f"{out} has {there} pages, not {count}: take it away, or give the right --composed")
    if out.exists() or not count:
        return
    folders = [p for k, p in enumerate(bench.folders("press")) if fold == ALL or k % 3 != int(fold)]
    new = out.with_name("new")
    shutil.rmtree(new, ignore_errors=True)
    seed = f"1{[*ORDER].index(fold)}"
    command = [plan.python, ROOT / "tools/compose/make.py", new, "--count", count, "--seed", seed, "--rich", RICH]
    command += ["--modules", plan.modules] if plan.modules else []
    subprocess.run([str(x) for x in [*command, "--from", *folders]], check=True)
    new.rename(out)


def kept(path: Path, pages: Path, make: Callable[[], list[Sample]]) -> list[Sample]:
    """The samples as a file has them; made anew where the code or the pages have changed since."""
    sources = sorted((ROOT / "src/papercut").rglob("*.py"))
    sources += [ROOT / f"tools/{name}.py" for name in ("bench", "align", "misread")]
    stamps = [f"{p} {p.stat().st_mtime_ns}" for p in sorted(pages.rglob("truth.json"))]
    state = hashlib.sha256(b"".join(p.read_bytes() for p in sources) + "\n".join(stamps).encode()).hexdigest()
    if path.exists():
        with path.open("rb") as f:
            if pickle.load(f) == state:
                return pickle.load(f)  # type: ignore[no-any-return]
    data = make()
    with path.open("wb") as f:
        pickle.dump(state, f)
        pickle.dump(data, f, pickle.HIGHEST_PROTOCOL)
    return data


def given(plan: Plan) -> list[Sample]:
    """The bench pages."""

    def make() -> list[Sample]:
        if plan.quick:
            return [s for name, raws in bench.RAWS.items() for s in bench.samples({name: raws[:1]}, most=QUICK)]
        return list(bench.samples())

    return kept(plan.work / "bench.pickle", bench.bench(), make)


def composed(plan: Plan, fold: str) -> list[Sample]:
    """The composed pages of a fold."""
    if not plan.composed:
        return []
    root, most = plan.work / "composed" / fold, QUICK if plan.quick else None
    return kept(root / "samples.pickle", root, lambda: list(bench.samples({"press": bench.RAWS["press"]}, root, most)))


def prepare(job: tuple[Plan, str | None]) -> tuple[str | None, int]:
    """Read the samples of a fold's composed pages, or of the bench, into WORK; how many there are."""
    plan, fold = job
    return fold, len(given(plan) if fold is None else composed(plan, fold))
