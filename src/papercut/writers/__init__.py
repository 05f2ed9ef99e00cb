"""Writers: from pages that have articles to the formats that people and programs read.

In: pages with articles. Out: text, or the bytes of a file. Read `json` first. One format is one file: `markdown`,
`text`, `csv`; `html`, `epub` and `docx` (with `article_elements`, `reading_view`); `tei`, `alto`, `page_xml`, `mets`
and `iiif` (with `xml_tree`, `printed_lines`, `page_regions`); `plugin_writers` for those of others. All share
`document`, `markup_text` and `only`; `folder`, `named_files` and `names` write one file an article.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import NamedTuple

from papercut.argument_checks import need_page
from papercut.errors import StageError, UsageError
from papercut.model.page import Page
from papercut.plugins.entry_points import plugins
from papercut.writers.document import Document, DocumentOptions
from papercut.writers.json import to_json, to_jsonl
from papercut.writers.markdown import to_markdown
from papercut.writers.text import to_text

__all__ = [
    "DOCUMENTS",
    "FORMATS",
    "SEPARATORS",
    "Document",
    "DocumentOptions",
    "document_format",
    "document_of",
    "format_names",
    "format_of_name",
    "is_lossy",
    "to_json",
    "to_jsonl",
    "to_markdown",
    "to_text",
    "write",
    "write_pages",
]

FORMATS: dict[str, Callable[[Page], str]] = {"md": to_markdown, "json": to_json, "jsonl": to_jsonl, "text": to_text}
"""The formats that are written page by page, by the names that `--to` has for them."""

SEPARATORS = {"md": "\n", "text": "\n\n"}
"""What stands between the articles of one page and those of the next, where it is more than a line end."""


class DocumentFormat(NamedTuple):
    """A format of which one file holds all pages: its function, in a module that is imported when it is needed, and
    the end of the names of its files. `lacks` are the things of a page that it has no place for."""

    module: str
    function: str
    suffix: str
    lacks: frozenset[str]
    binary: bool = False


DOCUMENTS = {
    "csv": DocumentFormat("csv", "csv_document", ".csv", frozenset({"furniture", "boxes"})),
    "tei": DocumentFormat("tei", "tei_document", ".tei.xml", frozenset()),
    "alto": DocumentFormat("alto", "alto_document", ".alto.xml", frozenset({"notes"})),
    "page": DocumentFormat("page_xml", "page_xml_document", ".page.xml", frozenset({"notes"})),
    "docx": DocumentFormat("docx", "docx_document", ".docx", frozenset({"furniture", "boxes", "notes"}), binary=True),
    "epub": DocumentFormat("epub", "epub_document", ".epub", frozenset({"furniture", "boxes", "notes"}), binary=True),
    "mets": DocumentFormat("mets", "mets_document", ".mets.xml", frozenset({"notes"})),
    "iiif": DocumentFormat("iiif", "iiif_document", ".json", frozenset({"notes"})),
    "html": DocumentFormat("html", "html_document", ".html", frozenset({"furniture", "boxes", "notes"})),
}
"""The other formats, by the names that `--to` has for them."""

NEED_A_PAGE = ("alto", "page", "iiif", "epub")
"""The formats that have no empty file."""

OWN = (*FORMATS, *DOCUMENTS)
"""The names of all these formats: no plugin can take one of them."""


def write(page: Page, to: str = "md") -> str:
    """Return the articles of a page as text in the format `md`, `json`, `jsonl` or `text`. Each line has its line end.

    `write_pages` writes the other formats. Raises `StageError` if the page has no articles yet, and `UsageError` for
    an unknown format.
    """
    if to in DOCUMENTS or (to not in FORMATS and to in plugins("writer", OWN)):
        raise UsageError(f"write gives text (md, json, jsonl, text): write_pages writes {to}")
    if to not in FORMATS:
        raise UsageError(f"there is no format {to!r}: take one of {', '.join(FORMATS)}")
    need_page(page, "write is called")
    _need_articles(page)
    return FORMATS[to](page)


def write_pages(pages: Sequence[Page] | Page, to: str, *, bom: bool = False, base_url: str = "") -> bytes:
    """Return a file that holds the articles of a page, or of all pages of an issue, in a format like `csv` or `html`,
    or in one of another package.

    `bom` puts a byte order mark before CSV, which Excel needs. `base_url` is the address at which an IIIF manifest and
    its pictures will be. Raises `StageError` if a page has no articles yet, `UsageError` for an unknown format, for
    pages that the format cannot hold, and if a package for it is missing, and `PluginError` if the plugin of a format
    is broken.
    """
    if isinstance(pages, Page):
        pages = [pages]
    if not pages and to in NEED_A_PAGE:
        raise UsageError(f"there are no pages, and {to} has at least one")
    return document_of(pages, to, DocumentOptions(bom, base_url)).data


def document_of(pages: Sequence[Page], to: str, options: DocumentOptions) -> Document:
    """The file, and what is to be said of it. Raises as `write_pages` does."""
    form = document_format(to)
    for page in pages:
        need_page(page, "write_pages is called")
        _need_articles(page)
    if to not in DOCUMENTS:
        from papercut.writers.plugin_writers import plugin_document

        return plugin_document(pages, to, OWN)
    module = importlib.import_module(f"papercut.writers.{form.module}")
    made: Document = getattr(module, form.function)(pages, options)
    return made


def document_format(to: str) -> DocumentFormat:
    """What is known of a format of which one file holds all pages. Raises `UsageError` if there is none of this name,
    and `PluginError` if the plugin of it is broken."""
    if to in DOCUMENTS:
        return DOCUMENTS[to]
    if to not in plugins("writer", OWN):
        known = (*DOCUMENTS, *plugins("writer", OWN))
        raise UsageError(f"there is no format {to!r}: take one of {', '.join(known)}")
    from papercut.writers.plugin_writers import writer_named

    writer = writer_named(to, OWN).writer
    return DocumentFormat("", "", writer.suffix, frozenset(writer.lacks), writer.binary)


def is_lossy(to: str) -> bool:
    """Whether a format leaves the furniture out."""
    return to in ("md", "jsonl", "text") or (to not in FORMATS and "furniture" in document_format(to).lacks)


def format_names() -> tuple[str, ...]:
    """All formats by the names that `--to` has for them: papercut's own, then those of other packages."""
    return (*OWN, *plugins("writer", OWN))


def format_of_name(name: str) -> str | None:
    """The format of another package whose files are called so; None if there is none."""
    from papercut.writers.plugin_writers import writer_of_suffix

    return writer_of_suffix(name, OWN)


def _need_articles(page: Page) -> None:
    if page.articles is None:
        raise StageError("there are no articles on the page yet: run separate-articles before writing")
