"""Processes that read for this one (`papercut.readers.child_tasks`), seen from here."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
from typing import Any, NamedTuple


class Answer(NamedTuple):
    """What the process said, and the bytes that came with it."""

    said: dict[str, Any]
    data: bytearray


class ChildProcess:
    """One that waits for tasks of a kind. It sees no Ctrl-C, and ends when this process does."""

    def __init__(self, command: tuple[str, ...], kind: str) -> None:
        self.kind = kind
        self.has: object = None
        """What who asked it last gave it, and it still has."""
        self.process = subprocess.Popen(
            [sys.executable, "-P", *command, kind], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    @property
    def ended(self) -> bool:
        """Whether it has ended."""
        return self.process.poll() is not None

    def ask(self, task: dict[str, Any], data: bytes | memoryview = b"") -> None:
        """Give it a task."""
        assert self.process.stdin is not None
        with contextlib.suppress(OSError):  # that it is gone is seen when it should answer
            self.process.stdin.write(json.dumps(task).encode() + b"\n")
            self.process.stdin.write(data)
            self.process.stdin.flush()

    def answer(self) -> Answer | None:
        """What it answers; None if it has ended."""
        assert self.process.stdout is not None
        row = self.process.stdout.readline()
        if row.endswith(b"\n"):
            said = json.loads(row)
            data = bytearray(said["bytes"])
            if self.process.stdout.readinto(data) == len(data):  # type: ignore[attr-defined]
                return Answer(said, data)
        self.end()
        return None

    def end(self) -> None:
        """End it now, and wait for that."""
        if self.process.poll() is None:
            with contextlib.suppress(OSError):
                self.process.stdin.close()  # type: ignore[union-attr]
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(0.05)
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


class IdleProcesses:
    """Those of one command that wait for another task, so many of a kind. They end with this process; in one that is
    forked from it there are none."""

    def __init__(self, command: tuple[str, ...], most: int) -> None:
        self.command, self.most = command, most
        self.waiting: dict[str, list[ChildProcess]] = {}
        self._lock = threading.Lock()
        atexit.register(self.end)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forget)

    def found(self, kind: str) -> ChildProcess:
        """One that waits for work, or a new one."""
        with self._lock:
            waiting = self.waiting.setdefault(kind, [])
            while waiting:
                child = waiting.pop()
                if not child.ended:
                    return child
                child.end()
        return ChildProcess(self.command, kind)

    def give_back(self, child: ChildProcess) -> None:
        """Keep one for another task, or end it."""
        with self._lock:
            waiting = self.waiting.setdefault(child.kind, [])
            if len(waiting) < self.most and not child.ended:
                waiting.append(child)
                return
        child.end()

    def end(self) -> None:
        """End those that wait for work."""
        for waiting in self.waiting.values():
            while waiting:
                waiting.pop().end()

    def _forget(self) -> None:
        """In a forked process: those that wait are its parent's."""
        self._lock = threading.Lock()
        self.waiting = {}
