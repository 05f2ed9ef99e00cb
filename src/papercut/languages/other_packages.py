"""The languages that other packages give, joined to papercut's own.

Entry points are looked for when the first line comes that may be in such a language, and never for a Chinese page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from papercut.errors import PluginError
from papercut.languages.prefiltered_patterns import Sieved
from papercut.plugins.entry_points import entry_of, load, plugins, title_of
from papercut.rules import Cue

if TYPE_CHECKING:
    from papercut.plugins.language import Language

OWN = ("chinese", "dutch", "english", "french", "german")
"""The languages that papercut has tables of itself."""

_IDEOGRAPH = Sieved(
    "[^\x00-\u2fff]", "[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
_WORDS = re.compile(r"[^\W\d_]{2,}[.,’']?\W{1,3}\w|[^\W\d_]{8}")
"""What a line in words of an alphabet has: two of them, or a word and a number, or a long word."""
_DATE = re.compile(r"[0-9]\W{0,3}[^\W\d_]{3}.{1,20}\b(?:1[6-9]|20)[0-9]{2}\b")


@cache
def _found() -> tuple[dict[str, Language], tuple[str, ...]]:
    """The languages by name, and what is wrong with those that cannot be used."""
    found: dict[str, Language] = {}
    faults: list[str] = []
    for name in plugins("language", OWN):
        try:
            found[name] = language_named(name)
        except PluginError as error:
            faults.append(str(error))
    return found, tuple(faults)


def language_named(name: str) -> Language:
    """The language of that name. Raises `PluginError` if it is broken or two packages claim the name, and `KeyError` if
    there is none."""
    from papercut.plugins.language import Language

    entry = entry_of("language", name, OWN)
    made = load("language", entry)
    if not isinstance(made, Language):
        raise PluginError(f"{title_of('language', entry)} is no papercut.plugins.Language: {made!r:.80}")
    return made


def languages() -> dict[str, Language]:
    """The languages of other packages by name; those that are broken are left out."""
    return _found()[0]


def faults() -> tuple[str, ...]:
    """What is wrong with languages that are left out, one line each."""
    return _found()[1]


def faults_met() -> tuple[str, ...]:
    """The same, if a text has been read that asked for languages; nothing is looked for."""
    return faults() if _found.cache_info().currsize else ()


def _of(text: str) -> Iterator[Language]:
    """The languages that a line may be in."""
    if _WORDS.search(text) and not _IDEOGRAPH.search(text):
        yield from languages().values()


def byline(text: str) -> bool:
    """Whether a line says who wrote it, and nothing else."""
    return any(cue.find(text) for language in _of(text) for cue in language.bylines)


def running_head(text: str) -> bool:
    """Whether a line is nothing but a running head."""
    return any(cue.find(text) for language in _of(text) for cue in language.standing_lines)


def dateline(text: str) -> str | None:
    """The place and day with which a text begins."""
    cues = (cue for language in _of(text) for cue in language.datelines)
    return next((found[0] for cue in cues if (found := cue.find(text))), None)


def jump(text: str, where: str) -> tuple[int, int, str] | None:
    """The jump line with which a text ends (`on`) or begins (`from`): where it stands, and its page."""
    for language in _of(text):
        for cue in language.jumps_on if where == "on" else language.jumps_from:
            if found := cue.find(text):
                page = found["page"] or ""
                return found.start(), found.end(), str(language.page_numbers.get(page.lower(), page))
    return None


def page_cues(text: str) -> Iterator[Cue]:
    """What finds the number of the page in a running head."""
    return (cue for language in _of(text) for cue in language.pages)


def dates(text: str) -> Iterator[tuple[str, str, str]]:
    """The year, the month's number and the day of each date in a text, in which white space is one space."""
    if not _DATE.search(text):
        return
    for language in _of(text):
        numbers = {word.casefold(): number for word, number in language.months.items()}
        for cue in language.dates:
            for found in cue.find_all(text):
                yield found["year"], str(numbers[found["month"].casefold()]), found["day"]


def weekday(text: str) -> bool:
    """Whether a day of the week is named."""
    return any(cue.find(text) for language in _of(text) for cue in language.days)
