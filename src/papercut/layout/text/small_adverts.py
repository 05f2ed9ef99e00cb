"""Small adverts among the lines of a page: lines without sentences, some of which offer something, while others say how
to get it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from papercut.languages.notice_phrases import ADDRESS, CONTACT, FINE_PRINT, HEADINGS, OFFER, PHONE, SIGNER, SOLD_AT
from papercut.languages.story_phrases import BYLINE, CREDIT_END, LEAD
from papercut.rules import Cue

if TYPE_CHECKING:
    import regex

LONGEST_SLOGAN = 34
"""Visible characters; a longer line is no line of a small advert."""
MOST_SLOGANS = 8
MOST_ABOVE = 2
"""So many lines at most stand above the first line that offers something, as a shop's name does."""
FEW = 6
"""Lines of one small advert, at most, on a page of them."""

_STOPS, _CLOSING = frozenset("。！？!?"), frozenset("”」』）)")
_REACHED = re.compile(
    "电话|电話|电子|電話|電话|電子|热线|热線|熱线|熱線|专线|專線|手机|手機|联系|[查洽][询詢]|联繫|联络|联絡|聯系|聯繫|聯络|聯絡|址|地點|[门門]市|行所|[务務]所|微信"
    "|QQ|Qq|qQ|qq|邮箱|郵箱|传真|傳真|网址|網址|报名|報名|TEL|Tel|[0-9]{3}|[电電洽][:：（(]|[请請来來][电電]|有.{0,2}[售销銷]|[总總][经經]"
).search  # nearly all in letters, since `re` then looks for their first ones alone
"""A sieve: what is in every line that says how to reach somebody."""
_RUNNING = re.compile("[。；！？…”，]")
TOLD = re.compile("说|說|表示|记者|記者|据悉|據悉|告诉|告訴|(?<![该該本此])日前|近日(?![内內])").search
"""What news says, and adverts do not."""


class Notice(NamedTuple):
    """Lines that are a notice or an advert, by index, the last one included; and why."""

    first: int
    last: int
    why: str
    weight: float


@cache
def compiled(cue: Cue) -> regex.Pattern[str]:
    """A cue's pattern."""
    import regex

    return regex.compile(cue.pattern)


def reaches(text: str) -> bool:
    """Whether a line says how to reach somebody."""
    if len(text) > 2 * LONGEST_SLOGAN or not _REACHED(text):
        return False
    return any(compiled(cue).search(text) for cue in (CONTACT, PHONE, SOLD_AT))


def ends(text: str) -> bool:
    """Whether a line ends with a sentence."""
    last = text[-1:]
    return last in _STOPS or (last in _CLOSING and text[-2:-1] in _STOPS)


def adverts_in(texts: Sequence[str], taken: set[int]) -> Iterator[Notice]:
    """Small adverts: lines without sentences of which some offer something and others say how to get it."""
    end = 0
    for reached in range(len(texts)):
        if reached < end or not _REACHED(texts[reached]):
            continue
        first = end = reached
        while end < len(texts) and end not in taken and _slogan(texts[end]):
            end += 1
        while first and first - 1 not in taken and _slogan(texts[first - 1]):
            first -= 1
        while first < end and not (first == 0 or not texts[first - 1] or first - 1 in taken or ends(texts[first - 1])):
            first += 1  # what goes on with a sentence
        if first < end:
            yield from _advert_within(texts, first, end)


def _slogan(text: str) -> bool:
    if not 0 < len(text) <= LONGEST_SLOGAN or _RUNNING.search(text):
        return False
    return text[-1] not in "、," and not LEAD.match(text)


def _advert_within(texts: Sequence[str], start: int, end: int) -> Iterator[Notice]:
    """The advert among lines that hold no sentence: from the first line that speaks for one to the last, at most one
    other line between two; or all of a few lines between blanks."""
    reached = [i for i in range(start, end) if reaches(texts[i])]
    while reached:
        first = last = reached[0]
        for step in (-1, 1):
            i = first if step < 0 else last
            while start <= i + step < end:
                speaks = [j for j in (i + step, i + 2 * step) if start <= j < end and _speaks(texts[j])]
                if not speaks or last - first >= MOST_SLOGANS:
                    break
                i = speaks[0]
                first, last = min(first, i), max(last, i)
        lines = range(first, last + 1)
        offers = sum(any(compiled(cue).search(texts[i]) for cue in (OFFER, SOLD_AT)) for i in lines)
        parted = (start == 0 or not texts[start - 1]) and (end == len(texts) or not texts[end])
        if offers and parted and end - start <= MOST_SLOGANS:
            yield Notice(start, end - 1, "shop-advert", 2.0 + 1.5 * offers)
            return
        if offers:
            last = _with_signer(texts, last, end)
            yield Notice(_with_name(texts, start, first), last, "shop-advert", 2.0 + 1.5 * offers)
        reached = [i for i in reached if i > last]
        start = last + 1


def _with_name(texts: Sequence[str], start: int, first: int) -> int:
    """Where an advert begins whose first telling line is `first`: with the names and praises above it, where only these
    stand between it and the end of a text."""
    above = texts[start:first]
    if len(above) > MOST_ABOVE or any(BYLINE.match(t) or CREDIT_END.search(t) for t in above):
        return first
    return start


def _with_signer(texts: Sequence[str], last: int, end: int) -> int:
    """Where an advert ends whose last telling line is `last`: with the line below it, if that is a firm's name, or a
    blank line parts it from what comes below."""
    if last + 1 < end and not stands_over_text(texts, last + 1):
        parted = last + 2 >= len(texts) or not texts[last + 2]
        if parted or compiled(SIGNER).match(texts[last + 1]):
            return last + 1
    return last


def stands_over_text(texts: Sequence[str], i: int) -> bool:
    """Whether a line has running text below it, blank lines aside, as a headline has."""
    below = next((text for text in texts[i + 1 : i + 4] if text), "")
    return bool(below) and (len(below) > LONGEST_SLOGAN or not _slogan(below))


def _speaks(text: str) -> bool:
    return reaches(text) or any(compiled(cue).search(text) for cue in (OFFER, ADDRESS, FINE_PRINT))


def among_adverts(texts: Sequence[str], found: Sequence[Notice]) -> list[Notice]:
    """The blocks between blank lines of a page that holds adverts nearly alone: these are adverts too, whatever words
    they use, and whether they have sentences or not."""
    blocks: list[range] = []
    first = -1
    for i in range(len(texts) + 1):
        blank = i == len(texts) or not texts[i]
        if blank and first >= 0:
            blocks.append(range(first, i))
        first = -1 if blank else first if first >= 0 else i
    taken = {i for notice in found for i in range(notice.first, notice.last + 1)}
    told = [block for block in blocks if not taken.isdisjoint(block)]
    left = [block for block in blocks if taken.isdisjoint(block)]
    if len(told) + len(left) > 1 and all(len(block) <= FEW for block in blocks):
        offers = [block for block in left if _offers(texts, block)]
        left = [block for block in left if block not in offers]
    else:
        offers = []
    if not (told or offers) or len(left) > len(told) + len(offers):
        return []
    rest = {i for block in (*told, *left) for i in block if i not in taken}
    if any(ends(texts[i]) or LEAD.match(texts[i]) for i in rest if not _heads_adverts(texts[i])):
        return []
    if not all(1 < len(b) <= FEW or _heads_adverts(texts[b[0]]) for b in left):  # one line may be a headline
        return []
    return [Notice(block[0], block[-1], "shop-advert", 2.0) for block in (*offers, *left)]


def _offers(texts: Sequence[str], block: Sequence[int]) -> bool:
    """Whether a block is a small advert in sentences: it offers something, and says how to get it."""
    lines = [texts[i] for i in block]
    words = "".join(lines)
    if any(LEAD.match(text) for text in lines) or TOLD(words) or not compiled(OFFER).search(words):
        return False
    return any(reaches(text) or compiled(ADDRESS).search(text) for text in lines)


def _heads_adverts(text: str) -> bool:
    return any(compiled(cue).match(text) for cue in HEADINGS)
