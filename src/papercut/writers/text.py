"""Plain text: a paragraph, a line of verse or a row of a table a line, two blank lines between articles."""

from __future__ import annotations

import re

from papercut.argument_checks import need_page
from papercut.model.page import LINED, Article, Block, Page
from papercut.visible_text import visible_lines

BREAKS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
"""Whatever some program takes for the end of a line: within a paragraph it is a space."""

SURROGATES = re.compile("[\ud800-\udfff]")


def to_text(page: Page) -> str:
    """Return the articles as plain text: kicker, headline, decks and byline, then one paragraph per line. Jump lines
    are where the page has them, before or after the body. What would act on a terminal is written as an escape.
    """
    need_page(page, "to_text is called")
    return visible_lines("\n\n".join("".join(f"{row}\n" for row in rows(a)) for a in page.articles or ()))


def rows(article: Article) -> list[str]:
    """What of an article is written, each on a row of its own."""
    before, after = article.continued_from, article.continued_on
    texts = [
        article.kicker,
        article.headline,
        *article.deck,
        lifted_byline(article),
        before.text if before else None,
        *(line for block in article.body for line in lines_of(block)),
        after.text if after else None,
    ]
    return [one_line(text) for text in texts if text]


def lines_of(block: Block) -> list[str]:
    """The text of a body element, by the lines that verse and tables keep."""
    return block.text.split("\n") if block.role in LINED else [block.text]


def lifted_byline(article: Article) -> str | None:
    """The byline, if it is not a copy of words that the body keeps."""
    byline = article.byline
    if byline and any(part.role == "byline" for part in article.parts):
        return byline
    return byline if byline and not any(byline in block.text for block in article.body) else None


def one_line(text: str) -> str:
    """The text on one line, without lone surrogates, which no encoding can write."""
    if not text.isascii():
        text = SURROGATES.sub("\ufffd", text)
    return BREAKS.sub(" ", text)
