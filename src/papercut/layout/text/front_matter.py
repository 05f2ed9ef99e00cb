"""What programs wrote above the text of a page: front matter in YAML or TOML, as notes in Markdown have it.

A file begins with a line of three marks then, and another one ends it; between them stand keys with values, and nothing
that could be a line of a newspaper: a key has a colon of half width and a space behind it, or an equals sign.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

LONGEST = 200
"""Lines; no front matter has more."""

_KEY = r"[\w\"'][\w .\"'/-]{0,60}?"
_YAML = re.compile(rf"(?P<key>{_KEY}:(?:[ \t].*)?)|[ \t]*- .*|[ \t]+\S.*|[ \t]*#.*|[\]}}],?")
_TOML = re.compile(rf"(?P<key>{_KEY}[ \t]*=[ \t]*\S.*)|\[{{1,2}}[\w.\"' -]+\]{{1,2}}|[ \t]+\S.*|#.*|[\]}}],?")
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
    return 0
