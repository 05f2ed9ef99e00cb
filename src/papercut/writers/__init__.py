"""Writers: from a page that has articles to text in one of the formats.

In: a page with articles. Out: text. One format is one file; `folder` writes one file an article. Read `json` first.
"""

from __future__ import annotations

from collections.abc import Callable

from papercut.argument_checks import need_page
from papercut.errors import StageError, UsageError
from papercut.model.page import Page
from papercut.writers.json import to_json, to_jsonl
from papercut.writers.markdown import to_markdown
from papercut.writers.text import to_text

__all__ = ["FORMATS", "LOSSY", "SEPARATORS", "to_json", "to_jsonl", "to_markdown", "to_text", "write"]

FORMATS: dict[str, Callable[[Page], str]] = {"md": to_markdown, "json": to_json, "jsonl": to_jsonl, "text": to_text}
"""The formats by the names that `--to` has for them."""

SEPARATORS = {"md": "\n", "text": "\n\n"}
"""What stands between the articles of one page and those of the next, where it is more than a line end."""

LOSSY = frozenset({"md", "jsonl", "text"})
"""The formats that leave the furniture out."""


def write(page: Page, to: str = "md") -> str:
    """Return the articles of a page as text in the format `md`, `json`, `jsonl` or `text`. Each line has its line end.

    Raises `StageError` if the page has no articles yet, and `UsageError` for an unknown format.
    """
    if to not in FORMATS:
        raise UsageError(f"there is no format {to!r}: take one of {', '.join(FORMATS)}")
    need_page(page, "write is called")
    if page.articles is None:
        raise StageError("there are no articles on the page yet: run separate-articles before writing")
    return FORMATS[to](page)
