"""The rows of a column: which pieces are one line, and how far each line is indented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from papercut.layout.sheet.cut_candidates import DEEPEST, DISPLAY, INDENT, Item

UNLIKE = 1.3
"""Type so much larger than other is no piece of a line with it."""
BEHIND = 0.45
"""A name behind a headline stands so many em of the headline from it at least."""
EDGE, PLACES = 0.4, 4
"""Five lines that begin in so many places, that many em apart, run around a picture: a column has two, its edge and its
indent."""
CLEAR = 0.9
"""A gap so many em wider than none parts the line beside an initial from what is above it."""


def rows_of(items: Sequence[Item], em: float) -> list[list[Item]]:
    """Items that stand on one line together, in its order."""
    rows: list[list[Item]] = []
    for item in items:
        if rows and not item.crosswise:
            last = rows[-1][-1]
            shared = min(last.v1, item.v1) - max(last.v0, item.v0)
            level = shared > 0.5 * min(last.v1 - last.v0, item.v1 - item.v0)
            if level and not any(_reaches_in(item, other, em) for other in rows[-1]):
                rows[-1].append(item)
                continue
        rows.append([item])
    return [part for row in rows for part in _of_one_size(sorted(row, key=lambda i: i.u0), em)]


def _of_one_size(row: Sequence[Item], em: float) -> Iterator[list[Item]]:
    """The pieces of a line, those of a headline apart from a name in far smaller type behind it."""
    part: list[Item] = []
    for item in row:
        if part:
            last = part[-1]
            smaller = last.size >= DISPLAY * em and last.size > UNLIKE * item.size and item.size > em / UNLIKE
            if smaller and item.u0 - last.u1 >= BEHIND * last.size:
                yield part
                part = []
        part.append(item)
    yield part


def _reaches_in(a: Item, b: Item, em: float) -> bool:
    """Whether boxes on one level are lines below one another: boxes of large type reach into the lines around it.
    Specks that are no type do not count, nor what was read of a single character."""
    small, large = sorted((a, b), key=lambda i: i.size)
    over = min(a.u1, b.u1) - max(a.u0, b.u0) > 0.5 * min(a.u1 - a.u0, b.u1 - b.u0)
    speck = small.size <= em / UNLIKE or large.u1 - large.u0 <= 2 * large.size
    return over and large.size > UNLIKE * small.size and not speck


def indents(rows: Sequence[Sequence[Item]], em: float, exact: bool) -> list[float]:
    """How far each row is indented, in its em, as the indent of a paragraph; `exact` is whether the file itself says
    what stands where, so that an initial has been read."""
    left = _left([item for row in rows for item in row], em)
    initials = {} if exact else _beside_initial(rows, left, em)
    out: list[float] = []
    for k, row in enumerate(rows):
        first = row[0]
        indent = initials.get(k, (first.u0 - left) / first.size)
        around = _moving_edge(rows, k, em)
        if around is not None:
            indent = min((first.u0 - around) / first.size + 1, DEEPEST) if first.u0 - around > em else 0.0
        out.append(indent if first.size < DISPLAY * em and INDENT <= indent <= DEEPEST else 0.0)
    return out


def _beside_initial(rows: Sequence[Sequence[Item]], left: float, em: float) -> dict[int, float]:
    """The indents of lines beside a large initial, which OCR seldom reads: of the first line that of a paragraph, of
    the second none."""
    out: dict[int, float] = {}
    for k, (one, two, below) in enumerate(zip(rows, rows[1:], rows[2:], strict=False)):
        a, b, c = one[0], two[0], below[0]
        clear = not k or a.v0 - rows[k - 1][0].v1 > CLEAR * em
        deep = INDENT * em < a.u0 - left <= DEEPEST * 1.2 * em and abs(a.u0 - b.u0) < EDGE * em
        full = abs(one[-1].u1 - below[-1].u1) < em and abs(two[-1].u1 - below[-1].u1) < em
        if clear and deep and full and abs(c.u0 - left) < EDGE * em and max(a.size, b.size, c.size) < DISPLAY * em:
            out |= {k: 2.0, k + 1: 0.0}
    return out


def _moving_edge(rows: Sequence[Sequence[Item]], k: int, em: float) -> float | None:
    """Where a line of text that runs around a picture would begin between the lines above and below; None where the
    lines around begin in no more places than those of a column do."""
    near = [row[0].u0 for row in rows[max(0, k - 2) : k + 3] if row[0].size < DISPLAY * em]
    places = 1 + sum(b - a > EDGE * em for a, b in pairwise(sorted(near)))
    if places < PLACES or not 0 < k < len(rows) - 1:
        return None
    above, row, below = rows[k - 1][0], rows[k][0], rows[k + 1][0]
    return (above.u0 + below.u0) / 2 if max(row.v0 - above.v1, below.v0 - row.v1) < em else None


def _left(items: Sequence[Item], em: float) -> float:
    """Where the column begins: the leftmost place at which at least a fifth of its lines do. Display type, which is
    centred or stepped, counts only where there is no other."""
    items = [i for i in items if i.size < DISPLAY * em] or items
    starts = Counter(round(2 * i.u0 / em) for i in items)
    often = [s for s, n in starts.items() if 5 * n >= len(items)]
    chosen = min(often or starts)
    return min(i.u0 for i in items if round(2 * i.u0 / em) == chosen)
