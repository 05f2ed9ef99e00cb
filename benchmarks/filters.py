#!/usr/bin/env python3
"""`papercut normalize` and `papercut despace` beside ftfy, on the same bytes. Needs: ftfy.

    filters.py [--bench DIR] [--sizes BYTES…] [--runs N] [--update]

The bytes are text pages of the bench with a form feed between them (of `seeds/`, where there is no bench), as many as
make up each size. Measured is, in turns, as commands from standard input to /dev/null, with their start; and as calls
in this process, on the text of each page: `Normalize` and `Despace` on a page that is read, and `ftfy.fix_text`. The
shortest of the runs counts. --update writes the table into docs/performance.md.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import Any

from measured_tables import write_text

import papercut

ROOT = Path(__file__).parent.parent
SEED = ROOT / "seeds" / "000_694adda0cff2b6df.txt"
SIZES = (200_000, 4_000_000)


def texts_of(size: int, bench: str | None) -> list[str]:
    """Pages that make up so many bytes."""
    paths = sorted((Path(bench) / "pages").glob("*/**/raw/*.txt")) if bench else [SEED]
    out: list[str] = []
    held = 0
    for path in cycle(paths):
        if held >= size:
            return out
        out.append(path.read_text("utf-8", "replace").replace("\f", "\n"))
        held += len(out[-1].encode()) + 1
    return out


def seconds(work: Callable[[], Any]) -> float:
    """How long a piece of work takes, once."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def commands(texts: list[str]) -> dict[str, Callable[[], Any]]:
    """The commands, by name."""
    data = "\f".join(texts).encode()

    def run(*command: str) -> Callable[[], Any]:
        return lambda: subprocess.run([sys.executable, *command], input=data, stdout=subprocess.DEVNULL, check=True)

    return {
        "papercut normalize": run("-m", "papercut", "normalize", "--isolated", "-q"),
        "papercut despace": run("-m", "papercut", "despace", "--isolated", "-q"),
        "ftfy": run("-c", "from ftfy.cli import main; main()", "-e", "utf-8"),
    }


def calls(texts: list[str]) -> dict[str, Callable[[], Any]]:
    """The calls, by name."""
    import ftfy

    normalize, despace = papercut.Normalize(), papercut.Despace()
    return {
        "Normalize": lambda: [normalize(papercut.read_text(text)) for text in texts],
        "Despace": lambda: [despace(papercut.read_text(text)) for text in texts],
        "ftfy.fix_text": lambda: [ftfy.fix_text(text) for text in texts],
    }


def measure(sizes: list[int], bench: str | None, runs: int) -> list[str]:
    """The rows of the table."""
    rows = [f"{'':<22}{'kB':>8}{'seconds':>10}{'MB a second':>14}{'times ftfy':>13}"]
    for made in (commands, calls):
        for size in sizes:
            texts = texts_of(size, bench)
            held = sum(len(text.encode()) + 1 for text in texts)
            work = made(texts)
            best = dict.fromkeys(work, float("inf"))
            for _ in range(runs):
                for name, one in work.items():
                    best[name] = min(best[name], seconds(one))
            theirs = best[next(reversed(best))]
            rows += [
                f"{name:<22}{held / 1000:>8.0f}{s:>10.3f}{held / s / 1e6:>14.2f}{s / theirs:>13.2f}"
                for name, s in best.items()
            ]
    return rows


def main() -> int:
    """Measure, print, and write into the document if asked to."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--bench", default=os.environ.get("PAPERCUT_BENCH"), help="default: PAPERCUT_BENCH")
    ap.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="BYTES", help="default: 200000 4000000")
    ap.add_argument("--runs", type=int, default=3, help="default: 3")
    ap.add_argument("--update", action="store_true", help="write into docs/performance.md")
    a = ap.parse_args()
    rows = measure(a.sizes, a.bench, a.runs)
    print("\n".join(rows))
    if a.update:
        write_text("filters", rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
