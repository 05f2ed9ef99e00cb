"""What a file in an archive is, and how much of one is read: more is a bomb, or better unpacked by hand."""

from __future__ import annotations

import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from typing import IO, NamedTuple, Self, cast

from papercut.readers.source import printable

MOST, LARGEST, ALL = 1_000_000, 512 << 20, 64 << 30
"""Members of an archive, bytes of one and of all together: more is a bomb, or better unpacked by hand."""
FREE, RATIO = 256 << 20, 200
"""Members may have so many bytes together, whatever the archive's size, or so many times the archive's size: newspaper
text is packed to a tenth, a white page to a hundredth, a bomb to a thousandth."""
CHUNK = 1 << 20
LONGEST = 300
"""Characters of what is said of an archive that is damaged."""
ODD = (OSError, EOFError, ValueError, RuntimeError, zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError,
       NotImplementedError)  # fmt: skip
"""What the readers of archives raise for damaged and hostile ones."""


class Member(NamedTuple):
    """A file in an archive: its name, its address there, its size, and its bytes; or why they cannot be read. A link
    has none of its own."""

    name: str
    address: str
    size: int
    open: Callable[[], IO[bytes]]
    fault: str = ""
    is_link: bool = False


class TarHeader(tarfile.TarInfo):
    """The header of a member of a tar. Python's own takes a header that is damaged for the end of the archive."""

    @classmethod
    def fromtarfile(cls, tar: tarfile.TarFile) -> Self:
        """The next header. Raises `tarfile.ReadError` where one is damaged, or cut off, where the archive has no end,
        and where something stands behind it."""
        try:
            return super().fromtarfile(tar)
        except (tarfile.InvalidHeaderError, tarfile.TruncatedHeaderError) as error:  # type: ignore[attr-defined]
            raise tarfile.ReadError(f"{error} at byte {tar.offset}") from error
        except tarfile.EmptyHeaderError as error:  # type: ignore[attr-defined]
            if tar.offset:
                raise tarfile.ReadError("the blocks that end an archive are missing") from error
            raise
        except tarfile.EOFHeaderError:  # type: ignore[attr-defined]
            while rest := cast(IO[bytes], tar.fileobj).read(CHUNK):
                if rest.count(0) < len(rest):
                    raise tarfile.ReadError(f"something stands behind its end at byte {tar.offset}") from None
            raise


class CutOff(Exception):
    """The archive cannot be read any further."""


def bounded(file: IO[bytes]) -> bytes:
    """All that a file holds. Raises `ValueError` where that is more than a page may have."""
    held: list[bytes] = []
    size = 0
    while data := file.read(CHUNK):
        held.append(data)
        size += len(data)
        if fault := too_large(size, size):
            raise ValueError(fault)
    return b"".join(held)


def too_large(size: int, room: int) -> str:
    """Why a member of this size is not read, where others leave so much room; nothing if it is."""
    if size > LARGEST:
        return f"too large: {size >> 20} MB, more than the {LARGEST >> 20} MB that a page may have"
    return f"too large: {size >> 20} MB, more than an archive of this size can hold in earnest" if size > room else ""


def error_text(error: BaseException) -> str:
    """What an exception says, in one line, of which a name in a damaged archive may be a part; its own name where it
    says nothing."""
    return shown_text(" ".join(str(error).split())) or type(error).__name__


def shown_text(text: str) -> str:
    """A text that a damaged archive has a part in, as it can be shown: not too long, and nothing acts on a terminal."""
    return printable(f"{text[:LONGEST]}…" if len(text) > LONGEST else text)
