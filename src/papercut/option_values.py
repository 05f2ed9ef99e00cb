"""Options of stages: which type each has, and whether a value is of that type."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterable
from typing import Any

from papercut.errors import StageError, UsageError


def types_of(made: Any, options: Iterable[dataclasses.Field[Any]], name: str) -> dict[str, Any]:
    """The types of the options of a stage called `name`, by option. Raises `StageError` if its annotations cannot be
    read."""
    owner = made if isinstance(made, type) else type(made)
    try:
        hints = typing.get_type_hints(owner)
    except Exception as error:
        raise StageError(f"the options of the stage {name!r} cannot be read: {error}") from error
    return {f.name: hints.get(f.name, str) for f in options}


def check(value: Any, kind: Any, where: str) -> Any:
    """The value as that type; lists become tuples. Raises `UsageError` that says what belongs there."""
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Literal:
        if value not in args or isinstance(value, bool) != isinstance(args[0], bool):
            raise UsageError(f"{where} is {value!r}: it must be one of {', '.join(map(str, args))}")
        return value
    if origin in (typing.Union, types.UnionType):
        if value is None and type(None) in args:
            return None
        return check(value, next(a for a in args if a is not type(None)), where)
    if origin in (tuple, frozenset, list) or kind in (tuple, frozenset, list):
        holder = origin or kind
        if not isinstance(value, (list, tuple)):
            raise UsageError(f"{where} is {value!r}: it must be a list")
        return holder(check(v, args[0] if args else str, f"{where}, number {n}") for n, v in enumerate(value, 1))
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(kind, type) and (not isinstance(value, kind) or (kind is not bool and isinstance(value, bool))):
        words = {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}
        raise UsageError(f"{where} is {value!r}: it must be {words.get(kind, kind.__name__)}")
    return value


def default_of(option: dataclasses.Field[Any]) -> Any:
    """The value that an option has when nobody sets it."""
    if option.default_factory is not dataclasses.MISSING:
        return option.default_factory()
    return None if option.default is dataclasses.MISSING else option.default
