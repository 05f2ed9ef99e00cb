"""Paper, date, page number and section of a page, from its running head, its nameplate, or the name of its file.

What is known surely or not at all: each thing said is a piece of evidence with a weight, and where the heaviest ones do
not agree nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from papercut.issues.file_names import named
from papercut.languages import other_packages
from papercut.languages.dates import CHINESE, WEEKDAY, WESTERN, dates_in, other_dates
from papercut.languages.lunar_dates import lunar_dates_in
from papercut.languages.mastheads import (
    BESIDE_DATE,
    KNOWN,
    LATIN_NAME,
    NAME,
    NO_NAME,
    PAGES,
    SECTION_FIRST,
    SECTION_NAME,
    page_number,
)
from papercut.languages.numerals import NUMERAL
from papercut.layout.furniture_chain import LONGEST, read_line
from papercut.model.page import Page, Role


class Facts(NamedTuple):
    """What a page's running head, its nameplate or its file's name say of it; an empty string where nothing does."""

    paper: str = ""
    date: str = ""
    """`1998-03-28`"""
    page: str = ""
    """As printed, without the word for page: `3`, `A03`."""
    section: str = ""
    """As printed: `要闻`."""

    def to_dict(self) -> dict[str, str | None]:
        """The key `issue` of the JSON documents: None for what is not known."""
        return {key: value or None for key, value in self._asdict().items()}


COMPANY = 4.0
"""A line with a date that also holds a weekday, a page number or the paper's name: a running head."""
ALONE = 3.0
"""A line that was set aside and says nothing else."""
LUNAR = 0.5
"""How much less a date by the farmers' calendar weighs than one by the common calendar."""
NAME_OF_FILE = 2.0
"""Less than what is printed: files are misnamed oftener than pages are misprinted."""

FIRST, LAST = 6, 2
"""Lines at the page's head and foot that are looked at where nothing was set aside; in many files they come first."""

_HEADS = (Role.FOLIO, Role.NAMEPLATE)
_RUNNING = re.compile(r"(?<!\w)(?!(?:de|la|le|et|und|the|of|and|den|der|für|pour|with|no|nr)\b)[a-zà-ÿ][\w'’]+")
_SEAMS = re.compile(
    "(?<=[日號号一二三四五六天])(?=[\u3400-\u9fff]{1,9}[报報])|(?<=[报報])(?=星期|第|[农農][历曆])|(?<=[日號号])(?=星期)"
)
"""Where a name stands between date, weekday and page number without a space."""
_APART = re.compile(r"(?<!\S)[\u3400-\u9fff](?: [\u3400-\u9fff]){2,}(?!\S)")
"""Characters set apart, which may be a section's name and a paper's."""
_PAIR = re.compile(r"(?<!\S)[\u3400-\u9fff] [\u3400-\u9fff](?!\S)")
"""Two of them: a section's name, `要 闻`."""
_PARTS = re.compile(r"[\s·・•|｜丨│/／:：,，]+|(?<=[版頁页])(?=[\u3400-\u9fff])|(?<=[0-9])(?=[\u3400-\u9fff])")
"""What stands between a section's name and its neighbours."""
_NUMBERS_MEET = re.compile(f"(?<={NUMERAL})(?=[0-9A-Z])(?<![0-9])")
"""Where a Chinese numeral ends, and a number in digits begins: the last one of a date, and that of the page."""
_WORDS_MEET = re.compile(rf"(?<=\S\S)(?<!今日)(?<!今天)(?<!本日)(?<!本期)(?<!共) (?=[第A-Z]?{NUMERAL})(?=\S\S)")
"""A space between a word and a number: no characters set apart, nor the count of an issue's pages."""
_FULL_WIDTH = {0xFF01 + n: 0x21 + n for n in range(94)}


class Said(NamedTuple):
    """A piece of evidence: what it says of which fact, and how much it weighs."""

    fact: str
    value: str
    weight: float


def facts_of(page: Page, name: str) -> Facts:
    """What is sure of a page whose input is called `name`; empty strings for the rest.

    A running head or nameplate is believed before the name. The number in the name is that of the only page of a file.
    """
    said = list(_printed(page))
    own = named(name)
    said += [Said("paper", own.paper, NAME_OF_FILE), Said("date", own.date, NAME_OF_FILE)]
    if page.source.page == 1:
        said.append(Said("page", own.page, NAME_OF_FILE))
    return Facts(*(_surest([s for s in said if s.fact == fact and s.value]) for fact in Facts._fields))


def _surest(said: Sequence[Said]) -> str:
    """The value of the heaviest evidence; where that is of two minds, lighter evidence for one of them decides."""
    values = {s.value for s in said}
    for weight in sorted({s.weight for s in said}, reverse=True):
        here = {s.value for s in said if s.weight == weight} & values
        if here:
            values = here
        if len(values) == 1:
            return values.pop()
    return ""


def _printed(page: Page) -> Iterator[Said]:
    heads = [f.text for f in page.furniture if f.role in _HEADS and f.why != "guide-item"]
    for text in heads:
        yield from _of_line(text, aside=True)
    if not heads:
        rows = [row for row in page.raw if row and not row.isspace()]
        for text in dict.fromkeys((*rows[:FIRST], *(rows[FIRST:][-LAST:]))):
            yield from _of_line(text, aside=False)


def _of_line(text: str, *, aside: bool) -> Iterator[Said]:
    """What a line says. One that was not set aside is asked only if it is nothing but a running head with a date."""
    if len(text) > 2 * LONGEST:
        return
    spaced = " ".join(text.translate(_FULL_WIDTH).split())
    compact = "".join(spaced.split())
    apart = _NUMBERS_MEET.sub("|", "".join(_WORDS_MEET.sub("|", spaced).split()))
    reading = read_line(compact)
    days = {d.date for d in (*dates_in(compact, CHINESE), *dates_in(spaced, WESTERN))}
    days = days or set(other_dates(spaced))
    lunar = set() if days else set(lunar_dates_in(compact))
    chinese = max(compact, default="") >= "\u3400"
    weekday = bool(WEEKDAY.find(spaced)) or other_packages.weekday(spaced)
    company = bool(days or lunar) and (weekday or len(set(reading.cues)) > 1)
    running = company and (not reading.stray if chinese else weekday and not _RUNNING.search(spaced))
    names = {token for token in spaced.split() if token in KNOWN}
    if not aside and not running:
        if names == {spaced}:
            yield Said("paper", spaced, ALONE)
        return
    weight = COMPANY if company else ALONE
    yield from (Said("date", day, weight) for day in days)
    yield from (Said("date", day, weight - LUNAR) for day in lunar)
    if "section" in reading.cues:
        yield from (Said("section", name, weight) for name in _sections(spaced))
    yield from (Said("paper", paper, weight) for paper in names or _names(spaced, chinese))
    for cue in (*PAGES, *((BESIDE_DATE,) if company and not chinese else ()), *other_packages.page_cues(spaced)):
        if found := cue.find(apart if chinese else spaced):
            yield Said("page", page_number(found["page"]), COMPANY if company or "section" in reading.cues else ALONE)
            break


def _sections(spaced: str) -> set[str]:
    """Names of sections in a running head: pieces of it that are nothing else."""
    apart = {run[0].replace(" ", "") for pattern in (_APART, _PAIR) for run in pattern.finditer(spaced)}
    return {piece for piece in (*_PARTS.split(spaced), *apart) if SECTION_NAME.fullmatch(piece)}


def _names(spaced: str, chinese: bool) -> set[str]:
    """Names of papers in a running head: pieces of it that are nothing else."""
    if not chinese:
        found = LATIN_NAME.find(spaced)
        return {found["paper"]} if found else set()
    names = {piece.strip("《》") for token in spaced.split() for piece in _SEAMS.split(token)}
    apart = ["".join(run[0].split()) for run in _APART.finditer(spaced)]
    names |= {name for name in apart if not SECTION_FIRST.match(name)}
    return {n for n in (*names, *apart) if n in KNOWN or (n in names and NAME.fullmatch(n) and not NO_NAME.search(n))}
