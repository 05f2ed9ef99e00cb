"""The elements of an article in the order in which people read them: what HTML, EPUB, DOCX and TEI have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from papercut.model.page import Article, Block, Role
from papercut.model.pieces import visible_length
from papercut.writers.text import lifted_byline

HEAD = frozenset({Role.KICKER, Role.HEADLINE, Role.DECK, Role.BYLINE})
"""The roles that stand above the body."""


class Element(NamedTuple):
    """A part of the head, a jump line or an element of the body. The block says where it is printed; one without
    pieces is printed nowhere that is known."""

    role: Role
    block: Block

    @property
    def text(self) -> str:
        return self.block.text


def elements(article: Article) -> list[Element]:
    """Kicker, headline, decks, byline, where it continues from, the body, where it continues. As in print, the kicker
    comes first. A byline that the body has too is left there."""
    parts = list(article.parts)
    before, after = article.continued_from, article.continued_on
    head = [
        (Role.KICKER, article.kicker),
        (Role.HEADLINE, article.headline),
        *((Role.DECK, deck) for deck in article.deck),
        (Role.BYLINE, lifted_byline(article)),
        (Role.JUMP_LINE, before.text if before else None),
    ]
    out = [Element(role, _placed(role, text, parts)) for role, text in head if text and text.strip()]
    out += [Element(b.role or Role.PARAGRAPH, b) for b in article.body if b.text.strip()]
    if after and after.text.strip():
        out.append(Element(Role.JUMP_LINE, _placed(Role.JUMP_LINE, after.text, parts)))
    return out


def label(article: Article) -> str:
    """What to call an article in a list: its headline, or how it begins."""
    return article.headline or next((b.text[:20] for b in article.body if b.text.strip()), "") or "…"


class Group(NamedTuple):
    """Elements of one role that belong together: items of a list; else one alone."""

    role: Role
    elements: tuple[Element, ...]


def groups(found: Iterable[Element]) -> Iterator[Group]:
    """The elements, with the items of a list together."""
    items: list[Element] = []
    for element in found:
        if element.role is Role.LIST_ITEM:
            items.append(element)
            continue
        if items:
            yield Group(Role.LIST_ITEM, tuple(items))
            items = []
        yield Group(element.role, (element,))
    if items:
        yield Group(Role.LIST_ITEM, tuple(items))


def _placed(role: Role, text: str, parts: list[Block]) -> Block:
    """The part of the article that says this text, which is then used up; a headline may be printed in several."""
    own = [b for b in parts if b.role is role]
    size = visible_length(text)
    for count in range(1, len(own) + 1):
        for start in range(len(own) - count + 1):
            some = own[start : start + count]
            if sum(visible_length(b.text) for b in some) == size:
                parts[:] = [b for b in parts if not any(b is used for used in some)]
                return Block(text, tuple(p for b in some for p in b.pieces), role)
    return Block(text, (), role)
