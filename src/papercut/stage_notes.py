"""Notes that a running stage leaves on its page from helpers that see no page."""

from __future__ import annotations

from contextvars import ContextVar

taken: ContextVar[list[tuple[str, str]]] = ContextVar("taken")
"""The code and text of each note of the stage that is running; `Stage` sets it and puts the notes on the page."""


def leave_note(code: str, text: str) -> None:
    """Leave a note on the page that the running stage works on. Outside a stage it is dropped."""
    taken.get([]).append((code, text))
