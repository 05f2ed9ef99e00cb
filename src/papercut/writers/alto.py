"""ALTO 4: a block an element of an article, tagged with its role and its article, in reading order.

Source of the format: ALTO 4.4, Library of Congress (www.loc.gov/standards/alto). `papercut.readers.xml.own_alto` reads
the articles back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from papercut.errors import UsageError
from papercut.issues.page_facts import facts_of
from papercut.model.geometry import Box
from papercut.model.page import Article, Block, Page, Role
from papercut.version import __version__
from papercut.writers.article_elements import label
from papercut.writers.document import Document, DocumentOptions, page_language
from papercut.writers.page_regions import around, boxed_lines, is_blank, need_boxes, properties
from papercut.writers.printed_lines import PrintedLine, line_box, printed_rows, split_line, words
from papercut.writers.xml_tree import XmlTree, number

NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"
PROPERTIES = "urn:x-papercut:article"
"""The namespace of the attributes that keep what ALTO has no place for, in the tag of an article."""

UNITS = {"px": ("pixel", 1.0), "mm10": ("mm10", 1.0), "inch1200": ("inch1200", 1.0), "pt": ("inch1200", 1200 / 72),
         "page/1000": ("pixel", 1.0)}  # fmt: skip
"""MeasurementUnit by the unit of a page, and what a number of it becomes."""


def alto_document(pages: Sequence[Page], options: DocumentOptions) -> Document:
    """All pages in one file. Raises `UsageError` for pages without boxes or in different units, and if lxml is
    missing."""
    tree = XmlTree("alto", NAMESPACE, "ALTO", papercut=PROPERTIES)
    need_boxes(pages, "ALTO")
    units = {UNITS[page.source.unit or "px"][0] for page in pages if not is_blank(page)}
    units = units or {UNITS[page.source.unit or "px"][0] for page in pages[:1]}
    if len(units) > 1:
        raise UsageError("the pages are measured in different units, and an ALTO file has one: write one file a page")
    tree.root.set("SCHEMAVERSION", "4.4")
    about = tree.add(tree.root, "Description")
    tree.add(about, "MeasurementUnit", next(iter(units), "pixel"))
    if pages:
        tree.add(tree.add(about, "sourceImageInformation"), "fileName", pages[0].source.name)
    step = tree.add(about, "Processing", ID="papercut")
    tree.add(step, "processingCategory", "contentModification")
    tree.add(step, "processingStepDescription", "article separation")
    software = tree.add(step, "processingSoftware")
    tree.add(software, "softwareName", "papercut")
    tree.add(software, "softwareVersion", __version__)
    tags = tree.add(tree.root, "Tags")
    order = tree.add(tree.root, "ReadingOrder")
    layout = tree.add(tree.root, "Layout")
    writer = _Writer(tree, tags)
    for count, page in enumerate(pages, 1):
        if UNITS[page.source.unit or "px"][0] not in units:  # a blank page, of a size in another unit
            page = page.replace(source=replace(page.source, size=None))
        writer.page(layout, order, page, count)
    for part in (tags, order):
        if not len(part):
            tree.root.remove(part)
    return Document(tree.data(), tree.clean.said)


class _Writer:
    """Writes pages; a tag is made when something has it."""

    def __init__(self, tree: XmlTree, tags: Any) -> None:
        self.tree = tree
        self.tags = tags
        self.tag_names: dict[str, str] = {}
        self.blocks = 0
        self.sheet: Page
        self.scale = 1.0

    def page(self, layout: Any, order: Any, page: Page, count: int) -> None:
        self.sheet = page
        self.scale = UNITS[page.source.unit or "px"][1]
        wide, high = page.source.size or (0.0, 0.0)
        node = self.tree.add(
            layout, "Page", ID=f"P{count}", PHYSICAL_IMG_NR=page.source.page,
            PRINTED_IMG_NR=facts_of(page, page.source.name).page or None,
            WIDTH=self._number(wide), HEIGHT=self._number(high), LANG=page_language([page]) or None,
        )  # fmt: skip
        space = self.tree.add(node, "PrintSpace", **self._box((0.0, 0.0, wide, high)))
        for k, article in enumerate(page.articles or (), 1):
            self._article(space, order, article, f"A{count}.{k}")
        for piece in page.furniture:
            tags = f"{self._tag('LayoutTag', 'role', piece.role.value)} {self._tag('OtherTag', 'why', piece.why)}"
            self._text_block(space, Block(piece.text, piece.pieces), tags)
        for drawn in page.drawn:
            name = "Illustration" if drawn.kind == "image" else "GraphicalElement"
            self.tree.add(space, name, ID=self._name(), **self._box(drawn.box))

    def _article(self, space: Any, order: Any, article: Article, name: str) -> None:
        tag = self.tree.add(self.tags, "StructureTag", ID=name, TYPE="article", LABEL=label(article))
        kept = self.tree.add(self.tree.add(tag, "XmlData"), "article")
        kept.tag = f"{{{PROPERTIES}}}article"
        for key, value in properties(article).items():
            kept.set(key, self.tree.clean(value))
        whole = self.tree.add(space, "ComposedBlock", ID=f"{name}.block", TAGREFS=name, TYPE="article")
        names: list[str] = []
        boxes: list[Box] = []
        for block in (*article.parts, *article.body):
            role = self._tag("LayoutTag", "role", (block.role or Role.PARAGRAPH).value)
            if block.role in (Role.VERSE, Role.TABLE):
                found = self._rows(whole, block, role)
            else:
                found = self._text_block(whole, block, role)
            if found is not None:
                names.append(found[0])
                boxes.append(found[1])
        if (box := around(boxes)) is None:
            space.remove(whole)
            return
        for key, value in self._box(box).items():
            whole.set(key, value)
        group = self.tree.add(order, "OrderedGroup", ID=f"{name}.order", TAGREFS=name)
        for k, ref in enumerate(names, 1):
            self.tree.add(group, "ElementRef", ID=f"{name}.order.{k}", REF=ref)

    def _rows(self, parent: Any, block: Block, role: str) -> tuple[str, Box] | None:
        """Verse is a block with a block a line of it; a table a block with one a row, with one a cell."""
        whole = self.tree.add(parent, "ComposedBlock", ID=self._name(), TAGREFS=role, TYPE=str(block.role))
        boxes = []
        for lines in printed_rows(self.sheet, block):
            row, found = whole, []
            if block.role is Role.TABLE:
                row = self.tree.add(whole, "ComposedBlock", ID=self._name(), TYPE="row")
            for cell in _cells(self.sheet, lines) if block.role is Role.TABLE else [lines]:
                if (own := self._lines_block(row, cell, role)) is not None:
                    found.append(own[1])
            if (box := around(found)) is not None:
                boxes.append(box)
        box = around(boxes)
        if box is None:
            parent.remove(whole)
            return None
        return str(whole.get("ID")), box

    def _text_block(self, parent: Any, block: Block, tags: str) -> tuple[str, Box] | None:
        return self._lines_block(parent, [line for line, _ in boxed_lines(self.sheet, block)], tags)

    def _lines_block(self, parent: Any, lines: Sequence[PrintedLine], tags: str) -> tuple[str, Box] | None:
        placed = [(line, box) for line in lines if (box := line_box(self.sheet, line)) and line.text.strip()]
        if not placed:
            return None
        whole = around([box for _, box in placed])
        assert whole is not None
        node = self.tree.add(parent, "TextBlock", ID=self._name(), TAGREFS=tags, **self._box(whole))
        for line, box in placed:
            down = self.sheet.printed[line.number - 1].upright
            row = self.tree.add(node, "TextLine", **self._box(box), BASEDIRECTION="ttb" if down else None)
            for k, (text, place) in enumerate(words(self.sheet, line)):
                if k:
                    self.tree.add(row, "SP")
                self.tree.add(row, "String", CONTENT=text, **self._box(place or box))
            if line.text[-1:].isspace() and line.text[-1] != "\n":
                self.tree.add(row, "SP")  # the next line begins another word
        return str(node.get("ID")), whole

    def _tag(self, kind: str, group: str, value: str) -> str:
        whole = f"{group}.{value}"
        if whole not in self.tag_names:
            name = re.sub(r"[^A-Za-z0-9_.-]", "-", whole)  # more letters are allowed, but not by every reader
            if name in self.tag_names.values():
                name += f".{len(self.tag_names)}"
            self.tag_names[whole] = name
            self.tree.add(self.tags, kind, ID=name, TYPE=group, LABEL=value)
        return self.tag_names[whole]

    def _name(self) -> str:
        self.blocks += 1
        return f"B{self.blocks}"

    def _number(self, value: float) -> str:
        return number(value * self.scale)

    def _box(self, box: Box) -> dict[str, str]:
        x0, y0, x1, y1 = box
        values = (x0, y0, x1 - x0, y1 - y0)
        return dict(zip(("HPOS", "VPOS", "WIDTH", "HEIGHT"), map(self._number, values), strict=True))


def _cells(page: Page, lines: Sequence[PrintedLine]) -> list[list[PrintedLine]]:
    """The lines of each cell of a row."""
    cells: list[list[PrintedLine]] = [[]]
    for line in lines:
        for part in split_line(page, line, "\t"):
            if part is None:
                cells.append([])
            elif part.text:
                cells[-1].append(part)
    return cells
