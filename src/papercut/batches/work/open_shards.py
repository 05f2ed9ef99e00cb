"""What is being done: shards that are begun, and their inputs, with the pages that are still to be given out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from papercut.batches.outputs.by_name import sink_of
from papercut.batches.records import Failure, Input, Manifest, Shard
from papercut.batches.work.worker_process import Job
from papercut.errors import PapercutError

SMALL = 1 << 20
"""Bytes of a file that is most likely one page."""


@dataclass(frozen=True)
class Outcome:
    """What became of a shard: its manifest, or why the run cannot go on."""

    shard: Shard
    manifest: Manifest | None
    error: PapercutError | None = None


@dataclass(eq=False)
class OpenShard:
    """A shard that is begun."""

    shard: Shard
    left: int = 0
    """Inputs of which pages are still to be done."""
    inputs: list[OpenInput] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    again: int = 0
    """How often its writing failed."""

    def add(self, given: Input, key: str, kept: set[int]) -> OpenInput:
        """An input of it, of which these pages are done."""
        doing = OpenInput(given, key, self, kept, max(kept, default=0), finished=len(kept))
        self.left += 1
        self.inputs.append(doing)
        return doing


@dataclass(eq=False)
class OpenInput:
    """An input of an open shard."""

    given: Input
    key: str
    open: OpenShard
    kept: set[int]
    """Pages that are done, by this run or an earlier one."""
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
    deaths: Counter[int] = field(default_factory=Counter)
    unfound: set[int] = field(default_factory=set)
    """Pages over which a process ended before it had found them in the file."""

    def did(self, number: int, failures: Sequence[Failure], *, ended: bool, done: bool) -> None:
        """What became of a page: it is done, or failed, or, where the file has `ended`, is not there."""
        self.flying -= 1
        self.finished += done
        if done:
            self.kept.add(number)
        known = set(self.open.failures)
        self.open.failures += [failure for failure in failures if failure not in known]
        if done or failures:
            self.begun = max(self.begun, number)
        if ended:
            last = max(self.begun, number - 1)
            self.count = last if self.count is None else min(self.count, last)

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
    def several(self) -> bool:
        """Whether it has several pages, or may well have: most small files are one page, and no other process need be
        started to find that out."""
        return self.count is not None or self.begun > 1 or self.given.size > SMALL

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


def write_failed_shard(shard: Shard, job: Job, text: str) -> Manifest:
    """Write a shard of which nothing can be done: all of its inputs are failures. Raises `OutputError` if it cannot be
    written."""
    writer = sink_of(job.out, job.settings.to, job.settings.parts).writer(shard)
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
