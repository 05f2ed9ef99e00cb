"""The corrections file: JSON lines beside the output, which only grows.

A record is on the disk before anybody is told that it is kept. Who writes to a page that somebody else has changed in
the meantime is told so, and nothing is written.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from papercut.corrections.records import Correction, NoJson, from_json
from papercut.errors import InputError, OutputError
from papercut.file_lock import lock
from papercut.output_errors import unwritable

NAME = "corrections.jsonl"
MOST = 1 << 30
"""No file of corrections is larger."""


class ChangedMeanwhile(OutputError):
    """Somebody else has corrected the page since it was looked at. `last` is the id of the last correction."""

    def __init__(self, message: str, last: str) -> None:
        super().__init__(message)
        self.last = last


class Kept(NamedTuple):
    """The records of a file, and what is to be said about it."""

    records: list[Correction]
    said: tuple[str, ...] = ()


def corrections_path(out: Path) -> Path:
    """Where the corrections of an output are: in the folder, or beside the file."""
    return out / NAME if out.is_dir() else out.with_name(f"{out.name}.{NAME}")


def read_corrections(path: Path) -> Kept:
    """The records of a file, in their order. Raises `InputError` that names the line which is none; a last line that
    was never finished is only said, since nobody was told that it is kept."""
    try:
        if path.stat().st_size > MOST:
            raise InputError(f"{path} is larger than {MOST >> 20} MB")
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error
    return _records(data, path)


def _records(data: bytes, path: Path) -> Kept:
    rows = data.split(b"\n")
    out: list[Correction] = []
    said: list[str] = []
    known: dict[str, Correction] = {}
    for number, row in enumerate(rows, 1):
        if not row.strip(b" \t\r\xef\xbb\xbf"):
            continue
        try:
            record = from_json(row.strip(b" \t\r\xef\xbb\xbf"))
        except InputError as error:
            if number == len(rows) and isinstance(error, NoJson):
                return Kept(out, (*said, f"{path}: the last line was never finished, and is passed over"))
            raise InputError(f"{path}, line {number}: {error}") from error
        first = known.setdefault(record.id, record)
        if first is record:
            out.append(record)
        elif first == record:
            said.append(f"{path}, line {number}: the correction {record.id:.40} stands there again, and is passed over")
        else:
            what = f"another correction has the id {record.id:.40} already"
            raise InputError(f"{path}, line {number}: {what}: give it one of its own")
    return Kept(out, tuple(said))


def last_of(records: Iterable[Correction], page: tuple[str, int]) -> str:
    """The id of the last record about a page; empty if there is none."""
    return next((r.id for r in reversed(list(records)) if r.of == page), "")


def append(path: Path, records: Sequence[Correction], seen: str | None = None) -> None:
    """Add records of one page to a file, which is made if it is not there. `seen` is the id of the last record of the
    page that the writer knows, empty for none; None writes whatever the file holds.

    Raises `ChangedMeanwhile` if the file has a later one, `OutputError` if it cannot be written, `InputError` if it
    holds what is no record.
    """
    try:
        made = not path.exists()
        with path.open("a+b") as file:
            lock(file, wait=True)
            file.seek(0)
            data = file.read(MOST + 1)
            if len(data) > MOST:
                raise InputError(f"{path} is larger than {MOST >> 20} MB")
            kept = data[: data.rfind(b"\n") + 1]
            with suppress(NoJson):  # a last line that was never finished goes, one that only lacks its end stays
                if data != kept:
                    from_json(data[len(kept) :])
                    kept = data + b"\n"
            if seen is not None and records:
                last = last_of(_records(_about(records[0].sha256, data), path).records, records[0].of)
                if last != seen:
                    name = f"{records[0].name}, page {records[0].page}"
                    said = f"Somebody else has corrected {name} in the meantime: nothing was done, look at it again"
                    raise ChangedMeanwhile(said, last)
            text = "".join(record.to_json() + "\n" for record in records).encode()
            if len(kept) < len(data):
                file.truncate(len(kept))
            file.write(kept[len(data) :] + text)
            file.flush()
            os.fsync(file.fileno())
        if made:
            _keep_name(path.parent)
    except OSError as error:
        raise unwritable(path, error) from error


def _about(sha256: str, data: bytes) -> bytes:
    """The lines of a file that may be about the pages of this hash: to read all of a long file takes a while. All of
    them, if one does not begin as papercut's own do."""
    rows = data.splitlines(keepends=True)
    if not all(row.startswith(b'{"correction":1,') for row in rows):
        return data
    return b"".join(row for row in rows if sha256.encode() in row)


def _keep_name(folder: Path) -> None:
    """Put the name of a new file on the disk too; systems that cannot do that do it by themselves."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
