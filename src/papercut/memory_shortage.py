"""Whether something went wrong since there is not enough memory, and what is said then.

Python has `MemoryError` for that. But where a library in C cannot be loaded the system's loader says so in a text of
its own, and the library may put another error around it.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator

from papercut.errors import StageError

NO_MEMORY = "there is not enough memory: close other programs, or give papercut more (ulimit -v)"

_LOADER = re.compile(
    r"(?:cannot|could not) allocate (?!memory in static TLS)|failed to map segment|cannot map zero-fill pages|"
    r"out of memory|not enough memory|paging file is too small|cannot create shared object descriptor|"
    r"cannot change memory protections|cannot apply additional memory protection",
    re.IGNORECASE,
)
"""What the loaders of glibc, musl, macOS and Windows say; but no room for variables of threads (static TLS) is a matter
of the order in which libraries are loaded."""
_MOST = 20
"""Errors behind an error that are looked at."""


def is_memory_short(error: BaseException) -> bool:
    """Whether this error, or one behind it, means that there is not enough memory."""
    return any(map(_is_short, _chain(error)))


def no_memory() -> StageError:
    """The error for work that cannot be done since there is not enough memory."""
    return StageError(NO_MEMORY)


def unforeseen_text(error: BaseException) -> str:
    """What is said of an error that papercut did not foresee: its name and its text."""
    return NO_MEMORY if is_memory_short(error) else f"{type(error).__name__}: {error}"


def _chain(error: BaseException) -> Iterator[BaseException]:
    now: BaseException | None = error
    for _ in range(_MOST):
        if now is None:
            return
        yield now
        now = now.__cause__ or (None if now.__suppress_context__ else now.__context__)


def _is_short(error: BaseException) -> bool:
    if isinstance(error, MemoryError):
        return True
    if isinstance(error, ImportError):
        return _LOADER.search(str(error)) is not None
    if isinstance(error, OSError):  # `ctypes` loads libraries, too, and gives no number
        return error.errno == errno.ENOMEM or (error.errno is None and _LOADER.search(str(error)) is not None)
    return isinstance(error, RuntimeError) and str(error) == "can't start new thread"
