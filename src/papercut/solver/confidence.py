"""The chance that an article is exactly right, from the chances of the decisions that made it."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log
from typing import Literal

Kind = Literal["text", "sheet"]
"""Text alone; a page with geometry."""

# Logistic regression on the log-odds of the parts, from the articles of pages of press, press2 and 晶報 as weights
# labelled them that had not seen the page (tools/fit_confidence.py, 2026-11-28; its calibration errors are in
# docs/accuracy.md): the decisions are not independent, and an article without a headline is rarely whole.
TABLES: Mapping[Kind, tuple[float, float, float, float, float]] = {
    "text": (-3.992, 0.413, 0.24, 0.446, 0.499),
    "sheet": (-2.671, 0.333, 0.177, 0.458, -1.839),
}
"""The constant, the weights of the chances of the body, of the roles and of the place, and what an article without a
headline gets instead of the last two."""
ConfidenceLine = tuple[float, float]
"""What is added to the log-odds of a chance, and what they are multiplied by before."""
PLAIN_LINE: ConfidenceLine = (0.0, 1.0)
_LOW, _HIGH = 1e-4, 1e-3
"""No chance is taken for less than the one, or for nearer to certainty than the other."""
_SURE = 100.0
"""Log-odds beyond which nothing changes, whatever line a settings file gives."""


def article_confidence(body: float, roles: float | None, place: float | None, kind: Kind = "text") -> float:
    """The chance, 0 to 1, that headline, kicker, decks and every paragraph are right.

    `body` is the product of the chances of its line breaks and links, `roles` the chance of the roles read in its
    headline group, `place` that of the group being its own; both None where it has no headline.
    """
    constant, of_body, of_roles, of_place, bare = TABLES[kind]
    z = constant + of_body * log_odds(body)
    if roles is None or place is None:
        z += bare
    else:
        z += of_roles * log_odds(roles) + of_place * log_odds(place)
    return round(1.0 / (1.0 + exp(-z)), 4)


def on_line(chance: float, line: ConfidenceLine) -> float:
    """A chance, with what a newspaper's checked pages taught about its log-odds."""
    if line == PLAIN_LINE:
        return chance
    added, times = line
    odds = added + times * log_odds(chance)
    return round(1.0 / (1.0 + exp(-min(max(odds, -_SURE), _SURE))), 4)


def log_odds(chance: float) -> float:
    """The log-odds of a chance, kept within what the fitting saw."""
    chance = min(max(chance, _LOW), 1.0 - _HIGH)
    return log(chance / (1.0 - chance))
