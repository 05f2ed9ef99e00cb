"""Pages in zip and tar archives, which are read where they stand: nothing is unpacked to where a member's name says.

Members of a zip, and of a tar that is not compressed, are opened one by one. A compressed tar can only be read from its
start, so whoever starts the workers unpacks it once (`papercut.batches.inputs.unpacked_tars`). A bad member costs no
other: it is an input whose place says what is wrong with it.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, cast

from papercut.batches.inputs import zip_files
from papercut.batches.inputs.archive_members import (
    ALL,
    CHUNK,
    FREE,
    MOST,
    ODD,
    RATIO,
    CutOff,
    Member,
    TarHeader,
    bounded,
    error_text,
    shown_text,
    too_large,
)  # fmt: skip
from papercut.batches.inputs.packed_streams import AsFarAsItGoes, bzip2_reader, xz_reader
from papercut.batches.inputs.skipped_files import HEAD, FileFilter
from papercut.batches.records import Input
from papercut.errors import InputError

SCHEME = "archive://"
FAULT = "fault://"
"""The place of what cannot be read: what follows says why."""
_OPEN: tuple[tuple[bytes, Callable[[BinaryIO], io.BufferedReader | gzip.GzipFile]], ...] = (
    (b"\x1f\x8b", lambda file: gzip.GzipFile(fileobj=file)),
    (b"BZh", bzip2_reader),
    (b"\xfd7zXZ\x00", xz_reader),
)
"""First bytes of compressed files, and what reads them."""


def may_be_archive(head: bytes) -> bool:
    """Whether a file that begins so may be a zip or tar archive, or is compressed."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06")) or is_packed(head) or _is_tar(head)


def is_packed(head: bytes) -> bool:
    """Whether a file that begins so is compressed: gzip, bzip2 or xz."""
    return head.startswith(tuple(magic for magic, _ in _OPEN))


def _is_tar(head: bytes) -> bool:
    return head[257:262] == b"ustar"


def is_archive(path: Path) -> bool:
    """Whether a file that begins like an archive is one, be it damaged: no document that is a zip inside (Word, EPUB),
    and no page that is compressed by itself."""
    try:
        with path.open("rb") as file:
            head = file.read(CHUNK)
            if head.startswith(b"PK"):
                return not zip_files.is_document(path)
            if not is_packed(head):
                return tarfile.is_tarfile(path)
            file.seek(0)
            return _is_tar(AsFarAsItGoes(_reader(file)).read(512))
    except ODD:
        return False


def unpacked_stream(file: BinaryIO, shown: str, archive: str = "") -> BinaryIO:
    """The file itself; or what it holds, if it is compressed. Raises `InputError` if that is damaged, too large, or an
    archive; `archive` is what is said of any, also of one that is not compressed."""
    head = file.read(512)
    file.seek(0)
    if is_packed(head):
        with file:
            try:
                file = io.BytesIO(bounded(cast(IO[bytes], _reader(file))))
            except EOFError as error:
                raise InputError(f"{shown} is damaged: it is cut off") from error
            except ODD as error:
                raise InputError(f"{shown} is damaged, or too large: {error}") from error
        head = file.read(512)
        archive = archive or f"{shown} is an archive that is compressed twice: unpack it first"
    document = head.startswith(b"PK") and zip_files.is_document(file)
    if archive and may_be_archive(head) and not is_packed(head) and not document:
        file.close()
        raise InputError(archive)
    file.seek(0)
    return file


def pages_in_archive(path: Path, name: str, choice: FileFilter | None = None) -> Iterator[Input]:
    """The pages in an archive, called by the archive's name and their own. A member that is damaged, encrypted or too
    large, and an archive that cannot be read to its end, are inputs whose place says so."""
    choice = choice or FileFilter()
    taken: set[str] = set()
    last = ""
    try:
        for member in members(path):
            shown = _cleaned(member.name, member.address)
            shown = f"{name}/{shown}" if shown not in taken else f"{name}/{shown}~{member.address}"
            taken.add(shown.removeprefix(f"{name}/"))
            if _hidden(member.name, shown, choice) or choice.leaves(shown):
                continue
            if member.is_link:
                choice.passed(shown, "link")
                continue
            last, fault, digest, size = shown, member.fault, hashlib.sha256(), 0
            try:
                with io.BytesIO() if fault else member.open() as stream:
                    data = stream.read(HEAD)
                    if choice.leaves_content(shown, data):
                        continue
                    while data:
                        size += len(data)
                        if fault := too_large(size, size):
                            raise ValueError(fault)
                        digest.update(data)
                        data = stream.read(CHUNK)
            except ODD as error:
                fault = f"damaged: {error_text(error)}"
            if fault:
                yield Input(shown, f"{FAULT}{fault}", 0, f"unreadable:{fault}")
            else:
                yield Input(shown, f"{SCHEME}{member.address}:{path}", size, digest.hexdigest())
    except (CutOff, zip_files.DamagedZip, *ODD) as error:
        last = shown_text(last.removeprefix(f"{name}/"))
        where = f" in or after {last}" if last else ""
        text = f"damaged or cut off{where}: {error_text(error)}; what stands whole before that is done"
        yield Input(name, FAULT + text, 0, f"unreadable:{text}")


def opened(place: str, folders: Mapping[str, str] | None = None) -> BinaryIO:
    """The member at a place; `folders` are those with the members of compressed tars, by the archives' paths. Raises
    `InputError` if it cannot be read."""
    address, _, name = place.removeprefix(SCHEME).partition(":")
    path, kind, at = Path(name), address[:1], address[1:]
    try:
        if kind == "z":
            archive = _zip(path)
            with archive.open(archive.infolist()[int(at)]) as file:
                data = bounded(file)
        elif kind == "l":
            with path.open("rb") as stream:
                stream.seek(int(at))
                data = bounded(next(zip_files.members(stream)).open())
        elif kind == "t":
            start, _, size = at.partition("+")
            with path.open("rb") as stream:
                stream.seek(int(start))
                data = stream.read(int(size))
        elif folders and name in folders:
            return (Path(folders[name]) / at).open("rb")
        else:
            data = _streamed(path, address)
    except (StopIteration, IndexError, CutOff, zip_files.DamagedZip, *ODD) as error:
        raise InputError(
            f"{path} is a damaged archive: {error_text(error)}; unpack what can be saved by hand"
        ) from error
    return io.BytesIO(data)


def members(path: Path) -> Iterator[Member]:
    """The files in an archive, in its order. Raises `CutOff` where it cannot be read any further."""
    with path.open("rb") as file:
        head = file.read(512)
        file.seek(0)
        if head.startswith(b"PK"):
            yield from _zip_members(path, file)
        else:
            yield from _tar_members(file, is_packed(head), path.stat().st_size)


def _streamed(path: Path, address: str) -> bytes:
    """A member of an archive that is read up to it."""
    for member in members(path):
        if member.address == address:
            return bounded(member.open())
    raise ValueError("the member is gone")


def _zip_members(path: Path, file: BinaryIO) -> Iterator[Member]:
    total, room = 0, max(FREE, RATIO * path.stat().st_size)
    try:
        archive = zipfile.ZipFile(path)
    except ODD:  # its list of members is gone; those that are whole can be read all the same
        yield from (Member(m.name, f"l{m.offset}", 0, m.open) for m in zip_files.members(file))
        return
    with archive:
        for number, info in enumerate(archive.infolist()[:MOST]):
            if info.is_dir() and not info.file_size:
                continue
            linked = stat.S_ISLNK(info.external_attr >> 16)
            fault = too_large(info.file_size, room - total)
            fault = "encrypted: unpack it by hand, with its password" if info.flag_bits & 1 else fault
            total += 0 if fault else info.file_size

            def read(info: zipfile.ZipInfo = info) -> IO[bytes]:
                return archive.open(info)

            yield Member(zip_files.name_of(info), f"z{number}", info.file_size, read, fault, linked)
        first = min([info.header_offset for info in archive.infolist()], default=0)
        if first and file.read(4) == b"PK\x03\x04":
            raise CutOff(f"its first {first} bytes are another zip archive, which its list of members leaves out")
        if rest := zip_files.unlisted(archive, file):
            raise CutOff(f"{rest} bytes between its members are in none of its list: unpack what they hold by hand")
        if len(archive.infolist()) > MOST:
            raise CutOff(f"it holds more than {MOST} files")


def _tar_members(file: BinaryIO, packed: bool, length: int) -> Iterator[Member]:
    """The files in a tar. What is too large is not read, but for what must be unpacked to come to the next one."""
    total, streamed, room = 0, 0, max(FREE, RATIO * length)
    try:
        with _tar(file, packed) as tar:
            for number, item in enumerate(tar):
                streamed += item.size
                if number >= MOST or streamed > ALL:
                    raise CutOff(f"it holds more than {MOST} files, or {ALL >> 30} GB")
                if item.isdir():
                    continue
                linked = item.issym() or item.islnk()
                fault = "a device or a pipe, no page" if item.ischr() or item.isblk() or item.isfifo() else ""
                fault = fault or too_large(item.size, room - total)
                fault = "a sparse file: unpack it by hand" if item.issparse() else fault
                total += 0 if fault else item.size

                def read(item: tarfile.TarInfo = item) -> IO[bytes]:
                    return cast(IO[bytes], _Whole(tar.extractfile(item), item.size))

                address = f"n{number}" if packed else f"t{item.offset_data}+{item.size}"
                yield Member(item.name, address, item.size, read, fault, linked)
    except ODD as error:
        raise CutOff(error_text(error)) from error


class _Whole(io.RawIOBase):
    """A member of a tar, read from its start; should it end too early, so does the archive."""

    def __init__(self, file: IO[bytes] | None, size: int) -> None:
        self.file, self.left = file, size

    def read(self, size: int = -1) -> bytes:
        try:
            data = self.file.read(size) if self.file is not None else b""
        except ODD as error:
            raise CutOff(error_text(error)) from error
        self.left -= len(data)
        if self.left > 0 and (size < 0 or len(data) < size):
            raise CutOff("it is cut off")
        return data


@contextmanager
def _tar(file: BinaryIO, packed: bool) -> Iterator[tarfile.TarFile]:
    if not packed:
        with tarfile.open(None, "r:", file, tarinfo=TarHeader, encoding="utf-8", errors="surrogateescape") as tar:
            yield tar
        return
    stream = cast(IO[bytes], AsFarAsItGoes(_reader(file)))
    with tarfile.open(None, "r|", stream, tarinfo=TarHeader, encoding="utf-8", errors="surrogateescape") as tar:
        yield tar
    while stream.read(CHUNK):  # to its end, where the checksum stands
        pass


def _reader(file: BinaryIO) -> io.BufferedReader | gzip.GzipFile:
    """What a compressed file holds."""
    head = file.read(8)
    file.seek(0)
    return next(make for magic, make in _OPEN if head.startswith(magic))(file)


@lru_cache(maxsize=4)
def _zip(path: Path) -> zipfile.ZipFile:
    """The archive, whose list of members is read once."""
    return zipfile.ZipFile(path)


def _hidden(name: str, shown: str, choice: FileFilter) -> bool:
    """Whether a member or a folder that it stands in is hidden, or a system's own."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    if any(choice.is_system(part) for part in parts):
        return choice.passed(shown, "system")
    return any(part.startswith(".") for part in parts) and choice.passed(shown, "hidden")


def _cleaned(name: str, address: str) -> str:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    parts = tuple(p for p in parts if p not in ("/", "..", ".") and not p.endswith(":"))
    return "/".join(parts) or address
