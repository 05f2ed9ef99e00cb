"""Pages for the tests of formats whose file holds all pages of a run: real text, a generated PDF, hostile text."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import papercut as pc
from papercut.model.page import Article, Block, Furniture, Jump, Page, Piece, Role, Source
from papercut.readers.pdf.document import page_picture
from pdfs import Sheet, pdf
from shell import SEED

HOSTILE = "=1+1 <b>&amp;\"'\x07\x00\ufffe]]> -- <script>alert(1)</script>"


@cache
def seed_page() -> Page:
    """The page in `seeds/`: plain text, no boxes."""
    return pc.build()(pc.read(SEED))


@cache
def pdf_page() -> Page:
    """A page with boxes: two stories below each other, with a kicker, and a folio."""
    return pc.build()(pc.read(_pdf(), name="page.pdf"))


def _pdf() -> bytes:
    sheet = Sheet().text("晚报 2025年3月28日 星期五 第3版", 40, 20, 8)
    sheet.text("十年修一桥", 50, 45, 12).text("新桥昨日通车", 50, 62, 20)
    sheet.column(["　　本报讯 市里的新桥昨日", "通车，人们都很高兴。桥长", "三百米，修了十年。"], 50, 90)
    sheet.text("公园明年开放", 50, 160, 20)
    sheet.column(["　　本报讯 市里的公园明年", "开放，园里有山有水。"], 50, 190)
    return pdf(sheet)


def made_page(*articles: Article, **more: Any) -> Page:
    """A page of these articles, whose blocks need no place in it."""
    return Page(Source("page.txt", sha256="0" * 64), ("　" * 400,), articles=articles, **more)


def block(text: str, role: Role = Role.PARAGRAPH) -> Block:
    return Block(text, (Piece(1, 0, len(text)),), role)


STORY = Article(
    id="0123456789abcdef",
    headline="桥通车了",
    kicker="十年修一桥",
    deck=("往来只需五分钟", "明年建公园"),
    byline="丹翁",
    continued_from=Jump("（上接第一版）", "1"),
    continued_on=Jump("（下转第三版）", "3"),
    body=(
        block("桥通车了。"),
        block("三件事", Role.SUBHEAD),
        block("1. 修路", Role.LIST_ITEM),
        block("种树", Role.LIST_ITEM),
        block("床前明月光\n疑是地上霜", Role.VERSE),
        block("甲\t1\n乙\t2", Role.TABLE),
        block("桥头。李闻 摄", Role.CAPTION),
    ),
    parts=(block("丹翁", Role.BYLINE),),
    confidence=0.5,
)
EVIL = Article(headline=HOSTILE, kicker=HOSTILE, deck=(HOSTILE,), body=(block(HOSTILE), block(HOSTILE, Role.TABLE)))
FOLIO = Furniture(Role.FOLIO, "第三版", (Piece(1, 0, 3),), "page-number")


@cache
def scan_page() -> Page:
    """The same page as a scanner gives it: a picture, read by OCR."""
    data = io.BytesIO()
    page_picture(_pdf(), 1, "page.pdf", longest=1600, upright=True).save(data, "PNG")
    return pc.build()(pc.read(data.getvalue(), name="scan.png"))
