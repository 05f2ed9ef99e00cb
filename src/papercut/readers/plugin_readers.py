"""Files that readers of other packages read: which of them knows a file, and the check of what it gives.

Plugins are asked about files that papercut does not know itself, so that they cost nothing for all others.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from papercut.errors import InputError, PluginError
from papercut.model.page import Page
from papercut.plugins.entry_points import entry_of, fault, load, plugins, title_of
from papercut.plugins.files import Reader
from papercut.readers.plugin_checks import page_fault


class Named(NamedTuple):
    """A reader, its name, and what messages call it."""

    reader: Reader
    name: str
    title: str


@cache
def reader_named(name: str, own: tuple[str, ...]) -> Named:
    """The reader of that name. Raises `PluginError` if it is broken or two packages claim the name, and `KeyError` if
    there is none."""
    entry = entry_of("reader", name, own)
    title = title_of("reader", entry)
    made = load("reader", entry)
    if not isinstance(made, Reader):
        raise PluginError(f"{title} is no papercut.plugins.Reader: {made!r:.80}")
    return Named(made, name, title)


def claimed(head: bytes, name: str, own: tuple[str, ...]) -> tuple[Named | None, tuple[str, ...]]:
    """The reader of another package that knows a file by its first bytes or its name, and what is wrong with others
    that could not be asked. Raises `InputError` if several know it."""
    by_bytes: list[Named] = []
    by_name: list[Named] = []
    faults: list[str] = []
    for key in plugins("reader", own):
        try:
            named = reader_named(key, own)
            if _knows(named, head, name):
                by_bytes.append(named)
            elif name.lower().endswith(tuple(suffix.lower() for suffix in named.reader.suffixes)):
                by_name.append(named)
        except PluginError as error:
            faults.append(str(error))
    found = by_bytes or by_name
    if len(found) > 1:
        titles = " and ".join(named.title for named in found)
        raise InputError(f"{name or 'the input'} is known to {titles}: choose one with --from {found[0].name}")
    return (found[0] if found else None), tuple(faults)


def _knows(named: Named, head: bytes, name: str) -> bool:
    reader = named.reader
    if reader.starts and head.startswith(reader.starts):
        return True
    try:
        return reader.recognises is not None and bool(reader.recognises(head, name))
    except Exception as error:
        raise PluginError(f"{named.title} failed when it was asked about a file: {fault(error)}") from error


def plugin_pages(named: Named, data: bytes, name: str, shown: str) -> Iterator[Page]:
    """The pages that a reader gives, checked and numbered. Raises `InputError`, with the name of the plugin, if it
    fails, or gives anything but sound pages."""
    digest = hashlib.sha256(data).hexdigest()
    number = 0
    pages: Iterator[Page] | None = None
    while True:
        where = f"{shown}, page {number + 1}" if number else shown
        try:
            pages = pages or iter(named.reader.pages(data, name))
            page = next(pages, None)
        except InputError:
            raise
        except Exception as error:
            raise InputError(f"{where}: {named.title} failed: {fault(error)}") from error
        if page is None:
            break
        if said := page_fault(page):
            raise InputError(f"{where}: {named.title} failed: {said}")
        number += 1
        yield page.replace(
            source=dataclasses.replace(page.source, name=name, format=named.name, page=number, sha256=digest)
        )
    if not number:
        raise InputError(f"{shown}: {named.title} gave no page")
