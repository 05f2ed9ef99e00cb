"""Whether the blank lines of a page of text part its stories: each stands above a headline, and nowhere else.

The networks were trained on pages on which blank lines mean many things, and take a short line behind one for a
crosshead as easily as for a headline. Where a page has blank lines above short lines alone, each below text that is at
an end and above text that fills a column, that is how its stories are parted: crossheads would have none, or all text
would.
"""

from __future__ import annotations

from collections.abc import Sequence

from papercut.languages.jump_lines import find as find_jump
from papercut.languages.story_phrases import PHOTO_CREDIT
from papercut.model.page import Role
from papercut.solver.lines.label_chain import TAGS, Tag
from papercut.solver.lines.measured_lines import MeasuredLine
from papercut.solver.lines.possible_labels import AROUND, PossibleLabels

CROSSHEAD = -5.0
"""What the label of a crosshead loses behind such a blank line, in nats."""
LEAST = 6.0
"""A shorter line, in em, is more likely a crosshead, whatever stands above it."""

_CREDITS = frozenset({Tag.FURNITURE, Tag.BYLINE, Tag.CAPTION})
_ENDS = frozenset("。！？!?”」』）)…")
_GOES_ON = frozenset("，、；：,;:。")


def crosshead_scores(
    rows: Sequence[MeasuredLine], held: Sequence[PossibleLabels | None]
) -> list[tuple[float, ...]] | None:
    """What is added to the score of each label (in the order of `TAGS`) of each line; None if nothing is."""
    blanks = [k for k in range(1, len(rows)) if rows[k].gap and not _around(held[k])]
    if not blanks or not all(_parts(rows, held, k) for k in blanks):
        return None
    parted = {k for k in blanks if rows[k].width >= LEAST}
    if not parted:
        return None
    nothing = (0.0,) * len(TAGS)
    lost = tuple(CROSSHEAD if tag is Tag.SUBHEAD else 0.0 for tag in TAGS)
    return [lost if k in parted else nothing for k in range(len(rows))]


def _around(hold: PossibleLabels | None) -> bool:
    return hold is not None and hold.tags == AROUND


def _ends_a_story(row: MeasuredLine, hold: PossibleLabels | None) -> bool:
    """Whether a row without a stop ends what is above it: what stands around stories, a credit or a jump line."""
    jump = find_jump(row.text)
    if jump is not None and jump.where == "on" and jump.end == len(row.text):
        return True
    if PHOTO_CREDIT.match(row.text):
        return True
    return hold is not None and (hold.tags <= _CREDITS or hold.role is Role.BYLINE)


def _parts(rows: Sequence[MeasuredLine], held: Sequence[PossibleLabels | None], k: int) -> bool:
    """Whether the blank line above a row stands between a text at its end and a headline with its text."""
    row, above = rows[k], rows[k - 1]
    ended = above.text[-1] in _ENDS or _ends_a_story(above, held[k - 1])
    if k + 1 == len(rows) or row.text[-1] in _GOES_ON or not ended:
        return False
    below = next((r for r in rows[k + 1 : k + 4] if r.width > row.width), None)
    return below is not None and not any(r.gap for r in rows[k + 1 : k + 3])
