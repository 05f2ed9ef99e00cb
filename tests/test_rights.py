"""What a user who is not root may not read or write: it is named in one line, and the rest is done."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shell import papercut_without_rights

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") and getattr(os, "geteuid", lambda: 0)() == 0, reason="root may do everything"
)
BODY = "新桥通车\n\n　　本报讯（记者 李闻）市里的新桥昨日通车了，过桥的人都很高兴。\n"


@contextmanager
def closed(path: Path, mode: int) -> Iterator[None]:
    """A file or folder with this mode, until it is to be taken away."""
    path.chmod(mode)
    try:
        yield
    finally:
        path.chmod(0o700)


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(BODY, "utf-8")
    with closed(tmp_path / "a.txt", 0):
        alone = papercut_without_rights("clean", "a.txt", cwd=tmp_path)
        both = papercut_without_rights("clean", "a.txt", "b.txt", cwd=tmp_path)
    said = b"a.txt cannot be read: permission denied: check the file's owner and mode"
    assert alone.returncode == 3 and alone.stdout == b""
    assert alone.stderr.count(b"\n") == 1 and said in alone.stderr
    assert both.returncode == 1 and said in both.stderr and "新桥".encode() in both.stdout


@pytest.mark.parametrize("out", ["shut/out.md", "shut/out/", "shut/"])
def test_a_folder_that_may_not_be_written(out: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY, "utf-8")
    (tmp_path / "shut").mkdir()
    with closed(tmp_path / "shut", 0o500):
        done = papercut_without_rights("clean", "a.txt", "-o", out, cwd=tmp_path)
        batch = papercut_without_rights("batch", "a.txt", "-o", out.replace(".md", ".db"), cwd=tmp_path)
        assert not list((tmp_path / "shut").iterdir())
    for ran in (done, batch):
        assert ran.returncode == 5 and ran.stdout == b"", ran.stderr
        assert b"shut" in ran.stderr and b"Permission denied" in ran.stderr and b"Traceback" not in ran.stderr


def test_what_a_batch_may_not_read(tmp_path: Path) -> None:
    for name in ("in/a.txt", "in/shut/b.txt", "in/c.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(BODY + name, "utf-8")
    with closed(tmp_path / "in" / "shut", 0), closed(tmp_path / "in" / "c.txt", 0):
        done = papercut_without_rights("batch", "in", "-o", "out", cwd=tmp_path)
    assert done.returncode == 1 and b"1 page, 1 article, 2 failed" in done.stderr, done.stderr
    assert (tmp_path / "out" / "a.txt_p01" / "page.json").is_file()
    failed = [row for row in done.stderr.decode().splitlines() if "unreadable" in row]
    assert len(failed) == 2 and any("shut" in row for row in failed) and any("c.txt" in row for row in failed)
    again = papercut_without_rights("batch", "in", "-o", "out", "--resume", cwd=tmp_path)
    assert again.returncode == 0 and b"0 failed" in again.stderr, again.stderr
