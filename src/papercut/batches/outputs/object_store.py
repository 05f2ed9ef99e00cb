"""Outputs in an object store: each file is one object."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from papercut.batches.object_stores import error_text, filesystem
from papercut.errors import OutputError


class RemoteTarget:
    """A prefix in an object store. Each file is one object, which is there whole or not at all."""

    def __init__(self, url: str) -> None:
        self.root = url.rstrip("/")
        self._system, path = filesystem(self.root)
        self._path = path.rstrip("/")
        self._there: frozenset[str] | None = None

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
            raise OutputError(f"{self.root}/{path} cannot be read: {error_text(error)}") from error
        return data

    def names(self, below: str) -> Iterator[str]:
        try:
            self._system.invalidate_cache()
            full = sorted(self._system.find(f"{self._path}/{below}"))
        except FileNotFoundError:
            return
        except Exception as error:
            raise OutputError(f"{self.root}/{below} cannot be listed: {error_text(error)}") from error
        yield from (str(name)[len(self._path) :].lstrip("/") for name in full)

    def lacking(self, paths: Iterable[str]) -> Iterator[str]:
        if self._there is None:  # to ask for each of a million would take days
            self._there = frozenset(self.names(""))
        there = self._there
        return (path for path in paths if path not in there)

    def delete(self, path: str) -> None:
        try:
            self._system.rm_file(f"{self._path}/{path}")
        except FileNotFoundError:
            return
        except Exception as error:
            raise OutputError(f"{self.root}/{path} cannot be taken away: {error_text(error)}") from error

    def modified(self, path: str) -> float | None:
        try:
            self._system.invalidate_cache()
            return float(self._system.modified(f"{self._path}/{path}").timestamp())
        except Exception:  # gone, or a store that does not say
            return None

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
            raise OutputError(f"{self.root}/{path} cannot be written: {error_text(error)}") from error
