"""One run at a time in an output of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from papercut.batch.target import OWN
from papercut.errors import OutputError


@contextmanager
def alone(out: str, database: bool) -> Iterator[None]:
    """Keep other runs out of an output as long as this one lasts: the system lets go of it when the process ends,
    however that happens. In an object store, and where the system has no such locks, nothing keeps them out.

    Raises `OutputError` if another run is in it, or it cannot be made.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    if "://" in out:
        yield
        return
    path = Path(out) if database else Path(out) / OWN / "lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            try:
                # flock, which SQLite's own locks on the file know nothing of
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise OutputError(f"another run is writing to {out}: wait for it, or end it") from error
            yield
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}") from error
