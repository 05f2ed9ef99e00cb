"""The dask engine: the shards of a run, done by the workers of a cluster.

Each worker calls the same function as a thread of this machine would, which starts a process of its own, so a page that
kills one costs no worker. A worker that is lost is dask's matter: it gives the shard to another.

A cluster of this machine is for its own run alone: it listens on 127.0.0.1, asks everybody for a certificate that is
made for the run and kept in memory, and shows no pages to a browser.
"""

from __future__ import annotations

import logging
import multiprocessing
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from papercut.batches import temporary_folders
from papercut.batches.records import Shard
from papercut.batches.work.local_engine import AHEAD, TICK
from papercut.batches.work.open_shards import Outcome, write_failed_shard
from papercut.batches.work.whole_shard import run_shard
from papercut.batches.work.worker_process import Job
from papercut.errors import StageError
from papercut.extras import work_needs

GRACE, CLOSING = 1.0, 1
"""Seconds that shards may take to come to an end once the run is to stop, and that workers may take to close; pages
that are done are kept."""


SILENT: dict[str, Any] = {"distributed.scheduler.http.routes": [], "distributed.worker.http.routes": []}
"""No page of scheduler and workers, which would show names of files to everybody on this machine."""


def need_dask(scheduler: str | None) -> None:
    """Raises `UsageError` if the extra is not there; a cluster of this machine also needs certificates."""
    try:
        import distributed  # noqa: F401
    except ModuleNotFoundError as error:
        raise work_needs("the engine dask", "dask") from error
    if scheduler is None:
        try:
            import cryptography  # noqa: F401
        except ModuleNotFoundError as error:
            raise work_needs("the engine dask, for the certificates of its cluster,", "dask") from error


def run(
    shards: Iterator[Shard], job: Job, *, scheduler: str | None, jobs: int, stop: Callable[[], bool]
) -> Iterator[Outcome]:
    """Do the shards on the cluster of a scheduler, or on one of `jobs` workers of this machine, and give what becomes
    of them as they end. Raises `StageError` if the scheduler cannot be reached, or its workers are of no use."""
    need_dask(scheduler)
    import dask
    from distributed import Client, LocalCluster
    from distributed.security import Security

    for name in ("tornado.application", "asyncio", *logging.root.manager.loggerDict):
        if name.partition(".")[0] in ("distributed", "tornado", "asyncio"):  # some have levels of their own
            logging.getLogger(name).setLevel(logging.CRITICAL)
    cluster: Any = None
    folder = None if scheduler is not None else temporary_folders.make_folder()
    try:
        if scheduler is None:
            with dask.config.set({"temporary-directory": str(folder), **SILENT}):  # of the scheduler
                cluster = LocalCluster(
                    n_workers=jobs, threads_per_worker=1, dashboard_address="127.0.0.1:0", host="127.0.0.1",
                    silence_logs=logging.CRITICAL, local_directory=str(folder), protocol="tls://",
                    security=Security.temporary(), scheduler_kwargs={"dashboard": False},
                )  # fmt: skip
        client = Client(cluster if cluster is not None else scheduler, timeout="10s")
    except (OSError, ValueError) as error:
        if folder is not None:
            temporary_folders.remove_folder(folder)
        raise StageError(f"the scheduler {scheduler} cannot be reached: {error}") from error
    except TypeError as error:
        if not (scheduler or "").startswith("tls://"):
            raise
        named = "DASK_DISTRIBUTED__COMM__TLS__CA_FILE, and __CLIENT__CERT and __CLIENT__KEY in place of __CA_FILE"
        raise StageError(f"the scheduler {scheduler} wants a certificate: name its files in {named}") from error
    try:
        _same_version(client)
        workers = max(1, sum(client.nthreads().values())) if scheduler else jobs
        yield from _results(client, shards, job, workers + AHEAD, stop)
    finally:
        if stop() and cluster is not None:  # its workers wait for pages that nobody wants any more
            for child in multiprocessing.active_children():
                child.kill()
        with suppress(Exception):  # a worker that was killed may not answer; all is done, or stopped
            client.close(timeout=CLOSING)
        if cluster is not None:
            with suppress(Exception):
                cluster.close(timeout=CLOSING)
        if folder is not None:
            temporary_folders.remove_folder(folder)


def _results(client: Any, shards: Iterator[Shard], job: Job, most: int, stop: Callable[[], bool]) -> Iterator[Outcome]:
    """What becomes of the shards. When a worker dies, dask blames all that it was given; so these are done once more,
    each with no other beside it, and one whose workers die then too is given up."""
    from distributed import CancelledError, KilledWorker, wait

    waiting: dict[Any, Shard] = {}
    suspects: deque[Shard] = deque()
    stopped = 0.0
    alone = False
    while True:
        given: list[Shard] = []
        while len(waiting) + len(given) < most and not stop() and not alone and (shard := next(shards, None)):
            given.append(shard)
        if not waiting and not given and suspects and not stop():
            alone = True
            given.append(suspects.popleft())
        for shard in given:
            try:
                waiting[client.submit(run_shard, shard, job, pure=False, retries=2)] = shard
            except (OSError, RuntimeError):  # nothing can be given to a client whose scheduler is gone
                yield Outcome(shard, None, _lost())
                return
        if stop():
            stopped = stopped or time.monotonic()
        if not waiting or (stopped and time.monotonic() - stopped > GRACE):
            with suppress(Exception):
                client.cancel(list(waiting))
            return
        try:
            done, _ = wait(list(waiting), timeout=TICK, return_when="FIRST_COMPLETED")
        except TimeoutError:
            continue
        except CancelledError:  # the scheduler is gone
            yield Outcome(next(iter(waiting.values())), None, _lost())
            return
        for future in done:
            shard = waiting.pop(future)
            try:
                yield future.result()
            except KilledWorker:
                if not alone:
                    suspects.append(shard)
                    continue
                yield Outcome(
                    shard, write_failed_shard(shard, job, "every worker of the cluster that did its shard died")
                )
            except (CancelledError, OSError):
                yield Outcome(shard, None, _lost())


def _lost() -> StageError:
    return StageError("the cluster is lost: start its scheduler and workers again, then run again with --resume")


def _same_version(client: Any) -> None:
    """Raises `StageError` if a worker has another papercut, or none."""
    from papercut.version import __version__

    try:
        found = client.run(_version)
    except Exception as error:
        raise StageError(f"the workers of the cluster have no papercut: {error}") from error
    other = {where: version for where, version in found.items() if version != __version__}
    if other:
        where, version = next(iter(other.items()))
        raise StageError(f"the worker {where} has papercut {version}, not {__version__}")


def _version() -> str:
    from papercut.version import __version__

    return __version__
