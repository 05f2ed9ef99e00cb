"""What is said where an output cannot be written: which file, why, and the way out."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from papercut.errors import OutputError

MANY_FILES = "raise the number of files that may be open (ulimit -n)"
MANY_PROGRAMS = "close other programs, or raise what this one may have (ulimit)"

_WAYS_OUT = {
    errno.EACCES: "choose a folder that you may write to",
    errno.EPERM: "choose a folder that you may write to",
    errno.EROFS: "choose a folder on another disk",
    errno.ENOSPC: "make room on the disk, or choose another one",
    errno.EDQUOT: "make room on the disk, or choose another one",
    errno.ENAMETOOLONG: "choose a shorter name",
    errno.EMFILE: MANY_FILES,
    errno.ENFILE: MANY_FILES,
    errno.ENOMEM: MANY_PROGRAMS,
    errno.EAGAIN: MANY_PROGRAMS,
    errno.EIO: "check the disk, or choose another one",
    errno.ENOENT: "its folder is not there and cannot be made; choose another one",
    errno.EISDIR: "a folder has this name; choose another name",
}


def unwritable(path: Path, error: OSError, done: str = "written") -> OutputError:
    """The error for a file, or a folder, that cannot be written (or `made`)."""
    blocking = next((p for p in (path, *path.parents) if _is_other(p)), None)
    if error.errno in (errno.EEXIST, errno.ENOTDIR) and blocking is not None:
        folder = blocking != path or done == "made"
        what = f"{blocking} is a file, and no folder" if folder else "a file has this name"
        return OutputError(f"{path} cannot be {done}: {what}; choose another name")
    return OutputError(f"{path} cannot be {done}: {error.strerror or error}: {way_out(error)}")


def way_out(error: OSError) -> str:
    """What to do about an error of the system."""
    return _WAYS_OUT.get(error.errno or 0, "choose another place")


def _is_other(path: Path) -> bool:
    return os.path.lexists(path) and not os.path.isdir(path)  # noqa: PTH112 - of a long name `Path` raises
