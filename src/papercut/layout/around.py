"""The line-level recogniser of what stands around stories: what a whole line is, from its words alone."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from papercut.languages.around import WHOLE_LINES
from papercut.model import Role
from papercut.rules import Cue

if TYPE_CHECKING:
    import regex

LONGEST = 60
"""Visible characters; no such line is longer."""

_HINT = re.compile("[扫掃识識码碼]|[热熱专專]?[线線]|[电電][话話]|完|^.?[本以上]|[传傳]真").search
"""A sieve: what is in every line that a cue of the table may fit, but for names of columns, which are short."""
_SHORT = 7
_NAMES = {cue.name.replace("-", "_"): (role, cue) for role, cue in WHOLE_LINES}


@cache
def _pattern() -> regex.Pattern[str]:
    import regex

    return regex.compile("|".join(f"(?P<{name}>{cue.pattern})" for name, (_, cue) in _NAMES.items()))


def whole_line(text: str) -> tuple[Role, Cue] | None:
    """What a line is, if it is nothing but one kind of text that stands around stories; `text` is compact."""
    if not 2 <= len(text) <= LONGEST or not (len(text) <= _SHORT or _HINT(text)):
        return None
    found = _pattern().match(text)
    return _NAMES[found.lastgroup or ""] if found else None
