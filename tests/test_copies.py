"""Which characters of a page are drawn again, and which the page shows twice."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator

import pytest

from papercut.layout.sheet.overprinted_glyphs import drop_copies
from papercut.readers.pdf.glyphs import Glyph

NARROW = frozenset("iljI|.,:;'!()- ")
Offsets = list[tuple[float, float]]


def advance(ch: str) -> float:
    """In em, about as in Helvetica."""
    return 1.0 if ch >= "\u2e80" else 0.25 if ch in NARROW else 0.75 if ch in "mwWM" else 0.55


def line(text: str, condensed: float = 1.0, size: float = 10.0, x: float = 50.0, y: float = 100.0) -> list[Glyph]:
    """The glyphs of a line; `condensed` narrows letters and digits."""
    out = []
    for ch in text:
        wide = advance(ch) * size * (condensed if ch < "\u2e80" else 1)
        out.append(Glyph(ch, x, y, x + wide, y + size, size, 400, 0))
        x += wide
    return out


def moved(glyphs: list[Glyph], offset: tuple[float, float]) -> list[Glyph]:
    """The same drawn again, the offset in em."""
    return [
        g._replace(x0=g.x0 + offset[0] * g.size, x1=g.x1 + offset[0] * g.size, y0=g.y0 + offset[1] * g.size,
                   y1=g.y1 + offset[1] * g.size)
        for g in glyphs
    ]  # fmt: skip


def line_by_line(glyphs: list[Glyph], offsets: Offsets) -> list[Glyph]:
    return [g for offset in [(0.0, 0.0), *offsets] for g in moved(glyphs, offset)]


def glyph_by_glyph(glyphs: list[Glyph], offsets: Offsets) -> list[Glyph]:
    return [again for g in glyphs for offset in [(0.0, 0.0), *offsets] for again in moved([g], offset)]


def word_by_word(glyphs: list[Glyph], offsets: Offsets) -> list[Glyph]:
    words: list[list[Glyph]] = [[]]
    for g in glyphs:
        words[-1].append(g)
        if g.ch == " ":
            words.append([])
    return [g for word in words for g in line_by_line(word, offsets)]


def shown(glyphs: list[Glyph]) -> str:
    return "".join(g.ch for g in glyphs)


@pytest.mark.parametrize("condensed", [1.0, 0.75, 0.6, 0.45])
@pytest.mark.parametrize(
    "text",
    [
        "Bill Willis will call at the hall", "www.millhill.example/hall", "8888 2211", "Room 111, World War III",
        "新疫苗II期试验，电话8888 2211，编号A1100到A2211", "llllllll", "......", "((1)) ''a''", "哈哈哈哈——！！！",
        "一一一一", "1122334455", "aabbccdd", "TT MM ii",
    ],
)  # fmt: skip
def test_what_the_page_shows_twice_stays(text: str, condensed: float) -> None:
    assert drop_copies(line(text, condensed)) == (line(text, condensed), [])
    each = line(text, condensed)
    random.Random(1).shuffle(each)
    assert sorted(drop_copies(each)[0]) == sorted(each)


@pytest.mark.parametrize("text", ["......", "1111", "IIII", "8888 2211", "1122"])
def test_widths_that_are_wrong(text: str) -> None:
    """A font whose widths are missing, its digits set closely all the same."""
    glyphs = [g._replace(x1=g.x0 + g.size) for g in line(text, 0.6)]
    assert drop_copies(glyphs)[1] == []


RING = [(0.05 * math.cos(a / 10 * math.pi), 0.05 * math.sin(a / 10 * math.pi)) for a in range(20)]


@pytest.mark.parametrize("order", [line_by_line, glyph_by_glyph, word_by_word])
@pytest.mark.parametrize(
    "offsets",
    [[(0.0, 0.0)], [(0.03, 0.0)], [(0.06, 0.06)], [(0.1, -0.1), (0.05, 0.05)], [(0.0, 0.15)], RING],
    ids=["same", "bold", "shadow", "two", "below", "outline"],
)
@pytest.mark.parametrize(
    "text",
    ["渡口渡船停开 桥上桥下通车", "Bill Willis will call", "第II期：8888个苹果", "要闻", "Room 111", "88", "哈哈哈哈"],
)
def test_what_is_drawn_again_goes(text: str, offsets: Offsets, order: Callable[..., list[Glyph]]) -> None:
    glyphs = line(text, 0.8)
    kept, copies = drop_copies(order(glyphs, offsets))
    assert shown(kept).replace(" ", "") == text.replace(" ", "")
    assert len([g for g in copies if g.ch != " "]) == len(offsets) * len(text.replace(" ", ""))


def test_one_word_of_a_line_is_bold() -> None:
    glyphs = line("The hall of Bill Hill fell")
    word = moved(glyphs[12:16], (0.03, 0.0))
    for drawn in ([*glyphs, *word], [*glyphs[:16], *word, *glyphs[16:]]):
        assert sorted(drop_copies(drawn)[0]) == sorted(glyphs)


def upright(text: str, size: float = 10.0) -> Iterator[Glyph]:
    for n, ch in enumerate(text):
        yield Glyph(ch, 50, 50 + n * size, 50 + size, 50 + (n + 1) * size, size, 400, 0)


@pytest.mark.parametrize("order", [line_by_line, glyph_by_glyph])
def test_text_set_downwards(order: Callable[..., list[Glyph]]) -> None:
    glyphs = list(upright("新桥新桥哈哈一一通车"))
    assert drop_copies(glyphs)[1] == []
    assert shown(drop_copies(order(glyphs, [(0.1, 0.1)]))[0]) == shown(glyphs)


def test_a_single_ideograph_and_its_shadow() -> None:
    """Of a word that PDFium drops itself, all but one character may be gone."""
    once, again = line("第"), moved(line("第"), (0.08, 0.08))
    assert shown(drop_copies([*again, *line("11", x=60), *once])[0]) == "第11"
    assert shown(drop_copies([*line("1"), *moved(line("1"), (0.08, 0.08))])[0]) == "11"
