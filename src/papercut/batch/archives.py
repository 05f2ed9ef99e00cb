"""Pages in zip and tar archives, which are read where they stand: nothing is unpacked to where a member's name says.

Members of a zip are opened one by one. A tar, above all a compressed one, can only be read from its start, so each
process unpacks one once, into a temporary folder under names of its own.
"""

from __future__ import annotations

import atexit
import hashlib
import io
import lzma
import shutil
import stat
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, NamedTuple

from papercut.batch.model import Input
from papercut.errors import InputError

SCHEME = "archive://"
MOST, LARGEST, ALL = 1_000_000, 512 << 20, 64 << 30
"""Members of an archive, bytes of one and of all together: more is a bomb, or better unpacked by hand."""
CHUNK = 1 << 20
ODD = (OSError, EOFError, ValueError, RuntimeError, zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError,
       NotImplementedError)  # fmt: skip
"""What the readers of archives raise for damaged and hostile ones."""


class Member(NamedTuple):
    """A file in an archive: its name, its number among the archive's members, and its bytes."""

    name: str
    number: int
    data: IO[bytes]


def found(path: Path, name: str) -> Iterator[Input]:
    """The pages in an archive, called by the archive's name and their own. What is damaged, or no page's file, is an
    input that cannot be read, with a reason that its turn brings up."""
    taken: set[str] = set()
    try:
        for member in _members(path):
            digest, size = _hashed(member.data)
            shown = _cleaned(member.name, member.number)
            shown = shown if shown not in taken else f"{shown}~{member.number}"
            taken.add(shown)
            yield Input(f"{name}/{shown}", _place(path, member.number), size, digest)
    except ODD:
        yield Input(f"{name}/~damaged", _place(path, -1), 0, "unreadable:archive")


def opened(place: str) -> BinaryIO:
    """The member at a place. Raises `InputError` if it cannot be read."""
    number, _, name = place.removeprefix(SCHEME).partition(":")
    path = Path(name)
    try:
        if int(number) < 0:
            for member in _members(path):  # says what is wrong
                _hashed(member.data)
            raise InputError(f"{path} is no archive that can be read")
        if zipfile.is_zipfile(path):
            archive = _zip(path)
            with archive.open(archive.infolist()[int(number)]) as file:
                return io.BytesIO(_bounded(file))
        return (_unpacked(path) / number).open("rb")
    except ODD as error:
        raise InputError(f"{path} is a damaged archive: {error}; unpack what can be saved by hand") from error


def _members(path: Path) -> Iterator[Member]:
    """The files in an archive that may be pages, in its order."""
    total = 0
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for number, info in enumerate(archive.infolist()[:MOST]):
                if info.is_dir() or stat.S_ISLNK(info.external_attr >> 16) or _hidden(info.filename):
                    continue
                total += info.file_size
                with archive.open(info) as file:
                    yield Member(_name_of(info), number, _limited(file, total))
        return
    with _tar(path) as tar:
        for number, item in enumerate(tar):
            if number >= MOST:
                return
            data = tar.extractfile(item) if item.isfile() and not _hidden(item.name) else None
            if data is not None:
                total += item.size
                with closing(data):
                    yield Member(item.name, number, _limited(data, total))


@contextmanager
def _tar(path: Path) -> Iterator[tarfile.TarFile]:
    with tarfile.open(path, "r|*", encoding="utf-8", errors="surrogateescape") as tar:
        yield tar


def is_archive(path: Path) -> bool:
    """Whether a file that begins like an archive is one."""
    try:
        return zipfile.is_zipfile(path) or tarfile.is_tarfile(path)
    except ODD:
        return False


def _limited(file: IO[bytes], total: int) -> IO[bytes]:
    if total > ALL:
        raise ValueError(f"it holds more than {ALL >> 30} GB")
    return file


def _hashed(file: IO[bytes]) -> tuple[str, int]:
    digest = hashlib.sha256()
    size = 0
    while data := file.read(CHUNK):
        size += len(data)
        if size > LARGEST:
            raise ValueError(f"a member is larger than {LARGEST >> 20} MB")
        digest.update(data)
    return digest.hexdigest(), size


def _bounded(file: IO[bytes]) -> bytes:
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError(f"a member is larger than {LARGEST >> 20} MB")
    return data


@lru_cache(maxsize=4)
def _zip(path: Path) -> zipfile.ZipFile:
    """The archive, whose list of members is read once."""
    return zipfile.ZipFile(path)


@lru_cache(maxsize=2)
def _unpacked(path: Path) -> Path:
    """A folder with the members of a tar, called by their numbers."""
    folder = Path(tempfile.mkdtemp(prefix="papercut-tar-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with suppress(*ODD):  # what stands before the damage is there, and the damage has an input of its own
        for member in _members(path):
            with (folder / str(member.number)).open("wb") as out:
                shutil.copyfileobj(member.data, out, CHUNK)
    return folder


def _hidden(name: str) -> bool:
    return any((part.startswith(".") and part not in (".", "..")) or part == "__MACOSX" for part in name.split("/"))


def _name_of(info: zipfile.ZipInfo) -> str:
    """A member's name; one that does not say that it is UTF-8 is most likely UTF-8 all the same, or GB 18030."""
    if info.flag_bits & 0x800:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _cleaned(name: str, number: int) -> str:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    parts = tuple(p for p in parts if p not in ("/", "..", ".") and not p.endswith(":"))
    return "/".join(parts) or str(number)


def _place(path: Path, number: int) -> str:
    return f"{SCHEME}{number}:{path}"
