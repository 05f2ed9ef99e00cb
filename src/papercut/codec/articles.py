"""Article documents back to pages, so that what was written as JSON can be written once more in another format, shown
and scored.

Such a document does not hold the page that it came from: the page here has articles and furniture, raw lines that are
made of these (`saved_lines`), and the document itself in its `meta`, which is what JSON is written from. It has no
`lines`, and no stage can work on it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from papercut.codec.geometry import size_from
from papercut.codec.page import UNSOUND, VERSION, unique
from papercut.codec.saved_lines import SavedLines, saved_lines, saved_text
from papercut.errors import InputError
from papercut.model.page import Article, Block, Furniture, Jump, Note, Page, Role, Source
from papercut.model.pieces import Piece

SAVED = "article-document"
"""The key in `meta` under which the document stands."""


def is_saved(data: Any) -> bool:
    """Whether this is an article document, or a record of one article."""
    return isinstance(data, dict) and data.get("papercut") == VERSION and "raw" not in data and "source" in data


def saved_document(page: Page) -> dict[str, Any] | None:
    """The document that a page came from, if it came from one."""
    found: dict[str, Any] | None = dict(page.meta).get(SAVED)
    return found


def page_with_saved(page: Page, data: dict[str, Any]) -> Page:
    """The page as one that came from this document."""
    return page.replace(meta=(*((key, value) for key, value in page.meta if key != SAVED), (SAVED, data)))


def pages_from_saved(found: Sequence[dict[str, Any]]) -> list[Page]:
    """The pages of article documents, and of records (`documents_of`). Raises `InputError` where something is missing
    or of another kind."""
    return [page_from_saved(data) for data in documents_of(found)]


def documents_of(found: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Article documents as they are, and records as documents: those that follow each other are one page if they have
    the same source."""
    held: dict[str, Any] = {}
    for data in found:
        if held and ("articles" in data or held["source"] != data["source"]):
            yield held
            held = {}
        if "articles" in data:
            yield data
            continue
        record = {key: value for key, value in data.items() if key not in ("papercut", "source", "issue", "decisions")}
        if not held:
            held = {
                "papercut": VERSION, "source": data["source"], "articles": [], "furniture": [], "notes": [],
                "history": [],
            }  # fmt: skip
            if "issue" in data:
                held["issue"] = data["issue"]
        held["articles"].append(record)
    if held:
        yield held


def page_from_saved(data: dict[str, Any]) -> Page:
    """The page of an article document. Raises `InputError` where something is missing or of another kind."""
    try:
        source = data["source"]
        size = size_from(source["size"])
        blocks = [block for a in data["articles"] for block in (*a["body"], *a["parts"])]
        lines = saved_lines([saved_text(text) for text in (*blocks, *data["furniture"])])
        pieces = iter(lines.pieces)
        articles = tuple(_article(a, pieces, lines) for a in data["articles"])
        return Page(
            Source(
                _text(source["name"]), _text(source["format"]), source["encoding"], int(source["page"]),
                _text(source["sha256"]), size, source["unit"], lines.first,
            ),
            lines.raw,
            articles=articles,
            furniture=tuple(_furniture(f, pieces) for f in data["furniture"]),
            notes=_notes(data["notes"], lines),
            history=tuple(map(_text, data["history"])),
            printed=lines.printed if size is not None and source["unit"] else (),
            meta=((SAVED, data),),
        )  # fmt: skip
    except UNSOUND as error:
        what = f"no key {error}" if isinstance(error, KeyError) else str(error)
        raise InputError(f"this article document is not sound: {what}") from error


def values(text: str) -> Iterator[Any]:
    """The values of a text of JSON, one after another however they are laid out. Raises `ValueError` for what is
    none, and `InputError` where an object has a key twice."""
    decoder = json.JSONDecoder(object_pairs_hook=unique)
    at = 0
    while True:
        while at < len(text) and text[at] in " \t\r\n\ufeff":
            at += 1
        if at >= len(text):
            return
        value, at = decoder.raw_decode(text, at)
        yield value


def _article(data: dict[str, Any], pieces: Iterator[tuple[Piece, ...]], lines: SavedLines) -> Article:
    body = tuple(Block(_text(b["text"]), next(pieces), Role(b["type"])) for b in data["body"])
    parts = tuple(
        Block(_text(b["text"]), next(pieces), None if b["role"] is None else Role(b["role"])) for b in data["parts"]
    )
    return Article(
        _text(data["id"]),
        _maybe(data["headline"]),
        _maybe(data["kicker"]),
        tuple(map(_text, data["deck"])),
        _maybe(data["byline"]),
        _maybe(data["dateline"]),
        _jump(data["continued_on"]),
        _jump(data["continued_from"]),
        body,
        parts,
        float(data["confidence"]),
        _notes(data["notes"], lines),
    )


def _furniture(data: dict[str, Any], pieces: Iterator[tuple[Piece, ...]]) -> Furniture:
    return Furniture(Role(data["role"]), _text(data["text"]), next(pieces), _text(data["why"]))


def _notes(rows: Sequence[dict[str, Any]], lines: SavedLines) -> tuple[Note, ...]:
    """Notes, with their lines counted from the first one of the page."""
    shift = lines.first - 1
    out = []
    for row in rows:
        runs = tuple((first - shift, last - shift) for first, last in row["lines"])
        out.append(Note(_text(row["code"]), _text(row["stage"]), runs, _text(row["text"])))
    return tuple(out)


def _jump(data: Any) -> Jump | None:
    return None if data is None else Jump(_text(data["text"]), _maybe(data["page"]), _maybe(data["id"]))


def _maybe(value: Any) -> str | None:
    return None if value is None else _text(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.40} stands where a text should")
    return value
