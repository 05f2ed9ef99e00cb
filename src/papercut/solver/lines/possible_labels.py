"""What is known of a line before it is labelled: the labels that it can have at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from papercut.model.page import Role
from papercut.solver.lines.label_chain import TAGS, Tag
from papercut.solver.lines.measured_lines import MeasuredLine

ON = frozenset({Tag.JOINED})
NEXT = frozenset({Tag.PARAGRAPH})
BEGINS = frozenset({Tag.PARAGRAPH, Tag.STORY, Tag.RESUMED})
FREE = frozenset(TAGS)
AROUND = frozenset({Tag.FURNITURE})

NEVER = -1000.0
"""The score of a label that a line cannot have."""
TITLE = 16
"""A title of verse or of a table has no more characters, in em."""


@dataclass(slots=True)
class PossibleLabels:
    """What is known of a line before it is labelled: the labels that it can have, and whether it is of a `verse` or a
    `table`, whose lines stay lines, or goes on with the `byline` above it; or what it is that stands around stories,
    and `why`."""

    tags: frozenset[Tag]
    role: Role | None = None
    why: str = ""


def restricted_scores(scores: list[list[float]], held: Sequence[PossibleLabels | None]) -> list[list[float]]:
    """The scores of each line's labels, without those that it cannot have."""
    for k, hold in enumerate(held):
        if hold is not None:
            scores[k] = [x if tag in hold.tags else NEVER for tag, x in zip(TAGS, scores[k], strict=True)]
    return scores


def role_of(hold: PossibleLabels | None) -> Role | None:
    """The role of a line that stays a line; None for all others."""
    return None if hold is None or hold.why else hold.role


def may_be_title(row: MeasuredLine) -> bool:
    """Whether a line may be a title: it is short, and no mark ends it."""
    return row.width <= TITLE and row.text[-1] not in "，。；：！？、,.;:!?"
