"""The line-level recogniser of what stands around stories: what a whole line is, from its words alone."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from papercut.languages.around import SIEVES, WHOLE_LINES
from papercut.model import Role
from papercut.rules import Cue

if TYPE_CHECKING:
    import regex

LONGEST = 60
"""Visible characters; no such line is longer."""

_SIEVES = {name: re.compile(sieve).search for name, sieve in SIEVES.items()}


@cache
def _compiled(cue: Cue) -> regex.Pattern[str]:
    import regex

    return regex.compile(cue.pattern)


def whole_line(text: str) -> tuple[Role, Cue] | None:
    """What a line is, if it is nothing but one kind of text that stands around stories; `text` is compact."""
    if not 2 <= len(text) <= LONGEST:
        return None
    for role, cue in WHOLE_LINES:
        if _SIEVES[cue.name](text) and _compiled(cue).match(text):
            return role, cue
    return None
