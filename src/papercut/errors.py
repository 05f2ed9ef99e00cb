"""What can go wrong, with the exit code that the command line gives for it.

Odd *data* is never an exception: it is a `Note` on the page. These are for work that cannot be done at all.
"""

from __future__ import annotations

from typing import ClassVar


class PapercutError(Exception):
    """Anything papercut cannot do. `str()` of it names the file or stage and the way out, in one line."""

    exit_code: ClassVar[int] = 1


class UsageError(PapercutError):
    """An option, a setting or a pipeline that makes no sense."""

    exit_code = 2


class WrongTypeError(UsageError, TypeError):
    """A value of a kind that cannot stand where it was given."""


class InputError(PapercutError):
    """The input cannot be opened or decoded."""

    exit_code = 3


class StageError(PapercutError):
    """A stage failed, or stands where it has nothing to work on."""

    exit_code = 4


class OutputError(PapercutError):
    """The output cannot be written."""

    exit_code = 5
