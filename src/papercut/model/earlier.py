"""A page as it was before its blocks or its articles were made, for a stage that makes them once more.

What later stages took out of the lines or blocks and put into the furniture goes out of the furniture again: it stands
in these, and would be held twice.
"""

from __future__ import annotations

from collections.abc import Iterable

from papercut.model.page import Page
from papercut.model.pieces import Piece, raw_positions


def with_lines_alone(page: Page) -> Page:
    """The page without its blocks and articles."""
    if page.blocks is None and page.articles is None:
        return page
    made = page.replace(blocks=None, articles=None, breaks=())
    return _without_copies(made, (piece for row in page.lines for piece in row.pieces))


def with_blocks_alone(page: Page) -> Page:
    """The page without its articles."""
    if page.articles is None:
        return page
    return _without_copies(page.replace(articles=None), (p for block in page.blocks or () for p in block.pieces))


def lines_begun_anew(before: Page, done: Page) -> Page:
    """The page `done` without its blocks and articles, where a stage has just put text of the lines of `before` into
    the furniture. What later stages had put there of the same lines goes too, though the lines are no longer there."""
    kept = {id(item) for item in with_lines_alone(before).furniture}
    gone = {id(item) for item in before.furniture} - kept
    return with_lines_alone(done.replace(furniture=tuple(item for item in done.furniture if id(item) not in gone)))


def _without_copies(page: Page, held: Iterable[Piece]) -> Page:
    """The page without the furniture that stands in these pieces too."""
    there = set(raw_positions(page.raw, held))
    kept = tuple(f for f in page.furniture if there.isdisjoint(raw_positions(page.raw, f.pieces)))
    return page if len(kept) == len(page.furniture) else page.replace(furniture=kept)
