"""A writer: the articles of all pages as an RSS 2.0 feed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

from papercut import Page
from papercut.plugins import Writer

NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write(pages: Sequence[Page]) -> str:
    """The feed. All text is escaped, and characters that XML does not allow become U+FFFD."""
    items = [
        "<item>"
        f"<title>{_text(article.headline or article.text[:40])}</title>"
        f"<description>{_text(article.text)}</description>"
        f'<guid isPermaLink="false">{_text(article.id)}</guid>'
        "</item>"
        for page in pages
        for article in page.articles or ()
    ]
    title = _text(pages[0].source.name or "papercut")
    head = f"<title>{title}</title><link>about:blank</link><description>{title}</description>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<rss version="2.0"><channel>{head}\n' + "\n".join(items) + "\n</channel></rss>\n"
    )


def _text(text: str) -> str:
    return escape(NOT_XML.sub("\ufffd", text))


WRITER = Writer(
    write=write, suffix=".rss", lacks=frozenset({"furniture", "boxes", "notes"}), about="a feed of articles"
)
