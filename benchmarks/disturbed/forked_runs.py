"""Runs of papercut that begin at once: copies (`fork`) of a process that has loaded it, for `benchmarks/kills.py`.

Loading papercut takes longer than the pages of a small batch. So the run is a copy of this process, and so is each of
its processes for pages; all else is as in a run from the shell. What it needs of the system's start, such as limits or
another clock, is for real processes (`subprocess`).
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import io
import os
import runpy
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

SEAM = Path(__file__).resolve().parent / "seam"
NAME = b"papercut-pages"
"""How a copy that does pages is called (`/proc/PID/comm`)."""
SET_NAME, SUBREAPER = 15, 36
LOADED = (
    "cli.batch", "cli.progress", "batches.run", "batches.report_page", "batches.work.page_work",
    "batches.inputs.locations", "batches.inputs.zip_files", "batches.outputs.sqlite", "batches.outputs.parquet",
    "batches.outputs.json_lines", "batches.outputs.folder",
)  # fmt: skip


def adopt() -> None:
    """Have all processes that lose their parent become children of this one, so that none is lost from sight."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)


def load() -> None:
    """Load what runs need, once."""
    for name in LOADED:
        importlib.import_module(f"papercut.{name}")
    from papercut.batches.work import worker_process

    worker_process._warm()


class Forked:
    """A copy of this process that does something else. What `subprocess.Popen` is for a program."""

    def __init__(self, do: Callable[[], int]) -> None:
        self.returncode: int | None = None
        self._lock = threading.Lock()
        self.pid = os.fork()
        if not self.pid:
            code = 99
            try:
                code = do()
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 1
            except BaseException:
                import traceback

                traceback.print_exc()
            finally:
                with contextlib.suppress(Exception):
                    sys.stderr.flush()
                os._exit(code)

    def poll(self) -> int | None:
        with self._lock:
            if self.returncode is None:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
                if pid:
                    self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        until = time.monotonic() + (timeout if timeout is not None else 1e9)
        while (code := self.poll()) is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired("papercut", timeout or 0.0)
            time.sleep(0.01)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class ForkedRun(Forked):
    """A run of `papercut ARGS`."""

    def __init__(self, args: Sequence[str], env: Mapping[str, str], cwd: Path) -> None:
        self.said = cwd / f"stderr-{time.monotonic_ns()}"

        def run() -> int:
            os.setsid()
            os.chdir(cwd)
            os.environ.clear()
            os.environ.update(env)
            _streams(os.open(os.devnull, os.O_RDONLY), os.open(os.devnull, os.O_WRONLY),
                     os.open(self.said, os.O_WRONLY | os.O_CREAT, 0o600))  # fmt: skip
            sys.argv = ["papercut", *args]
            from papercut.batches.work import worker_process
            from papercut.cli import main

            worker_process.subprocess = _Subprocess  # type: ignore[attr-defined]
            _seam("driver")
            return main()

        super().__init__(run)

    def communicate(self, timeout: float | None = None) -> tuple[bytes, bytes]:
        self.wait(timeout)
        return b"", self.said.read_bytes() if self.said.exists() else b""


class ForkedWorker(Forked):
    """A process for pages, begun by a run that is a copy itself."""

    def __init__(self, args: Sequence[str], *, env: Mapping[str, str], **popen: Any) -> None:
        given, told = os.pipe(), os.pipe()

        def work() -> int:
            os.setsid()
            ctypes.CDLL(None).prctl(SET_NAME, NAME, 0, 0, 0)
            os.environ.clear()
            os.environ.update(env)
            _streams(given[0], told[1], os.open(os.devnull, os.O_WRONLY))
            from papercut.batches import temporary_folders
            from papercut.batches.work import worker_process

            temporary_folders._held.clear()
            worker_process.Process.all.clear()
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_DFL)
            _seam("worker")
            worker_process.main()
            return 0

        super().__init__(work)
        os.close(given[0])
        os.close(told[1])
        self.stdin, self.stdout = os.fdopen(given[1], "wb"), os.fdopen(told[0], "rb")


class _Subprocess:
    """What `worker_process` takes for `subprocess`."""

    PIPE, DEVNULL = subprocess.PIPE, subprocess.DEVNULL
    Popen = ForkedWorker


def _streams(stdin: int, stdout: int, stderr: int) -> None:
    """Make these the standard streams of this process, and close all else."""
    kept = [os.dup(handle) for handle in (stdin, stdout, stderr)]
    floor = max(kept) + 1
    for number, handle in enumerate(kept):
        os.dup2(handle, number)
    os.closerange(3, floor + 256)
    tempfile.tempdir = None
    sys.stdin = io.TextIOWrapper(os.fdopen(0, "rb", closefd=False))
    sys.stdout = io.TextIOWrapper(os.fdopen(1, "wb", closefd=False), encoding="utf-8", write_through=True)
    sys.stderr = io.TextIOWrapper(os.fdopen(2, "wb", closefd=False), encoding="utf-8", write_through=True)


def _seam(role: str) -> None:
    """What `sitecustomize` does in a real process."""
    if "KILLS_STEP" in os.environ and os.environ["KILLS_ROLE"] == role:
        strike = runpy.run_path(str(SEAM / "sitecustomize.py"), run_name="seam")["_strike_at"]
        strike(int(os.environ["KILLS_STEP"]), int(os.environ.get("KILLS_ERROR", "0")))
