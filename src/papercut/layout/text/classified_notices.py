"""Classified notices and small adverts among the lines of a page, told by their set phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from papercut.languages.notice_phrases import CONTACT, HEADING_ENDS, HEADINGS, OFFER, PHRASES, SIGNER, UNQUOTED
from papercut.languages.prefiltered_patterns import Sieved
from papercut.languages.story_phrases import LEAD
from papercut.layout.text.column_measure import width
from papercut.rules import Cue

if TYPE_CHECKING:
    import regex

LONGEST_HEADING = 30
MOST_LINES, MOST = 16, 360
"""Lines and visible characters of one sentence or paragraph of a notice, at most."""
LEAST, STRONG = 2.0, 2.5
"""What the phrases of a paragraph must weigh for it to go on with a notice, and to be one without a heading."""
SPACED = 0.7
"""Where so great a share of the lines has a blank one behind it, that is how the page is written."""
RAGGED = 4.0
"""Lines of one column are as wide but for so many em."""
AS_WIDE = 1.5
"""And most but for so many."""
LINES_OF_LOSS = 8
"""So many lines has a notice of a lost paper without a heading, at most."""
LONGEST_SLOGAN = 34
"""Visible characters; a longer line is no line of a small advert."""
MOST_SLOGANS = 8

_MAY_END_A_HEADING = frozenset(UNQUOTED).union(end[-1] for end in HEADING_ENDS)
_STOPS, _CLOSING = frozenset("。！？!?"), frozenset("”」』）)")
_HEAD = re.compile("[声聲启啟啓公通信資廣广告更勘招租聘遗遺作寻尋讣訃鸣鳴出转求征]").search
_VOID = re.compile("作[废廢]").search
_LOST = Sieved(
    "作[废廢]",
    "(?:(?:[兹茲]有)?[^，。、；：“”]{1,40}?(?:因?不慎|遗失|遺失|丢失|丟失|失落|被盗)(?!了)[^。]{2,100}?作[废廢][。；;]?)+",
).fullmatch
_REACHED = re.compile(
    "电话|电話|电子|電话|電話|電子|热线|热線|熱线|熱線|手机|手機|联系|联繫|联络|联絡|聯系|聯繫|聯络|聯絡|地址|地點|微信"
    "|QQ|Qq|qQ|qq|邮箱|郵箱|传真|傳真|网址|網址|报名|報名|TEL|Tel"
).search  # all in letters, since `re` then looks for their first ones alone
"""A sieve: what is in every line that says how to reach somebody."""
_BEGINS_LOST = Sieved(
    "[遗遺丢丟]失",
    "(?:[兹茲]有)?[^，。、；：“”]{2,24}?(?:因?不慎)?(?:遗失|遺失|丢失|丟失)(?!了)",
).match
_TOLD = re.compile("说|說|表示|记者|記者|据悉|據悉|告诉|告訴|日前|近日").search
_MARK = re.compile("[，。、；：？！,;:]").search
_RUNNING = re.compile("[。；！？…”，]")
_REST = re.compile(r"[0-9０-９\-—－()（）]{5,24}|[\w.\-]{2,30}@[\w.\-]{3,30}").fullmatch
"""What a line of contacts runs over into."""


class Notice(NamedTuple):
    """Lines that are a notice or an advert, by index, the last one included; and why."""

    first: int
    last: int
    why: str
    weight: float


@cache
def _compiled(cue: Cue) -> regex.Pattern[str]:
    import regex

    return regex.compile(cue.pattern)


def _heads(text: str) -> bool:
    return (
        text[-1:] in _MAY_END_A_HEADING
        and 2 <= len(text) <= LONGEST_HEADING
        and text.rstrip(UNQUOTED).endswith(HEADING_ENDS)
        and _HEAD(text) is not None
        and any(_compiled(cue).match(text) for cue in HEADINGS)
    )


def _phrases(text: str) -> float:
    return sum(cue.weight for cue in PHRASES if _compiled(cue).search(text))


def _reaches(text: str) -> bool:
    if len(text) > 2 * LONGEST_SLOGAN or not _REACHED(text):
        return False
    return _compiled(CONTACT).search(text) is not None


def _signs(text: str) -> bool:
    return len(text) <= LONGEST_HEADING and _compiled(SIGNER).match(text) is not None


def find_notices(texts: Sequence[str]) -> list[Notice]:
    """The notices and small adverts of a page. `texts` are its lines without any white space; blank ones are empty."""
    rows = [i for i, text in enumerate(texts) if text]
    if len(rows) > 8 and sum(b - a > 1 for a, b in pairwise(rows)) > SPACED * len(rows):  # blank lines mean nothing
        found = find_notices([texts[i] for i in rows])
        return [Notice(rows[n.first], rows[n.last], n.why, n.weight) for n in found]
    out = list(_notices(texts, rows))
    taken = {i for notice in out for i in range(notice.first, notice.last + 1)}
    heads = [i for i in rows if i not in taken and _heads(texts[i])]
    if heads:  # drawn apart from their texts
        left = [i for i in rows if i not in taken]
        out += list(_notices(texts, left, len(heads)))
        if out:
            out += [Notice(i, i, "notice", 2.0) for i in heads]
        taken = {i for notice in out for i in range(notice.first, notice.last + 1)}
    out += _adverts(texts, taken)
    return sorted(out)


def _notices(texts: Sequence[str], rows: Sequence[int], headless: int = 0) -> Iterator[Notice]:
    """Notices with their headings, and those of losses without; and of others without so many as `headless`."""
    void = _VOID("".join(texts[i] for i in rows)) is not None
    k = 0
    while k < len(rows):
        headed = _heads(texts[rows[k]])
        last, weight = -1, 0.0
        if headed or headless or void:
            begins = headed or k == 0 or _ended(texts, rows, k) or _BEGINS_LOST(texts[rows[k]])
            if begins and (headed or headless or _void_ahead(texts, rows, k)):
                last, weight = _notice_from(texts, rows, k, headed, headless > 0)
        if last < 0:
            k += 1
            continue
        headless -= not headed
        yield Notice(rows[k], rows[last], "notice", weight)
        k = last + 1


def _notice_from(texts: Sequence[str], rows: Sequence[int], k: int, headed: bool, headless: bool) -> tuple[int, float]:
    """The place in `rows` of the last line of a notice that begins at place `k`, -1 if none does; and its weight."""
    last, total = -1, 0.0
    at = k + headed
    while at < len(rows):
        text = texts[rows[at]]
        if last >= 0 and (_reaches(text) or _signs(text) or _REST(text)) and not _RUNNING.search(text):
            last, at = at, at + 1
            continue
        if at > k and _heads(text):
            break
        end = _paragraph(texts, rows, at)
        if end < 0:
            break
        words = "".join(texts[rows[j]] for j in range(at, end + 1))
        weight = _phrases(words)
        if headed and last < 0 and weight < LEAST:  # one that first tells what happened
            more = _paragraph(texts, rows, end + 1) if end + 1 < len(rows) else -1
            if more > 0:
                end, words = more, words + "".join(texts[rows[j]] for j in range(end + 1, more + 1))
                weight = _phrases(words) if len(words) <= MOST // 2 else 0.0
        if LEAD.match(words) or weight < LEAST:
            break
        if not headed and (_TOLD(words) or not (_LOST(words) or (headless and weight >= STRONG))):
            break
        last, total, at = end, total + weight, end + 1
    return last, total


def _void_ahead(texts: Sequence[str], rows: Sequence[int], k: int) -> bool:
    """Whether the next lines declare something void; a sieve."""
    return _VOID("".join(texts[i] for i in rows[k : k + LINES_OF_LOSS])) is not None


def _ended(texts: Sequence[str], rows: Sequence[int], k: int) -> bool:
    """Whether what stands before a line is at an end."""
    return rows[k] - rows[k - 1] > 1 or _ends(texts[rows[k - 1]])


def _ends(text: str) -> bool:
    """Whether a line ends with a sentence."""
    last = text[-1:]
    return last in _STOPS or (last in _CLOSING and text[-2:-1] in _STOPS)


def _paragraph(texts: Sequence[str], rows: Sequence[int], at: int) -> int:
    """The place of the last line of the paragraph that begins at a place; -1 if it is none of a notice. It ends with a
    sentence, or, once a phrase of notices has been read, before what is no line of the same column."""
    measure = width(texts[rows[at]])
    length = 0
    for j in range(at, min(len(rows), at + MOST_LINES)):
        text = texts[rows[j]]
        length += len(text)
        if length > MOST:
            return -1
        if _ends(text):
            return j
        if j > at and _heads(text):  # another notice's
            return -1
        wide = width(text)
        after = texts[rows[j + 1]] if j + 1 < len(rows) else ""
        contact = _reaches(after) and not _RUNNING.search(after)
        parted = not after or _heads(after) or contact or rows[j + 1] - rows[j] > 1
        other = wide < measure - RAGGED or width(after) > measure + 2 * RAGGED
        if parted or other:
            if _phrases("".join(texts[rows[n]] for n in range(at, j + 1))) >= LEAST:
                return _own_lines(texts, rows, at, j)
            if other and rows[min(j + 1, len(rows) - 1)] - rows[j] <= 1:
                return -1
    return -1


def _own_lines(texts: Sequence[str], rows: Sequence[int], at: int, last: int) -> int:
    """The last line of a paragraph that breaks off, if lines up to `last` could be it: what stands at its end without
    any mark, and is not as wide as its column, is most likely a headline."""
    measure = width(texts[rows[at]])
    while last > at:
        text = texts[rows[last]]
        if _MARK(text) or abs(width(text) - measure) <= AS_WIDE:
            break
        words = "".join(texts[rows[n]] for n in range(at, last))
        if _phrases(words) < LEAST:
            break
        last -= 1
    return last


def _adverts(texts: Sequence[str], taken: set[int]) -> Iterator[Notice]:
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
        while first < end and not (first == 0 or not texts[first - 1] or first - 1 in taken or _ends(texts[first - 1])):
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
    reached = [i for i in range(start, end) if _reaches(texts[i])]
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
        offers = sum(_compiled(OFFER).search(texts[i]) is not None for i in lines)
        parted = (start == 0 or not texts[start - 1]) and (end == len(texts) or not texts[end])
        if offers and parted and end - start <= MOST_SLOGANS:
            yield Notice(start, end - 1, "shop-advert", 2.0 + 1.5 * offers)
            return
        if offers:
            yield Notice(first, last, "shop-advert", 2.0 + 1.5 * offers)
        reached = [i for i in reached if i > last]
        start = last + 1


def _speaks(text: str) -> bool:
    return _reaches(text) or _compiled(OFFER).search(text) is not None
