"""Texts as they are compared: in NFKC, without white space, invisible characters, and what counts neither way."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any, TypedDict

Json = Mapping[str, Any]
"""A truth, an article document, or a part of either."""

JUMP = re.compile(r"[（(〔【]?(?:下[转轉接]|上接|接)第?[^（）()。，]{0,10}[版页頁面][^（）()。，]{0,6}[)）〕】]?")
"""Jump lines count neither way, wherever they stand."""

TAIL = re.compile(r"[（(〔【][^（）()〔〕【】]{1,24}[)）〕】]$")
"""A credit in brackets that ends a story: lifted or left in its place, both are right."""

DASH = re.compile(r"^[—–\-─一]{1,4}(?=.)")
"""Decks are printed with or without a leading dash."""

AFTER_ROLE = re.compile(r"(?:记者|記者|通讯员|通訊員|评论员|電|电|讯|訊)$")
"""A space after these counts neither way."""

NO_BODY = ("caption", "advert")
"""Types of body elements that are compared with nothing: their place in an article or beside it is open."""


class Element(TypedDict):
    """An element of a body: its type, its text, and the text as it is compared."""

    type: str | None
    text: str
    flat: str


def flat(text: str | None) -> str:
    """The text in NFKC without white space, control and format characters."""
    tight = "".join(unicodedata.normalize("NFKC", text or "").split())
    if tight.isprintable():
        return tight
    return "".join(ch for ch in tight if unicodedata.category(ch) not in ("Cc", "Cf"))


def texts(value: Any) -> list[str]:
    """A string, an object with a text, a list of either, or nothing, as a list of flat strings, none of them empty."""
    if value is None:
        return []
    if isinstance(value, list | tuple):
        return [text for one in value for text in texts(one)]
    if isinstance(value, Mapping):
        value = value.get("text") or ""
    return [text] if (text := flat(value)) else []


def loose_words(truth: Json) -> frozenset[str]:
    """Words whose role the page leaves open (signatures, photo credits): they count neither way."""
    words = {word for article in truth["articles"] for word in texts(article.get("loose"))}
    return frozenset(words | {DASH.sub("", word) for word in words})


def body_of(article: Json, loose: Collection[str] = ()) -> list[Element]:
    """The elements of a body that count: without captions, adverts, jump lines, loose words, and a credit that ends
    the story."""
    out: list[Element] = []
    for element in article.get("body") or []:
        kind, text = element.get("type"), JUMP.sub("", element.get("text") or "")
        tight = flat(text)
        if kind not in NO_BODY and tight and tight not in loose:
            out.append(Element(type=kind, text=text, flat=tight))
    while out and TAIL.search(end := out[-1]["text"].rstrip()):
        text = TAIL.sub("", end)
        kind = out.pop()["type"]
        if tight := flat(text):
            out.append(Element(type=kind, text=text, flat=tight))
    return out


def parts_of(article: Json, loose: Collection[str] = ()) -> list[str]:
    """Kicker and decks as they are compared, without a deck's leading dash."""
    printed = texts(article.get("kicker")) + texts(article.get("deck"))
    return [text for text in (DASH.sub("", one) for one in printed) if text not in loose]


def gaps(text: str) -> set[int]:
    """Where white space stands in a text, as positions in its flat form; at its ends it does not count."""
    text = unicodedata.normalize("NFKC", text.strip())
    out: set[int] = set()
    if len(text.split()) <= 1 and not text[:1].isspace():
        return out
    at = 0
    for ch in text:
        if ch.isspace():
            out.add(at)
        elif unicodedata.category(ch) not in ("Cc", "Cf"):
            at += 1
    return out


def wrong_gaps(true: Element, found: Element) -> int:
    """How many spaces one of two elements has and the other lacks; their flat texts are the same."""
    odd = gaps(true["text"]) ^ gaps(found["text"])
    return sum(not AFTER_ROLE.search(true["flat"], max(0, at - 3), at) for at in odd)


def bare(text: str) -> Counter[str]:
    """The letters, digits and Han characters of a text, counted."""
    return Counter({ch: n for ch, n in Counter(flat(text)).items() if ch.isalnum()})
