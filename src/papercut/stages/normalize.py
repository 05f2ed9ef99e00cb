"""Fold character variants: widths, Kangxi radicals, presentation forms, controls, odd spaces."""

from __future__ import annotations

from dataclasses import dataclass

from papercut.model import Page
from papercut.pipeline import Stage


@dataclass(frozen=True, repr=False)
class Normalize(Stage):
    """Fold character variants: widths, Kangxi radicals, presentation forms, controls, odd spaces."""

    def run(self, page: Page) -> Page:
        return page
