"""Outputs by how they are named."""

from __future__ import annotations

from pathlib import Path

from papercut.batch.outputs.target_folder import LocalTarget, Target
from papercut.batch.records import Sink

DATABASES = (".db", ".sqlite", ".sqlite3")


def format_of(out: str) -> str:
    """The format of an output whose format nobody named: a database is told by its name, or by what stands there."""
    return "sqlite" if out.lower().endswith(DATABASES) or _is_database(out) else "json"


def _is_database(out: str) -> bool:
    try:
        with Path(out).open("rb") as file:
            return file.read(16) == b"SQLite format 3\0"
    except (OSError, ValueError):
        return False


def target_of(out: str) -> Target:
    """The place of an output of files. Raises `OutputError` if it needs an extra that is not there."""
    if "://" in out:
        from papercut.batch.outputs import object_store

        return object_store.RemoteTarget(out)
    return LocalTarget(Path(out))


def sink_of(out: str, to: str) -> Sink:
    """An output in a format: `md`, `json`, `jsonl`, `sqlite` or `parquet`."""
    if to == "sqlite":
        from papercut.batch.outputs.sqlite import SqliteSink

        return SqliteSink(Path(out))
    if to == "parquet":
        from papercut.batch.outputs.parquet import ParquetSink

        return ParquetSink(target_of(out))
    if to == "jsonl":
        from papercut.batch.outputs.json_lines import LinesSink

        return LinesSink(target_of(out))
    from papercut.batch.outputs.folder import FolderSink

    return FolderSink(target_of(out), to)
