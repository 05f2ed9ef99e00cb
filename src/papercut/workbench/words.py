"""The words of the workbench, in English and Chinese: the reader may change the language on the page."""

from __future__ import annotations

from papercut.review.interface_words import REASONS
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
    "check": "Page is right, go on",
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
    "undone": "Undone:",
    "redone": "Done again:",
    "unreachable": "The server cannot be reached: start papercut serve again, and open the address that it prints. "
    "What was kept is not lost.",
    "split-text": "Only text can be split: move a headline instead.",
    "no-picture": "There is no picture of this page: was papercut serve given the folder of its inputs (--inputs)?",
    "no-previous": "There is no article before this one.",
    "all-checked": "All pages are checked.",
    "new-article": "an article of its own",
    "leaf": "page of the file",
    "failed": "The server could not do this",
    "none": "no pages",
    "no-text": "This page has no text.",
    "no-further": "It cannot go further.",
    "no-undo": "There is nothing to undo.",
    "no-redo": "There is nothing to do again.",
    "no-empty": "A line cannot be empty. Make it furniture instead.",
    "enter": "Press Enter to choose this, Escape to leave it.",
    "whole": "select the whole article",
    "do.split": "split",
    "do.merge": "merge",
    "do.place": "place",
    "do.order": "order",
    "do.edit": "edit",
    "do.check": "check",
    "do.uncheck": "uncheck",
    "key.first": "the first page of the list",
    "key.own": "make it an article of its own",
    "key.role": "give it another role",
    "key.line": "next, previous line",
    "key.element": "next, previous paragraph",
    "key.whole": "select the paragraph, then the article",
    "key.extend": "select more lines",
    "key.to": "move to another article",
    "key.shift": "paragraph up, down (with a headline: its article)",
    "key.shift-article": "article up, down",
    "key.undo": "undo, redo",
    "key.zoom": "zoom in, zoom out, whole page",
    "key.pan": "with the focus on the picture: move it",
}
"""By key, in English; those of the review are there too."""

def both(text: str) -> tuple[str, str]:
    """A message in English and Chinese."""
    return text, catalogue("zh").translate(text)


_SHARED = (
    "source", "articles", "article", "furniture", "picture", "text", "theme", "language", "help", "close", "confidence",
    "line", "file", "certain", "find", "keys", "key.source", "key.theme", "key.language", "key.help",
)  # fmt: skip


def table() -> dict[str, tuple[str, str]]:
    """All words that the scripts need, in English and Chinese."""
    chinese = catalogue("zh").translate
    shared = {k: v for k, v in REVIEW_WORDS.items() if k in _SHARED or k.startswith("role.")}
    why = {f"why.{name}": name for name in REASONS}
    return {key: (english, chinese(english)) for key, english in {**shared, **why, **WORDS}.items()}
