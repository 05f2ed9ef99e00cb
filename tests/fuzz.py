"""Mutated files in every format, held against the law.

    fuzz.py N SEED [--kind KIND]... [--keep DIR] [--jobs J]

makes N files of each kind (or of those given) from sound pages, and looks with each whether it is read, or refused in
one line; whether nothing is lost and nothing stands twice, after every stage; whether what the file holds as text is on
the page, or a note says that it is not; whether a second run gives the same; and whether it takes no longer than its
size allows. Files with faults are written into DIR, named after kind, seed and number. The same N and SEED give the
same files. Exit status 1: some had faults.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random

from fuzzing.bases import KINDS, base
from fuzzing.check import faults_of
from fuzzing.mutations import mutated

FIRST, PER_KB = 8.0, 0.25
"""Seconds that a file may take, and more for each kilobyte: twenty times what it takes as a rule."""


def file_of(kind: str, seed: int, number: int) -> tuple[bytes, str | None]:
    """A file, and the format it is asked to be read in, if not its own."""
    rng = Random(f"{kind} {seed} {number}")
    data = mutated(kind, base(kind, rng), rng)
    return data, "auto" if rng.random() < 0.1 else None


def tried(job: tuple[str, int, int]) -> tuple[bytes, list[str]]:
    """One file, and its faults."""
    kind, seed, number = job
    data, form = file_of(kind, seed, number)
    return data, faults_of(kind, data, FIRST + PER_KB * len(data) / 1024, form)


def found(jobs: list[tuple[str, int, int]], processes: int) -> Iterator[tuple[tuple[str, int, int], bytes, list[str]]]:
    """All files that have faults."""
    with ProcessPoolExecutor(processes) as pool:
        for job, (data, faults) in zip(jobs, pool.map(tried, jobs, chunksize=20), strict=True):
            if faults:
                yield job, data, faults


def main() -> int:
    parser = argparse.ArgumentParser(description="Mutated files in every format, held against the law.")
    parser.add_argument("n", type=int, metavar="N", help="files of each kind")
    parser.add_argument("seed", type=int, metavar="SEED")
    parser.add_argument("--kind", action="append", choices=KINDS, help="only this one")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="write files with faults into this folder")
    parser.add_argument("--jobs", type=int, default=2, metavar="J", help="processes (2)")
    given = parser.parse_args()
    warnings.simplefilter("error")
    bad: Counter[str] = Counter()
    for kind in given.kind or KINDS:
        count = 0
        for (_, seed, number), data, faults in found([(kind, given.seed, n) for n in range(given.n)], given.jobs):
            count += 1
            bad.update({fault.partition(": ")[0] for fault in faults})
            print(f"{kind} {seed} {number} ({len(data)} bytes): {faults[0][:300]}", flush=True)
            if given.keep:
                given.keep.mkdir(parents=True, exist_ok=True)
                (given.keep / f"{kind}-{seed}-{number}").write_bytes(data)
        print(f"{kind}: {given.n} files, {count} with faults", flush=True)
    for what, times in bad.most_common():
        print(f"{times:6} {what}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
