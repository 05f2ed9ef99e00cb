"""The entry points of other packages: by kind and name, none of them imported before it is asked for.

Papercut's own names come first: no package can put itself in the place of a stage, a format or an engine. Whatever is
wrong with a plugin is one `PluginError` that names its package, and concerns nobody who does not ask for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from papercut.errors import PluginError
from papercut.memory_shortage import NO_MEMORY, is_memory_short

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

Kind = Literal["stage", "reader", "writer", "OCR engine", "language"]

GROUPS: dict[Kind, str] = {
    "stage": "papercut.stages",
    "reader": "papercut.readers",
    "writer": "papercut.writers",
    "OCR engine": "papercut.ocr",
    "language": "papercut.languages",
}
"""The entry-point group of each kind of plugin."""

NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
"""What a plugin may be called; `_` and capitals of an entry point are written like that too."""


@cache
def plugins(kind: Kind, own: tuple[str, ...] = ()) -> Mapping[str, tuple[EntryPoint, ...]]:
    """The plugins of a kind by name; of several packages that claim one name, all. `own` are papercut's names."""
    from importlib.metadata import entry_points

    found: dict[str, tuple[EntryPoint, ...]] = {}
    for entry in entry_points(group=GROUPS[kind]):
        name = plain_name(entry)
        if not NAME.fullmatch(name) or name in own:
            continue
        if all(other.value != entry.value for other in found.get(name, ())):
            found[name] = (*found.get(name, ()), entry)
    return dict(sorted(found.items()))


def passed_over(kind: Kind, own: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """The plugins of a kind that cannot be named, and why."""
    from importlib.metadata import entry_points

    out = []
    for entry in entry_points(group=GROUPS[kind]):
        title = title_of(kind, entry)
        if plain_name(entry) in own:
            out.append((title, "the name is papercut's own: it is never used"))
        elif not NAME.fullmatch(plain_name(entry)):
            out.append((title, "a name is small letters and digits, with - between words: it is never used"))
    return out


def plain_name(entry: EntryPoint) -> str:
    """The name of an entry point as users write it."""
    return entry.name.lower().replace("_", "-")


def origin(entry: EntryPoint) -> str:
    """The package that an entry point comes from, with its version."""
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist else entry.value


def origins(entries: Sequence[EntryPoint]) -> str:
    """The packages that entry points come from."""
    return " and ".join(map(origin, entries))


def entry_of(kind: Kind, name: str, own: tuple[str, ...] = ()) -> EntryPoint:
    """The entry point of that name. Raises `PluginError` if two packages claim it, and `KeyError` if none does."""
    entries = plugins(kind, own)[name]
    if len(entries) > 1:
        raise PluginError(f"two packages give {_a(kind)} {name!r}: {origins(entries)}: remove one")
    return entries[0]


def title_of(kind: Kind, entry: EntryPoint) -> str:
    """What messages call a plugin: `the reader 'nitf' of papercut-nitf 1.0`."""
    return f"the {kind} {plain_name(entry)!r} of {origin(entry)}"


def load(kind: Kind, entry: EntryPoint) -> Any:
    """What an entry point names; this imports its package. Raises `PluginError` if that fails."""
    try:
        return entry.load()
    except (Exception, SystemExit) as error:  # a module that ends the program when it is imported is broken, too
        raise PluginError(f"{title_of(kind, entry)} cannot be loaded: {fault(error)}") from error


def fault(error: BaseException) -> str:
    """What went wrong within a plugin, in one line."""
    if is_memory_short(error):
        return NO_MEMORY
    said = " ".join(str(error).split())
    return f"{type(error).__name__}: {said[:300]}" if said else type(error).__name__


def _a(kind: Kind) -> str:
    return f"an {kind}" if kind[0] in "aeiouO" else f"a {kind}"
