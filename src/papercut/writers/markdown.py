"""Markdown: a headline, kicker and decks, and the paragraphs; the page's own characters never act as marks."""

from __future__ import annotations

import re

from papercut.model import Article, Block, Page, Role
from papercut.writers.text import lifted_byline, one_line

ANYWHERE = re.compile(r"[\\`*\[\]<]|(?<![^\W_])_|_(?![^\W_])|~|&(?=#?\w{1,31};)")
"""Characters that CommonMark or GitHub's tables and strike-through act on inside a line."""

AT_START = re.compile(r"(?:#{1,6}(?=\s|$)|[-+](?=\s|$)|>|-[-\s]*$|\|)")
"""Marks that act at the start of a line only."""

NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


def to_markdown(page: Page) -> str:
    """The articles of a page as Markdown, a blank line between elements and between articles."""
    return "\n".join(article_markdown(a) for a in page.articles or ())


def article_markdown(article: Article) -> str:
    """One article: `# headline`, kicker and decks in bold, byline in italics, then the body."""
    before, after = article.continued_from, article.continued_on
    byline = lifted_byline(article)
    parts = [
        f"# {heading(article.headline)}" if article.headline else "",
        marked(article.kicker, "**"),
        *(marked(deck, "**") for deck in article.deck),
        marked(byline, "*"),
        marked(before.text if before else None, "*"),
        *_body(article.body),
        marked(after.text if after else None, "*"),
    ]
    return "".join(f"{part}\n\n" for part in parts if part)[:-1] or "\n"


def _body(blocks: tuple[Block, ...]) -> list[str]:
    out: list[str] = []
    last: Role | None = None
    for block in blocks:
        if not block.text.strip():
            continue
        if block.role is Role.SUBHEAD:
            text = f"## {heading(block.text)}"
        elif block.role is Role.LIST_ITEM:
            text = f"- {escape(block.text)}"
        elif block.role is Role.CAPTION:
            text = marked(block.text, "*")
        else:
            text = escape(block.text)
        if block.role is Role.LIST_ITEM and last is Role.LIST_ITEM:
            out[-1] += f"\n{text}"
        else:
            out.append(text)
        last = block.role
    return out


def heading(text: str) -> str:
    """Text for a `#` line; a closing run of `#` would be taken for part of the mark."""
    text = escape(text)
    return re.sub(r"(?<=\s)(#+)$", r"\\\1", text)


def marked(text: str | None, mark: str) -> str:
    """Text between two marks, or nothing."""
    return f"{mark}{escape(text.strip())}{mark}" if text and text.strip() else ""


def escape(text: str) -> str:
    """The text as one line that Markdown shows just as it is."""
    text = ANYWHERE.sub(r"\\\g<0>", one_line(text).strip(" \t"))
    if AT_START.match(text):
        return "\\" + text
    return NUMBERED.sub(r"\1\\\2", text, count=1) if NUMBERED.match(text) else text
