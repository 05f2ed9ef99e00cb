"""Dates of the farmers' calendar (農曆) whose year is known, as days of the common calendar.

A year is known where it is that of an emperor, whose months are those of the farmers' calendar, or where the year of
the Republic or of the common era stands before the words 農曆, 舊曆, 夏曆. A year of the cycle of sixty (甲辰) is not:
it comes again, and nothing is said of it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import cache

from papercut.languages.numerals import NUMERAL, numeral_value
from papercut.rules import Cue

REIGNS = {
    # the year before the first of a reign, and how many it had
    "道光": (1820, 30), "咸豐": (1850, 11), "咸丰": (1850, 11), "同治": (1861, 13), "光緒": (1874, 34),
    "光绪": (1874, 34), "宣統": (1908, 3), "宣统": (1908, 3),
}  # fmt: skip

_REPUBLIC = 1911
CYCLE = "[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]"
"""A year of the cycle of sixty."""
_WORD = "(?:[農农]|[舊旧]|夏|[陰阴]|古|[廢废])[曆历]"
_DAY = (
    f"(?P<leap>[閏闰])?(?P<month>[正冬臘腊]|{NUMERAL}{{1,2}})月"
    f"(?P<day>初[一二三四五六七八九十]|{NUMERAL}{{1,3}})(?![-—–~～至、/])"
)

LUNAR: tuple[Cue, ...] = (
    Cue(
        "reign",
        rf"(?P<era>{'|'.join(REIGNS)})(?P<year>{NUMERAL}{{1,3}})年?(?:歲次|岁次)?(?:{CYCLE}年?)?{_DAY}",
        3.0,
        "the year of an emperor",
        ("同治十一年三月二十三日", "大清光緒三十一年三月初五日", "宣統三年辛亥八月十九日", "光绪廿九年闰五月初一"),
        ("光緒三十一年", "庚申年二月十五日"),
    ),
    Cue(
        "lunar-word",
        rf"(?:(?P<era>民[國国])(?P<year>{NUMERAL}{{1,4}})|(?<!{NUMERAL})(?P<year>[12][0-9]{{3}}|[一二][〇○零一二三四五六七八九]{{3}}))"
        rf"年?{_WORD}(?:歲次|岁次)?(?:{CYCLE}年?)?{_DAY}",
        3.0,
        "the year of the Republic or of the common era, then the word for the calendar",
        ("民國廿六年舊曆七月初九", "2024年农历三月初一", "二〇二四年農曆甲辰年三月初一日"),
        ("农历甲辰年十一月十八", "2024年12月18日农历十一月十八", "民國廿六年七月初九"),
    ),
)
"""Read against text without its white space."""

_FIRST_YEAR = 1850
_FIRST_DAY = datetime.date(1850, 2, 12)
_YEARS = """
    00b25 11a4b 0094d 00aad 0f56a 005b4 00ba9 0bd52 00d92 00d25
    07a4d 00956 112b5 00ad6 006d4 0ada9 00ec9 00e92 08d26 00527
    14a57 0095b 00b5a 0d6d4 00754 00749 0b693 00a93 0052b 06a5b
    0096d 0eb6a 00daa 00ba4 0bb49 00d49 00a95 0952b 0052d 00aad
    0556a 00daa 0dda4 00ea4 00d4a 0aa95 00a97 00556 06ab5 00ad5
    116d2 00752 00ea5 0b64a 0064b 00a9b 09556 0056a 00b59 05752
    00752 0db25 00b25 00a4b 0b4ab 002ad 0056b 04b69 00da9 0fd92
    00e92 00d25 0ba4d 00a56 002b6 095b5 006d4 00ea9 05e92 00e92
    0cd26 0052b 00a57 0b2b6 00b5a 006d4 06ec9 00749 0f693 00a93
    0052b 0ca5b 00aad 0056a 09b55 00ba4 00b49 05a93 00a95 0f52d
    00536 00aad 0b5aa 005b2 00da5 07d4a 00d4a 10a95 00a97 00556
    0cab5 00ad5 006d2 08ea5 00ea5 0064a 06c97 00a9b 0f55a 0056a
    00b69 0b752 00b52 00b25 0964b 00a4b 114ab 002ad 0056d 0cb69
    00da9 00d92 09d25 00d25 15a4d 00a56 002b6 0c5b5 006d5 00ea9
    0be92 00e92 00d26 06a56 00a57 114d6 0035a 006d5 0b6c9 00749
    00693 0952b 0052b 00a5b 0555a 0056a 0fb55 00ba4 00b49 0ba93
    00a95 0052d 08aad 00ab5 135aa 005d2 00da5 0dd4a 00d4a 00c95
    0952e 00556 00ab5 055b2 006d2 0cea5 00725 0064b 0ac97 00cab
    0055a 06ad6 00b69 17752 00b52 00b25 0da4b 00a4b 004ab 0a55b
    005ad 00b6a 05b52 00d92 0fd25 00d25 00a55 0b4ad 004b6 005b5
"""
"""The years from 1850 to 2049 as they were kept, five digits each: a bit for each month from the lowest up, set where
it has 30 days and not 29, and above these 13 bits the month that is followed by its leap month, or 0."""

_MONTHS = {"正": 1, "冬": 11, "臘": 12, "腊": 12}


def lunar_dates_in(text: str) -> Iterator[str]:
    """The days of the common calendar that a text names by the farmers' calendar, as `1998-03-28`."""
    for cue in LUNAR:
        for found in cue.find_all(text):
            parts = found.groupdict()
            year, day = numeral_value(parts["year"]), numeral_value(parts["day"].removeprefix("初"))
            month = _MONTHS.get(parts["month"]) or numeral_value(parts["month"])
            if not (year and month and day):
                continue
            leap = bool(parts["leap"])
            if cue.name == "reign":
                first, count = REIGNS[parts["era"]]
                date = common_date(first + year, month, day, leap=leap) if year <= count else None
            else:
                date = _in_common_year(year + _REPUBLIC if parts["era"] else year, month, day, leap)
            if date:
                yield date.isoformat()


def common_date(year: int, month: int, day: int, *, leap: bool = False) -> datetime.date | None:
    """The day of the common calendar; nothing where there was no such day, or the year is not in the table."""
    if not (_FIRST_YEAR <= year < _FIRST_YEAR + len(_table()) and 1 <= month <= 12):
        return None
    first, lengths, leap_month = _table()[year - _FIRST_YEAR]
    if leap and month != leap_month:
        return None
    at = month - 1 + (0 < leap_month < month or leap)
    if not 1 <= day <= lengths[at]:
        return None
    return first + datetime.timedelta(sum(lengths[:at]) + day - 1)


def _in_common_year(year: int, month: int, day: int, leap: bool) -> datetime.date | None:
    """The only day in a year of the common calendar that is so named. The last months of a year lie in the next one
    in part: where two years could be meant, or the year is not that of the day, nothing is known."""
    days = {common_date(y, month, day, leap=leap) for y in (year - 1, year)}
    own = [d for d in days if d and d.year == year]
    return own[0] if len(own) == 1 and own[0] == common_date(year, month, day, leap=leap) else None


@cache
def _table() -> list[tuple[datetime.date, list[int], int]]:
    """Of each year its first day, the lengths of its months, and its month with a leap month, or 0."""
    out = []
    first = _FIRST_DAY
    for code in re.findall("[0-9a-f]{5}", _YEARS):
        bits = int(code, 16)
        lengths = [29 + (bits >> k & 1) for k in range(13 if bits >> 13 else 12)]
        out.append((first, lengths, bits >> 13))
        first += datetime.timedelta(sum(lengths))
    return out
