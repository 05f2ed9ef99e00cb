"""Stretches of lines whose breaks mean something: verse, rows of a table, lists of names, the turns of a talk.

Running text breaks where its column ends, so that a break says nothing; here each one stands for itself, and joining
the lines would change what they say (`9` and `2` of two rows would be `92`). No line alone shows that, but several in a
row do: they are short of one another without a stop, or all end with one; their cells stand below one another's; the
same names come again before a colon. Where they do, the labels that such a line can have at all are given beforehand
(`PossibleLabels.tags`); which of these it has is found with those of all other lines
(`papercut.solver.lines.label_chain`).
"""

from __future__ import annotations

from collections.abc import Sequence

from papercut.languages.jump_lines import ends_text
from papercut.languages.jump_lines import find as find_jump
from papercut.languages.story_phrases import DATELINE
from papercut.layout.text.classified_notices import find_notices
from papercut.model.page import Role
from papercut.solver.lines.classified_items import classified_items
from papercut.solver.lines.credit_lines import credit_lines, signatures
from papercut.solver.lines.label_chain import Tag
from papercut.solver.lines.measured_lines import MeasuredLine
from papercut.solver.lines.numbered_items import numbered_items
from papercut.solver.lines.old_press_items import marked_items
from papercut.solver.lines.old_punctuation import headings_of_news
from papercut.solver.lines.possible_labels import AROUND, BEGINS, FREE, NEXT, ON, PossibleLabels
from papercut.solver.lines.running_text import (
    entries_of_chronicle,
    japanese_paragraphs,
    lines_in_letters,
    turns_of_talk,
)
from papercut.solver.lines.tables import tables, titles_of_table
from papercut.solver.lines.verse import LEAST_FREE, chinese_verse, title_of_verse
from papercut.solver.lines.western_verse import western_verse

EASTERN = "\u2e80"
WITHOUT_LEAD = frozenset({Tag.STORY, Tag.RESUMED, Tag.CUT, Tag.CAPTION})
"""What the line behind a stretch is not if the text above led up to that: it goes on with this text."""


def structured_lines(rows: Sequence[MeasuredLine], western: bool, around: bool = False) -> list[PossibleLabels | None]:
    """For each row of a page what its stretch says of it; None for nearly all. `around` is whether notices and adverts
    are still among them, as they are where there is no geometry."""
    held: list[PossibleLabels | None] = [None] * len(rows)
    if around:
        _stand_around(rows, held)
        for first, end in classified_items(rows) if western else ():
            held[first:end] = [PossibleLabels(AROUND, Role.ADVERT, "shop-advert")] * (end - first)
    for first, end in tables(rows, western, held, placed=not around):
        _hold(held, rows, first, end, Role.TABLE, titles_of_table(rows, held, first, end, western))
    find = western_verse if western else chinese_verse
    for first, end in find(rows, held):
        _hold(held, rows, first, end, Role.VERSE, title_of_verse(rows, held, first, end, western))
    turns_of_talk(rows, held, western)
    if not western:
        entries_of_chronicle(rows, held)
        if around:
            credit_lines(rows, held)
        else:
            signatures(rows, held)
            numbered_items(rows, held)
        lines_in_letters(rows, held)
        japanese_paragraphs(rows, held)
        marked_items(rows, held)
        headings_of_news(rows, held)
        for k, row in enumerate(rows):
            jump = find_jump(row.text) if held[k] is None else None
            if jump and jump.where == "from":
                held[k] = PossibleLabels(FREE - {Tag.JOINED})
            elif jump and ends_text(jump, row.text):
                if not jump.start and k:
                    joined = find_jump(rows[k - 1].text + row.text) is not None
                    held[k] = PossibleLabels(frozenset({Tag.JOINED, Tag.PARAGRAPH} if joined else {Tag.PARAGRAPH}))
                if k + 1 < len(rows) and held[k + 1] is None:
                    held[k + 1] = PossibleLabels(FREE - {Tag.JOINED})
            lead = DATELINE.match(row.text)
            if held[k] is None and lead and len(row.text) > lead.end() + 2 and row.text[-1] not in "）)】":
                held[k] = PossibleLabels(FREE - {Tag.BYLINE})
    return held


def _stand_around(rows: Sequence[MeasuredLine], held: list[PossibleLabels | None]) -> None:
    """Hold the lines of notices and adverts.

    Their neighbours are labelled by what stands beside them, as a reader sees it, so that they are left in their place
    until then."""
    texts: list[str] = []
    at: list[int] = []
    for k, row in enumerate(rows):
        texts += [""] * min(row.gap, 2) if k else []
        texts.append("".join(row.text.split()))
        at.append(len(texts) - 1)
    number = {i: k for k, i in enumerate(at)}
    for notice in find_notices(texts):
        for i in range(notice.first, notice.last + 1):
            if i in number and held[number[i]] is None:
                held[number[i]] = PossibleLabels(AROUND, Role.ADVERT, notice.why)


def _hold(
    held: list[PossibleLabels | None],
    rows: Sequence[MeasuredLine],
    first: int,
    end: int,
    role: Role,
    titles: Sequence[tuple[int, Tag]],
) -> None:
    """Hold the lines of a stretch, the titles above it, and the line behind it, which cannot go on with it."""
    for k, tag in titles:
        held[k] = PossibleLabels(frozenset({tag}))
        first = max(first, k + 1)
    led = first > 0 and not titles and not rows[first].gap and rows[first - 1].text[-1] in "：:"
    for k in range(first, end):
        if k == first:
            tags = {tag for _, tag in titles}
            own = Tag.HEAD in tags
            chinese = max(rows[k].text) > EASTERN
            if chinese and not own and role is Role.VERSE and end - first >= LEAST_FREE:
                # a poem, unless the text leads up to it
                own = k == 0 or rows[k - 1].text[-1] not in "：:，,"
            led = led or (bool(titles) and not own)  # below a subhead
            held[k] = PossibleLabels(frozenset({Tag.STORY}) if own else NEXT if led else BEGINS, role)
        else:
            held[k] = PossibleLabels(NEXT if role is Role.VERSE and rows[k].gap else ON, role)
    if end < len(rows) and held[end] is None:
        within = led and not rows[end].gap
        held[end] = PossibleLabels(FREE - {Tag.JOINED} - (WITHOUT_LEAD if within else set()))
        wide = rows[end].width > max((row.width for row in rows[:first][-2:]), default=0.0) - 1
        if within and role is Role.TABLE and (wide or rows[end].text[-1] in "。！？"):
            held[end] = PossibleLabels(NEXT)  # a sentence, or as wide as the text that led up to it
