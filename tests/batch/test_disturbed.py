"""What `benchmarks/kills.py` found: each fault of a run that was disturbed, once more."""

from __future__ import annotations

import hashlib
import os
import resource
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from batches import files_of, make_pages, story

from papercut.batches import temporary_folders
from papercut.batches.outputs.sqlite import database
from papercut.batches.records import Input, Settings, Shard
from papercut.batches.work.local_engine import run_local
from papercut.batches.work.page_cache import PageCache, folder_of
from papercut.batches.work.page_queue import PageQueue
from papercut.batches.work.page_work import PageWorker
from papercut.batches.work.worker_process import Job, Process
from papercut.errors import OutputError, StageError
from shell import PAPERCUT, environment, papercut

OK = ("equal", "refused")
ROOT = Path(__file__).parents[2]


def with_descriptors(most: int, *args: object) -> subprocess.CompletedProcess[bytes]:
    def few() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

    return subprocess.run(
        [*PAPERCUT, *map(str, args)], capture_output=True, env=environment(), preexec_fn=few, timeout=120
    )


@pytest.mark.parametrize("most", [6, 8, 10, 12])
def test_out_of_descriptors_is_said_as_that_and_can_be_resumed(most: int, tmp_path: Path) -> None:
    make_pages(tmp_path / "in", 4)
    args = ("batch", tmp_path / "in", "-o", tmp_path / "out", "-j", "1")
    refused = with_descriptors(most, *args)
    assert refused.returncode in (4, 5), refused.stderr
    assert b"ulimit -n" in refused.stderr and b"standard output" not in refused.stderr
    assert refused.stderr.count(b"error:") == 1
    assert papercut(*args, "--resume").returncode == 0


def test_a_temporary_folder_that_cannot_be_marked_is_not_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def failing(*args: object) -> int:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(os, "open", failing)
    with pytest.raises(OutputError, match="ulimit -n"):
        temporary_folders.make_folder()
    monkeypatch.undo()
    assert not list(tmp_path.iterdir())


def test_no_room_for_temporary_files(tmp_path: Path) -> None:
    make_pages(tmp_path / "in", 1)
    gone = tmp_path / "gone"
    code = "import tempfile, sys; tempfile.tempdir = sys.argv.pop(1); from papercut.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", code, str(gone), "batch", str(tmp_path / "in"), "-o", str(tmp_path / "out")],
        capture_output=True, env=environment(), timeout=120,
    )  # fmt: skip
    assert done.returncode == 5 and b"set TMPDIR to another folder" in done.stderr, done.stderr
    assert str(gone).encode() in done.stderr


def test_a_folder_whose_process_was_killed_before_it_had_its_mark_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    empty, half = tmp_path / "papercut-aaaaaaaa.tmp", tmp_path / "papercut-bbbbbbbb.tmp"
    theirs = tmp_path / "papercut-projects"
    for folder in (empty, half, theirs):
        folder.mkdir()
    (half / temporary_folders.NEW).touch()
    own = temporary_folders.make_folder()
    assert own.name.endswith(temporary_folders.SUFFIX)
    temporary_folders.sweep_folders()
    assert sorted(tmp_path.iterdir()) == sorted([own, theirs])
    temporary_folders.remove_folder(own)


KILLED = """
import os, signal, sys, tempfile
tempfile.tempdir = sys.argv[1]
left = int(sys.argv[2])

def killed(event, args):
    global left
    if event in ("os.mkdir", "os.remove", "os.rmdir", "os.rename") or event == "open" and args[2] & os.O_RDWR:
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

from papercut.batches import temporary_folders
sys.addaudithook(killed)
temporary_folders.sweep_folders()
folder = temporary_folders.make_folder()
for name in "abc":
    (folder / name).touch()
(folder / "in").mkdir()
(folder / "in" / "d").touch()
temporary_folders.remove_folder(folder)
"""


def test_a_folder_goes_whenever_its_process_and_those_that_take_it_away_are_killed(tmp_path: Path) -> None:
    for first in (4, 8, 11):
        for second in range(1, 12):
            for step in (first, second):
                one = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), str(step)], env=environment())
                assert one.returncode == -9 or step == second
            left = sorted(path.name for path in tmp_path.rglob("*"))
            assert subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), "0"], env=environment()).returncode == 0
            assert not list(tmp_path.iterdir()), (first, second, left)


INTERRUPTED = """
import os, sys, tempfile
tempfile.tempdir = sys.argv[1]
left = int(sys.argv[2])

def interrupted(event, args):
    global left
    if event in ("os.mkdir", "os.rename", "sqlite3.connect") or event == "open" and args[2] & os.O_RDWR:
        left -= 1
        if not left:
            raise KeyboardInterrupt

from papercut.batches.plan import Plan
from papercut.batches.records import Settings
sys.addaudithook(interrupted)
with Plan(Settings("json")) as plan:
    raise KeyboardInterrupt
"""


def test_a_plan_is_taken_away_whenever_its_process_is_interrupted(tmp_path: Path) -> None:
    for step in range(1, 7):
        command = [sys.executable, "-c", INTERRUPTED, str(tmp_path), str(step)]
        one = subprocess.run(command, env=environment(), capture_output=True)
        assert b"KeyboardInterrupt" in one.stderr
        assert not list(tmp_path.iterdir()), step


def test_what_cannot_be_taken_away_of_a_folder_keeps_its_mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder = temporary_folders.make_folder()
    (folder / "a").touch()
    real = Path.unlink

    def failing(path: Path, missing_ok: bool = False) -> None:
        if path.name == "a":
            raise PermissionError(13, "Permission denied")
        real(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", failing)
    temporary_folders.remove_folder(folder)
    assert {path.name for path in folder.iterdir()} == {"a", temporary_folders.MARK}
    monkeypatch.setattr(Path, "unlink", real)
    temporary_folders.sweep_folders()
    assert not list(tmp_path.iterdir())


def test_a_folder_that_another_process_takes_away_as_it_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    real, times = os.open, []

    def swept(path: Path, *args: int) -> int:
        if not times:
            times.append(path)
            path.parent.rmdir()
        return real(path, *args)

    monkeypatch.setattr(os, "open", swept)
    folder = temporary_folders.make_folder()
    monkeypatch.undo()
    assert times and times[0].parent != folder and (folder / temporary_folders.MARK).exists()
    temporary_folders.remove_folder(folder)


def test_a_process_that_cannot_start_leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("sys.executable", str(tmp_path / "none"))
    with pytest.raises(StageError, match="cannot start: No such file"):
        Process(Job(Settings("json"), str(tmp_path / "out")))
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(temporary_folders.PREFIX)]


class WaitingQueue(PageQueue):
    """Whose threads wait for the end."""

    def work(self, process: Process | None = None) -> Process | None:
        while not self.stopped:
            time.sleep(0.01)
        return None


def test_threads_have_ended_where_there_is_no_memory_for_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else they go on with the plan, which is taken away."""
    real, begun = threading.Thread.start, list[threading.Thread]()

    def start(thread: threading.Thread) -> None:
        if begun:
            raise RuntimeError("can't start new thread")
        begun.append(thread)
        real(thread)

    monkeypatch.setattr(threading.Thread, "start", start)
    queue = WaitingQueue(iter(()), Job(Settings("json"), str(tmp_path / "out")))
    with pytest.raises(RuntimeError, match="new thread"):
        list(run_local(queue, jobs=2))
    assert not begun[0].is_alive()


@pytest.mark.parametrize("how", ["same", "changed", "gone", "packed"])
def test_a_file_that_is_not_what_was_planned_is_not_kept(how: str, tmp_path: Path) -> None:
    """Should it come back as it was, its page would pass for that of its first bytes."""
    path = tmp_path / "a.txt"
    path.write_text(story(1), "utf-8")
    stamp = "etag" if how == "packed" else hashlib.sha256(path.read_bytes()).hexdigest()
    if how in ("changed", "packed"):
        path.write_text(story(2), "utf-8")
    worker = PageWorker(Settings("json"), PageCache(tmp_path / "kept"))

    def begun(page: int, count: int | None) -> None:
        if how == "gone":
            path.unlink()

    outcome = worker.page(Input("a.txt", str(path), 1, stamp), "key", 1, {}, begun)
    assert outcome.done == (how in ("same", "packed")) == bool(list((tmp_path / "kept").iterdir()))
    said = [(failure.page, failure.reason, failure.text) for failure in outcome.failures]
    why = (1, "unreadable", "a.txt changed while the run went on: run again with --resume")
    assert said == ([] if outcome.done else [why])
    worker.close()


def test_workers_of_a_store_share_the_pages_that_are_kept(tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    make_pages(tmp_path / "in", 60)
    args = ("--to", "jsonl", "-j", "2", "--no-report")
    done = papercut("batch", tmp_path / "in", "-o", f"file://{tmp_path / 'out'}", *args)
    assert done.returncode == 0 and b"60 pages, " in done.stderr and b" 0 failed" in done.stderr
    assert papercut("batch", tmp_path / "in", "-o", tmp_path / "whole", *args).returncode == 0
    assert files_of(tmp_path / "out") == files_of(tmp_path / "whole")


def test_a_process_keeps_pages_where_its_run_does(tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    (tmp_path / "a.txt").write_text(story(1), "utf-8")
    job = Job(Settings("jsonl"), f"file://{tmp_path / 'out'}")
    kept = PageCache(folder_of(job.out, "jsonl"))
    process = Process(job)
    try:
        given = Input("a.txt", str(tmp_path / "a.txt"), 1, "etag")
        assert [said["done"] for said in process.pages([(given, "key", 1)], {}, lambda page, count: None)] == [True]
        assert kept.all() == {"key": {1}}
        shutil.rmtree(process.folder)  # where the process stages what goes to a store
        with pytest.raises(OutputError, match="cannot be written: "):
            process.shard(Shard("id", "key", (given,)), {"a.txt": ("key", [1])}, [])
    finally:
        process.end()
        kept.clear()


def test_a_database_that_cannot_be_opened_or_written_names_a_way_out(tmp_path: Path) -> None:
    folder = tmp_path / "a.db"
    folder.mkdir()
    with pytest.raises(OutputError, match="choose a folder that you may write to, or raise"), database(folder):
        pass
    path = tmp_path / "b.db"
    with pytest.raises(OutputError, match="make room on the disk"), database(path) as db:
        db.execute("create table a (b)")
        db.execute("pragma max_page_count = 3")
        for _ in range(9):
            db.execute("insert into a values (zeroblob(4000))")


def test_terminated_while_it_is_planned(tmp_path: Path) -> None:
    own = tmp_path / "tmp"
    own.mkdir()
    run = subprocess.Popen(
        [*PAPERCUT, "batch", "-", "-o", str(tmp_path / "out")], stdin=subprocess.PIPE, stderr=subprocess.PIPE,
        env=environment(TMPDIR=str(own)),
    )  # fmt: skip
    until = time.monotonic() + 60
    while not list(own.glob("*/plan.db")) and time.monotonic() < until:
        time.sleep(0.05)  # it waits for the list of its inputs
    run.terminate()
    _, stderr = run.communicate(timeout=60)
    assert run.returncode == 130 and b"Traceback" not in stderr
    assert not list(own.iterdir()) and not (tmp_path / "out").exists()


def test_kills(tmp_path: Path) -> None:
    """The command itself: two rounds."""
    log = tmp_path / "log"
    ran = subprocess.run(
        [sys.executable, "benchmarks/kills.py", "2", "--seed", "3", "--kind", "kill-driver", "--kind", "error-step",
         "--to", "jsonl", "--log", str(log)],
        capture_output=True, cwd=ROOT, env=environment(), timeout=300,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    rows = [row.split()[2:4] for row in log.read_text().splitlines()]
    assert [row for row in rows if row[1] != "missed"] in ([["jsonl", a], ["jsonl", b]] for a in OK for b in OK)
