"""An object store of this machine for `benchmarks/kills.py`: moto's server, and a way to it that can be cut."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import Any

from disturbed.forked_runs import Forked

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": "us-east-1"}
BUCKET = "kills"
STALE = 15.0
"""Seconds after which the lock of a killed run is forgotten here; papercut's own are 90."""
CODE = f"import papercut.batches.run_lock as lock; lock.BEAT, lock.STALE = 1.0, {STALE}"
COMMAND = (sys.executable, "-c", f"{CODE}; from papercut.cli import main; raise SystemExit(main())")
"""`papercut` with that."""


def free_port() -> int:
    with contextlib.closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Store:
    """A server and the way to it."""

    def __init__(self) -> None:
        self.port, self.way = free_port(), free_port()
        self.server = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **CREDENTIALS},
        )  # fmt: skip
        self.proxy: Forked | None = None
        self.env = {
            **CREDENTIALS, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.way}", "AWS_MAX_ATTEMPTS": "2",
            "FSSPEC_S3_ENDPOINT_URL": f"http://127.0.0.1:{self.way}",
        }  # fmt: skip
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                break
            time.sleep(0.1)
        os.environ.update(CREDENTIALS)
        self.system().mkdir(BUCKET)

    def system(self) -> Any:
        """The store, past the way that can be cut."""
        import s3fs

        return s3fs.S3FileSystem(
            key="x", secret="x", endpoint_url=f"http://127.0.0.1:{self.port}", skip_instance_cache=True,
            use_listings_cache=False,
        )  # fmt: skip

    def open(self) -> None:
        """Let others in."""
        if self.proxy is None or self.proxy.poll() is not None:
            self.proxy = Forked(self._forward)
            time.sleep(0.2)

    def cut(self) -> None:
        """Let nobody in any more, and drop who is in."""
        if self.proxy is not None:
            self.proxy.kill()
            self.proxy.wait()

    def close(self) -> None:
        self.cut()
        self.server.send_signal(signal.SIGKILL)
        self.server.wait()

    def pids(self) -> set[int]:
        return {self.server.pid, self.proxy.pid if self.proxy is not None else 0}

    def _forward(self) -> int:
        with contextlib.closing(socket.socket()) as here:
            here.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            here.bind(("127.0.0.1", self.way))
            here.listen(64)
            while True:
                one, _ = here.accept()
                other = socket.create_connection(("127.0.0.1", self.port))
                for pair in ((one, other), (other, one)):
                    threading.Thread(target=_copy, args=pair, daemon=True).start()


def _copy(source: socket.socket, to: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            to.sendall(data)
    for end in (source, to):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
