"""Article documents back to pages, so that what was written as JSON can be written once more in another format.

Such a document holds what writers need, but not the page that it came from: the page here has articles and furniture,
and the document itself in its `meta`, which is what JSON is written from; it has no lines, and no stage can work on it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from papercut.codec.page import VERSION
from papercut.errors import InputError
from papercut.model.page import Article, Block, Furniture, Jump, Page, Role, Source

SAVED = "article-document"
"""The key in `meta` under which the document stands."""


def is_saved(data: Any) -> bool:
    """Whether this is an article document, or a record of one article."""
    return isinstance(data, dict) and data.get("papercut") == VERSION and "raw" not in data and "source" in data


def saved_document(page: Page) -> dict[str, Any] | None:
    """The document that a page came from, if it came from one."""
    found: dict[str, Any] | None = dict(page.meta).get(SAVED)
    return found


def page_from_saved(data: dict[str, Any]) -> Page:
    """The page of an article document, or of a record. Raises `InputError` where something is missing or of another
    kind."""
    if "articles" not in data:
        of_page: dict[str, Any] = {key: data[key] for key in ("papercut", "source", "issue") if key in data}
        record = {key: value for key, value in data.items() if key not in (*of_page, "decisions")}
        data = {**of_page, "articles": [record], "furniture": [], "notes": [], "history": []}
    try:
        source = data["source"]
        size = source["size"]
        return Page(
            Source(
                _text(source["name"]), _text(source["format"]), source["encoding"], int(source["page"]),
                _text(source["sha256"]), None if size is None else (size[0], size[1]), source["unit"],
            ),
            (),
            articles=tuple(map(_article, data["articles"])),
            furniture=tuple(map(_furniture, data["furniture"])),
            meta=((SAVED, data),),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        what = f"no key {error}" if isinstance(error, KeyError) else str(error)
        raise InputError(f"this article document is not sound: {what}") from error


def values(text: str) -> Iterator[Any]:
    """The values of a text of JSON, one after another however they are laid out. Raises `ValueError` for what is
    none."""
    decoder = json.JSONDecoder()
    at = 0
    while True:
        while at < len(text) and text[at] in " \t\r\n\ufeff":
            at += 1
        if at >= len(text):
            return
        value, at = decoder.raw_decode(text, at)
        yield value


def _article(data: dict[str, Any]) -> Article:
    return Article(
        _text(data["id"]),
        _maybe(data["headline"]),
        _maybe(data["kicker"]),
        tuple(map(_text, data["deck"])),
        _maybe(data["byline"]),
        _maybe(data["dateline"]),
        _jump(data["continued_on"]),
        _jump(data["continued_from"]),
        tuple(Block(_text(b["text"]), (), Role(b["type"])) for b in data["body"]),
        tuple(Block(_text(b["text"]), (), None if b["role"] is None else Role(b["role"])) for b in data["parts"]),
        float(data["confidence"]),
    )


def _furniture(data: dict[str, Any]) -> Furniture:
    return Furniture(Role(data["role"]), _text(data["text"]), (), _text(data["why"]))


def _jump(data: Any) -> Jump | None:
    return None if data is None else Jump(_text(data["text"]), _maybe(data["page"]), _maybe(data["id"]))


def _maybe(value: Any) -> str | None:
    return None if value is None else _text(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.40} stands where a text should")
    return value
