"""A profile as a file: the options of stages that a newspaper's pages taught, as a settings file has them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from papercut.learning.cross_validation import Learned
from papercut.plurals import counted
from papercut.version import __version__


def profile_text(learned: Learned, source: str, day: date) -> str:
    """The profile of what was learned from `source`, as TOML; comments say where it comes from."""
    rows = [
        f"# A profile that papercut {__version__} learned on {day.isoformat()} from",
        *(f"# {line}" for line in source.splitlines()),
        f"# {counted(learned.pages, 'page')}, {counted(learned.articles, 'article')}",
        f"# In {learned.folds} parts, each tried with what the others taught:",
    ]
    kept = [t for t in learned.trials if t.kept]
    if kept:
        both = learned.together if learned.together is not None and learned.together.kept else kept[0]
        rows.append(
            f"# {', '.join(t.name for t in kept)}: articles exactly right {both.before} before, {both.after} after; "
            f"{both.won} parts of articles put right, {both.lost} wrong"
        )
    if learned.confidence is not None and learned.confidence.helps:
        own = learned.confidence
        rows.append(f"# confidence: mean surprise {own.before:.3f} before, {own.after:.3f} after")
    for stage, options in learned.options.items():
        rows += ["", f"[{stage}]", *(f"{key.replace('_', '-')} = {_value(value)}" for key, value in options.items())]
    return "\n".join(rows) + "\n"


def _value(value: Sequence[Any]) -> str:
    if all(isinstance(one, float) for one in value):
        return f"[{', '.join(map(str, value))}]"
    # JSON's strings are TOML's, but for the characters that only TOML must have escaped
    texts = (json.dumps(one, ensure_ascii=False).replace("\x7f", "\\u007f") for one in value)
    return "[\n" + "".join(f"    {text},\n" for text in texts) + "]"
