"""What given files are called: never by where they stand on this machine."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from batches import story

from papercut.batches.inputs import locations
from shell import papercut


def names(*given: str, stdin: bytes | None = None) -> list[str]:
    return [i.name for i in locations.inputs(given, io.BytesIO(stdin) if stdin is not None else None)]


def test_where_files_stand_on_this_machine_is_not_in_their_names(tmp_path: Path) -> None:
    for name in ("here/a.txt", "here/b/c.txt", "there/a.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("text\n")
    one, other, far = (str(tmp_path / name) for name in ("here/a.txt", "here/b/c.txt", "there/a.txt"))
    assert names(one) == ["a.txt"]
    assert names(one, other) == ["a.txt", "b/c.txt"]
    assert names(one, far) == ["here/a.txt", "there/a.txt"]
    assert names(str(tmp_path / "here" / "*.txt")) == ["a.txt"]
    assert names(str(tmp_path / "*" / "a.txt")) == ["here/a.txt", "there/a.txt"]
    assert names("-", stdin="\n".join([one, far]).encode()) == ["here/a.txt", "there/a.txt"]
    assert names("-", stdin="\0".join([one, other]).encode()) == ["a.txt", "b/c.txt"]


@pytest.fixture
def disks(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """Two folders that have only the root in common."""
    for place in ("/dev/shm", "/var/tmp"):
        if os.access(place, os.W_OK) and tmp_path.parts[1] != Path(place).parts[1]:
            with tempfile.TemporaryDirectory(dir=place) as folder:
                yield tmp_path, Path(folder)
                return
    pytest.skip("no folder beside that for temporary files")


def written(*paths: Path) -> list[str]:
    for n, path in enumerate(paths):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(story(n), "utf-8")
    return [str(path) for path in paths]


def test_files_of_several_disks_are_not_called_by_their_places(
    disks: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = disks
    # nothing in common, nothing alike: each below its own tree's folder
    assert names(*written(one / "a/p.txt", two / "b/page.txt")) == ["p.txt", "page.txt"]
    more = written(one / "a/1998/p.txt", one / "a/1999/p.txt", two / "b/page.txt")
    assert names(*more) == ["1998/p.txt", "1999/p.txt", "page.txt"]
    assert names("-", stdin="\n".join(more).encode()) == ["1998/p.txt", "1999/p.txt", "page.txt"]
    # two that would be called alike: below the names of their trees' folders, however they are given
    alike = written(one / "a/p.txt", two / "b/p.txt", two / "b/c/q.txt")
    assert names(*alike) == ["a/p.txt", "b/p.txt", "b/c/q.txt"]
    assert names(*reversed(alike)) == ["b/c/q.txt", "b/p.txt", "a/p.txt"]
    assert names(str(one / "a" / "*.txt"), str(two / "b" / "p.*")) == ["a/p.txt", "b/p.txt"]
    # the folders are called alike, too
    same = names(*written(one / "scans/p.txt", two / "scans/p.txt"))
    assert sorted(same) == ["scans-2/p.txt", "scans/p.txt"]
    # the same file twice is no other file
    assert names(alike[0], alike[0], alike[2]) == ["p.txt", "p.txt", "q.txt"]
    # a folder, and names that are not from the root
    monkeypatch.chdir(one)
    assert names(str(one / "a" / "1998"), alike[1]) == ["p.txt", "p.txt"]
    assert names("a/p.txt", str(two / "b/p.txt")) == ["a/p.txt", "p.txt"]
    monkeypatch.chdir(one / "a")
    assert names("p.txt", alike[1], *written(one / "x/z.txt")) == ["p.txt", "b/p.txt", "x/z.txt"]


def test_no_place_is_in_an_output_of_several_disks(disks: tuple[Path, Path], tmp_path: Path) -> None:
    one, two = disks
    given = written(one / "a/p.txt", two / "b/page.txt")
    out = tmp_path / "out"
    assert papercut("batch", *given, "-o", out).returncode == 0
    assert sorted(p.name for p in out.iterdir()) == [".papercut", "p.txt_p01", "page.txt_p01", "report.html"]
    records = [path.read_text("utf-8") for path in out.rglob("*.json") if ".papercut" not in path.parts]
    assert records and not [text for text in records if str(one) in text or two.name in text]
    again = papercut("batch", *reversed(given), "-o", out, "--resume")
    assert b"2 inputs done before" in again.stderr
    # what stands in a folder keeps its name, and one that would be called alike is refused
    refused = papercut("batch", one / "a", *written(two / "b/p.txt"), "-o", tmp_path / "other")
    assert refused.returncode == 3 and b"would both be called p.txt: name a folder above both, or do" in refused.stderr
