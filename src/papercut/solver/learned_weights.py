"""What `papercut learn` found about a newspaper, as options have it: texts like `story=0.4`."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from math import isfinite, nan

from papercut.errors import UsageError


def weights_of(texts: Iterable[str], where: str, known: Collection[str]) -> dict[str, float]:
    """The weights in texts like `story=0.4`, by name. Raises `UsageError` that says `where`, for what is no such text,
    or has a name that is not `known`."""
    out: dict[str, float] = {}
    for text in texts:
        name, _, value = text.rpartition("=")
        try:
            out[name] = float(value)
        except ValueError:
            out[name] = nan
        if not isfinite(out[name]):
            raise UsageError(f"{where} has {text!r:.80}: write a name and a number, such as story=0.4")
        if name not in known:
            near = difflib.get_close_matches(name, known, 1, 0.5)
            way = f"did you mean {near[0]!r}?" if near else "papercut learn writes those that are"
            raise UsageError(f"{where} has {name!r:.80}, which is not known; {way}")
    return out
