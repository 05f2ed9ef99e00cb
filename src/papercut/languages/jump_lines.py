"""Jump lines: `（下转第三版）`, `转A3版`, `上接1版《…》`, `Continued on page 3`, `Fortsetzung Seite 3`.

`leads.JUMP_LINE` says roughly what looks like one, for the networks, which were fitted with it; here it is read.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from papercut.languages import western_jump_lines
from papercut.languages.mastheads import page_number
from papercut.languages.numerals import NUMERAL
from papercut.rules import Cue

_PAGE = rf"(?:[A-ZＡ-Ｚ]\s?[0-9０-９]{{1,2}}|[0-9０-９]{{1,3}}|{NUMERAL}{{1,4}}|[头頭])"
_PAGES = rf"(?:今[日天]|本[报報])?\s?第?\s?(?P<page>{_PAGE})(?:\s?[、，,和及]\s?第?{_PAGE}){{0,3}}"
_PAGES += r"\s?(?:[版页頁]|(?<=[A-Z][0-9]{1,2}))"
_OPEN, _SHUT = r"[（(〔【［\[〈▲▼■◆→▶►▷➤》>＞»]{1,3}", r"[)）〕】］\]〉]"
_TITLE = r"(?:\s?[《“「『](?P<title>[^《》“”「」『』\n]{1,40})[》”」』](?:一文)?)?"
_ON = (
    r"下\s?[转轉接]|[紧緊文]\s?[转轉]|(?:(?:文|未完)[，,、]?)?\s?[转轉]入?|接\s?[转轉]|[续續]\s?[见見刊]"
    r"|[请請]\s?(?:[阅閱看翻][至到]?|[见見转轉])"
)
_FROM = r"上\s?接|[紧緊承]\s?接|[接续續](?=\s?第)"
_LOST = r"第?[^（）()。，\n]{0,10}[版页頁]"  # the number is lost or misread
_NAME_BEHIND = r"[（(][^（）()。\n]{1,12}[）)]"
_CREDIT = rf"(?=\s?(?:{_NAME_BEHIND})?\s?$)"

JUMPS_ON: tuple[Cue, ...] = (
    Cue(
        "xiazhuan",
        rf"{_OPEN}\s?(?:{_ON})\s?(?:{_PAGES}|{_LOST})[^（）()。，\n]{{0,16}}?{_SHUT}{_CREDIT}",
        4.0,
        "the story goes on on another page; in brackets",
        ("（下转第三版）", "(下轉A3版)", "（未完，轉第三版）", "【下转03版·要闻】", "（續見B6頁）",
         "（請閱B2頁）", "（请翻至第八版）", "（下转第三版） （劲驰）"),
        ("（转危为安）", "他说（下转第三版）其后"),
    ),
    Cue(
        "xiazhuan-bare",
        rf"(?:(?:{_OPEN}\s?)?(?:下|(?<!\p{{Han}})文)\s?[转轉]|(?:^|(?<=[\s。！？”』」…]))(?:{_OPEN}\s?)?[转轉])\s?{_PAGES}{_TITLE}[→▶►]?$",
        3.0,
        "the same without brackets at the end of the text",
        ("下转第三版", "会议指出。转A3版", "▲下转02版", "文轉A12", ">>> 下转今日8版"),
        ("由第三版转第四版", "玩转3版", "作文转3班"),
    ),
)
JUMPS_FROM: tuple[Cue, ...] = (
    Cue(
        "shangjie",
        rf"^{_OPEN}\s?(?:{_FROM})\s?(?:{_PAGES}|{_LOST}){_TITLE}[^（）()。，\n]{{0,16}}?{_SHUT}{_TITLE}",
        4.0,
        "the story began on another page; in brackets",
        ("（上接第一版）", "（紧接第二版）", "（上接A1版《海堤》）", "（續第一版）"),
        ("（上接不住）", "记者（上接第一版）"),
    ),
    Cue(
        "shangjie-bare",
        rf"^(?:{_OPEN}\s?)?(?:{_FROM})\s?{_PAGES}{_TITLE}",
        3.0,
        "the same without brackets at the beginning of the text",
        ("上接1版《海堤合龙》", "上接第一版", "◆上接头版"),
        ("上接天下接地",),
    ),
)
JUMPS_AHEAD: tuple[Cue, ...] = (
    Cue(
        "xiazhuan-ahead",
        rf"^{_OPEN}\s?(?:{_ON})\s?{_PAGES}{_SHUT}",
        3.0,
        "the same before text that was joined to it by mistake",
        ("（下转第七版）高考期间禁止鸣笛",),
        ("转第七版高考期间", "高考（下转第七版）期间"),
    ),
)

_HINT = re.compile(r"[转轉接续續请請](?:[^。]{0,14}[版页頁]|\s?第?\s?[A-ZＡ-Ｚ]\s?[0-9０-９])")
"""What is in every Chinese jump line, and in few other texts."""
_BEHIND = re.compile(rf"\s?{_NAME_BEHIND}\s?")
_LONGEST = 60


class Found(NamedTuple):
    """A jump line in a text: where it stands, whether it leads `on` or comes `from`, and the page that it names."""

    start: int
    end: int
    where: str
    page: str | None


def ends_text(found: Found, text: str) -> bool:
    """Whether the jump line is all that ends the text, or a name in brackets stands behind it."""
    return found.end == len(text) or (found.where == "on" and _BEHIND.fullmatch(text, found.end) is not None)


def find(text: str) -> Found | None:
    """The jump line with which a text begins (`from`) or ends (`on`)."""
    tail = max(0, len(text) - _LONGEST)
    places = (("on", tail, JUMPS_ON), ("from", 0, JUMPS_FROM), ("on", 0, JUMPS_AHEAD))
    for where, start, cues in places if _HINT.search(text) else ():
        part = text[start : start + _LONGEST]
        for cue in cues if _HINT.search(part) else ():
            if found := cue.find(part):
                page = found["page"] and page_number("".join(found["page"].split()))
                return Found(start + found.start(), start + found.end(), where, page or None)
    jump = western_jump_lines.jump(text)
    return Found(*jump) if jump else None
