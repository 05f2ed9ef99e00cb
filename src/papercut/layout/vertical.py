"""Text set one character a line: vertical columns as extractors leave them, and letter-spaced headlines."""

from __future__ import annotations

from papercut.model import Line, Piece

RUN = 3  # lines of one character each in a row


def join_runs(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Join runs of lines of one visible character; the same tuple where there are none."""
    return lines
