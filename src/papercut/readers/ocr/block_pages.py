"""Pages of which whole blocks of text are known, but no lines: what models that read a page at a glance give.

Each block is a raw line of its own (each of its lines, where its text has line ends), in the reading order of the file,
with the block's box. `papercut.solver.lines.source_labels` uses what the file calls it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from papercut.model.geometry import Box, Drawn, Printed
from papercut.model.page import Note, Page, Source
from papercut.readers.file_lines import FARTHEST
from papercut.readers.ocr.polygons import Corners, box_around
from papercut.readers.printed_page import page_of_lines, tidied
from papercut.readers.text.lines import SURROGATES
from papercut.readers.type_size import length_in_ems

LEADING = 1.5
"""From one line of a block to the next, in em: tells about how large its type is."""


def whole_page(
    texts: Sequence[tuple[str, Corners, float | None, int | None, str]],
    source: Source,
    drawn: Sequence[tuple[str, Corners]],
    notes: Sequence[Note],
) -> Page:
    """The page of blocks, each with its text, place, confidence, region and kind. Where none has a place the page has
    no geometry."""
    rows: list[tuple[str, Printed]] = []
    last: Box = (0.0, 0.0, 1.0, 1.0)
    sound = False
    for text, place, sure, region, kind in texts:
        box = box_around(place)
        sound = sound or box is not None
        last = box or last
        for line in text.split("\n"):
            line = tidied(line).translate(SURROGATES)
            rows.append((line, Printed(last, _size(last, text), None, (), False, region, kind, sure, whole=True)))
    boxes = [p.box for _, p in rows]
    size = source.size or ((max(b[2] for b in boxes), max(b[3] for b in boxes)) if boxes and sound else None)
    found = [Drawn(kind, box) for kind, place in drawn if (box := box_around(place))]
    source = replace(source, size=size, unit=source.unit if sound else None)
    page = page_of_lines(rows, source, found if sound else (), notes)
    return page.replace(lines=tuple(replace(line, box=None, size=None) for line in page.lines))


def _size(box: Box, text: str) -> float:
    """About how large the type of a block is: its lines fill it."""
    area = (box[2] - box[0]) * (box[3] - box[1])
    size = math.sqrt(area / (LEADING * max(1.0, length_in_ems(text))))
    return round(min(max(size, 0.01), box[3] - box[1], FARTHEST), 2)
