"""Options that belong together, as one parameter of a command.

A group is a dataclass whose fields are options. `grouped` makes a command that has such a parameter into one that typer
understands: it has the options of the group in its place.
"""

from __future__ import annotations

import dataclasses
import functools
import inspect
import typing
from collections.abc import Callable, Sequence
from typing import Any


def names_in(*groups: type[Any]) -> tuple[str, ...]:
    """The parameters that the options of these groups become."""
    return tuple(f.name for group in groups for f in dataclasses.fields(group))


def grouped(command: Callable[..., None], more: Sequence[inspect.Parameter] = ()) -> Callable[..., None]:
    """The command as typer wants it: each parameter that is a group of options is replaced by these options. Those of
    `more` take the place of `**`."""
    hints = typing.get_type_hints(command, include_extras=True)
    groups: dict[str, Any] = {}
    parameters: list[inspect.Parameter] = []
    for given in inspect.signature(command).parameters.values():
        if given.kind is inspect.Parameter.VAR_KEYWORD:
            parameters[2:2] = more
            continue
        kind = hints[given.name]
        if not dataclasses.is_dataclass(kind):
            parameters.append(given.replace(annotation=kind, kind=inspect.Parameter.KEYWORD_ONLY))
            continue
        groups[given.name] = kind
        kinds = typing.get_type_hints(kind, include_extras=True)
        parameters += [
            inspect.Parameter(f.name, inspect.Parameter.KEYWORD_ONLY, default=f.default, annotation=kinds[f.name])
            for f in dataclasses.fields(kind)
        ]

    @functools.wraps(command)
    def whole(**given: Any) -> None:
        for name, kind in groups.items():
            given[name] = kind(**{key: given.pop(key) for key in names_in(kind)})
        command(**given)

    whole.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    whole.__annotations__ = {p.name: p.annotation for p in parameters}
    return whole
