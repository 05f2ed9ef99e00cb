"""Zip files beyond what `zipfile` does: names in old encodings, documents that are zips inside, and members of a zip
that was cut off, whose list of members at its end is gone."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, BinaryIO, NamedTuple

CHUNK = 1 << 16
DOCUMENTS = (
    "[content_types].xml", "mimetype", "meta-inf/container.xml", "meta-inf/manifest.xml", "word/document.xml",
    "index/document.iwa", "ofd.xml", "fixeddocseq.fdseq", "fixeddocumentsequence.fdseq", "contents/section0.xml",
    "designmap.xml",
)  # fmt: skip
"""Members that make a zip a document: of Office, OpenDocument or EPUB, iWork, OFD, XPS, Hangul, InDesign."""

_HEAD = struct.Struct("<4s5H3L2H")
"""A member's own header: mark, version, flags, method, time, date, checksum, sizes, lengths of name and more."""


LONGEST_SUMS = 24
"""Bytes behind a member that was packed as it came: its checksum and sizes."""


class DamagedZip(Exception):
    """A zip that cannot be read any further."""


class LocalHeader(NamedTuple):
    """A member as its own header tells it: its name, where the header stands, and its bytes, to be read before the next
    member is asked for; they raise `zipfile.BadZipFile` where they are damaged, and `DamagedZip` where what follows
    is lost too."""

    name: str
    offset: int
    open: Callable[[], IO[bytes]]


def is_document(file: Path | BinaryIO) -> bool:
    """Whether a zip is a document rather than an archive of files."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()[:1000]
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        if isinstance(file, Path):
            with file.open("rb") as stream:
                return _begins_as_document(stream)
        file.seek(0)
        return _begins_as_document(file)
    return any(name.lower() in DOCUMENTS for name in names)


def _begins_as_document(file: BinaryIO) -> bool:
    """The same of a zip that is cut off: these begin with a member that tells."""
    head = file.read(_HEAD.size + 64)
    length = int.from_bytes(head[26:28], "little")
    name = head[_HEAD.size : _HEAD.size + length].decode("latin-1").lower()
    return name in DOCUMENTS or name.startswith(("_rels/", "word/", "xl/", "ppt/"))


def name_of(info: zipfile.ZipInfo) -> str:
    """A member's name; one that does not say that it is UTF-8 is most likely UTF-8 all the same, or GB 18030."""
    if info.flag_bits & 0x800:
        return info.filename
    return _decoded(info.filename.encode("cp437", "replace")) or info.filename


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def unlisted(archive: zipfile.ZipFile, file: BinaryIO) -> int:
    """How many bytes between the members of a zip, and before the list of them, are in none that is listed; `file` is
    the zip itself. Where members are padded, there are zeros."""
    count = at = 0
    listed = sorted((info.header_offset, info.compress_size, info.flag_bits) for info in archive.infolist())
    for start, packed, flags in [*listed, (archive.start_dir, 0, 0)]:
        at = at or start  # what stands before the first one is another matter
        if start > at:
            file.seek(at)
            count += _length_of_rest(file, start - at)
        if start >= archive.start_dir:
            break
        file.seek(start + 26)
        length, more = struct.unpack("<2H", file.read(4))
        at = max(at, start + _HEAD.size + length + more + packed + (LONGEST_SUMS if flags & 8 else 0))
    return count


def _length_of_rest(file: BinaryIO, size: int) -> int:
    """So many bytes from where a file stands, or 0 if they are zeros."""
    left = size
    while left and (data := file.read(min(CHUNK, left))):
        if data.count(0) < len(data):
            return size
        left -= len(data)
    return 0


def members(file: BinaryIO) -> Iterator[LocalHeader]:
    """The members from where a file stands, one behind the other, without the list at its end. Raises `DamagedZip`
    where no further one can be read."""
    while True:
        offset = file.tell()
        head = file.read(_HEAD.size)
        if not head.startswith(b"PK\x03\x04"):
            raise DamagedZip("the list of its members is gone")
        if len(head) < _HEAD.size:
            raise DamagedZip("it is cut off")
        _, _, flags, method, _, _, crc, packed, _, length, more = _HEAD.unpack(head)
        name = _decoded(file.read(length))
        file.seek(more, io.SEEK_CUR)
        if flags & 1:
            raise DamagedZip(f"{name} is encrypted")
        if method not in (0, 8) or (method == 0 and flags & 8):
            raise DamagedZip(f"{name} is packed in a way that needs the list of members")
        data = _Data(file, method, None if flags & 8 else (packed, crc), name)
        if packed or not name.endswith("/"):
            yield LocalHeader(name, offset, lambda data=data: data)  # type: ignore[misc]
        with suppress(zipfile.BadZipFile):
            while data.read(CHUNK):  # to its end, where the next one begins
                pass


class _Data(io.RawIOBase):
    """The bytes of a member; at their end the file stands at the next member."""

    def __init__(self, file: BinaryIO, method: int, told: tuple[int, int] | None, name: str) -> None:
        self.file, self.name, self.told = file, name, told
        self.left = told[0] if told else 1 << 62
        self.unpack = zlib.decompressobj(-15) if method else None
        self.crc = 0
        self.over = False

    def read(self, size: int = -1) -> bytes:
        """Up to about `size` bytes, nothing at the end."""
        out = b""
        while not out and not self.over:
            out = self._more(CHUNK if size < 0 else size)
        self.crc = zlib.crc32(out, self.crc)
        return out

    def _more(self, size: int) -> bytes:
        if self.unpack is not None and self.unpack.unconsumed_tail:
            return self._unpacked(self.unpack.unconsumed_tail, size)
        data = self.file.read(min(CHUNK, self.left))
        self.left -= len(data)
        if self.unpack is None:
            if not data and self.left:
                raise DamagedZip(f"it is cut off in {self.name}")
            if not data:
                self._end()
            return data
        if not data:
            raise DamagedZip(f"it is cut off in {self.name}")
        return self._unpacked(data, size)

    def _unpacked(self, data: bytes, size: int) -> bytes:
        assert self.unpack is not None
        try:
            out = self.unpack.decompress(data, size)
        except zlib.error as error:
            raise DamagedZip(f"{self.name} is damaged: {error}") from error
        if self.unpack.eof:
            self.file.seek(-len(self.unpack.unused_data), io.SEEK_CUR)
            self.crc_of_last = zlib.crc32(out, self.crc)
            self._end()
        return out

    def _end(self) -> None:
        """Check what was read, and go to the next member."""
        self.over = True
        crc = self.crc_of_last if self.unpack is not None else self.crc
        if self.told is None:
            mark = self.file.read(4)
            wanted = int.from_bytes(self.file.read(4) if mark == b"PK\x07\x08" else mark, "little")
            self.file.seek(8, io.SEEK_CUR)
            if self.file.read(4) not in (b"PK\x03\x04", b"PK\x01\x02"):  # sizes of eight bytes
                self.file.seek(4, io.SEEK_CUR)
            else:
                self.file.seek(-4, io.SEEK_CUR)
        else:
            wanted = self.told[1]
        if wanted != crc:
            raise zipfile.BadZipFile("its checksum is another")
