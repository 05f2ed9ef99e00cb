"""The chance that an article is exactly right, from the chances of the decisions that made it."""

from __future__ import annotations

from math import exp, log

# Logistic regression on the log-odds of the parts, from 3699 articles of press and 晶報 pages as weights labelled them
# that had not seen the page, and from 393 of the press PDF pages (tools/fit_confidence.py, 2026-11-25; expected
# calibration error 0.02 on press pages, 0.09 on 晶報, 0.02 on PDF pages): the decisions are not independent, and an
# article without a headline is rarely whole.
TEXT = (-5.072, 0.523, 0.393, 0.365, 3.048)
SHEET = (-12.324, 0.6, 1.363, 0.62, -0.001)
"""For pages of text alone and for pages with geometry: the constant, the weights of the chances of the body, of the
roles and of the place, and what an article without a headline gets instead of the last two."""
_LOW, _HIGH = 1e-4, 1e-3
"""No chance is taken for less than the one, or for nearer to certainty than the other."""


def article_confidence(body: float, roles: float | None, place: float | None, sheet: bool = False) -> float:
    """The chance, 0 to 1, that headline, kicker, decks and every paragraph are right.

    `body` is the product of the chances of its line breaks and links, `roles` the chance of the roles read in its
    headline group, `place` that of the group being its own; both None where it has no headline. `sheet` says whether
    the page has geometry.
    """
    constant, of_body, of_roles, of_place, bare = SHEET if sheet else TEXT
    z = constant + of_body * log_odds(body)
    if roles is None or place is None:
        z += bare
    else:
        z += of_roles * log_odds(roles) + of_place * log_odds(place)
    return round(1.0 / (1.0 + exp(-z)), 4)


def log_odds(chance: float) -> float:
    """The log-odds of a chance, kept within what the fitting saw."""
    chance = min(max(chance, _LOW), 1.0 - _HIGH)
    return log(chance / (1.0 - chance))
