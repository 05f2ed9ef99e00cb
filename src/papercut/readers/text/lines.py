"""Plain text to a Page: what counts as a line, and what a reader notes about it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from papercut.errors import InputError
from papercut.model.page import Line, Note, Page, Source
from papercut.model.pieces import Piece, line_runs
from papercut.plurals import bad_bytes, counted
from papercut.readers.text.mojibake_suspects import ENOUGH, has_european_letters, is_strange, letters

if TYPE_CHECKING:  # for the few pages that need it
    from papercut.readers.text.escapes import Unescaped
    from papercut.readers.text.mended_text import Mended

STAGE = "read"
"""The stage that a reader's notes name."""

_OTHER_ENCODING = re.compile(rb"""encoding\s*=\s*["'](?!utf-?8["'])""", re.IGNORECASE)

SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def page_from_text(
    text: str, source: Source, bad: int = 0, offsets: tuple[int, ...] = (), *, mend: bool = True
) -> Page:
    """The page that `text` shows: a line ends at \\n, \\r\\n or \\r and nowhere else.

    U+2028, U+0085, \\v and their like stay characters of their line, as in an editor. `bad` is how many bytes
    of the file stand as U+FFFD in the text, `offsets` where in the file the first of them are. Lone surrogates, which
    no file can hold, become U+FFFD. Text that was decoded wrongly once before is decoded anew, line by line, where
    nothing was lost by it, and so are characters that are written as their numbers: the raw lines are then what an
    editor shows of the file once that is undone. Not so without `mend`, where somebody asked for an encoding that is
    hardly right.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    notes: list[Note] = []
    try:
        text.encode()
    except UnicodeEncodeError:
        sound = text.translate(SURROGATES)
        changed = [n for n, (a, b) in enumerate(zip(text.split("\n"), sound.split("\n"), strict=True), 1) if a != b]
        notes.append(_note("lone-surrogate", changed, "lone surrogates were read as U+FFFD"))
        text = sound
    if mend and (written := _unescaped(text)):
        text = written.text
        count = counted(len(written.lines), "line")
        said = f"{count} decoded, written as {written.how} before: places are those in the decoded text"
        notes.append(_note("mojibake", written.lines, said))
    if mend and (undone := _mended(text)):
        text = undone.text.removeprefix("\ufeff")
        notes.extend(_undone_notes(undone))
    elif mend and not bad and (gone := _gone(text)):
        notes.append(gone)
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


def hopeless(page: Page) -> str | None:
    """Why a page is not worth reading: what makes up most of it was lost when it was once decoded wrongly."""
    for note in page.notes:
        if note.code == "mojibake-lost":
            lost = letters("".join(page.raw[n - 1] for first, last in note.lines for n in range(first, last + 1)))
            if lost >= ENOUGH and lost * 2 > letters("".join(page.raw)):
                return note.text
    return None


def mended_markup(data: bytes, shown: str) -> tuple[bytes, tuple[Note, ...]]:
    """A file of markup in UTF-8 without what a wrong decoding did to the texts in it, and notes that say so.

    Only files that are UTF-8 and do not say otherwise are looked at. Raises `InputError` if too much was lost of most
    of the texts.
    """
    if data.isascii() or _OTHER_ENCODING.search(data[:1024]):
        return data, ()
    try:
        undone = _mended(data.decode())
    except UnicodeDecodeError:
        return data, ()
    if not undone:
        return data, ()
    notes = tuple(dataclasses.replace(note, lines=()) for note in _undone_notes(undone))
    if undone.hopeless:
        raise InputError(f"{shown} cannot be read: {notes[-1].text}")
    return undone.text.encode(), notes


def _mended(text: str) -> Mended | None:
    """The text without what a wrong decoding did to it; None where no line looks like that."""
    if text.isascii() or not (any(map(is_strange, text.split("\n"))) or has_european_letters(text)):
        return None
    from papercut.readers.text.mojibake import mended

    return mended(text)


def _unescaped(text: str) -> Unescaped | None:
    """The text with its characters as they are; None where it has no signs of others."""
    if "&" not in text and "\\u" not in text and "%" not in text:
        return None
    from papercut.readers.text.escapes import unescaped

    return unescaped(text)


def _undone_notes(undone: Mended) -> Iterator[Note]:
    """What is said of text that was decoded wrongly once before."""
    if undone.lines:
        yield _anew(undone.lines, undone.how, undone.holes)
    if undone.lost:
        lines = counted(len(undone.lost), "line")
        said = f"{lines} beyond repair, {undone.lost_how} before: too much was lost, and the original file is needed"
        yield _note("mojibake-lost", undone.lost, said)


def anew(raw: Sequence[str], how: str) -> Note:
    """What is said of a text of which all lines were decoded wrongly before, in a way that is told."""
    return _anew([n for n, row in enumerate(raw, 1) if row.strip()], how, 0)


def _anew(numbers: Sequence[int], how: str, holes: int) -> Note:
    lines = counted(len(numbers), "line")
    said = f"{lines} decoded anew, {how} before: places are those in the mended text"
    if holes:
        said = f"{said}; {counted(holes, 'character was', 'characters were')} lost and became U+FFFD"
    return _note("mojibake", numbers, said)


def _gone(text: str) -> Note | None:
    """A note where much of a text became signs that stand for characters which a decoding did not know."""
    shown = len(text) - sum(map(text.count, " \n\t\u3000"))
    for sign, name in (("\ufffd", "U+FFFD"), ("锟斤拷", "锟斤拷"), ("?", "question marks")):
        count = text.count(sign)
        if count >= 20 and count * len(sign) > (0.5 if sign == "?" else 0.3) * shown:
            lines = [n for n, row in enumerate(text.split("\n"), 1) if sign in row]
            said = (
                f"{count} characters became {name} when the text was read in a wrong encoding before: "
                "the original file is needed"
            )
            return _note("mojibake-lost", lines, said)
    return None


def line_ends(text: str) -> int:
    """How many lines end in `text`."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _note(code: str, lines: Iterable[int], text: str) -> Note:
    return Note(code, STAGE, line_runs(Piece(n, 0, 0) for n in lines), text)
