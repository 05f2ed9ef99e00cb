"""A whole shard at once: what a worker of a cluster is given."""

from __future__ import annotations

import atexit
import threading
from functools import cache

from papercut.batches.inputs.unpacked_tars import UnpackedArchives
from papercut.batches.records import Shard
from papercut.batches.work.open_shards import Outcome
from papercut.batches.work.page_queue import PageQueue
from papercut.batches.work.worker_process import Job, Process
from papercut.errors import PapercutError, StageError
from papercut.memory_shortage import unforeseen_text

_own = threading.local()
"""The process of each thread of a cluster worker, kept from shard to shard."""


def run_shard(shard: Shard, job: Job) -> Outcome:
    """Do a shard in this thread's process, whatever happens to that; the output holds it when this returns."""
    desk = PageQueue(iter([shard]), job, unpacked=_shared())
    process: Process | None = getattr(_own, "process", None)
    if process is not None and process.job != job:
        process.end()
        process = None
    _own.process = desk.work(process)
    if desk.outcomes:
        return desk.outcomes[0]
    error = desk.error
    assert error is not None  # nobody stops this desk: without an outcome it has an error
    return Outcome(shard, None, error if isinstance(error, PapercutError) else StageError(unforeseen_text(error)))


@cache
def _shared() -> UnpackedArchives:
    """Archives that were unpacked for the shards of this machine's cluster worker."""
    found = UnpackedArchives()
    atexit.register(found.close)
    return found
