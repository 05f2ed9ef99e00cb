#!/usr/bin/env python3
"""What papercut costs as a library: processor time beside that of the command, threads, memory.

    library.py [--pages N] [--update]

  processor  seconds of processor a page that a program takes which calls `clean` and sets nothing, beside those of
             `papercut clean` on the same pages; more than 1 would mean that numpy's threads wait for one another
  threads    pages a second of 1, 2 and 8 threads that call `clean` at once, and whether each gave the same
  memory     the most that a process ever used, for one page, and for 200 pages in one text

--update writes the table into docs/performance.md.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import papercut

ROOT = Path(__file__).parent.parent
SEED = ROOT / "seeds" / "000_694adda0cff2b6df.txt"
DOCUMENT = ROOT / "docs" / "performance.md"
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


def memory(path: Path) -> float:
    """The most memory that `papercut clean` of a file ever used, in MB."""
    script = (
        "import resource, sys; from papercut.cli import main; "
        "main(['clean', sys.argv[1], '-q', '-o', '/dev/null', '--to', 'md']); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True)
    return float(done.stderr.split()[-1])


def measure(pages: int) -> list[str]:
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
        rows.append(f"{'memory, MB: one page':<40}{memory(SEED):>8.0f}")
        rows.append(f"{'memory, MB: 200 pages in one file':<40}{memory(whole):>8.0f}")
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
    a = ap.parse_args()
    rows = measure(a.pages)
    print("\n".join(rows))
    if a.update:
        table = "<!-- library -->\n```text\n" + "\n".join(rows) + "\n```\n<!-- /library -->"
        said = DOCUMENT.read_text("utf-8")
        DOCUMENT.write_text(re.sub(r"<!-- library -->.*?<!-- /library -->", lambda _: table, said, flags=re.S), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
