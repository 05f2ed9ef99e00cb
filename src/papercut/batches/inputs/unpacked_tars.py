"""Compressed tars, unpacked once for all workers of a run, into a folder that goes with the run.

A member of one cannot be had without all before it. Its members lie there under their numbers, not their names.
"""

from __future__ import annotations

import shutil
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from papercut.batches import temporary_folders
from papercut.batches.inputs import archive_members, archives
from papercut.batches.records import Input
from papercut.errors import OutputError

MOST = 4
"""Archives that lie there at a time, unless more are in use."""
SPARE = 256 << 20
"""Bytes that are left free on the disk."""


class UnpackedArchives:
    """Archives by their paths. Threads may ask at once; each is unpacked by one."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._there: dict[str, Path] = {}
        self._used: Counter[str] = Counter()
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()
        self._made = 0

    @contextmanager
    def folders(self, given: Input) -> Iterator[Mapping[str, str]]:
        """The folder with the members of the archive that an input stands in, by the archive's path; it stays as long
        as the context does. Nothing for other inputs. Raises `OutputError` where there is no room for it."""
        if not given.place.startswith(f"{archives.SCHEME}n"):
            yield {}
            return
        name = given.place.partition("//")[2].partition(":")[2]
        with self._lock:
            self._used[name] += 1
            own = self._locks.setdefault(name, threading.Lock())
        try:
            with own:
                if name not in self._there:
                    self._there[name] = self._unpack(Path(name))
                there = self._there[name]
            yield {name: str(there)}
        finally:
            with self._lock:
                self._used[name] -= 1
                unused = [other for other in self._there if not self._used[other]]
                for other in unused[: max(0, len(self._there) - MOST)]:
                    shutil.rmtree(self._there.pop(other), ignore_errors=True)

    def close(self) -> None:
        """Take all away."""
        with self._lock:
            self._there.clear()
            if self._folder is not None:
                temporary_folders.remove_folder(self._folder)
                self._folder = None

    def _unpack(self, path: Path) -> Path:
        with self._lock:
            if self._folder is None:
                self._folder = temporary_folders.make_folder()
            self._made += 1
            folder = self._folder / str(self._made)
            folder.mkdir()
        # damage was reported when the archive was looked through
        with suppress(archive_members.CutOff, *archive_members.ODD):
            for member in archives.members(path):
                if member.fault:
                    continue
                if shutil.disk_usage(folder).free < member.size + SPARE:
                    shutil.rmtree(folder, ignore_errors=True)
                    text = f"no room to unpack {path} in {folder.parent}: make some, or set TMPDIR to a larger disk"
                    raise OutputError(text)
                with (folder / member.address[1:]).open("wb") as out, suppress(*archive_members.ODD):
                    shutil.copyfileobj(member.open(), out, archive_members.CHUNK)
        return folder
