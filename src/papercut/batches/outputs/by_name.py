"""Outputs by how they are named."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from papercut.batches.outputs.target_folder import LocalTarget, Target
from papercut.batches.records import Sink
from papercut.errors import OutputError, UsageError
from papercut.writers.named_files import is_pattern
from papercut.writers.only import names_of

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
        raise UsageError(f"-o {out} is a pattern of names, which goes with papercut clean and write: give a folder")
    if out.lower().endswith(".jsonl") and "://" not in out and not Path(out).is_dir():
        raise UsageError(
            f"-o {out} is one file, and a batch writes one for each shard: name a folder with --to jsonl, "
            "then join them (cat FOLDER/shard-*.jsonl)"
        )
    if to == "sqlite" and "://" in out:
        raise UsageError(f"-o {out}: a database is a file of this machine; give --to jsonl or parquet for a store")
    if to == "sqlite" and (out.endswith(("/", os.sep)) or Path(out).is_dir()):
        name = out.rstrip("/" + os.sep)
        raise UsageError(f"-o {out} is a folder, and a database is a file: give its name, such as -o {name}.db")
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


def parts_for(names: str | Sequence[str] | None, to: str) -> tuple[str, ...]:
    """The parts of articles that records in this format shall have. Raises `UsageError` where the format always has
    all, or does not know one of them."""
    if names is None:
        return ()
    if to not in ("md", "json", "jsonl"):
        raise UsageError(f"--only goes with md, json and jsonl: of {to}, columns are chosen when it is read")
    return names_of(names if isinstance(names, str) else ",".join(names), to)


def sink_of(out: str, to: str, parts: Sequence[str] = ()) -> Sink:
    """An output in a format: `md`, `json`, `jsonl`, `sqlite` or `parquet`; with only these `parts` of articles, if some
    are named."""
    if to == "sqlite":
        from papercut.batches.outputs.sqlite import SqliteSink

        return SqliteSink(Path(out))
    if to == "parquet":
        from papercut.batches.outputs.parquet import ParquetSink

        return ParquetSink(target_of(out))
    if to == "jsonl":
        from papercut.batches.outputs.json_lines import LinesSink

        return LinesSink(target_of(out), parts)
    from papercut.batches.outputs.folder import FolderSink

    return FolderSink(target_of(out), to, parts)
