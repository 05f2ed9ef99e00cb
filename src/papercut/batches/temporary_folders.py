"""Folders for a while, in the system's folder for temporary files: found and taken away by the next run where the
process that made them was killed.

A folder's owner holds a lock on a file in it, which the system lets go of when the process ends, however that happens.
Where the system has no such locks, nothing is ever taken away.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

PREFIX = "papercut-"
MARK = ".papercut-temporary"
"""The file that says that a folder is papercut's; its owner holds a lock on it."""

_held: dict[Path, int] = {}


def make_folder() -> Path:
    """A new folder, which is this process's until `remove`."""
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    with suppress(OSError):
        handle = os.open(folder / "new", os.O_RDWR | os.O_CREAT, 0o600)
        _held[folder] = handle
        _locked(handle)
        (folder / "new").rename(folder / MARK)  # so that no mark is ever there without its lock
    return folder


def remove_folder(folder: Path) -> None:
    """Take a folder away that `make` made, and all in it."""
    shutil.rmtree(folder, ignore_errors=True)
    if (handle := _held.pop(folder, None)) is not None:
        os.close(handle)


def sweep_folders() -> None:
    """Take away what processes of this user that are gone have left."""
    with suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX):
                with suppress(OSError):
                    _sweep(entry)


def _sweep(entry: os.DirEntry[str]) -> None:
    found = entry.stat(follow_symlinks=False)
    if not entry.is_dir(follow_symlinks=False):
        return
    if hasattr(os, "getuid") and found.st_uid != os.getuid():
        return
    handle = os.open(Path(entry.path) / MARK, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    try:
        if _locked(handle):
            shutil.rmtree(entry.path, ignore_errors=True)
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    """Whether this process has the lock on an open file now."""
    try:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (ImportError, OSError):
        return False
    return True
