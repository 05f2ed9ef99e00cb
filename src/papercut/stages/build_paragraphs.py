"""Join the lines of a page into paragraphs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from papercut.model import Block, Page
from papercut.pipeline import Stage


@dataclass(frozen=True, repr=False)
class BuildParagraphs(Stage):
    """Join broken column lines into paragraphs, and say what each line break meant."""

    makes: ClassVar[frozenset[str]] = frozenset({"blocks"})

    def run(self, page: Page) -> Page:
        blocks = tuple(Block(line.text.strip(), line.pieces) for line in page.lines if line.text.strip())
        return page.replace(blocks=blocks)
