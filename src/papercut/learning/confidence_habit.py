"""How far the confidence of articles is to be believed on a newspaper: what is added to its log-odds, and what they are
multiplied by before.

Logistic regression of whether an article is right on the log-odds of its confidence (Platt, "Probabilistic outputs for
support vector machines", 1999), with a normal prior on confidence as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log

from papercut.score.checked_pages import Stated
from papercut.solver.confidence import PLAIN_LINE, ConfidenceLine, log_odds, on_line

SPREAD = 0.5
"""How far from 0 and 1 the two numbers are expected."""
ROUNDS = 30
_SURE = 1e-4


def confidence_line(stated: Sequence[Stated]) -> ConfidenceLine:
    """The two numbers that these articles teach; by Newton's method."""
    added, times = PLAIN_LINE
    for _ in range(ROUNDS):
        slope, slope_times = -added / SPREAD**2, (1 - times) / SPREAD**2
        a, b, c = 1 / SPREAD**2, 0.0, 1 / SPREAD**2
        for one in stated:
            x = log_odds(one.confidence)
            chance = 1 / (1 + exp(-(added + times * x)))
            apart, bend = one.right - chance, chance * (1 - chance)
            slope, slope_times = slope + apart, slope_times + apart * x
            a, b, c = a + bend, b + bend * x, c + bend * x * x
        whole = a * c - b * b
        added += (c * slope - b * slope_times) / whole
        times += (a * slope_times - b * slope) / whole
    return round(added, 3), round(times, 3)


def surprise(one: Stated, line: ConfidenceLine = PLAIN_LINE) -> float:
    """Minus the log of the chance that was given to what is so: the smaller, the better was the confidence."""
    chance = min(max(on_line(one.confidence, line), _SURE), 1 - _SURE)
    return -log(chance if one.right else 1 - chance)
