"""What a process that reads for another one needs: its tasks, its answers, and limits on memory and time.

It is told of its tasks on standard input, one JSON line each, with as many bytes behind it as the line says, and
answers on standard output in the same way. It ends by itself when who started it is gone, with `TOO_MUCH` when a task
needs too much memory, and with `TOO_LONG` when it takes too long.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import queue
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

TOO_MUCH, TOO_LONG = 77, 78
"""Exit codes."""
LOOK = 0.05
"""Seconds between two looks at memory and time."""

Task = tuple[dict[str, Any], bytes]


class Answers:
    """Where answers go. What a library prints is none: it goes to standard error."""

    def __init__(self) -> None:
        self._out = os.fdopen(os.dup(1), "wb", buffering=0)
        os.dup2(2, 1)

    def put(self, said: dict[str, Any], more: memoryview | bytes = b"") -> None:
        """One answer and its bytes."""
        self._out.write(json.dumps({**said, "bytes": len(more)}).encode() + b"\n")
        view = memoryview(more)
        while view:
            view = view[self._out.write(view) or 0 :]


class Limits:
    """Ends this process when a task takes too much."""

    def __init__(self, memory: int, seconds: float) -> None:
        self.memory, self.seconds = memory, seconds
        self._began = self._most = math.inf
        threading.Thread(target=self._watch, daemon=True).start()

    def begin(self) -> None:
        """A task begins."""
        self._most = memory_in_use() + self.memory
        self._began = time.process_time()
        reserve_no_more(3 * self.memory)

    def end(self) -> None:
        """The task is done."""
        self._began = self._most = math.inf

    def _watch(self) -> None:
        while True:
            time.sleep(LOOK)
            if memory_in_use() > self._most:
                os._exit(TOO_MUCH)
            if time.process_time() - self._began > self.seconds:
                os._exit(TOO_LONG)


def tasks(given: IO[bytes]) -> Iterator[Task]:
    """The tasks and the bytes that follow them. When there are no more this process ends, whatever it does."""
    waiting: queue.SimpleQueue[Task] = queue.SimpleQueue()

    def listen() -> None:
        with contextlib.suppress(BaseException):
            for row in given:
                task = json.loads(row)
                waiting.put((task, given.read(task.get("bytes", 0))))
        os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    while True:
        yield waiting.get()


def memory_in_use() -> int:
    """The bytes of memory that this process uses; where that cannot be told, the most that it has ever used, or 0."""
    try:
        with Path("/proc/self/statm").open("rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        pass
    try:
        import resource
    except ImportError:
        return 0
    most: int = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def reserve_no_more(more: int) -> None:
    """Let the system refuse memory beyond what is reserved now and `more` bytes: what grows between two looks."""
    try:
        import resource

        with Path("/proc/self/statm").open("rb") as file:
            reserved = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = reserved + more if hard == resource.RLIM_INFINITY else min(reserved + more, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    except (ImportError, OSError, ValueError, IndexError):
        return
