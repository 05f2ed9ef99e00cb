"""Dates as newspapers print them and as files are named after them.

Each form is a `Cue` with the groups `year`, `month` and `day`, and `era` where years are counted from an event. Chinese
forms are read against text without its white space, Western ones against text in which white space is one space. Lunar
dates match nothing: they stand beside the other date.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from papercut.languages import english, other_packages, western
from papercut.languages.numerals import NUMERAL, numeral_value
from papercut.rules import Cue

ERAS = {
    # the name of an era: the year before its first, and how many it had (the Republic's still run)
    "民國": (1911, 200), "民国": (1911, 200), "康德": (1933, 12), "明治": (1867, 45), "大正": (1911, 15),
    "昭和": (1925, 64), "平成": (1988, 31), "令和": (2018, 100),
}  # fmt: skip
"""Eras whose months and days are those of the common calendar."""

_FOUNDED = "(?<![創创](?:[刊辦办立设設][於于]?|[於于]))"
_MORE = f"(?![創创][刊辦办立]|[-—–~～至、/]{NUMERAL})"
_DAY = f"年(?P<month>{NUMERAL}{{1,3}})月(?P<day>{NUMERAL}{{1,4}})[日号號]{_MORE}"
_YEAR = "(?:1[6-9]|20)[0-9]{2}"
_WIDE_YEAR = "[1１][6-9６-９][0-9０-９]{2}|[2２][0０][0-9０-９]{2}|[一二][〇○零一二三四五六七八九]{3}"

CHINESE: tuple[Cue, ...] = (
    Cue(
        "era",
        rf"{_FOUNDED}(?P<era>{'|'.join(ERAS)})(?P<year>{NUMERAL}{{1,4}}){_DAY}",
        3.0,
        "the year of an era",
        ("中華民國二十六年八月十四日", "民国廿六年八月十四日", "中華民國貳拾捌年四月廿一日", "昭和十二年八月十四日"),
        ("民國廿六年舊曆七月初九", "本報創於民國八年三月三日", "庚申年二月十五日", "民國二十六年"),
    ),
    Cue(
        "common-era",
        rf"(?<![0-9０-９〇○零一二三四五六七八九]){_FOUNDED}(?P<year>{_WIDE_YEAR}){_DAY}",
        3.0,
        "the year of the common era",
        ("2024年12月18日", "二〇二四年十二月十八日", "１９９８年３月２８日", "一九五〇年一月卅一日"),
        ("2024年12月", "1948年6月15日创刊", "2024年农历三月初一", "2024年2月10日—17日", "12024年1月1日"),
    ),
)

_MONTH = f"(?:{english.MONTH}|{western.DE_MONTH}|{western.FR_MONTH}|{western.NL_MONTH})"
_WESTERN_DAY = f"(?:{english.WEEKDAY}|{western.DE_DAY}|{western.FR_DAY}|{western.NL_DAY}|D[ie]nstag)"
# the second day of two that an issue is of: `11 et lundi 12 février`, `7./8. Dezember`
_SECOND = (
    r"(?<!(?<![0-9])[0-9]{1,2}(?:\.? ?[-–/] ?|(?:er|st|nd|rd|th|\.)?,? (?:et|und|and|en|&) "
    rf"(?:{_WESTERN_DAY},? )?))"
)
_SINCE = r"(?<!(?:founded|established|gegründet|fondée?|opgericht)(?: in| on| am| le| op)? )"
WEEKDAY = Cue("weekday", rf"(?i)\b{_WESTERN_DAY}\b", 1.0, "a day of the week", ("Dienstag,", "JEUDI"), ("Sundayed",))

WESTERN: tuple[Cue, ...] = (
    Cue(
        "day-month-year",
        rf"(?i)(?<![\p{{L}}\p{{N}}]){_SINCE}{_SECOND}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|d|er|ten|sten|den|\.)?,? ?"
        rf"(?:of |de |den )?(?P<month>{_MONTH})(?!\p{{L}})\.?,? ?(?P<year>{_YEAR})(?![0-9])",
        3.0,
        "the day before the month",
        (
            "18 December 2024",
            "Dienstag, 7. Dezember 1858",
            "8 février 1882",
            "Mardi, 7 Décembre 1858",
            "zaterdag 12 maart 1966",
            "1er AVRIL 1890",
            "the 3rd of March, 1855",
            "N° 28.—Mardi, 7 Décembre 1858",
        ),
        ("11 et lundi 12 février 1882", "7./8. Dezember 1858", "Founded 1 March 1844", "15 Janvier 1042"),
    ),
    Cue(
        "month-day-year",
        rf"(?i)(?<!\p{{L}}){_SINCE}(?P<month>{_MONTH})(?!\p{{L}})\.? ?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|d)?,? "
        rf"?(?P<year>{_YEAR})(?![0-9])",
        3.0,
        "the month before the day",
        ("Wednesday, June 7, 1944", "SEPTEMBER 22, 1855", "Sept. 3d, 1912"),
        ("June 7-8, 1944", "Established January 1, 1785", "June 7"),
    ),
    Cue(
        "dotted",
        rf"(?<![0-9.])(?P<day>[0-9]{{1,2}})\. ?(?P<month>[0-9]{{1,2}})\. ?(?P<year>{_YEAR})(?![0-9])",
        2.0,
        "day, month and year in numbers; dots mean this order",
        ("7.12.1858", "18. 12. 2024"),
        ("1.7.12.1858",),
    ),
    Cue(
        "year-first",
        rf"(?<![0-9])(?<![0-9][-./])(?P<year>{_YEAR})(?P<mark>[-./])(?P<month>[0-9]{{1,2}})(?P=mark)"
        r"(?P<day>[0-9]{1,2})(?![0-9])(?![-.][0-9])",
        2.0,
        "year, month and day in numbers; a year at the front means this order",
        ("2024-12-18", "2024.12.18", "2024/1/8", "1998/3/8/3"),
        ("12-2024-12-18", "2024-12.18"),
    ),
)

NAMES: tuple[Cue, ...] = (
    Cue(
        "eight-digits",
        rf"(?<![0-9])(?P<year>{_YEAR})[-_./]?(?P<month>0[1-9]|1[0-2])[-_./]?(?P<day>0[1-9]|[12][0-9]|3[01])(?![0-9])",
        2.0,
        "year, month and day with two digits each, apart or not, in folders of one another or not",
        ("rmrb19980328-03", "NYT_1944-06-07_p1", "1998/03/28/03", "1998/0328/03", "18820208_1-0001"),
        ("0123456789", "20251399", "119980328"),
    ),
    *(cue for cue in (*CHINESE, *WESTERN) if cue.name != "dotted"),
)
"""Forms in the names of files; no white space stands within them but in those with words."""

_MONTHS = {
    "jan": 1, "feb": 2, "fev": 2, "mar": 3, "maa": 3, "apr": 4, "avr": 4, "may": 5, "mai": 5, "mei": 5, "jun": 6,
    "jui": 6, "jul": 7, "juil": 7, "aug": 8, "aou": 8, "sep": 9, "oct": 10, "okt": 10, "nov": 11, "dec": 12, "dez": 12,
}  # fmt: skip
"""How the names of months begin in the four languages, without accents."""


class Dated(NamedTuple):
    """A date in a text, as `1998-03-28`, and where it stands."""

    date: str
    start: int
    end: int


def dates_in(text: str, cues: Sequence[Cue] = (*CHINESE, *WESTERN)) -> Iterator[Dated]:
    """The dates of a text, form by form; what is no day of the calendar is none."""
    for cue in cues:
        for found in cue.find_all(text):
            parts = found.groupdict()
            year = numeral_value(parts["year"])
            first, count = ERAS.get(parts.get("era") or "", (0, 0))
            if year is None or (count and not 1 <= year <= count):
                continue
            try:
                day = datetime.date(first + year, _month(parts["month"]), numeral_value(parts["day"]) or 0)
            except ValueError:
                continue
            yield Dated(day.isoformat(), *found.span())


def other_dates(text: str) -> Iterator[str]:
    """The dates of a text, as `1998-03-28`, in the languages of other packages."""
    for year, month, day in other_packages.dates(text):
        with suppress(ValueError):
            yield datetime.date(int(year), int(month), int(day)).isoformat()


def _month(text: str) -> int:
    plain = unicodedata.normalize("NFD", text.casefold())
    plain = "".join(ch for ch in plain if not unicodedata.combining(ch))
    return numeral_value(text) or _MONTHS.get(plain[:4]) or _MONTHS.get(plain[:3], 0)
