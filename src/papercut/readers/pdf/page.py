"""A page of a PDF to a Page: its text layer with its geometry, and whether that can be the page's text at all.

This runs in the process of `papercut.readers.pdf.pdfium_child`.
"""

from __future__ import annotations

import itertools
import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence
from statistics import median
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from papercut.layout.sheet.glyph_lines import GlyphRun, find_runs
from papercut.layout.sheet.overprinted_glyphs import drop_copies
from papercut.model.geometry import Box, Printed
from papercut.model.page import Furniture, Note, Page, Piece, Role, Source
from papercut.plurals import counted
from papercut.readers.pdf.turned_signs import with_turned_signs
from papercut.readers.pdf.upright_figures import joined_figures
from papercut.readers.printed_page import STAGE, page_of_lines

if TYPE_CHECKING:
    from papercut.readers.pdf.drawings import Drawing
    from papercut.readers.pdf.glyphs import Glyph, PdfSheet

WORD_GAP, HAN_GAP = 0.15, 0.5
"""A gap wider than the line's middle one by so many em is a space: between Latin letters, or beside Korean ones, whose
words are parted too; and between others."""
ENOUGH = 4
"""So many gaps between the letters of a line say how close they are set."""


Doubt = Literal["", "none", "few", "wrong"]
"""Why the text layer may not be the text of the page: there is none, or hardly any under a picture that fills the page,
or its characters are not those that are seen."""

FILLED = 0.7
"""A picture that covers so much of the sheet fills it."""
MOST_FEW, SHARE_FEW = 200, 0.06
"""Hardly any text: no more characters, and they cover no more of the sheet."""
WRONG = 0.25
"""A text layer cannot be right if so many of its characters are none, and half of them for accented letters: in no
language are there as many."""


class TextLayer(NamedTuple):
    """What the text layer of a page says, what is doubtful about it, and whether anything is drawn on the page."""

    page: Page
    doubt: Doubt
    empty: bool


def text_layer(
    page: Any, name: str, number: int, digest: str, hidden_layers: Callable[[], Container[str]] = tuple
) -> TextLayer:
    """The text layer of an open page; lines stand in the order in which they are drawn.

    Characters drawn again at their own place (shadows and outlines) are set aside as duplicates, lines outside the
    sheet (printer's marks, what a crop cuts off), and in layers that are switched off, as removed. Where most lines are
    turned, the page is turned upright.
    """
    from papercut.readers.pdf.annotations import MOST_MARKS, texts_on_top
    from papercut.readers.pdf.drawings import find_drawn
    from papercut.readers.pdf.glyphs import PdfSheet

    sheet = PdfSheet(page, hidden_layers)
    glyphs, more = sheet.glyphs()
    turn = _main_turn(glyphs)
    if turn:  # set sideways, or upside down, without saying so
        sheet.turn_back(turn)
        glyphs, more = sheet.glyphs()
    glyphs = with_turned_signs(glyphs)
    size = (round(sheet.width, 2), round(sheet.height, 2))
    drawing = find_drawn(sheet)
    rows: list[tuple[str, Printed]] = []
    copied: list[tuple[str, Printed]] = []
    cut: list[tuple[str, Printed]] = []
    hidden: list[tuple[str, Printed]] = []
    for turn in range(4):
        own = [_turned(g, turn, size) if turn else g for g in glyphs if g.turn == turn]
        kept, copies = drop_copies(own)
        for found, lines in ((kept, rows), (copies, copied)):
            for run in find_runs(joined_figures(found)):
                text, printed = _row(run, turn, size)
                if text:
                    (lines if sheet.shows(printed.box, printed.size) else cut).append((text, printed))
        for run in find_runs([_turned(g, turn, size) if turn else g for g in sheet.hidden if g.turn == turn]):
            hidden += [row for row in [_row(run, turn, size)] if row[0]]
    aside: list[Furniture] = []
    done = [*rows]
    for lines, role, why in (
        (copied, Role.DUPLICATE, "drawn-twice"),
        (cut, Role.REMOVED, "off-sheet"),
        (hidden, Role.REMOVED, "hidden-layer"),
    ):
        first = len(done) + 1
        aside += [Furniture(role, text, (Piece(n, 0, len(text)),), why) for n, (text, _) in enumerate(lines, first)]
        done += lines
    source = Source(name, "pdf", None, number, digest, size, "pt")
    empty = not (rows or copied or cut or hidden or drawing.anything)
    notes = list(_notes(len(glyphs), more, drawing.whole, sheet.unmapped, empty))
    on_top = texts_on_top(page)
    if on_top.texts:
        texts = counted(on_top.texts, "text")
        text = f"the page has {texts} in annotations or form fields not read: print it into a new file first"
        notes.append(Note("too-much", STAGE, (), text))
    if on_top.left:
        text = f"the page has {counted(on_top.left, 'annotation')} more than {MOST_MARKS}, not looked at"
        notes.append(Note("too-much", STAGE, (), text))
    made = page_of_lines(done, source, drawing.drawn, notes, aside)
    return TextLayer(made, _doubt(glyphs, sheet, drawing), empty)


def _doubt(glyphs: Sequence[Glyph], sheet: PdfSheet, drawing: Drawing) -> Doubt:
    visible = [g for g in glyphs if not g.ch.isspace() and sheet.shows((g.x0, g.y0, g.x1, g.y1), g.size)]
    if not visible:
        return "none"
    used = Counter([g.ch for g in visible])
    none = sum(n for ch, n in used.items() if unicodedata.category(ch) in ("Cc", "Cn", "Co", "Cs") or ch == "\ufffd")
    accented = sum(n for ch, n in used.items() if "\u00a1" <= ch <= "\u00ff")
    count = len(visible)
    if max(none, sheet.unmapped) >= WRONG * count or accented >= 2 * WRONG * count:
        return "wrong"
    area = sum((g.x1 - g.x0) * (g.y1 - g.y0) for g in visible)
    few = count <= MOST_FEW and area <= SHARE_FEW * sheet.width * sheet.height
    return "few" if few and drawing.filled >= FILLED else ""


def _notes(count: int, more: int, whole: bool, unmapped: int, empty: bool) -> Iterator[Note]:
    """What is odd about a page of `count` characters."""
    from papercut.readers.pdf.drawings import DEEPEST, MOST_DRAWN, MOST_OBJECTS

    if more:
        yield Note("too-much", STAGE, (), f"the page has {counted(more, 'character')} more than {count}, not read")
    if not whole:
        most = f"the first {MOST_DRAWN} among {MOST_OBJECTS} things, {DEEPEST} forms inside one another"
        text = f"the page draws more than is read: of rules and boxes {most} at the most"
        yield Note("too-much", STAGE, (), text)
    if not count and not empty:
        text = "the page has no text layer: have it read by OCR, with --ocr auto"
        yield Note("no-text-layer", STAGE, (), text)
    if unmapped:
        text = f"fonts do not say which characters {unmapped} of their signs are: if it is wrong, use --ocr always"
        yield Note("unmapped-font", STAGE, (), text)


def turn_of(page: Any) -> int:
    """By how many quarters, clockwise, most lines of an open page are turned: `text_layer` turns it back by as many."""
    from papercut.readers.pdf.glyphs import PdfSheet

    return _main_turn(PdfSheet(page).glyphs()[0])


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


def _row(run: GlyphRun, turn: int, size: tuple[float, float]) -> tuple[str, Printed]:
    """The text of a line and where it stands; white space at its ends is left out. A line turned by a quarter counts as
    upright, since it runs up or down the page."""
    glyphs = list(run.glyphs)
    while glyphs and glyphs[-1].ch.isspace():
        glyphs.pop()
    glyphs = list(itertools.dropwhile(lambda g: g.ch.isspace(), glyphs))
    if not glyphs:
        return "", Printed((0.0, 0.0, 0.0, 0.0), 1.0)
    em = median([g.size for g in glyphs])
    spans = [(g.y0, g.y1) if run.upright else (g.x0, g.x1) for g in glyphs]
    text, edges = _spelled([g.ch for g in glyphs], spans, em)
    box = (
        min([g.x0 for g in glyphs]), min([g.y0 for g in glyphs]),
        max([g.x1 for g in glyphs]), max([g.y1 for g in glyphs]),
    )  # fmt: skip
    heavy = sum([getattr(g, "weight", 400) >= 600 for g in glyphs]) * 2 > len(glyphs)
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


def _latin(
    chars: Sequence[str], spans: Sequence[tuple[float, float]], gaps: Sequence[float], usual: float, em: float
) -> tuple[float, float]:
    """The usual gap between the Latin letters and figures of a line, which may be set closer than they are wide, and
    how much more a space is: less where they are set narrow."""
    among = [gap for gap, a, b in zip(gaps, chars, chars[1:], strict=False) if a.isalnum() and b.isalnum()
             and a < "\u2e80" and b < "\u2e80"]  # fmt: skip
    wide = [high - low for ch, (low, high) in zip(chars, spans, strict=True) if ch.isalnum() and ch < "\u2e80"]
    if len(among) < ENOUGH:
        return usual, WORD_GAP * em
    return min(usual, max(median(among), -WORD_GAP * em)), WORD_GAP * min(em, 2 * median(wide))


def _korean(chars: Sequence[str], gaps: Sequence[float], em: float) -> float:
    """What a gap beside Korean letters must exceed to be a space: they stand as close as a third of them do, since
    words of one or two leave many gaps that are spaces."""
    own = sorted([gap for gap, a, b in zip(gaps, chars, chars[1:], strict=False) if _parts_words(a, b)])
    return max(own[len(own) // 3], 0.0) + WORD_GAP * em if own else math.inf


def _parts_words(a: str, b: str) -> bool:
    """Whether words of two characters' script are parted by spaces, and one of them is Korean."""
    return (_is_korean(a) and (_is_korean(b) or b < "\u2e80")) or (_is_korean(b) and a < "\u2e80")


def _is_korean(ch: str) -> bool:
    return "\uac00" <= ch <= "\ud7a3"


def _spelled(chars: Sequence[str], spans: Sequence[tuple[float, float]], em: float) -> tuple[str, tuple[float, ...]]:
    """The text of a line, with a space for each gap that is one, and the edges of its characters."""
    gaps = [b[0] - a[1] for a, b in itertools.pairwise(spans)]
    usual = max(median(gaps), 0.0) if gaps else 0.0
    letters, word = _latin(chars, spans, gaps, usual, em)
    korean = _korean(chars, gaps, em)
    least = min(usual + HAN_GAP * em, letters + word, korean)
    text = ""
    edges: list[float] = []
    for k, (ch, (low, high)) in enumerate(zip(chars, spans, strict=True)):
        if k and gaps[k - 1] > least and not ch.isspace() and not text[-1].isspace():
            if ch < "\u2e80" and text[-1] < "\u2e80":
                enough = letters + word
            else:
                enough = korean if _parts_words(text[-1], ch) else usual + HAN_GAP * em
            if gaps[k - 1] > enough:
                text += " "
                edges += (round(spans[k - 1][1], 2), round(low, 2))
        text += ch
        edges += (round(low, 2), round(high, 2)) * len(ch)
    return text, tuple(edges)
