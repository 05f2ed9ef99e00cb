#!/usr/bin/env python3
"""What `papercut batch` costs, and whether it comes through being killed.

    batch.py [--pages N] [--many N] [--faults N] [--fault-pages N] [--engine ENGINE] [--long N] [--page FILE]
             [--update [--into NAME]]

Pages are one page made different by lines of spaces at its end. Measured, each as a ratio in the same run: two workers
against one; one worker against a loop that calls the pipeline in one process; a run with nothing to do against the
first one; the peak memory of the largest process at ten times the pages. `--faults N` kills the driver or a worker of N
runs at random moments, resumes them and compares what they give with an undisturbed run. `--long N` does N pages in one
go. 0 pages of a kind leave it out. --update writes what was measured into docs/performance.md, at the place NAME.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from accuracy import ROOT, place

SEED = next((ROOT / "seeds").glob("*.txt"))
BATCH = (sys.executable, "-m", "papercut", "batch")
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


def timed(*args: object) -> float:
    begin = time.perf_counter()
    done = subprocess.run([*map(str, args)], capture_output=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, args))}: {done.stderr.decode()}")
    return time.perf_counter() - begin


def peak(*args: object) -> float:
    """The peak memory of the largest of the processes that a command starts, in MB."""
    done = subprocess.run([sys.executable, "-c", PEAK, *map(str, args)], capture_output=True, check=True)
    code, size = map(int, done.stdout.split())
    if code:
        sys.exit(f"{' '.join(map(str, args))}: exit code {code}")
    return size / 1024


def content(out: Path) -> str:
    """One hash over all that an output holds, but for what papercut keeps for itself."""
    digest = hashlib.sha256()
    for path in sorted(p for p in out.rglob("*") if p.is_file() and ".papercut" not in p.relative_to(out).parts):
        digest.update(path.relative_to(out).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def family(pid: int) -> list[int]:
    """The processes that a process has begun, and theirs."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found[1:]


def faults(folder: Path, work: Path, runs: int, engine: str, usual: float) -> tuple[int, int]:
    """How many of the runs, each killed once and resumed, give what an undisturbed run gives."""
    whole = work / "whole"
    args = ("--to", "jsonl", "-j", "2", "--engine", engine)
    timed(*BATCH, folder, "-o", whole, *args)
    wanted, right, rolls = content(whole), 0, random.Random(4)
    for n in range(runs):
        out = work / "killed"
        run = subprocess.Popen(
            [*BATCH, str(folder), "-o", str(out), *args], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        time.sleep(usual * rolls.random())
        below = family(run.pid)
        if run.poll() is None:
            os.kill(rolls.choice(below) if n % 2 and below else run.pid, signal.SIGKILL)
        run.wait()
        again = subprocess.run([*BATCH, str(folder), "-o", str(out), *args, "--resume"], capture_output=True)
        right += again.returncode == 0 and content(out) == wanted
        print(f"  run {n + 1}: {right} of {n + 1} as an undisturbed one", file=sys.stderr)
        shutil.rmtree(out)
    return right, runs


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--pages", type=int, default=400)
    ap.add_argument("--many", type=int, default=1000, help="pages of the smaller run whose memory is measured")
    ap.add_argument("--faults", type=int, default=0)
    ap.add_argument("--fault-pages", type=int, default=2000)
    ap.add_argument("--engine", default="local", choices=("local", "dask"))
    ap.add_argument("--long", type=int, default=0)
    ap.add_argument("--page", type=Path, default=SEED)
    ap.add_argument("--update", action="store_true")
    ap.add_argument("--into", default="batch")
    a = ap.parse_args()
    page = a.page.read_bytes()
    rows: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        if a.pages:
            some = make(work / "some", a.pages, page)
            loop = timed(sys.executable, "-c", LOOP, some, work / "loop.jsonl")
            one = timed(*BATCH, some, "-o", work / "one", "--to", "jsonl", "-j", 1)
            two = timed(*BATCH, some, "-o", work / "two", "--to", "jsonl", "-j", 2)
            rows += [
                (f"a loop that calls the pipeline, {a.pages} pages", f"{loop:.1f} s"),
                ("one worker, against the loop", f"{one:.1f} s, {one / loop:.2f} times"),
                ("two workers, against one", f"{two:.1f} s, {one / two:.2f} times as fast"),
            ]
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
        if a.faults:
            killed = make(work / "faults", a.fault_pages, page)
            usual = timed(*BATCH, killed, "-o", work / "usual", "--to", "jsonl", "-j", 2)
            right, runs = faults(killed, work, a.faults, a.engine, usual)
            rows.append((f"{runs} runs of {a.fault_pages} pages, each killed and resumed, engine {a.engine}",
                         f"{right} give what an undisturbed run gives"))  # fmt: skip
        if a.long:
            folder = make(work / "long", a.long, page)
            spent = timed(*BATCH, folder, "-o", work / "long.out", "--to", "jsonl", "-j", 2)
            size = sum(p.stat().st_size for p in (work / "long.out").rglob("*") if p.is_file())
            told = subprocess.run(
                [sys.executable, "-m", "papercut", "status", str(work / "long.out"), "--to", "json"],
                capture_output=True, check=True,
            )  # fmt: skip
            found = json.loads(told.stdout)
            memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            rate = f"{found['pages'] / spent:.1f} pages a second"
            said = f"{spent:.0f} s, {rate}, {size / 1e9:.2f} GB written, {memory:.0f} MB of memory at the most"
            rows.append((f"{found['pages']} pages in one go, two workers", said))
    table = "\n".join(["| `papercut batch` | |", "|---|---|", *(f"| {what} | {said} |" for what, said in rows)])
    print(table)
    if a.update:
        path = ROOT / "docs" / "performance.md"
        path.write_text(place(a.into).sub(lambda _: table + "\n", path.read_text("utf-8")), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
