"""Where the files of an output stand: a folder; `papercut.batches.outputs.object_store` has one for object stores."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol

from papercut.errors import OutputError
from papercut.output_errors import unwritable

OWN = ".papercut"
"""The folder in an output that holds what papercut must know of it."""
TMP = f"{OWN}/tmp"
TRIES = 20
"""Of writing in a folder that another worker keeps taking away."""


class Target(Protocol):
    """A tree of files. Paths are relative, with `/`. Methods raise `OutputError` where they cannot do their work."""

    @property
    def root(self) -> str: ...

    def put(self, path: str, data: bytes) -> None:
        """Write a file, which appears whole, and lasts once this returns."""

    def put_file(self, path: str, file: Path) -> None:
        """Put a file that is ready in its place; it may be moved there. It lasts after `settle`."""

    def get(self, path: str) -> bytes | None:
        """What stands in a file; nothing if it is not there."""

    def names(self, below: str) -> Iterator[str]:
        """The paths of the files in a folder and below, sorted; none where there is no such folder."""

    def lacking(self, paths: Iterable[str]) -> Iterator[str]:
        """Those of the paths at which no file stands."""

    def delete(self, path: str) -> None:
        """Take a file away, if it is there, and folders that it leaves empty."""

    def modified(self, path: str) -> float | None:
        """When a file was written last, in seconds by the clock of where it stands, if that is told."""

    def staging(self) -> Path:
        """A new local folder for files that are not ready yet."""

    def settle(self) -> None:
        """Make all that was put here last, whatever happens to the machine."""

    def clear(self) -> None:
        """Take away what a run that was ended left half done."""


class LocalTarget:
    """A folder, which is made if it is not there. No link inside it is followed."""

    def __init__(self, root: Path) -> None:
        self.root = str(root)
        self._root = root

    def put(self, path: str, data: bytes) -> None:
        def write(place: Path) -> None:
            (self._root / TMP).mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(".part", "", self._root / TMP)  # where a run that is ended leaves nothing
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                _readable(name)
                Path(name).replace(place)
            except BaseException:
                with contextlib.suppress(OSError):
                    Path(name).unlink()
                raise

        self._at(path, write)

    def put_file(self, path: str, file: Path) -> None:
        self._at(path, file.replace)

    def get(self, path: str) -> bytes | None:
        try:
            return (self._root / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise OutputError(f"{self._root / path} cannot be read: {error.strerror or error}") from error

    def names(self, below: str) -> Iterator[str]:
        for folder, folders, files in os.walk(self._root / below):
            folders.sort()
            where = Path(folder).relative_to(self._root)
            yield from ((where / name).as_posix() for name in sorted(files))

    def lacking(self, paths: Iterable[str]) -> Iterator[str]:
        return (path for path in paths if not os.path.lexists(f"{self.root}/{path}"))

    def delete(self, path: str) -> None:
        place = self._root / path
        for folder in place.parents:
            if folder == self._root:
                break
            if folder.is_symlink():
                raise OutputError(f"{folder} is a link: nothing is deleted outside {self._root}")
        try:
            place.unlink(missing_ok=True)
        except OSError as error:
            raise self._failed(place, error) from error
        for folder in place.parents:
            if folder == self._root:
                break
            try:
                folder.rmdir()
            except OSError:
                break

    def modified(self, path: str) -> float | None:
        try:
            return (self._root / path).stat().st_mtime
        except OSError:
            return None

    def staging(self) -> Path:
        made: list[str] = []
        self._at(f"{TMP}/x", lambda place: made.append(tempfile.mkdtemp("", "shard-", place.parent)))
        return Path(made[0])

    def settle(self) -> None:
        if hasattr(os, "sync"):
            os.sync()

    def clear(self) -> None:
        shutil.rmtree(self._root / TMP, ignore_errors=True)

    def _at(self, path: str, write: Callable[[Path], object]) -> None:
        """Write at a path whose folder is made. Another worker may take that folder away, while it is empty
        (`delete`): it is made again then."""
        for left in reversed(range(TRIES)):
            try:
                write(self._place(path))
                return
            except (FileNotFoundError, FileExistsError) as error:  # it went before, or after, it was looked for
                if not left:
                    raise self._failed(self._root / path, error) from error
            except OSError as error:
                raise self._failed(self._root / path, error) from error

    def _place(self, path: str) -> Path:
        """The path of a file whose folder is made. Raises `OSError` if it cannot be."""
        folder = self._root
        folder.mkdir(parents=True, exist_ok=True)
        for part in Path(path).parent.parts:
            folder /= part
            if folder.is_symlink():
                raise OutputError(f"{folder} is a link: nothing is written outside {self._root}")
            folder.mkdir(exist_ok=True)
        return self._root / path

    def _failed(self, place: Path, error: OSError) -> OutputError:
        return unwritable(place, error)


def _readable(name: str) -> None:
    """Give a file the rights that others of this user get: temporary ones are for their owner alone."""
    mask = os.umask(0)
    os.umask(mask)
    Path(name).chmod(0o666 & ~mask)
