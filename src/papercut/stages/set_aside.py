"""Set aside furniture that lines alone tell: folio, nameplate, ear, duplicates."""

from __future__ import annotations

from dataclasses import dataclass

from papercut.model import Page
from papercut.pipeline import Stage


@dataclass(frozen=True, repr=False)
class SetAside(Stage):
    """Set aside furniture that lines alone tell: folio, nameplate, ear, duplicates."""

    def run(self, page: Page) -> Page:
        return page
