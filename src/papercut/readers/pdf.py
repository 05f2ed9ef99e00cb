"""PDF to pages: the text layer with its geometry."""

from __future__ import annotations

import hashlib
import itertools
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median
from typing import TYPE_CHECKING, Any

from papercut.errors import InputError
from papercut.geometry import Box, Printed
from papercut.layout.copies import drop_copies
from papercut.layout.runs import Run, find_runs
from papercut.model import Furniture, Note, Page, Piece, Role, Source
from papercut.readers.sheet import STAGE, page_of_lines
from papercut.readers.unread import Tell, Unread, Wanted, every, refuse

if TYPE_CHECKING:
    from papercut.readers.glyphs import Glyph

MISSING = "reading PDF needs pypdfium2: pip install 'papercut-text[pdf]'"
DPI, MOST_PIXELS = 300, 120_000_000
"""Pages that are pictures are drawn so finely for OCR, with no more pixels."""
WORD_GAP, HAN_GAP = 0.15, 0.5
"""A gap wider than the line's middle one by so many em is a space: between Latin letters, and between others."""


def pdf_pages(
    data: bytes, name: str, shown: str, *, password: str | None = None, unread: Tell = refuse, wanted: Wanted = every
) -> Iterator[Page]:
    """The pages of a PDF, one by one; lines stand in the order in which they are drawn.

    Characters drawn again at their own place (shadows and outlines) are set aside as duplicates, lines outside the
    sheet (printer's marks, what a crop cuts off) as removed. Where most lines are turned, the page is turned upright. A
    page without text has the note `no-text-layer`. `unread` is told of pages that are damaged. Raises `InputError` if
    pypdfium2 is missing, if the file needs a password or another one, or is no sound PDF.
    """
    digest = hashlib.sha256(data).hexdigest()
    for number, page in opened_pdf(data, shown, password, unread, wanted):
        yield _page(page, name, number, digest)


def pdf_scans(
    data: bytes, name: str, shown: str, *, password: str | None = None, engine: str = "rapidocr",
    unread: Tell = refuse, wanted: Wanted = every,
) -> Iterator[Page]:  # fmt: skip
    """The pages of a PDF whose pages are pictures, read by an OCR engine; boxes are in points, as in `pdf_pages`.

    Raises as `pdf_pages` and `papercut.readers.scan.scan_pages` do.
    """
    from papercut.readers.scan import image_page

    digest = hashlib.sha256(data).hexdigest()
    for number, page in opened_pdf(data, shown, password, unread, wanted):
        wide, high = page.get_size()
        scale = min(DPI / 72, math.sqrt(MOST_PIXELS / max(wide * high, 1.0)))
        image = page.render(scale=scale).to_pil().convert("RGB")
        source = Source(name, "scan", None, number, digest, (round(wide, 2), round(high, 2)), "pt")
        yield image_page(image, source, engine, shown=shown, per_pixel=1 / scale)


def opened_pdf(
    data: bytes, shown: str, password: str | None, unread: Tell = refuse, wanted: Wanted = every
) -> Iterator[tuple[int, Any]]:
    """The `wanted` pages of a PDF with their numbers, each open until the next is asked for.

    Raises as `pdf_pages` does.
    """
    try:
        import pypdfium2
    except ImportError as error:
        raise InputError(f"{shown}: {MISSING}") from error
    try:
        document = pypdfium2.PdfDocument(data, password=password)
    except pypdfium2.PdfiumError as error:
        raise _refused(shown, str(error), password) from error
    try:
        if not len(document):
            raise InputError(f"{shown} is a PDF without pages: check how it was made")
        for number in range(1, len(document) + 1):
            if not wanted(number, len(document)):
                continue
            try:
                page = document[number - 1]
            except pypdfium2.PdfiumError:
                why = "the file is damaged there: try to repair it, for example with qpdf"
                unread(Unread(number, f"{shown}: page {number} cannot be read: {why}"))
                continue
            try:
                yield number, page
            finally:
                page.close()
    finally:
        document.close()


def _refused(shown: str, why: str, password: str | None) -> InputError:
    if "password" in why.lower():
        if password is None:
            return InputError(f"{shown} is encrypted: give its password with --password")
        return InputError(f"{shown} is encrypted, and the password given does not open it")
    return InputError(f"{shown} is no sound PDF (damaged or cut short): try to repair it, for example with qpdf")


def _page(page: Any, name: str, number: int, digest: str) -> Page:
    from papercut.readers.drawings import find_drawn
    from papercut.readers.glyphs import Sheet

    sheet = Sheet(page)
    glyphs, more = sheet.glyphs()
    turn = _main_turn(glyphs)
    if turn:  # set sideways, or upside down, without saying so
        sheet.turn_back(turn)
        glyphs, more = sheet.glyphs()
    size = (round(sheet.width, 2), round(sheet.height, 2))
    drawn, whole = find_drawn(sheet)
    rows: list[tuple[str, Printed]] = []
    copied: list[tuple[str, Printed]] = []
    cut: list[tuple[str, Printed]] = []
    for turn in range(4):
        own = [_turned(g, turn, size) if turn else g for g in glyphs if g.turn == turn]
        kept, copies = drop_copies(own)
        for found, lines in ((kept, rows), (copies, copied)):
            for run in find_runs(found):
                text, printed = _row(run, turn, size)
                if text:
                    (lines if sheet.shows(printed.box, printed.size) else cut).append((text, printed))
    aside = [
        Furniture(Role.DUPLICATE, text, (Piece(n, 0, len(text)),), "drawn-twice")
        for n, (text, _) in enumerate(copied, len(rows) + 1)
    ] + [
        Furniture(Role.REMOVED, text, (Piece(n, 0, len(text)),), "off-sheet")
        for n, (text, _) in enumerate(cut, len(rows) + len(copied) + 1)
    ]
    source = Source(name, "pdf", None, number, digest, size, "pt")
    notes = list(_notes(len(glyphs), more, whole, sheet.unmapped))
    return page_of_lines([*rows, *copied, *cut], source, drawn, notes, aside)


def _notes(count: int, more: int, whole: bool, unmapped: int) -> Iterator[Note]:
    """What is odd about a page of `count` characters."""
    from papercut.readers.drawings import DEEPEST, MOST_DRAWN, MOST_OBJECTS

    if more:
        yield Note("too-much", STAGE, (), f"the page has {more} characters more than {count}, which were not read")
    if not whole:
        most = f"the first {MOST_DRAWN} among {MOST_OBJECTS} things, {DEEPEST} forms inside one another"
        text = f"the page draws more than is read: of rules and boxes {most} at the most"
        yield Note("too-much", STAGE, (), text)
    if not count:
        text = "the page has no text layer: have it read by OCR, with --from scan"
        yield Note("no-text-layer", STAGE, (), text)
    if unmapped:
        text = f"fonts do not say which characters {unmapped} of their signs are: if the text is wrong, use --from scan"
        yield Note("unmapped-font", STAGE, (), text)


def turn_of(page: Any) -> int:
    """By how many quarters, clockwise, most lines of an open page are turned: `pdf_pages` turns it back by as many."""
    from papercut.readers.glyphs import Sheet

    return _main_turn(Sheet(page).glyphs()[0])


def _main_turn(glyphs: Sequence[Glyph]) -> int:
    """By how many quarters, clockwise, most lines of the page are turned."""
    count = Counter(g.turn for g in glyphs if not g.ch.isspace())
    return max(count, key=lambda turn: (count[turn], -turn)) if count else 0


def _turned(g: Glyph, turn: int, size: tuple[float, float]) -> Glyph:
    """The glyph on a turned line as if the sheet were turned so that the line is level."""
    x0, y0, x1, y1 = turn_box((g.x0, g.y0, g.x1, g.y1), 4 - turn, size)
    return g._replace(x0=x0, y0=y0, x1=x1, y1=y1)


def turn_box(box: Box, turns: int, size: tuple[float, float]) -> Box:
    """The box after so many quarter turns clockwise of a sheet of this width and height about its own corner."""
    x0, y0, x1, y1 = box
    wide, high = size
    for _ in range(turns % 4):
        x0, y0, x1, y1 = high - y1, x0, high - y0, x1
        wide, high = high, wide
    return x0, y0, x1, y1


def _row(run: Run, turn: int, size: tuple[float, float]) -> tuple[str, Printed]:
    """The text of a line and where it stands; white space at its ends is left out. A line turned by a quarter counts as
    upright, since it runs up or down the page."""
    glyphs = list(run.glyphs)
    while glyphs and glyphs[-1].ch.isspace():
        glyphs.pop()
    glyphs = list(itertools.dropwhile(lambda g: g.ch.isspace(), glyphs))
    if not glyphs:
        return "", Printed((0.0, 0.0, 0.0, 0.0), 1.0)
    em = median(g.size for g in glyphs)
    spans = [(g.y0, g.y1) if run.upright else (g.x0, g.x1) for g in glyphs]
    text, edges = _spelled([g.ch for g in glyphs], spans, em)
    box = (
        min(g.x0 for g in glyphs), min(g.y0 for g in glyphs), max(g.x1 for g in glyphs), max(g.y1 for g in glyphs),
    )  # fmt: skip
    heavy = sum(getattr(g, "weight", 400) >= 600 for g in glyphs) * 2 > len(glyphs)
    upright = run.upright
    if turn:
        wide, high = size if turn % 2 == 0 else (size[1], size[0])
        box = turn_box(box, turn, (wide, high))
        # along a line that is turned places count from the other end, but for those that now run down the page
        length = (high if upright else wide) if (turn == 2 or (turn == 1) == upright) else None
        if length is not None:
            edges = tuple(round(length - x, 2) for k in range(0, len(edges), 2) for x in (edges[k + 1], edges[k]))
        upright = upright != (turn % 2 == 1)
    rounded = (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2))
    return text, Printed(rounded, round(em, 2), 700 if heavy else 400, edges, upright)


def _spelled(chars: Sequence[str], spans: Sequence[tuple[float, float]], em: float) -> tuple[str, tuple[float, ...]]:
    """The text of a line, with a space for each gap that is one, and the edges of its characters."""
    gaps = [b[0] - a[1] for a, b in itertools.pairwise(spans)]
    usual = max(median(gaps), 0.0) if gaps else 0.0
    text = ""
    edges: list[float] = []
    for k, (ch, (low, high)) in enumerate(zip(chars, spans, strict=True)):
        if k and not ch.isspace() and not text[-1].isspace():
            latin = ch < "\u2e80" and text[-1] < "\u2e80"
            if gaps[k - 1] > usual + (WORD_GAP if latin else HAN_GAP) * em:
                text += " "
                edges += (round(spans[k - 1][1], 2), round(low, 2))
        text += ch
        edges += (round(low, 2), round(high, 2)) * len(ch)
    return text, tuple(edges)
