"""What the name of a page's file says: the day, the page, the paper, and which files make one issue."""

from __future__ import annotations

import re
from typing import NamedTuple

from papercut.languages.dates import CHINESE, NAMES, dates_in
from papercut.languages.mastheads import KNOWN, NAME, NO_NAME, page_number
from papercut.languages.numerals import NUMERAL

LONGEST = 400
"""Characters; a longer name says nothing."""

PAGES = 200
"""An issue has no more pages than this: a higher number where no day is said numbers other things."""

HERE = "."
"""The issue of pages that stand in the folder that was given, and are named with nothing but a number."""

_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}$")
_KIND = re.compile(r"(?:\.[a-z]{2,12}[0-9]?|[_-](?:alto|hocr|ocr|text|articletext))$", re.IGNORECASE)
_NUMBER = rf"[A-Za-z]?[0-9]{{1,4}}|{NUMERAL}{{1,4}}|[头頭]"
_WORDED = re.compile(
    rf"(?:(?<=[^A-Za-z])|^)(?:p|pp|pg|page|seite|pagina|seq)[ ._-]?(?P<a>[0-9]{{1,4}})$"
    rf"|第(?P<b>{_NUMBER})[版頁页]$|(?:(?<=[^A-Za-z0-9])|^)(?P<c>{_NUMBER})[版頁页]$",
    re.IGNORECASE,
)
_AFTER_DATE = re.compile(r"(?:[ ._-][0-9]{1,2})?[ ._-](?P<a>[A-Ha-h]?[0-9]{1,5})$")
_PADDED = re.compile(r"[ ._-](?P<a>[A-Za-z]?0[0-9]{1,4}|[A-Z][0-9]{1,2})$")
_PLAIN = re.compile(r"(?P<a>[A-Z]?[0-9]{1,8})$")
_LEADING = re.compile(rf"第?(?P<a>[A-Z]?[0-9]{{1,3}}|{NUMERAL}{{1,3}})(?:[版頁页]|(?=[ ._-][^0-9]))")
_NAMELESS = re.compile("ocr|alto|hocr|page|text|full", re.IGNORECASE)
"""What a file is called whose folder has the page's name (`fullmatch`)."""
_YEAR = re.compile(r"(?:^|.*[^0-9])(?:1[6-9]|20)[0-9]{2}[ ._/-]?$")


class Named(NamedTuple):
    """What a name says: facts, and `issue`, which the names of an issue's pages share and no others."""

    paper: str
    date: str
    page: str
    issue: str


def named(name: str) -> Named:
    """What the name of an input says: its path below what was given, with `/`.

    A day is told from the file's name, its folders, or both together (`1998/03/28/03.txt`). A number is a page's where
    a word says so, or where it stands behind a day or is all there is of the name in a folder that says the day;
    elsewhere a number with noughts in front only tells that the files belong together.
    """
    folder, _, file = name.rpartition("/")
    if len(name) > LONGEST:
        return Named("", "", "", name)
    stem = _KIND.sub("", _ENDING.sub("", file))
    if _NAMELESS.fullmatch(stem) and folder:
        folder, _, stem = folder.rpartition("/")
    paper = _paper((*folder.split("/"), *re.split("[ _]|(?<=[\u3400-\u9fff])(?=[0-9])", stem)))
    date, end = _date(folder, stem)
    if end >= len(stem):  # the day is all that the name says: all pages in one file
        return Named(paper, date, "", name)
    rest = stem[end:] if end >= 0 else stem
    dated = bool(date)
    for pattern, sure in ((_WORDED, True), (_AFTER_DATE, end >= 0), (_PLAIN, dated and end < 0), (_PADDED, dated)):
        found = pattern.fullmatch(rest) if pattern is _PLAIN else pattern.search(rest)
        if found is None or (pattern is _AFTER_DATE and not sure):
            continue
        said = next(part for part in found.groups() if part)
        begin = len(stem) - len(rest) + (found.start() if pattern is _WORDED else found.start("a"))
        page = page_number(said.upper())
        if not page or (pattern is not _WORDED and _is_month(folder, stem[:begin], said)):
            continue
        if not dated and int(re.sub("[^0-9]", "", page)) > PAGES:
            continue
        kept = stem[:begin].rstrip(" ._-")
        issue = "/".join(part for part in (folder, kept) if part) or HERE
        return Named(paper, date, page if sure and (dated or len(said) <= 3) else "", issue)
    leading = _LEADING.match(rest.lstrip(" ._-")) if dated else None
    if leading and page_number(leading["a"]) and (end < 0 or leading[0][-1] in "版頁页"):
        issue = "/".join(part for part in (folder, stem[: max(0, end)]) if part) or HERE
        return Named(paper, date, page_number(leading["a"]), issue)
    return Named(paper, date, "", name)


def _date(folder: str, stem: str) -> tuple[str, int]:
    """The day that a name says, and where behind it the stem goes on; -1 where the folders alone say it."""
    own = list(dates_in(stem, NAMES))
    if own:
        days = {d.date for d in own}
        return (own[0].date, max(d.end for d in own)) if len(days) == 1 else ("", -1)
    shift = len(folder) + 1
    all_of_it = list(dates_in(f"{folder}/{stem}" if folder else stem, NAMES))
    days = {d.date for d in all_of_it}
    if not days:  # `1937年/8月/14日`
        days = {d.date for d in dates_in(folder.replace("/", ""), CHINESE)}
        return (days.pop(), -1) if len(days) == 1 else ("", -1)
    if len(days) != 1:
        return "", -1
    return all_of_it[0].date, max(-1, max(d.end for d in all_of_it) - shift)


def _is_month(folder: str, before: str, number: str) -> bool:
    """Whether a number is the month behind a year: `1998-03`, `1998/03`."""
    return len(number) <= 2 and bool(_YEAR.match(before or folder + "/"))


def _paper(parts: tuple[str, ...]) -> str:
    names = {p for p in parts if p in KNOWN or (NAME.fullmatch(p) and not NO_NAME.search(p))}
    return names.pop() if len(names) == 1 else ""
