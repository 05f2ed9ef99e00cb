"""A process that reads for this one (`papercut.readers.child_tasks`), seen from here."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from typing import Any, NamedTuple


class Answer(NamedTuple):
    """What the process said, and the bytes that came with it."""

    said: dict[str, Any]
    data: bytearray


class ChildProcess:
    """One that waits for tasks. It sees no Ctrl-C, and ends when this process does."""

    def __init__(self, *command: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-P", *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
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
