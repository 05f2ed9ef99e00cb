"""What `benchmarks/kills.py` puts first on the path of the runs that it disturbs: faults at an exact moment.

`KILLS_STEP=N` counts what this process does to files below `KILLS_ROOT` (opens one to write, makes, moves or removes
one). At the Nth time it is killed, or, with `KILLS_ERROR=NUMBER`, that and everything after it fails with this error of
the system. `KILLS_ROLE` says which process: `driver` or `worker`. `KILLS_MARK` is a file that is made then, so that
only one process is struck. `KILLS_CLOCK` is a file with seconds by which `time.time` is wrong.
"""

import os
import signal
import sys
import time

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
NAMED = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree", "tempfile.mkstemp", "tempfile.mkdtemp"}


def _strike_at(step: int, error: int) -> None:
    root, mark = os.environ["KILLS_ROOT"], os.environ["KILLS_MARK"]
    state = {"done": 0, "struck": False}

    def watch(event: str, args: tuple[object, ...]) -> None:
        if event == "open":
            if not (isinstance(args[2], int) and args[2] & WRITES):
                return
        elif event not in NAMED:
            return
        name = str(args[0])
        if name == mark or (name.startswith("/") and not name.startswith(root)):
            return
        if not state["struck"]:
            state["done"] += 1
            if state["done"] < step:
                return
            state["struck"] = True
            try:
                os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
            except FileExistsError:
                state["done"] = -(1 << 60)
                state["struck"] = False
                return
            if not error:
                os.kill(os.getpid(), signal.SIGKILL)
        if error and event not in ("os.remove", "os.rmdir", "shutil.rmtree"):  # a full disk takes nothing, but gives
            raise OSError(error, os.strerror(error), name)

    sys.addaudithook(watch)


def _shift_clock(path: str) -> None:
    real = time.time

    def wrong() -> float:
        try:
            with open(path) as file:  # noqa: PTH123
                return real() + float(file.read() or 0)
        except (OSError, ValueError):
            return real()

    time.time = wrong


def _is_worker() -> bool:
    """Whether this is a process for pages: its command is not known yet when this file is read."""
    with open("/proc/self/cmdline", "rb") as file:  # noqa: PTH123
        return b"worker_process" in file.read()


if "KILLS_CLOCK" in os.environ and __name__ == "sitecustomize":
    _shift_clock(os.environ["KILLS_CLOCK"])
if (
    __name__ == "sitecustomize"
    and "KILLS_STEP" in os.environ
    and (os.environ["KILLS_ROLE"] == "worker") == _is_worker()
):
    _strike_at(int(os.environ["KILLS_STEP"]), int(os.environ.get("KILLS_ERROR", "0")))
