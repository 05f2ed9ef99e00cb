"""Chinese verse: stretches of lines that end before their column does; and the title and the poet of all verse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from papercut.languages.personal_names import SURNAMES
from papercut.languages.story_phrases import LEAD
from papercut.languages.structured_lines import (
    COUPLET,
    FOREIGN_POET,
    LYRIC,
    NUMBER_OF_VERSE,
    POET,
    PUPIL,
    SPOKEN,
    VERSE,
    is_song_credit,
)
from papercut.languages.western import is_byline
from papercut.solver.lines.couplets import couplets
from papercut.solver.lines.label_chain import Tag
from papercut.solver.lines.measured_lines import MeasuredLine
from papercut.solver.lines.possible_labels import PossibleLabels, may_be_title

LEAST_VERSE = 4
LEAST_FREE = 6
"""Lines that verse has at least, with a form or without one."""
REGULATED = (5, 7)
"""So many characters has a line of regulated verse."""
RHYME = 10
"""So many characters has a line of a rhyme at most, with its mark."""
MOST_MAKERS = 4
"""So many lines at most say who made a poem or a song."""
BETWEEN = 3
"""So many lines without form, between lines with one, are of the same verse."""
WIDEST = 20
"""Em that a line of Chinese verse takes at most."""
RAGGED = 1.5
"""A line so many em shorter than the longest of its stretch is short."""


def chinese_verse(rows: Sequence[MeasuredLine], held: Sequence[PossibleLabels | None]) -> Iterator[tuple[int, int]]:
    """The stretches of Chinese verse."""
    may = [row.width <= WIDEST and VERSE.fullmatch(row.text) is not None for row in rows]
    paired = list(couplets(rows, held))
    yield from paired
    for first, stop in paired:
        may[first:stop] = [False] * (stop - first)
    numbered = [k for k, row in enumerate(rows) if may[k] and row.text[0].isdigit()]
    for k in numbered:  # a stanza has more lines than one, other than an item of a list
        may[k] = k + 1 < len(rows) and may[k + 1] and k + 1 not in numbered
    signed = list(_signed_verse(rows, held))
    yield from signed
    for first, stop in signed:
        may[first:stop] = [False] * (stop - first)
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and may[end] and held[end] is None and (end == at or rows[end].gap <= 1):
            end += 1
        if end - at >= LEAST_VERSE - 1:
            yield from _forms(rows, at, end)
        at = max(end, at + 1)


def _signed_verse(rows: Sequence[MeasuredLine], held: Sequence[PossibleLabels | None]) -> Iterator[tuple[int, int]]:
    """The stretches of verse below a title and a poet's name, of which less is asked: they are ragged, or each of
    their lines ends with a mark."""
    for poet in range(len(rows) - LEAST_VERSE):
        if held[poet] is not None or not (_is_below_title(rows, held, poet) or _is_title_with_poet(rows, held, poet)):
            continue
        at = poet + 1
        if FOREIGN_POET.fullmatch(rows[at].text) and not rows[at].gap:  # who translated it
            at += 1
        while at < len(rows) - LEAST_VERSE and at < poet + MOST_MAKERS and is_song_credit(rows[at].text):
            at += 1
        texts = [r.text for r in rows[at : at + LEAST_VERSE] if not NUMBER_OF_VERSE.fullmatch(r.text)]
        marked = all(map(LYRIC.fullmatch, texts))
        end = at
        while end < len(rows) and held[end] is None and rows[end].gap <= 1 and _may_be_signed(rows[end], marked):
            end += 1
        while marked and end > at and rows[end - 1].text[-1].isalpha():
            end -= 1  # what stands behind the last mark is a headline
        if not marked:
            if end < len(rows) and not rows[end].gap and LEAD.match(rows[end].text):
                end -= 1  # a headline
            end = _before_headline(rows, at, end)
        lines = [r for r in rows[at:end] if not NUMBER_OF_VERSE.fullmatch(r.text)]
        if len(lines) >= LEAST_VERSE and (marked or _is_ragged(lines)):
            yield at, end


def _is_below_title(rows: Sequence[MeasuredLine], held: Sequence[PossibleLabels | None], k: int) -> bool:
    """Whether row `k` is a poet's name below a title."""
    if not k or rows[k].gap > 1 or not _is_title(rows, held, k - 1):
        return False
    return _is_poet(rows[k].text) or (not rows[k].gap and _is_pen_name(rows[k]))


def _is_title_with_poet(rows: Sequence[MeasuredLine], held: Sequence[PossibleLabels | None], k: int) -> bool:
    """Whether row `k` is a title with the poet's name behind it, right above other lines."""
    title, _, name = rows[k].text.rpartition(" ")
    if not title or rows[k + 1].gap or not _is_title(rows, held, k):
        return False
    return len(name) > 1 and POET.fullmatch(name) is not None and _is_poet(name)


def _may_be_signed(row: MeasuredLine, marked: bool) -> bool:
    if NUMBER_OF_VERSE.fullmatch(row.text):
        return True
    if not marked and len(row.text) == 1:
        return row.text.isalpha()
    if row.width > WIDEST:
        return False
    return VERSE.fullmatch(row.text) is not None or (marked and LYRIC.fullmatch(row.text) is not None)


def _is_ragged(rows: Sequence[MeasuredLine]) -> bool:
    """Whether half of some lines end before the longest does, without a stop, or more of them have no mark at all, or
    they begin at three places and more; and two of five are in words of speech."""
    widths = [r.width for r in rows]
    most = max(widths) - RAGGED
    short = sum(r.width <= most and r.text[-1] not in "。！？”」" for r in rows)
    plain = len(rows) > LEAST_VERSE and all(r.text.isalpha() for r in rows) and len(set(widths)) > 2
    stepped = len({round(r.indent) for r in rows}) > 2
    spoken = sum(SPOKEN.search(r.text) is not None for r in rows)
    return median(widths) <= 11 and (plain or stepped or 2 * short >= len(rows)) and 5 * spoken >= 2 * len(rows)


def _forms(rows: Sequence[MeasuredLine], at: int, end: int) -> Iterator[tuple[int, int]]:
    """What of some lines in a row is verse: lines of one length that all end with a mark, lines that all do, or lines
    without form."""
    marked = [_is_marked(r.text) for r in rows[at:end]]
    found: list[tuple[int, int]] = []
    k = at
    while k < end:
        stop = k
        if rows[k].text[-1] in "：:":  # what leads up to verse
            k += 1
            continue
        while stop < end and marked[stop - at]:
            stop += 1
        if found and k == found[-1][1] + 1 and _is_next_poem(rows, found[-1], k, stop):
            found.append((k, stop))
        elif _is_regular(rows, k, stop):
            joined = found and k - found[-1][1] <= BETWEEN
            found[-1:] = [(found[-1][0], stop)] if joined else [*found[-1:], (k, stop)]
        k = max(stop, k + 1)
    found = found or _unmarked(rows, at, end)
    if not found:
        end = _before_headline(rows, at, end)
    if not found and _is_free(rows, at, end):
        found.append((at, end))
    yield from found


def _is_next_poem(rows: Sequence[MeasuredLine], before: tuple[int, int], k: int, stop: int) -> bool:
    """Whether lines are couplets like those of the poem before, a title between the two."""
    texts = [r.text for r in rows[k:stop]]
    if len(texts) < 2 or not may_be_title(rows[k - 1]):
        return False
    return all(map(_is_couplet, texts)) and {len(t) for t in texts} == {len(rows[before[0]].text)}


def _before_headline(rows: Sequence[MeasuredLine], at: int, end: int) -> int:
    """The end of a stretch without the line or two behind its last white line that stand right above running text."""
    if end == len(rows) or rows[end].gap > 1 or not set(rows[end].text) & set("，。；、（） "):
        return end
    last = next((k for k in range(end - 1, max(at, end - 3), -1) if rows[k].gap), end)
    return last if last < end and not any(map(_is_marked, (r.text for r in rows[last:end]))) else end


def _unmarked(rows: Sequence[MeasuredLine], at: int, end: int) -> list[tuple[int, int]]:
    """Regulated verse without marks: four or eight lines of five or seven characters, below a poet's name."""
    out: list[tuple[int, int]] = []
    k = at
    while k < end:
        size = len(rows[k].text)
        stop = k
        while stop < end and len(rows[stop].text) == size and rows[stop].text.isalpha():
            if stop > k and rows[stop].gap:
                break
            stop += 1
        if size in REGULATED and stop - k in (4, 8) and _is_signed(rows, k):
            out.append((k, stop))
        k = max(stop, k + 1)
    return out


def _is_signed(rows: Sequence[MeasuredLine], k: int) -> bool:
    """Whether a poet's name stands right above row `k`; a pen name only below a title."""
    if not k or rows[k].gap or not (_is_poet(rows[k - 1].text) or _is_pen_name(rows[k - 1])):
        return False
    titled = k > 1 and not rows[k - 1].gap and may_be_title(rows[k - 2]) and (k == 2 or rows[k - 2].gap > 0)
    return titled or _is_poet(rows[k - 1].text)


def _is_marked(text: str) -> bool:
    """Whether a line ends with a mark, and has none within unless it is two lines of verse of one length."""
    text = text.strip("“”「」『』") or text
    return (text[-1] in "，。；！？、：…" and not set(text[:-1]) & set("，。；！？、")) or _is_couplet(text)


def _is_couplet(text: str) -> bool:
    found = COUPLET.fullmatch(text)
    return found is not None and len(found[1]) == len(found[2] or found[3])


def _is_regular(rows: Sequence[MeasuredLine], at: int, end: int) -> bool:
    count = end - at
    texts = [r.text for r in rows[at:end]]
    if all(map(_is_couplet, texts)) and len({len(t) for t in texts}) == 1:
        if (count >= LEAST_VERSE - 1 and not texts[0][-1].isalpha()) or (count > 1 and _is_signed(rows, at)):
            return True
    if count < LEAST_VERSE:
        return False
    if any(map(_is_couplet, texts)):  # rhymes: short ones of two halves among whole ones, all as long
        return len({len(t) for t in texts}) == 1 and len(texts[0]) <= RHYME
    return len({len(t.strip("“”「」『』")) for t in texts}) == 1 or count >= LEAST_FREE


def _is_free(rows: Sequence[MeasuredLine], at: int, end: int) -> bool:
    """Whether lines are free verse: ragged, or half of them with marks at their ends, without marks within, in the
    words of speech rather than of headlines."""
    count = end - at
    if count < LEAST_FREE or (end < len(rows) and not rows[end].gap):
        return False
    if at and not rows[at].gap and rows[at - 1].text[-1] not in "。！？”」：:":
        return False
    texts = [r.text for r in rows[at:end]]
    widths = [r.width for r in rows[at:end]]
    most = max(widths) - RAGGED
    short = sum(w <= most and t[-1] not in "。！？”」" for w, t in zip(widths, texts, strict=True))
    spoken = sum(SPOKEN.search(t) is not None for t in texts)
    stanzas = sum(r.gap > 0 for r in rows[at + 1 : end]) + 1
    marked = all(not set(t[:-1]) & set("，。；！？") for t in texts) and 2 * sum(map(_is_marked, texts)) >= count
    return median(widths) <= 11 and (marked or 2 * short >= count) and 5 * spoken >= 3 * count and 3 * stanzas <= count


def title_of_verse(
    rows: Sequence[MeasuredLine], held: Sequence[PossibleLabels | None], first: int, end: int, western: bool
) -> list[tuple[int, Tag]]:
    """The title and the poet of a stretch of verse: lines above it, or the first ones in it."""
    k = first
    if not western and end - first > LEAST_VERSE + 1:
        if not rows[first + 1].gap and _is_poet(rows[first + 1].text):
            return [(first, Tag.HEAD), (first + 1, Tag.BYLINE)]
        if rows[first + 1].gap and may_be_title(rows[first]):
            return [(first, Tag.HEAD)]
    out: list[tuple[int, Tag]] = []
    while k and len(out) < MOST_MAKERS and _is_near(rows, k) and held[k - 1] is None:
        if not _is_maker(rows, held, k - 1, len(out), western):
            break
        k -= 1
        out.append((k, Tag.BYLINE))
    if western:
        return out
    close = k > 1 and not rows[k].gap and not rows[k - 1].gap and held[k - 1] is None
    if not out and close and _is_pen_name(rows[k - 1]) and _is_title(rows, held, k - 2):
        return [(k - 2, Tag.HEAD), (k - 1, Tag.BYLINE)]
    if k and _is_near(rows, k) and _is_title(rows, held, k - 1):
        out.append((k - 1, Tag.HEAD))
    return out


def _is_maker(
    rows: Sequence[MeasuredLine], held: Sequence[PossibleLabels | None], k: int, below: int, western: bool
) -> bool:
    """Whether row `k`, above verse and so many lines that say who made it, says so too: the poet, and who translated
    it; or those who made a song. A title may look like a name."""
    text = rows[k].text
    if western:
        return below < 2 and is_byline(text)
    if is_song_credit(text):
        return True
    if below > 1 or not _is_poet(text):
        return False
    return not below or FOREIGN_POET.fullmatch(text) is not None or not _is_title(rows, held, k)


def _is_title(rows: Sequence[MeasuredLine], held: Sequence[PossibleLabels | None], k: int) -> bool:
    """Whether row `k` is a short line that nothing leads up to."""
    if held[k] is not None or not may_be_title(rows[k]):
        return False
    return not k or rows[k].gap > 0 or (rows[k - 1].text[-1] in "。！？”」…）" and not _is_full(rows[k - 1]))


def _is_pen_name(row: MeasuredLine) -> bool:
    return 2 <= len(row.text) <= 3 and row.text.isalpha()


def _is_near(rows: Sequence[MeasuredLine], k: int) -> bool:
    """Whether row `k` stands right below the one before it, or one blank line below."""
    return rows[k].gap <= 1


def _is_full(row: MeasuredLine) -> bool:
    return bool(row.measure) and row.short <= RAGGED and row.text[-1] not in "。！？”」"


def _is_poet(text: str) -> bool:
    if FOREIGN_POET.fullmatch(text) or is_song_credit(text):
        return True
    found = POET.fullmatch(text) or PUPIL.fullmatch(text)
    return found is not None and found["name"][0] in SURNAMES and len(found["name"].replace(" ", "")) <= 4
