"""Who does what next, with processes that only seem to work."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import papercut as pc
from papercut.batches.outputs.by_name import sink_of
from papercut.batches.records import Input, PageDone, Settings, Shard
from papercut.batches.work import page_queue as desks
from papercut.batches.work.local_engine import run_local
from papercut.batches.work.open_shards import OpenInput, Outcome
from papercut.batches.work.page_cache import InputKeys, PageCache, folder_of
from papercut.batches.work.page_queue import PageQueue
from papercut.batches.work.page_work import PageWorker
from papercut.batches.work.worker_process import Job, WorkerDied
from papercut.errors import StageError
from papercut.issues.page_facts import Facts

PAGE = pc.build()(pc.read_text("新桥通车\n\n　　本报讯 新桥昨日通车了。\n"))


class Seeming:
    """A process whose files have as many pages as their names say, and which dies over shards with a `bad` file."""

    log: list[tuple[str, int, int]]
    together: threading.Barrier | None

    class Child:
        pid = 0

        def poll(self) -> None:
            return None

    def __init__(self, job: Job) -> None:
        self.child = self.Child()
        self.kept = PageCache(folder_of(job.out, job.settings.to))
        self.job = job

    def pages(self, asked: Any, folders: object, begun: Any) -> Iterator[dict[str, Any]]:
        for given, key, number in asked:
            said = self.page(given, key, number, begun)
            if more := not said["ended"] and number < int(given.name.partition("-")[0]):
                yield said
                return
            yield {**said, "ended": not more}

    def page(self, given: Input, key: str, number: int, begun: Any) -> dict[str, Any]:
        count = int(given.name.partition("-")[0])
        if str(number) in given.name.partition("slow")[2]:
            raise WorkerDied(late=True)
        if number > count:
            return {"done": False, "ended": True, "failures": []}
        begun(number, count if given.name.endswith("pdf") else None)
        self.log.append((given.name, number, threading.get_ident()))
        if self.together is not None:
            self.together.wait(30)
        page = PAGE.replace(source=pc.Source(given.name, page=number))
        self.kept.put(key, number, PageDone(page, Facts(), given, 0.0))
        return {"done": True, "ended": False, "failures": []}

    def shard(self, shard: Shard, kept: Any, failures: list[Any]) -> list[dict[str, Any]]:
        if any("bad" in given.name for given in shard.inputs):
            raise WorkerDied
        job = self.job
        return PageWorker(job.settings, self.kept).shard(shard, kept, failures, sink_of(job.out, job.settings.to))

    def end(self) -> None:
        pass


@pytest.fixture
def job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Job]:
    monkeypatch.setattr(desks, "Process", Seeming)
    Seeming.log, Seeming.together = [], None
    sink_of(str(tmp_path / "out"), "json").start({"to": "json"})
    yield Job(Settings("json"), str(tmp_path / "out"))


def shards_of(*names: tuple[str, ...]) -> list[Shard]:
    inputs = [tuple(Input(name, name, 1, name) for name in some) for some in names]
    return [Shard(f"{n:012x}", "key", some) for n, some in enumerate(inputs)]


def done(job: Job, jobs: int, *names: tuple[str, ...]) -> list[Outcome]:
    desk = PageQueue(iter(shards_of(*names)), job)
    outcomes = list(run_local(desk, jobs=jobs))
    assert desk.error is None
    return outcomes


def pages_of(outcomes: list[Outcome]) -> list[tuple[str, int]]:
    manifests = [outcome.manifest for outcome in outcomes if outcome.manifest]
    return sorted((row["name"], row["page"]) for manifest in manifests for row in manifest.rows)


def test_every_page_is_done_once(job: Job) -> None:
    outcomes = done(job, 3, ("3-a.txt", "1-b.txt"), ("7-c.pdf",))
    wanted = [("1-b.txt", 1), *(("3-a.txt", n) for n in (1, 2, 3)), *(("7-c.pdf", n) for n in range(1, 8))]
    assert pages_of(outcomes) == wanted == sorted((name, page) for name, page, _ in Seeming.log)
    assert not list(Path(job.out).glob(".papercut/pages/*"))


def test_nothing_of_a_shard_that_is_written_stays_in_memory(job: Job) -> None:
    gc.collect()
    gc.disable()
    try:
        desk = PageQueue(iter(shards_of(*((f"1-{n}.txt", f"2-{n}.txt") for n in range(20)))), job)
        assert sum(len(outcome.shard.inputs) for outcome in run_local(desk, jobs=1)) == 40
        assert [thing for thing in gc.get_objects() if isinstance(thing, OpenInput)] == []
    finally:
        gc.enable()


@pytest.mark.parametrize("name", ["6-a.pdf", "6-a.tif"])
def test_two_processes_work_on_one_file(name: str, job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("papercut.batches.work.open_shards.SMALL", 0)
    Seeming.together = threading.Barrier(2)  # each waits for the other
    assert len(pages_of(done(job, 2, (name,)))) == 6
    assert len({thread for *_, thread in Seeming.log}) == 2


def test_a_shard_whose_process_dies_when_it_is_written_fails_alone(job: Job) -> None:
    outcomes = done(job, 2, ("1-a.txt", "2-bad.txt"), ("1-c.txt",))
    rows = [row for outcome in outcomes if outcome.manifest for row in outcome.manifest.rows]
    assert sorted((row["name"], row.get("reason")) for row in rows) == [
        ("1-a.txt", "crashed"), ("1-c.txt", None), ("2-bad.txt", "crashed"),
    ]  # fmt: skip
    held = {manifest.shard: len(manifest.rows) for manifest in sink_of(job.out, "json").manifests()}
    assert held == {"000000000000": 2, "000000000001": 1}


def test_pages_of_an_earlier_run_are_not_done_again(job: Job) -> None:
    given = Input("4-a.txt", "4-a.txt", 1, "4-a.txt")
    kept, key = PageCache(folder_of(job.out, "json")), InputKeys(job.settings).of(given)
    for number in (1, 3):
        kept.put(key, number, PageDone(PAGE.replace(source=pc.Source(given.name, page=number)), Facts(), given, 0.0))
    assert len(pages_of(done(job, 1, ("4-a.txt",)))) == 4
    assert [page for _, page, _ in Seeming.log] == [2, 4]


def test_a_kept_page_that_is_damaged_is_done_again(job: Job) -> None:
    given = Input("2-a.txt", "2-a.txt", 1, "2-a.txt")
    kept, key = PageCache(folder_of(job.out, "json")), InputKeys(job.settings).of(given)
    kept.put(key, 1, PageDone(PAGE, Facts(), given, 0.0))
    (kept.folder / f"{key}-1").write_bytes(b"{}\n\0\0\0")
    assert len(pages_of(done(job, 1, ("2-a.txt",)))) == 2
    assert sorted(page for _, page, _ in Seeming.log) == [1, 2, 2]


def test_processes_that_cannot_start_end_the_run(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(job: Job) -> None:
        raise WorkerDied

    monkeypatch.setattr(desks, "Process", broken)
    desk = PageQueue(iter(shards_of(("1-a.txt",))), job)
    assert list(run_local(desk, jobs=2)) == []
    assert isinstance(desk.error, StageError) and "cannot start" in str(desk.error)


@pytest.mark.parametrize(
    ("name", "failed"),
    [("5-slow2.txt", [2]), ("5-slow24.txt", [2, 4]), ("1-slow1.txt", [1]), ("5-slow23456789.txt", [2])],
)
def test_what_stands_behind_a_page_that_was_not_found_in_time_is_looked_for(
    name: str, failed: list[int], job: Job
) -> None:
    (outcome,) = done(job, 1, (name,))
    assert outcome.manifest is not None
    rows = outcome.manifest.rows
    assert sorted(row["page"] for row in rows if row.get("reason") == "timeout") == failed
    behind = name == "5-slow23456789.txt"
    missing = 3 if behind else 0
    assert len(rows) == int(name[0]) - missing
    assert any("whatever is behind it" in str(row.get("text")) for row in rows) == behind
