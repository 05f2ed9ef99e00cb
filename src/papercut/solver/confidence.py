"""The chance that an article is exactly right, from the chances of the decisions that made it and the others of its
page.

The decisions on a page are not independent: where one article is in doubt, the others are rarely all right. So what is
known of the others counts too. What each thing counts for is a logistic regression (`TABLES`), fitted by
tools/fit_confidence.py on pages that no network was trained on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, log, log1p
from typing import Literal, NamedTuple

Kind = Literal["text", "sheet"]
"""Text alone; a page with geometry."""


class ArticleChances(NamedTuple):
    """What an article's confidence is made from: `body` is the product of the chances of its line breaks and links,
    `roles` the chance of the roles read in its headline group, `place` that of the group being its own, both None where
    it has no headline; `least` is the chance of the most doubtful of its `paragraphs`, `characters` their length."""

    body: float
    roles: float | None = None
    place: float | None = None
    least: float = 1.0
    paragraphs: int = 1
    characters: int = 0
    decks: int = 0
    kicker: bool = False


FEATURES = (
    "body", "roles", "place", "no-headline", "doubtful-body", "doubtful-roles", "doubtful-place",
    "body-of-others", "roles-of-others", "place-of-others", "no-headline-of-others",
    "least-sure-paragraph", "paragraphs", "characters", "decks", "kicker", "articles",
)  # fmt: skip
"""What is weighed: chances as log-odds, those below 0 once more as doubts, means over the other articles of the page,
and logs of counts."""
# 2026-11-30; 57 pages of press2 and 160 composed pages that no network was trained on, as six tools give their text,
# and as PDF. docs/accuracy.md has the calibration errors.
TABLES: Mapping[Kind, tuple[float, ...]] = {
    "text": (
        -6.278, 0.112, 0.263, 0.244, -2.064, 0.673, 1.839, 0.535, 0.178, 0.178, 0.216, 1.448, 0.089, -0.222, 0.475,
        -0.118, 0.198, -0.325,
    ),
    "sheet": (
        -7.237, 0.379, 0.297, 0.236, -0.501, 1.020, 0.000, 0.284, 0.033, -0.104, 0.363, -0.590, 0.014, -0.441,
        0.745, -0.947, 0.152, 0.062,
    ),
}
"""The constant, then the weight of each of `FEATURES`."""
FEW = 2
"""So many articles of which nothing is known are added to the others of a page."""
ConfidenceLine = tuple[float, float]
"""What is added to the log-odds of a chance, and what they are multiplied by before."""
PLAIN_LINE: ConfidenceLine = (0.0, 1.0)
_LOW, _HIGH = 1e-4, 1e-3
"""No chance is taken for less than the one, or for nearer to certainty than the other."""
_SURE = 100.0
"""Log-odds beyond which nothing changes, whatever line a settings file gives."""


def article_confidences(articles: Sequence[ArticleChances], kind: Kind = "text") -> list[float]:
    """For each article of a page the chance, 0 to 1, that headline, kicker, decks and every paragraph are right."""
    constant, *weights = TABLES[kind]
    out = []
    for row in features_of(articles):
        z = constant + sum(weight * value for weight, value in zip(weights, row, strict=True))
        out.append(round(1.0 / (1.0 + exp(-z)), 4))
    return out


def features_of(articles: Sequence[ArticleChances]) -> list[list[float]]:
    """The `FEATURES` of each article of a page."""
    own = [_own(a) for a in articles]
    total = [sum(column) for column in zip(*own, strict=True)]
    others = len(own) - 1 + FEW
    return [
        [
            *row,
            *(min(value, 0.0) for value in row[:3]),
            *((whole - value) / others for whole, value in zip(total, row, strict=True)),
            log_odds(a.least), log1p(a.paragraphs), log1p(a.characters), a.decks, a.kicker, log1p(len(own)),
        ]
        for a, row in zip(articles, own, strict=True)
    ]  # fmt: skip


def _own(a: ArticleChances) -> tuple[float, float, float, float]:
    if a.roles is None or a.place is None:
        return log_odds(a.body), 0.0, 0.0, 1.0
    return log_odds(a.body), log_odds(a.roles), log_odds(a.place), 0.0


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
