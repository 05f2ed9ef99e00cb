#!/usr/bin/env python3
"""How fast two checkouts of papercut are, in turns on the same pages in one run: before a change, and after it.

    before_after.py BEFORE [AFTER] [--bench DIR] [--pages N] [--pdf-pages N] [--runs N] [--line N] [--update]

BEFORE and AFTER are folders that hold a copy of the repository, such as `git worktree add --detach /tmp/before COMMIT`
makes them; AFTER is this one unless told. Both run with this Python and its packages. Measured are:

  text page     a text page of the bench (the seed page, where there is no bench), from its text to articles
  PDF page      a PDF page of the bench, from its bytes to articles
  decisions     the article document of a text page with its decisions
  start-up      `papercut clean` on the seed page, a process of its own
  explain       `papercut explain --line N` on the seed page, a process of its own

The first three run in one process for each checkout, which stay; each page is done by both before the next one. The
shortest of the runs counts for each page, then the sum over pages; of the commands, the median. --update writes the
table into docs/performance.md.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from measured_tables import write_text

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT / "seeds" / "000_694adda0cff2b6df.txt"
WORKER = """
import json, sys, time
from pathlib import Path
import papercut
pipeline = papercut.build()
def text(path):
    said = Path(path).read_text("utf-8", "replace")
    return lambda: pipeline(papercut.read_text(said))
def pdf(path):
    data = Path(path).read_bytes()
    return lambda: [pipeline(page) for page in papercut.read_pages(data)]
def decisions(path):
    page = text(path)()
    return lambda: papercut.to_json(page, trace=True)
kinds = {"text": text, "pdf": pdf, "decisions": decisions}
for line in sys.stdin:
    kind, path = json.loads(line)
    work = kinds[kind](path)
    begin = time.perf_counter()
    work()
    print(time.perf_counter() - begin, flush=True)
"""


def environment(checkout: Path) -> dict[str, str]:
    """The environment in which a checkout is what Python imports, and no number of threads is set."""
    plain = {k: v for k, v in os.environ.items() if not k.endswith("_NUM_THREADS")}
    return {**plain, "PYTHONPATH": str(checkout / "src")}


class Worker:
    """A process that imports papercut from a checkout and does pages."""

    def __init__(self, checkout: Path) -> None:
        command = [sys.executable, "-c", WORKER]
        self.process = subprocess.Popen(
            command, env=environment(checkout), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def seconds(self, kind: str, path: Path) -> float:
        """How long a page takes, once."""
        assert self.process.stdin is not None and self.process.stdout is not None
        print(json.dumps([kind, str(path)]), file=self.process.stdin, flush=True)
        return float(self.process.stdout.readline())

    def end(self) -> None:
        """Let the process end."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def by_page(checkouts: list[Path], kind: str, paths: list[Path], runs: int) -> list[float]:
    """Milliseconds a page of each checkout."""
    workers = [Worker(checkout) for checkout in checkouts]
    spent = [0.0 for _ in workers]
    for worker in workers:  # tables and patterns are read at the first page
        worker.seconds(kind, paths[0])
    for path in paths:
        found = [[worker.seconds(kind, path) for worker in workers] for _ in range(runs)]
        spent = [s + min(times) for s, times in zip(spent, zip(*found, strict=True), strict=True)]
    for worker in workers:
        worker.end()
    return [1000 * s / len(paths) for s in spent]


def by_command(checkouts: list[Path], args: list[str], runs: int) -> list[float]:
    """Milliseconds of a command of each checkout."""
    spent: list[list[float]] = [[] for _ in checkouts]
    for _ in range(runs):
        for checkout, took in zip(checkouts, spent, strict=True):
            command = [sys.executable, "-m", "papercut", *args]
            begin = time.perf_counter()
            subprocess.run(command, env=environment(checkout), check=True, capture_output=True)
            took.append(time.perf_counter() - begin)
    return [1000 * statistics.median(took) for took in spent]


def commit(checkout: Path) -> str:
    """The commit that a checkout stands at, and its day."""
    done = subprocess.run(
        ["git", "-C", str(checkout), "log", "-1", "--format=%h of %cs"], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def spread(paths: list[Path], most: int) -> list[Path]:
    """At most so many of them, evenly."""
    return paths[:: max(1, -(-len(paths) // most))] if most else []


def measure(a: argparse.Namespace, checkouts: list[Path]) -> dict[str, list[float]]:
    """What was found, by what was measured."""
    bench = Path(a.bench) / "pages" if a.bench else None
    texts = spread(sorted(bench.glob("*/**/raw/*.txt")), a.pages) if bench else [SEED]
    pdfs = spread(sorted((bench / "press").glob("*/raw/page.pdf")), a.pdf_pages) if bench else []
    found: dict[str, list[float]] = {}
    for kind, paths in (("text", texts), ("pdf", pdfs), ("decisions", texts)):
        if paths:
            called = {"text": "text page", "pdf": "PDF page", "decisions": "decisions as JSON"}[kind]
            found[f"{called} ({len(paths)})"] = by_page(checkouts, kind, paths, a.runs)
    for checkout in checkouts:
        compileall.compile_dir(str(checkout / "src"), quiet=2)
    found["start-up"] = by_command(checkouts, ["clean", "--isolated", str(SEED)], 5 * a.runs)
    explain = ["explain", "--isolated", "--line", str(a.line), str(SEED)]
    found[f"explain --line {a.line}"] = by_command(checkouts, explain, 5 * a.runs)
    return found


def main() -> int:
    """Measure, print, and write into the document if asked to."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("before", type=Path)
    ap.add_argument("after", type=Path, nargs="?", default=ROOT)
    ap.add_argument("--bench", default=os.environ.get("PAPERCUT_BENCH"), help="default: PAPERCUT_BENCH")
    ap.add_argument("--pages", type=int, default=60, help="text pages, at most (default: 60)")
    ap.add_argument("--pdf-pages", type=int, default=20, help="PDF pages, at most (default: 20)")
    ap.add_argument("--runs", type=int, default=3, help="of each page; of commands five times as many (default: 3)")
    ap.add_argument("--line", type=int, default=12, help="the line to explain (default: 12)")
    ap.add_argument("--json", action="store_true", help="JSON instead of a table")
    ap.add_argument("--update", action="store_true", help="write into docs/performance.md")
    a = ap.parse_args()
    checkouts = [a.before.resolve(), a.after.resolve()]
    for checkout in checkouts:
        if not (checkout / "src" / "papercut").is_dir():
            ap.error(f"{checkout} holds no src/papercut")
    found: dict[str, Any] = measure(a, checkouts)
    rows = [f"before: {commit(checkouts[0])}; after: {commit(checkouts[1])}"]
    rows.append(f"{'ms':<24}{'before':>12}{'after':>12}{'times before':>15}")
    rows += [f"{name:<24}{old:>12.1f}{new:>12.1f}{new / old:>15.2f}" for name, (old, new) in found.items()]
    print(json.dumps(found, indent=1) if a.json else "\n".join(rows))
    if a.update:
        write_text("before-after", rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
