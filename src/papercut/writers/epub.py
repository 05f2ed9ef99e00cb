"""EPUB: an issue as a book, one chapter an article, with contents by page.

Source of the format: EPUB 3.3, W3C (www.w3.org/TR/epub-33).
"""

from __future__ import annotations

import hashlib
import io
import uuid
import zipfile
from collections.abc import Sequence
from typing import Any

from papercut.errors import UsageError
from papercut.issues.page_facts import facts_of
from papercut.model.page import Page
from papercut.writers.document import (
    OLDEST,
    Document,
    DocumentOptions,
    made_at,
    page_heading,
    page_language,
    title_of,
)
from papercut.writers.markup_text import MarkupText
from papercut.writers.reading_view import article_view, render, resource

CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


def epub_document(pages: Sequence[Page], options: DocumentOptions) -> Document:
    """The articles of all pages. Raises `UsageError` if there are none, since a book has a chapter, and if Jinja2 is
    missing."""
    clean = MarkupText()
    lang, title = page_language(pages), clean(title_of(pages))
    shown: list[dict[str, Any]] = []
    files: dict[str, str] = {}
    for count, page in enumerate(pages, 1):
        chapters = []
        for k, article in enumerate(page.articles or (), 1):
            view = article_view(article, clean, f"article-{count}-{k}")
            name = f"{view['id']}.xhtml"
            chapters.append({"id": view["id"], "file": name, "label": view["label"]})
            files[name] = render("chapter.xhtml", item=view, lang=lang)
        if chapters:
            shown.append({"title": clean(page_heading(page, lang)), "chapters": chapters})
    dates = {date for page in pages if (date := facts_of(page, page.source.name).date)}
    named = hashlib.sha256("".join(files.values()).encode()).digest()
    files["nav.xhtml"] = render("nav.xhtml", pages=shown, title=title, lang=lang, several=len(shown) > 1)
    files["reading.css"] = resource("reading.css")
    files["package.opf"] = render(
        "package.opf", pages=shown, title=title, lang=lang, date=dates.pop() if len(dates) == 1 else "",
        ident=f"urn:uuid:{uuid.UUID(bytes=named[:16], version=5)}",
        modified=made_at().strftime("%Y-%m-%dT%H:%M:%SZ"),
    )  # fmt: skip
    if pages and not shown:
        name = pages[0].source.name or "the page"
        raise UsageError(f"{name} has no articles, and an EPUB has at least one chapter: take --to tei or json")
    return Document(_packed(files), clean.said)


def _packed(files: dict[str, str]) -> bytes:
    """The archive; its first file says what it is, and is not compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", OLDEST), "application/epub+zip", zipfile.ZIP_STORED)
        for name, text in {"META-INF/container.xml": CONTAINER, **{f"EPUB/{k}": v for k, v in files.items()}}.items():
            archive.writestr(zipfile.ZipInfo(name, OLDEST), text.lstrip("\n"), zipfile.ZIP_DEFLATED)
    return out.getvalue()
