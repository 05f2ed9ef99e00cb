"""What is no newspaper page: files of other types, told by what they hold, that are refused in one line.

Books, office documents and web pages are not read on purpose. Their articles, headings and paragraphs are marked
already, and what papercut does is to find those where nothing marks them.
"""

from __future__ import annotations

import bz2
import lzma
import re
import zlib
from contextlib import suppress
from typing import NamedTuple

from papercut.errors import InputError
from papercut.readers import signatures
from papercut.readers.refused_markup import markup
from papercut.readers.source import printable

XZ_MEMORY = 128 << 20
"""Bytes that looking into xz data may take; its format allows any number."""


class ForeignFileError(InputError):
    """A file is of a type that is no page."""

    def __init__(self, shown: str, what: str, way_out: str, name: str) -> None:
        self._shown, self._what, self._way_out = shown, what, way_out
        super().__init__(self._text(name))

    def told(self, path: str) -> str:
        """The text, with this path in commands."""
        import shlex

        return self._text(shlex.quote(printable(path)))

    def _text(self, name: str) -> str:
        return f"{self._shown} is {self._what}: {self._way_out.format(name=name)}"


class ForeignType(NamedTuple):
    """A type of file: its name, and what its owner can do, with `{name}` for the file."""

    what: str
    way_out: str


def refuse_foreign(head: bytes, readable: str, shown: str, *, path: bool = False) -> None:
    """Raise `InputError` if a file is of a type that is no page. `head` are its first bytes, and `readable` is what
    is ASCII in them. `path` says that `shown` is its path: else it may stand in an archive, and no command can be run
    on that."""
    refuse_binary(head, shown, path=path)
    if found := markup(readable):
        raise _error(ForeignType(*found), shown, path)


def refuse_binary(head: bytes, shown: str, *, path: bool = False) -> None:
    """Raise `InputError` if the first bytes are those of a well-known format that is not text."""
    if found := binary_type(head):
        raise _error(found, shown, path)


def binary_type(head: bytes) -> ForeignType | None:
    """Which type of file begins with these bytes; None if it may be text."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return packed_document(head) or ForeignType(
            "a ZIP archive", "papercut batch {name} -o out reads the pages in it"
        )  # fmt: skip
    if _unpacked(head)[257:262] == b"ustar":
        return ForeignType("a packed tar archive", "papercut batch {name} -o out reads the pages in it")
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _old_office(head)
    if head.startswith((b"RIFF", b"RIFX")) and _has_controls(head):
        kind = next((found for form, found in signatures.RIFFS.items() if head[8:12].startswith(form)), None)
        return ForeignType(*kind or ("a RIFF file (sound or video)", signatures.NONE))
    if head[4:8] == b"ftyp" and head[:2] == b"\0\0":
        return next(ForeignType(what, way) for brand, what, way in signatures.BRANDS if head[8:12].startswith(brand))
    for offset, magic, what, way_out in signatures.SIGNATURES:
        if head.startswith(magic, offset) and (not _is_word(magic) or _has_controls(head)):
            return ForeignType(what, way_out)
    return None


def packed_document(head: bytes) -> ForeignType | None:
    """Which document a ZIP archive is that begins with these bytes; None if it is a mere archive."""
    names: list[str] = []
    for match in re.finditer(rb"PK\x03\x04.{22}(..)(..)", head, re.DOTALL):
        size = int.from_bytes(match[1], "little")
        name = head[match.end() : match.end() + size].decode("utf-8", "replace")
        if name == "mimetype" and not names:
            start = match.end() + size + int.from_bytes(match[2], "little")
            said = head[start : start + 80]
            if head[match.start() + 8] == 8:  # packed, which it should not be
                with suppress(zlib.error):
                    said = zlib.decompressobj(-15).decompress(head[start : start + 200], 80)
            for mimetype, found in signatures.MIMETYPES.items():
                if said.startswith(mimetype.encode()):
                    return ForeignType(*found)
        names.append(name)
    for begin, what, way_out in signatures.MEMBERS:
        if any(name.startswith(begin) for name in names):
            return ForeignType(what, way_out)
    return None


def _old_office(head: bytes) -> ForeignType:
    for stream, what, way_out in signatures.STREAMS:
        if (stream + "\0" if len(stream) < 8 else stream).encode("utf-16-le") in head:
            return ForeignType(what, way_out)
    return ForeignType("an old office document", signatures.OFFICE)


def _unpacked(head: bytes) -> bytes:
    """The first bytes in gzip, bzip2 or xz data; nothing if it is none, or damaged."""
    try:
        if head.startswith(b"\x1f\x8b"):
            return zlib.decompressobj(31).decompress(head[:4096], 1024)
        if head.startswith(b"BZh"):
            return bz2.BZ2Decompressor().decompress(head, 1024)
        if head.startswith(b"\xfd7zXZ\x00"):
            return lzma.LZMADecompressor(memlimit=XZ_MEMORY).decompress(head, 1024)
    except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError):
        pass
    return b""


def _is_word(magic: bytes) -> bool:
    """Whether a text may begin with a signature."""
    return magic.isascii() and magic.decode().isprintable() and not magic.startswith(b"%PDF")


def _has_controls(head: bytes) -> bool:
    """Whether bytes that no text has stand near the start."""
    return re.search(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]", head[:512]) is not None


def _error(found: ForeignType, shown: str, path: bool) -> InputError:
    import shlex

    return ForeignFileError(shown, *found, shlex.quote(shown) if path else "FILE")
