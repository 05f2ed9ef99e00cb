"""The language of this run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from papercut.translation.catalogue import Catalogue
    from papercut.translation.choice import Language

_current: Catalogue | None = None
"""None is English, for which nothing is read."""


def use_language(language: Language) -> None:
    """Speak this language from now on."""
    global _current
    if language == "en":
        _current = None
        return
    from papercut.translation.catalogue import catalogue

    _current = catalogue(language)


def is_chinese() -> bool:
    """Whether this run speaks Chinese, in whatever characters."""
    return _current is not None


def interface_language(asked: str) -> str:
    """The language in which pages for a browser begin: `zh` or `en` if that was `asked` for, else Chinese if this run
    speaks it, and `auto` for the reader's own."""
    return "zh" if asked == "auto" and is_chinese() else asked


def translated(text: str) -> str:
    """The English text in the language of this run."""
    return text if _current is None else _current.translate(text)


def listed(items: Iterable[str]) -> str:
    """A list within a sentence, of items that are translated or are names."""
    return (", " if _current is None else "、").join(items)
