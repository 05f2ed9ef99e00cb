"""What somebody gave from Python, where a mistake would otherwise end deep within."""

from __future__ import annotations

from papercut.errors import WrongTypeError
from papercut.model.page import Page


def need_page(given: object, what: str) -> None:
    """Raise `WrongTypeError` if what was given is no page; `what` begins the sentence: `to_text is called`."""
    if not isinstance(given, Page):
        raise WrongTypeError(f"{what} with a Page, not {type(given).__name__}: papercut.read() makes one")
