"""A round: runs of a small batch that are disturbed, one that is not, and what must hold then."""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from disturbed.forked_runs import NAME, SEAM, ForkedRun
from disturbed.output_content import Fault, content
from papercut.batches.report import report
from papercut.batches.work.page_cache import WRITTEN

ROOT = Path(__file__).resolve().parents[2]
LONG = 180.0
"""Seconds after which a run of a small batch hangs."""
CODES = {0, 1, 3, 4, 5, 130}
"""The documented exit codes of a batch that was begun as it should be."""
WAYS = ("--resume", "wait for it", "choose", "give", "set ", "start", "move it away", "make room", "raise")
"""One of these says what to do, in the lines of a run that came to no good end."""
FILES = re.compile(r"/|descriptor|memory|scheduler|cluster|process")
"""One of these names what is wrong."""


OURS: set[int] = set()
"""Processes that go on from round to round."""


class Ended(NamedTuple):
    """A run that came to its end."""

    code: int
    said: str

    @property
    def killed(self) -> bool:
        return self.code < 0

    @property
    def refused(self) -> bool:
        return self.code not in (0, 1) and not self.killed


@dataclass
class Round:
    """What a disturbance is given: where to run what, and random numbers of its own."""

    work: Path
    pages: Path
    to: str
    usual: float
    rolls: random.Random
    out: str = ""
    engine: str = "local"
    jobs: int = 1
    more: tuple[str, ...] = ()
    """Options of the disturbed runs alone."""
    env: dict[str, str] = field(default_factory=dict)
    """Variables of the disturbed runs alone."""
    base: dict[str, str] = field(default_factory=dict)
    """Variables of all runs."""
    command: tuple[str, ...] = (sys.executable, "-m", "papercut")
    struck: bool = True
    """Whether the disturbance met a run that was under way; if not, the round does not count."""
    changed: bool = False
    """Whether the inputs are others than those of the undisturbed run."""
    found: Callable[[], dict[str, str]] | None = None
    """What stands in an output that is no folder or database of this machine."""
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.out = self.out or str(self.work / ("out.db" if self.to == "sqlite" else "out"))
        (self.work / "tmp").mkdir(parents=True, exist_ok=True)

    @property
    def tmp(self) -> Path:
        return self.work / "tmp"

    fresh: bool = True
    """Whether runs are processes of their own from the start, and no copies of this one (`forked_runs`)."""

    def begin(
        self, resume: bool, *, disturbed: bool = True, out: str = "", **popen: Any
    ) -> subprocess.Popen[bytes] | ForkedRun:
        """Begin a run, in a session of its own."""
        args = [*self.command, "batch", str(self.pages), "-o", out or self.out, "--to", self.to, "-j", str(self.jobs)]
        if disturbed:
            args += [*(("--engine", self.engine) if self.engine != "local" else ()), *self.more]
            if "--scheduler" in args:
                del args[args.index("-j") : args.index("-j") + 2]
        args += ["--resume"] * resume
        self.said.append(f"{'disturbed' if disturbed else 'calm'}: {' '.join(args[len(self.command) :])}")
        if not (self.fresh and disturbed) and "://" not in self.out:
            return ForkedRun(args[len(self.command) :], self.environment(disturbed), self.work)
        return subprocess.Popen(
            args, env=self.environment(disturbed), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, start_new_session=True, cwd=self.work, **popen,
        )  # fmt: skip

    def environment(self, disturbed: bool = False) -> dict[str, str]:
        env = {**os.environ, "PAPERCUT_LANG": "en", "PYTHONUTF8": "1", "TMPDIR": str(self.tmp)}
        env = {**env, **self.base}
        if disturbed and self.env:
            env.update(self.env, PYTHONPATH=os.pathsep.join((str(SEAM), os.environ.get("PYTHONPATH", ""))).strip(":"))
        return env

    def wait(self, run: subprocess.Popen[bytes] | ForkedRun) -> Ended:
        """What became of a run. Raises `Fault` if it hangs, or ends in a way that is not documented."""
        try:
            _, stderr = run.communicate(timeout=LONG)
        except subprocess.TimeoutExpired:
            end_all()
            run.communicate()
            raise Fault(f"the run hangs for {LONG:.0f} seconds") from None
        ended = Ended(run.returncode, stderr.decode("utf-8", "replace"))
        self.said.append(f"  {ended.code}: {ended.said.strip()[-1500:]}")
        if "Traceback" in ended.said:
            raise Fault("a traceback")
        if ended.killed:
            # before papercut is loaded it cannot catch what the system does with SIGTERM
            if ended.code != -signal.SIGKILL and (ended.code != -signal.SIGTERM or ended.said):
                raise Fault(f"ended by signal {-ended.code}")
            return ended
        if ended.code not in CODES:
            raise Fault(f"exit code {ended.code}")
        if "itself failed" in ended.said:
            raise Fault("papercut itself failed")
        if ended.refused and ended.code != 130:
            errors = [row for row in ended.said.splitlines() if "error:" in row]
            if len(errors) != 1 or not FILES.search(errors[0]):
                raise Fault(f"{len(errors)} lines say what is wrong")
            if not any(way in ended.said for way in WAYS):
                raise Fault("no line says what to do")
        return ended

    def moment(self) -> None:
        """Wait for a random moment of a run."""
        time.sleep(self.usual * self.rolls.uniform(0.1, 1.0))


def children(pid: int) -> list[int]:
    """The processes that a process has begun, and theirs."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found[1:]


def is_worker(pid: int) -> bool:
    """Whether a process does pages."""
    try:
        if Path(f"/proc/{pid}/comm").read_bytes().strip() == NAME:
            return True
        return b"work.worker_process" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def of_round() -> list[int]:
    """The processes of a round that are there; those that have ended are taken note of."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    return [pid for pid in children(os.getpid()) if pid not in OURS]


def end_all() -> None:
    """Kill all processes of a round."""
    for pid in of_round():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


STATUS = (
    "to", "shards", "inputs", "left", "pages", "articles", "same", "kept", "passed", "confidence", "characters",
    "aside", "reasons", "without_text", "formats", "duplicates", "empty",
)  # fmt: skip


def status(given: Round, out: str = "") -> Mapping[str, Any]:
    """What `papercut status` says that does not depend on time."""
    if given.rolls.random() < 0.2 or "://" in given.out:
        told = subprocess.run(
            [sys.executable, "-m", "papercut", "status", out or given.out, "--to", "json"], capture_output=True,
            env=given.environment(), timeout=LONG,
        )  # fmt: skip
        if told.returncode:
            raise Fault(f"papercut status: {told.stderr.decode()}")
        found = json.loads(told.stdout)
    elif (found := report(out or given.out, None)) is None:  # the same, without another process
        raise Fault(f"papercut status: {out or given.out} is no output of papercut batch")
    failures = [(row["name"], row["page"], row["reason"], row["text"]) for row in found["failures"]]
    return {**{key: found[key] for key in STATUS}, "failures": sorted(failures, key=str)}


class Wanted(NamedTuple):
    """What an undisturbed run gives."""

    code: int
    content: dict[str, str]
    status: Mapping[str, Any]
    seconds: float
    size: int


def undisturbed(given: Round) -> Wanted:
    """Run a batch once, in an output of its own, which is taken away."""
    out = Path(str(given.work / "calm") + (".db" if given.to == "sqlite" else ""))
    begin = time.monotonic()
    ended = given.wait(given.begin(False, disturbed=False, out=str(out)))
    seconds = time.monotonic() - begin
    found = Wanted(
        ended.code, content(out, given.to), status(given, str(out)), seconds,
        sum(p.stat().st_size for p in (out.rglob("*") if out.is_dir() else [out])),
    )  # fmt: skip
    shutil.rmtree(out) if out.is_dir() else out.unlink()
    return found


def judge(given: Round, wanted: Wanted) -> None:
    """Resume what was disturbed, and raise `Fault` where it is not as an undisturbed run would be."""
    if Path(given.out).exists() and given.rolls.random() < 0.2:
        _between(given, wanted)
    ended = given.wait(given.begin(True, disturbed=False))
    if ended.code != wanted.code:
        raise Fault(f"resumed: exit code {ended.code}, not {wanted.code}")
    now = given.found() if given.found is not None else content(Path(given.out), given.to)
    if now != wanted.content:
        other = sorted(key for key in {*now, *wanted.content} if now.get(key) != wanted.content.get(key))
        raise Fault(f"{len(other)} of {len(wanted.content)} differ: {', '.join(other[:5])}")
    told = status(given)
    if told != wanted.status:
        raise Fault(f"status: {[(k, told[k], wanted.status[k]) for k in told if told[k] != wanted.status[k]]}")
    until = time.monotonic() + 15
    while of_round() and time.monotonic() < until:
        time.sleep(0.1)
    if left := of_round():
        names = [Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode() for pid in left]
        raise Fault(f"processes are left: {names}")
    if files := leftovers(given):
        raise Fault(f"files are left: {files}")


def _between(given: Round, wanted: Wanted) -> None:
    """`papercut status` of what a disturbed run left must be right, too: no more than there can be."""
    try:
        told = status(given)
    except Fault as fault:
        if "is no output of papercut batch" in str(fault):  # it was ended before it said what it is
            return
        raise
    if not given.changed and (told["pages"] > wanted.status["pages"] or told["articles"] > wanted.status["articles"]):
        raise Fault(f"status between: {told}")


def stays(path: Path) -> bool:
    """Whether this is a folder of pages that are written, and stay for another time that their shard is done."""
    return path.is_dir() and all(page.name.endswith(WRITTEN) for page in path.iterdir())


def leftovers(given: Round) -> list[str]:
    """Files that a run needed for itself and that are still there."""
    found = [path for path in given.tmp.iterdir() if "papercut" in path.name or "dask" in path.name]
    if "://" in given.out:
        return [path.name for path in found if path.is_file() or any(child.is_file() for child in path.rglob("*"))]
    out = Path(given.out)
    beside = re.compile(r"-journal$|-wal$|-shm$|\.pages$|\.part$")
    found += [path for path in out.parent.iterdir() if path != out and beside.search(path.name) and not stays(path)]
    if out.is_dir():
        own = out / ".papercut"
        found += [path for name in ("tmp", "pages", "pending") if (path := own / name).exists() and not stays(path)]
        found += [path for path in out.rglob("*") if path.suffix in (".part", ".tmp")]
    return [str(path.relative_to(given.work)) for path in found]
