"""European languages that other packages give: tables of cues, months and weekdays."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from papercut.rules import Cue

YEAR = "(?:1[6-9]|20)[0-9]{2}"


@dataclass(frozen=True, kw_only=True)
class Language:
    """The tables of a European language, which are used beside papercut's own on every line in an alphabet.

    Each table is a tuple of `Cue`. Patterns are those of the package `regex`, and are read against one line without the
    white space at its ends; all their parts must be bounded.

    - `bylines`: a line that says who wrote the story, and nothing else
    - `datelines`: the place and day with which a story begins; the match is the dateline
    - `jumps_on`, `jumps_from`: the jump line at the end or the beginning of a text; the group `page` is the page
    - `running_heads`: a line that is nothing but a running head
    - `months`: the names of months, and their short forms, each with its number: `{"marzo": 3, "mar.": 3}`
    - `weekdays`: the names of the days of the week
    - `page_words`: the words for “page”: `("pagina", "pag.")`
    - `page_numbers`: numbers of pages in words: `{"due": 2}`
    - `date_words`: small words between the day, the month and the year of a date: `("di", "del")`

    From `months` come the dates of pages, from `weekdays` and `page_words` running heads with the date and with the
    number of the page. Upper and lower case are the same in all of these words. `about` says in a few words what the
    tables hold.

    Raises `TypeError` or `ValueError` for a field that cannot be right.
    """

    bylines: tuple[Cue, ...] = ()
    datelines: tuple[Cue, ...] = ()
    jumps_on: tuple[Cue, ...] = ()
    jumps_from: tuple[Cue, ...] = ()
    running_heads: tuple[Cue, ...] = ()
    months: Mapping[str, int] = field(default_factory=dict)
    weekdays: tuple[str, ...] = ()
    page_words: tuple[str, ...] = ()
    page_numbers: Mapping[str, int] = field(default_factory=dict)
    date_words: tuple[str, ...] = ()
    about: str = ""

    def __post_init__(self) -> None:
        for table in ("bylines", "datelines", "jumps_on", "jumps_from", "running_heads"):
            _check_cues(getattr(self, table), table)
        for name in ("months", "page_numbers"):
            _check_numbers(getattr(self, name), name)
        if any(not 1 <= number <= 12 for number in self.months.values()):
            raise ValueError("months has a number that is no month's")
        for name in ("weekdays", "page_words", "date_words"):
            words = getattr(self, name)
            if not isinstance(words, tuple) or not all(isinstance(word, str) and word.strip() for word in words):
                raise TypeError(f"{name} is no tuple of words")

    def faults(self) -> list[str]:
        """Return what the examples of the cues show to be wrong: a line for each example that does not match, and for
        each counter example that does. The tests of a package can ask for it."""
        return [
            f"{cue.name}: {text!r} {'does not match' if wanted else 'matches'}"
            for table in (self.bylines, self.datelines, self.jumps_on, self.jumps_from, self.running_heads)
            for cue in table
            for wanted, texts in ((True, cue.examples), (False, cue.counter))
            for text in texts
            if bool(cue.find(text)) is not wanted
        ]

    @cached_property
    def dates(self) -> tuple[Cue, ...]:
        """Dates with the name of a month, with the groups `day`, `month` and `year`."""
        if not self.months:
            return ()
        return (
            Cue(
                "day-month-year",
                rf"(?i)(?<![\p{{L}}\p{{N}}])(?P<day>[0-9]{{1,2}})[.ºª°]?,? ?{self._small}"
                rf"(?P<month>{_any_of(self.months)})(?!\p{{L}}),? ?{self._small}(?P<year>{YEAR})(?![0-9])",
            ),
        )

    @cached_property
    def pages(self) -> tuple[Cue, ...]:
        """The number of the page, alone on a line or at an end of it, as the group `page`."""
        if not self.page_words:
            return ()
        number = rf"(?:{_any_of(self.page_words)}) ?(?P<page>[0-9]{{1,3}})"
        return (Cue("page-number", rf"(?i)(?:^{number}(?![\w.])|(?<!\w){number}$)"),)

    @cached_property
    def days(self) -> tuple[Cue, ...]:
        """The days of the week."""
        return (Cue("weekday", rf"(?i)\b(?:{_any_of(self.weekdays)})\b"),) if self.weekdays else ()

    @cached_property
    def standing_lines(self) -> tuple[Cue, ...]:
        """Its running heads, with those that follow from its words."""
        out = self.running_heads
        if self.page_words:
            out += (Cue("page-number", rf"(?i)^(?:{_any_of(self.page_words)}) ?[0-9]{{1,3}}$"),)
        if self.weekdays and self.months:
            day = rf"[0-9]{{1,2}}[.ºª°]? ?{self._small}(?:{_any_of(self.months)}),? ?{self._small}{YEAR}"
            head = rf"(?i)^(?:[\p{{L}} .'’\-]{{0,40}},? )?(?:{_any_of(self.weekdays)}),? {day}[.,]?$"
            out += (Cue("date-of-issue", head),)
        return out

    @property
    def _small(self) -> str:
        """The part of a pattern that passes over a small word."""
        return rf"(?:(?:{_any_of(self.date_words)}) )?" if self.date_words else ""


def _any_of(words: Mapping[str, int] | tuple[str, ...]) -> str:
    """A pattern for one of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _check_cues(cues: object, table: str) -> None:
    if not isinstance(cues, tuple) or not all(isinstance(cue, Cue) for cue in cues):
        raise TypeError(f"{table} is no tuple of Cue")
    import regex

    for cue in cues:
        try:
            pattern = regex.compile(cue.pattern)
        except regex.error as error:
            raise ValueError(f"the cue {cue.name!r} of {table} has a broken pattern: {error}") from error
        if table.startswith("jumps") and "page" not in pattern.groupindex:
            raise ValueError(f"the cue {cue.name!r} of {table} has no group (?P<page>…)")


def _check_numbers(given: object, name: str) -> None:
    if not isinstance(given, Mapping) or not all(
        isinstance(word, str) and word.strip() and type(number) is int for word, number in given.items()
    ):
        raise TypeError(f"{name} is no dict of words and numbers")
