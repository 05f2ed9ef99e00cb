"""Who does the shards: processes of this machine, or a cluster. Both call the very same function for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from papercut.batch.model import Shard
from papercut.batch.worker import Outcome, end_all

Call = Callable[[Shard], Outcome]
AHEAD = 2
"""Shards that wait for each worker: none is idle, and a million are no matter for memory."""


def run_local(shards: Iterator[Shard], call: Call, *, jobs: int, stop: Callable[[], bool]) -> Iterator[Outcome]:
    """Do the shards in `jobs` processes, each watched by a thread, and give what becomes of them as they end. After
    `stop` says so no more are begun."""
    waiting: set[Future[Outcome]] = set()
    with ThreadPoolExecutor(jobs, "papercut") as pool:
        try:
            while True:
                while len(waiting) < jobs + AHEAD and not stop() and (shard := next(shards, None)) is not None:
                    waiting.add(pool.submit(call, shard))
                if stop():
                    waiting -= {future for future in waiting if future.cancel()}
                if not waiting:
                    return
                done, waiting = wait(waiting, timeout=1.0, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
        finally:
            for future in waiting:
                future.cancel()
            end_all()
