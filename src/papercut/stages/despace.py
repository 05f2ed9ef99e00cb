"""Take out the spaces that extraction and OCR put between characters."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Literal

from papercut.appearance import wishing
from papercut.errors import UsageError
from papercut.layout.text.spacing import despace
from papercut.model.page import Line, Page
from papercut.model.pieces import raw_positions, visible_length
from papercut.pipeline import Stage, option

BESIDE = 2  # lines above and below that tell whether a line is body text


@dataclass(frozen=True, repr=False)
class Despace(Stage):
    """Remove the spaces that extraction and OCR put between characters.

    Spaces that are printed on the page stay: after a role word (`记者 张三`), in lists of names, tables and verse,
    after the number of a list item, between Latin words, and where two texts share a line. Only white space
    changes, so every line keeps its pieces. `spacing` sets what happens between Chinese characters and Latin
    letters or digits: `tight` removes spaces, `keep` leaves them in lines that are not letter-spaced, and `spaced`
    puts one everywhere.
    """

    separates: ClassVar[bool] = True

    spacing: Literal["tight", "keep", "spaced"] = option("tight", "Space between Chinese and Latin letters or digits.")

    def __post_init__(self) -> None:
        if self.spacing not in ("tight", "keep", "spaced"):
            raise UsageError(f"spacing is {self.spacing!r}: it must be tight, keep or spaced")

    def run(self, page: Page) -> Page:
        """Take the spaces out as `tight` does; `keep` and `spaced` are wishes that the page carries from here on."""
        lines: list[Line] = []
        gaps: list[tuple[int, int]] = []
        changed = False
        rows = page.lines
        for i, row in enumerate(rows):
            text = row.text
            if " " in text or "\u3000" in text:
                below = rows[i + 1].text if i + 1 < len(rows) else ""
                text = despace(text, partial(_beside, rows, i), below=below)
                if self.spacing == "keep":
                    kept = despace(row.text, partial(_beside, rows, i), keep=True, below=below)
                    gaps += _more_gaps(text, kept, list(raw_positions(page.raw, row.pieces)))
            if text != row.text:
                row = Line(row.number, text, row.pieces, row.box, row.size, row.weight)
                changed = True
            lines.append(row)
        if changed:
            page = page.replace(lines=tuple(lines))
        if self.spacing == "tight" and page.look is None:
            return page
        look = wishing(page, spacing=self.spacing)
        return page.replace(look=look and dataclasses.replace(look, gaps=tuple(gaps)))


def _more_gaps(tight: str, kept: str, places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The places of the characters before which `kept` has a space and `tight` has none."""
    out: list[tuple[int, int]] = []
    if visible_length(tight) != len(places):
        return out
    letters = iter(kept)
    at = 0
    for k, ch in enumerate(tight):
        if ch.isspace():
            continue
        spaced = False
        while next(letters) != ch:
            spaced = True
        if spaced and at and not tight[k - 1].isspace():
            out.append(places[at])
        at += visible_length(ch)
    return out


def _beside(rows: Sequence[Line], i: int) -> list[str]:
    """The texts of up to `BESIDE` lines above and below line `i`, no further than the next blank line."""
    texts: list[str] = []
    for step in (-1, 1):
        for k in range(i + step, i + step * (BESIDE + 1), step):
            if not 0 <= k < len(rows) or not rows[k].pieces:
                break
            texts.append(rows[k].text)
    return texts
