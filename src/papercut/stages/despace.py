"""Take out the spaces that extraction and OCR put between characters."""

from __future__ import annotations

from dataclasses import dataclass

from papercut.model import Page
from papercut.pipeline import Stage


@dataclass(frozen=True, repr=False)
class Despace(Stage):
    """Take out the spaces that extraction and OCR put between characters."""

    def run(self, page: Page) -> Page:
        return page
