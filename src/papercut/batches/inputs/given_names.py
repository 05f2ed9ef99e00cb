"""What given files are called, so that records do not say where on this machine they stand.

A file that is named from the root of a disk is called by its path below the folder that all such files have in common.
Where that is only the root of the disk, or there is none, the files below each folder at the root are a tree, and a
file is called by its path below the folder that its tree has in common. If two files of two trees would have one name,
every name begins with that of its tree's folder, with a number where two of these are alike. None of this depends on
the order of the files.
"""

from __future__ import annotations

import glob
import os
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePath, PurePosixPath


class GivenNames:
    """The names of the files of one list; `given` begins it anew at each call."""

    def __init__(self, given: Callable[[], Iterable[str]]) -> None:
        self._folders: dict[str, str] = {}
        """The folder that each tree has in common, by the folder at the root of its disk."""
        self._prefixes: dict[str, str] = {}
        for name in given():
            path = _local_file(name)
            if path is not None and path.is_absolute():
                self._take(_before_pattern(path))
        if len(self._folders) > 1 and self._alike(given):
            self._prefixes = _prefixes(self._folders)

    def _take(self, path: Path) -> None:
        tree = _tree_of(path)
        known = self._folders.get(tree)
        self._folders[tree] = str(path.parent) if known is None else os.path.commonpath([known, path.parent])

    def called(self, name: str) -> str:
        """The name of a file that is given as this path."""
        path = Path(name)
        if not path.is_absolute():
            return _plain(path)
        tree = _tree_of(path)
        folder = self._folders.get(tree)
        if folder is not None and path.is_relative_to(folder):
            path = path.relative_to(folder)
        return self._prefixes.get(tree, "") + _plain(path)

    def _alike(self, given: Callable[[], Iterable[str]]) -> bool:
        """Whether two files would have one name. There may be millions, so they are kept in a file of SQLite's."""
        names = sqlite3.connect("")
        try:
            names.execute("create table names (name blob primary key, path blob) without rowid")
            for name in given():
                for path in _files(name):
                    row = (os.fsencode(self.called(path)), os.fsencode(Path(path).absolute()))
                    if names.execute("insert or ignore into names values (?, ?)", row).rowcount:
                        continue
                    if names.execute("select path from names where name = ?", row[:1]).fetchone()[0] != row[1]:
                        return True
            return False
        except sqlite3.Error:  # no room for them: two that are alike are told of when the run is planned
            return False
        finally:
            names.close()


def _local_file(name: str) -> Path | None:
    """The path of a file or a pattern of this machine; none for a folder, whose files are called by their path below
    it, and for what stands elsewhere."""
    return None if name == "-" or "://" in name or "\0" in name or Path(name).is_dir() else Path(name)


def _files(name: str) -> Iterator[str]:
    path = _local_file(name)
    if path is None:
        return
    if os.path.lexists(path):
        yield name
    elif glob.has_magic(name):
        yield from (found for found in glob.iglob(name, recursive=True) if not Path(found).is_dir())  # noqa: PTH207


def _before_pattern(path: Path) -> Path:
    """The path up to the first sign of a pattern, as if a file `x` stood there."""
    if os.path.lexists(path):
        return path
    return Path(re.split(r"[*?[]", str(path), maxsplit=1)[0] + "x")


def _tree_of(path: PurePath) -> str:
    """The folder at the root of its disk below which a file stands; the root itself, if it stands there."""
    return str(PurePath(*path.parts[:2])) if len(path.parts) > 2 else path.anchor


def _prefixes(folders: dict[str, str]) -> dict[str, str]:
    """What names of each tree begin with: the name of its folder, which is told apart by a number."""
    found: dict[str, str] = {}
    for tree, folder in sorted(folders.items(), key=lambda item: item[1]):
        own = PurePath(folder).name or "root"
        number = 1
        while (prefix := f"{own}/" if number == 1 else f"{own}-{number}/") in found.values():
            number += 1
        found[tree] = prefix
    return found


def _plain(path: PurePath) -> str:
    """A path as a name: no drive, no way up."""
    parts = [p for p in PurePosixPath(path.as_posix()).parts if p not in ("/", "..", ".") and not p.endswith(":")]
    return "/".join(parts) or path.name
