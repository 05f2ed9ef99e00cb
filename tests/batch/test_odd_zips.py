"""Zip archives that hold more than their list of members says."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from batches import story

from papercut.batches.inputs import archives


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(3):
            archive.writestr(f"{n}.txt", story(n))
        archive.writestr("folder/", b"")
    return path


def found(path: Path) -> list[tuple[str, str]]:
    """The names of the pages, and what is wrong with what cannot be read."""
    return [(given.name, given.place.partition("fault://")[2]) for given in archives.pages_in_archive(path, "a.zip")]


def listed(path: Path, number: int) -> int:
    """Where a member stands in the list of members."""
    data = path.read_bytes()
    at = data.index(b"PK\x01\x02")
    for _ in range(number):
        at = data.index(b"PK\x01\x02", at + 4)
    return at


SOUND = [(f"a.zip/{n}.txt", "") for n in range(3)]


def test_sound_archives(whole: Path, tmp_path: Path) -> None:
    assert found(whole) == SOUND
    streamed = tmp_path / "streamed.zip"
    with streamed.open("wb") as out:

        class Pipe:
            """What cannot be sought in: sizes and checksums stand behind the members."""

            write, flush = out.write, out.flush

        with zipfile.ZipFile(Pipe(), "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
            for n in range(3):
                archive.writestr(f"{n}.txt", story(n))
    assert found(streamed) == SOUND


def test_a_member_that_the_list_leaves_out(whole: Path) -> None:
    data = bytearray(whole.read_bytes())
    start, end = listed(whole, 1), listed(whole, 2)
    del data[start:end]
    tail = data.rindex(b"PK\x05\x06")
    for place, less, size in ((8, 1, 2), (10, 1, 2), (12, end - start, 4)):
        value = int.from_bytes(data[tail + place : tail + place + size], "little") - less
        data[tail + place : tail + place + size] = value.to_bytes(size, "little")
    whole.write_bytes(data)
    *pages, (name, fault) = found(whole)
    assert pages == [SOUND[0], SOUND[2]] and name == "a.zip" and "bytes between its members are in none" in fault


def test_a_member_that_is_said_to_be_empty(whole: Path) -> None:
    data = bytearray(whole.read_bytes())
    at = listed(whole, 1)
    data[at + 10 : at + 12] = bytes(2)  # not packed,
    data[at + 16 : at + 28] = bytes(12)  # without checksum and sizes
    head = data.index(b"PK\x03\x04", 4)
    data[head + 8 : head + 10] = bytes(2)
    whole.write_bytes(data)
    *_, (name, fault) = found(whole)
    assert name == "a.zip" and "bytes between its members are in none" in fault


def test_a_folder_that_holds_data(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("1.txt", story(1))
        archive.writestr("2.txt/", story(2).encode())
    assert [name for name, _ in found(path)] == ["a.zip/1.txt", "a.zip/2.txt"]
    second = list(archives.pages_in_archive(path, "a.zip"))[1]
    assert archives.opened(second.place).read().decode() == story(2)
