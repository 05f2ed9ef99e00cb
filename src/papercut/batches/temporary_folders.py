"""Folders for a while, in the system's folder for temporary files: found and taken away by the next run where the
process that made them was killed.

A folder's owner holds a lock on a file in it, which the system lets go of when the process ends, however that happens.
Where the system has no such locks, nothing is ever taken away. That file comes before all others and goes after them:
whoever is killed at whatever moment leaves a folder that has it, or an empty one.
"""

from __future__ import annotations

import atexit
import errno
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from papercut.errors import OutputError
from papercut.output_errors import MANY_FILES

PREFIX, SUFFIX = "papercut-", ".tmp"
MARK = ".papercut-temporary"
"""The file that says that a folder is papercut's; its owner holds a lock on it."""
NEW = "papercut-new"
"""Its name before it is locked."""
TRIES = 20

_held: dict[Path, int] = {}
_owner = os.getpid()


@atexit.register
def _remove_what_is_held() -> None:
    """A signal may come between the making of a folder and the block that takes it away."""
    if os.getpid() == _owner:
        for folder in tuple(_held):
            remove_folder(folder)


def make_folder() -> Path:
    """A new folder, which is this process's until `remove`. Raises `OutputError` where none can be made."""
    try:
        for left in reversed(range(TRIES)):
            folder = Path(tempfile.mkdtemp(SUFFIX, PREFIX))
            try:
                _held[folder] = handle = os.open(folder / NEW, os.O_RDWR | os.O_CREAT, 0o600)
                if _locked(handle) is None:
                    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(folder))
                (folder / NEW).rename(folder / MARK)  # so that no mark is ever there without its lock
                break
            except BaseException as error:  # a signal, too
                remove_folder(folder)
                # another process may have taken it for one that was left before it had its mark
                if not (left and isinstance(error, FileNotFoundError)):
                    raise
        return folder
    except OSError as error:
        where = error.filename or os.environ.get("TMPDIR") or "the folder for temporary files"
        way = MANY_FILES if error.errno in (errno.EMFILE, errno.ENFILE) else "set TMPDIR to another folder"
        raise OutputError(f"{where} cannot be written: {error.strerror or error}: {way}") from error


def remove_folder(folder: Path) -> None:
    """Take a folder away that `make` made, and all in it."""
    if (handle := _held.pop(folder, None)) is not None:
        os.close(handle)  # first: where too many files are open, there is none for looking into the folder
    _take_away(folder)


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
    handle = _opened(Path(entry.path))
    if handle is None:
        if entry.name.endswith(SUFFIX):  # its process was killed as it made it
            Path(entry.path).rmdir()
        return
    try:
        if _locked(handle):
            _take_away(Path(entry.path))
    finally:
        os.close(handle)


def _take_away(folder: Path) -> None:
    """Take away all in a folder, then its mark, then the folder. What cannot be taken away keeps its mark."""
    names = (MARK, NEW)
    with suppress(OSError):
        for path in folder.iterdir():
            if path.name not in names:
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    with suppress(OSError):
                        path.unlink()
    try:
        if any(path.name not in names for path in folder.iterdir()):
            return
        # an owner that is about to lock the name that it has first finds it gone, and makes another folder
        for name in names:
            (folder / name).unlink(missing_ok=True)
    except OSError:
        pass
    try:
        folder.rmdir()
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST):  # a process of it that still lived put something there
            with suppress(OSError):
                (folder / MARK).touch(0o600)


def _opened(folder: Path) -> int | None:
    """The file that its owner has locked, opened, if there is one."""
    for name in (MARK, NEW):
        with suppress(FileNotFoundError):
            return os.open(folder / name, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    return None


def _locked(handle: int) -> bool | None:
    """Whether this process has the lock on an open file now; None if another process has it."""
    try:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return None
    except (ImportError, OSError):
        return False
    return True
