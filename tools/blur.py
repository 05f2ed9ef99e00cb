"""Pages with geometry as a text recogniser would give them, made from PDF pages; for fitting only.

Two kinds of recogniser, after the readings of a tenth of the press pages: one that loses, breaks and misreads large
type and leaves stray marks (`rough`), and one that reads nearly all but draws loose boxes (`fine`). Pages differ
widely, so each draws its own rates.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace

from noise import _garbled, _misread

from papercut.layout.sheet.cut_candidates import DISPLAY
from papercut.layout.sheet.ordered_lines import orientation_of
from papercut.model.geometry import Box, Drawn, Printed
from papercut.model.page import Page
from papercut.readers.printed_page import page_of_lines

SCALE = 300 / 72
"""Pixels a point."""


@dataclass(frozen=True)
class Kind:
    """How a recogniser reads; chances for each line, or ranges from which each page draws its own rate."""

    misread: tuple[float, float]
    heads_misread: float
    garbled: float
    heads_garbled: float
    heads_lost: float
    heads_broken: float
    lost: float
    glued: float
    junk: tuple[float, float]
    rules: float
    loose: tuple[float, float]
    """How far boxes reach over the type, in em."""
    size: tuple[float, float]
    """How far off the sizes of text and of display type are, as standard deviations of the log."""
    edges: float
    """How often a page has the places of its characters."""


ROUGH = Kind(
    (0.003, 0.03), 3.0, 0.02, 0.15, 0.12, 0.25, 0.006, 0.004, (0.0, 0.05), 0.4, (-0.08, 0.03), (0.03, 0.10), 1.0
)
FINE = Kind((0.0, 0.004), 2.0, 0.002, 0.01, 0.01, 0.04, 0.001, 0.002, (0.0, 0.004), 0.0, (0.02, 0.15), (0.03, 0.2), 0.4)


def blurred(page: Page, rng: random.Random) -> Page:
    """The page as one of the two recognisers would give it."""
    kind = rng.choice((ROUGH, FINE))
    em = orientation_of(page).em
    taken = {p.line for f in page.furniture for p in f.pieces}
    rows = [(t, q) for n, (t, q) in enumerate(zip(page.raw, page.printed, strict=True), 1) if n not in taken]
    chars = [c for t, _ in rows for c in t if "\u4e00" <= c <= "\u9fff"] or ["一"]
    rate = rng.uniform(*kind.misread)
    loose = rng.uniform(*kind.loose)
    slope = math.tan(math.radians(rng.gauss(0, 0.25)))
    with_edges = rng.random() < kind.edges
    rows = _glued(rows, kind, rng)
    out: list[tuple[str, Printed]] = []
    junk = rng.uniform(*kind.junk)
    for text, printed in rows:
        head = printed.size >= DISPLAY * em
        if rng.random() < (kind.heads_lost if head else kind.lost):
            continue
        broken = head and rng.random() < kind.heads_broken
        for part, where in _broken(text, printed, rng) if broken else [(text, printed)]:
            read = _misread(part, rate * (kind.heads_misread if head else 1.0), chars, rng)
            if rng.random() < (kind.heads_garbled if head else kind.garbled):
                read = _garbled(read, chars, rng)
            if read.strip():
                out.append((read, _seen(where, read, kind.size[head], loose, slope, with_edges, rng)))
        while rng.random() < junk * (3 if head else 1):
            out.append(_stray(printed, chars, slope, rng))
    wide, high = page.source.size or (1000.0, 1000.0)
    drawn = [
        Drawn("rule", _box(d.box, 0.0, slope)) for d in page.drawn if d.kind == "rule" and rng.random() < kind.rules
    ]
    return page_of_lines(out, replace(page.source, size=(wide * SCALE, high * SCALE), unit="px"), drawn)


def _box(box: Box, loose: float, slope: float) -> Box:
    """A box in pixels, on a sheet that lies askew."""
    x0, y0, x1, y1 = box
    down = (x0 + x1) / 2 * slope
    tilt = abs((x1 - x0) * slope) / 2
    return (
        (x0 - loose) * SCALE, (y0 - loose + down - tilt) * SCALE,
        (x1 + loose) * SCALE, (y1 + loose + down + tilt) * SCALE,
    )  # fmt: skip


def _seen(
    printed: Printed, text: str, off: float, loose: float, slope: float, with_edges: bool, rng: random.Random
) -> Printed:
    size = printed.size
    x0, y0, x1, y1 = _box(printed.box, loose * size, slope)
    jitter = [rng.gauss(0, 0.04) * size * SCALE for _ in range(4)]
    box = (x0 + jitter[0], y0 + jitter[1], x1 + jitter[2], y1 + jitter[3])
    edges: tuple[float, ...] = ()
    if with_edges:
        low, high = (1, 3) if printed.upright else (0, 2)
        known = list(zip(printed.edges[::2], printed.edges[1::2], strict=True))
        scaled = [(a * SCALE, b * SCALE) for a, b in known]
        if len(scaled) == len(text):
            edges = tuple(x for span in scaled for x in span)
        else:
            step = (box[high] - box[low]) / len(text)
            edges = tuple(box[low] + (k + side) * step for k in range(len(text)) for side in (0, 1))
    return Printed(box, size * SCALE * math.exp(rng.gauss(0, off)), None, edges, printed.upright)


def _broken(text: str, printed: Printed, rng: random.Random) -> list[tuple[str, Printed]]:
    """A line of large type in two pieces."""
    if len(text) < 4 or not printed.edges:
        return [(text, printed)]
    at = rng.randint(1, len(text) - 1)
    parts = ((0, at), (at, len(text)))
    return [
        (text[a:b], replace(printed, box=printed.part(a, b, len(text)), edges=printed.edges[2 * a : 2 * b]))
        for a, b in parts
        if text[a:b].strip()
    ]


def _glued(rows: list[tuple[str, Printed]], kind: Kind, rng: random.Random) -> list[tuple[str, Printed]]:
    """Some lines with those beside them, in the next column, read as one."""
    out = list(rows)
    for k in rng.sample(range(len(rows)), round(len(rows) * kind.glued * rng.uniform(0, 2))):
        if out[k][0] == "":
            continue
        text, a = out[k]
        for j, (more, b) in enumerate(out):
            beside = more and not a.upright and not b.upright and abs(a.box[1] - b.box[1]) < 0.4 * a.size
            if beside and 0 < b.box[0] - a.box[2] < 2.5 * a.size and abs(a.size - b.size) < 0.1 * a.size:
                gap = (a.box[2], b.box[0])
                box = (a.box[0], min(a.box[1], b.box[1]), b.box[2], max(a.box[3], b.box[3]))
                edges = (*a.edges, *gap, *b.edges) if a.edges and b.edges else ()
                out[k] = (f"{text} {more}", replace(a, box=box, edges=edges))
                out[j] = ("", b)
                break
    return [row for row in out if row[0]]


def _stray(near: Printed, chars: list[str], slope: float, rng: random.Random) -> tuple[str, Printed]:
    """A few stray characters somewhere about a line."""
    size = near.size * rng.uniform(0.4, 1.3)
    text = _garbled(rng.choice("|-_.:;~=+*«»AaIl0口一") * rng.randint(1, 3), chars, rng)
    x = near.box[0] + rng.uniform(-2, 12) * size
    y = near.box[1] + rng.uniform(-2, 2) * size
    box = _box((x, y, x + len(text) * size * rng.uniform(0.4, 1.1), y + size), 0.0, slope)
    return text, Printed(box, size * SCALE, None, ())
