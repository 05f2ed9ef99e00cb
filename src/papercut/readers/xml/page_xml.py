"""PAGE XML to pages: the format of Transkribus, OCR-D, eScriptorium and Kraken, in whatever namespace it stands.

Source of the format: PAGE 2010-03-19 to 2019-07-15, PRImA Research Lab, Salford
(github.com/PRImA-Research-Lab/PAGE-XML).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from papercut.model.geometry import Box
from papercut.model.page import Note, Page, Source
from papercut.model.pieces import visible_length
from papercut.plurals import bad_bytes, counted
from papercut.readers.file_lines import Found, PageLines, box_around, box_of, confidence_share, file_number
from papercut.readers.line_words import placed_words
from papercut.readers.printed_page import STAGE
from papercut.readers.type_size import length_in_ems
from papercut.readers.xml.own_page_xml import with_page_xml_articles
from papercut.readers.xml.trees import Node, characters_outside, left_out, misplaced_text, pages, with_last

IMAGES = frozenset({"ImageRegion", "GraphicRegion", "LineDrawingRegion", "ChartRegion", "MapRegion"})

READINGS = ("Unicode", "PlainText")
"""Elements that hold text, the better one first."""

_POINT = re.compile(r"(-?[0-9.]+)[ ]*,[ ]*(-?[0-9.]+)")
_TYPE = re.compile(r"structure\s*\{[^}]*?\btype:\s*([^;}\s]+)")
_INDEX = re.compile(r"readingOrder\s*\{[^}]*?\bindex:\s*([0-9]+)")


def page_xml_pages(data: bytes, name: str, shown: str, digest: str, *, encoding: str = "auto") -> Iterator[Page]:
    """The pages of a PAGE file, whose sha256 is `digest`. Raises `InputError` for what is no well-formed XML."""
    nodes = pages(data, "Page", shown, encoding)
    for count, ((node, root, spelled, bad), last) in enumerate(with_last(nodes), 1):
        page = _page(node, Source(name, "page", spelled, count, digest), bad)
        if last and (lost := characters_outside(root, READINGS)):
            page = page.replace(notes=(*page.notes, left_out(lost, "outside of any Page")))
        yield page


def _page(page: Node, source: Source, bad: int) -> Page:
    rows = PageLines((page.get("imageWidth"), page.get("imageHeight")))
    if bad:
        rows.notes.append(Note("bad-bytes", STAGE, (), bad_bytes(bad, source.encoding)))
    if stray := _gather_stray(page):
        said = counted(stray, "element stands", "elements stand")
        rows.notes.append(Note("odd-record", STAGE, (), f"{said} outside of any region or line, and became lines"))
    found = _regions(page)
    if lost := _unread(page, [region for region, _ in found]):
        rows.notes.append(left_out(lost, "where no text is looked for"))
    if lost := sum(_beyond_lines(region) for region, _ in found):
        rows.notes.append(left_out(lost, "of regions or words, which the lines there do not have,"))
    rows.notes += misplaced_text(page, READINGS)
    for region, _ in found:
        if region.name in IMAGES or region.name == "SeparatorRegion":
            rows.draw("rule" if region.name == "SeparatorRegion" else "image", box_around(_points(region)))
    lined = []
    for count, (region, parents) in enumerate(_ordered(found, _reading_order(page))):
        if numbers := _add_region(rows, region, parents, count):
            lined.append((region, _text(region)[0], numbers))
    return with_page_xml_articles(rows.page(source), page, lined)


def _gather_stray(page: Node) -> int:
    """Put words that stand in no line in one, and lines that stand in no region in one; how many there were."""
    count = 0
    waiting = [page]
    while waiting:
        node = waiting.pop()
        region = node.name.endswith("Region") or node.name == "TableCell"
        kept: list[Node] = []
        for child in node.children:
            if child.name == "Word" and node.name != "TextLine":
                count += 1
                child = _around("TextLine", child)
            elif child.name == "TextLine" and not region:
                count += 1
            if child.name == "TextLine" and not region:
                child = _around("TextRegion", child)
            kept.append(child)
            waiting += child.all("TextLine") if child.name == "TextRegion" else ()
            if child.name not in ("TextLine", "Word", "Coords", "TextEquiv"):
                waiting.append(child)
        node.children = kept
    return count


def _unread(page: Node, regions: Sequence[Node]) -> int:
    """How many visible characters stand where no reading of a region, line or word has its text."""
    lines = [line for region in regions for line in region.all("TextLine")]
    words = [word for line in lines for word in line.all("Word")]
    read: set[int] = set()
    for equiv in (equiv for node in (*regions, *lines, *words) for equiv in node.all("TextEquiv")):
        own = [child for name in READINGS for child in equiv.all(name)]
        shown = next((child.text for child in own if child.text.strip()), "")
        read |= {id(child) for child in own if child.text == shown}
    return sum(visible_length(n.text) for n in page.walk() if n.name in READINGS and id(n) not in read)


def _beyond_lines(region: Node) -> int:
    """How many visible characters the text of a region has that none of its lines has, and the words of a line that the
    line has not: where both are there, the line is read."""
    own = list(region.all("TextLine"))
    words = [(_visible(_text(line)[0]), [_visible(_text(word)[0]) for word in line.all("Word")]) for line in own]
    count = sum(len(word) for text, parts in words for word in parts if text and word not in text)
    lines = "".join(text or "".join(parts) for text, parts in words)
    if not lines:  # then the text of the region is read
        return 0
    whole = _visible(_text(region)[0])
    if whole and whole != lines:
        inner = (n for n in region.walk() if n.name == "TextLine" and n not in own)
        lines += "".join(_visible(_text(line)[0]) for line in inner)
        count += (Counter(whole) - Counter(lines)).total()
    return count


def _visible(text: str) -> str:
    return "".join(text.split())


def _around(name: str, node: Node) -> Node:
    """A new element around another, at its place."""
    made = Node(name, {})
    made.children = [*node.all("Coords"), node]
    return made


def _regions(page: Node) -> list[tuple[Node, tuple[Node, ...]]]:
    """All regions, and cells of tables, each with those that it lies in, in the order of the file."""
    out: list[tuple[Node, tuple[Node, ...]]] = []
    waiting: list[tuple[Node, tuple[Node, ...]]] = [(page, ())]
    while waiting:
        node, parents = waiting.pop()
        if node is not page:
            out.append((node, parents))
            parents = (*parents, node)
        inside = [n for n in node.children if n.name.endswith("Region") or n.name == "TableCell"]
        waiting.extend((child, parents) for child in reversed(inside))
    return out


def _reading_order(page: Node) -> dict[str, int]:
    """The place of each region that the reading order names; groups may stand in groups."""
    order = page.first("ReadingOrder")
    places: dict[str, int] = {}
    waiting = [order] if order else []
    while waiting:
        node = waiting.pop()
        ref = node.get("regionRef")
        if ref:
            places.setdefault(ref, len(places))
        children = [n for n in node.children if n.name.startswith(("RegionRef", "OrderedGroup", "UnorderedGroup"))]
        indices = [file_number(n.get("index")) for n in children]
        if None not in indices:
            children = [n for _, n in sorted(zip(indices, children, strict=True), key=lambda pair: pair[0] or 0.0)]
        waiting.extend(reversed(children))
    return places


def _ordered(
    regions: Sequence[tuple[Node, tuple[Node, ...]]], places: dict[str, int]
) -> list[tuple[Node, tuple[Node, ...]]]:
    """The regions in reading order; one that is not named goes with the one around it, or after all others."""

    def place(item: tuple[Node, tuple[Node, ...]]) -> int:
        node, parents = item
        return next((places[n.get("id")] for n in (node, *reversed(parents)) if n.get("id") in places), len(places))

    return sorted(regions, key=place)


def _add_region(rows: PageLines, region: Node, parents: tuple[Node, ...], count: int) -> tuple[int, ...]:
    """Add the lines of a region; their numbers."""
    numbers: list[int] = []
    kind = _kind(region, parents)
    own = box_around(_points(region))
    lines = _by_index(list(region.all("TextLine")))
    downwards = region.get("readingDirection")
    if not any(_words(line) for line in lines):
        text, sure = _text(region)
        parts = [part for part in text.split("\n") if part.strip()]
        for at, part in enumerate(parts):
            numbers.append(rows.add([Found(part, None, sure)], _slice(own, at, len(parts)), region=count, kind=kind))
    for line in lines:
        points = _points(line)
        box = box_around(points)
        direction = line.get("readingDirection") or downwards
        style = line.first("TextStyle") or region.first("TextStyle")
        bold = style is not None and style.get("bold").lower() in ("true", "1")
        upright = True if direction in ("top-to-bottom", "bottom-to-top") and box else None
        words = [w._replace(bold=w.bold or bold) for w in _words(line)]
        if box is None:
            box = _over_baseline(line, words) or (own if len(lines) == 1 else None)
        across = _thickness(points, box)
        numbers.append(rows.add(words, box, region=count, kind=kind, across=across, upright=upright))
    return tuple(number for number in numbers if number)


def _kind(region: Node, parents: tuple[Node, ...]) -> str:
    """The type of the region, also as Transkribus writes it; else what the regions around it are."""
    for node in (region, *reversed(parents)):
        custom = _TYPE.search(node.get("custom"))
        kind = node.get("type") or (custom[1] if custom else "")
        if not kind and node.name not in ("TextRegion", "TableCell"):
            kind = node.name.removesuffix("Region").lower()
        if kind:
            return kind
    return ""


def _by_index(nodes: list[Node]) -> list[Node]:
    """Lines or words in the order of their index, where each has its own; else in that of the file."""
    places: list[float] = []
    for node in nodes:
        custom = _INDEX.search(node.get("custom"))
        place = file_number(node.get("index") or (custom[1] if custom else None))
        if place is None:
            return nodes
        places.append(place)
    if len(set(places)) < len(nodes):
        return nodes
    return [node for _, node in sorted(zip(places, nodes, strict=True), key=lambda pair: pair[0])]


def _words(line: Node) -> list[Found]:
    """The words of a line: its own text, with the places of its words where these say the same."""
    text, sure = _text(line)
    text = " ".join(text.split("\n"))
    words: list[Found] = []
    for node in _by_index(list(line.all("Word"))):
        said, conf = _text(node)
        style = node.first("TextStyle")
        bold = style is not None and style.get("bold").lower() in ("true", "1")
        if said.strip():
            words.append(Found(" ".join(said.split()), box_around(_points(node)), conf, bool(words), bold))
    return placed_words(text, words, sure)


def _text(node: Node) -> tuple[str, float | None]:
    """The text that a line, word or region has, and how sure it is; of several readings the one that comes first."""
    found = list(node.all("TextEquiv"))
    indices = [file_number(n.get("index")) for n in found]
    if None not in indices:
        found = [n for _, n in sorted(zip(indices, found, strict=True), key=lambda pair: pair[0] or 0.0)]
    for equiv in found:
        for name in READINGS:
            text = equiv.first(name)
            if text is not None and text.text.strip():
                return text.text.strip("\n"), confidence_share(equiv.get("conf") or None)
    return node.glyphs, None


def _points(node: Node) -> list[tuple[str, str]]:
    """The corners of an element: in an attribute since 2013, before that an element each."""
    coords = node.first("Coords")
    return _corners(coords) if coords else []


def _corners(coords: Node) -> list[tuple[str, str]]:
    if coords.get("points"):
        return _POINT.findall(coords.get("points"))
    return [(n.get("x"), n.get("y")) for n in coords.all("Point")]


def _over_baseline(line: Node, words: Sequence[Found]) -> Box | None:
    """The box of a line of which only the baseline is known: as high as its length says that its type is."""
    baseline = line.first("Baseline")
    corners = [(file_number(x), file_number(y)) for x, y in _corners(baseline)] if baseline else []
    sound = [(x, y) for x, y in corners if x is not None and y is not None]
    length = sum(length_in_ems(w.text) for w in words)
    if len(sound) < 2 or not length:
        return None
    xs, ys = [x for x, _ in sound], [y for _, y in sound]
    size = (max(xs) - min(xs)) / length
    return box_of((min(xs), min(ys) - 0.75 * size, max(xs), max(ys) + 0.25 * size))


def _thickness(points: Sequence[tuple[str, str]], box: Box | None) -> float | None:
    """How thick a line is: the area of its polygon by its length, so that a slanted line is no thicker for it."""
    corners = [
        (x, y) for x, y in ((file_number(x), file_number(y)) for x, y in points) if x is not None and y is not None
    ]
    if box is None or len(corners) < 3:
        return None
    turned = [*corners[1:], corners[0]]
    area = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(corners, turned, strict=True))) / 2
    thick = area / max(box[2] - box[0], box[3] - box[1])
    return thick if thick > 0.01 else None


def _slice(box: Box | None, at: int, count: int) -> Box | None:
    """The place of one of so many lines in a region of which only the whole is known."""
    if box is None:
        return None
    x0, y0, x1, y1 = box
    step = (y1 - y0) / count
    return x0, y0 + at * step, x1, y0 + (at + 1) * step
