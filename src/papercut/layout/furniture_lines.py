"""Running heads, mastheads and the boxes beside them, told from their lines alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from papercut.languages.furniture_words import BULLETS
from papercut.layout.furniture_chain import (
    BODY,
    DATES,
    LONGEST,
    LONGEST_NAMED,
    NAMES,
    PAGE_NUMBER,
    PAGE_REF,
    Reading,
    read_line,
    with_own_name,
)
from papercut.model.page import Role

ENOUGH = 2.5  # what a line must weigh: a page number and its section, or one credit
SHARED = 4.5  # what a running head must weigh that shares its line with other text
SHORT, MOST_STACKED = 8, 6  # characters of a line, and lines, of a running head that is set as a stack
ALONE = 1.0  # what a line gains that stands alone between blank lines, on a page that has a running head elsewhere

# Two sieves before the chain of cues is tried, which costs ten times as much: characters, then words. A colon counts
# where a cue could have one, `今日` and `热线` where a cue could begin so; all three are frequent in headlines.
_HINT = re.compile("[址经經长長版报報℃:：/／丨导導看第代刊历曆期话話线線ＣCISw月证證創创今本编編校]")
_WORD = re.compile(
    "[0-9０-９〇一二三四五六七八九十]版|[报報](?:$|[0-9０-９星农農第今国國])|℃|[/／丨]|导读|導讀|看点|要目|[期号號](?:$|代)|代[号號]|刊[号號]"
    "|[编編辑輯委任对對检檢读讀审審校计計图圖版制製责責筹籌划劃监監签簽发發式话話线線真箱价價售份气氣温溫报報址号號A-Za-zＮ)）][:：]"
    "|[馆館社]址|[经經]理|社[长長]|[历曆]|星期|CN|ＣＮ|ISSN|www|电话|電話|[热熱][线線](?:[0-9０-９〇○零一二三四五六七八九—－(（-]|.{0,4}$)"
    "|月.{1,3}日|行人|郵政|邮政|登記證|本報創|今日[共新导導看要提今明本市天气氣0-9０-９〇○零一二三四五六七八九十廿卅百千壹贰貳叁參肆伍陆陸柒捌玖拾兩两]"
    "|本期|售每[份张張]|[报報][价價]|[号號][0-9A-Z]|三[审審]|[终終][审審]|年.{0,4}[月日]|[责責美图圖][编編]|责校|責校|[本值执執责責首一][版班期行任席].?[总總编編主美校设設视視]"
    "|Page[A-Z0-9]|PAGE[A-Z0-9]|[a-z.][0-9]{1,2}(?:st|nd|rd|th)?[,.]?(?:19|20)[0-9]{2}|(?:Editor|EDITOR|Designer|DESIGNER)[:：/／|]"
    "|校[对對].{0,8}[编編校美视視审審]|[编編视視审審].{0,8}校[对對]"
)
# ... and a third one before running heads are looked for within lines: what is in every cue of `_PROOF`.
_PROVEN = re.compile(
    "[版报報期号號]|[A-D][0-9]|CN|ＣＮ|ISSN|issn|值班|[执執]行|首席|[責责]任|[责責美图圖][编編校]"
    "|[辑輯编編委任对對检檢读讀审審校計计图圖版責责筹籌划劃制製发發式面][:：/／丨|│]"
)
_NUMBER = re.compile(r"[A-Z]?[0-9]{1,3}")
_BULLET = re.compile(f"[{BULLETS}].{{4,40}}")
_PROOF = frozenset(
    {"credits", "credits-bare", "page-number", "paper-name", "serial-number", "issue-number", "subscription-code"}
)  # a date and a weekday begin a diary's line too
_ONLY_ONE = frozenset({"date"})  # a second date on the page may sign a letter
_MASTHEAD = frozenset(
    {"lunar-date", "reign-date", "sheets-today", "serial-number", "issue-number", "subscription-code", "old-masthead"}
)


class Taken(NamedTuple):
    """A line that is furniture: its index, role, reason (a cue's name or `beside-furniture`) and weight."""

    at: int
    role: Role
    why: str
    weight: float


def part_of_line(text: str, compact: str) -> tuple[int, int, Role, str] | None:
    """The running head that shares a line with other text, before or behind it, as extraction gives them: where it
    begins and ends in the line's compact text, its role and reason."""
    if len(text) < len(compact) + 2 or len(text) > LONGEST:
        return None
    words = text.split()
    if len(words) < 3 or not (_PROVEN.search(compact) and _WORD.search(compact)):
        return None
    length = sum(map(len, words))
    for count in range(len(words) - 1, 0, -1):
        for own, rest in ((words[:count], words[count:]), (words[-count:], words[:-count])):
            head, other = "".join(own), "".join(rest)
            if not _PROVEN.search(head):
                continue
            reading, numbered = _read_head(own)
            if reading.stray or reading.weight < SHARED or len(set(reading.cues)) < 2:
                continue
            if not (numbered or _PROOF & set(reading.cues)):
                continue
            if sum(c.isalpha() for c in other) >= 4 and not read_line(other).cues:
                start = 0 if own[0] is words[0] and rest[0] is not words[0] else length - len(head)
                return start, start + len(head), Role.FOLIO, _strongest(reading)
    return None


def _read_head(words: Sequence[str]) -> tuple[Reading, bool]:
    """What the cues say of some words of a line, and whether a page's number stands alone at their edge, a date among
    the others."""
    reading = read_line("".join(words))
    if reading.stray:
        for number, others in ((words[0], words[1:]), (words[-1], words[:-1])):
            if _NUMBER.fullmatch(number) and DATES & set((inner := read_line("".join(others))).cues):
                return inner, not inner.stray
    return reading, False


def find_furniture(texts: Sequence[str]) -> list[Taken]:
    """Which lines of a page are furniture. `texts` are its lines without any white space; blank ones are empty."""
    rows = [i for i, t in enumerate(texts) if t]
    readings = {
        i: read_line(t)
        for i, t in enumerate(texts)
        if t and len(t) <= LONGEST and _HINT.search(t) and not BODY.search(t) and _WORD.search(t)
    }
    taken: dict[int, tuple[str, float]] = {}
    for i, reading in readings.items():
        if reading.stray and reading.weight < ENOUGH and len(texts[i]) <= LONGEST_NAMED:
            reading = readings[i] = with_own_name(texts[i]) or reading
        if reading.weight >= ENOUGH:
            taken[i] = (_strongest(reading), reading.weight)
    for k, i in enumerate(rows[:-1]):
        after = rows[k + 1]
        if len(texts[after]) <= 8 and PAGE_REF.fullmatch(texts[after]) and _BULLET.fullmatch(texts[i]):
            taken[i] = ("guide-item", ENOUGH)
        elif after == i + 1 and len(texts[i]) <= 5 and PAGE_REF.fullmatch(texts[i]):
            if read_line(texts[after]).cues == ("section",):
                taken[i] = (PAGE_NUMBER, ENOUGH)
        if after == i + 1 and not (i in taken and after in taken):
            _find_broken(texts, i, readings, taken)
    _find_stacked(texts, rows, readings, taken)
    if not taken:
        return []
    for i, reading in readings.items():
        if i not in taken and reading.stray == 0 and reading.weight + ALONE >= ENOUGH and _alone(texts, i):
            if not _second(reading, readings, taken):
                taken[i] = (_strongest(reading), reading.weight + ALONE)
    _find_name(texts, readings, taken)
    _find_items(texts, rows, taken)
    _spread(texts, rows, readings, taken)
    return _with_roles(texts, readings, taken)


def _find_broken(
    texts: Sequence[str], i: int, readings: dict[int, Reading], taken: dict[int, tuple[str, float]]
) -> None:
    """Take a running head with the name of its section that was set on two lines, on one of them the page's number."""
    pair = texts[i : i + 2]
    if sum(map(len, pair)) <= LONGEST_NAMED and any(map(PAGE_REF.fullmatch, pair)) and not any(map(BODY.search, pair)):
        reading = with_own_name("".join(pair))
        if reading and reading.weight >= SHARED:
            for at in (i, i + 1):
                readings[at] = reading
                taken.setdefault(at, (_strongest(reading), reading.weight))


def _find_stacked(
    texts: Sequence[str], rows: list[int], readings: dict[int, Reading], taken: dict[int, tuple[str, float]]
) -> None:
    """Take a running head that was set on several short lines, one below the other: they read as one."""
    k = 0
    while k < len(rows):
        end = k
        most = min(len(rows), k + MOST_STACKED)
        while end < most and len(texts[rows[end]]) <= SHORT and rows[end] == rows[k] + end - k:
            end += 1
        step = 1
        for stop in range(end, k + 1, -1):
            whole = "".join(texts[i] for i in rows[k:stop])
            if not (_HINT.search(whole) and _WORD.search(whole)):
                break
            reading = read_line(whole)
            if not reading.stray and reading.weight >= SHARED and DATES & set(reading.cues):
                for i in rows[k:stop]:
                    taken.setdefault(i, (_strongest(reading), reading.weight))
                    readings.setdefault(i, reading)
                step = stop - k
                break
        k += step


def _strongest(reading: Reading) -> str:
    return max(reading.cues, key=lambda c: NAMES[c.replace("-", "_")][1].weight)


def _alone(texts: Sequence[str], i: int) -> bool:
    return (i == 0 or not texts[i - 1]) and (i + 1 == len(texts) or not texts[i + 1])


def _second(reading: Reading, readings: dict[int, Reading], taken: dict[int, tuple[str, float]]) -> bool:
    """Whether the line holds nothing but a kind of furniture that the page has already."""
    if not _ONLY_ONE.issuperset(reading.cues):
        return False
    return any(_ONLY_ONE & set(readings[i].cues) for i in taken if i in readings)


def _find_name(texts: Sequence[str], readings: dict[int, Reading], taken: dict[int, tuple[str, float]]) -> None:
    """Take the paper's name where a page has a running head without one: a name on a line of its own, after a blank."""
    if any("paper-name" in readings[i].cues for i in taken if i in readings):
        return
    blanks = "" in texts[:-1]
    for i, reading in readings.items():
        if i not in taken and reading.cues == ("paper-name",) and not reading.stray and len(texts[i]) <= 8:
            if i == 0 or not blanks or not texts[i - 1]:
                taken[i] = ("paper-name", reading.weight + ALONE)
                return


def _find_items(texts: Sequence[str], rows: list[int], taken: dict[int, tuple[str, float]]) -> None:
    """Take items of the guide that an extractor drew apart from it: the same bullet, alone between blank lines."""
    bullets = {texts[i][0] for i, (why, _) in taken.items() if why == "guide-item"}
    for i in rows if bullets else ():
        text = texts[i]
        if i not in taken and text[0] in bullets and _BULLET.fullmatch(text) and _alone(texts, i):
            if len(text) <= 24 and not BODY.search(text):
                taken[i] = ("guide-item", ENOUGH)


def _spread(
    texts: Sequence[str], rows: list[int], readings: dict[int, Reading], taken: dict[int, tuple[str, float]]
) -> None:
    """Take weaker lines that stand next to furniture, in both directions from every line taken so far."""
    place = {i: k for k, i in enumerate(rows)}
    todo = list(taken)
    while todo:
        k = place[todo.pop()]
        for step in (-1, 1):
            if not 0 <= k + step < len(rows):
                continue
            i, beside = rows[k + step], rows[k]
            if i in taken or len(texts[i]) > LONGEST:
                continue
            reading = readings.get(i) or read_line(texts[i])
            readings[i] = reading
            far = rows[k + 2 * step] if 0 <= k + 2 * step < len(rows) else None
            between = far in taken and len(texts[i]) <= 6 and not BODY.search(texts[i])
            guide = taken[beside][0] in ("guide", "guide-item", "page-number") and _BULLET.fullmatch(texts[i])
            if guide:
                taken[i] = ("guide-item", ENOUGH)
            elif between or (reading.cues and not reading.stray and not _second(reading, readings, taken)):
                taken[i] = ("beside-furniture", max(reading.weight, 1.0))
            else:
                continue
            todo.append(i)


def _with_roles(texts: Sequence[str], readings: dict[int, Reading], taken: dict[int, tuple[str, float]]) -> list[Taken]:
    """Give every line its role; what folio and masthead share goes with the one that the page has."""
    masthead = any(_MASTHEAD & set(readings[i].cues) for i in taken if i in readings)
    shared = Role.NAMEPLATE if masthead else Role.FOLIO
    out: list[Taken] = []
    for i in sorted(taken):
        why, weight = taken[i]
        cues = readings[i].cues if i in readings else ()
        if why == "guide-item":
            role = Role.EAR
        elif not cues:
            role = shared
        else:
            role = NAMES[_strongest(readings[i]).replace("-", "_")][0]
            if role is not Role.EAR:
                role = shared
        out.append(Taken(i, role, why, weight))
    return out
