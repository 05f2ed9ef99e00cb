"""A run: what is out of date is taken away, and what is planned and not done yet is done."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any, Literal

from papercut.batches import temporary_folders
from papercut.batches.inputs.skipped_files import Why
from papercut.batches.outputs.by_name import sink_of
from papercut.batches.plan import Plan
from papercut.batches.records import Input, Settings, Shard, Sink
from papercut.batches.report_file import check_report, write_report
from papercut.batches.run_lock import exclusive_output
from papercut.batches.work.local_engine import run_local
from papercut.batches.work.open_shards import Outcome
from papercut.batches.work.page_cache import InputKeys, PageCache, folder_of, kept_pages
from papercut.batches.work.page_queue import PageQueue
from papercut.batches.work.worker_process import Job, end_all
from papercut.corrections.applied import Corrections
from papercut.errors import OutputError, PapercutError, UsageError

Engine = Literal["local", "dask"]


@dataclass
class Tally:
    """How far a run is: inputs in all, those done before and by this run, pages, articles and failures of this run."""

    inputs: int = 0
    before: int = 0
    done: int = 0
    pages: int = 0
    articles: int = 0
    same: int = 0
    unread: int = 0
    formats: set[str] = field(default_factory=set)
    failures: list[Mapping[str, Any]] = field(default_factory=list)
    failed: int = 0
    kept: int = 0
    """Pages that are done, but wait for others of their shard: another run need not do them."""
    misfits: list[Mapping[str, Any]] = field(default_factory=list)
    """Corrections that no longer fit their page: `{"name", "page", "id", "do", "by", "why"}`."""
    misfit: int = 0
    """How many these are, with those of earlier runs."""
    unmet: int = 0
    """Pages that have corrections and are none of the inputs'."""
    stopped: bool = False
    error: PapercutError | None = None
    report: str = ""
    """Where the report stands, if one was written."""

    def add(self, outcome: Outcome) -> None:
        """Count a shard that has ended."""
        if outcome.manifest is None:
            self.error = self.error or outcome.error
            return
        self.done += len(outcome.shard.inputs)
        for row in outcome.manifest.rows:
            if "reason" in row:
                self.failed += 1
                self.unread += row["reason"] in ("unreadable", "absent")
                if len(self.failures) < 20:
                    self.failures.append(row)
            elif "same_as" in row:
                self.same += 1
            else:
                self.pages += 1
                self.articles += row["articles"]
                self.formats.add(row["format"])
                self.misfit += len(row.get("misfits", ()))
                told = ({"name": row["name"], "page": row["page"], **one} for one in row.get("misfits", ()))
                self.misfits += islice(told, 20 - len(self.misfits))

    @property
    def exit_code(self) -> int:
        """As of any command on several files; 130 for one that was stopped."""
        if self.stopped:
            return 130
        if self.error is not None:
            return self.error.exit_code
        if not self.failed:
            return 1 if self.misfit else 0
        return 3 if self.unread == self.failed and not self.pages and not self.before else 1


@dataclass(frozen=True)
class RunOrder:
    """What a run is told: the output, its settings, and how to go about it."""

    out: str
    settings: Settings
    jobs: int = 1
    engine: Engine = "local"
    scheduler: str | None = None
    resume: bool = False
    force: bool = False
    timeout: float = 300.0
    report: bool = True
    """Whether the run ends with a report."""
    again: tuple[str, ...] = ()
    """The command that goes on, for the report."""
    corrections: Corrections | None = None
    """What people corrected; None if nothing was said of that."""


def run(
    order: RunOrder,
    found: Iterable[Input],
    told: Callable[[Tally], None],
    moved: Callable[[float], None],
    passed: Mapping[Why, int] | None = None,
    did: Callable[[Mapping[str, Any]], None] | None = None,
) -> Tally:
    """Do everything that is not done. `told` is called at the start and after each shard; `moved` after each page, from
    any thread, with how many inputs this run has done, those begun in part. `passed` counts what was passed over when
    all of `found` has been asked for; the output keeps that. `did` is told of each row of a manifest.

    Raises `OutputError` where the output is used already and neither `resume` nor `force` is given, where another run
    writes to it, or it cannot be written, and `InputError` for inputs that are not there.
    """
    sink, before = _sink(order)
    if order.report:
        check_report(order.out, order.settings.to)
    tally = Tally()
    temporary_folders.sweep_folders()
    with _terminable(), Plan(order.settings, order.corrections) as plan, ExitStack() as held:
        tally.inputs = plan.add(found)
        if not tally.inputs:
            return tally
        held.enter_context(exclusive_output(order.out, order.settings.to == "sqlite"))
        left, outdated = tally.inputs, set[str]()
        if before is not None:
            plan.know(sink.manifests(), sink.lacks)
            left = sum(len(shard.inputs) for shard in plan.shards() if order.force or not plan.is_done(shard))
            outdated = set(plan.outdated(order.force))
        earlier = {} if before is None or order.force else before
        told_of = {
            **_kept(order.settings), "passed": dict(passed or {}), "again": order.again, "timeout": order.timeout,
            "inputs": plan.count_all(), "roots": sorted({*earlier.get("roots", ()), *plan.roots}),
            "reviews": earlier.get("reviews", ()),
        }  # fmt: skip
        if order.corrections:
            told_of["corrected"] = True
        sink.start(told_of)
        _make_way(sink, outdated)
        kept = PageCache(folder_of(order.out, order.settings.to))
        if order.force:
            kept.clear()
        job = Job(order.settings, order.out, order.timeout)
        with _interrupted() as stop:

            def halted() -> bool:
                return stop.is_set() or tally.error is not None

            def count(outcome: Outcome) -> None:
                tally.add(outcome)
                for row in outcome.manifest.rows if outcome.manifest is not None else ():
                    plan.meet(row)
                told(tally)
                if did is not None and outcome.manifest is not None:
                    for row in outcome.manifest.rows:
                        did(row)

            todo = _todo(plan, order.force, tally)
            told(tally)
            if order.engine == "dask":
                from papercut.batches.work import dask_engine

                for outcome in dask_engine.run(todo, job, scheduler=order.scheduler, jobs=order.jobs, stop=halted):
                    count(outcome)
                    moved(tally.done)
            else:
                desk = PageQueue(todo, job, moved=moved, stop=halted)
                with closing(run_local(desk, jobs=order.jobs)) as outcomes:
                    for outcome in outcomes:
                        count(outcome)
                if isinstance(desk.error, PapercutError):
                    tally.error = tally.error or desk.error
                elif desk.error is not None:
                    raise desk.error
            tally.stopped = stop.is_set()
            if not tally.stopped and tally.error is None:
                tally.unmet = sum(page not in plan.met for page in plan.corrections.pages())
        if tally.stopped or tally.error is not None:
            tally.kept = kept_pages(order.out, order.settings.to)
        else:
            keys = InputKeys(order.settings)
            kept.settle(lambda: (keys.of(given) for shard in plan.shards() for given in shard.inputs))
        try:
            sink.keep({**told_of, "left": left - tally.done})
            if not (tally.stopped and order.scheduler):  # whose workers may still be at it
                sink.settle()
            if order.report:
                tally.report = write_report(order.out, order.settings.to)
        except OutputError as error:
            tally.error = tally.error or error
    return tally


def planned_inputs(order: RunOrder, found: Iterable[Input]) -> Iterator[tuple[Input, bool]]:
    """Each input in the order in which it would be done, and whether it is done already; nothing is written. Raises as
    `run` does."""
    sink, before = _sink(order)
    with Plan(order.settings, order.corrections) as plan:
        plan.add(found)
        if before is not None:
            plan.know(sink.manifests(), sink.lacks)
        for shard in plan.shards():
            done = not order.force and plan.is_done(shard)
            yield from ((given, done) for given in shard.inputs)


def _sink(order: RunOrder) -> tuple[Sink, Mapping[str, Any] | None]:
    """The output, and what an earlier run was told, if there was one."""
    sink = sink_of(order.out, order.settings.to, order.settings.parts)
    before = sink.settings()
    if before is not None:
        if not (order.resume or order.force):
            raise OutputError(f"{order.out} is used already: --resume does what is missing, --force does all anew")
        if before.get("to") != order.settings.to:
            raise UsageError(f"{order.out} holds {before.get('to')}, not {order.settings.to}: choose another output")
        if before.get("corrected") and order.resume and order.corrections is None:
            raise UsageError(
                f"{order.out} was written with corrections: name their file with --corrections, or an empty file to "
                "leave them out"
            )
    return sink, before


def _make_way(sink: Sink, outdated: set[str]) -> None:
    """Drop what is out of date. It goes before anything is begun: two shards that hold the same input write files of
    the same names, and what one of them takes away later would be the other's."""
    for manifest in [m for m in sink.manifests() if m.shard in outdated] if outdated else []:
        sink.drop(manifest)


def _kept(settings: Settings) -> dict[str, Any]:
    """The settings as the output keeps them: without a password."""
    kept = asdict(settings)
    kept["reading"] = {key: value for key, value in settings.reading.items() if key != "password"}
    return kept


def _todo(plan: Plan, force: bool, tally: Tally) -> Iterator[Shard]:
    for shard in plan.shards():
        if not force and plan.is_done(shard):
            tally.before += len(shard.inputs)
            tally.misfit += plan.misfits(shard)
        else:
            yield shard


@contextmanager
def _terminable() -> Iterator[None]:
    """Have SIGTERM end the run as Ctrl-C does, also while it is planned: nothing is left behind."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ended(number: int, frame: Any) -> None:
        raise KeyboardInterrupt

    old = signal.signal(signal.SIGTERM, ended)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, old)


@contextmanager
def _interrupted() -> Iterator[threading.Event]:
    """An event that the first Ctrl-C sets, or whoever else asks for an end (SIGTERM); the second ends all at once."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def caught(number: int, frame: Any) -> None:
        if stop.is_set():
            end_all()
            signal.signal(signal.SIGINT, signal.default_int_handler)
            raise KeyboardInterrupt
        stop.set()

    old = {number: signal.signal(number, caught) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)
