"""Bring columns that stand side by side, and text set one character a line, into reading order."""

from __future__ import annotations

from dataclasses import dataclass

from papercut.model import Page
from papercut.pipeline import Stage


@dataclass(frozen=True, repr=False)
class Order(Stage):
    """Bring columns that stand side by side, and text set one character a line, into reading order."""

    def run(self, page: Page) -> Page:
        return page
