"""One run at a time in an output."""

from __future__ import annotations

import json
import os
import platform
import random
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from papercut.batches.outputs.by_name import target_of
from papercut.batches.outputs.target_folder import OWN, Target
from papercut.errors import OutputError, PapercutError
from papercut.file_lock import lock
from papercut.output_errors import unwritable

LOCKS = f"{OWN}/locks"
BEAT, STALE = 20.0, 90.0
"""Seconds after which a run says again that it is there, and after which one that did not is forgotten."""
TRIES = 4
"""Of two runs that begin in the same moment, to let one of them go first."""


@contextmanager
def exclusive_output(out: str, database: bool) -> Iterator[None]:
    """Keep other runs out of an output as long as this one lasts. On this machine the system lets go of it when the
    process ends, however that happens; a run that was killed keeps an object store for another `STALE` seconds.

    Raises `OutputError` if another run is in it, or it cannot be made.
    """
    if "://" in out:
        with _in_store(target_of(out), out):
            yield
        return
    path = Path(out) if database else Path(out) / OWN / "lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("ab")
    except OSError as error:
        raise unwritable(path, error) from error
    with file:
        try:
            lock(file)
        except (BlockingIOError, PermissionError) as error:
            raise OutputError(f"another run is writing to {out}: wait for it, or end it") from error
        except OSError as error:
            raise OutputError(f"{path} cannot be locked: {error.strerror or error}") from error
        yield


@contextmanager
def _in_store(target: Target, out: str) -> Iterator[None]:
    """Each run puts an object of its own and then looks for those of others: of two that begin at once at least one
    sees the other, draws back and tries again a little later."""
    path = f"{LOCKS}/{uuid.uuid4().hex}.json"
    for left in reversed(range(TRIES)):
        _put(target, path, held=False)
        others = _others(target, path)
        if not others:
            break
        target.delete(path)
        held = [other for other in others if other.get("held")]
        if held or not left:
            where = (held or others)[0].get("host", "another machine")
            raise OutputError(
                f"another run, on {where}, is writing to {out}: wait for it, or end it; "
                f"one that was killed is forgotten after {STALE:.0f} seconds"
            )
        time.sleep(random.uniform(0.2, 1.0))
    over = threading.Event()

    def beat() -> None:
        while not over.wait(BEAT):
            with suppress(PapercutError):
                _put(target, path, held=True)

    try:
        _put(target, path, held=True)
        threading.Thread(target=beat, daemon=True).start()
        yield
    finally:
        over.set()
        with suppress(PapercutError):
            target.delete(path)


def _put(target: Target, path: str, held: bool) -> None:
    said = {"host": platform.node(), "pid": os.getpid(), "held": held, "time": time.time()}
    target.put(path, json.dumps(said).encode())


def _others(target: Target, own: str) -> list[dict[str, object]]:
    """What other runs that are there say of themselves; those that were killed are taken away. How old a lock is, the
    store's own clock says, against the lock that was just put: those of machines may be wrong, or be set."""
    found = []
    now = target.modified(own)
    for path in list(target.names(LOCKS)):
        if path == own:
            continue
        with suppress(ValueError, TypeError, KeyError):
            said = json.loads(target.get(path) or b"")
            then = target.modified(path)
            if now is None or then is None:
                age = abs(time.time() - float(said["time"]))
            else:
                age = now - then
            if age < STALE:
                found.append(said)
            else:
                target.delete(path)
    return found
