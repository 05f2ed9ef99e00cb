"""Locks on files that hold as long as the file is open, and go when the process ends, however that happens."""

from __future__ import annotations

import sys
from typing import IO

FAR = 1 << 62
"""Windows locks bytes, and nobody may read one that is locked: no file is so long."""
AT_ONCE, EXCLUSIVE = 1, 2
"""LOCKFILE_FAIL_IMMEDIATELY and LOCKFILE_EXCLUSIVE_LOCK (learn.microsoft.com, LockFileEx)."""


def lock(file: IO[bytes], *, wait: bool = False) -> None:
    """Lock an open file, in a way that SQLite's own locks on it know nothing of; with `wait`, when another process
    lets go of it. Raises `BlockingIOError` or `PermissionError` if another process has locked it."""
    if sys.platform == "win32":
        _lock_byte(file, wait)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


def _lock_byte(file: IO[bytes], wait: bool) -> None:
    """Lock the byte at `FAR`. `msvcrt.locking` is not said to know places behind 2 GB, where databases have data."""
    if sys.platform == "win32":
        import ctypes
        import msvcrt
        from ctypes import wintypes

        class Place(ctypes.Structure):
            """OVERLAPPED: which byte."""

            _fields_ = (
                ("internal", ctypes.c_void_p), ("internal_high", ctypes.c_void_p),
                ("low", wintypes.DWORD), ("high", wintypes.DWORD), ("event", wintypes.HANDLE),
            )  # fmt: skip

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        place = Place(low=FAR & 0xFFFFFFFF, high=FAR >> 32)
        handle = wintypes.HANDLE(msvcrt.get_osfhandle(file.fileno()))
        flags = EXCLUSIVE if wait else EXCLUSIVE | AT_ONCE
        if not kernel.LockFileEx(handle, flags, 0, 1, 0, ctypes.byref(place)):
            raise ctypes.WinError(ctypes.get_last_error())
