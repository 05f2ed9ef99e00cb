"""The chance that an article is exactly right, from the chances of the decisions that made it."""

from __future__ import annotations

from math import exp, log

# Logistic regression on the log-odds of the parts, from 3699 articles of press and 晶報 pages as weights labelled them
# that had not seen the page (tools/fit_confidence.py, 2026-11-25; expected calibration error 0.02 on press pages and
# 0.09 on 晶報): the decisions are not independent, and an article without a headline is rarely whole.
_BIAS, _BODY, _ROLES, _PLACE, _BARE = -5.072, 0.523, 0.393, 0.365, 3.048
_LOW, _HIGH = 1e-4, 1e-3
"""No chance is taken for less than the one, or for nearer to certainty than the other."""


def article_confidence(body: float, roles: float | None, place: float | None) -> float:
    """The chance, 0 to 1, that headline, kicker, decks and every paragraph are right.

    `body` is the product of the chances of its line breaks and links, `roles` the chance of the roles read in its
    headline group, `place` that of the group being its own; both None where it has no headline.
    """
    z = _BIAS + _BODY * log_odds(body)
    if roles is None or place is None:
        z += _BARE
    else:
        z += _ROLES * log_odds(roles) + _PLACE * log_odds(place)
    return round(1.0 / (1.0 + exp(-z)), 4)


def log_odds(chance: float) -> float:
    """The log-odds of a chance, kept within what the fitting saw."""
    chance = min(max(chance, _LOW), 1.0 - _HIGH)
    return log(chance / (1.0 - chance))
