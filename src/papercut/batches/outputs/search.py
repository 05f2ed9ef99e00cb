"""Searching a database: the articles that a query finds, each with the words around what was found."""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

import regex

from papercut.batches.outputs.full_text import (
    ALONE,
    APART,
    STOP,
    TOKEN,
    display_text,
    fts_query,
    index_text,
    phrases_of,
)
from papercut.batches.outputs.sqlite import database, is_papercut_database
from papercut.errors import InputError, UsageError

MARK = ("\x02", "\x03")
"""What stands around found words in a snippet."""
AROUND = 15
"""Words that a snippet shows before what was found; with those after it has some forty."""
PART = regex.compile(rf"{ALONE.pattern}|(?P<stop>{APART.pattern})|[^{ALONE.pattern[1:-1]}\p{{P}}\p{{S}}\s]+")
"""What becomes a word of the index, or the stop between two."""


class Where(NamedTuple):
    """Which articles are looked at. `paper` and `section` are parts of names, in simplified or traditional characters,
    full or half width; `date` is a year, a month or a day, or two of them with `..` between, of which one may be
    missing."""

    paper: str = ""
    section: str = ""
    date: str = ""


ANYWHERE = Where()


class Found(NamedTuple):
    """An article that a query finds, with the words of it around what was found."""

    id: str
    source: str
    page: int
    date: str | None
    headline: str | None
    snippet: str
    paper: str | None = None
    printed_page: str | None = None
    section: str | None = None


By = Literal["paper", "year", "month", "date", "section"]
BY: dict[By, str] = {
    "paper": "a.paper", "year": "substr(a.date, 1, 4)", "month": "substr(a.date, 1, 7)", "date": "a.date",
    "section": "a.section",
}  # fmt: skip
"""What found articles are counted by."""

_DATE = regex.compile(r"([0-9]{4})年?(?:(?:[-/.]|(?<=年))([0-9]{1,2})月?(?:(?:[-/.]|(?<=月))([0-9]{1,2})日?)?)?")
_JOINED = " from _papercut join articles a on a.key = _papercut.rowid where _papercut match ?"


def search(path: Path, query: str, limit: int = 20, where: Where = ANYWHERE) -> Iterator[Found]:
    """The articles of a database that a query finds, best first. Raises `InputError` if it is none of papercut's,
    `OutputError` if it cannot be read, and `UsageError` for a date that is none."""
    condition, values = _condition(where)
    with _opened(path) as db:
        match, phrases = fts_query(query), phrases_of(query)
        if match:
            yield from _found(db, match, phrases, limit, condition, values)


def count(path: Path, query: str, where: Where = ANYWHERE) -> int:
    """How many articles `search` would find without a limit. Raises as it does."""
    condition, values = _condition(where)
    match = fts_query(query)
    with _opened(path) as db:
        found = db.execute(f"select count(*){_JOINED}{condition}", (match, *values)).fetchone() if match else (0,)
        return int(found[0])


def unknown(path: Path, query: str, where: Where) -> Iterator[tuple[str, int]]:
    """How many more articles `search` would find if it did not ask for a date, a paper or a section which they do not
    have at all: each with the name of what is missing, where there are any. Raises as `search` does."""
    match = fts_query(query)
    with _opened(path) as db:
        for column in where._fields if match else ():
            if getattr(where, column):
                condition, values = _condition(where._replace(**{column: ""}))
                condition += f" and a.{column} is null"
                found = db.execute(f"select count(*){_JOINED}{condition}", (match, *values)).fetchone()[0]
                if found:
                    yield column, int(found)


def counts(path: Path, query: str, by: By, where: Where = ANYWHERE) -> Iterator[tuple[str | None, int]]:
    """How many articles a query finds in each paper, year, month, day or section; papers and sections with most of
    them first, times in their order. None is where it is not known. Raises as `search` does."""
    condition, values = _condition(where)
    match = fts_query(query)
    order = "1" if by in ("year", "month", "date") else "2 desc, 1"
    with _opened(path) as db:
        if match:
            yield from db.execute(
                f"select {BY[by]}, count(*){_JOINED}{condition} group by 1 order by {order}", (match, *values)
            )


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    with database(path) as db:
        if not is_papercut_database(db):
            raise InputError(f"{path} is no database of this papercut's batch: search reads what papercut batch wrote")
        db.create_function("folded", 1, _folded, deterministic=True)
        yield db


def _folded(text: str | None) -> str | None:
    return None if text is None else "".join(index_text(text).split()).casefold()


def _range(asked: str) -> tuple[str, str]:
    """The first and last year, month or day of what is asked for, as the database writes them; empty where it is open.
    Raises `UsageError` for what is no date."""
    first, dots, last = (part.strip() for part in asked.partition(".."))
    found = _day(first) if first else "", _day(last) if last else ""
    if not any(found) or None in found:
        raise UsageError(f"{asked!r} is no date: write 1998, 1998-03, 1998-03-05, or 1998-03..1999")
    begins, ends = str(found[0]), str(found[1])
    if not dots:
        return begins, begins
    if begins and ends and begins > f"{ends}~":
        raise UsageError(f"{asked!r} ends before it begins: write the earlier date first")
    return begins, ends


def _day(text: str) -> str | None:
    """A year, month or day as the database writes it: 2024-3-5 and 2024年3月5日 are days too; None for what is none."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    parts = [int(part) for part in found.groups() if part]
    try:
        datetime.date(*parts, *[1] * (3 - len(parts)))
    except ValueError:
        return None
    return "-".join([f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])])


def _condition(where: Where) -> tuple[str, list[str]]:
    """What a query asks for beside words, and the values in it."""
    condition, values = "", []
    for column, part in (("paper", where.paper), ("section", where.section)):
        if part:
            condition += f" and instr(folded(a.{column}), ?)"
            values.append(_folded(part) or "")
    if where.date:
        first, last = _range(where.date)
        if first:
            condition += " and a.date >= ?"
            values.append(first)
        if last:
            condition += " and a.date < ?"
            values.append(f"{last}~")  # behind all days of it
    return condition, values


def _found(
    db: sqlite3.Connection, match: str, phrases: Sequence[Sequence[str]], limit: int, condition: str, values: list[str]
) -> Iterator[Found]:
    rows = db.execute(
        "select a.id, a.source, a.page, a.date, a.headline, a.paper, a.printed_page, a.section, a.kicker, a.deck,"
        f" a.byline, a.text{_JOINED}{condition}"
        " order by _papercut.rank, a.source, a.page, a.number limit ?",
        (match, *values, limit),
    )
    for name, source, page, date, headline, paper, printed, section, kicker, deck, byline, text in rows:
        heads = "\n".join(display_text(kicker, headline, json.loads(deck), byline))
        part = snippet((text, heads), phrases)
        yield Found(name, source, page, date, headline, part, paper, printed, section)


def snippet(texts: Sequence[str], phrases: Sequence[Sequence[str]]) -> str:
    """The part of one of the texts in which most of the phrases stand, marked, as it is printed."""
    best: tuple[int, str, list[tuple[int, int]], int] | None = None
    for text in texts:
        spans = _spans(text)
        places = _places([word for word, _, _ in spans], phrases)
        for k, (at, _, _) in enumerate(places):
            low = max(0, at - AROUND)
            here = [place for place in places[k:] if place[1] <= low + 3 * AROUND]
            several = len({phrase for _, _, phrase in here})
            if best is None or several > best[0]:
                marked = [(spans[start][1], spans[end - 1][2]) for start, end, _ in here]
                best = several, text, marked, spans[low][1]
    if best is None:  # what the index and this take for words may differ at the edges
        return " ".join(next(filter(None, texts), "")[: 3 * AROUND].split())
    _, text, marked, start = best
    last = max((end for _, end in marked), default=start)
    spans = [span for span in _spans(text) if span[2] > start]
    end = max(last, spans[min(len(spans), 3 * AROUND) - 1][2])
    out, at = "…" if start else "", start
    for first, stop in marked:
        if first >= at:
            out += text[at:first] + MARK[0] + text[first:stop] + MARK[1]
            at = stop
    out += text[at:end] + ("…" if text[end:].strip() else "")
    return " ".join(out.split())


def _spans(text: str) -> list[tuple[str, int, int]]:
    """The words of a text as the index has them, each with where it begins and ends in the text."""
    return [
        (word.lower(), match.start(), match.end())
        for match in PART.finditer(text)
        for word in TOKEN.findall(STOP if match.lastgroup == "stop" else index_text(match[0]))
    ]


def _places(words: Sequence[str], phrases: Sequence[Sequence[str]]) -> list[tuple[int, int, int]]:
    """Where phrases begin and end among words, and which it is; in the order of the words."""
    wanted = [[word.lower() for word in phrase] for phrase in phrases]
    return sorted(
        (at, at + len(phrase), number)
        for number, phrase in enumerate(wanted)
        for at in range(len(words) - len(phrase) + 1)
        if words[at] == phrase[0] and list(words[at : at + len(phrase)]) == phrase
    )
