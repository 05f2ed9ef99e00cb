"""ABBYY FineReader's XML to pages: what FineReader Engine and Server export, and the Internet Archive has of its scans.

Source of the format: FineReader6-schema-v1.xml to FineReader10-schema-v1.xml, ABBYY
(www.abbyy.com/FineReader_xml/FineReader10-schema-v1.xml). A page holds blocks of text, tables, pictures and separators;
text is paragraphs of lines of runs in one font (`formatting`), and each character has its box, unless the export was
asked for none. Size of type is in points, confidence from 0 to 100. A hyphen that only the line's end asks for is `¬`.
"""

from __future__ import annotations

from collections.abc import Iterator

from papercut.model.geometry import Box, union
from papercut.model.page import Note, Page, Source
from papercut.plurals import bad_bytes
from papercut.readers.file_lines import Found, PageLines, box_of, file_number, percent
from papercut.readers.printed_page import STAGE
from papercut.readers.type_size import is_square, mostly_square
from papercut.readers.xml.trees import Node, characters_outside, left_out, misplaced_text, pages, with_last

ROLES = {
    "heading": "heading", "tableHeading": "heading", "pictureCaption": "caption", "tableCaption": "caption",
    "rt": "running_title", "headerOrFooter": "running_title", "headline": "heading", "caption": "caption",
}  # fmt: skip
"""What styles of paragraphs are for, where it says something, and what papercut knows it as."""

IMAGES = frozenset({"Picture", "VectorPicture", "RasterPicture", "Barcode"})
SIDES = ("l", "t", "r", "b")
TEXT = frozenset({"charParams", "formatting", "line", "par", "text", "cell", "block"})
"""Elements that may hold text of the page; those inside a character hold other readings of it."""
VARIANTS = frozenset({"variantText", "wordRecVariant", "charRecVariant", "charRecVariants"})
"""Elements that hold other readings of words and characters."""


def abbyy_pages(data: bytes, name: str, shown: str, digest: str, *, encoding: str = "auto") -> Iterator[Page]:
    """The pages of a FineReader file, whose sha256 is `digest`. Raises `InputError` for what is no well-formed XML."""
    nodes = with_last(pages(data, "page", shown, encoding))
    for count, ((node, root, spelled, bad), last) in enumerate(nodes, 1):
        page = _page(node, root, Source(name, "abbyy", spelled, count, digest), bad)
        if last and (lost := characters_outside(root, ("charParams", "formatting"))):
            page = page.replace(notes=(*page.notes, left_out(lost, "outside of any page")))
        yield page


def _page(page: Node, root: Node, source: Source, bad: int) -> Page:
    rows = PageLines((page.get("width"), page.get("height")))
    if bad:
        rows.notes.append(Note("bad-bytes", STAGE, (), bad_bytes(bad, source.encoding)))
    styles = {n.get("id"): ROLES.get(n.get("role"), "") for n in root.walk() if n.name == "paragraphStyle"}
    resolution = file_number(page.get("resolution")) or 0.0
    held = 0
    read: set[int] = set()  # lines, each of which is read once, wherever elements stand inside one another
    for region, block in enumerate(n for n in page.walk() if n.name == "block"):
        _draw(block, rows)
        own = _box(block)
        for par in (n for n in _inside(block) if n.name == "par"):
            kind = styles.get(par.get("style"), "") or ROLES.get(par.get("role"), "")
            lines = [n for n in par.walk() if n.name == "line" and id(n) not in read]
            read.update(map(id, lines))
            for line in lines:
                words = _words(line)
                held += sum(len("".join(w.text.split())) for w in words)
                box = _box(line) or (own if len(lines) == 1 and not any(w.box for w in words) else None)
                rows.add(words, box, region=region, kind=kind, size=_size(line, words, box, resolution))
    everything = sum(len("".join(n.text.split())) for n in page.walk() if n.name in TEXT)
    if everything > held:
        rows.notes.append(left_out(everything - held, "outside of any line"))
    rows.notes += misplaced_text(page, TEXT | VARIANTS)
    return rows.page(source)


def _inside(block: Node) -> Iterator[Node]:
    """The elements of a block but not those of blocks inside of it."""
    waiting = [block]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(child for child in reversed(node.children) if child.name != "block")


def _draw(block: Node, rows: PageLines) -> None:
    """What of a block is no text."""
    kind = block.get("blockType")
    if kind in IMAGES:
        rows.draw("image", _box(block))
    for line in (n for n in block.walk() if n.name == "separator"):
        ends = [(n.get("x"), n.get("y")) for name in ("start", "end") if (n := line.first(name))]
        wide = max(file_number(line.get("thickness")) or 1.0, 1.0)
        if len(ends) == 2:
            (x0, y0), (x1, y1) = ((file_number(x), file_number(y)) for x, y in ends)
            if x0 is not None and y0 is not None and x1 is not None and y1 is not None:
                level = abs(x1 - x0) > abs(y1 - y0)
                rows.draw("rule", box_of((x0, y0, x1 + wide * (not level), y1 + wide * level)))
    if kind == "Separator" and not any(n.name == "separator" for n in block.walk()):
        rows.draw("rule", _box(block))


def _words(line: Node) -> list[Found]:
    """The words of a line, Chinese ones by character; a run without boxes is one word."""
    out: list[Found] = []
    parted = False
    for run in line.all("formatting") if line.first("formatting") else [line]:
        bold = run.get("bold") in ("true", "1")
        if run.text.strip():
            out.append(Found(run.text, None, None, parted or bool(out), bold))
            parted = False
        for char in run.all("charParams"):
            text = char.text.strip()
            if not text:
                parted = True
                continue
            # a gap between Chinese characters may be a space that is not written
            maybe = is_square(text) and not "\uac00" <= text <= "\ud7a3"
            found = Found(text, _box(char), percent(char.get("charConfidence")), parted or maybe, bold, parted)
            parted = False
            if out and not found.parted and _one_word(out[-1], found) and char.get("wordFirst") != "true":
                out[-1] = _longer(out[-1], found)
            else:
                out.append(found)
    return out


def _one_word(word: Found, char: Found) -> bool:
    """Whether a character goes on with a word: both are letters or figures of an alphabet, and both have a place."""
    return word.box is not None and char.box is not None and not is_square(word.text[-1]) and not is_square(char.text)


def _longer(word: Found, char: Found) -> Found:
    """The word with one character more; its confidence is the mean of its characters'."""
    assert word.box is not None and char.box is not None
    sure = word.confidence
    if sure is not None and char.confidence is not None:
        sure = round((sure * len(word.text) + char.confidence) / (len(word.text) + 1), 4)
    return word._replace(text=word.text + char.text, box=union((word.box, char.box)), confidence=sure)


def _size(line: Node, words: list[Found], box: Box | None, resolution: float) -> float | None:
    """The em of a line of Latin type, which the file says in points."""
    if box is None or mostly_square("".join(w.text for w in words)):
        return None
    sizes = [file_number(n.get("fs").rstrip(".")) or 0.0 for n in line.all("formatting")]
    size = max(sizes, default=0.0) * resolution / 72
    thick = min(box[2] - box[0], box[3] - box[1])
    return size if thick / 2 <= size <= 2 * thick else None


def _box(node: Node) -> Box | None:
    return box_of([node.get(side) for side in SIDES])
