"""What reaches the terminal: data on standard output, the rest on standard error, nothing raw that could act on it."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import traceback
from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

import typer

from papercut.errors import OutputError, PapercutError, UsageError
from papercut.memory_shortage import NO_MEMORY, is_memory_short
from papercut.translation.current import translated
from papercut.visible_text import visible, visible_lines

if TYPE_CHECKING:
    from rich.text import Text


class Hangup(Exception):
    """Whoever read our standard output has stopped reading."""


class Bar(Protocol):
    """Something that is drawn on standard error again and again."""

    def hide(self) -> None:
        """Go away, until there is more to tell."""


class Console:
    """Writes data and messages. `verbose` adds tracebacks and what is done, `quiet` leaves only errors."""

    def __init__(self) -> None:
        self.verbose = False
        self.quiet = False
        self.memory_short = False
        """Whether an error was that there is not enough memory."""
        self.bar: Bar | None = None
        """What draws on the terminal while nothing else is written there."""

    def data(self, text: str) -> None:
        """Write data to standard output, at once; what acts on a terminal is written as escapes on one. Raises
        `Hangup` if nobody reads it any more, and `OutputError` if it cannot be written."""
        if on_terminal():
            text = visible_lines(text)
        self.data_bytes(text.encode("utf-8", "replace"))

    def styled(self, rows: Iterable[Text]) -> None:
        """Write rows in colour to standard output, which is a terminal; their text was made safe before. Raises as
        `data` does."""
        from rich.console import Console as Rich

        made = io.StringIO()
        rich = Rich(file=made, force_terminal=True, soft_wrap=True, highlight=False)
        for row in rows:
            rich.print(row)
        self.data_bytes(made.getvalue().encode("utf-8", "replace"))

    def data_bytes(self, data: bytes) -> None:
        """Write bytes to standard output, at once, as they are. Raises as `data` does."""
        if sys.stdout is None:
            raise OutputError("standard output is closed")
        if self.bar is not None and on_terminal():
            self.bar.hide()
        try:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        except BrokenPipeError as error:
            raise Hangup from error
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise OutputError(f"standard output cannot be written: {reason}") from error

    def say(self, text: str) -> None:
        """One line on standard error, unless papercut was asked to be quiet."""
        if not self.quiet:
            self._line(text)

    def detail(self, text: str) -> None:
        """One line on standard error, if papercut was asked for details."""
        if self.verbose and not self.quiet:
            self._line(text)

    def error(self, error: BaseException, text: str | None = None, *, traced: bool = True) -> None:
        """What went wrong, in one line; with its traceback if papercut was asked for details, it is `traced`, and
        something lies behind it that papercut did not foresee."""
        self.memory_short |= is_memory_short(error) or NO_MEMORY in str(error)
        if self.verbose and traced and _unforeseen(error):
            # its last part, what went wrong, is the line below
            for row in "".join(traceback.format_exception(error)[:-1]).split("\n"):
                if row:
                    self._line(row, "")
        self._line(f"error: {text if text is not None else error}")

    def close(self) -> None:
        """Leave the terminal as it was."""
        if self.bar is not None:
            self.bar.hide()

    def _line(self, text: str, prefix: str = "papercut: ") -> None:
        if self.bar is not None:
            self.bar.hide()
        with contextlib.suppress(OSError, ValueError, AttributeError):
            row = (prefix + visible(translated(text) if prefix else text)).encode("utf-8", "backslashreplace").decode()
            encoding = getattr(sys.stderr, "encoding", None) or "ascii"
            sys.stderr.write(row.encode(encoding, "backslashreplace").decode(encoding) + "\n")
            sys.stderr.flush()


def on_terminal() -> bool:
    """Whether standard output is a terminal."""
    try:
        return sys.stdout is not None and sys.stdout.isatty()
    except ValueError:  # it is closed
        return False


def _unforeseen(error: BaseException) -> bool:
    """Whether more stands behind an error than what it says: not for a wrong option, a file that is not there or a
    disk that is full, since those come from nowhere in papercut."""
    cause: BaseException | None = error
    while isinstance(cause, PapercutError | OSError) and not isinstance(cause, UsageError):
        cause = cause.__cause__
    return not (cause is None or isinstance(cause, UsageError))


def console_of(ctx: typer.Context) -> Console:
    """The console of the running command."""
    found: Console = ctx.ensure_object(Console)
    return found


def abandon_stdout() -> None:
    """Send what is still in standard output's buffer nowhere, so that the interpreter does not stumble over it."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
