"""Large patterns behind small ones, so that most pages need not wait for them to be compiled."""

from __future__ import annotations

import re
from functools import cache

_compiled = cache(re.compile)


class Sieved:
    """A regular expression that is compiled for the first text that its sieve lets through.

    The sieve is a small pattern that is found in whatever the large one fits.
    """

    __slots__ = ("_lets_through", "pattern")

    def __init__(self, sieve: str, pattern: str) -> None:
        self.pattern = pattern
        self._lets_through = re.compile(sieve).search

    def match(self, text: str) -> re.Match[str] | None:
        """As `re.match`."""
        return _compiled(self.pattern).match(text) if self._lets_through(text) else None

    def search(self, text: str) -> re.Match[str] | None:
        """As `re.search`."""
        return _compiled(self.pattern).search(text) if self._lets_through(text) else None

    def findall(self, text: str) -> list[str]:
        """As `re.findall`, of a pattern without groups."""
        return _compiled(self.pattern).findall(text) if self._lets_through(text) else []

    def sub(self, to: str, text: str) -> str:
        """As `re.sub`."""
        return _compiled(self.pattern).sub(to, text) if self._lets_through(text) else text

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """As `re.fullmatch`."""
        return _compiled(self.pattern).fullmatch(text) if self._lets_through(text) else None
