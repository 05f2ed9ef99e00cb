"""Who does what next: pages are given out one by one, and a shard is written when all of its pages are there.

Each thread of a desk watches over a process of its own. A page is given out once the one before it is known to exist,
so that several processes may work on one file; as long as there is another file, each stays with its own. A page that
kills its process twice, or takes too long or too much memory, is left out; so is a shard whose process dies three times
while it is linked and written.
"""

from __future__ import annotations

import atexit
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

from papercut.batch.kept import Kept, Keys, folder_of
from papercut.batch.model import Failure, Input, Manifest, Shard
from papercut.batch.sinks import sink_of
from papercut.batch.unpacked import Unpacked
from papercut.batch.worker import MEMORY, Died, Job, Process
from papercut.errors import InputError, PapercutError, StageError

DEATHS, WRITES, STARTS = 2, 3, 3
"""How often a process may die over a page, over the writing of a shard, and before it has begun."""


@dataclass(frozen=True)
class Outcome:
    """What became of a shard: its manifest, or why the run cannot go on."""

    shard: Shard
    manifest: Manifest | None
    error: PapercutError | None = None


@dataclass(eq=False)
class _Open:
    """A shard that is begun."""

    shard: Shard
    left: int = 0
    """Inputs of which pages are still to be done."""
    keys: dict[str, str] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    again: int = 0
    """How often its writing failed."""


@dataclass(eq=False)
class _Doing:
    """An input of an open shard."""

    given: Input
    key: str
    open: _Open
    kept: frozenset[int]
    """Pages that an earlier run has done."""
    begun: int = 0
    """The last page that is known to be there."""
    count: int | None = None
    """How many there are, if that is known."""
    next: int = 1
    """The first page that nobody has taken."""
    again: list[int] = field(default_factory=list)
    """Pages to be tried once more."""
    flying: int = 0
    finished: int = 0
    failed: bool = False
    deaths: Counter[int] = field(default_factory=Counter)

    def take(self) -> int | None:
        """A page to be done, if one can be given out."""
        if self.again:
            self.flying += 1
            return self.again.pop()
        while self.next in self.kept:
            self.next += 1
        if self.next > self.begun + 1 or (self.count is not None and self.next > self.count):
            return None
        self.next += 1
        self.flying += 1
        return self.next - 1

    @property
    def unfinished(self) -> bool:
        """Whether there are, or may be, pages that are not done."""
        while self.next in self.kept:
            self.next += 1
        return bool(self.flying or self.again or self.count is None or self.next <= self.count)

    @property
    def part(self) -> float:
        """How much of it is done, as far as one can know."""
        return self.finished / max(self.count or 0, self.finished + 1)


class Desk:
    """The shards of a run, and what is to be done for each. `moved` is told after each page how many inputs are done,
    those begun in part; `stop` says whether nothing is to be begun any more."""

    def __init__(
        self, shards: Iterator[Shard], job: Job, *, moved: Callable[[float], None] | None = None,
        stop: Callable[[], bool] = lambda: False, unpacked: Unpacked | None = None,
    ) -> None:  # fmt: skip
        self.shards, self.job, self.moved, self._stop = shards, job, moved, stop
        self.kept = Kept(folder_of(job.out, job.settings.to))
        self.keys = Keys(job.settings)
        self.unpacked = unpacked or Unpacked()
        self.outcomes: deque[Outcome] = deque()
        self.error: Exception | None = None
        self._inputs: deque[_Doing] = deque()
        self._doing: list[_Doing] = []
        self._writes: deque[_Open] = deque()
        self._open = self._done = self._starts = 0
        self._change = threading.Condition()

    @property
    def stopped(self) -> bool:
        """Whether nothing is to be begun any more."""
        return self.error is not None or self._stop()

    def work(self, process: Process | None = None) -> Process | None:
        """Do what is to be done until there is nothing more; the process that is left over. Any number of threads may
        do this at once. What ends the run is in `error`."""
        own: _Doing | None = None
        try:
            while (task := self._next(own)) is not None:
                process = self._started(process, task)
                if process is None:
                    own = None
                elif isinstance(task, _Open):
                    own, process = None, self._write(task, process)
                else:
                    own, process = task[0], self._page(*task, process)
        except Exception as error:
            with self._change:
                self.error = self.error or error
                self._change.notify_all()
        return process

    # what is next

    def _next(self, own: _Doing | None) -> _Open | tuple[_Doing, int] | None:
        with self._change:
            while not self.stopped:
                if self._writes:
                    return self._writes.popleft()
                if own is not None and (number := own.take()) is not None:
                    return own, number
                if self._inputs or self._opened():
                    if self._inputs:
                        own = self._inputs.popleft()
                        self._doing.append(own)
                        if not own.unfinished:
                            self._over(own)
                    continue
                for doing in self._doing:  # help with a file that another has begun
                    if (number := doing.take()) is not None:
                        return doing, number
                if not self._open:
                    break
                self._change.wait(0.2)
            self._change.notify_all()
            return None

    def _opened(self) -> bool:
        """Begin the next shard; whether there is one."""
        shard = next(self.shards, None)
        if shard is None:
            return False
        self._open += 1
        self._begin(_Open(shard))
        return True

    def _begin(self, opened: _Open) -> None:
        for given in opened.shard.inputs:
            if not given.same_as:
                key = opened.keys[given.name] = self.keys.of(given)
                kept = frozenset(self.kept.numbers(key))
                doing = _Doing(given, key, opened, kept, max(kept, default=0), self.kept.end(key))
                doing.finished = len(kept)
                opened.left += 1
                self._inputs.append(doing)
        if not opened.left:
            self._writes.append(opened)

    def _started(self, process: Process | None, task: _Open | tuple[_Doing, int]) -> Process | None:
        """A process that lives; if none can be had the task is put back."""
        if process is not None and process.child.poll() is None:
            return process
        if process is not None:
            process.end()
        try:
            return Process(self.job)
        except Died as death:
            with self._change:
                self._starts += 1
                if isinstance(task, _Open):
                    self._writes.appendleft(task)
                else:
                    self._put_back(*task)
                if self._starts >= STARTS and not self.stopped:
                    raise StageError("the process that does the pages cannot start, or dies at once") from death
            return None

    # a page

    def _page(self, doing: _Doing, number: int, process: Process) -> Process | None:
        there = False

        def begun(page: int, count: int | None) -> None:
            nonlocal there
            there = True
            with self._change:
                doing.begun = max(doing.begun, page)
                doing.count = count if doing.count is None else doing.count
                self._change.notify_all()

        try:
            with self.unpacked.folders(doing.given) as folders:
                said = process.page(doing.given, doing.key, number, folders, begun)
        except Died as death:
            if not self.stopped:
                self._died(doing, number, there, death)
            return None
        failures = [Failure(*failure) for failure in said["failures"]]
        self._did(doing, number, failures, ended=said["ended"], done=said["done"])
        return process

    def _died(self, doing: _Doing, number: int, there: bool, death: Died) -> None:
        """The process died over a page, which is `there` if it was begun: else the file cannot be read up to it."""
        doing.deaths[number] += 1
        before = "" if there else ", before it was found in the file"
        if death.late:
            seconds = f"{self.job.timeout:g} second{'' if self.job.timeout == 1 else 's'}"
            text = f"the page took longer than {seconds}{before}"
        elif death.large:
            text = f"the page took more than {MEMORY >> 30} GB of memory{before}"
        elif doing.deaths[number] >= DEATHS:
            text = f"its process died over the page, twice{before}"
        else:
            with self._change:
                self._put_back(doing, number)
            return
        failure = Failure(doing.given.name, number, "timeout" if death.late else "crashed", text)
        self._did(doing, number, [failure], ended=not there, done=False)

    def _put_back(self, doing: _Doing, number: int) -> None:
        doing.flying -= 1
        doing.again.append(number)
        self._change.notify_all()

    def _did(self, doing: _Doing, number: int, failures: list[Failure], *, ended: bool, done: bool) -> None:
        """What became of a page: it is done, or failed, or, where the file has `ended`, is not there."""
        with self._change:
            doing.flying -= 1
            doing.finished += done
            doing.failed = doing.failed or bool(failures)
            known = set(doing.open.failures)
            doing.open.failures += [failure for failure in failures if failure not in known]
            if done or failures:
                doing.begun = max(doing.begun, number)
            if ended:
                last = max(doing.begun, number - 1)
                doing.count = last if doing.count is None else min(doing.count, last)
            if not doing.unfinished:
                self._over(doing)
            if self.moved is not None:
                self.moved(self._done + sum(other.part for other in self._doing))
            self._change.notify_all()

    def _over(self, doing: _Doing) -> None:
        """All pages of an input are done."""
        if doing not in self._doing:
            return
        self._doing.remove(doing)
        self._done += 1
        if not doing.failed:
            self.kept.end(doing.key, doing.count)
        doing.open.left -= 1
        if not doing.open.left:
            self._writes.append(doing.open)

    # a shard

    def _write(self, opened: _Open, process: Process) -> Process | None:
        failures = sorted(opened.failures, key=lambda failure: (failure.name, failure.page or 0, failure.text))
        shard = opened.shard
        try:
            rows = process.shard(shard, opened.keys, failures)
        except Died:
            if not self.stopped:
                self._try_again(opened, f"its process died {WRITES} times while its files were linked and written")
            return None
        except InputError as error:  # a page that was kept is damaged
            for key in opened.keys.values():
                self.kept.drop(key)
            self._try_again(opened, str(error))
            return process
        self._close(opened, Manifest(shard.id, shard.key, rows))
        return process

    def _try_again(self, opened: _Open, text: str) -> None:
        opened.again += 1
        if opened.again >= WRITES:
            self._close(opened, given_up(opened.shard, self.job, text))
            return
        with self._change:
            if all(self.kept.numbers(key) for key in opened.keys.values()):
                self._writes.append(opened)
            else:
                opened.keys, opened.failures = {}, []
                self._begin(opened)
            self._change.notify_all()

    def _close(self, opened: _Open, manifest: Manifest) -> None:
        for key in opened.keys.values():
            self.kept.drop(key)
        with self._change:
            self.outcomes.append(Outcome(opened.shard, manifest))
            self._open -= 1
            self._change.notify_all()


def given_up(shard: Shard, job: Job, text: str) -> Manifest:
    """Write a shard of which nothing can be done: all of its inputs are failures. Raises `OutputError` if it cannot be
    written."""
    writer = sink_of(job.out, job.settings.to).writer(shard)
    rows: list[dict[str, object]] = []
    for given in shard.inputs:
        if given.same_as:
            writer.twin(given)
            rows.append({"name": given.name, "stamp": given.stamp, "same_as": given.same_as})
        else:
            writer.failure(Failure(given.name, None, "crashed", text))
            rows.append({"name": given.name, "stamp": given.stamp, "page": None, "reason": "crashed", "text": text})
    writer.commit(rows)
    return Manifest(shard.id, shard.key, rows)


def run_shard(shard: Shard, job: Job) -> Outcome:
    """Do a shard in this thread's process, whatever happens to that; the output holds it when this returns."""
    desk = Desk(iter([shard]), job, unpacked=_shared())
    process: Process | None = getattr(_own, "process", None)
    if process is not None and process.job != job:
        process.end()
        process = None
    _own.process = desk.work(process)
    if desk.outcomes:
        return desk.outcomes[0]
    if isinstance(desk.error, PapercutError):
        return Outcome(shard, None, desk.error)
    return Outcome(shard, None, StageError(f"{type(desk.error).__name__}: {desk.error}"))


_own = threading.local()


@cache
def _shared() -> Unpacked:
    """Archives that were unpacked for the shards of this machine's cluster worker."""
    found = Unpacked()
    atexit.register(found.close)
    return found
