"""Where pages stand: files, folders, patterns, lists of these; archives and object stores have files of their own."""

from __future__ import annotations

import glob
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from papercut.batch.model import Input
from papercut.errors import InputError

HEAD = 512
"""Bytes that tell an archive."""
CHUNK = 1 << 20
BESIDE = ("-wal", "-shm", "-journal")
"""Endings of files that stand beside a database."""


def inputs(names: Iterable[str], stdin: BinaryIO | None = None, skip: Path | None = None) -> Iterator[Input]:
    """Every file that the names stand for; `-` is a list of names on standard input, one a line, or ended by NULs.

    A folder stands for all files in it and below but hidden ones; in a folder `skip`, the output, nothing is looked
    for. Raises `InputError` for a name that stands for nothing. What cannot be read is still an input: it is told of
    when it is its turn.
    """
    for name in names:
        if name == "-":
            yield from inputs(_listed(stdin), None, skip)
        elif "://" in name:
            from papercut.batch import stores

            yield from stores.found(name)
        else:
            yield from _local(name, skip)


def opened(place: str) -> BinaryIO:
    """The file at an input's place. Raises `InputError` if it cannot be opened."""
    if "://" in place:
        if place.startswith("archive://"):
            from papercut.batch import archives

            return archives.opened(place)
        from papercut.batch import stores

        return stores.opened(place)
    try:
        if not stat.S_ISREG(Path(place).stat().st_mode):
            raise InputError(f"{place} is no regular file")
        return Path(place).open("rb")
    except (OSError, ValueError) as error:
        raise InputError(f"{place} cannot be read: {getattr(error, 'strerror', None) or error}") from error


def _listed(stdin: BinaryIO | None) -> Iterator[str]:
    if stdin is None:
        raise InputError("there is no list on standard input, or - was given twice")
    ends: bytes | None = None
    rest = b""
    while data := stdin.read(CHUNK):
        if ends is None:
            ends = b"\0" if b"\0" in data else b"\n"
        *whole, rest = (rest + data).split(ends)
        yield from (os.fsdecode(row.removesuffix(b"\r")) for row in whole if row.strip() and row != b"-")
    if rest.strip() and rest != b"-":
        yield os.fsdecode(rest.removesuffix(b"\r"))


def _local(name: str, skip: Path | None) -> Iterator[Input]:
    path = Path(name)
    try:
        if path.is_dir():
            yield from _folder(path, skip)
            return
        if not path.exists() and glob.has_magic(name):
            found = False
            for match in sorted(glob.iglob(name, recursive=True)):  # noqa: PTH207 - a pattern may begin at a root
                if not Path(match).is_dir() and not _inside(Path(match), skip):
                    found = True
                    yield from _file(Path(match), _shown(match))
            if not found:
                raise InputError(f"{name} matches no file")
            return
    except ValueError as error:
        raise InputError(f"{name!r} is no path: {error}") from error
    if not os.path.lexists(path):
        raise InputError(f"{name}: there is no such file or folder")
    yield from _file(path, _shown(name))


def _folder(root: Path, skip: Path | None) -> Iterator[Input]:
    closed: list[OSError] = []
    for folder, folders, files in os.walk(root, onerror=closed.append):
        here = Path(folder)
        folders[:] = sorted(f for f in folders if not f.startswith(".") and not _inside(here / f, skip))
        for name in sorted(files):
            path = here / name
            leads_out = path.is_symlink() and not _below(path, root)
            if not (name.startswith(".") or leads_out or _inside(path, skip)):
                yield from _file(path, path.relative_to(root).as_posix())
    for error in closed:  # its files are not known: it is told of as if it were one
        path = Path(error.filename)
        yield Input(path.relative_to(root).as_posix(), str(path), 0, f"unreadable:{error.errno}")


def _inside(path: Path, skip: Path | None) -> bool:
    """Whether a path is the output, however it is named, or in it, or what SQLite keeps beside it."""
    if skip is None:
        return False
    real, out = os.path.realpath(path), os.path.realpath(skip)
    return real == out or real.startswith((out + os.sep, *(out + end for end in BESIDE)))


def _below(path: Path, root: Path) -> bool:
    try:
        return root.resolve() in path.resolve().parents
    except (OSError, RuntimeError):
        return False


def _file(path: Path, name: str) -> Iterator[Input]:
    digest = hashlib.sha256()
    size = 0
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            yield Input(name, str(path), 0, "unreadable:kind")
            return
        with path.open("rb") as file:
            head = file.read(HEAD)
            if may_be_archive(head):
                from papercut.batch import archives

                if archives.is_archive(path):
                    yield from archives.found(path, name)
                    return
            data = head
            while data:
                digest.update(data)
                size += len(data)
                data = file.read(CHUNK)
    except OSError as error:
        yield Input(name, str(path), 0, f"unreadable:{error.errno}")
        return
    yield Input(name, str(path), size, digest.hexdigest())


def may_be_archive(head: bytes) -> bool:
    """Whether a file that begins so may be a zip or tar archive, compressed or not."""
    return (
        head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"))
        or head[257:262] == b"ustar"
    )  # fmt: skip


def _shown(name: str) -> str:
    """The path as given, as a name: no root, no drive, no way up."""
    path = Path(name)
    parts = [p for p in PurePosixPath(path.as_posix()).parts if p not in ("/", "..", ".") and not p.endswith(":")]
    return "/".join(parts) or path.name
