"""Small adverts of papers in English below one another: `LOST—…`, `WANTED—…`, `TO LET—…`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from papercut.languages.english import ADVERT_ITEM, ADVERT_REACHES
from papercut.solver.lines.measured_lines import MeasuredLine

FEW = 6
"""Lines of a block that is one small advert, at most."""


def classified_items(rows: Sequence[MeasuredLine]) -> Iterator[tuple[int, int]]:
    """The blocks between white that begin as small adverts do, and are several, or one that says how to reach
    somebody."""
    first = 0
    while first < len(rows):
        end = first + 1
        while end < len(rows) and not rows[end].gap:
            end += 1
        if ADVERT_ITEM.match(rows[first].text):
            texts = [row.text for row in rows[first:end]]
            items = sum(ADVERT_ITEM.match(text) is not None for text in texts)
            if items > 1 or (len(texts) <= FEW and any(map(ADVERT_REACHES.search, texts))):
                yield first, end
        first = end
