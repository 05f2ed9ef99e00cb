"""Locks on files that hold as long as the file is open, and go when the process ends, however that happens."""

from __future__ import annotations

import sys
from typing import IO

FAR = 1 << 62
"""Windows locks bytes, and nobody reads the one here: no file is so long."""


def lock(file: IO[bytes], *, wait: bool = False) -> None:
    """Lock an open file, in a way that SQLite's own locks on it know nothing of; with `wait`, when another process
    lets go of it. Raises `BlockingIOError` or `PermissionError` if another process has locked it."""
    if sys.platform == "win32":
        import msvcrt

        file.seek(FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
