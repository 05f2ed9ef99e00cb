"""ALTO to pages: the OCR format of libraries, in its versions 1 to 4 and whatever namespace it stands in.

Source of the format: ALTO 4.4 and its predecessors, Library of Congress (www.loc.gov/standards/alto); the files that
docWorks wrote before there were namespaces are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from papercut.model.geometry import Box
from papercut.model.page import Note, Page, Source
from papercut.plurals import bad_bytes, counted
from papercut.readers.file_lines import Found, PageLines, box_around, box_of, confidence_share, file_number
from papercut.readers.printed_page import STAGE
from papercut.readers.xml.own_alto import with_alto_articles
from papercut.readers.xml.trees import Node, characters_outside, left_out, misplaced_text, pages, with_last

UNITS = {"pixel": "px", "mm10": "mm10", "inch1200": "inch1200"}
"""MeasurementUnit and what papercut calls it: pixels, tenths of a millimetre, 1200ths of an inch."""

HYPHENS = "-\u00ad\u2010¬"
"""Characters that papercut knows as a hyphen at a line's end; what else a file calls one is written as the first."""

WORDS = ("String", "SP", "HYP")
"""What a line is made of."""

STRAY = "stray"
"""The name of lines that are being made of words that stand in none."""

NEAR = 0.1
"""Where a file has no SP at all, words closer than this part of the line's thickness are one word."""

_NUMBERS = re.compile(r"-?[0-9.]+")


def alto_pages(data: bytes, name: str, shown: str, digest: str, *, encoding: str = "auto") -> Iterator[Page]:
    """The pages of an ALTO file, whose sha256 is `digest`. Raises `InputError` for what is no well-formed XML."""
    nodes = pages(data, "Page", shown, encoding)
    for count, ((node, root, spelled, bad), last) in enumerate(with_last(nodes), 1):
        page = _page(node, root, Source(name, "alto", spelled, count, digest), bad)
        if last and (lost := characters_outside(root, ("String",), "CONTENT")):
            page = page.replace(notes=(*page.notes, left_out(lost, "outside of any Page")))
        yield page


def _page(page: Node, root: Node, source: Source, bad: int) -> Page:
    head = list(root.walk())
    unit = next((n.text.strip() for n in head if n.name == "MeasurementUnit"), "pixel")
    rows = PageLines((page.get("WIDTH"), page.get("HEIGHT")), UNITS.get(unit, "px"))
    if bad:
        rows.notes.append(Note("bad-bytes", STAGE, (), bad_bytes(bad, source.encoding)))
    if stray := _gather_stray(page):
        said = counted(stray, "element String stands", "elements String stand")
        rows.notes.append(Note("odd-record", STAGE, (), f"{said} outside of any TextLine, and became lines"))
    rows.notes += misplaced_text(page, ("ALTERNATIVE",))  # that is another reading of a word
    bold = {n.get("ID") for n in head if n.name == "TextStyle" and "bold" in n.get("FONTSTYLE").lower()}
    tags = {n.get("ID"): n.get("LABEL") or n.get("TYPE") for n in head if n.name in ("LayoutTag", "StructureTag")}
    blocks = _blocks(page, rows)
    order = [n.get("REF") for part in (*head, *page.walk()) if part.name == "ReadingOrder" for n in part.walk()]
    blocks, lines = _ordered(blocks, [ref for ref in order if ref])
    numbers: dict[int, int] = {}
    spaces = any(n.name == "SP" for block, _ in blocks for n in block.walk())
    for region, (block, parents) in enumerate(blocks):
        kind = _kind((*parents, block), tags)
        styles = {s for n in (*parents, block) for s in n.get("STYLEREFS").split()}
        own = list(block.all("TextLine"))
        for line in sorted(own, key=lambda n: lines.get(n.get("ID"), len(lines))):
            heavy = bool(bold & (styles | set(line.get("STYLEREFS").split())))
            words = _words(line, heavy, bold, spaces)
            box = _box(line)
            if box is None and len(own) == 1:
                box = _box(block)
            numbers[id(line)] = rows.add(words, box, region=region, kind=kind, hyphen=_belongs(line))
    return with_alto_articles(rows.page(source), page, head, numbers)


def _gather_stray(page: Node) -> int:
    """Make lines of words that stand in none, those side by side one line; how many words there were."""
    count = 0
    waiting = [page]
    while waiting:
        node = waiting.pop()
        kept: list[Node] = []
        for child in node.children:
            if child.name == "TextLine":
                kept.append(child)
            elif child.name in WORDS:
                count += child.name == "String"
                if not kept or kept[-1].name != STRAY:
                    kept.append(Node(STRAY, {}))
                kept[-1].children.append(child)
            else:
                kept.append(child)
                waiting.append(child)
        for at, child in enumerate(kept):
            if child.name == STRAY:
                child.name = "TextLine"
                if node.name != "TextBlock":
                    kept[at] = Node("TextBlock", {})
                    kept[at].children.append(child)
        node.children = kept
    return count


def _blocks(page: Node, rows: PageLines) -> list[tuple[Node, tuple[Node, ...]]]:
    """The blocks of text with the elements around them, in the order of the file; what is drawn goes to the rows."""
    out: list[tuple[Node, tuple[Node, ...]]] = []
    waiting: list[tuple[Node, tuple[Node, ...]]] = [(page, ())]
    while waiting:
        node, parents = waiting.pop()
        if any(node.all("TextLine")):
            out.append((node, parents))
        if node.name in ("Illustration", "GraphicalElement"):
            box = _box(node)
            # GraphicalElement is, says the schema, a graphic used to separate blocks, usually a line or a rectangle
            rows.draw("rule" if node.name == "GraphicalElement" else "image", box)
        inside = (*parents, node) if node.name == "ComposedBlock" else parents
        waiting.extend((child, inside) for child in reversed(node.children) if child.name not in ("TextLine", "Shape"))
    return out


def _ordered(
    blocks: list[tuple[Node, tuple[Node, ...]]], order: list[str]
) -> tuple[list[tuple[Node, tuple[Node, ...]]], dict[str, int]]:
    """The blocks in the reading order, if there is one, and the places of all that it names. What it does not name
    comes after, as in the file."""
    places: dict[str, int] = {}
    for ref in order:
        places.setdefault(ref, len(places))

    def place(item: tuple[Node, tuple[Node, ...]]) -> int:
        block, parents = item
        named = [places[i] for i in (n.get("ID") for n in (block, *reversed(parents))) if i in places]
        named = named or [places[i] for i in (n.get("ID") for n in block.all("TextLine")) if i in places][:1]
        return named[0] if named else len(places)

    return sorted(blocks, key=place), places


def _kind(nodes: tuple[Node, ...], tags: dict[str, str]) -> str:
    """What the file calls the block: the label of its tag, or its type, or those of the block around it."""
    for node in reversed(nodes):
        label = next((tags[ref] for ref in node.get("TAGREFS").split() if tags.get(ref)), "") or node.get("TYPE")
        if label:
            return label
    return ""


def _words(line: Node, heavy: bool, bold: set[str], spaces: bool) -> list[Found]:
    """The words of a line and the hyphen at its end. SUBS_CONTENT, the whole of a cut word, stands on no paper,
    but says whether the hyphen does (`_belongs`)."""
    out: list[Found] = []
    parted = False
    box = _box(line)
    thick = min(box[2] - box[0], box[3] - box[1]) if box else 0.0
    for node in line.walk():  # some programs put words inside of words
        if node.name == "SP":
            parted = True
        elif node.name == "String":
            place = _box(node)
            if not spaces:
                parted = True
                if out and place and (before := out[-1].box):
                    gap = max(place[0] - before[2], place[1] - before[3])
                    parted = gap > NEAR * thick
            strong = heavy or "bold" in node.get("STYLE").lower() or bool(bold & set(node.get("STYLEREFS").split()))
            text, sure = node.get("CONTENT") or node.glyphs, confidence_share(node.get("WC") or None)
            out.append(Found(text, place, sure, parted, strong))
            parted = False
        elif node.name == "HYP" and out:
            mark = node.get("CONTENT").strip()
            mark = mark if mark and mark in HYPHENS else HYPHENS[0]
            if out[-1].text[-1:] in HYPHENS and out[-1].text:
                continue
            out.append(Found(mark, _hyphen_box(node, out[-1].box), None, False, heavy))
    return out


def _belongs(line: Node) -> bool | None:
    """Whether the hyphen at a line's end belongs to the word, by the whole of the word that the file gives with its
    first part; None where it gives none, or another word."""
    words = [node for node in line.walk() if node.name == "String"]
    whole = words[-1].get("SUBS_CONTENT").strip().casefold() if words else ""
    part = words[-1].get("CONTENT").strip().casefold().rstrip(HYPHENS) if words else ""
    if not part or len(whole) <= len(part) or not whole.startswith(part):
        return None
    return whole[len(part)] in HYPHENS


def _hyphen_box(node: Node, before: Box | None) -> Box | None:
    """A hyphen has a place along the line but no height: it is as high as the word before it."""
    left, wide = file_number(node.get("HPOS")), file_number(node.get("WIDTH"))
    if before is None:
        return None
    _, y0, x1, y1 = before
    if left is None or not wide:
        return x1, y0, x1 + (y1 - y0) / 4, y1
    return box_of((left, y0, left + wide, y1))


def _box(node: Node) -> Box | None:
    """The element's box: from its four numbers or, where these say nothing, from the polygon of its shape."""
    x, y, wide, high = map(file_number, map(partial(node.attributes.get), ("HPOS", "VPOS", "WIDTH", "HEIGHT")))
    if x is not None and y is not None and wide is not None and high is not None:
        box = box_of((x, y, x + wide, y + high)) if wide > 0 and high > 0 else None
        if box:
            return box
    shape = node.first("Shape")
    polygon = shape.first("Polygon") if shape else None
    found = _NUMBERS.findall(polygon.get("POINTS")) if polygon else []
    return box_around(list(zip(found[::2], found[1::2], strict=False)))
