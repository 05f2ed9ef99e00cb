"""Every format that papercut writes, on a page of text, a PDF and a scan: what is read back are the same articles, by
papercut where it reads the format, and else by a reader of its own kind."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import html5lib
import pytest
from lxml import etree

import papercut as pc
from documents import pdf_page, scan_page, seed_page
from papercut.errors import UsageError
from papercut.model.page import Page
from papercut.writers import DOCUMENTS, FORMATS
from shell import papercut

PAGES: dict[str, Callable[[], Page]] = {"seed": seed_page, "pdf": pdf_page, "scan": scan_page}
WITH_BOXES = ("alto", "page", "mets", "iiif")
READ_BACK = ("json", "jsonl", "alto", "page")


def bare(text: str) -> str:
    return "".join(text.split())


def text_of(data: bytes, to: str) -> str:
    """All text of a file, by a reader of its kind."""
    if to in ("md", "text"):
        return data.decode()
    if to == "csv":
        return "\n".join(cell for row in csv.reader(io.StringIO(data.decode())) for cell in row)
    if to == "html":
        return "".join(html5lib.parse(data, namespaceHTMLElements=False).itertext())
    if to == "docx":
        return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)
    if to == "epub":
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            parts = [book.read(name) for name in book.namelist() if name.endswith(".xhtml")]
        return "".join("".join(etree.fromstring(part).itertext()) for part in parts)
    if to == "iiif":
        return json.dumps(json.loads(data), ensure_ascii=False)
    return "".join(etree.fromstring(data).itertext())


def of_articles(page: Page) -> list[tuple[str | None, str | None, tuple[str, ...], str]]:
    return [(a.headline, a.kicker, a.deck, bare(a.text)) for a in page.articles or ()]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("to", [*FORMATS, *DOCUMENTS])
def test_a_page_comes_back(name: str, to: str, tmp_path: Path) -> None:
    page = PAGES[name]()
    assert len(page.articles or ()) >= 2
    if name == "seed" and to in WITH_BOXES:
        with pytest.raises(UsageError, match="where each line stands"):
            pc.write_pages(page, to)
        return
    if to == "mets":  # whose text stands in files beside it
        saved = tmp_path / "page.json"
        saved.write_text(pc.to_json(page), "utf-8")
        assert papercut("write", saved, "-o", tmp_path / "out", "--to", "mets").returncode == 0
        (alto,) = (tmp_path / "out" / "alto").iterdir()
        assert of_articles(pc.read(alto)) == of_articles(page)
        return
    data = pc.write(page, to).encode() if to in FORMATS else pc.write_pages(page, to)
    if to in READ_BACK:
        assert of_articles(pc.read(data)) == of_articles(page)
        return
    shown = bare(text_of(data, to))
    for article in page.articles or ():
        for text in filter(None, (article.headline, article.kicker, *article.deck, *article.paragraphs)):
            assert bare(text).replace("\\", "") in shown.replace("\\", ""), text
