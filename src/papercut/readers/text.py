"""Plain text to a Page: what counts as a line, and what a reader notes about it."""

from __future__ import annotations

from papercut.model import Line, Note, Page, Source
from papercut.pieces import Piece, line_runs
from papercut.plurals import bad_bytes

STAGE = "read"
"""The stage that a reader's notes name."""

SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def page_from_text(text: str, source: Source, bad: int = 0, offsets: tuple[int, ...] = ()) -> Page:
    """The page that `text` shows: a line ends at \\n, \\r\\n or \\r and nowhere else.

    U+2028, U+0085, \\v and their like stay characters of their line, as in an editor. `bad` is how many bytes
    of the file stand as U+FFFD in the text, `offsets` where in the file the first of them are. Lone surrogates, which
    no file can hold, become U+FFFD.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    notes: list[Note] = []
    try:
        text.encode()
    except UnicodeEncodeError:
        mended = text.translate(SURROGATES)
        changed = [n for n, (a, b) in enumerate(zip(text.split("\n"), mended.split("\n"), strict=True), 1) if a != b]
        notes.append(_note("lone-surrogate", changed, "lone surrogates were read as U+FFFD"))
        text = mended
    raw = text.split("\n")
    if not raw[-1]:
        raw.pop()
    lines: list[Line] = []
    for number, row in enumerate(raw, 1):
        pieces = () if not row or row.isspace() else (Piece(number, 0, len(row)),)
        lines.append(Line(number, row, pieces))
    if bad:
        where = ", ".join(map(str, offsets)) + (", …" if bad > len(offsets) else "")
        marked = [n for n, row in enumerate(raw, 1) if "\ufffd" in row]
        notes.append(_note("bad-bytes", marked, f"{bad_bytes(bad, source.encoding)}: at byte {where}"))
    if not any(line.pieces for line in lines):
        notes.append(Note("empty", STAGE, (), "the page has no visible text"))
    return Page(source, tuple(raw), tuple(lines), notes=tuple(notes))


def line_ends(text: str) -> int:
    """How many lines end in `text`."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _note(code: str, lines: list[int], text: str) -> Note:
    return Note(code, STAGE, line_runs(Piece(n, 0, 0) for n in lines), text)
