"""DOCX: the articles as a word processor's document, with the styles that its outline and contents are made of."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from papercut.extras import work_needs
from papercut.model.page import Article, Page, Role
from papercut.writers.article_elements import Element, elements
from papercut.writers.document import (
    OLDEST,
    Document,
    DocumentOptions,
    made_at,
    page_heading,
    page_language,
    title_of,
)
from papercut.writers.markdown import OWN_MARK
from papercut.writers.markup_text import MarkupText

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

STYLES = {Role.KICKER: "Subtitle", Role.DECK: "Subtitle", Role.SUBHEAD: "Heading 2", Role.CAPTION: "Caption"}
"""The styles of Word by the role; what is not named is `Normal`, but the headline is `Heading 1`."""

ITALIC = frozenset({Role.BYLINE, Role.JUMP_LINE})

CHINESE_FONTS = {"zh-Hans": ("SimSun", "zh-CN"), "zh-Hant": ("PMingLiU", "zh-TW")}
"""Font and language for Chinese characters: the template's own have none, and forms of characters differ."""


def docx_document(pages: Sequence[Page], options: DocumentOptions) -> Document:
    """The articles of all pages, each page beginning with its number if there are several. Raises `UsageError` if
    python-docx is missing."""
    try:
        import docx
    except ModuleNotFoundError as error:
        raise work_needs("writing DOCX", "formats") from error
    clean = MarkupText()
    book = docx.Document()
    lang = page_language(pages)
    _set_language(book, lang)
    about = book.core_properties
    about.title, about.author, about.comments = clean(title_of(pages))[:255], "", ""
    about.created = about.modified = made_at().replace(tzinfo=None)
    for page in pages:
        if len(pages) > 1:
            book.add_paragraph(clean(page_heading(page, lang)), style="Header")
        for article in page.articles or ():
            _write(book, article, clean)
    out = io.BytesIO()
    book.save(out)
    return Document(_undated(out), clean.said)


def _undated(made: io.BytesIO) -> bytes:
    """The archive without the time of day that each of its files got, so that the same pages give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(made) as given, zipfile.ZipFile(out, "w") as archive:
        for name in given.namelist():
            archive.writestr(zipfile.ZipInfo(name, OLDEST), given.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _write(book: WordDocument, article: Article, clean: MarkupText) -> None:
    for element in elements(article):
        if element.role is Role.TABLE:
            _table(book, element, clean)
        elif element.role is Role.HEADLINE:
            book.add_heading(clean(element.text), 1)
        elif element.role is Role.LIST_ITEM and not OWN_MARK.match(element.text.lstrip()):
            book.add_paragraph(clean(element.text), style="List Bullet")
        elif element.role is Role.VERSE:
            book.add_paragraph("\n".join(clean.lines(element.text)))  # a line end becomes a break in the paragraph
        elif element.role in ITALIC:
            book.add_paragraph().add_run(clean(element.text)).italic = True
        else:
            book.add_paragraph(clean(element.text), style=STYLES.get(element.role, "Normal"))


def _table(book: WordDocument, element: Element, clean: MarkupText) -> None:
    rows = [[clean(cell) for cell in row.split("\t")] for row in element.text.split("\n")]
    table = book.add_table(len(rows), max(map(len, rows)), style="Table Grid")
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=False):
            cell.text = text


def _set_language(book: WordDocument, tag: str) -> None:
    """Say which forms of Chinese characters are meant."""
    if tag not in CHINESE_FONTS:
        return
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    font, language = CHINESE_FONTS[tag]
    for name in ("Normal", "Heading 1", "Heading 2", "Subtitle", "Caption"):
        properties: Any = book.styles[name].element.get_or_add_rPr()
        properties.get_or_add_rFonts().set(qn("w:eastAsia"), font)
        lang = OxmlElement("w:lang")
        lang.set(qn("w:eastAsia"), language)
        for old in properties.findall(qn("w:lang")):
            properties.remove(old)
        properties.append(lang)
