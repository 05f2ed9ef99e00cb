"""Work that many tests need and that takes long, done once a run: by all processes of pytest-xdist together."""

from __future__ import annotations

import fcntl
import os
import pickle
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def mapped(function: Callable[[T], R], items: Sequence[T], folder: Path) -> list[R]:
    """`function` of each item. What is done is kept in `folder`, where other processes that need it find it.

    Processes that come to the same work share it: each takes what no other has begun, then waits for the others.
    Without pytest-xdist a second process is started for it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if "PYTEST_XDIST_WORKER" in os.environ:
        _do(function, items, folder)
    else:
        with ProcessPoolExecutor(2) as pool:
            for done in [pool.submit(_do, function, items, folder) for _ in "12"]:
                done.result()
    return [pickle.loads(_place(folder, number).read_bytes()) for number in range(len(items))]


def _place(folder: Path, number: int) -> Path:
    return folder / f"{number}.pickle"


def _do(function: Callable[[T], R], items: Sequence[T], folder: Path) -> None:
    """See that everything is done, by whomever: first what nobody does, then what those who died have left."""
    for how in (fcntl.LOCK_EX | fcntl.LOCK_NB, fcntl.LOCK_EX):
        for number, item in enumerate(items):
            place = _place(folder, number)
            with place.with_suffix(".lock").open("w") as lock, suppress(BlockingIOError):
                if not place.exists():
                    fcntl.flock(lock, how)
                if not place.exists():
                    part = place.with_suffix(".part")
                    part.write_bytes(pickle.dumps(function(item)))
                    part.replace(place)
