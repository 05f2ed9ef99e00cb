"""Where pages stand: files, folders, patterns, lists of these; archives and object stores have files of their own."""

from __future__ import annotations

import glob
import hashlib
import os
import re
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from papercut.batches.inputs import archives
from papercut.batches.inputs.given_names import GivenNames
from papercut.batches.inputs.skipped_files import HEAD, FileFilter
from papercut.batches.records import Input
from papercut.errors import InputError
from papercut.readers.formats import knows_elsewhere

CHUNK = 1 << 20
BESIDE = ("-wal", "-shm", "-journal")
"""Endings of files that stand beside a database."""


def inputs(
    names: Iterable[str], stdin: BinaryIO | None = None, skip: Path | None = None, choice: FileFilter | None = None
) -> Iterator[Input]:
    """Every file that the names stand for; `-` is a list of names on standard input, one a line, or ended by NULs.

    A folder stands for all files in it and below but hidden ones; in a folder `skip`, the output, nothing is looked
    for. What is none of the pages is passed over, as `choice` says, and counted there. Raises `InputError` for a name
    that stands for nothing. What cannot be read is still an input: it is told of when it is its turn.
    """
    choice = choice or FileFilter()
    given = list(names)
    called = GivenNames(lambda: given)
    for name in given:
        if name == "-":
            yield from _listed_inputs(stdin, skip, choice)
        elif "://" in name:
            from papercut.batches.inputs import stored_objects

            yield from stored_objects.stored_inputs(name, choice)
        else:
            yield from _local(name, skip, choice, called)


def _listed_inputs(stdin: BinaryIO | None, skip: Path | None, choice: FileFilter) -> Iterator[Input]:
    """The inputs of a list, which is kept in a file meanwhile: what they are called depends on all of them."""
    with tempfile.TemporaryFile() as kept:
        for name in _listed(stdin):
            kept.write(os.fsencode(name) + b"\0")
        kept.write(b"\0")  # so that a list of one name ends by NULs too

        def begun() -> Iterator[str]:
            kept.seek(0)
            return _listed(kept)

        called = GivenNames(begun)
        for name in begun():
            if "://" in name:
                from papercut.batches.inputs import stored_objects

                yield from stored_objects.stored_inputs(name, choice)
            else:
                yield from _local(name, skip, choice, called)


def opened(place: str, folders: Mapping[str, str] | None = None) -> BinaryIO:
    """The file at an input's place, unpacked if it is compressed; `folders` are those with the members of compressed
    tars. Raises `InputError` if it cannot be opened."""
    if place.startswith(archives.FAULT):
        raise InputError(place.removeprefix(archives.FAULT))
    if place.startswith(archives.SCHEME):
        path = place.partition("//")[2].partition(":")[2]
        nested = f"this is an archive in an archive: unpack {path} and give papercut batch what was in it"
        return archives.unpacked_stream(archives.opened(place, folders), path, nested)
    if "://" in place:
        from papercut.batches.inputs import stored_objects

        away = "this is an archive in an object store: fetch it, and give papercut batch the file"
        return archives.unpacked_stream(stored_objects.opened(place), place, away)
    try:
        if not stat.S_ISREG(Path(place).stat().st_mode):
            raise InputError(f"{place} is no regular file")
        return archives.unpacked_stream(Path(place).open("rb"), place)
    except (OSError, ValueError) as error:
        raise InputError(f"{place} cannot be read: {getattr(error, 'strerror', None) or error}") from error


def is_plain_file(place: str) -> bool:
    """Whether an input is a file of this machine as it is, not packed, which other programs can open by its name."""
    if "://" in place or place.startswith((archives.FAULT, archives.SCHEME)):
        return False
    try:
        with Path(place).open("rb") as file:
            return not archives.is_packed(file.read(16))
    except (OSError, ValueError):
        return False


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


def _local(name: str, skip: Path | None, choice: FileFilter, called: GivenNames) -> Iterator[Input]:
    path = Path(name)
    try:
        if path.is_dir():
            if _inside(path, skip):
                raise InputError(f"{name} is in the output, or is it: choose another output")
            yield from _folder(path, skip, choice)
            return
        if not path.exists() and glob.has_magic(name):
            found = False
            for match in sorted(glob.iglob(name, recursive=True)):  # noqa: PTH207 - a pattern may begin at a root
                if not Path(match).is_dir() and not _inside(Path(match), skip):
                    found = True
                    yield from _file(Path(match), called.called(match), choice)
            if not found:
                raise InputError(f"{name} matches no file")
            return
    except ValueError as error:
        raise InputError(f"{name!r} is no path: {error}") from error
    if not os.path.lexists(path):
        raise InputError(f"{name}: there is no such file or folder")
    yield from _file(path, called.called(name), choice)


def _folder(root: Path, skip: Path | None, choice: FileFilter) -> Iterator[Input]:
    closed: list[OSError] = []
    for folder, folders, files in os.walk(root, onerror=closed.append):
        here = Path(folder)

        def called(name: str, here: Path = here) -> str:
            return (here / name).relative_to(root).as_posix()

        folders[:] = sorted(f for f in folders if not (_inside(here / f, skip) or choice.leaves_folder(called(f))))
        for name in folders:
            if (here / name).is_symlink():  # `os.walk` does not go there
                choice.passed(called(name), "link")
        for name in sorted(files):
            path = here / name
            if _inside(path, skip):
                continue
            if path.is_symlink() and not _below(path, root):
                if not choice.leaves(called(name)):
                    choice.passed(called(name), "link")
            elif name.startswith("."):
                if not choice.leaves(called(name)):
                    choice.passed(called(name), "hidden")
            else:
                yield from _file(path, called(name), choice)
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


def _file(path: Path, name: str, choice: FileFilter) -> Iterator[Input]:
    digest = hashlib.sha256()
    size = 0
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            if not choice.leaves(name):
                yield Input(name, str(path), 0, "unreadable:kind")
            return
        with path.open("rb") as file:
            data = file.read(HEAD)
            if archives.may_be_archive(data) and archives.is_archive(path) and not knows_elsewhere(data, name):
                if not choice.leaves_folder(name):
                    yield from choice.numbered(archives.pages_in_archive(path, name, choice))
                return
            if choice.leaves(name) or choice.leaves_content(name, data, path):
                return
            while data:
                digest.update(data)
                size += len(data)
                data = file.read(CHUNK)
    except OSError as error:
        if not choice.leaves(name):
            yield Input(name, str(path), 0, f"unreadable:{error.errno}")
        return
    yield Input(name, str(path), size, digest.hexdigest())


def is_digest(stamp: str) -> bool:
    """Whether the stamp of an input is the SHA-256 of its file."""
    return re.fullmatch("[0-9a-f]{64}", stamp) is not None
