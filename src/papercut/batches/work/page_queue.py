"""Who does what next: pages are given out one by one, and a shard is written when all of its pages are there.

Each thread of a desk watches over a process of its own. A page is given out once the one before it is known to exist,
so that several processes may work on one file; as long as there is another file, each stays with its own. Where many
small files wait, the first pages of several of one shard are given out at once, so that no process waits for its next
page; should one have more pages, or its process die, those behind it are given out anew. A page that kills its process
twice, or takes too long or too much memory, is left out; so is a shard whose process dies three times while it is
written.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack

from papercut.batches.inputs.unpacked_tars import UnpackedArchives
from papercut.batches.records import Failure, Manifest, Shard
from papercut.batches.work.open_shards import OpenInput, OpenShard, Outcome, write_failed_shard
from papercut.batches.work.page_cache import InputKeys, PageCache, folder_of
from papercut.batches.work.worker_process import Job, Process, WorkerDied
from papercut.errors import InputError, StageError

DEATHS, WRITES, STARTS = 2, 3, 3
"""How often a process may die over a page, over the writing of a shard, and before it has begun."""
AT_ONCE = 24
"""Pages that are given out at once, as long as twice as many wait for each process: all of a usual shard."""

Pages = Sequence[tuple[OpenInput, int]]


class PageQueue:
    """The shards of a run, and what is to be done for each. `moved` is told after each page how many inputs are done,
    those begun in part; `stop` says whether nothing is to be begun any more."""

    def __init__(
        self, shards: Iterator[Shard], job: Job, *, moved: Callable[[float], None] | None = None,
        stop: Callable[[], bool] = lambda: False, unpacked: UnpackedArchives | None = None,
    ) -> None:  # fmt: skip
        self.shards, self.job, self.moved, self._stop = shards, job, moved, stop
        self.kept = PageCache(folder_of(job.out, job.settings.to))
        self._there = self.kept.all()
        self.keys = InputKeys(job.settings)
        self.unpacked = unpacked or UnpackedArchives()
        self.jobs = 1
        """How many threads work at once."""
        self.outcomes: deque[Outcome] = deque()
        self.error: Exception | None = None
        self._inputs: deque[OpenInput] = deque()
        self._doing: list[OpenInput] = []
        self._writes: deque[OpenShard] = deque()
        self._open = self._done = self._starts = 0
        self._abandoned = False
        self._change = threading.Condition()

    @property
    def stopped(self) -> bool:
        """Whether nothing is to be begun any more."""
        return self._abandoned or self.error is not None or self._stop()

    def abandon(self) -> None:
        """Begin nothing any more: nobody asks for the outcomes."""
        with self._change:
            self._abandoned = True
            self._change.notify_all()

    def work(self, process: Process | None = None) -> Process | None:
        """Do what is to be done until there is nothing more; the process that is left over. Any number of threads may
        do this at once. What ends the run is in `error`."""
        own: OpenInput | None = None
        try:
            while (task := self._next(own)) is not None:
                process = self._started(process, task)
                if process is None:
                    own = None
                elif isinstance(task, OpenShard):
                    process = self._write(task, process)
                else:
                    own, process = self._pages(task, process)
        except Exception as error:
            with self._change:
                self.error = self.error or error
                self._change.notify_all()
        return process

    # what is next

    def _next(self, own: OpenInput | None) -> OpenShard | Pages | None:
        with self._change:
            while not self.stopped:
                if self._writes:
                    return self._writes.popleft()
                if own is not None and (number := own.take()) is not None:
                    return [(own, number)]
                more = True
                while more and len(self._inputs) < 2 * AT_ONCE * self.jobs:
                    more = self._opened()
                if self._inputs:
                    if some := self._first_pages():
                        return some
                    continue
                for doing in self._doing:  # help with a file that another has begun
                    if (doing.several or not doing.flying) and (number := doing.take()) is not None:
                        return [(doing, number)]
                if not self._open:
                    break
                self._change.wait(0.2)
            self._change.notify_all()
            return None

    def _first_pages(self) -> Pages:
        """The first pages of files that wait, all of one shard; but one of each file that may well have several, and
        none of those all of whose pages are there."""
        most = min(AT_ONCE, len(self._inputs) // (2 * self.jobs))
        some: list[tuple[OpenInput, int]] = []
        while self._inputs:
            doing = self._inputs[0]
            if some and (len(some) >= most or doing.several or doing.open is not some[0][0].open):
                break
            self._doing.append(self._inputs.popleft())
            if not doing.unfinished:
                self._over(doing)
            elif (number := doing.take()) is not None:
                some.append((doing, number))
                if doing.several:
                    break
        return some

    def _opened(self) -> bool:
        """Begin the next shard; whether there is one."""
        shard = next(self.shards, None)
        if shard is None:
            return False
        self._open += 1
        self._begin(OpenShard(shard))
        return True

    def _begin(self, opened: OpenShard) -> None:
        for given in opened.shard.inputs:
            if not given.same_as:
                key = self.keys.of(given)
                self._inputs.append(opened.add(given, key, self._there.pop(key, set())))
        if not opened.left:
            self._writes.append(opened)

    def _started(self, process: Process | None, task: OpenShard | Pages) -> Process | None:
        """A process that lives; if none can be had the task is put back."""
        if process is not None and process.child.poll() is None:
            return process
        if process is not None:
            process.end()
        try:
            return Process(self.job)
        except WorkerDied as death:
            with self._change:
                self._starts += 1
                if isinstance(task, OpenShard):
                    self._writes.appendleft(task)
                else:
                    for doing, number in task:
                        self._put_back(doing, number)
                if self._starts >= STARTS and not self.stopped:
                    raise StageError(
                        "the process that does the pages cannot start, or dies at once: close other programs, or give "
                        "papercut more memory (ulimit -v)"
                    ) from death
            return None

    # a page

    def _pages(self, pages: Pages, process: Process) -> tuple[OpenInput | None, Process | None]:
        """Have pages done; the file to go on with, and the process if it lives."""
        left = deque(pages)
        there = False

        def begun(page: int, count: int | None) -> None:
            nonlocal there
            there = True
            doing, _ = left[0]
            with self._change:
                doing.begun = max(doing.begun, page)
                doing.count = count if doing.count is None else doing.count
                self._change.notify_all()

        own: OpenInput | None = None
        lives: Process | None = process
        asked = [(doing.given, doing.key, number) for doing, number in pages]
        try:
            with ExitStack() as held:
                folders: dict[str, str] = {}
                for doing, _ in pages:
                    folders.update(held.enter_context(self.unpacked.folders(doing.given)))
                for said in process.pages(asked, folders, begun):
                    own, number = left.popleft()
                    there = False
                    failures = [Failure(*failure) for failure in said["failures"]]
                    self._did(own, number, failures, ended=said["ended"], done=said["done"])
        except WorkerDied as death:
            lives = None
            if not self.stopped:
                own, number = left.popleft()
                self._died(own, number, there, death)
        with self._change:
            while left:  # nobody has begun them
                doing, doing.next = left.pop()
                doing.flying -= 1
                self._doing.remove(doing)
                self._inputs.appendleft(doing)
            self._change.notify_all()
        return own, lives

    def _died(self, doing: OpenInput, number: int, there: bool, death: WorkerDied) -> None:
        """The process died over a page, which is `there` if it was begun. If not, the next page is tried all the same,
        since it may stand behind what took so long; the file ends where that is not found either."""
        doing.deaths[number] += 1
        before = "" if there else ", before it was found in the file"
        text = death.cause(self.job.timeout, before, again=doing.deaths[number] >= DEATHS)
        if text is None:
            with self._change:
                self._put_back(doing, number)
            return
        name = doing.given.name
        if not there and number - 1 in doing.unfound and (doing.count is None or number > doing.count):
            with self._change:
                failures = doing.open.failures
                at = next(k for k, f in enumerate(failures) if (f.name, f.page) == (name, number - 1))
                failures[at] = failures[at]._replace(text=f"{failures[at].text}, and so did whatever is behind it")
            self._did(doing, number, [], ended=True, done=False)
            return
        if not there:
            doing.unfound.add(number)
        failure = Failure(name, number, "timeout" if death.late else "crashed", text)
        self._did(doing, number, [failure], ended=False, done=False)

    def _put_back(self, doing: OpenInput, number: int) -> None:
        doing.flying -= 1
        doing.again.append(number)
        self._change.notify_all()

    def _did(self, doing: OpenInput, number: int, failures: list[Failure], *, ended: bool, done: bool) -> None:
        with self._change:
            doing.did(number, failures, ended=ended, done=done)
            if not doing.unfinished:
                self._over(doing)
            if self.moved is not None:
                self.moved(self._done + sum(other.part for other in self._doing))
            self._change.notify_all()

    def _over(self, doing: OpenInput) -> None:
        """All pages of an input are done."""
        if doing not in self._doing:
            return
        self._doing.remove(doing)
        self._done += 1
        doing.open.left -= 1
        if not doing.open.left:
            self._writes.append(doing.open)

    # a shard

    def _write(self, opened: OpenShard, process: Process) -> Process | None:
        failures = sorted(opened.failures, key=lambda failure: (failure.name, failure.page or 0, failure.text))
        shard = opened.shard
        try:
            kept = {doing.given.name: (doing.key, sorted(doing.kept)) for doing in opened.inputs}
            rows = process.shard(shard, kept, failures)
        except WorkerDied:
            if not self.stopped:
                self._try_again(opened, f"its process died {WRITES} times while its files were linked and written")
            return None
        except InputError as error:  # a page that was kept is damaged
            for doing in opened.inputs:
                self.kept.drop(doing.key, doing.kept)
            opened.inputs = []
            self._try_again(opened, str(error))
            return process
        self._close(opened, Manifest(shard.id, shard.key, rows))
        return process

    def _try_again(self, opened: OpenShard, text: str) -> None:
        opened.again += 1
        if opened.again >= WRITES:
            self._close(opened, write_failed_shard(opened.shard, self.job, text))
            return
        with self._change:
            if opened.inputs:
                self._writes.append(opened)
            else:
                opened.failures = []
                self._begin(opened)
            self._change.notify_all()

    def _close(self, opened: OpenShard, manifest: Manifest) -> None:
        for doing in opened.inputs:  # `--resume` does the shard again for an input that failed
            self.kept.written(doing.key, doing.kept, again=bool(opened.failures))
        opened.inputs = []  # they know their shard: without this nothing of it goes before garbage is collected
        with self._change:
            self.outcomes.append(Outcome(opened.shard, manifest))
            self._open -= 1
            self._change.notify_all()
