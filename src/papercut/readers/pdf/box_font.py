"""A font in which every character is a box, for the process that reads the text of PDF files.

PDFium leaves out text that has no ink, so where no installed font has the characters of a font that the file only
names, as Chinese files often do, single characters would be lost without a word. With this font in the place of all
Chinese, Japanese and Korean ones that are not in the file, what is read is the same on every machine. Widths do not
come from it: the file gives them.
"""

from __future__ import annotations

import ctypes
import struct
from typing import Any

import pypdfium2.raw as pdfium

EM, LEFT, LOW, RIGHT, HIGH = 1000, 0, -100, 50, 850
"""The box is narrow, since PDFium takes the ink for the advance of a character that has more of it."""
CHARSETS = frozenset({2, 128, 129, 134, 136})
"""Windows' numbers of symbols (fonts with codes of their own), Japanese, Korean, simplified and traditional Chinese."""
HANDLE = 1


def box_font() -> bytes:
    """A TrueType file with one glyph, a box, for all characters."""
    corners = ((LEFT, LOW), (LEFT, HIGH), (RIGHT, HIGH), (RIGHT, LOW))
    steps = [(x - corners[n - 1][0], y - corners[n - 1][1]) if n else (x, y) for n, (x, y) in enumerate(corners)]
    glyph = struct.pack(">5h", 1, LEFT, LOW, RIGHT, HIGH) + struct.pack(">HH4B", 3, 0, 1, 1, 1, 1)
    glyph += b"".join(struct.pack(">h", x) for x, _ in steps) + b"".join(struct.pack(">h", y) for _, y in steps)
    glyph += b"\0" * (-len(glyph) % 4)
    names = ((1, "Box"), (2, "Regular"), (4, "Box"), (6, "Box"))
    records, spelled = b"", b""
    for number, name in names:
        text = name.encode("utf-16-be")
        records += struct.pack(">6H", 3, 1, 0x409, number, len(text), len(spelled))
        spelled += text
    tables = {
        # one group of format 13: all characters have glyph 1
        b"cmap": struct.pack(">4HI2H6I", 0, 1, 3, 10, 12, 13, 0, 28, 0, 1, 0, 0x10FFFF, 1),
        b"glyf": glyph * 2,
        b"head": struct.pack(
            ">4I2H2Q4h2H3h", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, EM, 0, 0, LEFT, LOW, RIGHT, HIGH, 0, 8, 2, 1, 0
        ),
        b"hhea": struct.pack(">I3hH11hH", 0x10000, HIGH, LOW, 0, EM, LEFT, LEFT, RIGHT, 1, *[0] * 7, 2),
        b"hmtx": struct.pack(">HhHh", EM, LEFT, EM, LEFT),
        b"loca": struct.pack(">3I", 0, len(glyph), 2 * len(glyph)),
        b"maxp": struct.pack(">I14H", 0x10000, 2, 4, 1, 0, 0, 1, *[0] * 8),
        b"name": struct.pack(">3H", 0, len(names), 6 + len(records)) + records + spelled,
        b"post": struct.pack(">IIhh5I", 0x30000, 0, -100, 50, *[0] * 5),
    }
    offset = 12 + 16 * len(tables)
    directory = struct.pack(">I4H", 0x10000, len(tables), 128, 3, 16 * len(tables) - 128)
    body = b""
    for tag, table in sorted(tables.items()):
        directory += tag + struct.pack(">3I", 0, offset + len(body), len(table))
        body += table + b"\0" * (-len(table) % 4)
    return directory + body


_kept: list[Any] = []
"""What PDFium calls is never freed."""


def use_box_font() -> None:
    """From now on PDFium looks for no font of this machine, and takes the box font for those that are not in the file.
    Its own fonts still stand for Helvetica, Times and the like."""
    font = box_font()

    def map_font(info: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any) -> int:
        return HANDLE if charset in CHARSETS else 0

    def get_data(info: Any, handle: int, table: int, out: Any, size: int) -> int:
        if table:  # it is no collection
            return 0
        if out and size >= len(font):
            ctypes.memmove(out, font, len(font))
        return len(font)

    def get_name(info: Any, handle: int, out: Any, size: int) -> int:
        if out and size >= 4:
            ctypes.memmove(out, b"Box\0", 4)
        return 4

    calls = {
        "Release": lambda info: None, "EnumFonts": lambda info, mapper: None, "MapFont": map_font,
        "GetFont": lambda info, face: 0, "GetFontData": get_data, "GetFaceName": get_name,
        "GetFontCharset": lambda info, handle: 134, "DeleteFont": lambda info, handle: None,
    }  # fmt: skip
    info = pdfium.FPDF_SYSFONTINFO()
    info.version = 1
    kinds: dict[str, Any] = {field[0]: field[1] for field in pdfium.FPDF_SYSFONTINFO._fields_}
    for name, call in calls.items():
        setattr(info, name, kinds[name](call))
    _kept.append(info)
    pdfium.FPDF_SetSystemFontInfo(ctypes.byref(info))
