#!/usr/bin/env python3
"""What `papercut batch` costs.

    batch.py [--pages N] [--many N] [--long N] [--bench] [--to FORMAT] [--page FILE] [--lines N]
             [--update [--into NAME]]

Pages are one page made different by lines of spaces at its end. Measured, each as a ratio in the same run: two workers
against one, and one worker against a loop that calls the pipeline in one process, five times by turns; a run with
nothing to do against the first one; the peak memory of the largest process at ten times the pages. `--long N` does N
pages in one go, in which all numbers differ, to a database or in another format: time, size, memory as it goes on, and
how soon `papercut status` and `papercut search` answer. With --bench these are all text pages of the bench by turns,
again and again; without it, one page, which --lines cuts. 0 pages of a kind leave it out. --update writes what was
measured into docs/performance.md, at the place NAME. `benchmarks/kills.py` is about runs that are disturbed.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Sequence
from pathlib import Path
from statistics import median

from measured_tables import ROOT, write_table

SEED = next((ROOT / "seeds").glob("*.txt"))
BATCH = (sys.executable, "-m", "papercut", "batch")
TURNS = 5
WORD = "编号"
"""A word that every page of the long run has."""
LOOP = """
import sys
from pathlib import Path
import papercut as pc
run = pc.build()
with open(sys.argv[2], "w") as out:
    for path in sorted(Path(sys.argv[1]).rglob("*.txt")):
        for page in pc.read_pages(path):
            out.write(pc.to_jsonl(run(page)))
"""
PEAK = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stderr=subprocess.DEVNULL).returncode
print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def make(folder: Path, count: int, page: bytes) -> Path:
    """So many pages, a hundred in a folder."""
    for n in range(count):
        path = folder / f"{n // 100:05d}" / f"clip-{n:07d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        bits = f"{n:020b}".replace("0", "\n").replace("1", " \n").encode()
        path.write_bytes(page + b"\n" + bits)
    return folder


def timed(*args: object, fine: Collection[int] = (0,)) -> float:
    begin = time.perf_counter()
    done = subprocess.run([*map(str, args)], capture_output=True)
    if done.returncode not in fine:
        sys.exit(f"{' '.join(map(str, args))}: {done.stderr.decode()}")
    return time.perf_counter() - begin


def peak(*args: object) -> float:
    """The peak memory of the largest of the processes that a command starts, in MB."""
    done = subprocess.run([sys.executable, "-c", PEAK, *map(str, args)], capture_output=True, check=True)
    code, size = map(int, done.stdout.split())
    if code:
        sys.exit(f"{' '.join(map(str, args))}: exit code {code}")
    return size / 1024


def rewritten(page: str, n: int) -> bytes:
    """A page with other numbers, and a number of its own at its end."""
    rolls = random.Random(n)
    changed = re.sub(r"\d", lambda _: str(rolls.randrange(10)), page.rstrip("\n\f"))
    return f"{changed}\n　　本页编号{n + 10**7}。\n".encode()


class Watch:
    """The peak memory of the processes of a run, looked at twice a second while it goes on."""

    def __init__(self, run: subprocess.Popen[bytes]) -> None:
        self.seen: list[tuple[float, int, int]] = []
        begin = time.monotonic()
        while run.poll() is None:
            below = [_peak(pid) for pid in _children(run.pid)]
            self.seen.append((time.monotonic() - begin, _peak(run.pid), max(below, default=0)))
            time.sleep(0.5)
        self.seconds = time.monotonic() - begin

    def at(self, part: float) -> str:
        """The peak memory of the driver and of the largest worker until a part of the time had gone by."""
        until = [row for row in self.seen if row[0] <= part * self.seconds] or self.seen[:1]
        driver, worker = (max(row[k] for row in until) / 1024 for k in (1, 2))
        return f"{driver:.0f} and {worker:.0f} MB"


def _peak(pid: int) -> int:
    """The most memory that a process has had, in kB."""
    try:
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) if found else 0


def _children(pid: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(stat.parent.name))
    return found


def _children_seconds() -> float:
    """The processor time of the processes that were started and have ended, and of theirs."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def against_a_loop(work: Path, pages: Path, count: int) -> list[tuple[str, str]]:
    """A loop, one worker and two, by turns, so that a processor whose speed changes is not taken for a difference."""
    loops, ones, twos = [], [], []
    for turn in range(TURNS):
        loops.append(timed(sys.executable, "-c", LOOP, pages, work / "loop.jsonl"))
        ones.append(timed(*BATCH, pages, "-o", work / f"one-{turn}", "--to", "jsonl", "-j", 1))
        twos.append(timed(*BATCH, pages, "-o", work / f"two-{turn}", "--to", "jsonl", "-j", 2))
    slower = median(one / loop for one, loop in zip(ones, loops, strict=True))
    faster = median(one / two for one, two in zip(ones, twos, strict=True))
    return [
        (f"a loop that calls the pipeline, {count} pages, median of {TURNS}", f"{median(loops):.1f} s"),
        ("one worker, against the loop", f"{median(ones):.1f} s, {slower:.2f} times"),
        ("two workers, against one", f"{median(twos):.1f} s, {faster:.2f} times as fast"),
    ]


def bench_pages() -> list[str]:
    """All text pages of the bench."""
    bench = Path(os.environ["PAPERCUT_BENCH"])
    paths = sorted([*bench.glob("pages/*/*/raw/*.txt"), *bench.glob("press2/*/raw/*.txt")])
    return [path.read_text("utf-8", "replace") for path in paths]


def long_run(work: Path, pages: Sequence[str], count: int, to: str) -> list[tuple[str, str]]:
    """Many pages in one go: time, memory, what is written; of a database also how soon it answers."""
    folder = work / "long"
    for n in range(count):
        path = folder / f"{n // 100:05d}" / f"clip-{n:07d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(rewritten(pages[n % len(pages)], n))
    out = work / ("long.db" if to == "sqlite" else "long.out")
    before = _children_seconds()
    watch = Watch(subprocess.Popen([*BATCH, folder, "-o", out, "--to", to, "-j", "2"], stderr=subprocess.DEVNULL))
    busy = _children_seconds() - before
    size = sum(p.stat().st_size for p in ([out] if out.is_file() else out.rglob("*")) if p.is_file())
    told = subprocess.run([*BATCH[:-1], "status", out, "--to", "json"], capture_output=True, check=True)
    found = json.loads(told.stdout)
    rate = f"{watch.seconds:.0f} s, {found['pages'] / watch.seconds:.1f} pages a second"
    name = f"{found['pages']} pages in one go, two workers, to {to}"
    rows = [
        (name, f"{rate}; {found['failed'] if 'failed' in found else len(found['failures'])} failed"),
        ("processor time of all its processes", f"{busy:.0f} s, {1000 * busy / max(1, found['pages']):.0f} ms a page"),
        ("written", f"{size / 1e9:.2f} GB, {size / max(1, found['pages']) / 1e3:.1f} kB a page"),
        *((f"peak memory of the driver and of a worker, {name}", watch.at(part))
          for name, part in (("a tenth", 0.1), ("half", 0.5), ("the end", 1.0))),
    ]  # fmt: skip
    asked = {"papercut status": ["status", out]}
    if to == "sqlite":
        asked["papercut search, a word of every page"] = ["search", out, WORD]
        asked["papercut search, a word of one page"] = ["search", out, str(10**7 + count // 2)]
        asked["papercut search --by year"] = ["search", out, WORD, "--by", "year"]
    for what, args in asked.items():
        times = sorted(timed(*BATCH[:-1], *args, fine=(0, 1)) for _ in range(5))  # 1: nothing was found
        rows.append((f"{what}, median of 5", f"{times[2]:.2f} s"))
    return rows


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--pages", type=int, default=400)
    ap.add_argument("--many", type=int, default=1000, help="pages of the smaller run whose memory is measured")
    ap.add_argument("--long", type=int, default=0)
    ap.add_argument("--bench", action="store_true", help="the long run takes the text pages of the bench")
    ap.add_argument("--to", default="sqlite", choices=("json", "jsonl", "sqlite", "parquet"))
    ap.add_argument("--lines", type=int)
    ap.add_argument("--page", type=Path, default=SEED)
    ap.add_argument("--update", action="store_true")
    ap.add_argument("--into", default="batch")
    a = ap.parse_args()
    page = a.page.read_bytes()
    rows: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        if a.pages:
            rows += against_a_loop(work, make(work / "some", a.pages, page), a.pages)
        if a.many:
            few = make(work / "few", a.many, page)
            small = peak(*BATCH, few, "-o", work / "few.out", "--to", "jsonl", "-j", 2)
            lots = make(work / "lots", 10 * a.many, page)
            begin = time.perf_counter()
            large = peak(*BATCH, lots, "-o", work / "lots.out", "--to", "jsonl", "-j", 2)
            first = time.perf_counter() - begin
            idle = timed(*BATCH, lots, "-o", work / "lots.out", "--to", "jsonl", "-j", 2, "--resume")
            rows += [
                (f"peak memory of a process, {a.many} pages", f"{small:.0f} MB"),
                (f"the same, {10 * a.many} pages", f"{large:.0f} MB, {large / small:.2f} times"),
                (f"{10 * a.many} pages, then again with nothing to do",
                 f"{first:.0f} s, {idle:.1f} s: {100 * idle / first:.1f} %"),
            ]  # fmt: skip
        if a.long:
            lines = page.decode("utf-8", "replace").splitlines()[: a.lines]
            rows += long_run(work, bench_pages() if a.bench else ["\n".join(lines)], a.long, a.to)
    table = "\n".join(["| `papercut batch` | |", "|---|---|", *(f"| {what} | {said} |" for what, said in rows)])
    print(table)
    if a.update:
        write_table(a.into, table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
