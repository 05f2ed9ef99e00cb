"""What ALTO and PAGE XML have in common: pages with boxes, and what is kept of an article beside its text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from papercut.errors import UsageError
from papercut.model.geometry import Box, union
from papercut.model.page import Article, Block, Page
from papercut.writers.printed_lines import PrintedLine, line_box, printed_lines


def need_boxes(pages: Sequence[Page], what: str) -> None:
    """Raise `UsageError` for a page of which it is not known where its lines stand. A page without text has none."""
    for page in pages:
        if not is_blank(page) and not (page.printed and page.source.unit and page.source.size):
            name = page.source.name or "the page"
            raise UsageError(f"{what} says where each line stands, and {name} does not: take --to tei or json")


def is_blank(page: Page) -> bool:
    """Whether a page has no text, like the back of a sheet."""
    return not (page.articles or page.furniture or any(map(str.strip, page.raw)))


def boxed_lines(page: Page, block: Block) -> Iterator[tuple[PrintedLine, Box]]:
    """The lines of a block with visible text, with their boxes."""
    for line in printed_lines(page, block):
        box = line_box(page, line)
        if box is not None and line.text.strip():
            yield line, box


def around(boxes: Sequence[Box]) -> Box | None:
    """The box around some, if there are any."""
    return union(boxes) if boxes else None


def properties(article: Article) -> dict[str, str]:
    """What an article says beside the texts that stand on the page, by names that both formats use."""
    before, after = article.continued_from, article.continued_on
    found = {
        "id": article.id,
        "byline": article.byline,
        "dateline": article.dateline,
        "confidence": f"{article.confidence:.4f}",
        "continued-from": before.text if before else None,
        "continued-from-page": before.page if before else None,
        "continued-from-id": before.id if before else None,
        "continued-on": after.text if after else None,
        "continued-on-page": after.page if after else None,
        "continued-on-id": after.id if after else None,
    }
    return {key: value for key, value in found.items() if value is not None}
