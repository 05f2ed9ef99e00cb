"""PAGE XML 2019: a region an element of an article, the articles as groups of the reading order.

Source of the format: PAGE 2019-07-15, PRImA Research Lab, Salford (github.com/PRImA-Research-Lab/PAGE-XML).
`papercut.readers.xml.own_page_xml` reads the articles back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from papercut.errors import UsageError
from papercut.model.geometry import Box
from papercut.model.page import Article, Block, Page, Role
from papercut.version import __version__
from papercut.writers.article_elements import label
from papercut.writers.document import Document, DocumentOptions, made_at
from papercut.writers.page_regions import around, boxed_lines, need_boxes, properties
from papercut.writers.printed_lines import PrintedLine, line_box, words
from papercut.writers.xml_tree import XmlTree

NAMESPACE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"

PREFIX = "papercut."
"""What the names of the attributes begin with that keep what PAGE XML has no place for."""

TYPES = {
    Role.HEADLINE: "heading", Role.KICKER: "heading", Role.DECK: "heading", Role.SUBHEAD: "heading",
    Role.BYLINE: "credit", Role.CAPTION: "caption", Role.FOLIO: "header", Role.NAMEPLATE: "header",
    Role.PARAGRAPH: "paragraph", Role.LIST_ITEM: "paragraph", Role.VERSE: "paragraph", Role.TABLE: "paragraph",
}  # fmt: skip
"""The `type` of a region by the role, which stands in `custom`, as Transkribus writes it; the others are `other`."""

DPI = 300
SCALES = {"pt": DPI / 72, "mm10": DPI / 254, "inch1200": DPI / 1200}
"""PAGE XML counts pixels: pages in other units are measured as if they were drawn at 300 dots an inch."""


def page_xml_document(pages: Sequence[Page], options: DocumentOptions) -> Document:
    """One page. Raises `UsageError` for several, for one without boxes, and if lxml is missing."""
    tree = XmlTree("PcGts", NAMESPACE, "PAGE XML")
    need_boxes(pages, "PAGE XML")
    if len(pages) > 1:
        raise UsageError("a file of PAGE XML holds one page: name a folder with -o, which gets one file a page")
    about = tree.add(tree.root, "Metadata")
    tree.add(about, "Creator", f"papercut {__version__}")
    for name in ("Created", "LastChange"):
        tree.add(about, name, made_at().strftime("%Y-%m-%dT%H:%M:%SZ"))
    for page in pages:
        _Sheet(tree, page).write()
    return Document(tree.data(), tree.clean.said)


class _Sheet:
    """Writes the page."""

    def __init__(self, tree: XmlTree, page: Page) -> None:
        self.tree = tree
        self.page = page
        self.scale = SCALES.get(page.source.unit or "", 1.0)
        self.regions = 0

    def write(self) -> None:
        page, tree = self.page, self.tree
        wide, high = (max(1, round(side * self.scale)) for side in page.source.size or (1.0, 1.0))
        node = tree.add(
            tree.root, "Page", imageFilename=page.source.name or "-", imageWidth=wide, imageHeight=high,
            custom=f"papercut {{page:{page.source.page};}}",
        )  # fmt: skip
        order = tree.add(node, "ReadingOrder")
        whole = tree.add(order, "OrderedGroup", id="order")
        for count, article in enumerate(page.articles or (), 1):
            self._article(node, whole, article, count)
        if not len(whole):
            node.remove(order)
        for piece in page.furniture:
            custom = f"structure {{type:{piece.role.value};}} {PREFIX[:-1]} {{why:{piece.why};}}"
            self._region(node, Block(piece.text, piece.pieces, piece.role), custom)
        for drawn in page.drawn:
            name = "ImageRegion" if drawn.kind == "image" else "SeparatorRegion"
            region = tree.add(node, name, id=self._name())
            tree.add(region, "Coords", points=self._points(drawn.box))

    def _article(self, node: Any, whole: Any, article: Article, count: int) -> None:
        group = self.tree.add(
            whole, "OrderedGroupIndexed", id=f"a{count}", index=count - 1, caption=label(article), type="article"
        )
        kept = self.tree.add(group, "UserDefined")
        for key, value in properties(article).items():
            self.tree.add(kept, "UserAttribute", name=PREFIX + key, type="xsd:string", value=value)
        names = []
        for block in (*article.parts, *article.body):
            role = block.role or Role.PARAGRAPH
            names.append(self._region(node, block, f"structure {{type:{role.value};}}"))
        found = [name for name in names if name]
        for index, name in enumerate(found):
            self.tree.add(group, "RegionRefIndexed", index=index, regionRef=name)
        if not found:
            whole.remove(group)

    def _region(self, node: Any, block: Block, custom: str) -> str:
        """The name of the region of a block; empty if nothing of it is printed."""
        lines = list(boxed_lines(self.page, block))
        box = around([box for _, box in lines])
        if box is None:
            return ""
        down = all(self.page.printed[line.number - 1].upright for line, _ in lines)
        name = self._name()
        region = self.tree.add(
            node, "TextRegion", id=name, custom=custom, type=TYPES.get(block.role or Role.PARAGRAPH, "other"),
            readingDirection="top-to-bottom" if down else None,
        )  # fmt: skip
        self.tree.add(region, "Coords", points=self._points(box))
        for count, (line, place) in enumerate(lines, 1):
            self._line(region, line, place, f"{name}l{count}")
        self._equiv(region, block.text)
        return name

    def _line(self, region: Any, line: PrintedLine, box: Box, name: str) -> None:
        down = self.page.printed[line.number - 1].upright
        node = self.tree.add(region, "TextLine", id=name, readingDirection="top-to-bottom" if down else None)
        self.tree.add(node, "Coords", points=self._points(box))
        found = words(self.page, line)
        if len(found) > 1:
            for count, (text, place) in enumerate(found, 1):
                word = self.tree.add(node, "Word", id=f"{name}w{count}")
                self.tree.add(word, "Coords", points=self._points(place or line_box(self.page, line) or box))
                self._equiv(word, text)
        self._equiv(node, line.text.strip())

    def _equiv(self, node: Any, text: str) -> None:
        self.tree.add(self.tree.add(node, "TextEquiv"), "Unicode", text)

    def _points(self, box: Box) -> str:
        x0, y0, x1, y1 = (max(0, round(n * self.scale)) for n in box)
        x1, y1 = max(x1, x0 + 1), max(y1, y0 + 1)
        return f"{x0},{y0} {x1},{y0} {x1},{y1} {x0},{y1}"

    def _name(self) -> str:
        self.regions += 1
        return f"r{self.regions}"
