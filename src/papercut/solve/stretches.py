"""Stretches of lines whose breaks mean something: verse, rows of a table, lists of names, the turns of a talk.

Running text breaks where its column ends, so that a break says nothing; here each one stands for itself, and joining
the lines would change what they say (`9` and `2` of two rows would be `92`). No line alone shows that, but several in a
row do: they are short of one another without a stop, or all end with one; their cells stand below one another's; the
same names come again before a colon. Where they do, the labels that such a line can have at all are given beforehand
(`Held.tags`); which of these it has is found with those of all other lines (`papercut.solve.chain`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from papercut.languages.leads import DATELINE
from papercut.languages.names import NAME, SURNAMES, names_of
from papercut.languages.turns import (
    ASKED,
    CELL_GAP,
    COUPLET,
    FIGURE,
    NO_SPEAKER,
    POET,
    PROSE,
    SPOKEN,
    TURN,
    VERSE,
    WESTERN_VERSE,
)
from papercut.languages.western import is_byline
from papercut.model import Role
from papercut.solve.chain import TAGS, Tag
from papercut.solve.rows import Row

BEGINS = frozenset({Tag.PARAGRAPH, Tag.STORY})
ON = frozenset({Tag.JOINED})
NEXT = frozenset({Tag.PARAGRAPH})
FREE = frozenset(TAGS)
TURNS = frozenset({Tag.PARAGRAPH, Tag.STORY, Tag.FURNITURE})

NEVER = -1000.0
"""The score of a label that a line cannot have."""

LEAST_VERSE = 4
LEAST_FREE = 6
"""Lines that verse has at least, with a form or without one."""
BETWEEN = 3
"""So many lines without form, between lines with one, are of the same verse."""
RAGGED = 1.5
"""A line so many em shorter than the longest of its stretch is short."""
TITLE = 16
"""A title of verse or of a table has no more characters, in em."""
LEAST_ROWS = 3
_WIDE = re.compile(r"\s{2,}|[\u3000\t]")
APART = 30
"""Turns no further apart than so many lines belong to one talk."""


@dataclass(slots=True)
class Held:
    """What is known of a line before it is labelled: the labels that it can have, and whether it is of a `verse` or a
    `table`, whose lines stay lines."""

    tags: frozenset[Tag]
    role: Role | None = None


def held_lines(rows: Sequence[Row], western: bool) -> list[Held | None]:
    """For each row of a page what its stretch says of it; None for nearly all."""
    held: list[Held | None] = [None] * len(rows)
    for first, end in _tables(rows, western):
        _hold(held, rows, first, end, Role.TABLE, _title_of_table(rows, held, first))
    find = _western_verse if western else _verse
    for first, end in find(rows, held):
        _hold(held, rows, first, end, Role.VERSE, _title_of_verse(rows, held, first, end, western))
    _talk(rows, held, western)
    if not western:
        for k, row in enumerate(rows):
            lead = DATELINE.match(row.text)
            if held[k] is None and lead and len(row.text) > lead.end() + 2 and row.text[-1] not in "）)】":
                held[k] = Held(FREE - {Tag.BYLINE})
    return held


def restrained(scores: list[list[float]], held: Sequence[Held | None]) -> list[list[float]]:
    """The scores of each line's labels, without those that it cannot have."""
    for k, hold in enumerate(held):
        if hold is not None:
            scores[k] = [x if tag in hold.tags else NEVER for tag, x in zip(TAGS, scores[k], strict=True)]
    return scores


def _hold(
    held: list[Held | None], rows: Sequence[Row], first: int, end: int, role: Role, titles: Sequence[tuple[int, Tag]]
) -> None:
    """Hold the lines of a stretch, the titles above it, and the line behind it, which cannot go on with it."""
    for k, tag in titles:
        held[k] = Held(frozenset({tag}))
        first = max(first, k + 1)
    for k in range(first, end):
        if k == first:
            own = any(tag is Tag.HEAD for _, tag in titles)
            if not own and role is Role.VERSE and end - first >= LEAST_FREE:  # a poem, unless the text leads up to it
                own = k == 0 or rows[k - 1].text[-1] not in "：:，,"
            held[k] = Held(frozenset({Tag.STORY}) if own else BEGINS, role)
        else:
            held[k] = Held(NEXT if role is Role.VERSE and rows[k].gap else ON, role)
    if end < len(rows) and held[end] is None:
        held[end] = Held(FREE - {Tag.JOINED})


# tables


def cells_of(text: str) -> list[str]:
    """The cells of a row: what wide gaps part, or any white space where there is no wide one."""
    return [cell for cell in (CELL_GAP.split(text) if CELL_GAP.search(text) else text.split()) if cell]


def row_text(text: str) -> str:
    """A row with one tab between two cells."""
    return _WIDE.sub("\t", text) if _WIDE.search(text) or CELL_GAP.search(text) else "\t".join(text.split())


def _is_row(text: str, western: bool) -> bool:
    """Whether a line may be a row of cells with figures among them, or one of names."""
    if " " not in text and "\u3000" not in text and "\t" not in text and "..." not in text:
        return False
    wide = CELL_GAP.search(text) is not None
    cells = cells_of(text)
    if PROSE.search(text) and not (wide and western and FIGURE.fullmatch(cells[-1])):
        return False
    figures = sum(FIGURE.fullmatch(cell) is not None for cell in cells)
    if wide:
        return len(cells) > 1 and figures > 0
    return len(cells) > 2 and figures > 1 and (not western or 2 * figures >= len(cells))


def _tables(rows: Sequence[Row], western: bool) -> Iterator[tuple[int, int]]:
    """The stretches of rows of cells: from the first, to the one behind the last."""
    kinds = ["row" if _is_row(r.text, western) else "names" if _is_names(r.text) else "" for r in rows]
    at = 0
    while at < len(rows):
        kind = kinds[at]
        end = at + 1
        while kind and end < len(rows) and kinds[end] == kind and not rows[end].gap and _alike(kind, rows, end):
            end += 1
        if kind and _enough(kind, [r.text for r in rows[at:end]]):
            if kind == "names" and end < len(rows) and not rows[end].gap and _are_few_names(rows[end].text):
                end += 1
            yield (at - 1 if kind == "row" and _is_header(rows, kinds, at) else at), end
        at = end


def _alike(kind: str, rows: Sequence[Row], k: int) -> bool:
    """Whether row `k` has as many cells as the one before it, give or take one."""
    return kind == "names" or abs(len(cells_of(rows[k].text)) - len(cells_of(rows[k - 1].text))) <= 1


def _enough(kind: str, texts: Sequence[str]) -> bool:
    if kind == "names":
        return len(texts) > 1 or len(texts[0].split()) > 3
    sure = all(CELL_GAP.search(t) for t in texts)
    return len(texts) >= (LEAST_ROWS - 1 if sure else LEAST_ROWS)


def _is_header(rows: Sequence[Row], kinds: Sequence[str], at: int) -> bool:
    """Whether the line above row `at` names its columns."""
    if not at or rows[at].gap or kinds[at - 1] or PROSE.search(rows[at - 1].text):
        return False
    above, below = cells_of(rows[at - 1].text), cells_of(rows[at].text)
    return len(above) > 1 and abs(len(above) - len(below)) <= 1 and all(len(cell) <= TITLE for cell in above)


def _is_names(text: str) -> bool:
    return " " in text and names_of(text.split()) is not None


def _are_few_names(text: str) -> bool:
    """Whether a line is the rest of a list of names: one or two of them."""
    tokens = text.split()
    return len(tokens) <= 2 and all(NAME.fullmatch(t) and t[0] in SURNAMES for t in tokens)


def _title_of_table(rows: Sequence[Row], held: Sequence[Held | None], first: int) -> list[tuple[int, Tag]]:
    """The line right above a table, if it is short and stands apart: its headline, or a subhead between two tables."""
    k = first - 1
    if k < 0 or rows[first].gap > 1 or not _is_short(rows[k]) or role_of(held[k]) is not None:
        return []
    if k and not rows[k].gap:
        if rows[first].gap:
            return []
        return [(k, Tag.SUBHEAD)] if role_of(held[k - 1]) is Role.TABLE else []
    return [(k, Tag.HEAD)]


def role_of(hold: Held | None) -> Role | None:
    """The role of a line that stays a line; None for all others."""
    return None if hold is None else hold.role


def _is_short(row: Row) -> bool:
    return row.width <= TITLE and row.text[-1] not in "，。；：！？、,.;:!?"


# verse


def _verse(rows: Sequence[Row], held: Sequence[Held | None]) -> Iterator[tuple[int, int]]:
    """The stretches of Chinese verse."""
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and held[end] is None and (end == at or rows[end].gap <= 1) and _may_be_verse(rows[end]):
            end += 1
        yield from _forms(rows, at, end)
        at = max(end, at + 1)


def _may_be_verse(row: Row) -> bool:
    return VERSE.fullmatch(row.text) is not None and row.width <= 20


def _forms(rows: Sequence[Row], at: int, end: int) -> Iterator[tuple[int, int]]:
    """What of some lines in a row is verse: lines of one length that all end with a mark, lines that all do, or lines
    without form."""
    marked = [_is_marked(r.text) for r in rows[at:end]]
    found: list[tuple[int, int]] = []
    k = at
    while k < end:
        stop = k
        while stop < end and marked[stop - at]:
            stop += 1
        if _is_regular(rows, k, stop):
            joined = found and k - found[-1][1] <= BETWEEN
            found[-1:] = [(found[-1][0], stop)] if joined else [*found[-1:], (k, stop)]
        k = max(stop, k + 1)
    if not found and _is_free(rows, at, end):
        found.append((at, end))
    yield from found


def _is_marked(text: str) -> bool:
    """Whether a line ends with a mark, and has none within unless it is two lines of verse of one length."""
    return (text[-1] in "，。；！？、：…" and not set(text[:-1]) & set("，。；！？、")) or _is_couplet(text)


def _is_couplet(text: str) -> bool:
    found = COUPLET.fullmatch(text)
    return found is not None and len(found[1]) == len(found[2])


def _is_regular(rows: Sequence[Row], at: int, end: int) -> bool:
    count = end - at
    texts = [r.text for r in rows[at:end]]
    if count >= LEAST_VERSE - 1 and all(map(_is_couplet, texts)) and len({len(t) for t in texts}) == 1:
        return True
    if any(map(_is_couplet, texts)) or count < LEAST_VERSE:
        return False
    return len({len(t) for t in texts}) == 1 or count >= LEAST_FREE


def _is_free(rows: Sequence[Row], at: int, end: int) -> bool:
    """Whether lines are free verse: ragged, without marks within, in the words of speech rather than of headlines."""
    count = end - at
    if count < LEAST_FREE or (end < len(rows) and not rows[end].gap):
        return False
    if at and not rows[at].gap and rows[at - 1].text[-1] not in "。！？”」：:":
        return False
    texts = [r.text for r in rows[at:end]]
    widths = [r.width for r in rows[at:end]]
    short = sum(w <= max(widths) - RAGGED and t[-1] not in "。！？”」" for w, t in zip(widths, texts, strict=True))
    spoken = sum(SPOKEN.search(t) is not None for t in texts)
    stanzas = sum(r.gap > 0 for r in rows[at + 1 : end]) + 1
    return median(widths) <= 11 and 2 * short >= count and 5 * spoken >= 3 * count and 3 * stanzas <= count


def _title_of_verse(
    rows: Sequence[Row], held: Sequence[Held | None], first: int, end: int, western: bool
) -> list[tuple[int, Tag]]:
    """The title and the poet of a stretch of verse: lines above it, or the first ones in it."""
    k = first
    if not western and end - first > LEAST_VERSE + 1:
        if not rows[first + 1].gap and _is_poet(rows[first + 1].text):
            return [(first, Tag.HEAD), (first + 1, Tag.BYLINE)]
        if rows[first + 1].gap and _is_short(rows[first]):
            return [(first, Tag.HEAD)]
    out: list[tuple[int, Tag]] = []
    if k and _is_near(rows, k) and held[k - 1] is None:
        by = is_byline(rows[k - 1].text) if western else _is_poet(rows[k - 1].text)
        if by:
            k -= 1
            out.append((k, Tag.BYLINE))
    if k and _is_near(rows, k) and held[k - 1] is None and _is_short(rows[k - 1]) and not western:
        if k == 1 or rows[k - 1].gap or (rows[k - 2].text[-1] in "。！？”」…）" and not _is_full(rows[k - 2])):
            out.append((k - 1, Tag.HEAD))
    return out


def _is_near(rows: Sequence[Row], k: int) -> bool:
    """Whether row `k` stands right below the one before it, or one blank line below."""
    return rows[k].gap <= 1


def _is_full(row: Row) -> bool:
    return bool(row.measure) and row.short <= RAGGED and row.text[-1] not in "。！？”」"


def _is_poet(text: str) -> bool:
    found = POET.fullmatch(text)
    return found is not None and found["name"][0] in SURNAMES and len(found["name"].replace(" ", "")) <= 4


def _western_verse(rows: Sequence[Row], held: Sequence[Held | None]) -> Iterator[tuple[int, int]]:
    """The stretches of verse in letters: each line begins with a capital, whatever the one before it ended with."""
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and held[end] is None and _may_be_western(rows, at, end):
            end += 1
        if _are_western(rows, at, end):
            yield at, end
        at = max(end, at + 1)


def _may_be_western(rows: Sequence[Row], at: int, k: int) -> bool:
    text = rows[k].text
    if k > at and rows[k].gap > 1:
        return False
    letters = [ch for ch in text if ch.isalpha()]
    return (
        WESTERN_VERSE.fullmatch(text) is not None
        and 2 * sum(map(str.isupper, letters)) < len(letters)
        and not any(map(str.isdigit, text))
        and not is_byline(text)
    )


def _are_western(rows: Sequence[Row], at: int, end: int) -> bool:
    """Whether lines that all begin with capitals are verse: most words in them do not, and not every line ends a
    sentence."""
    count = end - at
    if count < LEAST_VERSE:
        return False
    texts = [r.text for r in rows[at:end]]
    going = sum(t[-1] not in ".!?" for t in texts)
    small = sum(sum(w[:1].islower() for w in t.split()) > 1 for t in texts)
    sure = count >= LEAST_FREE or any(t[-1] in ",;:—" for t in texts)
    return sure and 3 * going >= count and 4 * small >= 3 * count


# talk


def _talk(rows: Sequence[Row], held: list[Held | None], western: bool) -> None:
    """Each turn of a talk begins a paragraph: lines on which the same names come again before a colon."""
    turns: list[tuple[int, str]] = []
    for k, row in enumerate(rows):
        found = TURN.match(row.text) if held[k] is None else None
        if found is None or NO_SPEAKER.search(found.group()):
            continue
        if bool(found["name"]) != (western and not found["letter"]):
            continue
        if found["letter"] or found["han"] in ASKED or _may_begin(rows, k):
            turns.append((k, found.group().strip()))
    counts = Counter(name for _, name in turns)
    talks: list[list[tuple[int, str]]] = []
    for k, name in turns:
        if counts[name] > 1:
            if not talks or k - talks[-1][-1][0] > APART:
                talks.append([])
            talks[-1].append((k, name))
    for talk in talks:
        again = sorted(Counter(name for _, name in talk).values())
        if again[-1] > 2 or (len(again) > 1 and again[-2] > 1):
            for n, (k, _) in enumerate(talk):
                held[k] = Held(TURNS - {Tag.STORY} if n else TURNS)


def _may_begin(rows: Sequence[Row], k: int) -> bool:
    """Whether the line before row `k` is short or ends a sentence, or white stands between."""
    return not k or rows[k].gap > 0 or rows[k - 1].short > 2 or rows[k - 1].text[-1] in "。！？!?.…”」』）)：:"
