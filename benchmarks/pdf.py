#!/usr/bin/env python3
"""How fast a PDF becomes articles, beside tools that only read it.

Needs: pypdfium2, pdfminer.six, pymupdf4llm; the bench.

    pdf.py [--bench DIR] [--pages N] [--update]

For each page in turn, in one process: papercut from the PDF's bytes to articles; pdfminer.six to text
(`extract_text`); pymupdf4llm to Markdown (`to_markdown`; AGPL, installed by hand for this measurement, no dependency).
The shorter of two runs counts. Prints milliseconds a page and ratios; --update writes them into docs/performance.md.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measured_tables import write_text

import papercut


def tools() -> dict[str, Callable[[Path], Any]]:
    """What is measured, by name."""
    import pymupdf4llm  # type: ignore[import-untyped,import-not-found,unused-ignore]
    from pdfminer.high_level import extract_text  # type: ignore[import-untyped,import-not-found,unused-ignore]

    pipeline = papercut.build()
    return {
        "papercut, to articles": lambda path: [pipeline(page) for page in papercut.read_pages(path.read_bytes())],
        "pdfminer.six, to text": lambda path: extract_text(str(path)),
        "pymupdf4llm, to Markdown": lambda path: pymupdf4llm.to_markdown(str(path), show_progress=False),
    }


def measure(paths: list[Path]) -> dict[str, float]:
    """Seconds that each tool takes for all pages."""
    found = tools()
    spent = dict.fromkeys(found, 0.0)
    for work in found.values():  # what is loaded at the first page
        with contextlib.redirect_stdout(io.StringIO()):
            work(paths[0])
    for path in paths:
        for name, work in found.items():
            runs = []
            for _ in range(2):
                begin = time.perf_counter()
                with contextlib.redirect_stdout(io.StringIO()):
                    work(path)
                runs.append(time.perf_counter() - begin)
            spent[name] += min(runs)
    return spent


def main() -> int:
    """Measure, print, and write into the document if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=os.environ.get("PAPERCUT_BENCH"), help="default: PAPERCUT_BENCH")
    parser.add_argument("--pages", type=int, default=66, help="so many pages at the most (default: 66)")
    parser.add_argument("--update", action="store_true", help="write into docs/performance.md")
    args = parser.parse_args()
    if not args.bench:
        parser.error("name the bench: --bench, or PAPERCUT_BENCH")
    paths = sorted((Path(args.bench) / "pages" / "press").glob("*/raw/page.pdf"))[: args.pages]
    spent = measure(paths)
    own = next(iter(spent.values()))
    rows = [f"{'PDF pages: ' + str(len(paths)):<28}{'ms a page':>12}{'times papercut':>18}"]
    rows += [f"{name:<28}{1000 * x / len(paths):>12.1f}{x / own:>18.2f}" for name, x in spent.items()]
    print("\n".join(rows))
    if args.update:
        write_text("pdf", rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
