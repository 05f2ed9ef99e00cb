"""Sound pages in every format that papercut reads: what mutations begin with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from random import Random
from typing import Any, NamedTuple, get_args
from xml.sax.saxutils import escape, quoteattr

import formats
from generated import ENDS, FOLIOS, HAN, LEADS, MARKS, PAIRS, WORDS
from golden import golden_pages
from papercut.readers.formats import Format, found_format
from pdfs import Sheet, pdf
from shell import ROOT, SEED

INPUTS = ROOT / "tests" / "inputs"


class Row(NamedTuple):
    """A line that stands somewhere: its em is `size`; with `upright` it is set downwards."""

    text: str
    x: float
    y: float
    size: float
    upright: bool = False
    region: int = 0

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        length = self.size * len(self.text)
        wide, high = (self.size, length) if self.upright else (length, self.size)
        return round(self.x, 1), round(self.y, 1), round(self.x + wide, 1), round(self.y + high, 1)


def sentence(rng: Random) -> str:
    """A sentence of characters without sense, with the marks and words that mean something to papercut."""
    parts = []
    for _ in range(rng.randint(1, 6)):
        word = "".join(rng.choices(HAN, k=rng.randint(1, 12)))
        parts.append(rng.choice((word, word, word, rng.choice(WORDS), rng.choice(PAIRS).format(word))))
    return "".join(parts) + rng.choice(MARKS)


def paragraph(rng: Random) -> str:
    """A paragraph with the beginnings and ends that mean something."""
    text = "".join(sentence(rng) for _ in range(rng.randint(1, 6)))
    return rng.choice(("", "", *LEADS)) + text + rng.choice(("", "", "", *ENDS))


def sheet(rng: Random) -> list[Row]:
    """A page: columns of stories with their headlines, horizontal or vertical, or in English."""
    upright, latin = rng.random() < 0.25, rng.random() < 0.15
    size = rng.choice((10.0, 18.0, 24.0))
    measure = rng.randint(6, 18)
    rows: list[Row] = []
    for column in range(rng.choice((1, 2, 2, 3))):
        along, across = 0.0, column * (measure + 1.5) * size + 50
        for _ in range(rng.choice((1, 1, 2))):
            region = len({r.region for r in rows})
            made: list[tuple[str, float]] = []
            if rng.random() < 0.7:
                made += [("".join(rng.choices(HAN, k=rng.randint(2, 8))), size * rng.choice((1.5, 2.0, 3.0)))]
            for _ in range(rng.randint(1, 2)):
                text = "The new bridge over the river was opened on Sunday " * 3 if latin else "　　" + paragraph(rng)
                made += [(text[at : at + measure], size) for at in range(0, min(len(text), measure * 6), measure)]
            if rng.random() < 0.2:
                made.append((rng.choice(FOLIOS), size))
            for text, em in made:
                bare = text.lstrip("　 ")
                indent = em * (len(text) - len(bare))
                if upright:
                    rows.append(Row(bare.rstrip(), 1500 - along, across + indent, em, True, region))
                else:
                    rows.append(Row(bare.rstrip(), across + indent, 50 + along, em, False, region))
                along += 1.4 * em
            along += size
    if rng.random() < 0.2:  # drawn once more, as for a shadow
        rows += [r._replace(x=r.x + 0.5, y=r.y + 0.5) for r in rows[:2]]
    return [r for r in rows if r.text]


def words(row: Row, rng: Random) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """The line cut into words, each with its box."""
    at = 0
    while at < len(row.text):
        end = at + rng.randint(1, 6)
        part = row.text[at:end]
        before = at * row.size
        moved = Row(part, row.x + before * (not row.upright), row.y + before * row.upright, row.size, row.upright)
        if part.strip():
            yield part.strip(), moved.box
        at = end


def as_tsv(rows: list[Row], rng: Random) -> str:
    out = formats.COLUMNS + "1\t1\t0\t0\t0\t0\t0\t0\t1600\t2000\t-1\t\n"
    for n, row in enumerate(rows, 1):
        for m, (text, (x0, y0, x1, y1)) in enumerate([("", row.box), *words(row, rng)]):
            key = f"{5 if m else 4}\t1\t{row.region + 1}\t1\t{n}\t{m}"
            place = f"{x0:.0f}\t{y0:.0f}\t{x1 - x0:.0f}\t{y1 - y0:.0f}"
            out += f"{key}\t{place}\t{rng.randint(20, 99) if m else -1}\t{text}\n"
    return out


def as_hocr(rows: list[Row], rng: Random) -> str:
    out = "<html><head><meta name='ocr-system' content='x'/></head><body>"
    out += "<div class='ocr_page' title='bbox 0 0 1600 2000'>\n"
    for row in rows:
        box = "bbox {:.0f} {:.0f} {:.0f} {:.0f}".format(*row.box)
        out += f"<div class='ocr_carea' title='{box}'><p class='ocr_par'>"
        out += f"<span class='ocr_line' title='{box}; x_size {row.size}'>"
        for text, place in words(row, rng):
            box = "bbox {:.0f} {:.0f} {:.0f} {:.0f}".format(*place)
            out += f"\n<span class='ocrx_word' title='{box}; x_wconf {rng.randint(20, 99)}'>{escape(text)}</span>"
        out += "</span></p></div>\n"
    return out + "</div></body></html>\n"


def as_alto(rows: list[Row], rng: Random) -> str:
    def place(box: tuple[float, float, float, float]) -> str:
        x0, y0, x1, y1 = box
        return f'HPOS="{x0}" VPOS="{y0}" WIDTH="{x1 - x0:.1f}" HEIGHT="{y1 - y0:.1f}"'

    out = '<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout><Page WIDTH="1600" HEIGHT="2000">'
    out += "<PrintSpace>\n"
    for n, row in enumerate(rows):
        out += f'<TextBlock ID="b{n}" {place(row.box)}><TextLine {place(row.box)}>'
        for text, box in words(row, rng):
            out += f'<String CONTENT={quoteattr(text)} {place(box)} WC="0.9"/>'
        out += "</TextLine></TextBlock>\n"
    return out + "</PrintSpace></Page></Layout></alto>\n"


def as_page(rows: list[Row], rng: Random) -> str:
    def coords(box: tuple[float, float, float, float]) -> str:
        x0, y0, x1, y1 = (round(v) for v in box)
        return f'<Coords points="{x0},{y0} {x1},{y0} {x1},{y1} {x0},{y1}"/>'

    out = '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">'
    out += '<Page imageWidth="1600" imageHeight="2000">\n'
    for n, row in enumerate(rows):
        down = ' readingDirection="top-to-bottom"' if row.upright else ""
        out += f'<TextRegion id="r{n}"{down}>{coords(row.box)}<TextLine id="l{n}">{coords(row.box)}'
        if rng.random() < 0.3:
            for text, box in words(row, rng):
                out += f"<Word>{coords(box)}<TextEquiv><Unicode>{escape(text)}</Unicode></TextEquiv></Word>"
        out += f"<TextEquiv><Unicode>{escape(row.text)}</Unicode></TextEquiv></TextLine></TextRegion>\n"
    return out + "</Page></PcGts>\n"


def as_abbyy(rows: list[Row], rng: Random) -> str:
    def place(box: tuple[float, float, float, float]) -> str:
        return 'l="{:.0f}" t="{:.0f}" r="{:.0f}" b="{:.0f}"'.format(*box)

    out = '<document xmlns="http://www.abbyy.com/FineReader_xml/FineReader10-schema-v1.xml">'
    out += '<page width="1600" height="2000" resolution="200">\n'
    for row in rows:
        out += f'<block blockType="Text" {place(row.box)}><text><par><line {place(row.box)}><formatting>'
        letters = rng.random() < 0.5
        for n, ch in enumerate(row.text):
            before = n * row.size
            own = Row(ch, row.x + before * (not row.upright), row.y + before * row.upright, row.size)
            out += f"<charParams {place(own.box)}>{escape(ch)}</charParams>" if letters else escape(ch)
        out += "</formatting></line></par></text></block>\n"
    return out + "</page></document>\n"


def as_json(rows: list[Row], rng: Random) -> str:
    """In one of the shapes of RapidOCR and PaddleOCR."""
    quads = [formats.quad(x0, y0, x1 - x0, y1 - y0) for x0, y0, x1, y1 in (r.box for r in rows)]
    texts = [r.text for r in rows]
    value: Any = rng.choice((
        [{"box": q, "txt": t, "score": 0.9} for q, t in zip(quads, texts, strict=True)],
        [[q, t, 0.9] for q, t in zip(quads, texts, strict=True)],
        [[[q, [t, 0.9]] for q, t in zip(quads, texts, strict=True)]],
        {"res": {"rec_texts": texts, "rec_scores": [0.9] * len(rows), "rec_polys": quads}},
    ))  # fmt: skip
    return json.dumps(value, ensure_ascii=rng.random() < 0.3)


def as_pdf(rows: list[Row], rng: Random) -> bytes:
    page = Sheet(1700, 2100)
    each = rng.random() < 0.3
    for row in rows:
        if row.upright:
            page.upright([row.text], row.x + row.size, row.y, row.size)
        else:
            page.text(row.text, row.x, row.y, row.size, each=each, font=rng.choice(("", "", "", "M")))
    if rng.random() < 0.3:
        page.rule(50, 40, 900, 40)
        page.box(40, 30, 950, 1000)
    pages = [page, Sheet(400, 400).text("第二页的一行", 30, 30, 12)] if rng.random() < 0.3 else [page]
    return pdf(*pages)


LAID: dict[str, Callable[[list[Row], Random], str | bytes]] = {
    "tsv": as_tsv, "hocr": as_hocr, "alto": as_alto, "page": as_page, "abbyy": as_abbyy,
    "ocr-json": as_json, "pdf": as_pdf,
}  # fmt: skip
READ = tuple(form for form in get_args(Format) if form not in ("auto", "scan"))
"""The formats that are read without OCR."""


@cache
def kept(kind: str) -> list[str | bytes]:
    """Pages of this kind that lie in the tests: as text, but for PDF."""
    given: dict[str, list[str]] = {
        "tsv": [formats.tsv()], "hocr": [formats.HOCR], "alto": [formats.alto(), formats.alto_story()],
        "page": [formats.page_xml(), formats.page_xml("2010-03-19", "pc")],
    }  # fmt: skip
    own: list[str | bytes] = list(given.get(kind, []))
    if kind == "text":
        own += [(folder / "page.txt").read_text("utf-8") for folder in golden_pages()] + [SEED.read_text("utf-8")]
    for path in sorted(INPUTS.glob("*/input*")):
        data = path.read_bytes()
        # pictures are read by OCR, which takes long
        if found_format(data) == kind and b"/Image" not in data:
            own.append(data if kind == "pdf" else data.decode("utf-8", "replace"))
    return own


def base(kind: str, rng: Random) -> str | bytes:
    """A sound page of this kind, small enough to be read in a moment."""
    if kind == "text":
        if rng.random() < 0.3:
            return "".join(f"{row.text}\n" for row in sheet(rng))
        lines = str(rng.choice(kept(kind))).split("\n")
        begin = rng.randrange(max(1, len(lines) - 20))
        return "\n".join(lines[begin : begin + rng.randint(5, 40)])
    own = [one for one in kept(kind) if len(one) < 40_000]
    if kind not in LAID or (own and rng.random() < 0.3):
        return rng.choice(own)
    return LAID[kind](sheet(rng), rng)
