"""What happens to the runs of `benchmarks/kills.py`: each function is one kind, which disturbs one or two runs of a
round and gives what became of them. What is broken is mended again when it returns."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from disturbed.rounds import Ended, Round, children, is_worker
from disturbed.small_batches import change_batch

FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
OVERRIDE = (1, 2)
"""The rights of root to read and write whatever the rights of a file say."""
DROP = 24
"""`PR_CAPBSET_DROP` of Linux."""

MOST = 4
"""Runs of a round that are disturbed, one after the other."""

Kind = Callable[[Round], list[Ended]]


def is_root() -> bool:
    return os.geteuid() == 0


def attempts(given: Round, once: Callable[[bool], list[Ended]]) -> list[Ended]:
    """Disturb a run, and mostly also some of those that resume it."""
    ended = once(False)
    while len(ended) < MOST and given.rolls.random() < 0.65:
        ended += once(True)
    return ended


def signalled(given: Round, numbers: tuple[int, ...], whom: Callable[[int], list[int]]) -> list[Ended]:
    """Send a signal to some processes of a run at a random moment."""

    def once(resume: bool) -> list[Ended]:
        run = given.begin(resume)
        given.moment()
        pids = whom(run.pid) if run.poll() is None else []
        given.struck = given.struck and (bool(pids) or resume)
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, given.rolls.choice(numbers))
        return [given.wait(run)]

    return attempts(given, once)


def kill_driver(given: Round) -> list[Ended]:
    """kill -9 of the run"""
    return signalled(given, (signal.SIGKILL,), lambda pid: [pid])


def kill_worker(given: Round) -> list[Ended]:
    """kill -9 of a process for pages"""

    def one(pid: int) -> list[int]:
        found = [child for child in children(pid) if is_worker(child)]
        return [given.rolls.choice(found)] if found else []

    return signalled(given, (signal.SIGKILL,), one)


def kill_all(given: Round) -> list[Ended]:
    """kill -9 of all processes at once"""
    return signalled(given, (signal.SIGKILL,), lambda pid: [pid, *children(pid)])


def terminate(given: Round) -> list[Ended]:
    """SIGTERM or Ctrl-C"""
    return signalled(given, (signal.SIGTERM, signal.SIGINT), lambda pid: [pid])


def _at_step(given: Round, error: int) -> list[Ended]:
    role = given.rolls.choice(("driver", "worker"))
    most = 1.6 if role == "driver" else {"json": 2.9, "jsonl": 2.4}.get(given.to, 2.2)

    def once(resume: bool) -> list[Ended]:
        mark = given.work / f"struck-{len(given.said)}"
        step = round(10 ** given.rolls.uniform(0, most))
        given.env = {
            "KILLS_STEP": str(step), "KILLS_ROLE": role, "KILLS_ROOT": str(given.work), "KILLS_MARK": str(mark),
            "KILLS_ERROR": str(error),
        }  # fmt: skip
        given.said.append(f"step {step} of a {role}, error {error}")
        ended = given.wait(given.begin(resume))
        given.struck = given.struck and (mark.exists() or resume)
        given.env = {}
        return [ended]

    return attempts(given, once)


def kill_step(given: Round) -> list[Ended]:
    """kill -9 just before a file is written, moved or removed"""
    return _at_step(given, 0)


def error_step(given: Round) -> list[Ended]:
    """disk full, I/O error or read-only from one file on"""
    return _at_step(given, given.rolls.choice((errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT)))


@contextlib.contextmanager
def small_disk(place: Path, size: int) -> Iterator[None]:
    """A file system of so many bytes at a place."""
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "papercut-kills", place], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def full_disk(given: Round) -> list[Ended]:
    """a disk that gets full, of the output or of temporary files"""
    size = int(given.rolls.uniform(8 << 10, given.rolls.choice((64 << 10, 512 << 10, 3 << 20))))
    if not is_root():

        def small() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size // 8, size // 8))
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

        return attempts(given, lambda resume: [given.wait(given.begin(resume, preexec_fn=small))])
    disk = given.work / "disk"
    own = given.rolls.random() < 0.75
    kept = given.work / Path(given.out).name
    with small_disk(disk, size):
        if own:
            given.out = str(disk / kept.name)
        else:
            given.base["TMPDIR"] = str(disk)
        ended = attempts(given, lambda resume: [given.wait(given.begin(resume))])
        given.said.append(f"a disk of {size} bytes for {'the output' if own else 'temporary files'}")
        given.struck = any(one.code for one in ended)
        given.base.pop("TMPDIR", None)
        given.out = str(kept)
        for path in disk.iterdir():  # the output goes on where there is room
            if own:
                copied = given.work / path.name
                shutil.copytree(path, copied, symlinks=True) if path.is_dir() else shutil.copy2(path, copied)
            elif "papercut" in path.name:
                given.said.append(f"left on the full disk: {path.name}")
    return ended


def _without_override() -> None:
    """Take the rights of root over files from a process that is about to begin."""
    if is_root():
        libc = ctypes.CDLL(None)
        for right in OVERRIDE:
            libc.prctl(DROP, right, 0, 0, 0)


def read_only(given: Round) -> list[Ended]:
    """a folder that may no longer be written, for a user who is not root"""
    out = Path(given.out)
    top = given.rolls.choice((out, out, given.tmp))
    if given.to == "sqlite" and top == out:
        top = given.work
    at_once = given.rolls.random() < 0.2

    def once(resume: bool) -> list[Ended]:
        run = None
        if not at_once:
            run = given.begin(resume, preexec_fn=_without_override)
            given.moment()
            given.struck = given.struck and (run.poll() is None or resume)
        _write_right(given, top, False)
        try:
            return [given.wait(run or given.begin(resume, preexec_fn=_without_override))]
        finally:
            _write_right(given, top, True)

    return attempts(given, once)


def _write_right(given: Round, top: Path, given_back: bool) -> None:
    folders = [top, *(path for path in top.rglob("*") if path.is_dir() and top != given.work)] if top.exists() else []
    for folder in folders if folders else [given.work]:
        with contextlib.suppress(FileNotFoundError):
            folder.chmod(0o755 if given_back else 0o555)
    if given_back:
        given.work.chmod(0o755)
    if given.to == "sqlite" and Path(given.out).exists():
        Path(given.out).chmod(0o644 if given_back else 0o444)


def _limited(given: Round, kind: int, most: Callable[[], int], said: Callable[[int], str]) -> list[Ended]:
    """Runs under a limit of the system, drawn anew for each."""

    def once(resume: bool) -> list[Ended]:
        own = most()
        given.said.append(said(own))
        return [given.wait(given.begin(resume, preexec_fn=lambda: resource.setrlimit(kind, (own, own))))]

    ended = attempts(given, once)
    given.struck = any(one.code for one in ended)
    return ended


def descriptors(given: Round) -> list[Ended]:
    """out of file descriptors"""
    rolls = given.rolls
    return _limited(
        given, resource.RLIMIT_NOFILE, lambda: rolls.choice((rolls.randint(5, 16), rolls.randint(5, 40))),
        lambda most: f"{most} descriptors",
    )  # fmt: skip


def memory(given: Round) -> list[Ended]:
    """a process for pages, or all, without memory"""
    if given.rolls.random() < 0.3:
        return _limited(
            given, resource.RLIMIT_AS, lambda: given.rolls.randint(60, 400) << 20,
            lambda most: f"{most >> 20} MB of address space",
        )  # fmt: skip

    def one(resume: bool) -> list[Ended]:
        run = given.begin(resume)
        given.moment()
        found = [pid for pid in children(run.pid) if is_worker(pid)]
        for pid in found:
            with contextlib.suppress(OSError, IndexError, ValueError):
                pages = int(Path(f"/proc/{pid}/statm").read_text().split()[0])
                most = pages * resource.getpagesize() + (given.rolls.randint(0, 8 << 20))
                resource.prlimit(pid, resource.RLIMIT_AS, (most, most))
        given.struck = given.struck and (bool(found) or resume)
        return [given.wait(run)]

    return attempts(given, one)


def clock(given: Round) -> list[Ended]:
    """the clock turned back or on in the middle of a run, which is then killed"""
    wrong = given.work / "clock"
    shift = given.rolls.choice((-1, 1)) * round(10 ** given.rolls.uniform(1, 8))
    wrong.write_text("+0")
    given.env = {"KILLS_CLOCK": str(wrong)}
    if FAKETIME is not None:
        given.env = {
            "LD_PRELOAD": str(FAKETIME), "FAKETIME_TIMESTAMP_FILE": str(wrong), "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }  # fmt: skip
    given.said.append(f"a clock wrong by {shift} s")
    run = given.begin(False)
    given.moment()
    given.struck = run.poll() is None
    new = given.work / "clock.new"
    new.write_text(f"{shift:+d}")
    new.replace(wrong)
    if given.rolls.random() < 0.5:
        given.moment()
        run.kill()
    ended = [given.wait(run)]
    if given.rolls.random() < 0.5:
        wrong.write_text(f"{-shift:+d}")
        ended.append(given.wait(given.begin(True)))
    return ended


def changed(given: Round) -> list[Ended]:
    """inputs changed, gone or new, while a run goes on or between two"""
    pages = given.work / "pages"
    shutil.copytree(given.pages, pages)
    given.pages, given.changed = pages, True
    before = given.work / "before"
    shutil.copytree(pages, before)
    run = given.begin(False)
    given.moment()
    given.struck = run.poll() is None
    change_batch(pages, given.rolls)
    if given.rolls.random() < 0.4:
        given.moment()
        run.kill()
    ended = [given.wait(run)]
    then = given.rolls.random()
    if then < 0.3:  # they come back as they were: what was made of the others must go
        shutil.rmtree(pages)
        before.rename(pages)
    elif then < 0.7:
        change_batch(pages, given.rolls)
    return ended


def two_runs(given: Round) -> list[Ended]:
    """two runs at once, one of them perhaps killed"""
    resume = given.rolls.random() < 0.5
    first = given.begin(resume)
    time.sleep(given.usual * given.rolls.choice((0, given.rolls.random())))
    second = given.begin(resume)
    if given.rolls.random() < 0.4:
        given.moment()
        given.rolls.choice((first, second)).kill()
    ended = [given.wait(first), given.wait(second)]
    if not any(one.code in (0, 1) or one.killed for one in ended):
        raise AssertionError("neither run went on")
    return ended
