"""Stories that go over several pages, put together from their linked articles: a view, nothing that is stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from papercut.codec.page import VERSION
from papercut.issues.link_evidence import ENDS
from papercut.issues.linked_articles import id_of
from papercut.layout.text.hyphenation import DROP, line_joint
from papercut.model.page import Article, Jump, Page, Role
from papercut.writers.json import LineCount


def joined_stories(pages: Sequence[Page]) -> list[dict[str, Any]]:
    """One record for each chain of linked articles, in the order in which their beginnings stand on the pages.

    `{"papercut", "ids", "headline", "kicker", "deck", "byline", "dateline", "body", "sources", "notes"}`: `ids` are
    those of the articles in order; what the first has no headline (and so on) for comes from the next; each element of
    `body` is `{"type", "text", "ids"}`, with two ids where a paragraph was cut by the jump; `sources` are `{"id",
    "name", "page", "sha256"}`, one an article; `notes` have their article's `id`. The JSON Schema is `story`.
    """
    where = {id_of(page, article): (page, article) for page in pages for article in page.articles or ()}
    out = []
    for first, (_, article) in where.items():
        if _other(article.continued_from, where) is None and _other(article.continued_on, where) is not None:
            ids = [first]
            while (after := _other(where[ids[-1]][1].continued_on, where)) is not None and after not in ids:
                ids.append(after)
            out.append(_story(ids, [where[one] for one in ids]))
    return out


def _other(jump: Jump | None, where: dict[str, tuple[Page, Article]]) -> str | None:
    return jump.id if jump and jump.id in where else None


def _story(ids: Sequence[str], halves: Sequence[tuple[Page, Article]]) -> dict[str, Any]:
    articles = [article for _, article in halves]
    body: list[dict[str, Any]] = []
    for one, article in zip(ids, articles, strict=True):
        _add(body, one, article)
    return {
        "papercut": VERSION,
        "ids": list(ids),
        "headline": next((a.headline for a in articles if a.headline), None),
        "kicker": next((a.kicker for a in articles if a.kicker), None),
        "deck": list(next((a.deck for a in articles if a.deck), ())),
        "byline": next((a.byline for a in articles if a.byline), None),
        "dateline": next((a.dateline for a in articles if a.dateline), None),
        "body": body,
        "sources": [
            {"id": one, "name": page.source.name, "page": page.source.page, "sha256": page.source.sha256}
            for one, (page, _) in zip(ids, halves, strict=True)
        ],
        "notes": [
            {"id": one, **n.to_dict(LineCount(page).runs(n.lines))}
            for one, (page, article) in zip(ids, halves, strict=True)
            for n in article.notes
        ],
    }


def _add(body: list[dict[str, Any]], one: str, article: Article) -> None:
    """Put the blocks of the next article behind the body so far; a sentence that the jump cut becomes whole again."""
    blocks = [{"type": b.role or Role.PARAGRAPH, "text": b.text, "ids": [one]} for b in article.body]
    last = next((e for e in reversed(body) if e["type"] != Role.CAPTION), None)
    first = next((b for b in blocks if b["type"] != Role.CAPTION), None)
    if last and first and last["type"] == first["type"] == Role.PARAGRAPH:
        left, right = str(last["text"]).rstrip(), str(first["text"]).lstrip()
        if left and right and left[-1] not in ENDS:
            glue = line_joint(left, right)
            last["text"] = left[:-1] + right if glue == DROP else left + glue + right
            last["ids"] = [*last["ids"], one]
            blocks.remove(first)
    body.extend(blocks)
