"""XML as a tree of plain nodes, one page of the file at a time, by expat.

Nothing of a file can make this reach out or grow: a document type declaration, which is where entities are defined, is
refused, and so are files that are larger, deeper, or of more elements than any newspaper page.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TypeVar
from xml.parsers import expat

from papercut.errors import InputError
from papercut.model.page import Note
from papercut.model.pieces import visible_length
from papercut.readers.printed_page import STAGE
from papercut.readers.source import CHUNK
from papercut.readers.text.decoding import decode
from papercut.readers.text.encoding import BOMS, named

T = TypeVar("T")

MAX_DEPTH = 200
"""Elements inside one another; real files have about ten."""

MAX_ELEMENTS = 2_000_000
"""Elements of one page that are kept; a broadsheet with a box for each word has some 50,000."""

DROPPED = frozenset({"Glyph", "Variant", "GraphemeGroup", "Grapheme", "NonPrintingChar"})
"""Elements for single characters, of which the words around them say the same: left out, to spare memory. Only the
characters themselves are kept, for words that say nothing."""

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")

_LATE = re.compile(rb"\s{1,1000}(<\?xml\s[^>\n]{0,200}\?>)")
"""An XML declaration behind white space, as some web programs leave it."""


class Node:
    """An element: its name without prefix, its attributes (likewise), its children and its own text."""

    __slots__ = ("around", "attributes", "children", "glyphs", "name", "text")

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.children: list[Node] = []
        self.text = ""
        self.glyphs = ""  # what the elements for its characters say
        self.around = False  # whether it is around a page

    def get(self, name: str, default: str = "") -> str:
        """An attribute, or the default where there is none."""
        return self.attributes.get(name, default)

    def all(self, *names: str) -> Iterator[Node]:
        """The children with these names, in the order of the file."""
        return (child for child in self.children if child.name in names)

    def first(self, name: str) -> Node | None:
        """The first child with this name."""
        return next((child for child in self.children if child.name == name), None)

    def walk(self) -> Iterator[Node]:
        """The element and all inside it, in the order of the file."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


class TreeParser:
    """The parser: feed it a file's bytes and take the pages that are complete.

    `page` is the name of the elements that are pages; each is taken out of the tree when it has ended. `root` is what
    remains: the head of the file.
    """

    def __init__(self, page: str, shown: str) -> None:
        self.page = page
        self.shown = shown
        self.root = Node("", {})
        self.ready: list[Node] = []
        self._open = [self.root]
        self._dropped = 0
        self._equivs = 0
        self._reads_glyph = False
        self._count = 0
        self._parser = expat.ParserCreate("utf-8")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, data: bytes, last: bool = False) -> None:
        """Parse some bytes, in UTF-8. Raises `InputError`, which names the line, where they are no sound XML."""
        try:
            self._parser.Parse(data, last)
        except expat.ExpatError as error:
            what = expat.ErrorString(error.code) or "an error"
            raise self._refused(
                f"this is no well-formed XML ({what}): the file may have been cut off or changed by hand; "
                "save it once more with the program that made it, or give --from text to read it as it stands",
                error.lineno,
            ) from error

    def _refused(self, why: str, line: int | None = None) -> InputError:
        return InputError(f"{self.shown}, line {self._parser.CurrentLineNumber if line is None else line}: {why}")

    def _doctype(self, *_: object) -> None:
        raise self._refused("an OCR file needs no DOCTYPE, and papercut reads no entities: take it out of the file")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if self._dropped or name in DROPPED:
            self._glyph(name, attributes)
            self._dropped += 1
            if self._dropped > MAX_DEPTH:
                raise self._refused(f"more than {MAX_DEPTH} elements inside one another: this is no OCR of a page")
            return
        if len(self._open) > MAX_DEPTH:
            raise self._refused(f"more than {MAX_DEPTH} elements inside one another: this is no OCR of a page")
        self._count += 1
        if self._count > MAX_ELEMENTS:
            raise self._refused(f"more than {MAX_ELEMENTS} elements: this is no newspaper page; split the file")
        node = Node(name, {key.rpartition(":")[2]: value for key, value in attributes.items()})
        self._open[-1].children.append(node)
        self._open.append(node)

    def _end(self, name: str) -> None:
        if self._dropped:
            self._dropped -= 1
            self._reads_glyph = False
            return
        node = self._open.pop()
        if node.name == self.page and self.page not in (n.name for n in self._open):
            self._open[-1].children.pop()
            for outer in self._open:
                outer.around = True
            self.ready.append(node)
            self._count = 0

    def _glyph(self, name: str, attributes: dict[str, str]) -> None:
        """An element for a character, or one inside it: of several readings the first counts."""
        if not self._dropped:
            self._equivs = 0
            self._open[-1].glyphs += attributes.get("CONTENT", "") if name == "Glyph" else ""
        self._equivs += name == "TextEquiv"
        self._reads_glyph = name == "Unicode" and self._equivs == 1

    def _text(self, text: str) -> None:
        if self._reads_glyph:
            self._open[-1].glyphs += text
        if not self._dropped:
            node = self._open[-1]
            if node.text or not text.isspace():
                node.text += text


def pages(data: bytes, page: str, shown: str, encoding: str = "auto") -> Iterator[tuple[Node, Node, str, int]]:
    """Each element `page` of an XML file with the root of the file, the encoding's name and how many bytes were bad.

    The encoding is the byte order mark's, then the XML declaration's, then UTF-8, unless another one is asked for.
    Raises `InputError` for what is no well-formed XML or larger than papercut reads.
    """
    codec, mark = _codec(data) if encoding == "auto" else (encoding, 0)
    spelled, bad = "utf-8", 0
    if codec.lower().replace("_", "-") not in ("utf-8", "utf8", "us-ascii", "ascii") or not _sound(data):
        how = named(codec, data[:CHUNK])
        text, spelled, bad, _ = decode(data[max(mark, how.mark) :], how, 0)
        data, mark = text.encode(), 0
    if late := _LATE.match(data, mark):  # a declaration may stand at the very beginning only
        data = data[: late.start(1)] + b" " * len(late[1]) + data[late.end() :]
    trees = TreeParser(page, shown)
    count = 0
    for start in range(mark, len(data), CHUNK):
        trees.feed(data[start : start + CHUNK])
        ready, trees.ready = trees.ready, []
        for node in ready:
            yield node, trees.root, spelled, bad
        count += len(ready)
    trees.feed(b"", last=True)
    if not count:
        raise InputError(f"{shown} has no element {page}: there is nothing to read; was it written to the end?")


def with_last(found: Iterator[T]) -> Iterator[tuple[T, bool]]:
    """Each item and whether it is the last. What the iterator raises comes after the item before it."""
    item = next(found, None)
    while item is not None:
        try:
            after = next(found, None)
        except InputError:
            yield item, False
            raise
        yield item, after is None
        item = after


def characters_outside(root: Node, names: tuple[str, ...], attribute: str = "") -> int:
    """How many visible characters elements of these names hold, as text or in an attribute, in the head of a file, and
    how many stand directly in the elements around its pages, where no format has text."""
    texts = (node.get(attribute) if attribute else node.text for node in root.walk() if node.name in names)
    return sum(map(visible_length, texts)) + sum(visible_length(node.text) for node in root.walk() if node.around)


def misplaced_text(page: Node, texts: Collection[str]) -> Iterator[Note]:
    """The note that characters stand directly in elements of a page that are no place for text, where there are any;
    `texts` are the names of those that are."""
    if count := sum(visible_length(node.text) for node in page.walk() if node.text and node.name not in texts):
        yield left_out(count, "in elements that have no text of their own")


def left_out(count: int, where: str) -> Note:
    """The note that so many characters of the file were left out."""
    said = f"{count} characters {where} were left out" if count > 1 else f"1 character {where} was left out"
    return Note("odd-record", STAGE, (), said)


def _codec(data: bytes) -> tuple[str, int]:
    """The encoding that a mark, or the XML declaration, says the bytes are in, and the length of the mark."""
    for bom, codec in BOMS:
        if data.startswith(bom):
            return codec, len(bom)
    for codec in ("utf-16-le", "utf-16-be"):
        if data.startswith("<".encode(codec)):
            return codec, 0
    declared = _DECLARED.match(data[:400].lstrip())
    if declared:
        import codecs

        name = declared[1].decode("ascii")
        try:
            codecs.lookup(name)
        except LookupError:
            return "utf-8", 0
        # what is in single bytes up to here cannot be in pairs of them
        return ("utf-8" if name.lower().startswith(("utf-16", "utf16")) else name), 0
    return "utf-8", 0


def _sound(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
