"""Put each headline on its own body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from papercut.model import Page
from papercut.pipeline import Stage


@dataclass(frozen=True, repr=False)
class PlaceHeadlines(Stage):
    """Put each headline, kicker and deck on its own body, wherever on the page it stands."""

    needs: ClassVar[frozenset[str]] = frozenset({"lines", "blocks", "articles"})
    makes: ClassVar[frozenset[str]] = frozenset({"articles"})

    def run(self, page: Page) -> Page:
        return page
