"""Mutated files of every format keep the law: a few of those that `tests/fuzz.py` makes, and what it found."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import papercut as pc
from formats import quad
from fuzzing import workers
from fuzzing.check import faults_of
from fuzzing.guided import Guided
from fuzzing.kinds import KINDS, file_of, kind_of
from fuzzing.report import report
from fuzzing.runs import Log, chunks, run
from fuzzing.workers import Chunk, Tried, Worker

HANGS = 120.0
"""Seconds after which a file is said to hang."""

FOUND = sorted((Path(__file__).parent / "found").iterdir())
"""Files on which a law broke once, each named after its format and after what is odd about it."""


@pytest.mark.parametrize("kind", KINDS)
def test_mutated_files(kind: str) -> None:
    for number in range(5):
        data, form = file_of(kind, 0, number)
        assert faults_of(kind, data, HANGS, form) == [], f"fuzz.py, kind {kind}, seed 0, number {number}"


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_more_mutated_files(kind: str) -> None:
    for number in range(25):
        data, form = file_of(kind, 1, number)
        assert faults_of(kind, data, HANGS, form) == [], f"fuzz.py, kind {kind}, seed 1, number {number}"


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_what_was_found(path: Path) -> None:
    assert faults_of(kind_of(path.name), path.read_bytes(), HANGS) == []


def lost(page: pc.Page) -> pc.Page:
    return page.replace(raw=page.raw[:-1], lines=page.lines[:-1], printed=page.printed[:-1])


def twice(page: pc.Page) -> pc.Page:
    return page.replace(lines=(*page.lines, page.lines[0]))


def another(page: pc.Page, seen: list[int] = []) -> pc.Page:  # noqa: B006 - counts its calls
    seen.append(1)
    return page.replace(notes=(*page.notes, pc.Note("empty", "read", (), str(len(seen)))))


def fails(page: pc.Page) -> pc.Page:
    raise KeyError(page.raw[0])


@pytest.mark.parametrize(
    ("change", "fault"),
    [(lost, "lost"), (twice, "law"), (another, "twice"), (fails, "raises KeyError in test_fuzz.py, fails")],
)
def test_a_check_that_could_not_fail_would_be_none(
    change: Callable[[pc.Page], pc.Page], fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = json.dumps([[quad(0, 10 * n, 90, 9), f"第{n}行", 0.9] for n in range(3)]).encode()
    assert faults_of("ocr-json", data, HANGS) == []
    read = pc.read_pages
    monkeypatch.setattr(pc, "read_pages", lambda *given, **more: map(change, read(*given, **more)))
    assert any(found.startswith(fault) for found in faults_of("ocr-json", data, HANGS))


def test_a_file_that_hangs_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*given: object, **more: object) -> None:
        while True:
            pass

    monkeypatch.setattr(pc, "read_pages", endless)
    assert faults_of("text-utf-8", b"x", 0.05)[0].startswith("slow: ")


def of_any_kind(chunk: Chunk, number: int) -> tuple[bytes, list[str]]:
    """A file that hangs, one that kills its process, one that fills the memory, one with a fault; others are sound."""
    if number == 1:
        time.sleep(3600)
    if number == 2:
        os._exit(7)
    if number == 3:
        return bytes(bytearray(b"x" * (256 << 20))[:1]), []
    return b"x", ["law: broken"] if number == 4 else []


def held() -> int:
    """The bytes that this process holds."""
    told = Path("/proc/self/statm")
    return int(told.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") if told.exists() else workers.peak()


def test_a_run_goes_on_behind_what_hangs_dies_or_takes_all_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    # a worker begins with what this process holds now, which may be far less than it ever held
    monkeypatch.setattr(workers, "MEMORY", held() + (64 << 20))
    monkeypatch.setattr(Worker, "late", lambda worker: worker.at == 1)
    done: list[Tried] = []
    run(chunks(["tsv"], 0, 6, False), of_any_kind, 1, float("inf"), done.append, Log(None))
    (tried,) = done
    assert [(fault.number, fault.faults[0].partition(":")[0]) for fault in tried.faults] == [
        (1, "hangs"), (2, "dies"), (3, "memory"), (4, "law"),
    ]  # fmt: skip


def test_a_run_is_continued_from_its_log(tmp_path: Path) -> None:
    def sound(chunk: Chunk, number: int) -> tuple[bytes, list[str]]:
        return b"x", ["lost: x"] if number == 5 else []

    path = tmp_path / "fuzz.log"
    done: list[Tried] = []
    run(chunks(["tsv", "pdf"], 0, 200, False), sound, 1, float("inf"), done.append, Log(path))
    rows = path.read_text("utf-8").splitlines()
    assert [chunk[:1] + chunk[2:4] for chunk in (tried.chunk for tried in done)] == [
        ("tsv", 0, 100), ("pdf", 0, 100), ("tsv", 100, 200), ("pdf", 100, 200),
    ]  # fmt: skip
    path.write_text("\n".join(rows[:3]) + "\n" + rows[3][:20], "utf-8")  # stopped while it wrote the last row
    done.clear()
    run(chunks(["tsv", "pdf"], 0, 300, False), sound, 1, float("inf"), done.append, Log(path))
    assert [tried.chunk[:1] + tried.chunk[2:4] for tried in done] == [
        ("pdf", 100, 200), ("tsv", 200, 300), ("pdf", 200, 300),
    ]  # fmt: skip
    table = report(Log(path).rows)
    assert "| PDF | 300 | 0 | 1 |" in table and "These are 600 files" in table


def test_files_that_reach_new_lines_are_changed_further() -> None:
    guided = Guided(lambda size: HANGS)
    assert [fault for n in range(20) for fault in guided(Chunk("tsv", 0, 0, 20, True), n)[1]] == []
    assert guided.more()["steps"] > 100
    assert 1 < guided.more()["leading"] < 20
