"""Text and queries for papercut's own full-text index in SQLite, which knows words by the spaces between them.

SQLite's trigram tokenizer finds nothing of two characters, and most Chinese words have two. So each Han character, and
each of kana and Hangul, is a word of its own in the index, and a query is a phrase of such words. Han characters are
indexed in their simplified forms, character by character, so that simplified and traditional text find each other.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import regex

from papercut.chinese_scripts import converter, script_of
from papercut.codec.page import sound

ALONE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
STOP = "\ue000"
"""A word of the index that stands where marks or the end of a paragraph part two others: no phrase runs across."""
APART = regex.compile(r"[\p{P}\p{S}\n]+")
WORDS = regex.compile(r"[\p{L}\p{N}]+")
TOKEN = regex.compile(rf"\w+|{STOP}")
QUOTED = regex.compile(r'"([^"]*)"?|(\S+)')


class _Simplified(dict[int, str]):
    """The simplified form of each character, by its number, looked up when it is first asked for. A character alone
    always has the same one: how 後 and 着 are written must not hang on the words around them."""

    def __missing__(self, number: int) -> str:
        ch = chr(number)
        self[number] = simple = converter("hk2s")(converter("tw2s")(ch)) if number >= 0x3400 else ch
        return simple


_SIMPLIFIED = _Simplified()


def index_text(text: str) -> str:
    """The text as the index has it: letters and digits in plain forms (NFKC), Han characters simplified, and spaces
    around each."""
    text = sound(text).replace("\0", " ")
    text = WORDS.sub(lambda match: unicodedata.normalize("NFKC", match[0]).translate(_SIMPLIFIED), text)
    return str(ALONE.sub(r" \g<0> ", APART.sub(rf"\g<0> {STOP} ", text)))


def phrases_of(query: str) -> list[list[str]]:
    """What a query asks for: phrases of words of the index, all of which must be there. What stands in double quotes
    is one phrase."""
    phrases = []
    for match in QUOTED.finditer(query):
        words = TOKEN.findall(index_text(match[1] if match[1] is not None else match[2]))
        while words and words[-1] == STOP:
            words.pop()
        while words and words[0] == STOP:
            del words[0]
        if words:
            phrases.append(words)
    return phrases


def fts_query(query: str) -> str:
    """A query as FTS5 has it. Nothing that a person types is an error; a query without a word finds nothing, and gives
    an empty string."""
    return " ".join('"' + " ".join(words) + '"' for words in phrases_of(query))


def in_other_script(text: str) -> str | None:
    """Text in the characters of the other script, or of both where it mixes them; None where that changes nothing."""
    script = script_of(text)
    configs = {"hans": ("s2t",), "hant": ("tw2s",), "mixed": ("s2t", "tw2s")}.get(script, ())
    found = [done for config in configs if (done := converter(config)(text)) != text]
    return "\n".join(found) or None


def display_text(kicker: str | None, headline: str | None, deck: Iterable[str], byline: str | None) -> list[str]:
    """What stands over an article, in one order for index and snippets."""
    return [part for part in (kicker, headline, *deck, byline) if part]
