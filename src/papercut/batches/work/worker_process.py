"""A process that does pages and writes shards, and how it is spoken with.

It is told what to do on its standard input and says on its standard output where it is, a JSON line each: names and
numbers only. It ends by itself when whoever started it is gone.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from papercut.batches import temporary_folders
from papercut.batches.records import Failure, Input, Settings, Shard
from papercut.batches.work.page_cache import folder_of
from papercut.errors import InputError, OutputError, PapercutError, StageError
from papercut.memory_shortage import NO_MEMORY, is_memory_short, unforeseen_text
from papercut.output_errors import unwritable, way_out

AT_ONCE = 200_000
"""Objects that are made before Python looks for cycles among them: pages have few, and are many."""
STARTING = 120.0
"""Seconds that a process may take to begin."""
MEMORY = 4 << 30
"""Bytes of memory that a process may take. OCR of the largest page takes less than half as many."""
LOOK = 0.5
"""Seconds between two looks at how much memory a process takes."""


@dataclass(frozen=True)
class Job:
    """What a run tells each worker, in plain values: the settings, the output as it was named, and the seconds that a
    page may take."""

    settings: Settings
    out: str
    timeout: float = 300.0


class WorkerDied(Exception):
    """The process died over what it was told; or it was ended, since it took too long or too much memory."""

    def __init__(self, late: bool = False, large: bool = False) -> None:
        self.late, self.large = late, large

    def cause(self, timeout: float, before: str, *, again: bool) -> str | None:
        """Why a page is left out over which it died, perhaps `again`; None if the page is to be tried once more."""
        if self.late:
            seconds = "1 second" if timeout == 1 else f"{timeout:g} seconds"
            return f"the page took longer than {seconds}{before}"
        if self.large:
            return f"the page took more than {MEMORY >> 30} GB of memory{before}"
        return f"its process died over the page, twice{before}" if again else None


class Process:
    """A worker process. Its methods raise `WorkerDied` if it does not come to an end with what it is told; it is of no
    use any more then."""

    all: set[Process] = set()  # noqa: RUF012 - it is meant to be shared

    def __init__(self, job: Job) -> None:
        self.job = job
        self.folder = temporary_folders.make_folder()
        try:
            self.child = subprocess.Popen(
                [sys.executable, "-m", "papercut.batches.work.worker_process"], stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
                env={**os.environ, "TMPDIR": str(self.folder)},
            )  # fmt: skip
        except OSError as error:
            temporary_folders.remove_folder(self.folder)
            why = f"{error.strerror or error}: {way_out(error)}"
            raise StageError(f"the process that does the pages cannot start: {why}") from error
        except BaseException:  # there may be no memory for it
            temporary_folders.remove_folder(self.folder)
            raise
        self.said: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        Process.all.add(self)  # first: where there is no memory for a thread it is ended all the same
        threading.Thread(target=self._listen, daemon=True).start()
        # the folder is said: the process has another for its temporary files
        told = {"settings": asdict(job.settings), "out": job.out, "kept": str(folder_of(job.out, job.settings.to))}
        for _ in self._ask(told, max(job.timeout, STARTING)):
            pass

    def pages(
        self, asked: Sequence[tuple[Input, str, int]], folders: Mapping[str, str],
        begun: Callable[[int, int | None], None],
    ) -> Iterator[dict[str, Any]]:  # fmt: skip
        """Have pages done, given by their inputs, keys and numbers, and say what became of each
        (`papercut.batches.work.page_work.PageWorker.page`). Comes to an end early after a page that may be followed by
        others of its file. Each has the time that a page may take; `WorkerDied` is raised over the one after the last
        that was reported."""
        step: dict[str, Any] = {}
        try:
            for said in self._ask({"pages": list(asked), "folders": dict(folders)}, self.job.timeout):
                if "begun" in said:
                    begun(said["begun"], said["count"])
                    continue
                step.update(said)
                if "over" in said:
                    whole, step = step, {}
                    yield whole
        except WorkerDied:
            if not step:  # else it died when it looked for the page after this one
                raise
            yield step

    def shard(
        self, shard: Shard, kept: Mapping[str, tuple[str, Sequence[int]]], failures: list[Failure]
    ) -> list[dict[str, Any]]:
        """Have a shard written (`papercut.batches.work.page_work.PageWorker.shard`)."""
        rows: list[dict[str, Any]] = []
        told = {"shard": shard, "kept": dict(kept), "failures": failures}
        for said in self._ask(told, max(self.job.timeout, STARTING)):
            rows = said.get("rows", [])
        return rows

    def _ask(self, told: Mapping[str, Any], seconds: float) -> Iterator[dict[str, Any]]:
        """What the process says, the last of it in the end. Raises what went wrong, too."""
        try:
            assert self.child.stdin is not None
            self.child.stdin.write(json.dumps(told).encode() + b"\n")
            self.child.stdin.flush()
        except OSError as error:
            self.end()
            raise WorkerDied from error
        while True:
            said = self._next(seconds)
            if said is None:
                self.end()
                raise WorkerDied
            if "error" in said:
                kinds = {OutputError.exit_code: OutputError, InputError.exit_code: InputError}
                raise kinds.get(said["code"], StageError)(said["error"])
            yield said
            if said.get("over"):
                return

    def _next(self, seconds: float) -> dict[str, Any] | None:
        left = seconds
        while left > 0:
            try:
                return self.said.get(timeout=min(LOOK, left))
            except queue.Empty:
                left -= LOOK
            if self._memory() > MEMORY:
                self.end()
                raise WorkerDied(large=True)
        self.end()
        raise WorkerDied(late=True)

    def _memory(self) -> int:
        """Bytes that the process has in memory, where the system tells."""
        try:
            fields = Path(f"/proc/{self.child.pid}/statm").read_text("ascii").split()
            return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, ValueError, IndexError, AttributeError):
            return 0

    def _listen(self) -> None:
        assert self.child.stdout is not None
        with contextlib.suppress(ValueError):  # half a line: the process died over it; or it is closed
            for row in self.child.stdout:
                self.said.put(json.loads(row))
        self.said.put(None)

    def end(self) -> None:
        """Kill the process and what it has begun, if they are still there, and wait for it."""
        Process.all.discard(self)
        with contextlib.suppress(OSError, AttributeError):
            os.killpg(self.child.pid, signal.SIGKILL)  # it leads a session of its own
        self.child.kill()
        self.child.wait()
        for stream in (self.child.stdin, self.child.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        temporary_folders.remove_folder(self.folder)


def end_all() -> None:
    """End the processes of all threads."""
    for process in list(Process.all):
        process.end()


def main() -> None:
    """Do what standard input says until it ends."""
    gc.set_threshold(AT_ONCE)
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what a library prints is no message of ours

    def say(**what: Any) -> None:
        out.write(json.dumps(what).encode() + b"\n")

    def begun(number: int, count: int | None) -> None:
        say(begun=number, count=count)

    tasks = map(json.loads, _tasks())
    job = next(tasks)
    settings = Settings(**job["settings"])
    try:
        from papercut.batches.outputs.by_name import sink_of
        from papercut.batches.work.page_cache import PageCache
        from papercut.batches.work.page_work import PageWorker

        work = PageWorker(settings, PageCache(Path(job["kept"])))
        _warm()
    except PapercutError as error:
        say(error=str(error), code=error.exit_code)
        return
    except Exception as error:
        if not is_memory_short(error):
            raise  # this process dies, and another is tried
        say(error=NO_MEMORY, code=StageError.exit_code)
        return
    say(over=True)
    for task in tasks:
        try:
            if "pages" in task:
                left = len(task["pages"])
                for given, key, number in task["pages"]:
                    step = work.page(Input(*given), key, number, task["folders"], begun)
                    say(**step._asdict())
                    ended, left = step.ended or work.at_end(), left - 1
                    say(ended=ended, over=not (ended and left))
                    if not ended:
                        break
            else:
                name, key, inputs, corrections = task["shard"]
                shard = Shard(name, key, tuple(Input(*given) for given in inputs), tuple(corrections))
                failures = [Failure(*failure) for failure in task["failures"]]
                rows = work.shard(shard, task["kept"], failures, sink_of(job["out"], settings.to, settings.parts))
                say(rows=rows, over=True)
        except PapercutError as error:
            say(error=str(error), code=error.exit_code)
        except OSError as error:
            say(error=str(unwritable(Path(error.filename or job["out"]), error)), code=OutputError.exit_code)
        except Exception as error:
            say(error=unforeseen_text(error), code=StageError.exit_code)


def _warm() -> None:
    """Load what any page needs, so that its time is no part of the first page's."""
    from papercut.readers import read_text
    from papercut.registry import build

    build()(read_text("新桥通车\n\n　　本报讯 新桥昨日通车了。\n"))


def _tasks() -> Iterator[bytes]:
    """The lines of standard input. When it ends whoever watches is gone, and so is this process, whatever it does."""
    rows: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def listen() -> None:
        for row in sys.stdin.buffer:
            rows.put(row)
        if Path(tempfile.gettempdir()).name.startswith(temporary_folders.PREFIX):
            temporary_folders.remove_folder(Path(tempfile.gettempdir()))
        with contextlib.suppress(OSError, AttributeError):
            if os.getpgid(0) == os.getpid():
                os.killpg(0, signal.SIGKILL)  # what it has begun goes too
        os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    while True:
        yield rows.get()


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        main()
