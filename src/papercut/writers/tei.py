"""TEI P5: one `div` an article, with the page and line beginnings, and zones where boxes are known.

Source of the format: TEI P5 Guidelines, the Text Encoding Initiative (tei-c.org/release/doc/tei-p5-doc). Used are the
modules header, core, textstructure, transcr (`facsimile`, `fw`), figures and verse.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from papercut.issues.page_facts import facts_of
from papercut.model.geometry import Box
from papercut.model.page import Article, Block, Page, Role
from papercut.version import __version__
from papercut.writers.article_elements import Element, elements, groups
from papercut.writers.document import Document, DocumentOptions, page_language, page_title, title_of
from papercut.writers.printed_lines import PrintedLine, line_box, printed_lines, printed_rows, split_line
from papercut.writers.xml_tree import XmlTree, number

NAMESPACE = "http://www.tei-c.org/ns/1.0"

HEADS = {Role.KICKER: "kicker", Role.HEADLINE: "main", Role.DECK: "sub"}
"""The `type` of a `head` by the role."""

PICTURES = frozenset({"scan"})


def tei_document(pages: Sequence[Page], options: DocumentOptions) -> Document:
    """All pages as one text. Furniture is `fw`. Raises `UsageError` if lxml is missing."""
    tree = XmlTree("TEI", NAMESPACE, "TEI")
    _header(tree, pages)
    sheets = [_Sheet(tree, page, count) for count, page in enumerate(pages, 1)]
    placed = [sheet for sheet in sheets if page_has_boxes(sheet.page)]
    if placed:
        facsimile = tree.add(tree.root, "facsimile")
        for sheet in placed:
            sheet.surface = sheet.begun_surface(facsimile)
    text = tree.add(tree.root, "text", xml_lang=page_language(pages) or None)
    body = tree.add(text, "body")
    for sheet in sheets:
        sheet.write(body)
    if not any(page.articles for page in pages):
        tree.add(body, "p")  # a body of page beginnings alone is not allowed
    return Document(tree.data(), tree.clean.said)


def page_has_boxes(page: Page) -> bool:
    """Whether it is known where on the page things stand."""
    return bool(page.printed and page.source.unit and page.source.size)


def _header(tree: XmlTree, pages: Sequence[Page]) -> None:
    header = tree.add(tree.root, "teiHeader")
    file = tree.add(header, "fileDesc")
    tree.add(tree.add(file, "titleStmt"), "title", title_of(pages))
    tree.add(tree.add(file, "publicationStmt"), "p", "Made by papercut from the files named in the source description.")
    source = tree.add(file, "sourceDesc")
    for page in pages:
        facts = facts_of(page, page.source.name)
        bibl = tree.add(source, "bibl")
        if facts.paper:
            tree.add(bibl, "title", facts.paper, level="j")
        if facts.date:
            tree.add(bibl, "date", facts.date, when=facts.date)
        tree.add(bibl, "biblScope", page_title(page), unit="page")
        tree.add(bibl, "idno", page.source.name or "-", type="file")
        if page.source.sha256:
            tree.add(bibl, "idno", page.source.sha256, type="sha256")
    info = tree.add(tree.add(header, "encodingDesc"), "appInfo")
    tree.add(tree.add(info, "application", ident="papercut", version=__version__), "label", "papercut")


class _Sheet:
    """Writes one page: its surface, whose zones are made when the lines are, and its articles."""

    def __init__(self, tree: XmlTree, page: Page, count: int) -> None:
        self.tree = tree
        self.page = page
        self.name = f"p{count}"
        self.surface: Any = None
        self.zones = 0

    def begun_surface(self, facsimile: Any) -> Any:
        size = self.page.source.size or (0.0, 0.0)
        ends = {"ulx": "0", "uly": "0", "lrx": number(size[0]), "lry": number(size[1])}
        surface = self.tree.add(facsimile, "surface", xml_id=self.name, **ends)
        if self.page.source.format in PICTURES:
            self.tree.add(surface, "graphic", url=quote(self.page.source.name))
        return surface

    def write(self, body: Any) -> None:
        facs = f"#{self.name}" if self.surface is not None else None
        self.tree.add(body, "pb", n=page_title(self.page), facs=facs)
        for piece in self.page.furniture:
            node = self.tree.add(body, "fw", type=piece.role.value, subtype=piece.why)
            self.lines(node, Block(piece.text, piece.pieces))
        for count, article in enumerate(self.page.articles or (), 1):
            self.article(body, article, count)

    def article(self, body: Any, article: Article, count: int) -> None:
        cert = number(article.confidence)
        div = self.tree.add(
            body, "div", type="article", xml_id=f"{self.name}-a{count}", n=article.id or None, cert=cert
        )
        inner = div
        found = elements(article)
        last = len(found) - 1 if article.continued_on and article.continued_on.text else len(found)
        for group in groups(found):
            element = group.elements[0]
            if group.role is Role.SUBHEAD:  # a head begins a div, so what follows stands in one of its own
                inner = self.tree.add(div, "div", type="section")
                self.lines(self.tree.add(inner, "head"), element.block)
            elif group.role is Role.JUMP_LINE:
                on = found.index(element) >= last
                self._jump(inner, element, article, on)
            else:
                self._element(inner, group.role, group.elements)
        if not found:
            self.tree.add(div, "p")
        for note in article.notes:
            self.tree.add(div, "note", note.text, type="doubt", subtype=note.code)

    def _jump(self, div: Any, element: Element, article: Article, on: bool) -> None:
        jump = article.continued_on if on else article.continued_from
        name = "continued-on" if on else "continued-from"
        note = self.tree.add(div, "note", type=name, n=jump.page if jump else None)
        self.lines(note, element.block)

    def _element(self, div: Any, role: Role, found: Sequence[Element]) -> None:
        block = found[0].block
        if role in HEADS:
            self.lines(self.tree.add(div, "head", type=HEADS[role]), block)
        elif role is Role.BYLINE:
            self.lines(self.tree.add(div, "byline"), block)
        elif role is Role.LIST_ITEM:
            whole = self.tree.add(div, "list")
            for element in found:
                self.lines(self.tree.add(whole, "item"), element.block)
        elif role is Role.VERSE:
            stanza = self.tree.add(div, "lg")
            for row in printed_rows(self.page, block):
                self._lines(self.tree.add(stanza, "l"), row)
        elif role is Role.TABLE:
            table = self.tree.add(div, "table")
            for row in printed_rows(self.page, block):
                self._cells(self.tree.add(table, "row"), row)
        elif role is Role.CAPTION:
            self.lines(self.tree.add(self.tree.add(div, "figure"), "head"), block)
        else:
            self.lines(self.tree.add(div, "p"), block)

    def lines(self, node: Any, block: Block) -> None:
        """The text of a block, with the beginning of each line."""
        self._lines(node, printed_lines(self.page, block))

    def _lines(self, node: Any, lines: Sequence[PrintedLine]) -> None:
        before = ""
        for line in lines:
            self._beginning(node, line, before)
            self.tree.text(node, line.text.rstrip("\n"))
            before = line.text

    def _cells(self, row: Any, lines: Sequence[PrintedLine]) -> None:
        cell = self.tree.add(row, "cell")
        for line in lines:
            for k, part in enumerate(split_line(self.page, line, "\t")):
                if part is None:
                    cell = self.tree.add(row, "cell")
                    continue
                if k == 0:
                    self._beginning(cell, line, "")
                self.tree.text(cell, part.text)

    def _beginning(self, node: Any, line: PrintedLine, before: str) -> None:
        if not line.number:
            return
        within = before[-1:].isalpha() and before[-1] < "\u2e80" and line.text[:1].isalpha()
        shown = line.number + self.page.source.first_line - 1
        facs = self._zone(line_box(self.page, line))
        self.tree.add(node, "lb", n=shown, facs=facs, break_="no" if within else None)

    def _zone(self, box: Box | None) -> str | None:
        if box is None or self.surface is None:
            return None
        self.zones += 1
        name = f"{self.name}-z{self.zones}"
        ends = dict(zip(("ulx", "uly", "lrx", "lry"), map(number, box), strict=True))
        self.tree.add(self.surface, "zone", xml_id=name, **ends)
        return f"#{name}"
