"""Heuristics as data: `Rule`, a named rewrite, and `Cue`, a named and weighted piece of evidence.

Each carries real examples, which the tests run, so that a rule is never read without a case that it is for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex


@cache
def _compiled(pattern: str | regex.Pattern[str]) -> regex.Pattern[str]:
    import regex

    return regex.compile(pattern)


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rewrite of a text. `examples` are pairs of a text before and after; a pair of equal texts shows what the
    rule must leave alone. `why` is the reason for the rule.
    """

    name: str
    pattern: regex.Pattern[str]
    replace: str | Callable[[regex.Match[str]], str]
    why: str = ""
    examples: tuple[tuple[str, str], ...] = ()

    def __call__(self, text: str) -> str:
        """The text with every match rewritten."""
        return self.pattern.sub(self.replace, text)


@dataclass(frozen=True, slots=True)
class Cue:
    """A named pattern that is evidence for something. `weight` is in log-odds. `examples` match, and `counter` examples
    do not. A pattern given as text is compiled when it is first used.
    """

    name: str
    pattern: str | regex.Pattern[str]
    weight: float = 0.0
    why: str = ""
    examples: tuple[str, ...] = ()
    counter: tuple[str, ...] = field(default=())

    def find(self, text: str) -> regex.Match[str] | None:
        """The first match in the text, or None."""
        return _compiled(self.pattern).search(text)

    def find_all(self, text: str) -> Iterator[regex.Match[str]]:
        """All matches in the text, from left to right."""
        return _compiled(self.pattern).finditer(text)
