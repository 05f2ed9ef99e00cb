"""Classified notices and small adverts among the lines of a page, told by their set phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from papercut.languages.notice_phrases import FIELD, HEADING_ENDS, HEADINGS, OFFER, PHRASES, SIGNER, TITLED, UNQUOTED
from papercut.languages.prefiltered_patterns import Sieved
from papercut.languages.story_phrases import LEAD, LIST_MARK
from papercut.layout.text.column_measure import width
from papercut.layout.text.small_adverts import (
    TOLD,
    Notice,
    adverts_in,
    among_adverts,
    compiled,
    ends,
    reaches,
    stands_over_text,
)

LONGEST_HEADING, LONGEST_SIGNER = 30, 16
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
PARTICULARS = 2
"""So many particulars on lines of their own, below a heading of notices, make one."""
RAGGED_LINES = 6
"""Lines of a notice whose lines do not fill their column, at most."""
LINES_OF_LOSS = 8
"""So many lines has a notice of a lost paper without a heading, at most."""

_MAY_END_A_HEADING = frozenset(UNQUOTED).union(end[-1] for end in HEADING_ENDS)
_HEAD = re.compile("[声聲启啟啓公通信資廣广告更勘招租聘遗遺作寻尋讣訃鸣鳴出转求征]").search
_VOID = re.compile("作[废廢]").search
_LOST = Sieved(
    "作[废廢]",
    "(?:(?:[兹茲]有)?[^，。、；：“”]{1,40}?(?:因?不慎|遗失|遺失|丢失|丟失|失落|被盗)(?!了)[^。]{2,100}?作[废廢][。；;]?)+",
).fullmatch
_BEGINS_LOST = Sieved(
    "[遗遺丢丟]失",
    "(?:[兹茲]有)?[^，。、；：“”]{2,24}?(?:因?不慎)?(?:遗失|遺失|丢失|丟失)(?!了)",
).match
_MARK = re.compile("[，。、；：？！,;:]").search
_RUNNING = re.compile("[。；！？…”，]")
_REST = re.compile(r"[0-9０-９\-—－()（）]{5,24}|[\w.\-]{2,30}@[\w.\-]{3,30}").fullmatch
"""What a line of contacts runs over into."""


def _heads(text: str) -> bool:
    return (
        text[-1:] in _MAY_END_A_HEADING
        and 2 <= len(text) <= LONGEST_HEADING
        and text.rstrip(UNQUOTED).endswith(HEADING_ENDS)
        and _HEAD(text) is not None
        and any(compiled(cue).match(text) for cue in HEADINGS)
    )


def _titled(text: str) -> bool:
    """Whether a line ends as the titles of notices do; those of news do so too."""
    return (
        text[-1:] in _MAY_END_A_HEADING and len(text) <= LONGEST_HEADING and compiled(TITLED).match(text) is not None
    )


def _phrases(text: str) -> float:
    return sum(cue.weight for cue in PHRASES if compiled(cue).search(text))


def _signs(text: str) -> bool:
    return len(text) <= LONGEST_HEADING and compiled(SIGNER).match(text) is not None


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
    out += adverts_in(texts, taken)
    taken = {i for notice in out for i in range(notice.first, notice.last + 1)}
    above = [i for i, below in pairwise(rows) if below in taken and i not in taken and _heads(texts[i])]
    out += [Notice(i, i, "notice", 2.0) for i in above]
    return sorted(out + among_adverts(texts, out))


def _notices(texts: Sequence[str], rows: Sequence[int], headless: int = 0) -> Iterator[Notice]:
    """Notices with their headings, and those of losses without; and of others without so many as `headless`."""
    void = _VOID("".join(texts[i] for i in rows)) is not None
    k = 0
    while k < len(rows):
        sure = _heads(texts[rows[k]])
        headed = sure or _titled(texts[rows[k]])
        last, weight = -1, 0.0
        if headed or headless or void:
            begins = headed or k == 0 or _ended(texts, rows, k) or _BEGINS_LOST(texts[rows[k]])
            if begins and (headed or headless or _void_ahead(texts, rows, k)):
                last, weight = _notice_from(texts, rows, k, headed, headless > 0, LEAST if sure else STRONG)
        if headed and last < 0:
            last, weight = _particulars(texts, rows, k, PARTICULARS + (not sure))
        if last < 0:
            k += 1
            continue
        headless -= not headed
        yield Notice(rows[k], rows[last], "notice", weight)
        k = last + 1


def _notice_from(
    texts: Sequence[str], rows: Sequence[int], k: int, headed: bool, headless: bool, need: float
) -> tuple[int, float]:
    """The place in `rows` of the last line of a notice that begins at place `k`, -1 if none does; and its weight.
    `need` is what its first paragraph must weigh."""
    last, total = -1, 0.0
    at = k + headed
    while at < len(rows):
        text = texts[rows[at]]
        if last >= 0 and _belongs(texts, rows, at):
            last, at = at, at + 1
            continue
        if at > k and _heads(text):
            break
        end = _paragraph(texts, rows, at)
        if end < 0:
            break
        words = "".join(texts[rows[j]] for j in range(at, end + 1))
        weight = _phrases(words)
        if headed and last < 0 and weight < LEAST and not TOLD(words):
            reached = need == LEAST and any(reaches(texts[i]) for i in rows[at : end + 2])
            weight += need * (reached or _signed_below(texts, rows, end))
        if headed and last < 0 and weight < LEAST:  # one that first tells what happened
            more = _paragraph(texts, rows, end + 1) if end + 1 < len(rows) else -1
            if more > 0:
                end, words = more, words + "".join(texts[rows[j]] for j in range(end + 1, more + 1))
                weight = _phrases(words) if len(words) <= MOST // 2 else 0.0
        if LEAD.match(words) or weight < (need if headed and last < 0 else LEAST):
            break
        if need > LEAST and TOLD(words):
            break
        if not headed and (TOLD(words) or not (last >= 0 or _LOST(words) or (headless and weight >= STRONG))):
            break
        last, total, at = end, total + weight, end + 1
    return last, total


def _belongs(texts: Sequence[str], rows: Sequence[int], at: int) -> bool:
    """Whether the line at a place, below a paragraph of a notice, is one more of it: how to reach somebody, or who
    gives notice, as the line tells, or a blank line behind it."""
    text = texts[rows[at]]
    if _RUNNING.search(text.rstrip("。")):
        return False
    if reaches(text) or _REST(text):
        return True
    near = rows[at] - rows[at - 1] == 1
    parted = at + 1 == len(rows) or rows[at + 1] - rows[at] > 1
    named = _signs(text) or (near and parted and len(text) <= LONGEST_SIGNER)
    return named and not stands_over_text(texts, rows[at])


def _signed_below(texts: Sequence[str], rows: Sequence[int], end: int) -> bool:
    """Whether who gives notice stands right below the paragraph that ends at place `end`, and nothing below that."""
    if end + 1 >= len(rows) or rows[end + 1] - rows[end] > 1 or not _signs(texts[rows[end + 1]]):
        return False
    return end + 2 == len(rows) or rows[end + 2] - rows[end + 1] > 1 or _signs(texts[rows[end + 2]])


def _particulars(texts: Sequence[str], rows: Sequence[int], k: int, need: int) -> tuple[int, float]:
    """The same for a notice whose heading stands at place `k`, told by its form: below a sentence or none, `need`
    particulars, each on a line of its own; or a few ragged lines up to a blank one that have a phrase of notices."""
    last, told = -1, 0
    end = k
    for at in range(k + 1, min(len(rows), k + 1 + MOST_LINES)):
        text = texts[rows[at]]
        if _heads(text) or LEAD.match(text) or (at > k + 1 and rows[at] - rows[at - 1] > 1):
            break
        end = at
        if compiled(FIELD).match(text) or (reaches(text) and not _RUNNING.search(text)):
            last, told = at, told + 1
        elif last == at - 1 and told and _signs(text):
            last = at
    parted = end + 1 == len(rows) or rows[end + 1] - rows[end] > 1
    if told < need == PARTICULARS and parted and end - k <= RAGGED_LINES:
        last = end
        words = "".join(texts[rows[j]] for j in range(k + 1, end + 1))
        offered = compiled(OFFER).search(words) and any(reaches(texts[rows[j]]) for j in range(k + 1, end + 1))
        told = need * (_phrases(words) >= LEAST or bool(offered))
    words = "".join(texts[rows[j]] for j in range(k + 1, last + 1))
    if told < need or len(words) > MOST or TOLD(words):
        return -1, 0.0
    return last, LEAST


def _void_ahead(texts: Sequence[str], rows: Sequence[int], k: int) -> bool:
    """Whether the next lines declare something void; a sieve."""
    return _VOID("".join(texts[i] for i in rows[k : k + LINES_OF_LOSS])) is not None


def _ended(texts: Sequence[str], rows: Sequence[int], k: int) -> bool:
    """Whether what stands before a line is at an end."""
    return rows[k] - rows[k - 1] > 1 or ends(texts[rows[k - 1]])


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
        if ends(text):
            return j
        if j > at and _heads(text):  # another notice's
            return -1
        wide = width(text)
        after = texts[rows[j + 1]] if j + 1 < len(rows) else ""
        contact = reaches(after) and not _RUNNING.search(after)
        item = bool(after) and after[0] == texts[rows[at]][0] and LIST_MARK.match(after) is not None
        parted = not after or _heads(after) or contact or item or rows[j + 1] - rows[j] > 1
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
