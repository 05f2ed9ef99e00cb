"""Mutated files in every format, held against the law.

    fuzz.py [N] [--hours H] [--seed S] [--kind KIND]... [--guided] [--log FILE] [--keep DIR] [--jobs J]
    fuzz.py --update --log FILE

makes N files of each kind (or of those given) from sound ones, or files without end, and looks with each whether it is
read, or refused in one line; whether nothing is lost and nothing stands twice, after every stage; whether what the file
holds as text is on the page, or a note says that it is not; whether a second run gives the same; and whether it takes
no more time than its size allows, and no more memory than 1 GB. A file over which its process hangs for 20 seconds, or
dies, has a fault too; the process is replaced, and the run goes on.

Files with faults are written into DIR, named after kind, seed and number. The same seed gives the same files. With a
log, the same command continues a run that was stopped: the log has a line for each hundred files, with their kind, how
many were tried, the faults, the seconds, and the most memory that the process held. `--update` writes what a log says
into docs/security.md. Exit status 1: some had faults.

`--guided` changes files that reach lines of a reader which no file before has reached (`fuzzing.guided`).
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from pathlib import Path

from fuzzing.check import faults_of
from fuzzing.guided import READERS, Guided
from fuzzing.kinds import KINDS, file_of
from fuzzing.report import update
from fuzzing.runs import Log, causes, chunks, run
from fuzzing.workers import LIMIT, Chunk, Tried

FIRST, PER_KB = 8.0, 0.25
"""Seconds that a file may take, and more for each kilobyte: twenty times what it takes as a rule."""


def limit(size: int) -> float:
    """The seconds of its own time that the process may spend on a file of this size."""
    return min(LIMIT, FIRST + PER_KB * size / 1024)


def tried(chunk: Chunk, number: int) -> tuple[bytes, list[str]]:
    """One file, and its faults."""
    data, form = file_of(chunk.kind, chunk.seed, number)
    return data, faults_of(chunk.kind, data, limit(len(data)), form)


class Told:
    """Prints what is found, and keeps the files."""

    def __init__(self, keep: Path | None) -> None:
        self.keep = keep
        self.bad = 0

    def __call__(self, done: Tried) -> None:
        kind, seed, begin, end, guided = done.chunk
        for number, data, faults in done.faults:
            self.bad += 1
            if data is None and not guided:
                data = file_of(kind, seed, number)[0]
            size = "no longer there" if data is None else f"{len(data)} bytes"
            print(f"{kind} {seed} {number} ({size}): {faults[0][:300]}", flush=True)
            if self.keep and data is not None:
                self.keep.mkdir(parents=True, exist_ok=True)
                (self.keep / f"{kind}-{seed}-{number}{'-guided' * guided}").write_bytes(data)
        rate = (end - begin) / max(done.seconds, 0.01)
        print(f"{kind}: {begin} to {end}, {len(done.faults)} with faults, {rate:.0f} a second", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description="Mutated files in every format, held against the law.")
    parser.add_argument("n", type=int, nargs="?", metavar="N", help="files of each kind; without it, there is no end")
    parser.add_argument("--hours", type=float, metavar="H", help="stop after so many hours")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="other files (0)")
    parser.add_argument("--kind", action="append", choices=list(KINDS), metavar="KIND", help="only this one")
    parser.add_argument("--guided", action="store_true", help="change files further that reach new lines of a reader")
    parser.add_argument("--log", type=Path, metavar="FILE", help="note what was done, and continue from there")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="write files with faults into this folder")
    parser.add_argument("--jobs", type=int, default=2, metavar="J", help="processes (2)")
    parser.add_argument("--update", action="store_true", help="write what the log says into docs/security.md")
    given = parser.parse_args()
    log = Log(given.log)
    if given.update:
        update(log.rows)
        return 0
    kinds = [kind for kind in given.kind or KINDS if not given.guided or KINDS[kind].form in READERS]
    told = Told(given.keep)
    until = time.monotonic() + given.hours * 3600 if given.hours else float("inf")
    look = Guided(limit) if given.guided else tried
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        run(chunks(kinds, given.seed, given.n, given.guided), look, given.jobs, until, told, log)
    except KeyboardInterrupt:
        print("stopped; the same command goes on from here", file=sys.stderr)
    for what, times in causes(log.rows).most_common():
        print(f"{times:6} {what}")
    return 1 if told.bad else 0


if __name__ == "__main__":
    sys.exit(main())
