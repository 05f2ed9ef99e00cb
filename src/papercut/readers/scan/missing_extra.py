"""The error for a picture that cannot be read because an extra is not installed."""

from __future__ import annotations

from papercut.errors import InputError

INSTALL = "pip install 'papercut-text[ocr]'"


def missing(shown: str, what: str, kind: str = "an image") -> InputError:
    """The error for a scan that cannot be read because `what` is not installed."""
    return InputError(f"{shown} is {kind}, and reading it needs {what}: run {INSTALL}")
