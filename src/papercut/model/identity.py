"""The id of an article: the same for the same page, whatever the settings were."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from papercut.model.page import Block, Source


def article_id(source: Source, blocks: Sequence[Block], raw: Sequence[str] | None = None) -> str:
    """Sixteen hexadecimal digits from the page's bytes, its number and the first visible raw character of `blocks`.

    `blocks` are the article's body, or its other parts where it has no body. With `raw` white space at the start of
    the first piece does not count, so that a setting that keeps or drops an indent leaves the id as it is.
    """
    first = next((piece for block in blocks for piece in block.pieces), None)
    line, column = (first.line, first.start) if first else (0, 0)
    if first and raw is not None:
        text = raw[line - 1][column : first.end]
        column += len(text) - len(text.lstrip())
    key = f"{source.sha256}:{source.page}:{line}:{column}"
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]
