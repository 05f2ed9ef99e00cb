"""What `-o` names: standard output, one file or a folder; and the file."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO, Literal

from papercut.errors import OutputError, UsageError
from papercut.output_errors import unwritable

FORMATS = {
    ".md": "md", ".json": "json", ".jsonl": "jsonl", ".txt": "text", ".csv": "csv", ".html": "html", ".htm": "html",
    ".docx": "docx", ".epub": "epub", ".xml": "xml",
}  # fmt: skip
"""Names that are one file, and the format that goes into it; what XML it is, the name does not say."""

FOREIGN = frozenset((
    ".htm", ".html", ".xhtml", ".xml", ".hocr", ".pdf", ".csv", ".tsv", ".doc", ".docx", ".odt", ".epub", ".rtf",
    ".yaml", ".yml", ".db", ".sqlite", ".sqlite3", ".parquet", ".zip", ".gz", ".tar", ".png", ".jpg", ".jpeg",
    ".tif", ".tiff",
))  # fmt: skip
"""Ends of names of files that are not written, or only by some commands: no folder is made of such a name."""

Kind = Literal["-", "file", "folder"]


def kind_of(out: str, formats: Collection[str] = tuple(FORMATS)) -> Kind:
    """What `-o` names: a file if it ends in one of `formats`, and no folder stands there already. Raises `UsageError`
    for a name that ends as other files do."""
    if out == "-":
        return "-"
    if not out:  # a variable of the shell that is not set
        raise UsageError("the option -o is empty: name a file or a folder, or - for standard output")
    path = Path(out)
    suffix = path.suffix.lower()
    if out.endswith(("/", os.sep)) or os.path.isdir(out):  # noqa: PTH112 - of a long name `Path` raises
        return "folder"
    if suffix in formats:
        return "file"
    if suffix in FOREIGN or suffix in FORMATS:
        known = ", ".join(formats)
        raise UsageError(f"-o {out} is the name of a file, but of none that goes here: give a folder or one in {known}")
    with contextlib.suppress(OSError, ValueError):
        if not stat.S_ISREG(path.stat().st_mode):  # /dev/null, a pipe
            return "file"
    return "folder"


def may_be_file(out: str) -> bool:
    """Whether a name that papercut takes for that of a folder may be that of a file."""
    return bool(Path(out).suffix) and not out.endswith(("/", os.sep)) and not os.path.isdir(out)  # noqa: PTH112


def missing(what: str) -> UsageError:
    """The error for a command that nobody told where to write."""
    return UsageError(f"the option -o is missing: name {what}")


class OutFile:
    """One file, which appears whole when it is closed, and not at all if nothing was put into it.

    Raises `OutputError` if it cannot be written, or is there already and `force` is not set.
    """

    def __init__(self, path: Path, *, force: bool) -> None:
        self.path = path
        self.force = force
        self._file: BinaryIO | None = None
        self._made: Path | None = None
        if not force and os.path.lexists(path) and self._is_plain():
            raise self._there()

    def put(self, text: str) -> None:
        """Add to the file."""
        self.put_bytes(text.encode("utf-8", "replace"))

    def put_bytes(self, data: bytes) -> None:
        """Add to a file that need not be text."""
        try:
            if self._file is None:
                self._file = self._open()
            self._file.write(data)
        except OSError as error:
            raise self._failed(error) from error

    def close(self) -> None:
        """Put the file in its place."""
        if self._file is None:
            return
        try:
            self._file.close()
            if self._made is not None:
                if not self.force and os.path.lexists(self.path):
                    raise self._there()
                self._made.replace(self.path)
                self._made = None
        except OSError as error:
            raise self._failed(error) from error
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Leave nothing of a file that is not closed."""
        with contextlib.suppress(OSError):
            if self._file is not None:
                self._file.close()
            if self._made is not None:
                self._made.unlink()
        self._file = self._made = None

    def _open(self) -> BinaryIO:
        if not self._is_plain():
            return self.path.open("wb")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        made = self.path.parent / f".{os.getpid()}.part"  # nothing is written through a link
        made.unlink(missing_ok=True)
        handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        self._made = made
        return os.fdopen(handle, "wb")

    def _is_plain(self) -> bool:
        try:
            return stat.S_ISREG(self.path.stat().st_mode)
        except OSError:
            return True

    def _there(self) -> OutputError:
        return OutputError(f"{self.path} is there already: use --force to overwrite it")

    def _failed(self, error: OSError) -> OutputError:
        return unwritable(self.path, error)
