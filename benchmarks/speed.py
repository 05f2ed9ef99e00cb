#!/usr/bin/env python3
"""How fast papercut is, beside things that everybody can run. Needs: ftfy; the bench for all but start-up.

    speed.py [--bench DIR] [--json] [--pages N] [--profile FILE] [--update]

Three measurements, each a ratio, so that they can be compared between machines:

  pages     pages a second of the default pipeline on the bench's text pages, and of ftfy.fix_text on the same pages in
            the same run, page by page in turn
  growth    seconds for a page 1, 3, 10, 30 and 100 times as long, against linear growth: once made of one page's text
            again and again, once of the texts of other pages, one after another
  start-up  `papercut clean` on the seed page against `python -c "import typer"`, bytecode compiled for both

Where there are several runs, the shortest time counts: everything else on the machine only ever adds to it.
--profile leaves the profile of the pipeline over the pages in FILE, for pstats or snakeviz. --update writes the table
into docs/performance.md.
"""

from __future__ import annotations

import argparse
import compileall
import cProfile
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measured_tables import write_text

import papercut

ROOT = Path(__file__).parent.parent
SEED = ROOT / "seeds" / "000_694adda0cff2b6df.txt"
TIMES = (1, 3, 10, 30, 100)


def seconds(work: Callable[[], Any]) -> float:
    """How long a piece of work takes, once."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def text_pages(bench: Path, most: int) -> list[str]:
    """The text pages of the bench, evenly over the sets if there are more than wanted."""
    paths = sorted((bench / "pages").glob("*/**/raw/*.txt"))
    return [p.read_text("utf-8", "replace") for p in paths[:: max(1, -(-len(paths) // most))]]


def measure_pages(texts: list[str], profile: Path | None) -> dict[str, Any]:
    """Pages a second of the pipeline and of ftfy. The two take turns, so that both meet the same machine."""
    import ftfy

    pipeline = papercut.build()

    def ours(text: str) -> papercut.Page:
        return pipeline(papercut.read_text(text))

    for text in texts[:3]:  # tables and patterns are read at the first page
        ours(text), ftfy.fix_text(text)
    own = theirs = 0.0
    for text in texts:
        own += min(seconds(lambda text=text: ours(text)) for _ in range(3))
        theirs += min(seconds(lambda text=text: ftfy.fix_text(text)) for _ in range(3))
    if profile:
        with cProfile.Profile() as seen:
            for text in texts:
                ours(text)
        seen.dump_stats(profile)
    return {
        "pages": len(texts), "lines": sum(t.count("\n") for t in texts),
        "papercut_pages_per_second": len(texts) / own, "ftfy_pages_per_second": len(texts) / theirs,
        "ratio": theirs / own, "stages_ms_per_page": by_stage(texts, pipeline),
    }  # fmt: skip


def by_stage(texts: list[str], pipeline: papercut.Pipeline) -> dict[str, float]:
    """Milliseconds a page that each stage takes."""
    spent: dict[str, float] = {}
    for text in texts:
        page = papercut.read_text(text)
        for stage in pipeline.stages:
            name = type(stage).__name__
            begin = time.perf_counter()
            page = stage(page)
            spent[name] = spent.get(name, 0.0) + time.perf_counter() - begin
    return {name: round(1000 * s / len(texts), 3) for name, s in spent.items()}


def measure_growth(texts: list[str]) -> dict[str, Any]:
    """How the time for a page grows with its length: 1.0 is linear."""
    pipeline = papercut.build()

    def spent(text: str, runs: int) -> float:
        return min(seconds(lambda: pipeline(papercut.read_text(text))) for _ in range(runs))

    middle = sorted((t.strip("\n") + "\n\n" for t in texts), key=len)[len(texts) // 4 : -(len(texts) // 4) or None]
    text = middle[len(middle) // 2]
    spent(text, 1)
    same = {n: spent(text * n, 5 if n < 30 else 2) for n in TIMES}
    each = [spent(t, 3) for t in middle[: max(TIMES)]]
    others = {n: spent("".join(middle[:n]), 5 if n < 30 else 2) / sum(each[:n]) for n in TIMES if n <= len(each)}
    return {
        "lines": text.count("\n"),
        "seconds": {str(n): round(s, 4) for n, s in same.items()},
        "same_page_against_linear": {str(n): round(s / (n * same[1]), 3) for n, s in same.items()},
        "other_pages_against_linear": {str(n): round(ratio, 3) for n, ratio in others.items()},
    }


def measure_start(runs: int = 15) -> dict[str, Any]:
    """`papercut clean` on the seed page against the import of typer alone, in processes of their own."""
    compileall.compile_dir(str(Path(papercut.__file__).parent), quiet=2)
    commands = {
        "papercut": [sys.executable, "-m", "papercut", "clean", "--isolated", str(SEED)],
        "typer": [sys.executable, "-c", "import typer"],
    }
    spent: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            spent[name].append(seconds(lambda c=command: subprocess.run(c, check=True, capture_output=True)))
    ratio = statistics.median(spent["papercut"]) / statistics.median(spent["typer"])
    return {
        "papercut_seconds": round(statistics.median(spent["papercut"]), 4),
        "typer_seconds": round(statistics.median(spent["typer"]), 4),
        "ratio": ratio,
    }


def table(found: dict[str, Any]) -> str:
    """The figures for people."""
    rows = [f"{'':<24}{'papercut':>12}{'ftfy':>12}{'ratio':>10}"]
    if pages := found.get("pages"):
        own, theirs = pages["papercut_pages_per_second"], pages["ftfy_pages_per_second"]
        rows.append(f"{'pages a second':<24}{own:>12.1f}{theirs:>12.1f}{pages['ratio']:>10.3f}")
        rows += [f"  {name:<22}{ms:>12.3f} ms a page" for name, ms in pages["stages_ms_per_page"].items()]
    if growth := found.get("growth"):
        rows.append(f"{'page length':<24}{'seconds':>12}{'same page':>12}{'others':>10}  against linear")
        for n, spent in growth["seconds"].items():
            length = f"{int(n) * growth['lines']:>10} lines"
            same = growth["same_page_against_linear"][n]
            others = growth["other_pages_against_linear"].get(n, "")
            rows.append(f"{length:<24}{spent:>12.4f}{same:>12.3f}{others:>10}")
    start = found["start"]
    rows.append(f"{'start-up':<24}{'papercut':>12}{'typer':>12}{'ratio':>10}")
    own, theirs = start["papercut_seconds"], start["typer_seconds"]
    rows.append(f"{'  seconds':<24}{own:>12.4f}{theirs:>12.4f}{start['ratio']:>10.2f}")
    return "\n".join(rows)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=os.environ.get("PAPERCUT_BENCH"), help="default: PAPERCUT_BENCH")
    parser.add_argument("--pages", type=int, default=200, help="text pages to measure on, at most (default: 200)")
    parser.add_argument("--json", action="store_true", help="JSON instead of a table")
    parser.add_argument("--profile", type=Path, help="leave a profile in this file")
    parser.add_argument("--update", action="store_true", help="write the table into docs/performance.md")
    args = parser.parse_args()
    found: dict[str, Any] = {}
    if args.bench:
        texts = text_pages(Path(args.bench), args.pages)
        found["pages"] = measure_pages(texts, args.profile)
        found["growth"] = measure_growth(texts)
    else:
        print("no bench (--bench, or PAPERCUT_BENCH): start-up only", file=sys.stderr)
    found["start"] = measure_start()
    print(json.dumps(found, indent=1) if args.json else table(found))
    if args.update:
        write_text("speed", table(found).split("\n"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
