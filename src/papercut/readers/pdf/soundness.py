"""What of a PDF is damaged although PDFium says nothing: streams of Flate that end or break off, pages that the page
tree does not count, a file in front of the file.

PDFium has no call for the objects of a file. But what it saves has each object that it knows at a place of its own,
deciphered and out of the streams that held several; of that copy, streams and references are looked at. This runs in
the process of `papercut.readers.pdf.pdfium_child`.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

MOST_CHECKED = 128 << 20
"""Larger files are not looked at."""
MOST_UNPACKED = 512 << 20
"""Bytes that are unpacked of all streams together; what is beyond is not looked at."""
MOST_OBJECTS = 1_000_000
STEP = 1 << 20
MOST_BETWEEN = 100
"""Bytes from the end of an object's value to its stream."""
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


def file_faults(document: Any, data: bytes, *, pictures: bool = False) -> dict[str, Any]:
    """What is wrong with an open file: `text` is the numbers of pages that have damaged streams, with `pictures` there
    is `pictures` with those that have damaged pictures, `uncounted` is the number of pages that the page tree has
    beyond its own count, `packed` that of streams of objects that are damaged, `files` that of the files that stand in
    it one behind the other, `attached` that of the files in it."""
    faults: dict[str, Any] = {"files": 1 + len(_JOINED.findall(data))}
    faults["attached"] = max(pdfium.FPDFDoc_GetAttachmentCount(document), 0)
    copy = saved_copy(document, data, pictures=pictures)
    if copy is None:
        return faults
    pages = copy.pages()
    faults["uncounted"] = max(len(pages) - len(document), 0)
    text, seen = copy.damaged_pages(pages)
    faults["text"], faults["pictures"] = sorted(text), sorted(seen)
    faults["packed"] = 0 if b"/Encrypt" in data else sum(not _is_sound(part) for part in _packed(data))
    return faults


def saved_copy(document: Any, data: bytes, *, pictures: bool = False) -> SavedCopy | None:
    """An open file as PDFium writes it; None if it is too large to be looked at."""
    if len(data) > MOST_CHECKED:
        return None
    made = _Written(pictures)
    document.save(made, flags=REMOVE_SECURITY)
    return SavedCopy(made)


class _Written:
    """What PDFium writes; the streams of pictures are kept only with `pictures`, since they may be most of a file."""

    def __init__(self, pictures: bool) -> None:
        self.kept = bytearray()
        self.pictures = pictures
        self._new = bytearray()
        self._searched = 0
        self._stream, self._drops = 0, False
        """How much of a stream is still to come, and whether it is dropped."""
        self._dropped = 0
        self._gaps = [(-1, 0)]
        """The places of the file behind what was dropped, and how much that is up to there."""

    def write(self, block: Any) -> None:
        new = self._new
        new += memoryview(block).cast("B")
        while True:
            if self._stream:
                count = min(self._stream, len(new))
                self._stream -= count
                self._take(count)
                if self._stream:
                    return
                self._drops = False
            opened = _STREAM.search(new, self._searched)
            if opened is None:
                self._searched = max(len(new) - MOST_BETWEEN, 0)
                return
            head = bytes(new[max(new.rfind(b" obj", 0, opened.start()), 0) : opened.start()])
            self._take(opened.end())
            self._searched = 0
            long = _LENGTH.search(head)
            self._stream = int(long[1]) if long else 0
            self._drops = self._stream > 0 and not self.pictures and bool(_IMAGE.search(head))

    def _take(self, count: int) -> None:
        if self._drops:
            self._dropped += count
            self._gaps.append((len(self.kept) + self._dropped, self._dropped))
        else:
            self.kept += memoryview(self._new)[:count]
        del self._new[:count]

    def place(self, place: int) -> int:
        """Where a place of the file is in `kept`."""
        return place - self._gaps[bisect_right(self._gaps, (place, place)) - 1][1]

    def whole(self) -> bytearray:
        """What was kept, when all is written."""
        self._take(len(self._new))
        return self.kept


class _Object(NamedTuple):
    """An object: its value as it is written, and the bytes of its stream."""

    said: bytes
    stream: memoryview | None


class SavedCopy:
    """A file that PDFium has written."""

    def __init__(self, written: _Written) -> None:
        self.written = written
        data = self.data = written.whole()
        self.objects: dict[int, _Object] = {}
        self.trailer = bytearray()
        places = self._places()
        ends = sorted(places.values())
        after = dict(zip(ends, [*ends[1:], len(data)], strict=True))
        view = memoryview(data)
        for number, start in places.items():
            end = after[start]
            opened = _STREAM.search(data, start, end)
            if opened is None:
                self.objects[number] = _Object(bytes(data[start:end]), None)
                continue
            said = bytes(data[start : opened.start()])
            long = _LENGTH.search(said)
            stop = opened.end() + int(long[1]) if long else end
            self.objects[number] = _Object(said, view[opened.end() : min(stop, end)])

    def _places(self) -> dict[int, int]:
        """Where each object begins."""
        places: dict[int, int] = {}
        last = _XREF.search(self.data, max(len(self.data) - 200, 0))
        at = self.data.find(b"xref", self.written.place(int(last[1]))) if last else -1
        if at < 0:
            return places
        at += 4
        while (head := _SECTION.match(self.data, at)) and len(places) < MOST_OBJECTS:
            first, count = int(head[1]), int(head[2])
            rows = self.data[head.end() : head.end() + 20 * count]
            for n in range(len(rows) // 20):
                row = rows[20 * n : 20 * n + 18]
                if row.endswith(b"n") and row[:10].isdigit():
                    places[first + n] = self.written.place(int(row[:10]))
            at = head.end() + 20 * count
        self.trailer = self.data[at : at + 4000]
        return places

    def root(self) -> bytes:
        """The catalogue of the file."""
        root = _ROOT.search(self.trailer)
        return self.said(int(root[1])) if root else b""

    def pages(self) -> list[int]:
        """The pages of the page tree, by the numbers of their objects."""
        tree = _PAGES.search(self.root())
        waiting = [int(tree[1])] if tree else []
        seen: set[int] = set()
        found: list[int] = []
        while waiting:
            number = waiting.pop()
            if number in seen or number not in self.objects:
                continue
            seen.add(number)
            kids = _KIDS.search(self.said(number))
            if kids is None:
                found.append(number)
            else:
                listed = self.said(int(kids[1])) if kids[1] else kids[2]
                waiting += reversed([int(ref) for ref in _REF.findall(listed)])
        return found

    def damaged_pages(self, pages: list[int]) -> tuple[set[int], set[int]]:
        """The numbers of pages that use damaged streams, and of those that use damaged pictures."""
        harmed = {number: bool(_IMAGE.search(self.said(number))) for number in self._damaged()}
        text: set[int] = set()
        pictures: set[int] = set()
        if harmed:
            users = self._users()
            places = {number: place for place, number in enumerate(pages, 1)}
            for number, picture in harmed.items():
                (pictures if picture else text).update(_pages_of(number, users, places))
        return text, pictures

    def said(self, number: int) -> bytes:
        """The value of an object as it is written."""
        return self.objects[number].said if number in self.objects else b""

    def _damaged(self) -> Iterator[int]:
        room = MOST_UNPACKED
        for number, (said, stream) in self.objects.items():
            if stream and _FLATE.search(said) and (self.written.pictures or not _IMAGE.search(said)):
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
