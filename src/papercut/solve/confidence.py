"""The chance that an article is exactly right, from the chances of the decisions that made it."""

from __future__ import annotations

from math import exp, log

# Logistic regression on the pages that the weights of that day had not seen (tools/fit_confidence.py, 2026-11-23,
# 872 articles of press and 晶報; expected calibration error 0.04 in ten folds): the decisions are not independent, and
# an article without a headline is rarely whole.
_BIAS, _BODY, _ROLES, _PLACE, _BARE = 1.566, 1.265, 2.660, 0.264, -2.770
_LEAST = 1e-4


def article_confidence(body: float, roles: float | None, place: float | None) -> float:
    """The chance, 0 to 1, that headline, kicker, decks and every paragraph are right.

    `body` is the product of the chances of its line breaks and links, `roles` the chance of the roles read in its
    headline group, `place` that of the group being its own; both None where it has no headline.
    """
    z = _BIAS + _BODY * log(max(body, _LEAST))
    if roles is None or place is None:
        z += _BARE
    else:
        z += _ROLES * log(max(roles, 0.01)) + _PLACE * log(max(place, 0.01))
    return round(1.0 / (1.0 + exp(-z)), 4)
