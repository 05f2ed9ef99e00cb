"""METS: an issue as a whole, its pages in order and its articles over them, beside one ALTO file a page.

Source of the format: METS 1.12.1, Library of Congress (www.loc.gov/standards/mets).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from papercut.model.page import Article, Page
from papercut.version import __version__
from papercut.writers.alto import alto_document
from papercut.writers.article_elements import label
from papercut.writers.document import Document, DocumentOptions, made_at, page_title, title_of
from papercut.writers.names import safe_name, source_stem
from papercut.writers.page_regions import need_boxes
from papercut.writers.xml_tree import XmlTree

NAMESPACE = "http://www.loc.gov/METS/"
XLINK = "http://www.w3.org/1999/xlink"
NAME = "mets.xml"


class Half(NamedTuple):
    """An article, and where it is: the number of its page, and its block in the ALTO file of this page."""

    article: Article
    page: int
    block: str


def mets_document(pages: Sequence[Page], options: DocumentOptions) -> Document:
    """The METS file alone. Raises `UsageError` for pages without boxes, and if lxml is missing."""
    files, said = mets_files(pages, options)
    return Document(files[NAME], said)


def mets_files(pages: Sequence[Page], options: DocumentOptions) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The files by their names: `mets.xml`, and one of ALTO a page in the folder `alto`; and what is to be said of
    them. Raises as `mets_document` does."""
    files: dict[str, bytes] = {}
    said: list[str] = []
    taken: set[str] = set()
    need_boxes(pages, "METS with ALTO")
    for page in pages:
        made = alto_document([page], options)
        said += made.said
        files["alto/" + safe_name([source_stem(page), f"p{page.source.page:02d}"], ".xml", taken)] = made.data
    tree = XmlTree("mets", NAMESPACE, "METS", xlink=XLINK)
    _write(tree, pages, files)
    return {**files, NAME: tree.data()}, (*said, *tree.clean.said)


def _write(tree: XmlTree, pages: Sequence[Page], files: dict[str, bytes]) -> None:
    title = title_of(pages)
    tree.root.set("LABEL", tree.clean(title))
    tree.root.set("TYPE", "Newspaper")
    header = tree.add(tree.root, "metsHdr", CREATEDATE=made_at().strftime("%Y-%m-%dT%H:%M:%SZ"))
    agent = tree.add(header, "agent", ROLE="CREATOR", TYPE="OTHER", OTHERTYPE="SOFTWARE")
    tree.add(agent, "name", f"papercut {__version__}")
    section = tree.add(tree.root, "fileSec")
    images = [(n, page) for n, page in enumerate(pages, 1) if page.source.format == "scan"]
    if images:
        group = tree.add(section, "fileGrp", USE="IMAGE")
        for n, page in images:
            _location(tree, tree.add(group, "file", ID=f"IMAGE{n}"), quote(page.source.name))
    group = tree.add(section, "fileGrp", USE="FULLTEXT")
    for n, name in enumerate(files, 1):
        _location(tree, tree.add(group, "file", ID=f"ALTO{n}", MIMETYPE="application/xml"), quote(name))
    pictured = {n for n, _ in images}
    physical = tree.add(tree.root, "structMap", TYPE="PHYSICAL")
    whole = tree.add(physical, "div", TYPE="Newspaper", LABEL=title)
    for n, page in enumerate(pages, 1):
        sheet = tree.add(whole, "div", ID=f"PHYS{n}", TYPE="page", ORDER=n, ORDERLABEL=page_title(page))
        for name in (f"IMAGE{n}", f"ALTO{n}") if n in pictured else (f"ALTO{n}",):
            tree.add(sheet, "fptr", FILEID=name)
    logical = tree.add(tree.root, "structMap", TYPE="LOGICAL")
    whole = tree.add(logical, "div", TYPE="Newspaper", LABEL=title)
    links: list[tuple[str, str]] = []
    for count, story in enumerate(_stories(pages, list(files.values())), 1):
        name = f"LOG{count}"
        div = tree.add(whole, "div", ID=name, TYPE="article", LABEL=label(story[0].article), ORDER=count)
        pointer = tree.add(div, "fptr")
        parent = tree.add(pointer, "seq") if len(story) > 1 else pointer
        for half in story:
            tree.add(parent, "area", FILEID=f"ALTO{half.page}", BETYPE="IDREF", BEGIN=half.block)
        links += [(name, f"PHYS{n}") for n in dict.fromkeys(half.page for half in story)]
    if links:
        section = tree.add(tree.root, "structLink")
        for start, end in links:
            link: Any = tree.add(section, "smLink")
            link.set(f"{{{XLINK}}}from", start)
            link.set(f"{{{XLINK}}}to", end)


def _location(tree: XmlTree, file: Any, href: str) -> None:
    node = tree.add(file, "FLocat", LOCTYPE="URL")
    node.set(f"{{{XLINK}}}href", href)


def _stories(pages: Sequence[Page], files: Sequence[bytes]) -> Iterator[list[Half]]:
    """The articles in the order of the pages; one that continues on another page goes on there."""
    halves: list[Half] = []
    for n, (page, data) in enumerate(zip(pages, files, strict=True), 1):
        for k, article in enumerate(page.articles or (), 1):
            block = f"A1.{k}.block"
            if f'ID="{block}"'.encode() in data:  # not for an article of which no line is printed
                halves.append(Half(article, n, block))
    by_id = {half.article.id: half for half in halves if half.article.id}
    later = {
        half.article.continued_on.id
        for half in halves
        if half.article.continued_on and half.article.continued_on.id in by_id
    }
    used: set[tuple[int, str]] = set()
    for first in [*(h for h in halves if h.article.id not in later), *halves]:
        story: list[Half] = []
        half: Half | None = first
        while half is not None and (half.page, half.block) not in used:
            used.add((half.page, half.block))
            story.append(half)
            on = half.article.continued_on
            half = by_id.get(on.id) if on is not None and on.id else None
        if story:
            yield story
