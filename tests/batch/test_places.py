"""Where inputs stand: folders, patterns, lists, archives and stores."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import random
import stat
import tarfile
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from batches import files_of, make_pages, story

from papercut.batches import run_lock
from papercut.batches.inputs import archive_members, archives, locations, stored_objects
from papercut.batches.inputs.skipped_files import FileFilter, path_matches
from papercut.batches.outputs.object_store import RemoteTarget
from papercut.errors import InputError, OutputError
from shell import papercut


def names(*given: str, stdin: bytes | None = None, skip: Path | None = None) -> list[str]:
    return [i.name for i in locations.inputs(given, io.BytesIO(stdin) if stdin is not None else None, skip)]


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
    (found,) = locations.inputs(["broken.txt"])
    assert found.stamp.startswith("unreadable")
    with pytest.raises(InputError, match="cannot be read"):
        locations.opened(found.place)


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
    found = list(locations.inputs([str(path)]))
    shown = [i.name.rpartition("pages.bin/")[2] for i in found]
    assert shown == [*members, "up.txt", "etc/root.txt"]
    for given, data in zip(found, [*members.values(), b"up", b"root"], strict=True):
        with locations.opened(given.place) as file:
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
    monkeypatch.setattr(archive_members, "LARGEST", 1_000_000)
    found = list(archives.pages_in_archive(path, "a.zip"))
    assert [i.name for i in found] == ["a.zip/good.txt", "a.zip/bomb.txt", "a.zip/after.txt"]
    with pytest.raises(InputError, match="too large"):
        locations.opened(found[1].place)
    tar = tmp_path / "b.tar"
    with tarfile.open(tar, "w") as archive_:
        info = tarfile.TarInfo("link.txt")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive_.addfile(info)
    assert list(archives.pages_in_archive(tar, "b.tar")) == []


def test_damaged_archives(tmp_path: Path) -> None:
    members = {f"{n}.txt": (story(n) + os.urandom(3000).hex()).encode() for n in range(4)}
    write_tar(tmp_path / "a.tgz", members, "gz")
    data = (tmp_path / "a.tgz").read_bytes()
    (tmp_path / "a.tgz").write_bytes(data[: len(data) * 2 // 3])
    out = tmp_path / "out"
    done = papercut("batch", "a.tgz", "-o", out, cwd=tmp_path)
    assert done.returncode == 1 and b"unreadable: a.tgz: damaged or cut off in or after " in done.stderr
    assert len(list(out.rglob("page.json"))) >= 1


def test_names_in_other_encodings(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    write_zip(path, {"??.txt": b"x"})
    name = "报纸".encode("gb18030")
    path.write_bytes(path.read_bytes().replace(b"??.txt", name[:2] + b".txt"))
    assert [i.name for i in archives.pages_in_archive(path, "a.zip")] == ["a.zip/报.txt"]


@pytest.mark.parametrize(
    ("path", "pattern", "is_one"),
    [
        ("a/b/c.xml", "a/**/*.xml", True), ("a/c.xml", "a/**/*.xml", True), ("a/b/c.xml", "a/*.xml", False),
        ("a/b/c.txt", "a/**/*.xml", False), ("a/b/c/d.xml", "a/**/c/*.xml", True), ("a/1998/x", "a/199?/x", True),
    ],
)  # fmt: skip
def test_patterns_of_stores(path: str, pattern: str, is_one: bool) -> None:
    assert path_matches(path.split("/"), pattern.split("/")) is is_one


def test_a_store_in_memory() -> None:
    pytest.importorskip("fsspec")
    target = RemoteTarget("memory://here/out")
    target.put("a/b.txt", b"1")
    target.put("a/b.txt", b"2")
    assert target.get("a/b.txt") == b"2" and target.get("none") is None
    assert list(target.names("a")) == ["a/b.txt"] and list(target.names("none")) == []
    assert [(i.name, i.size) for i in stored_objects.stored_inputs("memory://here/**/*.txt")] == [("out/a/b.txt", 1)]
    assert [i.name for i in stored_objects.stored_inputs("memory://here/out")] == ["a/b.txt"]
    with stored_objects.opened("memory://here/out/a/b.txt") as file:
        assert file.read() == b"2"
    target.delete("a/b.txt")
    target.delete("a/b.txt")
    with pytest.raises(InputError):
        list(stored_objects.stored_inputs("memory://here/nothing/*"))


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
        assert b"<b>6</b>" in remote.pop("report.html")  # which no other run writes alike
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
    assert [i.name for i in locations.inputs([str(tmp_path)])] == ["open/a.txt", "shut"]


PASSED = {
    "desktop.ini": "system", "Thumbs.db": "system", ".DS_Store": "system", "~$letter.docx": "system",
    ".~lock.letter.odt#": "system", "a.txt:Zone.Identifier": "system", "a.txt~": "system",
    "b.pdf.crdownload": "system", "md5sums.txt": "system", "manifest-sha256.txt": "system", "bagit.txt": "system",
    "#a.txt#": "system", "System Volume Information/x": "system", "@eaDir/a.txt/x": "system",
    ".notes": "hidden", ".git/x": "hidden", "meta.json": "json", "log.jsonl": "json", "list.json": "json",
    "numbers.json": "json", "issue.xml": "mets",
    "page.json": "own", "one.jsonl": "own", "one.md": "own", "papercut.toml": "own", "review.html": "own",
    "stories-0123456789ab.jsonl": "own",
}  # fmt: skip
HOLDS = {
    "numbers.json": b"[0.25, 0.5, 0.75]\n",
    "meta.json": b'\xef\xbb\xbf{"title": "x", "pages": [1]}', "log.jsonl": b'{"a": 1}\n{"a": 2}\n',
    "list.json": b'["a", 2]',
    "issue.xml": b'<?xml version="1.0"?>\n<mets:mets xmlns:mets="http://www.loc.gov/METS/"><mets:fileSec/></mets:mets>',
    "page.json": b'{"papercut": 1, "source": {}}', "one.jsonl": b'{"papercut":1,"source":{}}\n',
    "one.md": b'---\nid: "a"\nheadline: "x"\nsource: {"name": "x"}\n---\n',
    "review.html": b'<!DOCTYPE html>\n<meta name="generator" content="papercut 1.0">',
}  # fmt: skip
PAGES = {
    "a.txt": story(1).encode(), "b.txt": "[本报讯] 第一座桥".encode(), "c.txt": b"{a brace}", "d.txt": b"[1] a note",
    "ocr.json": b'[{"box": [[1, 1], [9, 1], [9, 9], [1, 9]], "text": "a"}]',
    "thumbs.db.txt": b"a", "e.md": b"---\nid: x\n",
}  # fmt: skip


@pytest.mark.parametrize("packed", [False, True])
def test_what_is_no_page_is_passed_over_and_counted(packed: bool, tmp_path: Path) -> None:
    files = {**{name: HOLDS.get(name, b"x") for name in PASSED}, **PAGES}
    for name, data in files.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    if packed:
        write_zip(tmp_path / "a.zip", files)
    found: dict[str, str] = {}
    choice = FileFilter(told=lambda name, why: found.update({name.removeprefix("a.zip/"): why}))
    where = tmp_path / ("a.zip" if packed else "in")
    given = [i.name.rpartition("a.zip/")[2] for i in locations.inputs([str(where)], choice=choice)]
    assert sorted(given) == sorted(PAGES)
    whys = dict(PASSED)
    if not packed:  # a folder is passed over as one
        folders = ("System Volume Information/x", "@eaDir/a.txt/x", ".git/x")
        whys.update({name.partition("/")[0]: whys.pop(name) for name in folders})
    assert {name.rpartition("a.zip/")[2]: why for name, why in found.items()} == whys
    assert choice.counts.total() == len(whys)


@pytest.mark.parametrize(
    ("include", "exclude", "wanted"),
    [
        ((), ("1998-01",), ALL[2:]), ((), ("1998-0?/*-0000.txt",), ALL[1:]), (("*2.txt", "*3.txt"), (), ALL[2:]),
        (("1998-02",), ("*3.txt",), ALL[2:3]), (("**/clip-0001.txt",), (), ALL[1:2]), (("*.pdf",), (), []),
    ],
)  # fmt: skip
def test_include_and_exclude(include: tuple[str, ...], exclude: tuple[str, ...], wanted: list[str], tree: Path) -> None:
    choice = FileFilter(include, exclude)
    assert [i.name for i in locations.inputs([str(tree)], choice=choice)] == wanted
    assert choice.counts["excluded"]


def test_a_dry_run_writes_nothing(tree: Path, tmp_path: Path) -> None:
    (tree / "Thumbs.db").write_text("x")
    (tree / "1998-01" / "same.txt").write_text(story(0))
    args = ("batch", tree, "-o", tmp_path / "out", "--exclude", "*3.txt")
    done = papercut(*args, "--dry-run")
    assert done.returncode == 0 and not (tmp_path / "out").exists()
    rows = dict(reversed(row.split("\t")) for row in done.stdout.decode().splitlines())
    assert rows[ALL[0]] == "to do" and rows[ALL[3]] == "passed over (excluded)"
    assert rows["1998-01/same.txt"] == f"the same as {ALL[0]}" and rows["Thumbs.db"] == "passed over (system)"
    assert papercut(*args).returncode == 0
    again = papercut(*args, "--dry-run", "--resume").stdout.decode()
    assert "to do" not in again and again.count("done before") == 4


def test_links_that_are_not_followed_are_counted(tmp_path: Path) -> None:
    root, away = tmp_path / "in", tmp_path / "away"
    for folder in (root / "sub", away):
        folder.mkdir(parents=True)
        (folder / "a.txt").write_text("a")
    (root / "within.txt").symlink_to("sub/a.txt")
    links = {"loop": root, "folder": away, "out.txt": away / "a.txt"}
    for name, target in links.items():
        (root / name).symlink_to(target)
    found: dict[str, str] = {}
    choice = FileFilter(told=lambda name, why: found.update({name: why}))
    assert [i.name for i in locations.inputs([str(root)], choice=choice)] == ["within.txt", "sub/a.txt"]
    assert found == dict.fromkeys(links, "link")


def test_nothing_but_what_is_passed_over_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.json").write_text("{}")
    done = papercut("batch", tmp_path / "in", "-o", tmp_path / "out")
    assert done.returncode == 3 and b"1 JSON file without a page" in done.stderr
    inside = papercut("batch", tmp_path / "in", "-o", tmp_path / "in")
    assert inside.returncode == 3 and b"choose another output" in inside.stderr


def test_one_bad_member_costs_no_other(tmp_path: Path) -> None:
    write_zip(tmp_path / "a.zip", {f"{n}.txt": story(n).encode() for n in range(4)})
    data = bytearray((tmp_path / "a.zip").read_bytes())
    at = data.index(story(1).encode())
    data[at] ^= 1
    (tmp_path / "a.zip").write_bytes(data)
    found = {i.name: i for i in archives.pages_in_archive(tmp_path / "a.zip", "a.zip")}
    assert [n for n, i in found.items() if i.stamp.startswith("unreadable")] == ["a.zip/1.txt"] and len(found) == 4
    with pytest.raises(InputError, match="damaged: Bad CRC"):
        locations.opened(found["a.zip/1.txt"].place)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("streamed", [False, True])
def test_a_zip_without_its_list_of_members(method: int, streamed: bool, tmp_path: Path) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    out = Pipe() if streamed and method else io.BytesIO()
    members = {f"{n}.txt": os.urandom(3000).hex().encode() for n in range(3)}
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    whole = out.getvalue()
    path = tmp_path / "a.zip"
    for cut in (whole.index(b"PK\x01\x02"), len(whole) - 10, whole.index(b"2.txt") + 300):
        path.write_bytes(whole[:cut])
        *sound, last = archives.pages_in_archive(path, "a.zip")
        assert last.name == "a.zip" and "damaged or cut off" in last.place
        assert len(sound) == (2 if cut < whole.index(b"PK\x01\x02") else 3)
        for given in sound:
            with locations.opened(given.place) as file:
                assert file.read() == members[given.name.removeprefix("a.zip/")]


@pytest.mark.parametrize("how", ["", "gz", "bz2", "xz"])
def test_a_tar_that_is_cut_off(how: str, tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    write_tar(path, {f"{n}.txt": os.urandom(30_000).hex().encode() for n in range(4)}, how)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    *sound, last = archives.pages_in_archive(path, "a.tar")
    assert last.name == "a.tar" and "damaged or cut off" in last.place
    assert all(not i.stamp.startswith("unreadable") for i in sound) and (how == "bz2" or len(sound) >= 1)


@pytest.mark.parametrize("how", ["gz", "bz2", "xz"])
def test_a_small_compressed_tar_that_is_cut_off(how: str, tmp_path: Path) -> None:
    """What is whole in it is less than a reader takes at once."""
    noise = random.Random(1)
    whole = tmp_path / "whole.tar"
    write_tar(whole, {f"{n}.txt": bytes(noise.choices(range(65, 91), k=3000)) for n in range(3)}, how)
    path = tmp_path / "a.tar"
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size * 3 // 4])
    *sound, last = archives.pages_in_archive(path, "a.tar")
    assert "damaged or cut off" in last.place
    assert how == "bz2" or [one.name for one in sound] == ["a.tar/0.txt", "a.tar/1.txt"]  # bzip2 packs it as one block


@pytest.mark.parametrize("pack", [bz2.compress, gzip.compress, lzma.compress])
def test_what_stands_behind_a_compressed_stream(pack: Callable[[bytes], bytes]) -> None:
    """Parallel packers write many streams into one file: a damaged one is not the end."""
    first, second = story(1).encode(), story(2).encode()
    packed, more = pack(first), pack(second)
    both = first + second
    for whole, held in ((packed + more, both), (packed + bytes(512), first), (packed + bytes(4) + more, both)):
        with archives.unpacked_stream(io.BytesIO(whole), "a.txt.x") as file:
            assert file.read() == held
    for hurt in (packed + b"\1" + more[1:], packed + more[:-12], packed[:-12], packed + "又".encode()):
        with pytest.raises(InputError, match=r"a\.txt\.x is damaged"):
            archives.unpacked_stream(io.BytesIO(hurt), "a.txt.x")


@pytest.mark.parametrize("how", ["", "gz"])
@pytest.mark.parametrize(
    ("hurt", "said"),
    [
        (lambda tar: tar + tar, "something stands behind its end"),
        (lambda tar: tar[:1024] + bytes(512) + tar[1536:], "something stands behind its end"),
        (lambda tar: tar[:2048], "the blocks that end an archive are missing"),
    ],
)
def test_a_tar_that_ends_elsewhere(
    how: str, hurt: Callable[[bytes], bytes], said: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.tar"
    write_tar(path, {f"{n}.txt": story(n).encode() for n in range(3)}, "")
    data = hurt(path.read_bytes())
    path.write_bytes(gzip.compress(data) if how else data)
    *sound, last = archives.pages_in_archive(path, "a.tar")
    assert sound and last.name == "a.tar" and said in last.place


def test_a_zip_behind_another(tmp_path: Path) -> None:
    one, two, path = tmp_path / "1.zip", tmp_path / "2.zip", tmp_path / "both.zip"
    write_zip(one, {"1.txt": story(1).encode()})
    write_zip(two, {"2.txt": story(2).encode()})
    path.write_bytes(one.read_bytes() + two.read_bytes())
    sound, last = archives.pages_in_archive(path, "both.zip")
    assert sound.name == "both.zip/2.txt" and "are another zip archive" in last.place


def test_links_and_devices_in_a_tar(tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as archive:
        for name, kind in (("1.txt", tarfile.REGTYPE), ("2.txt", tarfile.SYMTYPE), ("3.txt", tarfile.LNKTYPE),
                           ("4.txt", tarfile.FIFOTYPE), ("5", tarfile.DIRTYPE), ("6.txt", b"Z")):  # fmt: skip
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "1.txt" if kind in (tarfile.SYMTYPE, tarfile.LNKTYPE) else ""
            data = story(1).encode() if kind in (tarfile.REGTYPE, b"Z") else b""
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    choice = FileFilter()
    found = {i.name: i.place for i in archives.pages_in_archive(path, "a.tar", choice)}
    assert list(found) == ["a.tar/1.txt", "a.tar/4.txt", "a.tar/6.txt"] and choice.counts["link"] == 2
    assert "a device or a pipe" in found["a.tar/4.txt"]


@pytest.mark.parametrize("how", ["", "gz"])
@pytest.mark.parametrize("hurt", ["checksum", "shifted"])
def test_a_tar_with_a_damaged_header(how: str, hurt: str, tmp_path: Path) -> None:
    """Python takes it for the end: what stands behind it would be lost in silence."""
    path = tmp_path / "a.tar"
    write_tar(path, {f"{n}.txt": story(n).encode() for n in range(3)}, "")
    data = bytearray(path.read_bytes())
    at = data.index(b"1.txt")
    if hurt == "checksum":
        data[at + 148 : at + 154] = b"000000"
    else:
        del data[at - 5 : at]
    path.write_bytes(gzip.compress(data) if how else data)
    first, last = archives.pages_in_archive(path, "a.tar")
    assert first.name == "a.tar/0.txt"
    assert last.name == "a.tar" and f"bad checksum at byte {at // 512 * 512}" in last.place


def test_a_bomb_in_a_tar_is_seen_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "FREE", 100_000)
    path = tmp_path / "a.tgz"
    write_tar(path, {"a.txt": story(1).encode(), "big.txt": b"0" * 5_000_000, "b.txt": story(2).encode()}, "gz")
    found = {i.name: i.place for i in archives.pages_in_archive(path, "a.tgz")}
    assert list(found) == ["a.tgz/a.txt", "a.tgz/big.txt", "a.tgz/b.txt"] and "too large" in found["a.tgz/big.txt"]


@pytest.mark.parametrize("outer", ["a.zip", "a.tar", "a.tgz"])
def test_archives_in_archives_are_refused(outer: str, tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.txt", story(1))
    tarred = {"gz": io.BytesIO(), "": io.BytesIO()}
    for how, file in tarred.items():
        with tarfile.open(fileobj=file, mode=f"w:{how}") as tar:
            tar.addfile(tarfile.TarInfo("a.txt"))
    held = {
        "b.zip": inner.getvalue(), "c.tgz": tarred["gz"].getvalue(), "d.txt.gz": gzip.compress(story(3).encode()),
        "e.tar": tarred[""].getvalue(), "f.7z": b"7z\xbc\xaf\x27\x1c" + bytes(range(99)),
        "g.rar": b"Rar!\x1a\x07\x01\0" + bytes(range(99)),
    }  # fmt: skip
    if outer == "a.zip":
        write_zip(tmp_path / outer, held)
    else:
        write_tar(tmp_path / outer, held, "gz" if outer == "a.tgz" else "")
    done = papercut("batch", outer, "-o", tmp_path / "out", cwd=tmp_path)
    assert done.returncode == 1 and b"1 page, 1 article, 5 failed" in done.stderr
    for name in ("b.zip", "c.tgz", "e.tar"):
        assert f"{outer}/{name}: this is an archive in an archive: unpack " in done.stderr.decode()
    for name, kind in (("f.7z", "a 7z archive"), ("g.rar", "a RAR archive")):
        assert f"{outer}/{name} is {kind}: unpack it and give the pages in it" in done.stderr.decode()


def test_documents_are_no_archives(tmp_path: Path) -> None:
    for name, member in (("a.docx", "[Content_Types].xml"), ("b.epub", "mimetype"), ("c.odt", "mimetype")):
        write_zip(tmp_path / name, {member: b"x", "more.xml": b"x" * 5000})
        whole = (tmp_path / name).read_bytes()
        assert not archives.is_archive(tmp_path / name)
        (tmp_path / name).write_bytes(whole[:3000])
        assert not archives.is_archive(tmp_path / name)


def test_one_run_at_a_time_in_a_store(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fsspec")
    target = RemoteTarget("memory://locked/out")
    with run_lock.exclusive_output("memory://locked/out", False):
        assert len(list(target.names(run_lock.LOCKS))) == 1
        with (
            pytest.raises(OutputError, match="another run, on "),
            run_lock.exclusive_output("memory://locked/out", False),
        ):
            pass
        assert len(list(target.names(run_lock.LOCKS))) == 1
    assert not list(target.names(run_lock.LOCKS))


@pytest.mark.parametrize("time_said", [1, 4e9])
def test_a_lock_in_a_store_is_as_old_as_the_store_says(time_said: float, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fsspec")
    target = RemoteTarget("memory://clocks/out")
    lock = f"{run_lock.LOCKS}/killed.json"
    target.put(lock, json.dumps({"time": time_said, "held": True}).encode())  # by a clock that is wrong
    with pytest.raises(OutputError, match="another run, on "), run_lock.exclusive_output("memory://clocks/out", False):
        pass
    monkeypatch.setattr(run_lock, "STALE", 0.1)
    time.sleep(0.2)
    with run_lock.exclusive_output("memory://clocks/out", False):
        assert lock not in target.names(run_lock.LOCKS)


def test_of_two_runs_that_begin_at_once_in_a_store_one_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fsspec")
    together = threading.Barrier(2)
    ran: list[bool] = []

    def begin() -> None:
        together.wait()
        try:
            with run_lock.exclusive_output("memory://atonce/out", False):
                ran.append(True)
                over.wait(30)
        except OutputError:
            ran.append(False)
            over.set()

    for _ in range(3):
        over = threading.Event()
        ran.clear()
        threads = [threading.Thread(target=begin) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(ran) == [False, True]
