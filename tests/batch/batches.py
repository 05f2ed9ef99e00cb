"""Small pages for batches, and a stage that crashes, hangs or fails where the text says so."""

from __future__ import annotations

import hashlib
import os
import subprocess
import time
from pathlib import Path

from shell import PAPERCUT, environment

STORY = "　　本报讯（记者 李闻）第{n}座桥昨日通车了，从此两岸的居民不必绕路。\n　　市里明年还要修{m}座。\n"

TROUBLE = """
import os, signal, time
from pathlib import Path

def trouble(page):
    text = "".join(page.raw)
    with open(os.environ["LOG"], "a") as log:
        log.write(f"{page.source.name} {page.source.page}\\n")
    if "KILLED" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "ONCE" in text and not Path(os.environ["ONCE"]).exists():
        Path(os.environ["ONCE"]).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if "PARENT" in text:
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(600)
    if "HANGS" in text:
        time.sleep(600)
    if "FAILS" in text:
        raise ValueError("so it was asked")
    if "SLOW" in text:
        time.sleep(0.2)
    if "LONG" in text:
        time.sleep(2.1)
    return page
"""


def story(n: int, more: str = "") -> str:
    """A page of one short story, which no other number gives."""
    return f"第{n}座大桥通车\n\n" + STORY.format(n=n, m=n + 1) + more


def make_pages(folder: Path, count: int, per_folder: int = 5) -> None:
    """Pages 0 to `count`, in folders of a few."""
    for n in range(count):
        path = folder / f"1998-{n // per_folder + 1:02d}" / f"clip-{n:04d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(story(n), "utf-8")


def trouble(folder: Path) -> dict[str, str]:
    """The environment in which there is a stage `trouble`."""
    info = folder / "trouble-1.0.dist-info"
    info.mkdir(parents=True)
    (folder / "trouble.py").write_text(TROUBLE)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: trouble\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[papercut.stages]\ntrouble = trouble:trouble\n")
    return {"PYTHONPATH": str(folder), "ONCE": str(folder / "once"), "LOG": str(folder / "log")}


def begin(*args: object, cwd: Path | None = None, **more: str) -> subprocess.Popen[bytes]:
    """A batch that runs while the test goes on, in a session of its own."""
    return subprocess.Popen(
        [*PAPERCUT, *map(str, args)], cwd=cwd, env=environment(**more), start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def files_of(out: Path) -> dict[str, str]:
    """What a reader of an output sees: its files, but for papercut's own, and the hash of each; not the report, which
    says when it was written and how long pages took."""
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file() and ".papercut" not in path.relative_to(out).parts and path != out / "report.html"
    }


def children(pid: int) -> list[int]:
    """The processes that a process has begun."""
    out = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            out.append(int(status.parent.name))
    return sorted(out)


def ended(pids: list[int], seconds: float = 30) -> bool:
    """Whether all of these processes end within so many seconds."""
    deadline = time.monotonic() + seconds
    while any(map(alive, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(map(alive, pids))


def begun(more: dict[str, str], seconds: float = 60) -> bool:
    """Whether the stage `trouble` has got a page within so many seconds."""
    deadline = time.monotonic() + seconds
    while not (some := Path(more["LOG"]).exists()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return some


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
