"""An article document that is being corrected: where a character of the page stands in it, and what its articles say of
themselves after a change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any

from papercut.corrections.elements import Chunk, Element, Unfit, chunks_of, element_of, holds, taken_out
from papercut.corrections.records import Character
from papercut.languages import jump_lines
from papercut.model.pieces import Piece
from papercut.solver.headlines.body_parts import told_by_lead

Document = dict[str, Any]
ArticleData = dict[str, Any]


def element_lists(doc: Document) -> Iterator[tuple[ArticleData | None, list[Element]]]:
    """Every list of elements, with the article that it belongs to, or None for the furniture."""
    for article in doc["articles"]:
        yield article, article["body"]
        yield article, article["parts"]
    yield None, doc["furniture"]


def spot(doc: Document, at: Character) -> tuple[ArticleData | None, list[Element], int]:
    """The article, the list and the index of the element that a character stands in. Raises `Unfit` if it stands
    nowhere."""
    line, column = at
    for article, elements in element_lists(doc):
        for k, element in enumerate(elements):
            if holds(element, line, column):
                return article, elements, k
    raise Unfit(f"line {line} has no text at column {column}")


def article_at(doc: Document, at: Character) -> ArticleData:
    """The article that a character stands in. Raises `Unfit` if it stands in none."""
    article, _, _ = spot(doc, at)
    if article is None:
        raise Unfit(f"line {at[0]} stands in no article")
    return article


def body_spot(doc: Document, at: Character) -> tuple[ArticleData, int]:
    """The article, and the index in its body of the element that a character stands in."""
    article, elements, k = spot(doc, at)
    if article is None or elements is not article["body"]:
        raise Unfit(f"line {at[0]} stands in no article's body")
    return article, k


def take(doc: Document, spans: Sequence[Piece]) -> tuple[list[list[Chunk]], Element]:
    """Take the text of some spans out of its elements: the chunks in the order of the spans, those together that stood
    in one element; and the element that the first stood in, as it was. What is left of an element stays together."""
    found: list[tuple[int, int, int, Chunk]] = []
    origins: list[Element] = []
    for _, elements in element_lists(doc):
        for k in reversed(range(len(elements))):
            element = elements[k]
            if not any(_overlap(span, piece) for span in spans for piece in element["pieces"]):
                continue
            inside, outside = taken_out(chunks_of(element), spans)
            for chunk in inside:
                number = next(n for n, span in enumerate(spans) if _overlap(span, chunk.piece))
                found.append((number, chunk.piece.start, len(origins), chunk))
            origins.append(element)
            elements[k : k + 1] = [element_of(outside, element)] if outside else []
    for number, span in enumerate(spans):
        if all(number != n for n, _, _, _ in found):
            raise Unfit(f"line {span.line} has no text at columns {span.start} to {span.end}")
    found.sort(key=lambda row: row[:2])
    groups = [[chunk for _, _, _, chunk in group] for _, group in groupby(found, key=lambda row: row[2])]
    return groups, origins[found[0][2]]


def _overlap(span: Piece, piece: Sequence[int]) -> bool:
    return span.line == piece[0] and span.start < piece[2] and piece[1] < span.end


def new_article(body: list[Element], like: ArticleData | None) -> ArticleData:
    """An article with this body, as sure as the one that it came out of."""
    return {
        "id": "", "headline": None, "kicker": None, "deck": [], "byline": None, "dateline": None, "continued_on": None,
        "continued_from": None, "body": body, "parts": [], "lines": [],
        "confidence": like["confidence"] if like else 0.5, "notes": [],
    }  # fmt: skip


def refresh(doc: Document, before: dict[int, tuple[Any, ...]]) -> None:
    """Make the document say of itself what it holds: lines, ids, headlines, bylines, jumps. `before` is what
    `told` said of its articles before the change. Articles without anything go."""
    doc["articles"] = [a for a in doc["articles"] if a["body"] or a["parts"]]
    known = sorted({piece[0] for _, elements in element_lists(doc) for e in elements for piece in e["pieces"]})
    following = dict(pairwise(known))
    for _, elements in element_lists(doc):
        for element in elements:
            if not element["lines"]:
                if not element["text"].strip():
                    raise Unfit("a text without any character would be left")
                element["lines"] = _runs([piece[0] for piece in element["pieces"]], following)
    taken = {a["id"] for a in doc["articles"]}
    for article in doc["articles"]:
        old = before.get(id(article), (None, None, None))
        now = told(article)
        if old == now:
            continue
        if old[0] != now[0]:
            _parts_tell(article)
        if old[1] != now[1]:
            article["dateline"], who = told_by_lead(now[1])
            if article["byline"] in (None, told_by_lead(old[1] or "")[1]):  # others are signatures further down
                article["byline"] = _byline(article) or who
        pieces = sorted(tuple(p) for e in (*article["parts"], *article["body"]) for p in e["pieces"])
        article["lines"] = _runs([line for line, _, _ in pieces], following)
        if not article["id"]:
            article["id"] = _own_id(doc, article, taken)
            taken.add(article["id"])


def told(article: ArticleData) -> tuple[Any, ...]:
    """What decides what an article says of itself: its parts, its first paragraph, and all its pieces."""
    parts = tuple((p["role"], p["text"]) for p in article["parts"])
    lead = next((e["text"] for e in article["body"] if e["type"] == "paragraph"), "")
    pieces = tuple(tuple(p) for e in (*article["parts"], *article["body"]) for p in e["pieces"])
    return parts, lead, pieces


def _parts_tell(article: ArticleData) -> None:
    texts = [(p["role"], p["text"]) for p in article["parts"]]
    for role in ("headline", "kicker"):
        article[role] = next((text for own, text in texts if own == role), None)
    article["deck"] = [text for own, text in texts if own == "deck"]
    if any(own == "byline" for own, _ in texts):
        article["byline"] = _byline(article)
    for key, where in (("continued_on", "on"), ("continued_from", "from")):
        held = article[key]
        if held is None or held["text"]:  # one without text is told by the other half
            jumps = [(text, found) for own, text in texts if own == "jump_line" and (found := jump_lines.find(text))]
            mine = next(((text, found.page) for text, found in jumps if found.where == where), None)
            if mine is None:
                article[key] = None
            elif held is None or held["text"] != mine[0]:
                article[key] = {"text": mine[0], "page": mine[1], "id": None}


def _byline(article: ArticleData) -> str | None:
    return " ".join(p["text"] for p in article["parts"] if p["role"] == "byline") or None


def _runs(lines: Sequence[int], following: dict[int, int]) -> list[list[int]]:
    """Lines as runs; lines on which nothing stands do not interrupt one."""
    runs: list[list[int]] = []
    for line in lines:
        if runs and runs[-1][0] <= line <= following.get(runs[-1][1], line):
            runs[-1][1] = max(runs[-1][1], line)
        else:
            runs.append([line, line])
    return runs


def _own_id(doc: Document, article: ArticleData, taken: set[str]) -> str:
    """An id as `papercut.model.identity` makes them, that no other article of the page has."""
    source = doc["source"]
    line, column, _ = (article["body"] or article["parts"])[0]["pieces"][0]
    key = made = f"{source['sha256']}:{source['page']}:{line}:{column}"
    number = 0
    while (found := hashlib.sha256(made.encode()).hexdigest()[:16]) in taken:
        number += 1
        made = f"{key}:{number}"
    return found
