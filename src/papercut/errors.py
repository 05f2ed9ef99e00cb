"""What can go wrong, with the exit code that the command line gives for it.

Odd *data* is never an exception: it is a `Note` on the page. These are for work that cannot be done at all.
"""

from __future__ import annotations

from typing import ClassVar


class PapercutError(Exception):
    """The base of all errors of papercut. Its text is one line that names the file or stage and says what to do."""

    exit_code: ClassVar[int] = 1


class UsageError(PapercutError):
    """An option, a setting or a pipeline is wrong."""

    exit_code = 2


class WrongTypeError(UsageError, TypeError):
    """A value of a kind that cannot stand where it was given."""


class InputError(PapercutError):
    """The input cannot be opened or decoded."""

    exit_code = 3


class NoPageError(InputError):
    """The input has none of the pages that were asked for."""


class StageError(PapercutError):
    """A stage failed, or the page does not have what the stage needs."""

    exit_code = 4


class PluginError(StageError):
    """A plugin of another package cannot be loaded, or is not what it must be. The text names the package."""


class OutputError(PapercutError):
    """The output cannot be written."""

    exit_code = 5
