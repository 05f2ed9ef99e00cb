"""What is said where an extra, a set of packages that papercut can do without, is not installed.

A command that needs one as a whole is a `UsageError`; a file that needs one is an `InputError`, and the other files are
still read.
"""

from __future__ import annotations

from papercut.errors import InputError, UsageError


def install(extra: str) -> str:
    """What installs an extra."""
    return f"pip install 'papercut-text[{extra}]'"


def needs(what: str, extra: str) -> str:
    """The line that says what needs an extra."""
    return f"{what} needs the extra {extra}: {install(extra)}"


def work_needs(what: str, extra: str) -> UsageError:
    """The error for work that cannot be done at all without an extra."""
    return UsageError(needs(what, extra))


def input_needs(shown: str, what: str, extra: str) -> InputError:
    """The error for a file, which messages call `shown`, that cannot be read without an extra."""
    return InputError(needs(f"{shown}: {what}", extra))
