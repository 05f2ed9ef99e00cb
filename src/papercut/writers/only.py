"""Parts of articles: `--only headline,byline`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from papercut.codec.page import dumps
from papercut.errors import UsageError
from papercut.model.page import Article, Page
from papercut.writers import write
from papercut.writers.json import document, page_keys

PRINTED = ("headline", "kicker", "deck", "byline", "body", "continued_on", "continued_from")
"""What every format shows."""
IN_JSON = ("id", *PRINTED, "dateline", "parts", "lines", "confidence", "notes")

_NOTHING = Article()


def names_of(text: str, to: str) -> tuple[str, ...]:
    """The parts that `headline,byline` names. Raises `UsageError` where the format has no such part."""
    names = tuple(name.strip().replace("-", "_") for name in text.split(",") if name.strip())
    known = IN_JSON if to in ("json", "jsonl") else PRINTED
    for name in names:
        if name not in known:
            what = f"{name!r}; only json and jsonl have it" if name in IN_JSON else repr(name)
            raise UsageError(f"articles as {to} have no {what}: there is {', '.join(known)}")
    if not names:
        raise UsageError(f"--only names nothing: there is {', '.join(known)}")
    return names


def write_only(page: Page, to: str, names: Sequence[str]) -> str:
    """The articles of a page with these parts only. As JSON they keep what says which page they stand on; such a
    document is an excerpt, without furniture, notes and history."""
    if to not in ("json", "jsonl"):
        return write(page.replace(articles=tuple(bare(a, names) for a in page.articles or ()), meta=()), to)
    doc = document(page)
    own = page_keys(doc)
    articles = [parts_of(article, names) for article in doc["articles"]]
    if to == "jsonl":
        return "".join(dumps({**own, **article}) + "\n" for article in articles)
    return dumps({**own, "articles": articles}) + "\n"


def parts_of(article: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """These parts of an article of the article document; all of them if none are named."""
    return {name: article[name] for name in IN_JSON if name in names} if names else dict(article)


def bare(article: Article, names: Sequence[str]) -> Article:
    """The article with these parts only; as it is if none are named."""
    if not names:
        return article
    gone: dict[str, Any] = {name: getattr(_NOTHING, name) for name in PRINTED if name not in names}
    return dataclasses.replace(article, **gone)
