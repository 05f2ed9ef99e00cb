"""The words of the workbench, in English and Chinese: the reader may change the language on the page."""

from __future__ import annotations

from papercut.review.interface_words import WORDS as REVIEW_WORDS
from papercut.translation.catalogue import catalogue

WORDS = {
    "list": "All pages",
    "tools": "Tools",
    "split": "Split here",
    "merge": "Merge with the article before",
    "role": "Role",
    "to": "To",
    "join": "One paragraph",
    "edit": "Edit line",
    "up": "Up",
    "down": "Down",
    "undo": "Undo",
    "redo": "Redo",
    "check": "Page is right",
    "uncheck": "Page is not right yet",
    "next-page": "Next doubtful page",
    "by": "Name",
    "filters": "Filters",
    "state": "Show",
    "state.all": "all pages",
    "state.doubtful": "doubtful",
    "state.unchecked": "not checked",
    "state.corrected": "corrected",
    "state.checked": "checked",
    "paper": "Paper",
    "date": "Date",
    "corrections": "Corrections",
    "checked-by": "Checked by",
    "more": "More pages",
    "splitter": "Share of the two sides",
    "zoom-in": "Zoom in",
    "zoom-out": "Zoom out",
    "zoom-all": "Whole page",
    "misfits": "Corrections that no longer fit",
    "keeping": "Being kept …",
    "kept": "Kept",
    "unreachable": "The server cannot be reached: start papercut serve again. What was kept is not lost.",
    "no-previous": "There is no article before this one.",
    "all-checked": "All pages are checked.",
    "new-article": "an article of its own",
    "key.line": "next, previous line",
    "key.element": "next, previous paragraph",
    "key.extend": "select more lines",
    "key.to": "move to another article",
    "key.shift": "paragraph, or article, up or down",
    "key.undo": "undo, redo",
    "key.zoom": "zoom in and out",
    "key.look": "dark or light, language, this help",
}
"""By key, in English; those of the review are there too."""

_SHARED = (
    "source", "articles", "furniture", "picture", "theme", "language", "help", "close", "confidence", "page", "file",
    "certain", "find", "keys",
)  # fmt: skip


def table() -> dict[str, tuple[str, str]]:
    """All words that the scripts need, in English and Chinese."""
    chinese = catalogue("zh").translate
    shared = {k: v for k, v in REVIEW_WORDS.items() if k in _SHARED or k.startswith("role.")}
    return {key: (english, chinese(english)) for key, english in {**shared, **WORDS}.items()}
