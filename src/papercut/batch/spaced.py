"""Text and queries for SQLite's full-text search, which knows words by the spaces between them.

Its trigram tokenizer finds nothing of two characters, and most Chinese words have two. So each Han character, and each
of kana and Hangul, is a word of its own in the index, and a query is a phrase of such words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import regex

from papercut.codec import sound

ALONE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
STOP = "\ue000"
"""A word of the index that stands where marks or the end of a paragraph part two others: no phrase runs across."""
APART = regex.compile(r"[\p{P}\p{S}\n]+")
WORDS = regex.compile(r"[\p{L}\p{N}]+")
QUOTED = regex.compile(r'"([^"]*)"?|(\S+)')
MARK = ("\x02", "\x03")


class Found(NamedTuple):
    """An article that a query finds, with the words of it around what was found."""

    id: str
    source: str
    page: int
    date: str | None
    headline: str | None
    snippet: str


def spaced(text: str) -> str:
    """The text as the index has it: letters and digits in plain forms (NFKC), spaces around each Han character."""
    text = sound(text).replace("\0", " ")
    text = WORDS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return str(ALONE.sub(r" \g<0> ", APART.sub(rf"\g<0> {STOP} ", text)))


def match_of(query: str) -> str:
    """A query as FTS5 has it: every word must be there, and what stands in double quotes just so. Nothing that a
    person types is an error; a query without a word finds nothing, and gives an empty string."""
    phrases = []
    for match in QUOTED.finditer(query):
        words = regex.findall(rf"\w+|{STOP}", spaced(match[1] if match[1] is not None else match[2]))
        while words and words[-1] == STOP:
            words.pop()
        while words and words[0] == STOP:
            del words[0]
        if words:
            phrases.append('"' + " ".join(words) + '"')
    return " ".join(phrases)


def search(path: Path, query: str, limit: int = 20) -> Iterator[Found]:
    """The articles of a database that a query finds, best first. Raises `OutputError` if it is none of papercut's."""
    from papercut.batch.sqlite import database

    match = match_of(query)
    if not match:
        return
    with database(path) as db:
        rows = db.execute(
            "select a.id, a.source, a.page, a.date, a.headline, snippet(search, -1, ?, ?, '…', 40)"
            " from search join articles a on a.rowid = search.rowid where search match ?"
            " order by search.rank, a.source, a.page, a.number limit ?",
            (*MARK, match, limit),
        )
        for name, source, page, date, headline, snippet in rows:
            yield Found(name, source, page, date, headline, _unspaced(snippet))


def _unspaced(text: str) -> str:
    """A snippet of the index as people write it."""
    start, end = MARK
    text = text.replace(STOP, "")
    text = regex.sub(rf"(?<=[\p{{Han}}\p{{P}}]) +(?=[\p{{Han}}\p{{P}}{start}{end}])", "", text)
    text = regex.sub(rf"(?<=[{start}{end}]) +(?=[\p{{Han}}\p{{P}}])", "", text)
    text = regex.sub(rf"{end}\s*{start}", "", text)
    return " ".join(text.split())
