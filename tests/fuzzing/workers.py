"""Processes that try files, and may hang or die over one: they are killed, named and replaced, and the run goes on.

A chunk is a row of files of one kind. A worker says which file it is at before it looks at it, so that whoever waits
for it knows which file it was.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

LIMIT = 20.0
"""Seconds that one file may take. A worker that has not answered by then is killed; the file is tried once more, since
the machine may have been busy, and hangs if it takes as long again."""
MEMORY = 1 << 30
"""Bytes that a worker may hold at a time. Python with all of papercut, its networks and what it keeps takes 0.2 GB."""
ADDRESSES = 6 << 30
"""Bytes of addresses, beyond which nothing is given to a worker, so that no file harms the machine."""


class Chunk(NamedTuple):
    """Files of one kind, from number `begin` to before `end`; `guided` by which lines of a reader they reach."""

    kind: str
    seed: int
    begin: int
    end: int
    guided: bool = False


class Fault(NamedTuple):
    """A file, by its number, and what was wrong with it."""

    number: int
    data: bytes | None
    faults: list[str]


@dataclass
class Tried:
    """What came of a chunk."""

    chunk: Chunk
    faults: list[Fault] = field(default_factory=list)
    seconds: float = 0.0
    peak: int = 0
    """The most bytes that a worker held."""
    more: dict[str, Any] = field(default_factory=dict)
    """What else is known of it."""


Look = Callable[[Chunk, int], tuple[bytes, list[str]]]
"""Makes a file of a chunk, by its number, and tells its faults."""


class Worker:
    """A process that looks at one chunk after another."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.tried: Tried | None = None
        self.at = 0
        self.since = 0.0
        self.again: int | None = None
        """The file that took too long once."""
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("fork")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, self.pipe, self.look), daemon=True)
        self.process.start()
        theirs.close()

    def begin(self, chunk: Chunk) -> None:
        """Have it look at a chunk."""
        self.tried = Tried(chunk)
        self._go_on(chunk.begin)

    def _go_on(self, number: int) -> None:
        assert self.tried is not None
        self.at, self.since = number, time.monotonic()
        self.pipe.send((self.tried.chunk, number))

    def late(self) -> bool:
        """Whether the file that it is at takes too long."""
        return time.monotonic() - self.since > LIMIT

    def hear(self) -> Tried | None:
        """What it has to say: the chunk, when it is done with it. One that died or is late is replaced."""
        assert self.tried is not None
        try:
            while self.pipe.poll():
                what, value = self.pipe.recv()
                self.since = time.monotonic()
                if what == "at":
                    self.at = value
                elif what == "fault":
                    self.tried.faults.append(value)
                else:
                    seconds, peak, more = value
                    self.tried.seconds += seconds
                    self.tried.peak = max(self.tried.peak, peak)
                    self.tried.more |= more
                    done, self.tried = self.tried, None
                    return done
        except (EOFError, OSError):
            self.process.join(5)
            return self._replace([f"dies: the process ended with {self.process.exitcode}"])
        if not self.late():
            return None
        if self.again == self.at:
            return self._replace([f"hangs: no answer within {LIMIT:.0f} s"])
        self.again = self.at
        self.end()
        self._start()
        self._go_on(self.at)
        return None

    def _replace(self, faults: list[str]) -> Tried | None:
        """Note the faults of the file that it was at, and have another process go on with the next one."""
        assert self.tried is not None
        self.tried.faults.append(Fault(self.at, None, faults))
        self.end()
        self._start()
        self._go_on(self.at + 1)
        return None

    def end(self) -> None:
        """Kill it, with the processes that it started."""
        if self.process.pid is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.kill()
        self.process.join(10)
        self.pipe.close()


def peak() -> int:
    """The most bytes that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _work(pipe: Connection, other: Connection, look: Look) -> None:
    """What a worker does, until nobody has the other end of its pipe any more."""
    other.close()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with suppress(OSError):
        os.setsid()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES if hard < 0 else min(ADDRESSES, hard), hard))
    warnings.simplefilter("error")
    with suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        while True:
            chunk, begin = pipe.recv()
            started = time.monotonic()
            for number in range(begin, chunk.end):
                pipe.send(("at", number))
                before = peak()
                data, faults = look(chunk, number)
                if before < MEMORY < peak():
                    faults = [*faults, f"memory: {peak() >> 20} MB for {len(data)} bytes"]
                if faults:
                    pipe.send(("fault", Fault(number, data, faults)))
            more = getattr(look, "more", dict)
            pipe.send(("done", (time.monotonic() - started, peak(), more())))
