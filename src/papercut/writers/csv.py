"""CSV: a table with one article a row, for spreadsheets and data tools.

Source of the format: RFC 4180. Lines end in CR LF; a field with a comma, a quotation mark or a line end is quoted.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from papercut.issues.page_facts import facts_of
from papercut.model.page import Article, Page
from papercut.plurals import counted
from papercut.visible_text import BIDI, visible_lines
from papercut.writers.document import Document, DocumentOptions
from papercut.writers.json import LineCount
from papercut.writers.markup_text import MarkupText
from papercut.writers.text import lines_of

COLUMNS = (
    "source", "page", "paper", "date", "printed_page", "section", "id", "kicker", "headline", "deck", "byline",
    "dateline", "text", "continued_from", "continued_on", "confidence", "lines", "notes",
)  # fmt: skip

FORMULA = re.compile("[=+\\-@＝＋－＠\t\r]")
"""How a cell begins that a spreadsheet may take for a formula and execute; some take the full-width signs too."""

LONGEST = 32_767
"""Characters that a cell of Excel can hold; it cuts off the rest."""


def csv_document(pages: Sequence[Page], options: DocumentOptions) -> Document:
    """The articles of all pages as one table, with a row of names. In `text` and `deck` a line end parts elements."""
    cells = _Cells()
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for page in pages:
        facts = facts_of(page, page.source.name)
        count = LineCount(page)
        for number, article in enumerate(page.articles or (), 1):
            where = (page.source.name, page.source.page, facts.paper, facts.date, facts.page, facts.section)
            writer.writerow(map(cells, (*where, *_row(page, article, count, number))))
    data = out.getvalue().encode()
    return Document(b"\xef\xbb\xbf" + data if options.bom else data, cells.said)


def _row(page: Page, article: Article, count: LineCount, number: int) -> tuple[str | float, ...]:
    before, after = article.continued_from, article.continued_on
    texts = [line for block in article.body for line in lines_of(block)]
    return (
        article.id or f"{page.source.page}.{number}",
        article.kicker or "",
        article.headline or "",
        "\n".join(article.deck),
        article.byline or "",
        article.dateline or "",
        "\n".join(texts),
        before.text if before else "",
        after.text if after else "",
        round(article.confidence, 4),
        " ".join(f"{first}-{last}" for first, last in count.lines(sorted(article.pieces))),
        "\n".join(f"{note.code}: {note.text}" for note in article.notes),
    )


class _Cells:
    """Makes values into cells. One that a spreadsheet might execute gets an apostrophe before it, which is how a
    person types such a text; that is counted, as is what Excel would cut off."""

    def __init__(self) -> None:
        self.clean = MarkupText()
        self.turned = 0
        self.formulas = 0
        self.long = 0

    def __call__(self, value: str | float) -> str | float:
        if not isinstance(value, str):
            return value
        text = visible_lines(clean := "\n".join(map(self.clean, value.split("\n"))))
        self.turned += sum(map(clean.count, BIDI)) if text != clean else 0
        if FORMULA.match(text):
            text = f"'{text}"
            self.formulas += 1
        self.long += len(text) > LONGEST
        return text

    @property
    def said(self) -> tuple[str, ...]:
        out = list(self.clean.said)
        if self.turned:
            said = counted(
                self.turned,
                "mark that turns the direction of text is written as an escape",
                "marks that turn the direction of text are written as escapes",
            )
            out.append(said)
        if self.formulas:
            said = counted(
                self.formulas,
                "cell that a spreadsheet could execute as a formula begins with an apostrophe",
                "cells that a spreadsheet could execute as a formula begin with an apostrophe",
            )
            out.append(said)
        if self.long:
            out.append(f"{counted(self.long, 'cell')} longer than Excel can hold ({LONGEST} characters)")
        return tuple(out)
