"""Outputs by how they are named."""

from __future__ import annotations

from pathlib import Path

from papercut.batches.outputs.target_folder import LocalTarget, Target
from papercut.batches.records import Sink
from papercut.errors import OutputError, UsageError
from papercut.writers.named_files import is_pattern

DATABASES = (".db", ".sqlite", ".sqlite3")
FORMATS = ("md", "json", "jsonl", "sqlite", "parquet")


def format_of(out: str) -> str:
    """The format of an output whose format nobody named: a database is told by its name, or by what stands there."""
    return "sqlite" if out.lower().endswith(DATABASES) or _is_database(out) else "json"


def _is_database(out: str) -> bool:
    try:
        with Path(out).open("rb") as file:
            return file.read(16) == b"SQLite format 3\0"
    except (OSError, ValueError):
        return False


def check_out(out: str, to: str, scheduler: str | None = None) -> None:
    """Raise `UsageError` or `OutputError` where an output cannot be what it is called."""
    if to not in FORMATS:
        raise UsageError(f"there is no format {to!r}: take one of {', '.join(FORMATS)}")
    if is_pattern(out):
        raise UsageError(f"-o {out} is a pattern of names, which goes with papercut clean: give a folder or a database")
    if to == "sqlite" and "://" in out:
        raise UsageError(f"-o {out}: a database is a file of this machine; give --to jsonl or parquet for a store")
    if to == "sqlite" and scheduler is not None:
        raise UsageError("a database is one machine's: give --to jsonl or --to parquet with --scheduler")
    if to != "sqlite" and "://" not in out and Path(out).is_file() and Path(out).suffix.lower() not in DATABASES:
        raise OutputError(f"{out} is a file, and {to} goes to a folder: choose another output")


def target_of(out: str) -> Target:
    """The place of an output of files. Raises `OutputError` if it needs an extra that is not there."""
    if "://" in out:
        from papercut.batches.outputs import object_store

        return object_store.RemoteTarget(out)
    return LocalTarget(Path(out))


def sink_of(out: str, to: str) -> Sink:
    """An output in a format: `md`, `json`, `jsonl`, `sqlite` or `parquet`."""
    if to == "sqlite":
        from papercut.batches.outputs.sqlite import SqliteSink

        return SqliteSink(Path(out))
    if to == "parquet":
        from papercut.batches.outputs.parquet import ParquetSink

        return ParquetSink(target_of(out))
    if to == "jsonl":
        from papercut.batches.outputs.json_lines import LinesSink

        return LinesSink(target_of(out))
    from papercut.batches.outputs.folder import FolderSink

    return FolderSink(target_of(out), to)
