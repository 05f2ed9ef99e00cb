"""Where inputs stand: folders, patterns, lists, archives and stores."""

from __future__ import annotations

import io
import os
import stat
import tarfile
import zipfile
from pathlib import Path

import pytest
from batches import files_of, make_pages, story

from papercut.batch import archives, places, stores
from papercut.batch.stores import RemoteTarget
from papercut.errors import InputError
from shell import papercut


def names(*given: str, stdin: bytes | None = None, skip: Path | None = None) -> list[str]:
    return [i.name for i in places.inputs(given, io.BytesIO(stdin) if stdin is not None else None, skip)]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    make_pages(tmp_path / "in", 4, 2)
    (tmp_path / "in" / ".hidden").write_text("x")
    (tmp_path / "in" / ".git").mkdir()
    (tmp_path / "in" / ".git" / "x").write_text("x")
    (tmp_path / "elsewhere.txt").write_text("x")
    (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "elsewhere.txt")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    return tmp_path / "in"


ALL = ["1998-01/clip-0000.txt", "1998-01/clip-0001.txt", "1998-02/clip-0002.txt", "1998-02/clip-0003.txt"]


def test_folders_patterns_and_lists(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert names(str(tree)) == ALL
    assert names(str(tree), skip=tree / "1998-02") == ALL[:2]
    monkeypatch.chdir(tree.parent)
    wanted = [f"in/{name}" for name in ALL]
    assert names("in/**/*.txt")[: len(wanted)] == wanted
    assert names("./in/1998-01/clip-0000.txt", "../" + tree.parent.name + "/elsewhere.txt") == [
        wanted[0], f"{tree.parent.name}/elsewhere.txt",
    ]  # fmt: skip
    listed = "\n".join(wanted)
    assert names("-", stdin=listed.encode()) == names("-", stdin=listed.replace("\n", "\0").encode() + b"\0") == wanted
    assert names("-", stdin=listed.replace("\n", "\r\n").encode()) == wanted
    for odd in ("none.txt", "in/*.xyz", "a\0b"):
        with pytest.raises(InputError):
            names(odd)


def test_a_file_that_cannot_be_read_is_told_of_in_its_turn(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tree / "broken.txt"
    broken.symlink_to(tree / "nowhere")
    monkeypatch.chdir(tree)
    (found,) = places.inputs(["broken.txt"])
    assert found.stamp.startswith("unreadable")
    with pytest.raises(InputError, match="cannot be read"):
        places.opened(found.place)


def write_zip(path: Path, members: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def write_tar(path: Path, members: dict[str, bytes], how: str) -> None:
    with tarfile.open(path, f"w:{how}") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))


@pytest.mark.parametrize("how", ["zip", "", "gz", "bz2", "xz"])
def test_archives(how: str, tmp_path: Path) -> None:
    path = tmp_path / "pages.bin"
    members = {f"1998-01/clip-{n:04d}.txt": story(n).encode() for n in range(3)}
    more = {"../../up.txt": b"up", "/etc/root.txt": b"root", "__MACOSX/x": b"no", "a/.DS_Store": b"no"}
    if how == "zip":
        write_zip(path, {**members, **more})
    else:
        write_tar(path, {**members, **more}, how)
    found = list(places.inputs([str(path)]))
    shown = [i.name.rpartition("pages.bin/")[2] for i in found]
    assert shown == [*members, "up.txt", "etc/root.txt"]
    for given, data in zip(found, [*members.values(), b"up", b"root"], strict=True):
        with places.opened(given.place) as file:
            assert file.read() == data
    out = tmp_path / "out"
    assert papercut("batch", "pages.bin", "-o", out, cwd=tmp_path).returncode == 0
    assert (out / "pages.bin" / "1998-01" / "clip-0000.txt_p01" / "page.json").exists()
    assert not (tmp_path.parent / "up.txt").exists()


def test_links_and_bombs_in_archives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("good.txt", story(1))
        archive.writestr("bomb.txt", b"0" * 5_000_000)
        archive.writestr("after.txt", story(2))
    monkeypatch.setattr(archives, "LARGEST", 1_000_000)
    found = list(archives.found(path, "a.zip"))
    assert [i.name for i in found] == ["a.zip/good.txt", "a.zip/~damaged"]
    with pytest.raises(InputError, match="larger than"):
        places.opened(found[1].place)
    tar = tmp_path / "b.tar"
    with tarfile.open(tar, "w") as archive_:
        info = tarfile.TarInfo("link.txt")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive_.addfile(info)
    assert list(archives.found(tar, "b.tar")) == []


def test_damaged_archives(tmp_path: Path) -> None:
    members = {f"{n}.txt": (story(n) + os.urandom(3000).hex()).encode() for n in range(4)}
    write_tar(tmp_path / "a.tgz", members, "gz")
    data = (tmp_path / "a.tgz").read_bytes()
    (tmp_path / "a.tgz").write_bytes(data[: len(data) * 2 // 3])
    out = tmp_path / "out"
    done = papercut("batch", "a.tgz", "-o", out, cwd=tmp_path)
    assert done.returncode == 1 and b"damaged archive" in done.stderr and len(list(out.rglob("page.json"))) >= 1


def test_names_in_other_encodings(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    write_zip(path, {"??.txt": b"x"})
    name = "报纸".encode("gb18030")
    path.write_bytes(path.read_bytes().replace(b"??.txt", name[:2] + b".txt"))
    assert [i.name for i in archives.found(path, "a.zip")] == ["a.zip/报.txt"]


@pytest.mark.parametrize(
    ("path", "pattern", "is_one"),
    [
        ("a/b/c.xml", "a/**/*.xml", True), ("a/c.xml", "a/**/*.xml", True), ("a/b/c.xml", "a/*.xml", False),
        ("a/b/c.txt", "a/**/*.xml", False), ("a/b/c/d.xml", "a/**/c/*.xml", True), ("a/1998/x", "a/199?/x", True),
    ],
)  # fmt: skip
def test_patterns_of_stores(path: str, pattern: str, is_one: bool) -> None:
    assert stores._matches(path, pattern) is is_one


def test_a_store_in_memory() -> None:
    pytest.importorskip("fsspec")
    target = RemoteTarget("memory://here/out")
    target.put("a/b.txt", b"1")
    target.put("a/b.txt", b"2")
    assert target.get("a/b.txt") == b"2" and target.get("none") is None
    assert list(target.names("a")) == ["a/b.txt"] and list(target.names("none")) == []
    assert [(i.name, i.size) for i in stores.found("memory://here/**/*.txt")] == [("out/a/b.txt", 1)]
    assert [i.name for i in stores.found("memory://here/out")] == ["a/b.txt"]
    with stores.opened("memory://here/out/a/b.txt") as file:
        assert file.read() == b"2"
    target.delete("a/b.txt")
    target.delete("a/b.txt")
    with pytest.raises(InputError):
        list(stores.found("memory://here/nothing/*"))


def test_s3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moto = pytest.importorskip("moto.server")
    s3fs = pytest.importorskip("s3fs")
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    env = {
        "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://{host}:{port}", "FSSPEC_S3_ENDPOINT_URL": f"http://{host}:{port}",
    }  # fmt: skip
    try:
        for key, value in env.items():
            monkeypatch.setenv(key, value)
        system = s3fs.S3FileSystem(endpoint_url=env["AWS_ENDPOINT_URL"], skip_instance_cache=True)
        system.mkdir("paper")
        for n in range(6):
            system.pipe_file(f"paper/1998/0{n % 2}/clip-{n:04d}.txt", story(n).encode())
        system.pipe_file("paper/1998/readme.md", b"no page")
        args = ("batch", "s3://paper/1998/**/*.txt", "-o", "s3://paper/clean", "--to", "jsonl", "-j", "1")
        done = papercut(*args)
        assert done.returncode == 0 and b"6 pages, 6 articles, 0 failed" in done.stderr, done.stderr
        again = papercut(*args, "--resume")
        assert again.returncode == 0 and b"6 inputs done before" in again.stderr
        local = tmp_path / "out"
        make_pages(tmp_path / "in", 0)
        for n in range(6):
            path = tmp_path / "in" / f"0{n % 2}" / f"clip-{n:04d}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(story(n), "utf-8")
        assert papercut("batch", tmp_path / "in", "-o", local, "--to", "jsonl").returncode == 0
        system.invalidate_cache()
        there = [path for path in system.find("paper/clean") if "/.papercut/" not in path]
        remote = {path.rpartition("/")[2]: system.cat_file(path) for path in there}
        assert {name: (local / name).read_bytes() for name in files_of(local)} == remote
        missing = papercut("batch", "s3://nowhere/x/*", "-o", local / "x")
        assert missing.returncode == 3 and missing.stderr.count(b"\n") == 1
    finally:
        server.stop()


def test_a_folder_that_cannot_be_looked_into_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("open", "shut"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text("a")
    real = os.scandir

    def scandir(path: str) -> object:
        if Path(path).name == "shut":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert [i.name for i in places.inputs([str(tmp_path)])] == ["open/a.txt", "shut"]
