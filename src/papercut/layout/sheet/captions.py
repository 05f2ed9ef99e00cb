"""Captions on a sheet: lines in smaller type right below a picture, or that end with who took it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from papercut.languages.story_phrases import CAPTIONED, PHOTO_CREDIT
from papercut.model.geometry import Box
from papercut.model.page import Line, Page

SMALLER, FAR_SMALLER = 0.96, 0.92
"""Captions are set in type of less than this share of the text's; those that name no photographer in still smaller."""
BELOW, LEADING = 1.6, 1.9
"""How far below a picture, and below one another, lines of a caption stand at most, in em."""
MOST_LINES, LONGEST = 6, 90
ASIDE = 0.35
"""By so great a share of its width may a caption reach beyond its picture."""


def find_captions(page: Page) -> list[int]:
    """The indices of the lines of captions, on a page with geometry. Captions in type as large as the text's are left
    to the line labels."""
    em = _text_size(page.lines)
    if not em:
        return []
    small = [i for i, line in enumerate(page.lines) if line.box and line.size and line.size <= SMALLER * em]
    pictures = [d.box for d in page.drawn if d.kind in ("image", "frame")]
    out: set[int] = set()
    for box in pictures:
        out.update(_below(page.lines, small, box, em))
    for i in small:
        if i not in out and _credited(page.lines[i].text.strip()):
            out.update(_above(page.lines, small, i))
    return sorted(out)


def _text_size(lines: Sequence[Line]) -> float:
    """The em in which most characters are set."""
    sizes: Counter[float] = Counter()
    for line in lines:
        if line.size:
            sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _credited(text: str) -> bool:
    return len(text) <= 60 and (PHOTO_CREDIT.match(text) is not None or CAPTIONED.search(text) is not None)


def _below(lines: Sequence[Line], small: Sequence[int], picture: Box, em: float) -> list[int]:
    """The lines right below a picture that end with its photographer, or are few and clearly smaller than the text."""
    x0, _, x1, bottom = picture
    over = ASIDE * (x1 - x0)
    near = sorted(
        ((box[1], i) for i in small if (box := lines[i].box) and box[0] >= x0 - over and box[2] <= x1 + over
         and box[1] >= bottom - 2),
    )  # fmt: skip
    out: list[int] = []
    for top, i in near[:MOST_LINES]:
        size = lines[i].size or 0.0
        if top - bottom > (LEADING if out else BELOW) * size:
            break
        out.append(i)
        bottom = top
        if _credited(lines[i].text.strip()):
            return out
    short = sum(len(lines[i].text) for i in out) <= LONGEST
    return out if short and all((lines[i].size or em) <= FAR_SMALLER * em for i in out) else []


def _above(lines: Sequence[Line], small: Sequence[int], last: int) -> list[int]:
    """A line that names a photographer, and the lines of its caption above it: as small, in its column. None if what
    stands above it is as large as the text: the line labels know the two by each other."""
    out = [last]
    for i in reversed([i for i in small if i < last][-MOST_LINES + 1 :]):
        if i != out[-1] - 1 or not _right_below(lines[i], lines[out[-1]]):
            break
        out.append(i)
    if len(out) == 1 and PHOTO_CREDIT.match(lines[last].text.strip()) and last:
        return [] if _right_below(lines[last - 1], lines[last]) else out
    return out


def _right_below(high: Line, low: Line) -> bool:
    """Whether a line stands close below another, in its column."""
    if not low.box or not high.box:
        return False
    size = high.size or 0.0
    apart = low.box[1] - high.box[1]
    return 0 <= apart <= LEADING * size and min(low.box[2], high.box[2]) > max(low.box[0], high.box[0]) - size
