"""A run over chunks of all kinds in turn, with a log from which it can be continued, and which is summed up."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from fuzzing.workers import Chunk, Look, Tried, Worker

SIZE = 100
"""Files of a chunk."""


class Log:
    """A file with a JSON line for each chunk that was done; who continues a run leaves these out. No file, no log."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.rows: list[dict[str, Any]] = read_log(path) if path is not None and path.exists() else []
        self._done = {(r["kind"], r["seed"], r["begin"], r["end"], r["guided"]) for r in self.rows}

    def has(self, chunk: Chunk) -> bool:
        """Whether a chunk was done before."""
        return tuple(chunk) in self._done

    def add(self, tried: Tried) -> None:
        """Note what came of a chunk."""
        row = tried.chunk._asdict() | {
            "tried": tried.chunk.end - tried.chunk.begin,
            "faults": {str(fault.number): fault.faults[0][:300] for fault in tried.faults},
            "seconds": round(tried.seconds, 1),
            "peak_mb": tried.peak >> 20,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
        } | tried.more  # fmt: skip
        self.rows.append(row)
        if self.path is not None:
            with self.path.open("a+b") as file:
                file.seek(max(0, file.tell() - 1))
                end = b"\n" if file.read() not in (b"", b"\n") else b""  # a last line that was never finished
                file.write(end + json.dumps(row, ensure_ascii=False).encode() + b"\n")


def read_log(path: Path) -> list[dict[str, Any]]:
    """The rows of a log; a last line that was never finished is left out."""
    rows = []
    for line in path.read_text("utf-8").split("\n")[:-1]:
        try:
            rows.append(json.loads(line))
        except ValueError:  # of a run that was stopped, behind which another one went on
            continue
    return rows


def chunks(kinds: Iterable[str], seed: int, files: int | None, guided: bool) -> Iterator[Chunk]:
    """Chunks of all kinds in turn, so that a run that is stopped has looked at all of them; without end, if no number
    of files of each kind is given."""
    names = list(kinds)
    for begin in count(0, SIZE) if files is None else range(0, files, SIZE):
        for kind in names:
            yield Chunk(kind, seed, begin, begin + SIZE if files is None else min(files, begin + SIZE), guided)


def run(wanted: Iterator[Chunk], look: Look, jobs: int, until: float, told: Callable[[Tried], None], log: Log) -> None:
    """Have chunks looked at that are not in the log, in so many processes, until there are none left or it is this
    time (`time.monotonic`); `told` hears of each that is done."""
    workers = [Worker(look) for _ in range(jobs)]
    left = (chunk for chunk in wanted if not log.has(chunk))
    try:
        while True:
            for worker in workers:
                if worker.tried is None and time.monotonic() < until and (chunk := next(left, None)) is not None:
                    worker.begin(chunk)
            busy = [worker for worker in workers if worker.tried is not None]
            if not busy:
                return
            wait([worker.pipe for worker in busy], timeout=1.0)
            for worker in busy:
                if (tried := worker.hear()) is not None:
                    log.add(tried)
                    told(tried)
    finally:
        for worker in workers:
            worker.end()


@dataclass
class Sum:
    """What a log says of one kind."""

    files: int = 0
    faults: int = 0
    seconds: float = 0.0
    peak: int = 0
    days: set[str] = field(default_factory=set)


def summed(rows: Iterable[dict[str, Any]]) -> dict[str, Sum]:
    """What the rows of a log say of each kind."""
    out: dict[str, Sum] = {}
    for row in rows:
        one = out.setdefault(row["kind"], Sum())
        one.files += row["tried"]
        one.faults += len(row["faults"])
        one.seconds += row["seconds"]
        one.peak = max(one.peak, row["peak_mb"])
        one.days.add(row["at"][:10])
    return out


def causes(rows: Iterable[dict[str, Any]]) -> Counter[str]:
    """The kinds of faults in a log, and how often each was found."""
    return Counter(fault.partition(": ")[0] for row in rows for fault in row["faults"].values())
