"""What the file itself says of its lines, as scores beside those of the networks.

Formats of layout programs call their regions headings, captions or running heads, and those that know no lines give
whole paragraphs. Where each line is known, its look says as much; where only whole blocks are, the file's word is the
best there is. What Tesseract's hOCR calls its lines is a guess from their shape, and is not asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from papercut.languages.region_kinds import KINDS
from papercut.model.page import Page
from papercut.solver.lines.label_chain import DISPLAY, TAGS, Tag
from papercut.solver.lines.measured_lines import MeasuredLine

if TYPE_CHECKING:  # numpy comes with it: for a page, not for a list of stages
    from papercut.solver.rare_pairs import Floats

WHOLE, LINE = 9.0, 3.0
"""What the file's word counts, in nats, for a whole block, and for a line whose look speaks too."""

LABELS: dict[str, frozenset[Tag]] = {
    "head": DISPLAY | {Tag.SUBHEAD},
    "sub": frozenset({Tag.SUBHEAD}),
    "caption": frozenset({Tag.CAPTION}),
    "folio": frozenset({Tag.FURNITURE}),
    "advert": frozenset({Tag.FURNITURE}),
}
"""The labels of what a file calls so."""

LONG = 40
"""A whole block of more characters that the file calls nothing else is no display type."""

ENDS = frozenset("。！？!?；”」』）)…．.：:")
"""A paragraph that ends so does not go on in the next block."""


class SourceLabel(NamedTuple):
    """What the file calls a row (a key of `LABELS`, or nothing), whether it is of a whole block, and whether it begins
    a region of the file."""

    kind: str = ""
    whole: bool = False
    begins: bool = False


def source_labels(page: Page, rows: Sequence[MeasuredLine]) -> list[SourceLabel]:
    """What the file says of each row."""
    if not page.printed:
        return [SourceLabel()] * len(rows)
    out: list[SourceLabel] = []
    region: int | None = None
    for row in rows:
        pieces = page.lines[row.index].pieces
        if not pieces:
            out.append(SourceLabel())
            continue
        printed = page.printed[pieces[0].line - 1]
        kind = KINDS.get(printed.kind.lower(), "") if page.source.format != "hocr" else ""
        out.append(SourceLabel(kind, printed.whole, printed.region is None or printed.region != region))
        region = printed.region
    return out


def tells_stories(page: Page) -> bool:
    """Whether the file itself says where stories begin: it gives whole blocks in reading order, and headings."""
    return any(p.whole and KINDS.get(p.kind.lower()) == "head" for p in page.printed)


def source_scores(page: Page, rows: Sequence[MeasuredLine]) -> Floats | None:
    """The scores of all labels for all rows, in nats; None where the file says nothing."""
    if not page.printed:
        return None
    said = source_labels(page, rows)
    if not any(one.kind or one.whole for one in said):
        return None
    import numpy as np

    out = np.zeros((len(rows), len(TAGS)), np.float32)
    goes_on = [TAGS.index(Tag.JOINED), TAGS.index(Tag.CUT)]
    for k, (row, one) in enumerate(zip(rows, said, strict=True)):
        if one.kind in LABELS:
            weight = WHOLE if one.whole else LINE
            out[k] += [weight if tag in LABELS[one.kind] else 0.0 for tag in TAGS]
        elif one.whole and len(row.text) > LONG:
            out[k] -= [WHOLE if tag in DISPLAY else 0.0 for tag in TAGS]
        if one.whole and one.begins and (not k or said[k - 1].kind or rows[k - 1].text.rstrip()[-1:] in ENDS):
            out[k, goes_on] -= WHOLE
    return out
