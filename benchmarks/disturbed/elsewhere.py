"""What happens to other machines that a run needs: a dask cluster, an object store."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path

from disturbed.object_store import BUCKET, COMMAND, STALE, Store
from disturbed.output_content import Fault, stored
from disturbed.rounds import OURS, Ended, Round, children, is_worker, status


def dask_worker(given: Round) -> list[Ended]:
    """kill -9 of a process of the dask cluster of this machine"""
    given.engine, given.jobs = "dask", 2
    run = given.begin(False)
    until = time.monotonic() + 60
    while not any(map(is_worker, children(run.pid))) and run.poll() is None and time.monotonic() < until:
        time.sleep(0.1)
    time.sleep(given.usual * given.rolls.random())
    found = [pid for pid in children(run.pid) if not _is_tracker(pid)] if run.poll() is None else []
    given.struck = bool(found)
    if found:
        victim = given.rolls.choice([*found, run.pid])
        with contextlib.suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)
    return [given.wait(run)]


def _is_tracker(pid: int) -> bool:
    """Whether a process is Python's own tracker of semaphores, which does nothing of a batch; the next one that Python
    begins writes tracebacks."""
    try:
        return b"resource_tracker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def dask_scheduler(given: Round) -> list[Ended]:
    """kill -9 of the dask scheduler, or of all its workers"""
    told = given.work / "scheduler.json"
    begin = ["-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": given.environment(), "cwd": given.tmp}
    own = {"env": {**given.environment(), "TMPDIR": str(given.work)}}  # what the scheduler leaves is none of papercut's
    scheduler = subprocess.Popen([*given.command[:1], *begin, "--scheduler-file", str(told)], **{**quiet, **own})
    scratch = ["--local-directory", str(given.work)]
    work = ["-m", "distributed.cli.dask_worker", *scratch, "--scheduler-file", str(told)]
    work += ["--nthreads", "1", "--no-dashboard"]
    worker = subprocess.Popen([*given.command[:1], *work, "--no-nanny"], **quiet)
    try:
        given.engine, given.more = "dask", ("--scheduler", _address(told))
        run = given.begin(False)
        until = time.monotonic() + 60
        while not any(map(is_worker, children(worker.pid))) and run.poll() is None and time.monotonic() < until:
            time.sleep(0.1)
        time.sleep(given.usual * given.rolls.random())
        given.struck = run.poll() is None
        victim = given.rolls.choice((scheduler, scheduler, worker))
        victim.kill()
        if victim is worker:  # nobody is left to do the work: the user ends the run
            time.sleep(2)
            run.send_signal(signal.SIGINT)
        return [given.wait(run)]
    finally:
        given.engine, given.more = "local", ()
        for process in (scheduler, worker):
            process.kill()
            process.wait()


def store(given: Round) -> list[Ended]:
    """an object store: the run killed, its lock met, or the store gone in the middle"""
    there = _store()
    place = f"{BUCKET}/{given.work.name}"
    given.out, given.command = f"s3://{place}", COMMAND
    given.base.update(there.env)
    there.open()
    cut = given.rolls.random() < 0.4
    run = given.begin(False)
    time.sleep(2.0 + 2 * given.usual * given.rolls.random())
    given.struck = run.poll() is None
    if cut:
        there.cut()
    else:
        run.kill()
    ended = [given.wait(run)]
    there.open()
    OURS.update(there.pids())
    if cut and given.struck and not ended[0].refused and status(given)["left"]:
        raise Fault("a run whose store was gone did not say so")
    if any("/locks/" in path for path in there.system().find(place)):  # from a store that is gone none can be taken
        ended.append(given.wait(given.begin(True)))
        if not ended[-1].refused:
            raise Fault("a lock that is not old was not heeded")
    time.sleep(STALE + 1)

    def found() -> dict[str, str]:
        kept = [path for path in there.system().find(place) if re.search("/.papercut/(locks|pending|tmp|pages)/", path)]
        if kept:
            raise Fault(f"objects are left: {kept}")
        return stored(there.system(), place)

    given.found = found
    return ended


STORES: list[Store] = []
"""The one store of all rounds, once there is one."""


def _store() -> Store:
    if not STORES:
        STORES.append(Store())
    STORES[0].open()
    OURS.update(STORES[0].pids())
    return STORES[0]


def _address(told: Path) -> str:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with contextlib.suppress(OSError, ValueError):
            return str(json.loads(told.read_text())["address"])
        time.sleep(0.1)
    raise AssertionError("the scheduler does not begin")
