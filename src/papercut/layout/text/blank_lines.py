"""White space that says nothing on its page: at the ends of lines, tabs, and a blank line after every line.

The same page comes with and without it, as the tool that wrote it goes about lines; the text layers of flip-book sites
have a blank line after every line. What is left after this is white space that sets something apart.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from itertools import pairwise

from papercut.model.page import Line

FEW = 10
"""Of so many breaks between lines one may be without the blank line that the others have: two lines of a headline."""

LEAST = 3
"""Breaks on a page, before it can be said what they have in common."""

INDENT = "\u3000\u3000"
"""A tab before a paragraph stands for its two cells."""

_TABS_AHEAD = re.compile(r"[ \t]*\t[ \t]*")


def without_idle_blanks(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines without white space at their ends, tabs, and blank lines that stand after every line.

    White space before the first character stays, for it may be an indent. Every line that stays has its pieces. The
    same tuple comes back where nothing is idle.
    """
    texts = [line.text for line in lines]
    changed = texts
    if any(text[-1:].isspace() for text in texts):
        changed = [text.rstrip() for text in texts]
    if "\t" in "".join(changed):
        changed = _without_tabs(changed)
    if changed is not texts:
        lines = tuple(
            line if line.text == text else dataclasses.replace(line, text=text)
            for line, text in zip(lines, changed, strict=True)
        )
    kept = _kept(changed)
    return lines if len(kept) == len(lines) else tuple(lines[i] for i in kept)


def _without_tabs(texts: list[str]) -> list[str]:
    """Tabs as spaces; as an indent of two cells where they stand at the beginning of some lines and nowhere else."""
    ahead = sum(text.startswith("\t") for text in texts)
    within = sum("\t" in text.lstrip() for text in texts)
    visible = sum(map(bool, texts))
    if ahead * 10 >= visible * 9:  # the whole page was moved in: that indents nothing
        texts = [text.removeprefix("\t") for text in texts]
    elif ahead > within:
        texts = [_TABS_AHEAD.sub(INDENT, text, count=1) if text.startswith("\t") else text for text in texts]
    return [text.replace("\t", " ") for text in texts]


def _kept(texts: Sequence[str]) -> Sequence[int]:
    """The indices of the lines that stay."""
    visible = [i for i, text in enumerate(texts) if text]
    breaks = len(visible) - 1
    if breaks < LEAST or (len(texts) - len(visible)) * FEW < breaks * (FEW - 1):
        return range(len(texts))
    gaps = [b - a - 1 for a, b in pairwise(visible)]
    idle = sorted(gaps)[breaks // FEW]
    if not idle:
        return range(len(texts))
    more = [gap - idle for gap in gaps if gap > idle]
    # where a blank line was followed by one too, each that the page had stands for so many
    each = idle + 1 if sum(gap % (idle + 1) == 0 for gap in more) * FEW >= len(more) * (FEW - 1) else 1
    kept = list(range(visible[0] + 1))
    for at, gap in zip(visible[1:], gaps, strict=True):
        left = -(-max(0, gap - idle) // each)
        kept += range(at - left, at + 1)
    return [*kept, *range(visible[-1] + 1, len(texts))]
