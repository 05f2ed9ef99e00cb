"""What single lines of furniture say: each is read as a chain of the trade's forms, from its own characters alone."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from papercut.languages.chinese_furniture import FOLIO_CUES

if TYPE_CHECKING:
    import regex

LONGEST = 160  # visible characters; no line of a running head is longer, and body lines glued into one are
LONGEST_NAMED = 48  # nor is one in which a name is not known
STRAY = 1.2  # what each character that no cue explains takes off
NAME = 1.0  # what one name takes off that no cue knows
MOST_STRAY = 4  # characters that no cue explains; no line weighs enough to carry more
BODY = re.compile(r"[。，；！？“”《》〈〉「」『』…]")
NAMES = {c.name.replace("-", "_"): (role, c) for role, c in FOLIO_CUES}
PAGE_REF = re.compile(r"第?[A-ZＡ-Ｚ]?[0-9０-９]{1,3}版")
DATES = frozenset({"date", "cyclic-date", "lunar-date", "date-in-letters"})
"""The cues of days."""
_LIGHT = frozenset("|｜丨│/／—－-–·・:：、,．.●■◆▲★◎○□*_~～=+")
_OWN_NAME = re.compile("[\u3400-\u9fff]{2,8}")
"""The name of a section that no cue knows (`fullmatch`)."""
_BARE_NUMBER = re.compile("^0[1-9](?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])[0-9]{1,2}$")
"""A page's number at an edge of a running head in which a date and a weekday stand."""
PAGE_NUMBER = "page-number"
_SECTION = "section"


class Reading(NamedTuple):
    """What the cues say of a line: the cues found, their weight together less the stray characters."""

    cues: tuple[str, ...]
    weight: float
    stray: int


NOTHING = Reading((), 0.0, 99)


@cache
def _chain() -> regex.Pattern[str]:
    """All cues as one pattern, compiled when the first line is read that may be furniture."""
    import regex

    return regex.compile("|".join(f"(?P<{name}>{c.pattern})" for name, (_, c) in NAMES.items()))


def read_line(text: str) -> Reading:
    """Read compact text as a chain of furniture cues."""
    if not text or len(text) > LONGEST or BODY.search(text):
        return NOTHING
    cues: list[str] = []
    weight, stray, at = 0.0, 0, 0
    chain = _chain()
    while at < len(text):
        found = chain.match(text, at)
        if found is None or found.end() == at:
            stray += text[at] not in _LIGHT
            if stray > MOST_STRAY:
                return NOTHING
            at += 1
            continue
        cue = NAMES[found.lastgroup or ""][1]
        cues.append(cue.name)
        weight += cue.weight
        at = found.end()
    return Reading(tuple(cues), weight - STRAY * stray, stray)


def with_own_name(text: str) -> Reading | None:
    """Read compact text as a running head in which one name is not known: that of the section, beside the page's
    number; or at an edge, where a weekday stands beside the date. Without a date, the number must be called one."""
    cues: list[str] = []
    weight, at, known = 0.0, 0, 0
    name = ""
    chain = _chain()
    bare = _BARE_NUMBER.search(text)
    while at < len(text):
        found = chain.match(text, at)
        if bare and at == bare.start() and not (found and found.end() > at):
            cues.append(PAGE_NUMBER)
            at = bare.end()
        elif found and found.end() > at:
            cue = NAMES[found.lastgroup or ""][1]
            weight += cue.weight
            cues += [] if cue.name == _SECTION else [cue.name]
            at = found.end()
        elif (own := _OWN_NAME.match(text, at)) and not name:
            end = next((k for k in range(at + 2, own.end()) if chain.match(text, k)), own.end())
            name, known, at = text[at:end], len(cues), end
        elif text[at] in _LIGHT:
            at += 1
        else:
            return None
    weekday = "weekday" in cues
    told = PAGE_REF.search(text) or (not DATES.isdisjoint(cues) and (weekday or not bare))
    if not (name and told and PAGE_NUMBER in cues):
        return None
    if PAGE_NUMBER in cues[max(0, known - 1) : known + 1] or (weekday and known in (0, len(cues))):
        return Reading(tuple(cues), weight - NAME, 0)
    return None
