"""A process that does shards, and the thread that watches over it.

The process is told of shards on its standard input and says on its standard output where it is, a JSON line each: names
and numbers only. Should it die or hang, the shard is done again in a new one; over the same input twice, and without
that input. It ends by itself when whoever started it is gone.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import queue
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from papercut.batch.model import Failure, Input, Manifest, Settings, Shard
from papercut.errors import OutputError, PapercutError, StageError

AT_ONCE = 200_000
"""Objects that are made before Python looks for cycles among them: pages have few, and are many."""
DEATHS = 2
"""A process that dies over an input may have been killed for another reason; the second time it is the input."""
STARTING = 120.0
"""Seconds that a process may take to begin."""


@dataclass(frozen=True)
class Job:
    """What a run tells each worker, in plain values: the settings, the output as it was named, and the seconds that a
    page may take."""

    settings: Settings
    out: str
    timeout: float = 300.0


@dataclass(frozen=True)
class Outcome:
    """What became of a shard: its manifest, or why the run cannot go on."""

    shard: Shard
    manifest: Manifest | None
    error: PapercutError | None = None


Told = Callable[[str, int], None]
"""Told of each input that is begun, with page 0, and of each page done."""


def run_shard(
    shard: Shard, job: Job, told: Told | None = None, given_up: threading.Event | None = None
) -> Outcome:
    """Do a shard in this thread's process, whatever happens to that; the output holds it when this returns.

    Once `given_up` is set, and `end_all` called, it is not done again.
    """
    skip: dict[str, Failure] = {}
    deaths: Counter[str] = Counter()
    while True:
        process = _process()
        if given_up is not None and given_up.is_set():
            process.end()
            return Outcome(shard, None, StageError("the run was given up"))
        ended = process.do(shard, job, skip, told)
        if isinstance(ended, list):
            return Outcome(shard, Manifest(shard.id, shard.key, ended))
        if isinstance(ended, PapercutError):
            return Outcome(shard, None, ended)
        name, page, late = ended
        deaths[name] += 1
        if late and name:
            text = f"page {page + 1} took longer than {job.timeout:g} seconds"
            skip[name] = Failure(name, page + 1, "timeout", text)
        elif deaths[name] >= DEATHS and name:
            skip[name] = Failure(name, page + 1, "crashed", f"its process died over page {page + 1}, twice")
        elif deaths[name] >= DEATHS:
            text = "the process that does the pages cannot start, or dies or hangs while it links and writes"
            return Outcome(shard, None, StageError(text))


_own = threading.local()
_all: set[_Process] = set()


def _process() -> _Process:
    found: _Process | None = getattr(_own, "process", None)
    if found is None or found.child.poll() is not None:
        if found is not None:
            found.end()
        found = _own.process = _Process()
    return found


def end_all() -> None:
    """End the processes of all threads."""
    for process in list(_all):
        process.end()


class _Process:
    """A worker process of one thread."""

    def __init__(self) -> None:
        self.child = subprocess.Popen(
            [sys.executable, "-m", "papercut.batch.worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        self.said: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()
        _all.add(self)

    def do(
        self, shard: Shard, job: Job, skip: dict[str, Failure], told: Told | None
    ) -> list[dict[str, Any]] | PapercutError | tuple[str, int, bool]:
        """The rows of the shard; an error that ends the run; or over which input and page the process died, and
        whether that was for taking too long."""
        task = {"shard": shard, "settings": asdict(job.settings), "out": job.out, "skip": skip}
        name, page = "", 0
        try:
            assert self.child.stdin is not None
            self.child.stdin.write(json.dumps(task).encode() + b"\n")
            self.child.stdin.flush()
        except OSError:
            self.end()
            return name, page, False
        while True:
            try:
                said = self.said.get(timeout=job.timeout if name else max(job.timeout, STARTING))
            except queue.Empty:
                self.end()
                return name, page, True
            if said is None:
                self.end()
                return name, page, False
            if "rows" in said:
                rows: list[dict[str, Any]] = said["rows"]
                return rows
            if "error" in said:
                error = OutputError if said["code"] == OutputError.exit_code else StageError
                return error(said["error"])
            name, page = said["name"], said["page"]
            if told:
                told(name, page)

    def _listen(self) -> None:
        assert self.child.stdout is not None
        with contextlib.suppress(ValueError):  # half a line: the process died over it
            for row in self.child.stdout:
                self.said.put(json.loads(row))
        self.said.put(None)

    def end(self) -> None:
        """Kill the process, if it is still there, and wait for it."""
        _all.discard(self)
        self.child.kill()
        self.child.wait()
        for stream in (self.child.stdin, self.child.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue


def main() -> None:
    """Do shards until standard input ends."""
    from papercut.batch.sinks import sink_of
    from papercut.batch.work import do_shard

    gc.set_threshold(AT_ONCE)
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what a library prints is no message of ours

    def say(**what: Any) -> None:
        out.write(json.dumps(what).encode() + b"\n")

    for row in _tasks():
        task = json.loads(row)
        shard = Shard(task["shard"][0], task["shard"][1], tuple(Input(*given) for given in task["shard"][2]))
        settings = Settings(**task["settings"])
        skip = {name: Failure(*failure) for name, failure in task["skip"].items()}
        try:
            sink = sink_of(task["out"], settings.to)
            rows = do_shard(shard, settings, sink, skip, lambda name, page: say(name=name, page=page))
        except PapercutError as error:
            say(error=str(error), code=error.exit_code)
        except Exception as error:
            say(error=f"{type(error).__name__}: {error}", code=1)
        else:
            say(rows=rows)


def _tasks() -> Iterator[bytes]:
    """The lines of standard input. When it ends whoever watches is gone, and so is this process, whatever it does."""
    rows: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def listen() -> None:
        for row in sys.stdin.buffer:
            rows.put(row)
        os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    while True:
        yield rows.get()


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        main()
