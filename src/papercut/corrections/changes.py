"""One change to an article document.

A change either fits, and then all of it is made, or raises `Unfit`; `applied` keeps the document as it was. No
character is made or lost: what leaves an article comes into another one, or into the furniture.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from papercut.corrections.document import (
    Document,
    article_at,
    body_spot,
    new_article,
    refresh,
    spot,
    take,
    told,
)
from papercut.corrections.elements import Chunk, Element, Unfit, chunks_of, element_of, joined, taken_out
from papercut.corrections.records import BODY_ROLES, FURNITURE_ROLES
from papercut.model.pieces import Piece

ONE = ("headline", "kicker")
"""The parts of which an article has one: text that comes to it goes on with it."""
DISPLAY = ("kicker", "headline", "deck")
BY_HAND = "by-hand"
"""The reason in the furniture for what a person has set aside."""


def change(doc: Document, do: str, what: Mapping[str, Any]) -> None:
    """Make a change of this kind. Raises `Unfit` if it does not fit; the document is then in no good state."""
    before = {id(article): told(article) for article in doc["articles"]}
    _CHANGES[do](doc, what)
    refresh(doc, before)


def _split(doc: Document, what: Mapping[str, Any]) -> None:
    """From a character on, the text of a body becomes an article of its own."""
    line, column = what["before"]
    article, at = body_spot(doc, what["before"])
    element = article["body"][at]
    first, rest = _parted(element, line, column)
    if not at and not first:
        raise Unfit("the article begins there already")
    made = new_article([element_of(rest, element), *article["body"][at + 1 :]], article)
    article["body"][at:] = [element_of(first, element)] if first else []
    if jump := article["continued_on"]:  # it stands at the end
        made["parts"] = [p for p in article["parts"] if p["role"] == "jump_line" and p["text"] == jump["text"]]
        article["parts"] = [p for p in article["parts"] if p not in made["parts"]]
        made["continued_on"], article["continued_on"] = jump, None
    doc["articles"].insert(doc["articles"].index(article) + 1, made)


def _parted(element: Element, line: int, column: int) -> tuple[list[Chunk], list[Chunk]]:
    """The chunks of an element before a character, and from it on."""
    chunks = chunks_of(element)
    at = next(k for k, c in enumerate(chunks) if c.piece.line == line and c.piece.start <= column < c.piece.end)
    within, before = taken_out([chunks[at]], [Piece(line, column, chunks[at].piece.end)])
    return [*chunks[:at], *before], [*within, *chunks[at + 1 :]]


def _merge(doc: Document, what: Mapping[str, Any]) -> None:
    """The text of an article goes behind that of another. Its headline becomes that of both if the other has none; else
    it becomes a subhead where the two meet."""
    article, into = article_at(doc, what["article"]), article_at(doc, what["into"])
    if article is into:
        raise Unfit("both are one article already")
    display = [p for p in article["parts"] if p["role"] in DISPLAY]
    others = [p for p in article["parts"] if p["role"] not in DISPLAY]
    if not any(p["role"] == "headline" for p in into["parts"]):
        into["parts"], display = display + into["parts"], []
    display.sort(key=lambda part: DISPLAY.index(part["role"]))
    into["body"] += [_body_element(part, "subhead") for part in display] + article["body"]
    into["parts"] += others
    into["notes"] += article["notes"]
    for key in ("continued_on", "continued_from"):
        into[key] = into[key] or article[key]
    doc["articles"].remove(article)


def _order(doc: Document, what: Mapping[str, Any]) -> None:
    """An article comes after another one, or first."""
    article = article_at(doc, what["article"])
    after = None if what["after"] is None else article_at(doc, what["after"])
    if article is after:
        raise Unfit("an article cannot come after itself")
    doc["articles"].remove(article)
    doc["articles"].insert(0 if after is None else doc["articles"].index(after) + 1, article)


def _place(doc: Document, what: Mapping[str, Any]) -> None:
    """Some text becomes one element, in a role: in an article, in one of its own, or in the furniture."""
    spans = [Piece(*span) for span in what["pieces"]]
    home, own, at = spot(doc, list(spans[0][:2]))
    to = home if "to" not in what else None if what["to"] is None else article_at(doc, what["to"])
    role = what.get("role") or (own[at].get("type") or own[at]["role"] if home is not None else "paragraph")
    if to is None and role not in FURNITURE_ROLES:
        if "to" not in what:
            raise Unfit(f"line {spans[0].line} stands in no article: say to which it goes")
        to = new_article([], home)
        doc["articles"].insert(doc["articles"].index(home) + 1 if home else len(doc["articles"]), to)
    elements = doc["furniture"] if to is None or role in FURNITURE_ROLES else to["body"]
    mark = _marked(doc, elements, what, spans, (own, at)) if role in BODY_ROLES else None
    groups, origin = take(doc, spans)
    chunks = joined(groups)
    if role in FURNITURE_ROLES:
        elements.append(element_of(chunks, {"role": role, **_EMPTY, "why": BY_HAND}))
    elif mark is not None:
        k = next(k for k, element in enumerate(elements) if element is mark)
        elements[k] = element_of(chunks, {"type": role, **_EMPTY})
        if k and "after" not in what and elements is own and _follows(origin, elements[k - 1], chunks[0]):
            elements[k - 1 : k + 1] = [elements[k], elements[k - 1]]
    elif to is not None:
        _put_part(to["parts"], role, chunks)


def _marked(
    doc: Document, elements: list[Element], what: Mapping[str, Any], spans: Sequence[Piece],
    origin: tuple[list[Element], int],
) -> Element:  # fmt: skip
    """A mark in a body where the text comes that has not been taken from its place yet: behind what it is to come
    after; else where it is; what stood above a body at its beginning; what stood in the furniture behind the text that
    is before it in the file; and the rest at the end of the other article."""
    own, at = origin
    after = what.get("after")
    if "after" not in what:
        k = at + 1 if own is elements else _usual(doc, elements, own, at)
    elif after is None:
        k = 0
    else:
        if any(s.line == after[0] and s.start <= after[1] < s.end for s in spans):
            raise Unfit("text cannot come after itself")
        _, there, k = spot(doc, after)
        if there is not elements:
            raise Unfit(f"line {after[0]} does not stand in the body that the text goes to")
        k += 1
    mark: Element = {"text": "", "pieces": [], "lines": []}
    elements.insert(k, mark)
    return mark


def _usual(doc: Document, elements: list[Element], own: list[Element], at: int) -> int:
    """Where in a body text comes that stood elsewhere, and nobody has said where it should."""
    if own is doc["furniture"]:
        first = own[at]["pieces"][0]
        return max((k + 1 for k, e in enumerate(elements) if e["pieces"] and e["pieces"][0] < first), default=0)
    above = any(a["body"] is elements and a["parts"] is own for a in doc["articles"])
    return 0 if above and own[at]["role"] != "jump_line" else len(elements)


def _follows(origin: Element, rest: Element, taken: Chunk) -> bool:
    """Whether `rest` is what is left of an element after its beginning was taken."""
    pieces = [tuple(p) for p in origin["pieces"]]
    first = tuple(rest["pieces"][0]) if rest["pieces"] else None
    return first in pieces and pieces[0][:2] == taken.piece[:2]


def _put_part(parts: list[Element], role: str, chunks: list[Chunk]) -> None:
    for k, part in enumerate(parts):
        if part["role"] == role and role in ONE:
            parts[k] = element_of(joined([chunks_of(part), chunks]), part)
            return
    parts.append(element_of(chunks, {"role": role, **_EMPTY}))


def _edit(doc: Document, what: Mapping[str, Any]) -> None:
    """The characters of a line are others than those that were read."""
    span = Piece(*what["pieces"][0])
    if len(what["pieces"]) != 1:
        raise Unfit("one line at a time can be edited")
    _, elements, at = spot(doc, list(span[:2]))
    chunks = chunks_of(elements[at])
    new: list[Chunk] = []
    read = ""
    for chunk in chunks:
        inside, outside = taken_out([chunk], [span])
        for part in inside:
            text = "" if read else what["text"].strip()  # what was read from other pieces is part of it
            read += part.text
            outside.append(replace(part, text=text, gap=part.gap if text else ""))
        new += sorted(outside, key=lambda c: c.piece)
    if "".join(read.split()) != "".join(what["was"].split()):
        raise Unfit(f"line {span.line} does not read {what['was']!r:.60} but {read!r:.60}")
    elements[at] = {**element_of(new, elements[at]), "lines": elements[at]["lines"]}


def _body_element(part: Element, role: str) -> Element:
    return element_of(chunks_of(part), {"type": role, **_EMPTY})


_EMPTY: Mapping[str, Any] = {"text": "", "lines": [], "pieces": [], "ends": [], "boxes": None}
_CHANGES: dict[str, Callable[[Document, Mapping[str, Any]], None]] = {
    "split": _split, "merge": _merge, "order": _order, "place": _place, "edit": _edit,
}  # fmt: skip
