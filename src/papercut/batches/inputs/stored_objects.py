"""Inputs that are objects of an object store."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from papercut.batches.inputs.skipped_files import FileFilter, path_matches
from papercut.batches.object_stores import error_text, filesystem
from papercut.batches.outputs.target_folder import OWN
from papercut.batches.records import Input
from papercut.errors import InputError

MAGIC = frozenset("*?[")
TELLING = ("ETag", "etag", "md5Hash", "content_md5", "checksum", "mtime", "LastModified", "last_modified", "created")
"""What stores say of an object that changes when its bytes do, the surest first."""


def stored_inputs(url: str, choice: FileFilter | None = None) -> Iterator[Input]:
    """The objects that a URL stands for: a pattern, a prefix, or one object. They are called by their paths below the
    prefix, or below what stands before the first sign of a pattern. Raises `InputError` if there are none."""
    choice = choice or FileFilter()
    system, path = filesystem(url)
    plain = path
    if MAGIC & set(path):
        first = min(path.index(ch) for ch in MAGIC if ch in path)
        plain = path[:first].rpartition("/")[0]
    some = False
    try:
        for folder, _, files in system.walk(plain, detail=True) if plain != path or system.isdir(path) else ():
            for name in sorted(files):
                full = f"{folder.rstrip('/')}/{name}"
                if plain == path or path_matches(full.split("/"), path.split("/")):
                    some = True
                    shown = full[len(plain) :].lstrip("/")
                    if not (_is_own(shown, choice) or choice.leaves(shown)):
                        yield _input(system, full, shown, files[name])
        if not some and plain == path and system.exists(path):
            some = True
            yield _input(system, path, path.rpartition("/")[2], system.info(path))
    except Exception as error:
        raise InputError(f"{url} cannot be listed: {error_text(error)}") from error
    if not some:
        raise InputError(f"{url} holds nothing")


def opened(place: str) -> BinaryIO:
    """An object, fetched whole: readers go back and forth in it."""
    system, path = filesystem(place)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever asked for it closes it
    try:
        with system.open(path, "rb") as stream:
            shutil.copyfileobj(stream, file, 1 << 20)
    except Exception as error:
        file.close()
        raise InputError(f"{place} cannot be read: {error_text(error)}") from error
    file.seek(0)
    return file


def _input(system: Any, full: str, name: str, info: dict[str, Any]) -> Input:
    stamp = next((f"{key}:{info[key]}" for key in TELLING if info.get(key)), "")
    if not stamp:
        digest = hashlib.sha256()
        with system.open(full, "rb") as file:
            while data := file.read(1 << 20):
                digest.update(data)
        stamp = digest.hexdigest()
    elif not stamp.lower().startswith(("etag", "md5", "content_md5", "checksum")):
        stamp = f"{name}:{stamp}:{info.get('size')}"  # a time says nothing of other objects
    return Input(name, str(system.unstrip_protocol(full)), int(info.get("size") or 0), stamp)


def _is_own(name: str, choice: FileFilter) -> bool:
    """Whether an object stands in what papercut keeps beside an output; it is counted then."""
    return OWN in name.split("/") and choice.passed(name, "own")
