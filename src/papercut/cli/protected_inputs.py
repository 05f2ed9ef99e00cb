"""The files that a run reads, which it must not write over."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from papercut.errors import UsageError


class ProtectedInputs:
    """The inputs of a run by what they are on the disk, however their names are spelt and through whatever links."""

    def __init__(self, names: Iterable[str]) -> None:
        self._files = {found for name in names if name != "-" and (found := _identity(name)) is not None}

    def check(self, path: Path) -> None:
        """Raise `UsageError` if the file to write is one of the inputs."""
        if _identity(path) in self._files:
            raise UsageError(f"{path} is an input of this run, which is not overwritten: name another output")


def _identity(path: str | Path) -> tuple[int, int] | None:
    with suppress(OSError, ValueError):
        found = os.stat(path)  # noqa: PTH116 - of a long name `Path` raises
        if stat.S_ISREG(found.st_mode):
            return found.st_dev, found.st_ino
    return None
