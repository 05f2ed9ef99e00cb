"""`papercut batch` as users run it: what comes out, and that it comes out whatever happens."""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import resource
import shlex
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from batches import begin, begun, children, ended, files_of, make_pages, story, trouble

import papercut as pc
from papercut.batches.inputs.locations import inputs
from papercut.batches.outputs.target_folder import LocalTarget
from papercut.batches.plan import Plan
from papercut.batches.records import Settings, Shard
from shell import PAPERCUT, SEED, environment, papercut


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "scans"
    make_pages(folder, 40)
    return folder


def test_a_folder_of_records(pages: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = papercut("batch", pages, "-o", out)
    assert done.returncode == 0 and done.stdout == b"" and b"40 pages, 40 articles, 0 failed" in done.stderr
    folder = out / "1998-01" / "clip-0000.txt_p01"
    page = json.loads((folder / "page.json").read_text())
    (article,) = page["articles"]
    record = json.loads((folder / article["file"]).read_text())
    (same,) = pc.clean(pages / "1998-01" / "clip-0000.txt")
    assert record["headline"] == same.headline == "第0座大桥通车"
    assert record["source"]["name"] == "1998-01/clip-0000.txt"
    assert set(record["issue"]) == {"paper", "date", "page", "section"}
    assert len(list(out.rglob("page.json"))) == 40
    markdown = tmp_path / "md"
    assert papercut("batch", pages / "1998-01", "-o", markdown, "--to", "md").returncode == 0
    (text,) = (markdown / "clip-0000.txt_p01").glob("*.md")
    assert text.read_text().startswith("---\nid: ") and "\n# 第0座大桥通车\n" in text.read_text()


def test_records_are_those_of_clean(tmp_path: Path) -> None:
    assert papercut("batch", SEED, "-o", tmp_path / "out", "--to", "jsonl").returncode == 0
    (lines,) = (tmp_path / "out").glob("shard-*.jsonl")
    found = [json.loads(row) for row in lines.read_text().splitlines()]
    wanted = [json.loads(row) for row in papercut("clean", SEED, "--to", "jsonl").stdout.decode().splitlines()]
    for record in (*found, *wanted):
        record["source"].pop("name")
    assert found == wanted
    (page,) = (json.loads(row) for row in next((tmp_path / "out").glob("pages-*.jsonl")).read_text().splitlines())
    assert page["articles"] == [record["id"] for record in found] and page["furniture"]


def test_a_used_output_is_refused(pages: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert papercut("batch", pages, "-o", out, "--to", "jsonl").returncode == 0
    refused = papercut("batch", pages, "-o", out, "--to", "jsonl")
    assert refused.returncode == 5 and b"--resume" in refused.stderr and b"--force" in refused.stderr
    other = papercut("batch", pages, "-o", out, "--to", "md", "--resume")
    assert other.returncode == 2 and b"holds jsonl" in other.stderr
    again = papercut("batch", pages, "-o", out, "--to", "jsonl", "--force")
    assert again.returncode == 0 and b"40 pages" in again.stderr


def test_resume_does_what_is_missing_or_changed(pages: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert papercut("batch", pages, "-o", out).returncode == 0
    idle = papercut("batch", pages, "-o", out, "--resume")
    assert idle.returncode == 0 and b": 0 pages" in idle.stderr and b"40 inputs done before" in idle.stderr
    before = files_of(out)
    (pages / "1998-01" / "clip-0000.txt").write_text(story(700), "utf-8")
    (pages / "1998-02" / "clip-0007.txt").unlink()
    (pages / "1998-09").mkdir()
    (pages / "1998-09" / "clip-0900.txt").write_text(story(900), "utf-8")
    some = papercut("batch", pages, "-o", out, "--resume")
    assert some.returncode == 0 and b": 0 pages" not in some.stderr
    fresh = tmp_path / "fresh"
    assert papercut("batch", pages, "-o", fresh).returncode == 0
    assert files_of(out) == files_of(fresh) != before
    spaced = papercut("batch", pages, "-o", out, "--resume", "--spacing", "spaced")
    assert b"40 pages" in spaced.stderr


@pytest.mark.parametrize("to", ["json", "jsonl"])
def test_resume_when_inputs_fall_into_other_shards(to: str, tmp_path: Path) -> None:
    pages, out, fresh = tmp_path / "scans", tmp_path / "out", tmp_path / "fresh"
    make_pages(pages, 120)
    first, second, *_ = planned(pages)
    away = [pages / first.inputs[0].name, *(pages / second.inputs[0].name).parent.iterdir()]
    kept = {path: path.read_bytes() for path in away}
    assert papercut("batch", pages, "-o", out, "--to", to).returncode == 0
    before = files_of(out)
    for path in away:
        path.unlink()
    changed = planned(pages)
    assert first.id not in {s.id for s in changed} and second.id not in {s.id for s in changed}
    assert papercut("batch", pages, "-o", out, "--to", to, "--resume").returncode == 0
    assert papercut("batch", pages, "-o", fresh, "--to", to).returncode == 0
    assert files_of(out) == files_of(fresh) != before
    for path, data in kept.items():
        path.write_bytes(data)
    assert papercut("batch", pages, "-o", out, "--to", to, "--resume").returncode == 0
    assert files_of(out) == before


def planned(pages: Path) -> list[Shard]:
    with Plan(Settings("json")) as plan:
        plan.add(inputs([str(pages)]))
        return list(plan.shards())


def test_inputs_of_another_run_stay(pages: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    listed = "\n".join(str(p.relative_to(tmp_path)) for p in sorted(pages.rglob("*.txt"))[:20]).encode()
    assert papercut("batch", "-", "-o", out, data=listed, cwd=tmp_path).returncode == 0
    more = "\n".join(str(p.relative_to(tmp_path)) for p in sorted(pages.rglob("*.txt"))[20:]).encode()
    assert papercut("batch", "-", "-o", out, "--resume", data=more, cwd=tmp_path).returncode == 0
    assert len(list(out.rglob("page.json"))) == 40


@pytest.mark.parametrize("to", ["json", "jsonl"])
def test_killed_at_any_moment_and_resumed(to: str, pages: Path, tmp_path: Path) -> None:
    more = trouble(tmp_path / "stage")
    for path in pages.rglob("*.txt"):
        path.write_text(path.read_text() + "SLOW\n")
    whole, out = tmp_path / "whole", tmp_path / "out"
    args = ("--with", "trouble", "-j", "2", "--to", to)
    assert papercut("batch", pages, "-o", whole, *args, **more).returncode == 0
    rolls = random.Random(to)
    for victim in ("driver", "worker", "driver"):
        run = begin("batch", pages, "-o", out, *args, "--resume", **more)
        time.sleep(1.2 + 1.5 * rolls.random())
        own = children(run.pid)
        target = run.pid if victim == "driver" or not own else rolls.choice(own)
        os.kill(target, signal.SIGKILL)
        if target == run.pid:  # also where no worker has begun yet
            run.communicate(timeout=60)
            assert ended(own)
        else:
            assert run.communicate(timeout=120) and run.returncode == 0
    last = papercut("batch", pages, "-o", out, *args, "--resume", **more)
    assert last.returncode == 0
    assert files_of(out) == files_of(whole)
    assert not list((out / ".papercut").glob("pending/*")) and not list((out / ".papercut").glob("tmp/*"))


def test_pages_that_crash_hang_and_fail(tmp_path: Path) -> None:
    more = trouble(tmp_path / "stage")
    pages = tmp_path / "scans"
    make_pages(pages, 12, 12)
    for n, word in ((2, "KILLED"), (5, "HANGS"), (7, "FAILS"), (9, "ONCE")):
        (pages / "1998-01" / f"clip-{n:04d}.txt").write_text(story(n, word), "utf-8")
    (pages / "1998-01" / "clip-0003.txt").write_bytes(b"\x00\x01\x02" * 500)
    out = tmp_path / "out"
    done = papercut("batch", pages, "-o", out, "--with", "trouble", "--timeout", "3", "-j", "1", **more)
    assert done.returncode == 1 and re.search(rb"8 pages, \d+ articles, 4 failed", done.stderr)
    found = json.loads(papercut("status", out, "--to", "json").stdout)
    assert {row["name"][-8:-4]: row["reason"] for row in found["failures"]} == {
        "0002": "crashed", "0003": "unreadable", "0005": "timeout", "0007": "stage",
    }  # fmt: skip
    shown = papercut("status", out).stdout.decode()
    assert "so it was asked" in shown and "8 pages with " in shown and "slowest" in shown
    for n in (2, 5, 7):
        (pages / "1998-01" / f"clip-{n:04d}.txt").write_text(story(n), "utf-8")
    again = papercut("batch", pages, "-o", out, "--with", "trouble", "--resume", **more)
    assert again.returncode == 1 and b"11 pages" in again.stderr
    assert "try again what failed: papercut batch " in papercut("status", out).stdout.decode()
    (pages / "1998-01" / "clip-0003.txt").unlink()
    assert papercut("batch", pages, "-o", out, "--with", "trouble", "--resume", **more).returncode == 0


@pytest.mark.parametrize("jobs", [1, 2])
def test_one_page_out_of_time_or_mind_costs_no_other(jobs: int, tmp_path: Path) -> None:
    more = trouble(tmp_path / "stage")
    (tmp_path / "in").mkdir()
    words = ("", "HANGS", "", "KILLED", "FAILS", "")
    text = "\f".join(story(n, word) for n, word in enumerate(words))
    (tmp_path / "in" / "a.txt").write_text(text, "utf-8")
    out = tmp_path / "out"
    done = papercut("batch", tmp_path / "in", "-o", out, "--with", "trouble", "--timeout", "4", "-j", jobs, **more)
    assert done.returncode == 1 and b"3 pages, 3 articles, 3 failed" in done.stderr, done.stderr
    found = json.loads(papercut("status", out, "--to", "json").stdout)
    reasons = [(row["page"], row["reason"]) for row in found["failures"]]
    assert reasons == [(2, "timeout"), (4, "crashed"), (5, "stage")]
    assert sorted(path.parent.name for path in out.rglob("page.json")) == ["a.txt_p01", "a.txt_p03", "a.txt_p06"]
    left = [path.name for path in out.rglob("*") if path.suffix == ".part" or path.name == "tmp"]
    assert not left


def test_names_cannot_act_on_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for n, name in enumerate(("a\x1b[31mb.txt", "c\u202ed.txt", "e\nf.txt")):
        (tmp_path / "in" / name).write_text(story(n), "utf-8")
    (tmp_path / "in" / "g\x1bh.txt").write_bytes(b"\x00\x01\x02" * 500)
    look = papercut("batch", tmp_path / "in", "-o", tmp_path / "a.db", "--dry-run")
    done = papercut("batch", tmp_path / "in", "-o", tmp_path / "a.db")
    shown = papercut("status", tmp_path / "a.db", "-n", "9")
    found = papercut("search", tmp_path / "a.db", "大桥")
    for ran in (look, done, shown, found):
        assert not {0x1B, 0x0D} & set(ran.stdout + ran.stderr) and b"\xe2\x80\xae" not in ran.stdout + ran.stderr
    assert b"a\\u001b[31mb.txt" in shown.stdout and b"e\\u000af.txt" in shown.stdout and b"g\\u001bh.txt" in done.stderr


def test_nothing_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x00\x01\x02" * 500)
    assert papercut("batch", tmp_path / "a.txt", "-o", tmp_path / "out").returncode == 3
    missing = papercut("batch", tmp_path / "b.txt", "-o", tmp_path / "out2")
    assert missing.returncode == 3 and b"there is no such file" in missing.stderr
    assert not (tmp_path / "out2").exists()
    assert papercut("batch", "-o", tmp_path / "out").returncode == 2
    assert papercut("status", tmp_path).returncode == 3


@pytest.mark.parametrize(
    ("out", "engine", "sign"),
    [
        ("out", "local", signal.SIGINT), ("out", "local", signal.SIGTERM), ("a.db", "local", signal.SIGINT),
        ("out", "dask", signal.SIGINT),
    ],
)  # fmt: skip
def test_ctrl_c_keeps_every_page_that_is_done(out: str, engine: str, sign: int, tmp_path: Path) -> None:
    if engine == "dask":
        pytest.importorskip("distributed")
    more = trouble(tmp_path / "stage")
    (tmp_path / "in").mkdir()
    # one shard; its last page hangs for minutes, and keeps the others waiting
    (tmp_path / "in" / "a.txt").write_text("\f".join(story(n) for n in range(5)), "utf-8")
    (tmp_path / "in" / "b.txt").write_text(story(5, "HANGS"), "utf-8")
    args = ("batch", tmp_path / "in", "-o", tmp_path / out, "--with", "trouble", "--engine", engine)
    run = begin(*args, "-j", "1", **more)
    log = Path(more["LOG"])
    while not log.exists() or "b.txt" not in log.read_text():
        time.sleep(0.05)
    own = children(run.pid)
    os.kill(run.pid, sign)
    stdout, stderr = run.communicate(timeout=60)
    assert run.returncode == 130 and stdout == b"" and b"--resume" in stderr and ended(own)
    told = papercut("status", tmp_path / out).stdout.decode()
    assert "  2 files left to do: " in told
    assert f"\nto go on: papercut {shlex.join(map(str, args))} -j 1 --resume\n" in told
    (tmp_path / "in" / "b.txt").write_text(story(5), "utf-8")
    log.unlink()
    again = papercut(*args, "--resume", **more)
    assert again.returncode == 0 and b"6 pages, 6 articles, 0 failed" in again.stderr
    assert log.read_text() == "b.txt 1\n"
    assert not list(tmp_path.glob(".*")) and not (tmp_path / out / ".papercut" / "pages").exists()


def test_a_full_disk_ends_the_run_and_it_can_be_resumed(tmp_path: Path) -> None:
    pages, out = tmp_path / "scans", tmp_path / "out"
    pages.mkdir()
    for n in range(8):
        (pages / f"clip-{n}.txt").write_bytes(SEED.read_bytes() + b"\n" * n)

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    full = subprocess.run(
        [*PAPERCUT, "batch", pages, "-o", out, "--to", "jsonl"],
        capture_output=True, env=environment(), preexec_fn=small,
    )  # fmt: skip
    assert full.returncode == 5 and b"cannot be written" in full.stderr and b"to go on" in full.stderr
    whole = tmp_path / "whole"
    assert papercut("batch", pages, "-o", whole, "--to", "jsonl").returncode == 0
    assert papercut("batch", pages, "-o", out, "--to", "jsonl", "--resume").returncode == 0
    assert files_of(out) == files_of(whole)


def test_the_same_bytes_are_linked(tmp_path: Path) -> None:
    pages = tmp_path / "scans"
    make_pages(pages, 3)
    (pages / "1998-01" / "clip-9999.txt").write_text(story(1), "utf-8")
    done = papercut("batch", pages, "-o", tmp_path / "out")
    assert b"3 pages, 3 articles, 0 failed, 1 the same as others" in done.stderr
    rows = [
        row
        for path in (tmp_path / "out" / ".papercut" / "shards").glob("*.json")
        for row in json.loads(path.read_text())["rows"]
    ]
    assert [row["same_as"] for row in rows if "same_as" in row] == ["1998-01/clip-0001.txt"]


def test_stories_go_on_from_page_to_page(tmp_path: Path) -> None:
    folder = tmp_path / "papers" / "1998-03-28"
    folder.mkdir(parents=True)
    lead = "　　本报讯（记者 李闻）横跨清河的新桥昨天上午通车，两岸居民\n从此不必绕路，\n"
    first = f"第一版\n\n新桥昨天通车\n\n{lead}（下转第二版）\n"
    second = "第二版\n\n　　（上接第一版）清河新桥的桥面有四条车道，居民说方便多了。\n"
    (folder / "01.txt").write_text(first, "utf-8")
    (folder / "02.txt").write_text(second, "utf-8")
    assert papercut("batch", tmp_path / "papers", "-o", tmp_path / "out", "--to", "jsonl").returncode == 0
    records = [json.loads(r) for p in (tmp_path / "out").glob("shard-*") for r in p.read_text().splitlines()]
    on = next(r for r in records if r["continued_on"])
    back = next(r for r in records if r["continued_from"])
    assert on["continued_on"]["id"] == back["id"] and back["continued_from"]["id"] == on["id"]
    (story_,) = [json.loads(r) for p in (tmp_path / "out").glob("stories-*") for r in p.read_text().splitlines()]
    assert story_["ids"] == [on["id"], back["id"]]
    assert papercut("batch", tmp_path / "papers", "-o", tmp_path / "a.db").returncode == 0
    with contextlib.closing(sqlite3.connect(tmp_path / "a.db")) as db:
        found = db.execute("select id, articles, headline, text from stories").fetchall()
    text = "\n".join(block["text"] for block in story_["body"])
    assert found == [(on["id"], f"{on['id']} {back['id']}", on["headline"], text)] and "绕路，清河" in text


def test_no_link_in_the_output_is_followed(pages: Path, tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    elsewhere.mkdir()
    out.mkdir()
    (out / "1998-01").symlink_to(elsewhere)
    done = papercut("batch", pages, "-o", out)
    assert done.returncode == 5 and b"is a link" in done.stderr
    assert not list(elsewhere.iterdir())


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_worker_ends_with_its_driver(pages: Path, tmp_path: Path) -> None:
    more = trouble(tmp_path / "stage")
    for path in pages.rglob("*.txt"):
        path.write_text(path.read_text() + "SLOW\n")
    run = begin("batch", pages, "-o", tmp_path / "out", "--with", "trouble", **more)
    assert begun(more)
    own = children(run.pid)
    assert own
    run.kill()
    run.communicate(timeout=60)
    assert ended(own)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_worker_that_hangs_ends_with_its_driver(tmp_path: Path) -> None:
    more = trouble(tmp_path / "stage")
    (tmp_path / "a.txt").write_text(story(1, "HANGS"), "utf-8")
    run = begin("batch", tmp_path / "a.txt", "-o", tmp_path / "out", "--with", "trouble", "-j", "1", **more)
    assert begun(more)
    own = children(run.pid)
    run.kill()
    run.communicate(timeout=60)
    assert own and ended(own)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_what_a_killed_run_leaves_in_tmp_is_taken_away_by_the_next(pages: Path, tmp_path: Path) -> None:
    own = tmp_path / "tmp"
    theirs = own / "papercut-backups" / "page.txt"  # looks like papercut's, and is not
    theirs.parent.mkdir(parents=True)
    theirs.write_text("x")
    more = {**trouble(tmp_path / "stage"), "TMPDIR": str(own)}
    (tmp_path / "a.txt").write_text(story(1, "HANGS"), "utf-8")
    runs = [
        begin("batch", tmp_path / "a.txt", "-o", tmp_path / out, "--with", "trouble", "-j", "1", **more)
        for out in ("killed", "still")
    ]
    assert begun(more)
    deadline = time.monotonic() + 60
    while len(list(own.iterdir())) < 5 and time.monotonic() < deadline:
        time.sleep(0.05)  # the plan and the worker of each
    killed = children(runs[0].pid)
    for pid in [runs[0].pid, *killed]:
        os.kill(pid, signal.SIGKILL)
    runs[0].communicate(timeout=60)
    assert ended(killed)
    before = set(own.iterdir())
    assert papercut("batch", pages / "1998-01", "-o", tmp_path / "next", TMPDIR=str(own)).returncode == 0
    left = set(own.iterdir())
    assert theirs.read_text() == "x" and len(before) > 3 and len(left) == 3
    assert runs[1].poll() is None  # and its folders are there
    runs[1].kill()
    runs[1].communicate(timeout=60)


def test_ctrl_c_twice_waits_for_nothing(tmp_path: Path) -> None:
    more = trouble(tmp_path / "stage")
    (tmp_path / "a.txt").write_text(story(1, "HANGS"), "utf-8")
    run = begin("batch", tmp_path / "a.txt", "-o", tmp_path / "out", "--with", "trouble", "-j", "1", **more)
    assert begun(more)
    for _ in range(2):
        os.kill(run.pid, signal.SIGINT)
        time.sleep(1)
    stdout, _ = run.communicate(timeout=60)  # the page would take 600 seconds
    assert run.returncode == 130 and stdout == b""
    assert not list((tmp_path / "out").glob(".papercut/shards/*"))


def test_a_pipe_among_the_inputs_is_a_failure(tmp_path: Path) -> None:
    pages = tmp_path / "scans"
    make_pages(pages, 2)
    os.mkfifo(pages / "pipe.txt")
    done = papercut("batch", pages, "-o", tmp_path / "out")
    assert done.returncode == 1 and b"2 pages, 2 articles, 1 failed" in done.stderr
    assert b"unreadable: pipe.txt" in done.stderr and b"no regular file" in done.stderr


def test_a_database_among_its_own_inputs(tmp_path: Path) -> None:
    pages = tmp_path / "scans"
    make_pages(pages, 2)
    assert papercut("batch", pages, "-o", pages / "all.db").returncode == 0
    again = papercut("batch", pages, "-o", pages / ".." / "scans" / "all.db", "--resume")
    assert again.returncode == 0 and b"2 inputs done before" in again.stderr


def test_folders_that_come_and_go(tmp_path: Path) -> None:
    target = LocalTarget(tmp_path)
    with ThreadPoolExecutor(2) as pool:

        def work(name: str) -> None:
            for _ in range(300):
                target.put(f"a/b/{name}", b"x")
                target.delete(f"a/b/{name}")

        for done in [pool.submit(work, name) for name in "xy"]:
            done.result()
    target.clear()
    assert not [path for path in tmp_path.rglob("*") if path.name != ".papercut"]


@pytest.mark.parametrize("out", ["out", "a.db"])
def test_one_run_at_a_time(out: str, pages: Path, tmp_path: Path) -> None:
    more = trouble(tmp_path / "stage")
    for path in pages.rglob("*.txt"):
        path.write_text(path.read_text() + "SLOW\n")
    run = begin("batch", pages, "-o", tmp_path / out, "--with", "trouble", **more)
    time.sleep(2)
    other = papercut("batch", pages, "-o", tmp_path / out, "--with", "trouble", "--resume", **more)
    assert other.returncode == 5 and b"another run is writing" in other.stderr
    _, stderr = run.communicate(timeout=120)
    assert run.returncode == 0 and re.search(rb"40 pages, \d+ articles, 0 failed", stderr)


@pytest.mark.parametrize("to", ["json", "jsonl", "sqlite"])
def test_an_input_that_failed_is_tried_again_without_the_others(to: str, tmp_path: Path) -> None:
    more = trouble(tmp_path / "stage")
    log = Path(more["LOG"])
    pages = tmp_path / "in"
    pages.mkdir()
    for n in range(3):  # of one folder, so of one shard
        (pages / f"p{n:03d}.txt").write_text(f"{story(n)}\f{story(n + 10)}", "utf-8")
    (pages / "p003.txt").write_text(story(3, "FAILS"), "utf-8")
    out = tmp_path / ("out.db" if to == "sqlite" else "out")
    args = ("batch", pages, "-o", out, "--to", to, "--with", "trouble", "-j", "1")
    assert papercut(*args, **more).returncode == 1
    first = papercut("status", out, "--to", "json").stdout
    for _ in range(2):
        log.unlink()
        again = papercut(*args, "--resume", **more)
        assert again.returncode == 1 and b"6 pages, 6 articles, 1 failed" in again.stderr
        assert {line.split()[0] for line in log.read_text().splitlines()} == {"p003.txt"}
        told = json.loads(papercut("status", out, "--to", "json").stdout)
        assert told["kept"] == 0 and told["pages"] == 6 == json.loads(first)["pages"]
        assert b"not written yet" not in papercut("status", out).stdout
    (pages / "p003.txt").write_text(story(3), "utf-8")
    log.unlink()
    assert papercut(*args, "--resume", **more).returncode == 0
    assert log.read_text() == "p003.txt 1\n"
    fresh = tmp_path / ("fresh.db" if to == "sqlite" else "fresh")
    assert papercut("batch", pages, "-o", fresh, "--to", to, "--with", "trouble", **more).returncode == 0
    if to != "sqlite":
        assert files_of(out) == files_of(fresh)
    beside = out.with_name(".out.db.pages") if to == "sqlite" else out / ".papercut" / "pages"
    assert not beside.exists()


def test_pages_that_take_long_are_not_done_again_for_a_file_beside_them(tmp_path: Path) -> None:
    more = trouble(tmp_path / "stage")
    log = Path(more["LOG"])
    pages = tmp_path / "in"
    pages.mkdir()
    (pages / "p001.txt").write_text(story(1, "LONG"), "utf-8")
    (pages / "p002.txt").write_text(story(2), "utf-8")
    args = ("batch", pages, "-o", tmp_path / "out", "--to", "jsonl", "--with", "trouble", "-j", "1")
    assert papercut(*args, **more).returncode == 0
    assert json.loads(papercut("status", tmp_path / "out", "--to", "json").stdout)["kept"] == 0
    (pages / "p003.txt").write_text(story(3), "utf-8")
    log.unlink()
    assert papercut(*args, "--resume", **more).returncode == 0
    assert {line.split()[0] for line in log.read_text().splitlines()} == {"p002.txt", "p003.txt"}
    (pages / "p001.txt").write_text(story(1), "utf-8")
    assert papercut(*args, "--resume", **more).returncode == 0
    assert not (tmp_path / "out" / ".papercut" / "pages").exists()
