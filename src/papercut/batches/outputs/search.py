"""Searching a database: the articles that a query finds, each with the words around what was found."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

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
from papercut.errors import InputError

MARK = ("\x02", "\x03")
"""What stands around found words in a snippet."""
AROUND = 15
"""Words that a snippet shows before what was found; with those after it has some forty."""
PART = regex.compile(rf"{ALONE.pattern}|(?P<stop>{APART.pattern})|[^{ALONE.pattern[1:-1]}\p{{P}}\p{{S}}\s]+")
"""What becomes a word of the index, or the stop between two."""


class Found(NamedTuple):
    """An article that a query finds, with the words of it around what was found."""

    id: str
    source: str
    page: int
    date: str | None
    headline: str | None
    snippet: str


def search(path: Path, query: str, limit: int = 20) -> Iterator[Found]:
    """The articles of a database that a query finds, best first. Raises `InputError` if it is none of papercut's, and
    `OutputError` if it cannot be read."""
    with database(path) as db:
        if not is_papercut_database(db):
            raise InputError(f"{path} is no database of this papercut's batch: search reads what papercut batch wrote")
        match, phrases = fts_query(query), phrases_of(query)
        if match:
            yield from _found(db, match, phrases, limit)


def _found(db: sqlite3.Connection, match: str, phrases: Sequence[Sequence[str]], limit: int) -> Iterator[Found]:
    rows = db.execute(
        "select a.id, a.source, a.page, a.date, a.headline, a.kicker, a.deck, a.byline, a.text"
        " from _papercut join articles a on a.key = _papercut.rowid where _papercut match ?"
        " order by _papercut.rank, a.source, a.page, a.number limit ?",
        (match, limit),
    )
    for name, source, page, date, headline, kicker, deck, byline, text in rows:
        heads = "\n".join(display_text(kicker, headline, json.loads(deck), byline))
        yield Found(name, source, page, date, headline, snippet((text, heads), phrases))


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
