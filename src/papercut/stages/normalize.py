"""Fold character variants: widths, Kangxi radicals, presentation forms, controls, odd spaces."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, Literal

from papercut.appearance import BACK, wishing
from papercut.chinese_scripts import READ_BY_OCR, stray_characters
from papercut.errors import UsageError
from papercut.languages import character_variants as table
from papercut.languages.punctuation import half, widen_brackets, widened, with_full_stops
from papercut.layout.text.blank_lines import without_idle_blanks
from papercut.model.page import Furniture, Line, Note, Page, Role
from papercut.model.pieces import EXPANSIONS, Piece, line_runs, merge_pieces, raw_positions
from papercut.pipeline import Stage, option

SURROGATES = dict.fromkeys(map(chr, range(0xD800, 0xE000)), "\ufffd")
SOFT_HYPHEN = {"\xad": "-"}  # those that are left stand at a line's end
STAGE = "normalize"
MANY = 24
"""From so many different characters on, one pass of `str.translate` beats a `str.replace` for each."""


@dataclass(frozen=True, repr=False)
class Normalize(Stage):
    """Fold variants of characters: width, Kangxi radicals, presentation forms, control characters, odd spaces.

    With `width="half"`, digits and Latin letters become half-width, and punctuation beside Chinese text becomes
    full-width; with `"keep"` both stay. Each `keep_…` leaves one kind of character as it is. White space only changes
    to other white space, except at the ends of lines, and for blank lines where every line is followed by one. On a
    page in one script, characters of the other that OCR read by mistake become those of the page. What is not text goes
    to the furniture as `removed`. Raises `UsageError` for another width.
    """

    separates: ClassVar[bool] = True

    width: Literal["half", "keep"] = option("half", "Full-width digits and Latin letters: half-width, or kept.")
    keep_kangxi: bool = option(False, "Leave Kangxi radicals (U+2F00 to U+2FD5) as they are.")
    keep_compatibility: bool = option(False, "Leave compatibility ideographs (U+F900 to U+FAD9) as they are.")
    keep_presentation: bool = option(False, "Leave vertical and small forms of punctuation as they are.")
    keep_katakana: bool = option(False, "Leave half-width katakana as they are.")
    keep_ligatures: bool = option(False, "Leave Latin ligatures (U+FB00 to U+FB06) as they are.")
    keep_punctuation: bool = option(False, "Leave the width of punctuation as it is.")
    keep_spaces: bool = option(False, "Leave odd spaces as they are.")
    keep_controls: bool = option(False, "Leave control characters where they stand.")
    keep_zero_width: bool = option(False, "Leave zero-width characters where they stand.")
    keep_stray: bool = option(False, "Leave characters of the other script that OCR read by mistake.")

    def __post_init__(self) -> None:
        if self.width not in ("half", "keep"):
            raise UsageError(f"width is {self.width!r}: choose half or keep")

    def run(self, page: Page) -> Page:
        """Fold everything; what is to be kept is a wish that the page carries, and every stage writes anew."""
        kept = frozenset(
            f.name.removeprefix("keep_").replace("_", "-")
            for f in dataclasses.fields(self)
            if f.name.startswith("keep_") and getattr(self, f.name)
        ) | ({"width"} if self.width == "keep" else set())
        done = _normalized(page, kept)
        look = wishing(done, kept) if kept or page.look else None
        return done if look == done.look else done.replace(look=look)


def _normalized(page: Page, kept: Collection[str]) -> Page:
    """The page with every variant folded and what is no text taken out. Nothing is noted of what is `kept`."""
    seen = set("".join([line.text for line in page.lines]))
    odd = (seen & _table().keys()).union(table.NOTABLE.findall("".join(seen)))
    lines, furniture = _taken_out(page, odd)
    lines = without_idle_blanks(lines)
    texts = [line.text for line in lines]
    if furniture:
        odd.intersection_update("".join(texts))
    new = _folded(texts, seen)
    stray: dict[str, str] = {}
    if page.source.format in READ_BY_OCR:
        stray = stray_characters(new)
        new = [_replaced(text, stray) for text in new] if stray else new
    if new is not texts:
        lines = tuple(
            line if text == line.text else dataclasses.replace(line, text=text)
            for line, text in zip(lines, new, strict=True)
        )
    if lines is page.lines and not odd:
        return page
    noted = [item for item in furniture if "controls" not in kept or item.why not in BACK["controls"]]
    if "stray" in kept:
        stray = {}
    notes = tuple(note for note in _notes(page, lines, noted, odd, stray) if note not in page.notes)
    return page.replace(lines=lines, furniture=page.furniture + furniture, notes=page.notes + notes)


def _taken_out(page: Page, odd: set[str]) -> tuple[tuple[Line, ...], tuple[Furniture, ...]]:
    """The lines without the characters that are no text, and those characters."""
    if not any(map(table.NO_TEXT.match, odd)):
        return page.lines, ()
    names, pattern = _removal()
    lines: list[Line] = []
    furniture: list[Furniture] = []
    for line in page.lines:
        if pattern.search(line.text):
            line, gone = _without(page.raw, line, pattern, names)
            furniture.extend(gone)
        lines.append(line)
    return tuple(lines), tuple(furniture)


def _folded(texts: list[str], seen: set[str]) -> list[str]:
    """The texts with every variant folded; the same list if there is none."""
    steps = list(_steps(seen))
    if not steps:
        return texts
    # the page as one string: one pass in C for each step, not one for each line
    whole = "\n".join(texts)
    if whole.count("\n") == len(texts) - 1:
        return _through(steps, whole).split("\n")
    return [_through(steps, text) for text in texts]


def _steps(seen: set[str]) -> Iterator[Callable[[str], str]]:
    """What must be done to a page that holds these characters."""
    if not seen.isdisjoint(table.SIGNS_IN_WORDS) and not seen.isdisjoint(table.LETTERS):
        yield lambda text: table.SIGN_IN_WORD.sub(half, text)
    if not seen.isdisjoint(table.COMBINING):
        yield lambda text: table.VOICED.sub(lambda m: table.COMBINING[m[0]], text)
    fold = {ch: new for ch in seen if (new := _table().get(ch))}
    fold |= {ch: new for ch in seen if (new := table.canonical(ch)) != ch}
    if fold:
        yield lambda text: _replaced(text, fold)
    if "．" in seen:
        yield lambda text: table.POINT_IN_NUMBER.sub(half, text)
    if "(" in seen or ")" in seen:
        yield widen_brackets
    if not seen.isdisjoint(",:;!?"):
        yield lambda text: table.PUNCTUATION_RUN.sub(widened, text)
    if "." in seen:
        yield with_full_stops


@cache
def _table() -> dict[str, str]:
    """The characters that are folded wherever they stand."""
    parts = (
        table.LETTERS, table.PERCENT, table.KANGXI, table.RADICALS, table.PRESENTATION, table.KATAKANA, EXPANSIONS,
        table.SPACES, SOFT_HYPHEN, SURROGATES,
    )  # fmt: skip
    return {old: new for part in parts for old, new in part.items()}


@cache
def _removal() -> tuple[tuple[str, ...], re.Pattern[str]]:
    """The reasons for which characters are taken out, and one pattern with a group for each."""
    return tuple(why for why, _ in table.REMOVED), re.compile("|".join(f"({pattern})" for _, pattern in table.REMOVED))


def _without(
    raw: Sequence[str], line: Line, pattern: re.Pattern[str], names: tuple[str, ...]
) -> tuple[Line, list[Furniture]]:
    """The line without what the pattern matches, and that as furniture, one for each reason."""
    text = line.text
    where = _where(raw, line)
    kept: list[tuple[int, int]] = []
    gone: dict[str, list[tuple[int, int]]] = {}
    done = 0
    for match in pattern.finditer(text):
        kept.append((done, match.start()))
        gone.setdefault(names[(match.lastindex or 1) - 1], []).append(match.span())
        done = match.end()
    kept.append((done, len(text)))
    rest = "".join(text[a:b] for a, b in kept)
    furniture = [
        Furniture(Role.REMOVED, "".join(text[a:b] for a, b in spans), where(spans), why) for why, spans in gone.items()
    ]
    return dataclasses.replace(line, text=rest, pieces=where(kept)), furniture


def _where(raw: Sequence[str], line: Line) -> Callable[[list[tuple[int, int]]], tuple[Piece, ...]]:
    """A function from spans of a line's text to the raw pieces under them."""
    if len(line.pieces) == 1:
        number, first, last = line.pieces[0]
        if raw[number - 1][first:last] == line.text:  # a line that no stage has changed yet
            return lambda spans: tuple(
                Piece(number, first + a, first + b) for a, b in spans if a < b and not line.text[a:b].isspace()
            )
    positions = raw_positions(raw, line.pieces)
    columns: list[tuple[int, int] | None] = []
    for ch in line.text:
        columns.append(None if ch.isspace() else min(next(positions) for _ in EXPANSIONS.get(ch, ch)))

    def pieces(spans: list[tuple[int, int]]) -> tuple[Piece, ...]:
        at = dict.fromkeys(position for a, b in spans for position in columns[a:b] if position)
        return merge_pieces(Piece(number, column, column + 1) for number, column in at)

    return pieces


def _through(steps: list[Callable[[str], str]], text: str) -> str:
    for step in steps:
        text = step(text)
    return text


def _replaced(text: str, fold: dict[str, str]) -> str:
    if len(fold) >= MANY:
        return text.translate({ord(old): new for old, new in fold.items()})
    for old, new in fold.items():
        text = text.replace(old, new)
    return text


NOTED = {
    "escape-sequence": "terminal escape sequences were taken out",
    "control-character": "control characters were taken out",
    "bidi-control": "marks that change the direction of writing were taken out",
}


def _notes(
    page: Page, lines: Iterable[Line], furniture: Iterable[Furniture], odd: set[str], stray: dict[str, str]
) -> Iterator[Note]:
    """What a person should know: one note for each kind, with its lines."""
    if stray:
        shown = ", ".join(f"{old} as {new}" for old, new in list(stray.items())[:5]) + (", …" if len(stray) > 5 else "")
        runs = line_runs(Piece(n, 0, 0) for n, row in enumerate(page.raw, 1) if not stray.keys().isdisjoint(row))
        text = f"characters of the other script that OCR read on a page in one script are written in this: {shown}"
        yield Note("other-script", STAGE, runs, text)
    for why, text in NOTED.items():
        pieces = [piece for item in furniture if item.why == why for piece in item.pieces]
        if pieces:
            yield Note(why, STAGE, line_runs(sorted(pieces)), text)
    private = sorted(ch for ch in odd if table.is_private(ch))
    if private:
        shown = ", ".join(f"U+{ord(ch):04X}" for ch in private[:5]) + (", …" if len(private) > 5 else "")
        text = f"private-use characters, which only the paper's own font can show: {shown}"
        yield Note("private-use", STAGE, _holding(lines, private), text)
    if "\ufffd" in odd or any("\ud800" <= ch <= "\udfff" for ch in odd):
        runs = _holding(lines, ["\ufffd"])
        if all(note.code != "bad-bytes" or note.lines != runs for note in page.notes):
            yield Note("replacement-character", STAGE, runs, "characters were lost before the page came here: U+FFFD")


def _holding(lines: Iterable[Line], chars: list[str]) -> tuple[tuple[int, int], ...]:
    """The lines that hold one of the characters, as runs."""
    holds = re.compile(f"[{''.join(chars)}]").search
    return line_runs(sorted(piece for line in lines if holds(line.text) for piece in line.pieces))
