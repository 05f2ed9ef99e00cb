#!/usr/bin/env python3
"""How long a browser takes to draw the review of a long page, and whether it stutters on scrolling.

Needs: jinja2, selenium, Debian's chromium and chromium-driver.

    review.py [--lines N] [--update]

A page of N lines (2000 unless told) is put together from the golden pages of 晶報, reviewed, and opened in headless
Chromium, five times; the median counts. Drawn: from the start of navigation to the first frame after all scripts have
run. Then both sides are scrolled from top to end, 400 pixels a frame, and 500 places are pointed at; tasks of more than
50 ms (what browsers call long) are counted. --update writes the figures into docs/performance.md.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from measured_tables import write_text

import papercut
from papercut.readers import read_text
from papercut.review.html import review_html

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

DRAWN = """
const done = arguments[0];
requestAnimationFrame(() => setTimeout(() => {
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  const loaded = performance.getEntriesByType('navigation')[0].loadEventEnd;
  done(Math.max(paint ? paint.startTime : 0, loaded));
}));
"""
USED = """
const done = arguments[0];
const long = [];
new PerformanceObserver((list) => long.push(...list.getEntries().map((e) => e.duration))).observe({type: 'longtask'});
const frame = () => new Promise((go) => requestAnimationFrame(go));
(async () => {
  let slowest = 0, frames = 0;
  for (const pane of [byId('left'), byId('right')]) {
    for (let y = 0; y < pane.scrollHeight; y += 400) {
      const start = performance.now();
      pane.scrollTop = y;
      await frame();
      slowest = Math.max(slowest, performance.now() - start);
      frames++;
    }
  }
  await new Promise((go) => setTimeout(go, 200));
  const onScrolling = long.length;
  const all = [...document.querySelectorAll('#lines .s')];
  for (let n = 0; n < 500; n++) {
    const key = Number(all[Math.floor(n * all.length / 500)].id.slice(1));
    light(key, 0);
    if (n % 5 === 0) await frame();
  }
  await new Promise((go) => setTimeout(go, 200));
  const nodes = document.querySelectorAll('*').length;
  done([frames, slowest, onScrolling, long.length - onScrolling, Math.max(0, ...long), nodes]);
})();
"""


def long_page(lines: int) -> str:
    """So many lines of golden pages, one page after another."""
    rows: list[str] = []
    paths = sorted((ROOT / "tests" / "pages").glob("jingbao-*/page.txt"))
    while len(rows) < lines:
        for path in paths:
            rows += path.read_text("utf-8").split("\n")
    return "\n".join(rows[:lines])


def measure(browser: Any, path: Path) -> dict[str, float]:
    """The figures of one page."""
    browser.set_script_timeout(120)
    drawn = []
    for _ in range(5):
        browser.get(path.as_uri())
        drawn.append(float(browser.execute_async_script(DRAWN)))
    frames, slowest, long, pointing, longest, nodes = browser.execute_async_script(USED)
    return {
        "elements": nodes, "drawn, ms (median of 5)": median(drawn), "frames scrolled": frames,
        "slowest frame, ms": slowest, "tasks over 50 ms, scrolling": long,
        "tasks over 50 ms, pointing": pointing, "longest of them, ms": longest,
    }  # fmt: skip


def main() -> int:
    """Measure, print, and write into the document if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=2000, help="lines of the page (default: 2000)")
    parser.add_argument("--update", action="store_true", help="write into docs/performance.md")
    args = parser.parse_args()
    from browser import chromium

    page = papercut.build()(read_text(long_page(args.lines)))
    begin = time.perf_counter()
    html = review_html(page)
    made = time.perf_counter() - begin
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        path = Path(folder) / "page.html"
        path.write_text(html, "utf-8")
        found = measure(browser, path)
    rows: dict[str, float] = {"lines": args.lines, "made, s": made, "size, MB": len(html.encode()) / 1e6, **found}
    text = "\n".join(f"{name:<28}{x:>10.{0 if x == int(x) else 1}f}" for name, x in rows.items())
    print(text)
    if args.update:
        write_text("review", text.split("\n"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
