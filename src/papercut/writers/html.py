"""HTML: one page that needs nothing else, with all articles, for people to read and print."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from typing import Any

from papercut.model.page import Article, Page
from papercut.version import __version__
from papercut.writers.document import Document, DocumentOptions, page_heading, page_language, title_of
from papercut.writers.markup_text import MarkupText
from papercut.writers.reading_view import article_view, render, resource


def html_document(pages: Sequence[Page], options: DocumentOptions) -> Document:
    """The articles of all pages. With more than one there is a list of them before. Raises `UsageError` if Jinja2 is
    missing."""
    clean = MarkupText()
    lang = page_language(pages)
    several = sum(len(page.articles or ()) for page in pages) > 1
    title = clean(title_of(pages))
    shown: list[dict[str, Any]] = []
    for count, page in enumerate(pages, 1):
        views = [article_view(a, clean, f"article-{count}-{k}") for k, a in enumerate(page.articles or (), 1)]
        shown.append({"title": clean(page_heading(page, lang)), "articles": views})
    return Document(_rendered(shown, title, lang, several), clean.said)


def article_html(page: Page, article: Article) -> str:
    """One article as a page of its own. Characters that HTML does not allow become signs; `html_document` says so."""
    clean = MarkupText()
    view = article_view(article, clean, "article")
    shown: list[dict[str, Any]] = [{"title": "", "articles": [view]}]
    return _rendered(shown, view["label"], page_language([page]), False).decode()


def _rendered(shown: list[dict[str, Any]], title: str, lang: str, several: bool) -> bytes:
    style = resource("reading.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    text = render(
        "page.html", pages=shown, title=title, lang=lang, several=several, version=__version__,
        style=style, style_hash=f"sha256-{digest}",
    )  # fmt: skip
    return text.encode()
