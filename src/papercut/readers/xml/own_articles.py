"""Articles that papercut itself wrote into a file of ALTO or PAGE XML: they are read as they stand there.

A file that somebody has corrected since is read as it now is. If any line of it belongs neither to an article nor to
the furniture, the file says nothing of its articles: it is read as any other, and papercut separates them anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from papercut.model.page import Article, Block, Furniture, Jump, Page, Role
from papercut.model.pieces import Piece

PARTS = frozenset({Role.HEADLINE, Role.KICKER, Role.DECK, Role.BYLINE, Role.DATELINE, Role.JUMP_LINE})
"""The roles of what stands outside the body."""

_ROLES = {role.value: role for role in Role}


class OwnElement(NamedTuple):
    """A block of the file: its role, its text, and the numbers of the raw lines that it stands on. `why` is the reason
    of furniture."""

    role: str
    text: str
    lines: tuple[int, ...]
    why: str = ""


class OwnArticle(NamedTuple):
    """An article of the file: what is kept beside its text, and its elements."""

    properties: Mapping[str, str]
    elements: Sequence[OwnElement]


def with_own_articles(page: Page, articles: Sequence[OwnArticle], others: Sequence[OwnElement]) -> Page:
    """The page with these articles and furniture; the page alone where they are not sound."""
    whole = [element for article in articles for element in article.elements] + list(others)
    lines = sorted(number for element in whole for number in element.lines)
    if lines != list(range(1, len(page.raw) + 1)) or any(e.role not in _ROLES for e in whole):
        return page
    furniture = tuple(Furniture(_ROLES[e.role], *_placed(page, e), e.why or "own-pattern") for e in others)
    return page.replace(
        articles=tuple(_article(page, a) for a in articles), furniture=(*page.furniture, *furniture), lines=page.lines
    )


def joined(parts: Sequence[str]) -> str:
    """Lines as one text: with a space between two words of a script that parts its words."""
    text = ""
    for part in parts:
        apart = text[-1:].isalnum() and text[-1] < "\u2e80" and part[:1] < "\u2e80" and part[:1].isalnum()
        text += " " * apart + part
    return text


def _article(page: Page, own: OwnArticle) -> Article:
    blocks = [Block(*_placed(page, e), _ROLES[e.role]) for e in own.elements]
    parts = tuple(b for b in blocks if b.role in PARTS)
    said = own.properties

    def of(role: Role) -> list[str]:
        return [b.text for b in parts if b.role is role]

    return Article(
        said.get("id", ""),
        joined(of(Role.HEADLINE)) or None,
        joined(of(Role.KICKER)) or None,
        tuple(of(Role.DECK)),
        said.get("byline"),
        said.get("dateline"),
        _jump(said, "continued-on"),
        _jump(said, "continued-from"),
        tuple(b for b in blocks if b.role not in PARTS),
        parts,
        _confidence(said.get("confidence", "")),
    )


def _placed(page: Page, element: OwnElement) -> tuple[str, tuple[Piece, ...]]:
    """The text and its pieces. What the reader made of the lines is kept where the two do not agree."""
    raw = [page.raw[n - 1] for n in element.lines]
    same = "".join(element.text.split()) == "".join("".join(raw).split())
    return element.text if same else joined(raw), tuple(
        Piece(n, 0, len(text)) for n, text in zip(element.lines, raw, strict=True)
    )


def _jump(said: Mapping[str, str], name: str) -> Jump | None:
    return Jump(said[name], said.get(f"{name}-page"), said.get(f"{name}-id")) if name in said else None


def _confidence(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.5
    return value if 0 <= value <= 1 else 0.5
