"""Captions on a sheet: lines in smaller type right below or beside a picture, or that end with who took it.

OCR says nothing of pictures; there a picture is where nothing was read, high above a line that stands alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from papercut.languages.story_phrases import CAPTIONED, CREDITED, PHOTO_CREDIT
from papercut.layout.sheet.cut_candidates import DISPLAY
from papercut.layout.sheet.orientation import orientation_of
from papercut.model.geometry import Box, union
from papercut.model.page import Line, Page

SMALLER, FAR_SMALLER = 0.96, 0.92
"""Captions are set in type of less than this share of the text's; those that name no photographer in still smaller."""
BELOW, LEADING = 1.6, 1.9
"""How far below a picture, and below one another, lines of a caption stand at most, in em."""
MOST_LINES, LONGEST = 6, 90
NEXT, MOST_BESIDE = 2.5, 10
"""A caption beside a picture is so many em from it at the most, and has no more lines."""
BLANK, CLEAR, NAMED = 6.0, 1.1, 0.3
"""Where nothing was read for so many em above a line, a picture is; and so many em below it comes no other text, or so
many where it names its photographer."""
FEW, WHOLE = 4, 10
"""A caption under such a picture has no more lines, and if it is one line without a mark or a photographer, so many
characters at least: the end of a story may stand there too."""
LOGO_LONGEST = 5
"""No name of a column that runs downwards has more characters."""
LARGER = 1.4
"""Captions are set in type no larger than so many times the text's."""
MOST_PICTURES = 500
"""So many pictures of a page are looked at, the largest."""
INDENT = 2.0
"""Em before the first line of a paragraph, which no line below a picture is a caption by."""
ASIDE = 0.35
"""By so great a share of its width may a caption reach beyond its picture."""

_ENDS = frozenset("。！？）)")


def find_captions(page: Page) -> list[int]:
    """The indices of the lines of captions, on a page with geometry. Captions in type as large as the text's are left
    to the line labels."""
    em = text_size(page.lines)
    if not em:
        return []
    small = [i for i, line in enumerate(page.lines) if line.box and line.size and line.size <= SMALLER * em]
    pictures = _largest(d.box for d in page.drawn if d.kind in ("image", "frame"))
    out: set[int] = set()
    for box in pictures:
        out.update(_below(page.lines, small, box, em))
    downwards = orientation_of(page).downwards
    for box in _largest(d.box for d in page.drawn if d.kind == "image"):
        out.update(_alone_below(page, box, em, downwards))
        out.update(_beside(page.lines, small, box, em))
    for i in small:
        if i not in out and _credited(page.lines[i].text.strip()):
            out.update(_above(page.lines, small, i))
    if page.source.format != "pdf" and not pictures and not downwards:
        out.update(_under_blanks(page.lines, em))
        out.update(i for i, line in enumerate(page.lines) if _runs_down(page, line, em))
    return sorted(out)


def _largest(boxes: Iterable[Box]) -> list[Box]:
    return sorted(set(boxes), key=lambda box: ((box[0] - box[2]) * (box[3] - box[1]), box))[:MOST_PICTURES]


def _runs_down(page: Page, line: Line, em: float) -> bool:
    """Whether a line of small type runs downwards on a page whose text runs across, as captions beside pictures do; the
    names of columns are shorter, and headlines larger."""
    upright = bool(line.pieces) and all(page.printed[p.line - 1].upright for p in line.pieces)
    return upright and (line.size or em) < DISPLAY * em and len("".join(line.text.split())) > LOGO_LONGEST


def _under_blanks(lines: Sequence[Line], em: float) -> Iterator[int]:
    """The lines of captions below places where nothing was read."""
    placed = sorted((box[1], box, i) for i, line in enumerate(lines) if (box := line.box) and line.text.strip())
    strips: list[list[int]] = []
    for i, line in enumerate(lines):
        if line.box and line.text.strip():
            if strips and strips[-1][-1] >= i - 2 and _right_below(lines[strips[-1][-1]], line):
                strips[-1].append(i)
            else:
                strips.append([i])
    for strip in strips:
        text = "".join("".join(lines[i].text.split()) for i in strip)
        large = any((lines[i].size or em) > LARGER * em for i in strip)
        if len(strip) > FEW or large or not _reads_like_one(text, strip):
            continue
        x0, top, x1, bottom = union(box for i in strip if (box := lines[i].box))
        level = [box for _, box, i in placed if i not in strip and min(box[2], x1) - max(box[0], x0) > 0.1 * (x1 - x0)]
        above = max((box[3] for box in level if box[1] < top), default=0.0)
        below = min((box[1] for box in level if box[3] > bottom), default=bottom + CLEAR * em)
        clear = NAMED if CREDITED.search(text) or CAPTIONED.search(text) else CLEAR
        if top - above >= BLANK * em and below - bottom >= clear * em:
            yield from strip


def _reads_like_one(text: str, strip: Sequence[int]) -> bool:
    """Whether a text that stands alone reads like a caption: it has the mark of one, ends with its photographer, or is
    one line and a whole sentence."""
    if text[-1] not in _ENDS:
        return PHOTO_CREDIT.match(text) is not None
    if CREDITED.search(text) or CAPTIONED.search(text):
        return True
    return len(strip) == 1 and len(text) >= WHOLE and text[-1] in "。！？"


def text_size(lines: Sequence[Line]) -> float:
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


def _beside(lines: Sequence[Line], small: Sequence[int], picture: Box, em: float) -> list[int]:
    """The lines of small type right beside a picture, no higher and no lower than it, that end with its photographer,
    or are few and clearly smaller than the text."""
    x0, y0, x1, y1 = picture
    level = [(box, i) for i in small if (box := lines[i].box) and y0 - em <= box[1] and box[3] <= y1 + em]
    for near in (
        [(box, i) for box, i in level if 0 <= box[0] - x1 <= NEXT * em],
        [(box, i) for box, i in level if 0 <= x0 - box[2] <= NEXT * em],
    ):
        if not near:
            continue
        left, right = min(box[0] for box, _ in near), max(box[2] for box, _ in near)
        rows = sorted(
            (box[1], box[0], i) for box, i in level if left - em / 2 <= box[0] and box[2] <= right + em / 2
        )  # pieces of its lines are further from the picture
        found = [i for _, _, i in rows]
        apart = [b - a for (a, _, _), (b, _, _) in pairwise(rows)]
        short = len(found) <= MOST_BESIDE and sum(len(lines[i].text) for i in found) <= LONGEST
        if not short or any(gap > 2 * LEADING * em for gap in apart):
            continue
        if _credited(lines[found[-1]].text.strip()) or all((lines[i].size or em) <= FAR_SMALLER * em for i in found):
            return found
    return []


def _alone_below(page: Page, picture: Box, em: float, downwards: bool) -> list[int]:
    """A line right below a picture, in type as large as the text's, that stands by itself: white below it, and set to
    the middle of the picture or in from its edge; or one that runs across where the text runs downwards."""
    x0, _, x1, bottom = picture
    under = sorted(
        (box[1], i, box)
        for i, line in enumerate(page.lines)
        if (box := line.box) and line.text.strip() and min(box[2], x1) > max(box[0], x0) and box[1] >= bottom - 2
    )
    if not under or under[0][0] > bottom + BELOW * em:
        return []
    _, i, box = under[0]
    line, text = page.lines[i], "".join(page.lines[i].text.split())
    if (line.size or em) > LARGER * em or len(text) < LOGO_LONGEST:
        return []
    if downwards:
        return [] if any(page.printed[p.line - 1].upright for p in line.pieces) else [i]
    if box[0] < x0 - 2 or box[2] > x1 + 2:
        return []
    inset = (box[0] - x0) / em
    middle = abs(box[0] + box[2] - x0 - x1) <= 2 * em
    clear = len(under) < 2 or under[1][0] - box[3] >= CLEAR * em
    apart = inset > 0.5 and (middle or abs(inset - INDENT) > 0.4)
    return [i] if apart and clear and _reads_like_one(text, [i]) else []


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
