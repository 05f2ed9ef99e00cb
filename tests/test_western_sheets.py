"""PDF pages in letters, as papers of any language lay them out."""

from __future__ import annotations

import random

import pytest

import papercut as pc
from lawful import faults
from papercut.layout.sheet.cut_candidates import Item
from papercut.layout.sheet.file_order import better_order
from papercut.layout.text.hyphenation import word_gap
from papercut.layout.text.spacing import despace
from papercut.model.page import Article, Page, Role
from papercut.stages.order import Order
from pdfs import Sheet, pdf

pytest.importorskip("pypdfium2")

FERRY = (
    "  The ferry across the narrows",
    "will sail again in May with an",
    "engine that was built for boats",
    "of the harbour, the board said.",
    "  Captain Teale said that the",
    "old one had been mended so many",
    "times that nobody could tell.",
)
BREAD = (
    "  A loaf of bread costs two cents",
    "more since Monday, and bakers in",
    "the market blame the dry summer.",
    "  The mill by the river has not",
    "ground a sack of wheat in weeks,",
    "and the price of oats went up.",
)
BELLS = (
    "  The bells of the old chapel are",
    "to ring on Sunday for the first",
    "time since the fire of last year.",
    "  Two of the three were cast anew",
    "by a founder from the next town.",
)
Block = list[tuple[str, float, float, float]]


def block(rows: tuple[str, ...], x: float, y: float, size: float = 10) -> Block:
    """Lines below one another; two spaces at the beginning of one are an indent."""
    out: Block = []
    for k, row in enumerate(rows):
        inner = row.lstrip(" ")
        out.append((inner, x + (len(row) - len(inner)) * size / 2, y + 1.3 * size * k, size))
    return out


def drawn(sheet: Sheet, *blocks: Block) -> Sheet:
    """Every character half as wide as its em."""
    sheet.raw("50 Tz")
    for text, x, y, size in (line for one in blocks for line in one):
        sheet.text(text, x, y, size, font="M")
    return sheet.raw("100 Tz")


def read(sheet: Sheet) -> Page:
    return pc.read(pdf(sheet), name="page.pdf")


def finished(sheet: Sheet) -> tuple[Page, tuple[Article, ...]]:
    page = pc.build()(read(sheet))
    assert list(faults(page)) == []
    return page, page.articles or ()


def bodies(articles: tuple[Article, ...]) -> list[str]:
    return [" ".join(b.text for b in a.body) for a in articles]


def flat(*stories: tuple[str, ...]) -> list[str]:
    return [row.strip() for story in stories for row in story]


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_drawing_is_no_reading_order(seed: int) -> None:
    stories = [(*FERRY, *BREAD, *BELLS, *FERRY), (*BREAD, *BELLS, *FERRY), (*BELLS, *BREAD, *FERRY, *BREAD)]
    places = [(40.0, 40.0), (40.0, 420.0), (240.0, 40.0)]
    blocks = [block(rows, x, y) for rows, (x, y) in zip(stories, places, strict=True)]
    random.Random(seed).shuffle(blocks)
    lines = [line.text.strip() for line in Order()(read(drawn(Sheet(400, 800), *blocks))).lines if line.pieces]
    assert lines == flat(stories[0], stories[2], stories[1])


def test_columns_below_a_picture_come_before_the_one_beside_it() -> None:
    low, high = block(FERRY, 40, 260), block(BREAD, 220, 40)
    sheet = drawn(Sheet(), high, low).box(40, 40, 200, 240, "f")
    lines = [line.text.strip() for line in Order()(read(sheet)).lines if line.pieces]
    assert lines == flat(FERRY, BREAD)


def test_words_in_korean_keep_their_spaces() -> None:
    rows = ("동네 책방 지키자", "조합원 230명 폐업 위기 서점을", "주민들이 함께 인수한 덕분이다")
    sheet = Sheet()
    for k, row in enumerate(rows):
        x = 40.0
        for word in row.split(" "):
            sheet.text(word, x, 40 + 15 * k, 10, font="M")
            x += 10 * len(word) + 2.3
    assert read(sheet).raw == rows


@pytest.mark.parametrize(
    "left, right, gap",
    [
        ("Мост через Каменку", "откроют к зиме", " "),
        ("Mặn đến sớm,", "nông dân chạy đua", " "),
        ("산불 사흘째…", "면적 태웠다", " "),
        ("two budgets", "and one flood", " "),
        ("城南新桥", "正式通车", ""),
        ("第12", "届运动会", ""),
        ("Schul-", "haus", ""),
        ("", "x", ""),
    ],
)
def test_what_goes_between_lines_of_display_type(left: str, right: str, gap: str) -> None:
    assert word_gap(left, right) == gap


def test_a_word_and_its_figures_stay_apart() -> None:
    assert despace("фону 45-18-00.", list) == "фону 45-18-00."


def page_with(*more: Block) -> Sheet:
    """A story, and below it, behind white, what is given with another."""
    blocks = (block(("Ferry Sails Again",), 40, 40, 18), block(FERRY, 40, 70), *more)
    return drawn(Sheet(), *blocks)


def test_a_kicker_in_type_of_the_text() -> None:
    sheet = page_with(
        block(("Trade and Market",), 40, 200), block(("Bread Costs More",), 40, 214, 18), block(BREAD, 40, 244)
    )
    _, articles = finished(sheet)
    assert [(a.kicker, a.headline) for a in articles] == [
        (None, "Ferry Sails Again"), ("Trade and Market", "Bread Costs More"),
    ]  # fmt: skip
    assert bodies(articles)[0].endswith("nobody could tell.")


def test_a_deck_of_two_lines() -> None:
    deck = ("The mill by the river stands still", "and farmers hope for rain at last")
    sheet = page_with(block(("Bread Costs More",), 40, 200, 24), block(deck, 40, 234, 12), block(BREAD, 40, 272))
    _, articles = finished(sheet)
    assert articles[1].deck == (" ".join(deck),)
    assert bodies(articles)[1].startswith("A loaf of bread")


def test_a_text_begins_below_its_author_without_an_indent() -> None:
    rows = (
        "A loaf of bread costs two cents more since Monday and the bakers",
        "in the market blame the dry summer that kept the wheat from being",
        "as high as it was a year ago when bread was as cheap as it can be",
        "and nobody spoke of it.",
    )
    by = block(("By ANNA WEISS",), 40, 228, 9.5)
    sheet = page_with(block(("Bread Costs More Today",), 40, 200, 22), by, block(rows, 40, 242))
    _, articles = finished(sheet)
    assert [a.headline for a in articles] == ["Ferry Sails Again", "Bread Costs More Today"]
    assert bodies(articles)[1].startswith("A loaf of bread")


def test_a_signature_at_the_right_is_no_headline() -> None:
    sheet = drawn(
        Sheet(), block(("Ferry Sails Again",), 40, 40, 18), block((*FERRY[:-1], "ten times."), 40, 70),
        block(("R.TEALE",), 160, 161, 9.5), block(("Bread Costs More",), 40, 230, 16), block(BREAD, 40, 258),
    )  # fmt: skip
    _, articles = finished(sheet)
    assert [(a.kicker, a.headline) for a in articles] == [(None, "Ferry Sails Again"), (None, "Bread Costs More")]


def test_smaller_lines_below_a_picture_are_its_caption() -> None:
    caption = ("The ferry in the narrows on", "Sunday morning")
    sheet = drawn(
        Sheet(), block(("Ferry Sails Again",), 40, 40, 18), block(FERRY, 40, 70),
        block(caption, 240, 178, 8), block(BREAD, 240, 220),
    ).box(240, 70, 390, 172, "f")  # fmt: skip
    page, articles = finished(sheet)
    assert [f.text for f in page.furniture if f.role is Role.CAPTION] == list(caption)
    assert all("Sunday" not in text for text in bodies(articles))


def test_blocks_in_any_order_are_no_reading_order() -> None:
    upper, lower, right = (
        [Item(100 * n + k, x, y + 13 * k, x + 160, y + 13 * k + 10, 10) for k in range(30)]
        for n, (x, y) in enumerate([(40, 40), (40, 440), (240, 40)])
    )
    ours = [[*upper, *lower], right]
    as_read, in_any_order = [*upper, *lower, *right], [*lower, *right, *upper]
    assert better_order(as_read, ours) is not ours
    assert better_order(in_any_order, ours) is ours
