"""What a bzip2 or xz file holds, one stream after another. Python's own readers pass over what stands behind a stream
if it is no sound one; here it is damage."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from papercut.batches.inputs.archive_members import CHUNK, ODD
from papercut.readers.refused_files import XZ_MEMORY

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


def bzip2_reader(file: BinaryIO) -> io.BufferedReader:
    """What a bzip2 file holds."""
    return io.BufferedReader(_Streams(file, bz2.BZ2Decompressor))


def xz_reader(file: BinaryIO) -> io.BufferedReader:
    """What an xz file holds, if it takes no more memory than any of them needs."""
    return io.BufferedReader(_Streams(file, lambda: lzma.LZMADecompressor(memlimit=XZ_MEMORY)))


class AsFarAsItGoes:
    """What a compressed file holds, up to where it is damaged: a buffered reader drops what it has read of a block when
    the rest of it cannot be had, and with it all of a small archive."""

    def __init__(self, stream: io.BufferedReader | gzip.GzipFile) -> None:
        self.stream = stream

    def read(self, size: int) -> bytes:
        """As many bytes, or those before the damage; the error is raised where nothing is left before it."""
        found = bytearray()
        while len(found) < size:
            try:
                data = self.stream.read1(size - len(found))
            except ODD:
                if found:
                    break
                raise
            if not data:
                break
            found += data
        return bytes(found)


class _Streams(io.RawIOBase):
    """Raises `EOFError` where a stream ends too early, `OSError` or `lzma.LZMAError` where one is damaged."""

    def __init__(self, file: BinaryIO, make: Callable[[], bz2.BZ2Decompressor | lzma.LZMADecompressor]) -> None:
        self.file, self.make, self.stream = file, make, make()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        data = self._some(len(view))
        view[: len(data)] = data
        return len(data)

    def _some(self, size: int) -> bytes:
        """At most so many bytes; none at the end."""
        while True:
            given = b""
            if self.stream.eof:
                given = self._next_stream()
                if not given:
                    return b""
                self.stream = self.make()
            elif self.stream.needs_input:
                given = self.file.read(CHUNK)
                if not given:
                    raise EOFError("it ends within a stream")
            if data := self.stream.decompress(given, size):
                return data

    def _next_stream(self) -> bytes:
        """The first bytes of what stands behind a stream; zeros between two, or behind the last, only fill up."""
        left = self.stream.unused_data.lstrip(b"\0")
        while not left and (more := self.file.read(CHUNK)):
            left = more.lstrip(b"\0")
        return left
