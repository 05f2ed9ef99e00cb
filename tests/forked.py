"""`papercut` in a process of its own that need not load it first: a process that has it loaded makes a copy of itself
for each command. What a command does, sees and leaves is that of a fresh process; only its start is saved.

    python forked.py FD          what `Forked` starts: it takes requests from the socket with this number
    python forked.py FD PATH     the same for shells: from a socket at this path, as long as the pipe FD is open
"""

from __future__ import annotations

import atexit
import json
import marshal
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

MOST = 1 << 20
"""Bytes of a request."""
TIMEOUT = 120.0


class Forked:
    """The process that has papercut loaded; one of this test process, begun when it is first needed."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.socket: socket.socket | None = None

    def run(self, args: list[str], data: bytes, cwd: Path | None, env: dict[str, str]) -> tuple[int, bytes, bytes]:
        """Exit code, standard output and standard error of a command. Raises `TimeoutExpired` as `subprocess` does."""
        with self.lock:
            for attempt in (1, 2):
                here = self._started()
                pipes = [os.pipe() for _ in range(3)]
                theirs = [pipes[0][0], pipes[1][1], pipes[2][1]]
                asked = json.dumps([args, str(cwd or Path.cwd()), env]).encode()
                try:
                    socket.send_fds(here, [len(asked).to_bytes(4, "big")], theirs)
                    here.sendall(asked)
                    break
                except OSError:  # somebody has ended it
                    self._ended()
                    for end in (end for pipe in pipes for end in pipe):
                        os.close(end)
                    if attempt == 2:
                        raise
            for end in theirs:
                os.close(end)
            read: list[bytes] = [b"", b""]
            threads = [threading.Thread(target=_feed, args=(pipes[0][1], data))]
            threads += [threading.Thread(target=_drain, args=(pipes[k][0], read, k - 1)) for k in (1, 2)]
            for thread in threads:
                thread.start()
            here.settimeout(TIMEOUT)
            try:
                answer = here.recv(4)
            except TimeoutError:
                self._ended()
                raise subprocess.TimeoutExpired(["papercut", *args], TIMEOUT) from None
            for thread in threads:
                thread.join()
            return int.from_bytes(answer, "big", signed=True), read[0], read[1]

    def _started(self) -> socket.socket:
        if self.socket is None or self.process is None or self.process.poll() is not None:
            ours, theirs = socket.socketpair()
            self.process = subprocess.Popen(
                [sys.executable, __file__, str(theirs.fileno())], pass_fds=[theirs.fileno()], start_new_session=True,
                stdin=subprocess.DEVNULL,
                env={**os.environ, "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1", "PAPERCUT_LANG": "en"},
            )  # fmt: skip
            theirs.close()
            self.socket = ours
        return self.socket

    def _ended(self) -> None:
        if self.process is not None:
            with suppress(OSError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = self.socket = None


COMMAND = """#!{python} -IS
import _socket, marshal, os, sys
try:
    for end in (0, 1, 2):
        os.fstat(end)
    if any("/fd/" in word for word in sys.argv):
        raise OSError
    here = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    here.connect({path!r})
except OSError:  # a closed end or another one than these three cannot be handed over; or somebody ended the process
    os.execv(sys.executable, [sys.executable, "-m", "papercut", *sys.argv[1:]])
asked = marshal.dumps((sys.argv[1:], os.getcwd(), dict(os.environ)))
ends = b"".join(end.to_bytes(4, sys.byteorder) for end in (0, 1, 2))
here.sendmsg([len(asked).to_bytes(4, "big")], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, ends)])
here.sendall(asked)
null = os.open(os.devnull, os.O_RDWR)
for end in (0, 1, 2):
    os.dup2(null, end)
code = int.from_bytes(here.recv(4) or b"\\0\\0\\0\\1", "big", signed=True)
if code < 0:
    os.kill(os.getpid(), -code)
os._exit(code & 255)
"""
"""`papercut` for a shell: it hands its place over to a copy of the process that has papercut loaded, and waits."""


class ForkedCommand:
    """A folder with a `papercut` that need not load it; the process behind it is begun when it is first asked for."""

    def __init__(self) -> None:
        self.folder = ""
        self.process: subprocess.Popen[bytes] | None = None

    def path(self) -> str:
        """The folder, to be put on the path before others."""
        if not self.folder:
            self.folder = tempfile.mkdtemp(prefix="forked-")
            atexit.register(shutil.rmtree, self.folder, ignore_errors=True)
            place = str(Path(self.folder, "socket"))
            command = Path(self.folder, "papercut")
            command.write_text(COMMAND.format(python=sys.executable, path=place), "utf-8")
            command.chmod(0o755)
            alive, self.alive = os.pipe()  # it ends when this process does
            self.process = subprocess.Popen(
                [sys.executable, __file__, str(alive), place], pass_fds=[alive], start_new_session=True,
                stdin=subprocess.DEVNULL, env={**os.environ, "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"},
            )  # fmt: skip
            os.close(alive)
            end = time.monotonic() + TIMEOUT
            while not Path(place).exists() and time.monotonic() < end:
                time.sleep(0.05)
        return self.folder


def _feed(end: int, data: bytes) -> None:
    with suppress(BrokenPipeError), os.fdopen(end, "wb") as pipe:  # it may not want all of it
        pipe.write(data)


def _drain(end: int, read: list[bytes], which: int) -> None:
    with os.fdopen(end, "rb") as pipe:
        read[which] = pipe.read()


def serve(fd: int) -> None:
    """Wait for requests, and copy this process for each; what comes back from here is the copy, ready to run."""
    here = socket.socket(fileno=fd)
    while True:
        size, ends, _, _ = socket.recv_fds(here, 4, 3)
        if not size:
            os._exit(0)
        left, asked = int.from_bytes(size, "big"), b""
        while left:
            part = here.recv(min(left, MOST))
            asked, left = asked + part, left - len(part)
        child = os.fork()
        if child == 0:
            here.close()
            _become(json.loads(asked), ends)
            return
        for end in ends:
            os.close(end)
        _, status = os.waitpid(child, 0)
        here.sendall(os.waitstatus_to_exitcode(status).to_bytes(4, "big", signed=True))


def serve_shells(alive: int, path: str) -> None:
    """The same for shells, whose commands run at once."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(path + ".new")
    listener.listen(64)
    Path(path + ".new").rename(path)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those who wait
    while True:
        ready, _, _ = select.select([listener, alive], [], [])
        if alive in ready:
            os._exit(0)
        here, _ = listener.accept()
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            listener.close()
            os.close(alive)
            if _attended(here):
                return
        here.close()


def _attended(here: socket.socket) -> bool:
    """Copy this process for one command, and wait for it; true in the copy."""
    size, ends, _, _ = socket.recv_fds(here, 4, 3)
    left, asked = int.from_bytes(size, "big"), b""
    while left and (part := here.recv(min(left, MOST))):
        asked, left = asked + part, left - len(part)
    child = os.fork()
    if child == 0:
        here.close()
        _become(marshal.loads(asked), ends)
        return True
    for end in ends:
        os.close(end)

    def watch() -> None:
        with suppress(OSError):
            if not here.recv(1):  # whoever waited for it was killed
                os.kill(child, signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
    _, status = os.waitpid(child, 0)
    with suppress(OSError):
        here.sendall(os.waitstatus_to_exitcode(status).to_bytes(4, "big", signed=True))
    os._exit(0)


def _become(asked: tuple[list[str], str, dict[str, str]], ends: list[int]) -> None:
    """Make this copy what a process is that was started so."""
    args, cwd, env = asked
    for k, end in enumerate(ends):
        os.dup2(end, k)
        os.close(end)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    sys.argv = ["papercut", *args]
    sys.path[0] = cwd
    # as the interpreter opens them in UTF-8 mode
    sys.stdin = os.fdopen(0, encoding="utf-8", errors="surrogateescape", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", errors="surrogateescape", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr


def _loaded() -> None:
    """Load what nearly every command needs."""
    import importlib

    import papercut
    from papercut.cli import COMMANDS

    for module, _ in COMMANDS.values():
        importlib.import_module(module)
    papercut.clean("新桥昨日通车\n\n本报讯　新桥昨日通车，两岸居民前往观看。\n" * 3)


def main() -> NoReturn:
    _loaded()
    serve_shells(int(sys.argv[1]), sys.argv[2]) if len(sys.argv) > 2 else serve(int(sys.argv[1]))
    from papercut.cli import main as command

    sys.exit(command())


if __name__ == "__main__":
    main()
