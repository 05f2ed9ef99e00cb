"""The articles in ALTO that papercut wrote (`papercut.writers.alto`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from papercut.model.page import Page, Role
from papercut.readers.xml.own_articles import OwnArticle, OwnElement, with_own_articles
from papercut.readers.xml.trees import Node

Lines = Mapping[int, int]
"""The number of the raw line that a node TextLine became, by the node's `id()`."""


def with_alto_articles(page: Page, node: Node, head: Sequence[Node], lines: Lines) -> Page:
    """The page with the articles that the file has tags for; the page alone if it is no file of papercut's."""
    kept: dict[str, Mapping[str, str]] = {}
    for tag in head:
        data = tag.first("XmlData") if tag.name == "StructureTag" and tag.get("TYPE") == "article" else None
        if data is not None and (own := data.first("article")) is not None:
            kept[tag.get("ID")] = own.attributes
    if not kept:
        return page
    tags = {n.get("ID"): (n.get("TYPE"), n.get("LABEL")) for n in head if n.name in ("LayoutTag", "OtherTag")}
    articles: list[OwnArticle] = []
    others: list[OwnElement] = []
    waiting = list(reversed(node.children))
    while waiting:
        child = waiting.pop()
        name = next((ref for ref in child.get("TAGREFS").split() if ref in kept), None)
        if child.name == "ComposedBlock" and name is not None:
            articles.append(OwnArticle(kept[name], [_element(n, tags, lines) for n in _blocks(child)]))
        elif child.name == "TextBlock":
            others.append(_element(child, tags, lines))
        else:
            waiting.extend(reversed(child.children))
    return with_own_articles(page, articles, others)


def _blocks(article: Node) -> Iterator[Node]:
    return article.all("TextBlock", "ComposedBlock")


def _element(block: Node, tags: Mapping[str, tuple[str, str]], lines: Lines) -> OwnElement:
    found = dict(tags[ref] for ref in block.get("TAGREFS").split() if ref in tags)
    own = [line for line in block.walk() if line.name == "TextLine"]
    numbers = tuple(n for line in own if (n := lines.get(id(line), 0)))
    return OwnElement(found.get("role", ""), _text(block, found.get("role", "")), numbers, found.get("why", ""))


def _text(block: Node, role: str) -> str:
    if role == Role.TABLE:
        rows = list(block.all("ComposedBlock"))
        return "\n".join("\t".join(_text(cell, "") for cell in row.all("TextBlock")) for row in rows)
    if role == Role.VERSE:
        return "\n".join(_text(line, "") for line in block.all("TextBlock"))
    text = ""
    for node in block.walk():
        if node.name == "String":
            text += node.get("CONTENT")
        elif node.name == "SP":
            text += " "
    return text.strip(" ")
