"""A paper's own patterns: regular expressions that come from settings, always run with a time limit."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from papercut.errors import UsageError
from papercut.stage_notes import leave_note

TIME_LIMIT = 0.05
"""Seconds that one search may take. A sound pattern takes microseconds on a line; only one that backtracks without
end comes near, and it is then left out for the rest of the page."""


class OwnPattern:
    """A compiled pattern that knows whether it has run out of time."""

    __slots__ = ("compiled", "late")

    def __init__(self, compiled: regex.Pattern[str]) -> None:
        self.compiled = compiled
        self.late = False


def compile_patterns(patterns: Iterable[str]) -> tuple[OwnPattern, ...]:
    """The patterns, ready for `search`, for the run of one stage over one page.

    Raises `UsageError` that names the pattern by its number and says where in it the fault is; an empty one is a fault,
    since it would be found in every line.
    """
    if isinstance(patterns, str):
        raise UsageError(f"the patterns are {patterns!r:.80}: give a list of them")
    out = []
    for number, pattern in enumerate(patterns, 1):
        if not pattern:
            raise UsageError(f"pattern {number} is empty: it would match every line")
        try:
            out.append(OwnPattern(regex.compile(pattern)))
        except (regex.error, OverflowError, RecursionError) as error:
            raise UsageError(f"pattern {number}, {pattern!r}, is no regular expression: {error}") from error
    return tuple(out)


def search(pattern: OwnPattern, text: str) -> regex.Match[str] | None:
    """The first match in the text; None too where the search took too long, now or earlier on the page.

    The first time it does, the page that the running stage works on gets the note `slow-pattern`.
    """
    if pattern.late:
        return None
    try:
        return pattern.compiled.search(text, timeout=TIME_LIMIT)
    except TimeoutError:
        pattern.late = True
        leave_note("slow-pattern", f"the pattern {pattern.compiled.pattern!r} took too long and was left out")
        return None
