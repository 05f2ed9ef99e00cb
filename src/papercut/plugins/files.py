"""Formats of files that other packages read and write."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from papercut.model.page import Page

Lack = Literal["furniture", "boxes", "notes"]
"""What of a page a format may have no place for."""

_SUFFIX = re.compile(r"(?:\.[\w-]+)+")


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A format that papercut does not read itself. The name of its entry point is its name for `--from` and `format=`.

    `pages` takes the bytes of a file and its name, and gives its pages in order: `papercut.read_text` makes a page of
    text, `papercut.page_of_lines` one of lines with boxes. It may be a generator. Papercut sets the name, the format
    and the digest of each page's source, and checks that nothing is lost on the page. If `pages` raises `InputError`,
    its text is shown as it is; any other exception is reported with the name of the plugin.

    With `--from auto`, plugins are asked about files that papercut does not know. A file is recognised if it begins
    with one of `starts`, if `recognises` returns true for its first bytes (up to 1 MiB) and its name, or else if its
    name ends in one of `suffixes`, in any case of letters. `about` says in a few words what the format is.

    Raises `TypeError` or `ValueError` for a field that cannot be right.
    """

    pages: Callable[[bytes, str], Iterable[Page]]
    starts: tuple[bytes, ...] = ()
    suffixes: tuple[str, ...] = ()
    recognises: Callable[[bytes, str], bool] | None = None
    about: str = ""

    def __post_init__(self) -> None:
        if not callable(self.pages):
            raise TypeError("pages is no function")
        if self.recognises is not None and not callable(self.recognises):
            raise TypeError("recognises is no function")
        if not isinstance(self.starts, tuple) or not all(isinstance(s, bytes) and s for s in self.starts):
            raise TypeError("starts is no tuple of bytes")
        _check_suffixes(self.suffixes, "suffixes")


@dataclass(frozen=True, kw_only=True)
class Writer:
    """A format that papercut does not write itself. The name of its entry point is its name for `--to` and
    `write_pages`.

    `write` takes the pages of a run, which all have articles, and returns the file: `str` is written as UTF-8. `suffix`
    is how the names of such files end; `-o` with a name that ends so is enough. `lacks` is what the format has no place
    for (`furniture`, `boxes`, `notes`): papercut says so once if a page has it. `binary` says that the file is not for
    a terminal. `about` says in a few words what the format is.

    Raises `TypeError` or `ValueError` for a field that cannot be right.
    """

    write: Callable[[Sequence[Page]], bytes | str]
    suffix: str
    lacks: frozenset[Lack] = frozenset()
    binary: bool = False
    about: str = ""

    def __post_init__(self) -> None:
        if not callable(self.write):
            raise TypeError("write is no function")
        _check_suffixes((self.suffix,), "suffix")
        if not isinstance(self.lacks, frozenset) or self.lacks - {"furniture", "boxes", "notes"}:
            raise ValueError("lacks is no frozenset of furniture, boxes and notes")


def _check_suffixes(given: object, what: str) -> None:
    if not isinstance(given, tuple) or not all(isinstance(s, str) for s in given):
        raise TypeError(f"{what} is no text, or no tuple of texts")
    for suffix in given:
        if not _SUFFIX.fullmatch(suffix):
            raise ValueError(f"{what} has {suffix!r}: a suffix is as '.nitf'")
