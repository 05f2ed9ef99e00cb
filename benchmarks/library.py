#!/usr/bin/env python3
"""What papercut costs as a library: processor time beside that of the command, threads, memory.

    library.py [--pages N] [--pdf-pages N] [--most N] [--update]

  processor  seconds of processor a page that a program takes which calls `clean` and sets nothing, beside those of
             `papercut clean` on the same pages; more than 1 would mean that numpy's threads wait for one another
  calls      milliseconds and kilobytes a line of `clean`, of documents with decisions, of what `explain` shows and of a
             review, on pages of 1, 4 and 16 times the text (`library_calls.py`, in a process that sets no number of
             threads)
  threads    pages a second of 1, 2 and 8 threads that call `clean` at once, and whether each gave the same
  memory     the most that a process ever used, for one page and for 200, of text and of PDF; for PDF also the most that
             any of its child processes used, in which PDFium works

--update writes the table into docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from measured_tables import write_text

import papercut

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))
SEED = ROOT / "seeds" / "000_694adda0cff2b6df.txt"
LIBRARY = (
    "import sys\nfrom pathlib import Path\nfrom papercut import clean\nfor name in sys.argv[1:]: clean(Path(name))"
)


def processor(command: list[str]) -> float:
    """Seconds of processor that a command and its children take."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {k: v for k, v in os.environ.items() if not k.endswith("_NUM_THREADS")}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def memory(path: Path) -> tuple[float, float]:
    """The most memory that `papercut clean` of a file ever used, and the most of its child processes, in MB."""
    script = (
        "import resource, sys; from papercut.cli import main; "
        "main(['clean', sys.argv[1], '-q', '-o', '/dev/null', '--to', 'md']); "
        "from papercut.readers.pdf.pdfium_process import end_idle; end_idle(); "  # children count once they have ended
        "own, other = (resource.getrusage(who).ru_maxrss // 1024 for who in "
        "(resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)); print(own, other, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True)
    own, other = done.stderr.split()[-2:]
    return float(own), float(other)


def pdf_of(text: str, pages: int) -> bytes:
    """A PDF with a text on each page, in columns of seventy lines."""
    from pdfs import Sheet, pdf

    lines = text.split("\n")
    sheets = []
    for number in range(pages):
        sheet = Sheet(1000, 1100)
        for k in range(0, len(lines), 70):
            sheet.column(lines[k : k + 70], 20 + 220 * (k // 70), 30, 10)
        sheets.append(sheet.text(str(number + 1), 980, 1080, 10))
    return pdf(*sheets)


def call_rows(most: int) -> list[str]:
    """The rows on calls of the library."""
    script = Path(__file__).with_name("library_calls.py")
    environment = {k: v for k, v in os.environ.items() if not k.endswith("_NUM_THREADS")}
    done = subprocess.run(
        [sys.executable, str(script), "--most", str(most)], check=True, stdout=subprocess.PIPE, env=environment
    )
    found = json.loads(done.stdout)
    head = "".join(f"{one['lines']:>12} lines" for one in found)
    rows = [f"{'ms a line':<22}{head}"]
    rows += [
        f"  {name:<20}" + "".join(f"{one['calls'][name]['ms']:>18.3f}" for one in found) for name in found[0]["calls"]
    ]
    rows.append("kB a line")
    rows += [
        f"  {name:<20}" + "".join(f"{one['calls'][name]['kB']:>18.3f}" for one in found)
        for name in found[0]["calls"]
        if found[0]["calls"][name]["kB"]
    ]
    return rows


def measure(pages: int, pdf_pages: int, most: int) -> list[str]:
    """The rows of the table."""
    text = SEED.read_text("utf-8")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for k in range(pages):
            names.append(str(Path(folder) / f"{k}.txt"))
            Path(names[-1]).write_text(text + "\n" * k, "utf-8")
        one = [sys.executable, "-c", LIBRARY]
        by_library = (processor([*one, *names]) - processor([*one, names[0]])) / (pages - 1)
        two = [sys.executable, "-m", "papercut", "clean", "-q"]
        by_command = (processor([*two, *names]) - processor([*two, names[0]])) / (pages - 1)
        rows.append(f"{'processor, ms a page: library':<40}{1000 * by_library:>8.1f}")
        rows.append(f"{'processor, ms a page: command':<40}{1000 * by_command:>8.1f}")
        rows.append(f"{'library, times the command':<40}{by_library / by_command:>8.2f}")
        whole = Path(folder) / "whole.txt"
        whole.write_text("\f".join([text] * 200), "utf-8")
        rows.append(f"{'memory, MB: one page':<40}{memory(SEED)[0]:>8.0f}")
        rows.append(f"{'memory, MB: 200 pages in one file':<40}{memory(whole)[0]:>8.0f}")
        for count in (1, pdf_pages):
            book = Path(folder) / f"{count}.pdf"
            book.write_bytes(pdf_of(text, count))
            own, reader = memory(book)
            rows.append(f"{f'memory, MB: PDF, pages: {count}':<40}{own:>8.0f}   reading process {reader:.0f}")
    rows += call_rows(most)
    papercut.clean(text)
    expected = papercut.clean(text)
    for threads in (1, 2, 8):
        with ThreadPoolExecutor(threads) as pool:
            begin = time.perf_counter()
            found = list(pool.map(papercut.clean, [text] * pages))
            took = time.perf_counter() - begin
        same = all(articles == expected for articles in found)
        rows.append(f"{f'pages a second, {threads} threads':<40}{pages / took:>8.1f}{'' if same else '  NOT THE SAME'}")
    return rows


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--pages", type=int, default=60, help="default: 60")
    ap.add_argument("--update", action="store_true", help="write into docs/performance.md")
    ap.add_argument("--pdf-pages", type=int, default=200, help="pages of the PDF whose memory counts (default: 200)")
    ap.add_argument("--most", type=int, default=16, help="longest page for calls, times the seed (default: 16)")
    a = ap.parse_args()
    rows = measure(a.pages, a.pdf_pages, a.most)
    print("\n".join(rows))
    if a.update:
        write_text("library", rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
