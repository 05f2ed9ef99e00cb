"""How sure an article is: from its own decisions, and from those on the other articles of its page."""

from __future__ import annotations

import pytest

import papercut
from papercut.solver.confidence import FEATURES, TABLES, ArticleChances, Kind, article_confidences, features_of
from shell import SEED

KINDS: tuple[Kind, ...] = ("text", "sheet")
SURE = ArticleChances(0.99, 0.99, 0.99, 0.999, 4, 400)
DOUBTFUL = ArticleChances(0.2, 0.6, 0.4, 0.5, 4, 400)


@pytest.mark.parametrize("kind", KINDS)
def test_every_feature_has_a_weight(kind: Kind) -> None:
    assert len(TABLES[kind]) == 1 + len(FEATURES)
    assert [len(row) for row in features_of([SURE, DOUBTFUL])] == [len(FEATURES)] * 2


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("part", ["body", "roles", "place"])
def test_a_doubt_costs(kind: Kind, part: str) -> None:
    """Of two articles that differ in one chance, the one with the lower chance is less sure."""
    chances = [article_confidences([SURE._replace(**{part: c}), SURE], kind)[0] for c in (0.99, 0.7, 0.3, 0.05)]
    assert chances == sorted(chances, reverse=True) and chances[0] > chances[-1]


def test_doubts_about_the_others_cost() -> None:
    among_sure = article_confidences([SURE] * 5)[0]
    among_doubtful = article_confidences([SURE, *[DOUBTFUL] * 4])[0]
    assert among_sure > among_doubtful


@pytest.mark.parametrize("kind", KINDS)
def test_extreme_pages(kind: Kind) -> None:
    assert article_confidences([], kind) == []
    long = ArticleChances(0.0, 0.0, 0.0, 0.0, 9999, 10**7)
    for article in (ArticleChances(0.0), ArticleChances(1.0, 1.0, 1.0), long):
        for count in (1, 2000):
            assert all(0 <= c <= 1 for c in article_confidences([article] * count, kind))


def test_the_order_of_articles_does_not_matter() -> None:
    one = article_confidences([SURE, DOUBTFUL, SURE])
    assert one == [one[0], one[1], one[0]] == article_confidences([DOUBTFUL, SURE, SURE])[1:2] + one[1:]


def test_the_page_that_comes_out_right_is_believed_by_and_large() -> None:
    found = papercut.clean(SEED)
    assert all(a.confidence > 0.25 for a in found) and sum(a.confidence for a in found) / len(found) > 0.5
