"""What the sizes of type leave open of a line's label, on pages with geometry.

Subheads are set in the size of the text or a little larger, by up to two fifths; what is larger is display type.
Behind a headline begins its own story, or another one goes on. The networks know sizes only beside much else: in a
narrow column of short items they take headlines for subheads, and what kind of story comes below for a running head.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from papercut.languages.personal_names import NAME
from papercut.languages.story_phrases import BYLINE, FURNITURE, KINDS_OF_STORY
from papercut.layout.sheet.orientation import orientation_of
from papercut.model.page import Page, Role
from papercut.solver.lines.label_chain import DISPLAY, Tag
from papercut.solver.lines.measured_lines import MeasuredLine
from papercut.solver.lines.possible_labels import FREE, NEXT, ON, PossibleLabels

LARGE, LARGE_BY_OCR = 1.45, 1.6
"""Type so many times as large as the page's text is no subhead's; OCR knows sizes less well."""
TITLE = 1.15
"""The title of a table is so many times as large as the page's text at least."""
LARGER = 1.3
"""A headline is so many times as large as what stands over it."""
SHORTEST = 4
"""A headline has so many characters; fewer are an initial, or what OCR made of a drawing."""
COLUMN_NAME = 4
"""The name of a column, which may stand over a headline as well, has no more characters."""
MARKED, ITEMS = 1.05, 2
"""Items of a list in type no more than so many times the text's, so many of them with one mark, are a list."""
NO_ITEM = DISPLAY | {Tag.JOINED, Tag.CUT, Tag.BYLINE, Tag.SUBHEAD}
"""What no item of a list is: display type, the rest of a line before, or a name."""
LOOKS = 8
"""So many lines before and behind one are looked at for its mark."""
MARKS = frozenset("●■◆▲★○◎□△◘▼※◇☆•‧·")
"""What items of a list begin with."""
BANNER, BELOW = 1.3, 2.0
"""A headline right above its text is so many times as large as the page's at least, and so many em above it at most."""
INDENT = "\u3000"


def hold_by_size(
    page: Page, rows: Sequence[MeasuredLine], held: list[PossibleLabels | None], apart: Collection[int] = ()
) -> None:
    """Take from lines the labels that the size of their type, or of the type above or below, rules out. A frame parts
    the rows `apart` from those before."""
    if not page.placed:
        return
    sizes = [page.lines[row.index].size or 0.0 for row in rows]
    em = orientation_of(page).em
    least = (LARGE if page.source.format == "pdf" else LARGE_BY_OCR) * em
    headline = titled = signed = False
    for k, row in enumerate(rows):
        tags = FREE
        large = sizes[k] >= least
        if large:
            tags -= {Tag.SUBHEAD}
        if headline and page.lines[row.index].text.startswith(INDENT):
            tags -= {Tag.PARAGRAPH}
        own = held[k]
        if sizes[k] <= MARKED * em and _is_marked_item(rows, k):
            tags -= NO_ITEM
            if own is not None and own.tags - NO_ITEM:
                own.tags -= NO_ITEM
        if _stands_over_headline(page, rows, sizes, k, em, least):
            tags -= {Tag.FURNITURE}
        if "".join(row.text.split()) in KINDS_OF_STORY and k + 1 < len(rows) and sizes[k + 1] >= LARGER * sizes[k] > 0:
            tags = DISPLAY
        below = held[k + 1] if k + 1 < len(rows) else None
        table = below is not None and below.role is Role.TABLE
        text = max(em, sizes[k - 1]) if k and not titled and k not in apart else 0.0  # that of the story above
        if own is not None and own.tags == {Tag.HEAD} and table and sizes[k] < TITLE * text:
            own.tags, held[k + 1] = frozenset({Tag.SUBHEAD}), PossibleLabels(NEXT, Role.TABLE)
        elif own is None and tags != FREE:
            held[k] = PossibleLabels(tags)
        elif own is not None and own.role is Role.TABLE and k and not titled and len(own.tags) > 1:
            # a table is no story of its own without a headline above it
            own.tags -= {Tag.STORY}
        elif own is not None and own.role is Role.VERSE and large:
            own = held[k] = PossibleLabels(DISPLAY)
        elif own is not None and own.role is Role.VERSE and (headline or signed):  # another poem
            own = held[k] = _first_of_poem(row, own, signed)
        signed = headline and own is not None and own.tags == {Tag.BYLINE}
        titled = sizes[k] >= TITLE * em or (titled and row.text[0] in "（(" and row.text[-1] in "）)")
        # lines of text that OCR read together have boxes as high as a headline's, but no space above
        headline = large and len(row.text) >= SHORTEST and (row.gap > 0 or headline or k == 0)


def _first_of_poem(row: MeasuredLine, own: PossibleLabels, signed: bool) -> PossibleLabels:
    """What is below the headline of a poem, or below who wrote it: that, or its first line."""
    if own.tags == ON and not signed and NAME.fullmatch("".join(row.text.split())):
        return PossibleLabels(frozenset({Tag.BYLINE}))
    return PossibleLabels(frozenset({Tag.STORY}), Role.VERSE)


def lost_headlines(page: Page, rows: Sequence[MeasuredLine], tags: Sequence[Tag]) -> list[int]:
    """The rows of large type that were taken for furniture, though right below them a story begins that has no other
    headline: `tags` are the labels of all rows. Pages of PDF files."""
    if not page.placed or page.source.format != "pdf":
        return []
    em = orientation_of(page).em
    out: list[int] = []
    for k, (high, low) in enumerate(pairwise(tags)):
        if high is not Tag.FURNITURE or low is not Tag.STORY:
            continue
        head, text = page.lines[rows[k].index], page.lines[rows[k + 1].index]
        if not head.box or not text.box or not (head.size or 0.0) >= BANNER * em > (text.size or em):
            continue
        over = min(head.box[2], text.box[2]) > max(head.box[0], text.box[0])
        if over and 0 <= text.box[1] - head.box[3] <= BELOW * em and len("".join(rows[k].text.split())) > 1:
            out.append(k)
    return out


def _is_marked_item(rows: Sequence[MeasuredLine], k: int) -> bool:
    """Whether a line begins with a mark that others near it begin with, too."""
    mark = rows[k].text[0]
    if mark not in MARKS or BYLINE.fullmatch(rows[k].text):
        return False
    return sum(row.text[0] == mark for row in rows[max(0, k - LOOKS) : k + LOOKS + 1]) > ITEMS


def _stands_over_headline(
    page: Page, rows: Sequence[MeasuredLine], sizes: Sequence[float], k: int, em: float, least: float
) -> bool:
    """Whether row `k`, larger than text, stands right over a line of large type: a kicker, and no running head."""
    if k + 1 >= len(rows) or rows[k + 1].gap or sizes[k + 1] < max(least, LARGER * sizes[k]):
        return False
    text = "".join(rows[k].text.split())
    if sizes[k] <= em or len(text) <= COLUMN_NAME or FURNITURE.search(text):
        return False
    own, below = page.lines[rows[k].index].box, page.lines[rows[k + 1].index].box
    if own is None or below is None:
        return False
    over = min(own[2], below[2]) - max(own[0], below[0])
    return 2 * over > own[2] - own[0] and 0 <= below[1] - own[3] <= sizes[k + 1] / 2
