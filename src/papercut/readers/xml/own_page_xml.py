"""The articles in PAGE XML that papercut wrote (`papercut.writers.page_xml`)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from papercut.model.page import LINED, Page
from papercut.readers.xml.own_articles import OwnArticle, OwnElement, joined, with_own_articles
from papercut.readers.xml.trees import Node

PREFIX = "papercut."
_ROLE = re.compile(r"structure\s*\{[^}]*?\btype:\s*([^;}\s]+)")
_WHY = re.compile(r"papercut\s*\{[^}]*?\bwhy:\s*([^;}\s]+)")


def with_page_xml_articles(page: Page, node: Node, regions: Sequence[tuple[Node, str, tuple[int, ...]]]) -> Page:
    """The page with the articles that are groups of the reading order; the page alone if it is no file of papercut's.

    `regions` are those with lines, each with its own text and the numbers of the raw lines that these became.
    """
    by_name = {region.get("id"): _element(region, text, lines) for region, text, lines in regions}
    order = node.first("ReadingOrder")
    articles: list[OwnArticle] = []
    for group in order.walk() if order is not None else ():
        kept = _properties(group)
        if group.get("type") == "article" and "id" in kept:
            refs = [child.get("regionRef") for child in _by_index(group)]
            articles.append(OwnArticle(kept, [by_name.pop(ref) for ref in refs if ref in by_name]))
    return with_own_articles(page, articles, list(by_name.values())) if articles else page


def _properties(group: Node) -> Mapping[str, str]:
    own = group.first("UserDefined")
    found = own.all("UserAttribute") if own is not None else ()
    return {n.get("name").removeprefix(PREFIX): n.get("value") for n in found if n.get("name").startswith(PREFIX)}


def _by_index(group: Node) -> list[Node]:
    def place(node: Node) -> int:
        return int(index) if (index := node.get("index")).isdecimal() else 0

    return sorted(group.all("RegionRefIndexed"), key=place)


def _element(region: Node, text: str, lines: tuple[int, ...]) -> OwnElement:
    custom = region.get("custom")
    role, why = _ROLE.search(custom), _WHY.search(custom)
    name = role[1] if role else ""
    if name not in LINED:  # Transkribus writes the lines of a region as lines of its text
        text = joined(text.split("\n"))
    return OwnElement(name, text, lines, why[1] if why else "")
