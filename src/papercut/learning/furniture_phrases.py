"""Lines that a newspaper prints page after page beside its stories, and that papercut takes for text: as patterns.

A pattern is a whole line, with any digits where it has digits, or how lines begin. It stands on several pages, and
never in an article.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import regex

from papercut.learning.examples import Example, Way
from papercut.learning.line_truth import Whose

PAGES = 2
"""So many pages must have a whole line, and one more how lines begin."""
SHORTEST, LONGEST = 2, 40
"""Characters of a line that can be furniture of this kind."""
BEGINNING = 4
"""So many characters say how a line begins."""
_DIGITS = regex.compile(r"\d+")


class LineTexts(NamedTuple):
    """The lines of a page that are furniture and were taken for text, and those of its articles; without spaces."""

    around: frozenset[str]
    within: frozenset[str]


def line_texts(example: Example, way: Way) -> LineTexts:
    """The lines of a page, by what the truth says of them."""
    whose = Whose(example.page.raw, example.places)
    around, within = set(), set()
    for line in way.to_lines(example.page).lines:
        text = "".join(line.text.split())
        place = whose.place(line.pieces) if text else None
        if place is None:
            if text:
                within.add(text)  # nobody knows
        elif whose.stretches[place.stretch].article >= 0:
            within.add(text)
        elif SHORTEST <= len(text) <= LONGEST:
            around.add(text)
    return LineTexts(frozenset(around), frozenset(within))


def furniture_patterns(pages: Sequence[LineTexts]) -> tuple[str, ...]:
    """The patterns that these pages teach, as the option of `set-aside` has them."""
    within = [text for page in pages for text in page.within]
    whole = _common(pages, _numbered, PAGES)
    starts = _common(pages, lambda text: text[:BEGINNING] if len(text) > BEGINNING else "", PAGES + 1)
    out = []
    for start in sorted(starts):
        if not _DIGITS.search(start) and not any(text.startswith(start) for text in within):
            out.append(f"^\\s*{_spaced(start)}")
            whole = {text for text in whole if not text.startswith(start)}
    texts = {_numbered(text) for text in within}
    out += [f"^\\s*{_spaced(text)}\\s*$" for text in sorted(whole) if text not in texts]
    return tuple(out)


def _common(pages: Iterable[LineTexts], key: Callable[[str], str], least: int) -> set[str]:
    """What so many pages have of their furniture."""
    count: dict[str, int] = defaultdict(int)
    for page in pages:
        for found in {key(text) for text in page.around}:
            count[found] += bool(found)
    return {found for found, pages_ in count.items() if pages_ >= least}


def _numbered(text: str) -> str:
    return _DIGITS.sub("0", text)


def _spaced(text: str) -> str:
    """A text as a pattern, with any digits for its digits, and any space between characters."""
    parts = [r"\d[\d\s]*" if ch == "0" else regex.escape(ch) for ch in _numbered(text)]
    return r"\s*".join(parts)
