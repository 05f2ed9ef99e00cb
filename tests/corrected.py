"""For the tests of corrections: documents of real pages, what they hold, and corrections of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

import papercut as pc
from papercut.corrections.applied import Applied, Corrections
from papercut.corrections.elements import chunks_of
from papercut.corrections.records import Correction, new
from papercut.model.page import Page

Doc = dict[str, Any]


def document_of(page: Page) -> Doc:
    """The document of a page as a file has it."""
    found: Doc = json.loads(pc.to_json(page))
    return found


def elements(doc: Doc) -> list[Doc]:
    """Every text of a document."""
    return [*(e for a in doc["articles"] for e in (*a["parts"], *a["body"])), *doc["furniture"]]


def texts_of_lines(doc: Doc) -> dict[int, str]:
    """The visible characters of each line, as the texts have them, in the order of the columns."""
    rows: dict[int, list[tuple[int, str]]] = {}
    for element in elements(doc):
        for chunk in chunks_of(element):
            rows.setdefault(chunk.piece.line, []).append((chunk.piece.start, "".join(chunk.text.split())))
    return {line: "".join(text for _, text in sorted(row)) for line, row in rows.items()}


def columns_held(doc: Doc, raw: Sequence[str]) -> Counter[tuple[int, int]]:
    """How often each visible character of the page is held."""
    held: Counter[tuple[int, int]] = Counter()
    for element in elements(doc):
        for line, start, end in element["pieces"]:
            held.update((line, k) for k in range(start, end) if not raw[line - 1][k].isspace())
    return held


def shape(doc: Doc) -> list[tuple[Any, ...]]:
    """What a reader sees of each article: headline, kicker, decks, and the elements of the body."""
    return [
        (a["headline"], a["kicker"], a["deck"], [(e["type"], e["text"]) for e in a["body"]]) for a in doc["articles"]
    ]


def aside(doc: Doc) -> list[tuple[str, str, str]]:
    """Role, reason and text of the furniture."""
    return [(f["role"], f["why"], f["text"]) for f in doc["furniture"]]


def correct(doc: Doc, do: str, **what: Any) -> Correction:
    """A correction of the page of a document."""
    return new(do, doc["source"], "李编", **what)


def applied(doc: Doc, *records: Correction) -> Applied:
    """The document with these records of a file."""
    return Corrections(records).on(doc)


def after(doc: Doc, do: str, **what: Any) -> Doc:
    """The document after one correction, which must fit."""
    done = applied(doc, correct(doc, do, **what))
    assert done.misfits == ()
    return done.document


def why_not(doc: Doc, do: str, **what: Any) -> str:
    """Why one correction does not fit; the document stays as it was then."""
    done = applied(doc, correct(doc, do, **what))
    assert done.document == doc
    (misfit,) = done.misfits
    return misfit.why
