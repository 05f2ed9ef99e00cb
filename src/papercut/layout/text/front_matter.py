"""What programs wrote above the text of a page: front matter in YAML or TOML, as notes in Markdown have it, the options
of Org, and what a crawler says of where a text is from.

Front matter begins with a line of three marks, and another one ends it; between them stand keys with values, and
nothing that could be a line of a newspaper: a key has a colon of half width and a space behind it, or an equals sign.
What a crawler says are such lines, too, with an address or a time to the second, and a rule below them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

LONGEST = 200
"""Lines; no front matter has more."""
MOST_SAID = 12
"""Lines that a crawler writes."""

_KEY = r"[\w\"'][\w .\"'/-]{0,60}?"
_YAML = re.compile(rf"(?P<key>{_KEY}:(?:[ \t].*)?)|[ \t]*- .*|[ \t]+\S.*|[ \t]*#.*|[\]}}],?")
_TOML = re.compile(rf"(?P<key>{_KEY}[ \t]*=[ \t]*\S.*)|\[{{1,2}}[\w.\"' -]+\]{{1,2}}|[ \t]+\S.*|#.*|[\]}}],?")
_ORG = re.compile(r"#\+\w+:.*")
_SAID = re.compile(r"[\w ]{1,20}[:：]\s*\S.*")
_MACHINE = re.compile(r"https?://|\b\d\d:\d\d:\d\d\b")
_RULE = re.compile(r"\s*([-=—─━*_~])\1{2,}\s*")
KINDS = (("---", ("---", "..."), _YAML), ("+++", ("+++",), _TOML))
"""How front matter begins, how it ends, and what its lines are."""


def front_matter(raw: Sequence[str]) -> int:
    """How many of the first lines of a text are front matter, with the lines of marks around it; 0 if none are."""
    first = next((n for n, line in enumerate(raw[:3]) if line.strip("\ufeff \t")), None)
    if first is None:
        return 0
    for begin, ends, allowed in KINDS:
        if raw[first].strip("\ufeff \t") == begin:
            keys = 0
            for n, line in enumerate(raw[first + 1 : first + LONGEST], first + 2):
                if line.rstrip() in ends:
                    return n if keys else 0
                found = allowed.fullmatch(line.rstrip())
                if line.strip() and found is None:
                    return 0
                keys += bool(found and found["key"])
    return _options(raw, first) or _crawled(raw, first)


def _options(raw: Sequence[str], first: int) -> int:
    """How many lines there are up to the last of the options of Org that a text begins with."""
    last = first
    while last < len(raw) and _ORG.fullmatch(raw[last]):
        last += 1
    return last if last > first else 0


def _crawled(raw: Sequence[str], first: int) -> int:
    """How many lines there are up to the rule below what a crawler says of a text."""
    for n, line in enumerate(raw[first : first + MOST_SAID], first):
        if _RULE.fullmatch(line):
            return n + 1 if n > first + 1 and any(map(_MACHINE.search, raw[first:n])) else 0
        if not _SAID.fullmatch(line.strip()):
            return 0
    return 0
