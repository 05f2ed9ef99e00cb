"""Files of an output that somebody deleted: they are made again, or it is said that they are not there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from batches import files_of, make_pages

from papercut.batches.outputs.object_store import RemoteTarget
from papercut.batches.outputs.target_folder import LocalTarget
from shell import papercut


@pytest.mark.parametrize("to", ["md", "jsonl"])
def test_resume_makes_lost_files_again(to: str, tmp_path: Path) -> None:
    make_pages(tmp_path / "pages", 12)
    args = ("batch", "pages", "-o", "out", "--to", to)
    assert papercut(*args, cwd=tmp_path).returncode == 0
    before = files_of(tmp_path / "out")
    (tmp_path / "out" / sorted(before)[0]).unlink()
    plan = papercut(*args, "--resume", "--dry-run", cwd=tmp_path)
    assert plan.returncode == 0 and b"12 done" not in plan.stdout + plan.stderr
    again = papercut(*args, "--resume", cwd=tmp_path)
    assert again.returncode == 0 and b": 0 pages" not in again.stderr
    assert files_of(tmp_path / "out") == before
    assert b": 0 pages" in papercut(*args, "--resume", cwd=tmp_path).stderr


@pytest.mark.parametrize("command", ["write", "apply", "clean"])
def test_lost_files_of_an_output_are_told(command: str, tmp_path: Path) -> None:
    make_pages(tmp_path / "pages", 3)
    assert papercut("batch", "pages", "-o", "out", "--to", "json", cwd=tmp_path).returncode == 0
    first, second, _ = sorted((tmp_path / "out").rglob("page.json"))
    first.unlink()
    (record,) = [row["file"] for row in json.loads(second.read_text("utf-8"))["articles"]]
    second.with_name(record).unlink()
    done = papercut(command, "out", "--to", "text", cwd=tmp_path)
    said = done.stderr.decode()
    assert done.returncode == 1 and "第2座大桥通车" in done.stdout.decode(), "the page behind comes out"
    assert f"{second.with_name(record).relative_to(tmp_path)} cannot be read" in said
    assert f"out lacks 2 files that a run wrote, such as {first.relative_to(tmp_path / 'out')}: run papercut" in said


def test_what_targets_lack(tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    for target in (LocalTarget(tmp_path), RemoteTarget("memory://papercut-lost")):
        target.put("a/b.json", b"{}")
        assert list(target.lacking(["a/b.json", "a/c.json", "d"])) == ["a/c.json", "d"]
