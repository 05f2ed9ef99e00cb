"""What of a PDF is damaged although PDFium says nothing: streams of Flate that end or break off, pages that the page
tree does not count, a file in front of the file.

PDFium has no call for the objects of a file. But what it saves has each object that it knows at a place of its own,
deciphered and out of the streams that held several; of that copy, streams and references are looked at. This runs in
the process of `papercut.readers.pdf.pdfium_child`.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, NamedTuple

MOST_CHECKED = 128 << 20
"""Larger files are not looked at."""
MOST_UNPACKED = 512 << 20
"""Bytes that are unpacked of all streams together; what is beyond is not looked at."""
MOST_OBJECTS = 1_000_000
STEP = 1 << 20
REMOVE_SECURITY = 3
"""PDFium's FPDF_REMOVE_SECURITY: the copy is not encrypted."""

_JOINED = re.compile(rb"%%EOF[\s\0]{0,1000}%PDF-\d")
_PACKED = re.compile(rb"/Type\s*/ObjStm\b")
_XREF = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_SECTION = re.compile(rb"\s*(\d+) (\d+)\s*\n")
_REF = re.compile(rb"(\d+) \d+ R\b")
_STREAM = re.compile(rb">>\s*stream\r?\n")
_LENGTH = re.compile(rb"/Length (\d+)")
_FLATE = re.compile(rb"/Filter\s*\[?\s*/FlateDecode\b")
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_PAGE = re.compile(rb"/Type\s*/Page\b")
_KIDS = re.compile(rb"/Kids\s*(?:(\d+) \d+ R|\[([^\]]*)\])")
_PAGES, _ROOT = re.compile(rb"/Pages (\d+) \d+ R"), re.compile(rb"/Root (\d+) \d+ R")


def file_faults(document: Any, data: bytes) -> dict[str, Any]:
    """What is wrong with an open file: `text` and `pictures` are the numbers of pages that have damaged streams,
    `uncounted` is the number of pages that the page tree has beyond its own count, `packed` that of streams of objects
    that are damaged, `files` that of the files that stand in it one behind the other."""
    faults: dict[str, Any] = {"files": 1 + len(_JOINED.findall(data))}
    if len(data) > MOST_CHECKED:
        return faults
    made = BytesIO()
    document.save(made, flags=REMOVE_SECURITY)
    copy = _Copy(made.getvalue())
    pages = copy.pages()
    faults["uncounted"] = max(len(pages) - len(document), 0)
    text, pictures = copy.damaged_pages(pages)
    faults["text"], faults["pictures"] = sorted(text), sorted(pictures)
    faults["packed"] = 0 if b"/Encrypt" in data else sum(not _is_sound(part) for part in _packed(data))
    return faults


class _Object(NamedTuple):
    """An object: its value as it is written, and the bytes of its stream."""

    said: bytes
    stream: memoryview | None


class _Copy:
    """A file that PDFium has written."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.objects: dict[int, _Object] = {}
        self.trailer = b""
        places = self._places()
        ends = sorted(places.values())
        after = dict(zip(ends, [*ends[1:], len(data)], strict=True))
        view = memoryview(data)
        for number, start in places.items():
            end = after[start]
            opened = _STREAM.search(data, start, end)
            if opened is None:
                self.objects[number] = _Object(data[start:end], None)
                continue
            said = data[start : opened.start()]
            long = _LENGTH.search(said)
            stop = opened.end() + int(long[1]) if long else end
            self.objects[number] = _Object(said, view[opened.end() : min(stop, end)])

    def _places(self) -> dict[int, int]:
        """Where each object begins."""
        places: dict[int, int] = {}
        last = _XREF.search(self.data, max(len(self.data) - 200, 0))
        at = self.data.find(b"xref", int(last[1])) if last else -1
        if at < 0:
            return places
        at += 4
        while (head := _SECTION.match(self.data, at)) and len(places) < MOST_OBJECTS:
            first, count = int(head[1]), int(head[2])
            rows = self.data[head.end() : head.end() + 20 * count]
            for n in range(len(rows) // 20):
                row = rows[20 * n : 20 * n + 18]
                if row.endswith(b"n") and row[:10].isdigit():
                    places[first + n] = int(row[:10])
            at = head.end() + 20 * count
        self.trailer = self.data[at : at + 4000]
        return places

    def pages(self) -> list[int]:
        """The pages of the page tree, by the numbers of their objects."""
        root = _ROOT.search(self.trailer)
        tree = _PAGES.search(self._said(int(root[1]))) if root else None
        waiting = [int(tree[1])] if tree else []
        seen: set[int] = set()
        found: list[int] = []
        while waiting:
            number = waiting.pop()
            if number in seen or number not in self.objects:
                continue
            seen.add(number)
            kids = _KIDS.search(self._said(number))
            if kids is None:
                found.append(number)
            else:
                listed = self._said(int(kids[1])) if kids[1] else kids[2]
                waiting += reversed([int(ref) for ref in _REF.findall(listed)])
        return found

    def damaged_pages(self, pages: list[int]) -> tuple[set[int], set[int]]:
        """The numbers of pages that use damaged streams, and of those that use damaged pictures."""
        harmed = {number: bool(_IMAGE.search(self._said(number))) for number in self._damaged()}
        text: set[int] = set()
        pictures: set[int] = set()
        if harmed:
            users = self._users()
            places = {number: place for place, number in enumerate(pages, 1)}
            for number, picture in harmed.items():
                (pictures if picture else text).update(_pages_of(number, users, places))
        return text, pictures

    def _said(self, number: int) -> bytes:
        return self.objects[number].said if number in self.objects else b""

    def _damaged(self) -> Iterator[int]:
        room = MOST_UNPACKED
        for number, (said, stream) in self.objects.items():
            if stream and _FLATE.search(said):
                sound, size = _unpacked(stream, room)
                room -= size
                if room <= 0:
                    return
                if not sound:
                    yield number

    def _users(self) -> Mapping[int, list[int]]:
        """The objects that name an object, by its number; pages are not named by what only points at them."""
        users: dict[int, list[int]] = defaultdict(list)
        for number, (said, _) in self.objects.items():
            for ref in set(_REF.findall(said)):
                users[int(ref)].append(number)
        return users


def _pages_of(number: int, users: Mapping[int, list[int]], places: Mapping[int, int]) -> set[int]:
    """The pages that use an object, whatever stands between."""
    found: set[int] = set()
    seen = {number}
    waiting = [number]
    while waiting:
        for user in users.get(waiting.pop(), ()):
            if user in places:
                found.add(places[user])
            elif user not in seen:
                seen.add(user)
                waiting.append(user)
    return found


def _packed(data: bytes) -> Iterator[memoryview]:
    """The streams of a file that hold objects."""
    view = memoryview(data)
    for mark in _PACKED.finditer(data):
        opened = _STREAM.search(data, mark.end(), mark.end() + 400)
        if opened is None:
            continue
        start = data.rfind(b"obj", 0, mark.start())
        said = data[max(start, mark.start() - 400) : opened.start()]
        end = data.find(b"endstream", opened.end())
        if _FLATE.search(said) and end >= 0:
            yield view[opened.end() : end]


def _is_sound(stream: memoryview) -> bool:
    return _unpacked(stream, MOST_UNPACKED)[0]


def _unpacked(stream: memoryview, room: int) -> tuple[bool, int]:
    """Whether a stream of Flate is whole, and how much it unpacks to. One that only lacks its checksum is."""
    sound, size = _inflated(zlib.decompressobj(), stream, room)
    if (
        not sound
        and size < room
        and len(stream) > 2
        and stream[0] & 15 == 8
        and (stream[0] * 256 + stream[1]) % 31 == 0
    ):
        bare = zlib.decompressobj(-15)
        sound = _inflated(bare, stream[2:], room)[0] and len(bare.unused_data) < 4
    return sound, size


def _inflated(how: zlib._Decompress, stream: memoryview, room: int) -> tuple[bool, int]:
    size = 0
    try:
        part: bytes | memoryview = stream
        while size < room and not how.eof:
            made = how.decompress(part, STEP)
            size += len(made)
            part = how.unconsumed_tail
            if not part and len(made) < STEP:
                break
    except zlib.error:
        return False, size
    return how.eof, size
