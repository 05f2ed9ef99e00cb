"""hOCR to pages: HTML in which Tesseract, OCRopus, Kraken, ABBYY converters and others write what they read.

Source of the format: hOCR 1.2, kba.github.io/hocr-spec/1.2. What an element is stands in its class (`ocr_page`,
`ocr_carea`, `ocr_par`, `ocr_line`, `ocrx_word`), where it stands and how large its type is in its title attribute.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple

from papercut.errors import InputError
from papercut.model.geometry import Box
from papercut.model.page import Note, Page, Source
from papercut.plurals import bad_bytes
from papercut.readers.failed_pages import Tell, Unread, refuse
from papercut.readers.file_lines import Found, PageLines, box_of, file_number, percent
from papercut.readers.printed_page import STAGE, tidied
from papercut.readers.source import CHUNK
from papercut.readers.text.decoding import decode
from papercut.readers.text.encoding import detected_encoding, named
from papercut.readers.type_size import mostly_square
from papercut.readers.xml.trees import MAX_DEPTH

LINES = frozenset({"ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat", "ocr_pageno"})
AREAS = frozenset({"ocr_carea", "ocr_column", "ocrx_block", "ocr_par", "ocr_float", "ocr_textimage", "ocr_table"})
DRAWN = {
    "ocr_separator": "rule", "ocr_photo": "image", "ocr_image": "image", "ocr_graphic": "image",
    "ocr_linedrawing": "image", "ocr_line_drawing": "image",
}  # fmt: skip

VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
})  # fmt: skip
"""Elements of HTML that have no end."""

BLOCKS = frozenset({
    "div", "p", "br", "table", "tr", "td", "th", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "section",
    "article", "blockquote",
})  # fmt: skip
"""Elements of HTML that end a line of text."""

UNENDED = 100
"""Tags or comments without an end that are put up with: for each of them the parser looks through the whole file."""

_PROPERTY = re.compile(r'(?:[^;"]|"[^"]*")+')
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""")
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")


_OTHER = re.compile(r"(?:lstm_choices|timestep|symbol|choice)_?\d")
"""Ids of elements that hold other readings of a word, as Tesseract writes them with `lstm_choice_mode`."""

_HTML, _HTML_ENDS = re.compile(r"<html[\s>]", re.IGNORECASE), re.compile(r"</html\s*>", re.IGNORECASE)


class Open(NamedTuple):
    """An element that has not ended yet; `other` is whether it holds another reading of what stands beside it."""

    tag: str
    kind: str
    properties: dict[str, str]
    box: Box | None
    other: bool = False


def hocr_pages(
    data: bytes, name: str, shown: str, digest: str, *, encoding: str = "auto", unread: Tell = refuse
) -> Iterator[Page]:
    """The pages of an hOCR file, whose sha256 is `digest`; `unread` is told, after its pages, if its end is missing.
    Raises `InputError` where elements stand too deep, and if there is no page in it, nor any other element of hOCR."""
    text, spelled, bad, doubt = _text(data, shown, encoding)
    if text.count("<") > 2 * text.count(">") + UNENDED or text.count("<!--") > text.count("-->") + UNENDED:
        raise InputError(f"{shown}: its tags and comments never end, so this is no hOCR: give --from text to read it")
    parser = _Hocr(shown)
    parser.feed(text)
    parser.close()
    parser.end_file()
    if not parser.pages:
        raise InputError(f"{shown} has no element of the class ocr_page: give --from text to read it as it stands")
    cut = _HTML.search(text) is not None and not _HTML_ENDS.search(text[-CHUNK:])
    for count, rows in enumerate(parser.pages, 1):
        if bad:
            rows.notes.append(Note("bad-bytes", STAGE, (), bad_bytes(bad, spelled)))
        if doubt and count == 1:
            rows.notes.append(Note("encoding-doubt", STAGE, (), doubt))
        if cut and count == len(parser.pages):
            rows.notes.append(Note("damaged", STAGE, (), "the file has been cut off there: text may be missing"))
        yield rows.page(Source(name, "hocr", spelled, count, digest))
    if cut:
        last = len(parser.pages)
        unread(Unread(None, f"{shown} has been cut off in or after its page {last}, before its </html>: make it anew"))


def _text(data: bytes, shown: str, encoding: str) -> tuple[str, str, int, str]:
    """The text of the file, its encoding (asked for, declared, or found), the number of bad bytes, and whether the
    encoding is in doubt."""
    head = data[:CHUNK]
    if encoding == "auto":
        how = detected_encoding(head, len(data) <= CHUNK, shown)
        declared = _DECLARED.search(head[:1000]) or _CHARSET.search(head[:4000])
        if declared and how.codecs[0] != "utf-8" and not how.mark:
            import codecs

            try:
                codecs.lookup(declared[1].decode("ascii"))
                how = named(declared[1].decode("ascii"), head)
            except LookupError:
                pass
    else:
        how = named(encoding, head)
    text, spelled, bad, _ = decode(data[how.mark :], how, how.mark)
    return text, spelled, bad, how.doubt(spelled)


class _Hocr(HTMLParser):
    """Goes through the elements and collects each page's lines."""

    def __init__(self, shown: str) -> None:
        super().__init__(convert_charrefs=True)
        self.shown = shown
        self.pages: list[PageLines] = []
        self._page: PageLines | None = None
        self._open: list[Open] = []
        self._region = -1
        self._resolution = 0.0
        self._line: Open | None = None
        self._words: list[Found] = []
        self._parted = False
        self._outside: int | None = None  # how many elements are around one that stands outside of any page
        self._dropped = 0
        self._no_page_yet = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        kind = next((c for c in given.get("class", "").split() if c.startswith("ocr")), "")
        if tag in VOID:
            if tag == "br":
                self._end_line()
            return
        if tag == "p" and self._open and self._open[-1].tag == "p":
            self.handle_endtag("p")
        if len(self._open) >= MAX_DEPTH:
            raise InputError(
                f"{self.shown}, line {self.getpos()[0]}: more than {MAX_DEPTH} elements inside one another: "
                "this is no hOCR"
            )
        properties = _properties(given.get("title", "")) if kind else {}
        box = _box(properties.get("bbox", ""))
        if kind == "ocr_page":
            self._start_page(properties, box)
        elif kind and kind not in DRAWN and self._page is None:
            self._go_outside()
        if kind in AREAS:
            self._end_line()
            self._region += kind != "ocr_par" or not any(o.kind in AREAS for o in self._open)
        elif kind in DRAWN:
            self._end_line()
            if self._page:
                self._page.draw(DRAWN[kind], box)
        elif kind in LINES or tag in BLOCKS:
            self._end_line()
        other = bool(kind and _OTHER.match(given.get("id", ""))) or (tag == "del" and given.get("class") == "alt")
        opened = Open(tag, kind, properties, box, other or (bool(self._open) and self._open[-1].other))
        self._open.append(opened)
        if kind in LINES:
            self._line = opened

    def handle_endtag(self, tag: str) -> None:
        if not any(o.tag == tag for o in self._open):
            return
        while self._open:
            ended = self._open[-1]
            if ended.kind in LINES or ended.kind in AREAS or (ended.tag in BLOCKS and not self._line):
                self._end_line()
            self._open.pop()
            if ended.kind == "ocr_page" or self._outside == len(self._open):
                self.end_page()
            if ended.tag == tag:
                return

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        if self._open and (self._open[-1].tag in ("script", "style", "title") or self._open[-1].other):
            return
        if self._page is None:
            self._dropped += sum(not ch.isspace() for ch in data)
            return
        inner = next((o for o in reversed(self._open) if o.kind), None)
        if inner is None or not tidied(data):
            # white space between elements parts words, unless it stands inside of one
            self._parted = True
            return
        parted = self._parted or data[0].isspace()
        word = inner.kind in ("ocrx_word", "ocr_word", "ocrx_cinfo", "ocr_cinfo", "ocr_glyph")
        sure = percent(inner.properties.get("x_wconf") or inner.properties.get("x_conf") or None)
        bold = any(o.tag in ("b", "strong") for o in self._open)
        box = inner.box if word else None
        if word and self._words and box is not None and self._words[-1].box == box:
            # a word in several pieces, as where one letter of it is in italics
            before = self._words.pop()
            data, parted = before.text + data, before.parted
        self._words.append(Found(data, box, sure, parted, bold))
        self._parted = data[-1].isspace()

    def end_page(self) -> None:
        """The page is complete, or another one begins."""
        self._end_line()
        if self._page is not None:
            self.pages.append(self._page)
        self._page = self._outside = None

    def end_file(self) -> None:
        """The file has ended: what it has outside of its pages is noted."""
        self.end_page()
        if self.pages and self._dropped:
            said = f"{self._dropped} characters outside of any ocr_page, which belong to no line, were left out"
            self.pages[0].notes.append(Note("odd-record", STAGE, (), said))

    def _go_outside(self) -> None:
        """An element of hOCR begins outside of any page: what is in it goes to the page before it, or the first."""
        self._outside = len(self._open)
        self._page = self.pages.pop() if self.pages else PageLines()
        said = "text outside of any ocr_page was put on the page beside it"
        if not any(note.text == said for note in self._page.notes):
            self._page.notes.append(Note("odd-record", STAGE, (), said))

    def _start_page(self, properties: dict[str, str], box: Box | None) -> None:
        self.end_page()
        self._region = -1
        size = (box[2], box[3]) if box else (None, None)
        if self._no_page_yet and self.pages:
            self._page = self.pages.pop()
            self._page.set_size(size)
        else:
            self._page = PageLines(size)
        self._no_page_yet = False
        self._resolution = file_number((properties.get("scan_res", "").split() or [""])[-1]) or 0.0

    def _end_line(self) -> None:
        words, line = self._words, self._line
        self._words, self._line, self._parted = [], None, False
        if self._page is None or not words:
            return
        around = line or next((o for o in reversed(self._open) if o.kind and o.kind != "ocr_page"), None)
        box = around.box if around else None
        region = self._region if self._region >= 0 else None
        self._page.add(words, box, region=region, kind=self._kind(line), size=self._size(line, words, box))

    def _kind(self, line: Open | None) -> str:
        """What the file calls the line, where that says more than that it is one: header, caption, textfloat."""
        kinds = [o.kind for o in (*self._open, *((line,) if line else ()))]
        plain = ("", "ocr_page", "ocr_carea", "ocrx_block", "ocr_par", "ocr_line", "ocrx_line", "ocr_column")
        said = [k for k in kinds if k not in plain and not k.endswith(("word", "cinfo", "glyph"))]
        return said[-1].partition("_")[2] if said else ""

    def _size(self, line: Open | None, words: list[Found], box: Box | None) -> float | None:
        """The em that the file says: `x_fsize` is in points, `x_size` the height of a row of Latin type."""
        if line is None or box is None or mostly_square("".join(w.text for w in words)):
            return None
        thick = min(box[2] - box[0], box[3] - box[1])
        points = file_number(line.properties.get("x_fsize")) or 0.0
        for size in (points * self._resolution / 72, file_number(line.properties.get("x_size")) or 0.0):
            if thick / 2 <= size <= 2 * thick:
                return size
        return None


def _properties(text: str) -> dict[str, str]:
    """The properties of a title attribute by name: `bbox 0 0 9 9; x_wconf 90`."""
    out: dict[str, str] = {}
    for part in _PROPERTY.findall(text):
        key, _, value = part.strip().partition(" ")
        out.setdefault(key, value.strip())
    if "bbox" not in out and len(out.get("x_bboxes", "").split()) == 4:
        out["bbox"] = out["x_bboxes"]
    return out


def _box(text: str) -> Box | None:
    values = text.split()
    return box_of(values) if len(values) == 4 else None
