"""A reader: the text layer of DjVu files, as `djvutxt --detail=line` and `djvused -e print-txt` print it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from papercut import InputError, Page, Printed, Source, page_of_lines
from papercut.plugins import Reader

# (page x0 y0 x1 y1 … (line x0 y0 x1 y1 "text") …), counted from the bottom left corner
PAGE = re.compile(r"\(page (-?\d{1,6}) (-?\d{1,6}) (-?\d{1,6}) (-?\d{1,6})")
LINE = re.compile(r'\(line (-?\d{1,6}) (-?\d{1,6}) (-?\d{1,6}) (-?\d{1,6})\s+"((?:[^"\\]|\\.)*)"', re.DOTALL)
ESCAPE = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)


def pages(data: bytes, name: str) -> Iterator[Page]:
    """The pages of such a file. Raises `InputError` if there is none, or if it gives words and no lines."""
    text = data.decode("utf-8", "replace")
    starts = [found.start() for found in PAGE.finditer(text)]
    if not starts:
        raise InputError(f"{name} holds no page: make it with djvutxt --detail=line")
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        left, bottom, right, top = (int(edge) for edge in PAGE.match(text, start).groups())  # type: ignore[union-attr]
        rows = []
        for found in LINE.finditer(text, start, end):
            x0, y0, x1, y1 = (int(edge) for edge in found.groups()[:4])
            box = (float(x0 - left), float(top - y1), float(x1 - left), float(top - y0))
            rows.append((_plain(found[5]), Printed(box, size=max(1.0, float(y1 - y0)))))
        if not rows and "(word" in text[start:end]:
            raise InputError(f"{name} has words and no lines: make it with djvutxt --detail=line")
        # papercut sets the name, the format, the number and the digest itself
        size = (float(right - left), float(top - bottom))
        yield page_of_lines(rows, Source(name, size=size, unit="px"))


def _plain(quoted: str) -> str:
    """The text of a quoted string: octal numbers in it are bytes of UTF-8."""
    marks = {b"n": b" ", b"t": b" "}

    def one(found: re.Match[bytes]) -> bytes:
        code = found[1]
        return bytes([int(code, 8) & 255]) if len(code) == 3 else marks.get(code, code)

    return " ".join(ESCAPE.sub(one, quoted.encode()).decode("utf-8", "replace").split())


READER = Reader(pages=pages, starts=(b"(page ",), suffixes=(".dsed",), about="the text of DjVu files")
