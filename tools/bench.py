"""The bench pages as the fitting scripts need them: through the stages before the solver, with labels from the truth.

The split: page folders of each set in sorted order make three folds (index % 3), the first of which is held out where
there is but one split. The seed is never held out.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from align import Element, Place, load_truth, place_lines
from misread import is_glued, is_junk, place_misread

from papercut.model.page import Page, Role
from papercut.readers import read
from papercut.solver import labelling
from papercut.solver.lines import label_chain
from papercut.solver.lines.line_features import LineFeatures, line_features
from papercut.solver.lines.measured_lines import MeasuredLine, measured_lines
from papercut.solver.lines.network import read_nets
from papercut.solver.lines.sheet_features import sheet_numbers
from papercut.solver.links import fragment_order
from papercut.stages.despace import Despace
from papercut.stages.normalize import Normalize
from papercut.stages.order import Order
from papercut.stages.set_aside import SetAside

RAWS = {
    "press": [
        "pdfminer", "pdftotext", "pymupdf", "pdftotext-raw", "pdfium", "pdfjs", "pdftotext-layout", "ocr-tesseract",
    ],
    "jingbao": ["lines"],
    "seed": ["seed"],
}  # fmt: skip
"""Lines of texts named ocr-* are placed with misread characters forgiven."""
SHEETS = {"press": ["page.pdf", "ocr-tesseract.hocr", "ocr-rapidocr.json"]}
"""The same pages with their geometry."""
UNKNOWN = "?"
"""The label of a line of which the truth says nothing usable: sequences are cut there, figures leave it out."""
DISPLAY = ("headline", "kicker", "deck", "headline_any")
HEADS = frozenset(map(str, label_chain.DISPLAY))
"""The labels of display lines; `BEGINS` those of lines that begin a group."""
BEGINS = frozenset(map(str, label_chain.GROUP_BEGINS))


def bench() -> Path:
    return Path(os.environ["PAPERCUT_BENCH"]) / "pages"


@dataclass
class Sample:
    """One raw text of one page, ready for fitting."""

    set: str
    raw: str
    name: str
    held_out: bool
    fold: int
    page: Page
    truth: dict
    rows: list[MeasuredLine]
    views: LineFeatures
    elements: list[Element]
    places: list[Place | None]
    labels: list[str]


def front(page: Page) -> Page:
    """The page as the solver gets it."""
    return (Normalize() | Order() | SetAside() | Despace())(page)


def folders(name: str, root: Path | None = None) -> list[Path]:
    """The page folders of a set, in order: the place of one, modulo 3, is its fold."""
    return sorted(p.parent for p in ((root or bench()) / name).rglob("truth.json"))


def known(s: Sample, fold: int) -> bool:
    """Whether what is fitted for this fold may look at the sample."""
    return s.set == "seed" or s.fold != fold


def samples(sets: dict[str, list[str]] = RAWS, root: Path | None = None, most: int | None = None) -> Iterator[Sample]:
    """The raw texts of the bench, or of composed pages (`tools/compose`) under `root`; of `most` pages a set."""
    for name, raws in sets.items():
        for k, folder in enumerate(folders(name, root)[:most], 1 if name == "seed" else 0):
            truth = load_truth(folder)
            for raw in raws:
                path = folder / "raw" / (raw if "." in raw else f"{raw}.txt")
                if not path.exists():
                    continue
                yield sample_of(name, raw, folder.name, k, front(read(path)), truth)


def sample_of(name: str, raw: str, folder: str, k: int, page: Page, truth: dict) -> Sample:
    """A sample of a page that has gone through the stages before the solver; `k` is the place of its folder."""
    texts = [line.text for line in page.lines]
    ocr = raw.startswith("ocr-")
    els, places = place_misread(truth, texts) if ocr else place_lines(truth, texts)
    rows = measured_lines(list(enumerate(texts)))
    twice = frozenset(f.text.replace(" ", "") for f in page.furniture if f.role is Role.DUPLICATE)
    views = line_features(rows, twice, more=sheet_numbers(page, rows))
    labels = line_labels(els, places, rows)
    if ocr:
        labels = ocr_labels(els, rows, labels)
    return Sample(
        name, raw, folder, k % 3 == 0, k % 3, page, truth, rows, views, els, places, labels,
    )  # fmt: skip


def ocr_labels(els: list[Element], rows: list[MeasuredLine], labels: list[str]) -> list[str]:
    """The labels with what can be said of lines that OCR left without a place: stray marks, headlines run together."""
    out: list[str] = []
    for row, label in zip(rows, labels, strict=True):
        if label == UNKNOWN and is_junk(row.text):
            label = "furniture"
        elif label == UNKNOWN and is_glued(els, row.text):
            label = "head-on" if out and out[-1] in HEADS and not row.gap else "head"
        out.append(label)
    return out


def line_labels(els: list[Element], places: list[Place | None], rows: list[MeasuredLine]) -> list[str]:
    """The true tag of each row (`papercut.solver.lines.label_chain.Tag`)."""
    out: list[str] = []
    body: tuple[int, int, int, int] | None = None
    near: tuple[int, str] | None = None
    for row in rows:
        place = places[row.index]
        if place is None:
            out.append(UNKNOWN)
            near = None
            continue
        e = els[place.element]
        if e.article < 0:
            # an unsigned text is like any other; its paragraphs are not known
            text = e.kind in ("other", "article") and len(e.text) > 20
            out.append(UNKNOWN if text else "caption" if e.kind in ("caption", "image") else "furniture")
            near = None
        elif e.kind in DISPLAY:
            role = e.kind if e.kind in ("kicker", "deck") else "head"
            out.append(f"{role}-on" if near == (e.article, "head") else role)
            near = (e.article, "head")
        elif e.kind in ("loose", "byline", "jump"):
            out.append("joined" if e.kind == "jump" and place.start else "byline")
            near = None
        else:
            near = None
            if e.kind == "subhead" and place.start == 0:
                tag = "subhead"
            elif body and body[:3] == (e.article, e.order, place.start):
                tag = "joined"
            elif e.kind == "table" and body and body[:2] == (e.article, e.order):
                tag = "joined"  # the cells of a table, whether they come row by row or not
            elif place.start > 0:
                tag = "cut"
            else:
                follows = body and body[:2] == (e.article, e.order - 1) and body[2] == body[3]
                tag = "paragraph" if follows else "story" if e.order == 0 else "resumed"
            out.append(tag)
            body = (e.article, e.order, place.end, len(e.text))
    return out


NETS = ("lines", "links", "sheet-lines", "sheet-links")
"""The networks that the package ships, by the names of their archives."""


def use_nets(work: Path) -> None:
    """From here on, in this process, the stages label and link with the networks that a folder holds."""
    lines = {name: read_nets((work / f"{name}.npz").read_bytes()) for name in NETS if "lines" in name}
    links = {n: fragment_order.read_link_nets((work / f"{n}.npz").read_bytes()) for n in NETS if "links" in n}
    labelling.line_nets = lambda sheet: lines["sheet-lines" if sheet else "lines"]
    fragment_order.link_nets = lambda name="links": links[name]  # type: ignore[assignment]
