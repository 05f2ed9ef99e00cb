"""This machine's processes do the shards: each is watched by a thread. A cluster does the very same (`cluster`)."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator

from papercut.batches.work.open_shards import Outcome
from papercut.batches.work.page_queue import PageQueue
from papercut.batches.work.worker_process import end_all

AHEAD = 2
"""Shards that wait for each worker of a cluster: none is idle, and a million are no matter for memory."""
GRACE = 1.5
"""Seconds that pages may take to come to an end once the run is to stop."""
ENDING = 10.0
"""Seconds that threads may take to end, whatever ended the run: what they work on is taken away after that."""
TICK = 0.1


def run_local(desk: PageQueue, *, jobs: int) -> Generator[Outcome, None, None]:
    """Do the shards of a desk in `jobs` processes, and give what becomes of them as they end. Once the desk is
    stopped what is begun may end within `GRACE` seconds; what was done is kept for another run."""
    desk.jobs = jobs
    threads: list[threading.Thread] = []
    stopped = 0.0
    try:
        for _ in range(jobs):
            thread = threading.Thread(target=_work, args=(desk,), daemon=True)
            thread.start()
            threads.append(thread)
        while any(thread.is_alive() for thread in threads):
            _wait(threads)
            while desk.outcomes:
                yield desk.outcomes.popleft()
            if desk.stopped:
                stopped = stopped or time.monotonic()
                if time.monotonic() - stopped > GRACE:
                    end_all()  # again and again: one may just begin
        while desk.outcomes:
            yield desk.outcomes.popleft()
    finally:
        desk.abandon()
        end_all()
        until = time.monotonic() + ENDING
        while any(thread.is_alive() for thread in threads) and time.monotonic() < until:
            end_all()
            _wait(threads)
        desk.unpacked.close()


def _work(desk: PageQueue) -> None:
    process = desk.work()
    if process is not None:
        process.end()


def _wait(threads: list[threading.Thread]) -> None:
    """Wait a moment, or until all have come to an end."""
    until = time.monotonic() + TICK
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
