"""Runs the real command in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from forked import Forked, ForkedCommand

ROOT = Path(__file__).parent.parent
SEED = ROOT / "seeds" / "000_694adda0cff2b6df.txt"
PAPERCUT = (sys.executable, "-m", "papercut")


def environment(**more: str) -> dict[str, str]:
    """The environment with `papercut` of this interpreter first on the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    if "PYTHONPATH" in os.environ and "PYTHONPATH" in more:
        more["PYTHONPATH"] += os.pathsep + os.environ["PYTHONPATH"]
    return {**os.environ, "PATH": path, "PYTHONUTF8": "1", "PAPERCUT_LANG": "en", **more}


_FORKED = Forked()
_COMMAND = ForkedCommand()


def papercut(
    *args: str | Path, data: bytes = b"", cwd: Path | None = None, **more: str
) -> subprocess.CompletedProcess[bytes]:
    """`papercut ARGS` with `data` on standard input, in a process of its own."""
    given = [str(arg) for arg in args]
    if os.name != "posix" or any(name.startswith(("PYTHON", "LC_", "LANG")) for name in more):  # what a start looks at
        return subprocess.run(
            [*PAPERCUT, *given], input=data, capture_output=True, cwd=cwd, env=environment(**more), timeout=120
        )
    code, out, err = _FORKED.run(given, data, cwd, environment(**more))
    return subprocess.CompletedProcess([*PAPERCUT, *given], code, out, err)


def papercut_text(*args: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The same without input, with what it writes as text."""
    done = papercut(*args, cwd=cwd)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def sh(script: str, cwd: Path | None = None, **more: str) -> subprocess.CompletedProcess[bytes]:
    """A shell script in which `papercut` is the one under test. It runs in a copy of a process that has it loaded,
    unless the shell sets limits, which that would not have."""
    env = environment(**more)
    if os.name == "posix" and "ulimit" not in script:
        env["PATH"] = f"{_COMMAND.path()}{os.pathsep}{env['PATH']}"
    return subprocess.run(["bash", "-c", script], capture_output=True, cwd=cwd, env=env, timeout=300)


def all_of(leader: int) -> bytes:
    """All that is written to a terminal of which this is the other end, until nobody holds it open any more."""
    shown = b""
    while True:
        try:
            part = os.read(leader, 65536)
        except OSError:
            return shown
        if not part:
            return shown
        shown += part


def papercut_without_rights(*args: str | Path, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    """`papercut ARGS` by a user who may do only what files and folders allow. Root may do everything, so root's process
    gives that up (CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH); it still finds papercut and Python, which only root may
    be allowed to read."""
    return subprocess.run(
        [*PAPERCUT, *map(str, args)], capture_output=True, cwd=cwd, env=environment(), timeout=120,
        preexec_fn=give_up_rights if os.geteuid() == 0 else None,
    )  # fmt: skip


def give_up_rights() -> None:
    """Take from this process, for good, root's right to pass over the modes of files."""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    for capability in (1, 2):
        if libc.prctl(24, capability, 0, 0, 0):  # PR_CAPBSET_DROP
            raise OSError(ctypes.get_errno(), "capabilities cannot be given up")
