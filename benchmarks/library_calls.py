#!/usr/bin/env python3
"""What calls of the library cost, a line of the page: run by library.py in a process that sets no number of threads.

    library_calls.py [--runs N] [--most N]

Prints JSON: for the seed page, and for pages of four and sixteen times its text, the milliseconds and kilobytes a line
of `clean`, of the article document with decisions (`to_json(page, trace=True)`), of the page document that filters pass
on, of the data of `papercut explain`, and of `review_html` (where Jinja2 is installed). Evidence is worked out when it
is first looked at and then kept, so each call gets a page of its own. The shortest of the runs counts.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import papercut
from papercut.codec.page import page_to_json
from papercut.explain import explanation

SEED = Path(__file__).parent.parent / "seeds" / "000_694adda0cff2b6df.txt"
TIMES = (1, 4, 16)


def calls() -> dict[str, Callable[[papercut.Page], str]]:
    """What is called on a page that has its articles, by name."""
    found: dict[str, Callable[[papercut.Page], str]] = {
        "JSON with decisions": lambda page: papercut.to_json(page, trace=True),
        "page document": page_to_json,
        "explain": lambda page: json.dumps(explanation(page), ensure_ascii=False, default=list),
    }
    try:
        from papercut.review.html import check, review_html

        check()
    except papercut.UsageError as error:
        print(error, file=sys.stderr)
    else:
        found["review_html"] = lambda page: review_html(page)
    return found


def measure(text: str, runs: int) -> dict[str, Any]:
    """Milliseconds and kilobytes a line of each call, for a page of one text."""
    pipeline = papercut.build()
    lines = text.count("\n")
    found: dict[str, Any] = {}
    for name, call in {"clean": None, **calls()}.items():
        took, size = [], 0
        for _ in range(runs):
            if call is None:
                begin = time.perf_counter()
                papercut.clean(text)
            else:
                page = pipeline(papercut.read_text(text))
                begin = time.perf_counter()
                size = len(call(page).encode("utf-8", "surrogatepass"))
            took.append(time.perf_counter() - begin)
        found[name] = {"ms": 1000 * min(took) / lines, "kB": size / 1000 / lines}
    return {"lines": lines, "calls": found}


def main() -> int:
    """Measure and print."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--runs", type=int, default=5, help="default: 5")
    ap.add_argument("--most", type=int, default=max(TIMES), help="at most so many times the text (default: 16)")
    a = ap.parse_args()
    text = SEED.read_text("utf-8").rstrip("\n") + "\n\n"
    papercut.clean(text)
    print(json.dumps([measure(text * n, a.runs if n < 16 else 2) for n in TIMES if n <= a.most]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
