"""Object stores, by fsspec: `s3://`, `gs://`, `az://`, and whatever else it has a driver for."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from papercut.batch.inputs.skipped_files import Choice, path_matches
from papercut.batch.outputs.target_folder import OWN
from papercut.batch.records import Input
from papercut.errors import InputError, OutputError, UsageError

MAGIC = frozenset("*?[")
TELLING = ("ETag", "etag", "md5Hash", "content_md5", "checksum", "mtime", "LastModified", "last_modified", "created")
"""What stores say of an object that changes when its bytes do, the surest first."""


def _filesystem(url: str) -> tuple[Any, str]:
    """The driver of a URL, and the path in it."""
    try:
        import fsspec
    except ImportError as error:
        raise UsageError(f"{url}: object stores need fsspec: pip install 'papercut-text[store]'") from error
    try:
        system, path = fsspec.core.url_to_fs(url)
    except ImportError as error:
        own = url.startswith(("s3:", "s3a:"))
        way = "pip install 'papercut-text[store]'" if own else str(error)
        raise UsageError(f"{url}: the driver of such URLs is not installed: {way}") from error
    except ValueError as error:
        raise UsageError(f"{url} is no URL that can be used: {error}") from error
    return system, str(path)


def found(url: str, choice: Choice | None = None) -> Iterator[Input]:
    """The objects that a URL stands for: a pattern, a prefix, or one object. They are called by their paths below the
    prefix, or below what stands before the first sign of a pattern. Raises `InputError` if there are none."""
    choice = choice or Choice()
    system, path = _filesystem(url)
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
        raise InputError(f"{url} cannot be listed: {_said(error)}") from error
    if not some:
        raise InputError(f"{url} holds nothing")


def opened(place: str) -> BinaryIO:
    """An object, fetched whole: readers go back and forth in it."""
    system, path = _filesystem(place)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever asked for it closes it
    try:
        with system.open(path, "rb") as stream:
            shutil.copyfileobj(stream, file, 1 << 20)
    except Exception as error:
        file.close()
        raise InputError(f"{place} cannot be read: {_said(error)}") from error
    file.seek(0)
    return file


class RemoteTarget:
    """A prefix in an object store. Each file is one object, which is there whole or not at all."""

    def __init__(self, url: str) -> None:
        self.root = url.rstrip("/")
        self._system, path = _filesystem(self.root)
        self._path = path.rstrip("/")

    def put(self, path: str, data: bytes) -> None:
        self._do(path, lambda full: self._system.pipe_file(full, data))

    def put_file(self, path: str, file: Path) -> None:
        self._do(path, lambda full: self._system.put_file(str(file), full))
        file.unlink(missing_ok=True)

    def get(self, path: str) -> bytes | None:
        try:
            data: bytes = self._system.cat_file(f"{self._path}/{path}")
        except FileNotFoundError:
            return None
        except Exception as error:
            raise OutputError(f"{self.root}/{path} cannot be read: {_said(error)}") from error
        return data

    def names(self, below: str) -> Iterator[str]:
        try:
            self._system.invalidate_cache()
            full = sorted(self._system.find(f"{self._path}/{below}"))
        except FileNotFoundError:
            return
        except Exception as error:
            raise OutputError(f"{self.root}/{below} cannot be listed: {_said(error)}") from error
        yield from (str(name)[len(self._path) :].lstrip("/") for name in full)

    def delete(self, path: str) -> None:
        try:
            self._system.rm_file(f"{self._path}/{path}")
        except FileNotFoundError:
            return
        except Exception as error:
            raise OutputError(f"{self.root}/{path} cannot be taken away: {_said(error)}") from error

    def staging(self) -> Path:
        return Path(tempfile.mkdtemp(prefix="papercut-"))

    def settle(self) -> None:
        """What a store has taken, it keeps."""

    def clear(self) -> None:
        """An object is there whole or not at all."""

    def _do(self, path: str, work: Any) -> None:
        full = f"{self._path}/{path}"
        try:
            if getattr(self._system, "protocol", "") in ("file", ("file", "local"), "memory"):
                self._system.makedirs(full.rpartition("/")[0], exist_ok=True)
            work(full)
        except Exception as error:
            raise OutputError(f"{self.root}/{path} cannot be written: {_said(error)}") from error


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


def _is_own(name: str, choice: Choice) -> bool:
    """Whether an object stands in what papercut keeps beside an output; it is counted then."""
    return OWN in name.split("/") and choice.passed(name, "own")


def _said(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
