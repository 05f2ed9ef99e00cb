"""Which line breaks were rightly joined: precision and recall over the breaks inside paragraphs.

A *join* is a pair of characters of the page that stand on different raw lines and next to one another in one paragraph:
the last character of a line and the first of the line that goes on with it, wherever on the page that stands, or of
pieces of lines where two columns share one. True joins are the pairs that are neighbours within one body element of the
truth (a paragraph, subhead or list item), placed by `papercut.score.truth_positions`. Found joins are the neighbours in
one body element of the output, whose pieces say exactly where its characters stood.

A found join counts only if the truth places both of its characters, and at least one of them in a body: lines of a
headline that were joined, or of an advert, are nobody's paragraph. One with a body character on one side alone (a
headline run into the text) is wrong. Where a page draws text twice, either copy will do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from papercut.model.page import Page
from papercut.model.pieces import raw_positions
from papercut.score.truth_positions import TruthPlaces


def joins(places: TruthPlaces, page: Page) -> Counter[str]:
    """Counts of a page that has articles: `join_true`, `join_found`, and `join_hit`, which are both."""
    in_body = bytearray(len(places.main))
    true: set[tuple[int, int]] = set()
    for stretch in places.body():
        in_body[stretch.start : stretch.end] = b"\1" * (stretch.end - stretch.start)
        for position in range(stretch.start, stretch.end - 1):
            one, next_ = places.main[position], places.main[position + 1]
            if one is not None and next_ is not None and one[0] != next_[0]:
                true.add((position, position + 1))
    found = {(a, b) for a, b in _found(places, page) if in_body[a] or in_body[b]}
    # a text is followed by a position that belongs to no text, so neighbours are of one element
    hit = {(a, b) for a, b in found if b == a + 1}
    return Counter(join_true=len(true | hit), join_found=len(found), join_hit=len(hit))


def _found(places: TruthPlaces, page: Page) -> Iterator[tuple[int, int]]:
    """The positions in the truth of the pairs that the output joined over a line's end."""
    for article in page.articles or ():
        for block in article.body:
            line, last = 0, -1
            for number, column in raw_positions(page.raw, block.pieces):
                if line and number != line:
                    first = places.first[number - 1][column]
                    if first >= 0 and last >= 0:
                        yield last, first
                line, last = number, places.last[number - 1][column]
