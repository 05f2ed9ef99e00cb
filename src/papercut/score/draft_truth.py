"""A truth to begin with: papercut's own articles, for a person to correct."""

from __future__ import annotations

from typing import Any

from papercut.model.page import Page, Role


def draft(page: Page) -> dict[str, Any]:
    """The truth of a page that has articles, as if all of them were right: what there is to correct, and nothing of
    where it stood. What a stage took out of a text (brackets, hyphens) is left out."""
    articles: list[dict[str, Any]] = []
    for article in page.articles or ():
        made: dict[str, Any] = {
            "headline": article.headline,
            "kicker": article.kicker,
            "deck": list(article.deck),
            "byline": article.byline,
        }
        for key, jump in (("continued_from", article.continued_from), ("continued_on", article.continued_on)):
            if jump is not None:
                made[key] = {"text": jump.text}
        made["body"] = [{"type": block.role or Role.PARAGRAPH, "text": block.text} for block in article.body]
        articles.append(made)
    aside = [{"role": one.role, "text": one.text} for one in page.furniture if one.role is not Role.REMOVED]
    return {"articles": articles, "furniture": aside}
