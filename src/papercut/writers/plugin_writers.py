"""Formats that writers of other packages write, and the check of what they give."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from papercut.errors import PapercutError, PluginError
from papercut.model.page import Page
from papercut.plugins.entry_points import entry_of, fault, load, plugins, title_of
from papercut.plugins.files import Writer
from papercut.writers.document import Document


class Named(NamedTuple):
    """A writer, and what messages call it."""

    writer: Writer
    title: str


@cache
def writer_named(name: str, own: tuple[str, ...]) -> Named:
    """The writer of that name. Raises `PluginError` if it is broken or two packages claim the name, and `KeyError` if
    there is none."""
    entry = entry_of("writer", name, own)
    title = title_of("writer", entry)
    made = load("writer", entry)
    if not isinstance(made, Writer):
        raise PluginError(f"{title} is no papercut.plugins.Writer: {made!r:.80}")
    return Named(made, title)


def writer_of_suffix(name: str, own: tuple[str, ...]) -> str | None:
    """The name of the writer whose files end as `name` does, the longest end first; None if there is none. Writers that
    are broken are left out. Raises `PluginError` if several have the same suffix."""
    found: dict[str, str] = {}
    for key in plugins("writer", own):
        try:
            suffix = writer_named(key, own).writer.suffix.lower()
        except PluginError:
            continue
        if name.lower().endswith(suffix):
            if suffix in found:
                raise PluginError(
                    f"files that end in {suffix} are those of {writer_named(found[suffix], own).title} and "
                    f"{writer_named(key, own).title}: choose one with --to"
                )
            found[suffix] = key
    return found[max(found, key=len)] if found else None


def plugin_document(pages: Sequence[Page], name: str, own: tuple[str, ...]) -> Document:
    """The file that a writer makes of pages; nothing of no pages. Raises `PluginError` if it fails or gives no file."""
    writer, title = writer_named(name, own)
    if not pages:
        return Document(b"")
    try:
        made = writer.write(tuple(pages))
    except PapercutError:
        raise
    except Exception as error:
        raise PluginError(f"{title} failed: {fault(error)}") from error
    if isinstance(made, str):
        made = made.encode("utf-8", "replace")
    if not isinstance(made, bytes):
        raise PluginError(f"{title} failed: it gave {type(made).__name__}, not bytes or text")
    return Document(made)
