"""Convert between simplified and traditional characters (off by default)."""

from __future__ import annotations

from dataclasses import dataclass

from papercut.model import Page
from papercut.pipeline import Stage


@dataclass(frozen=True, repr=False)
class Convert(Stage):
    """Convert between simplified and traditional characters (off by default)."""

    def run(self, page: Page) -> Page:
        return page
