"""Options of stages: which type each has, and whether a value is of that type.

A type is `bool`, `int`, `float`, `str`, `Path` or a `Literal`, any of these `| None`, a list, tuple or frozenset of
them, or a tuple of a fixed length.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from papercut.errors import StageError, UsageError

SIMPLE = (bool, int, float, str, Path)
HOLDERS = (tuple, frozenset, list)


def types_of(made: Any, options: Iterable[dataclasses.Field[Any]], name: str) -> dict[str, Any]:
    """The types of the options of a stage called `name`, by option. Raises `StageError` if its annotations cannot be
    read."""
    owner = made if isinstance(made, type) else type(made)
    try:
        hints = typing.get_type_hints(owner)
    except Exception as error:
        raise StageError(f"the options of the stage {name!r} cannot be read: {error}") from error
    return {f.name: hints.get(f.name, str) for f in options}


def bare(kind: Any) -> Any:
    """The type without `None`; a union of several types as it is."""
    if typing.get_origin(kind) not in (typing.Union, types.UnionType):
        return kind
    others = [a for a in typing.get_args(kind) if a is not type(None)]
    return others[0] if len(others) == 1 else kind


def is_fixed(kind: Any) -> bool:
    """Whether a type is a tuple of a fixed length, such as `tuple[int, int]`."""
    args = typing.get_args(kind)
    return typing.get_origin(kind) is tuple and bool(args) and args[-1] is not Ellipsis


def is_several(kind: Any) -> bool:
    """Whether a type is a list, tuple or frozenset of any length."""
    return (kind in HOLDERS or typing.get_origin(kind) in HOLDERS) and not is_fixed(kind)


def inner_of(kind: Any) -> Any:
    """The type of what such a list holds."""
    return (*typing.get_args(kind), str)[0]


def is_supported(kind: Any) -> bool:
    """Whether a value of this type can be given on the command line and in a settings file."""
    kind = bare(kind)
    if is_fixed(kind):
        return all(_is_simple(one) for one in typing.get_args(kind))
    return _is_simple(inner_of(kind) if is_several(kind) else kind)


def _is_simple(kind: Any) -> bool:
    return kind in SIMPLE or typing.get_origin(kind) is typing.Literal


def type_name(kind: Any) -> str:
    """A type as its package wrote it."""
    return kind.__name__ if isinstance(kind, type) and not typing.get_args(kind) else str(kind).replace("typing.", "")


def check(value: Any, kind: Any, where: str) -> Any:
    """The value as that type; lists become tuples, texts paths. Raises `UsageError` that says what belongs there."""
    if value is None and type(None) in typing.get_args(kind):
        return None
    kind = bare(kind)
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Literal:
        if value not in args or isinstance(value, bool) != isinstance(args[0], bool):
            raise UsageError(f"{where} is {value!r}: it must be one of {', '.join(map(str, args))}")
        return value
    if is_fixed(kind):
        if not isinstance(value, (list, tuple)) or len(value) != len(args):
            raise UsageError(f"{where} is {value!r}: it must be a list of {len(args)}")
        return tuple(
            check(v, k, f"{where}, number {n}") for n, (v, k) in enumerate(zip(value, args, strict=True), 1)
        )
    if is_several(kind):
        if not isinstance(value, (list, tuple, frozenset) if (origin or kind) is frozenset else (list, tuple)):
            raise UsageError(f"{where} is {value!r}: it must be a list")
        return (origin or kind)(check(v, inner_of(kind), f"{where}, number {n}") for n, v in enumerate(value, 1))
    if kind is Path and isinstance(value, str):
        if not value or "\0" in value:
            raise UsageError(f"{where} is {value!r}: it must be a path")
        return Path(value)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(kind, type) and (not isinstance(value, kind) or (kind is not bool and isinstance(value, bool))):
        words = {bool: "true or false", int: "a whole number", float: "a number", str: "a text", Path: "a path"}
        raise UsageError(f"{where} is {value!r}: it must be {words.get(kind, kind.__name__)}")
    return value


def plain(options: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """The options of stages as JSON has them: paths as texts, sets as lists."""

    def one(value: Any) -> Any:
        if isinstance(value, Path):
            return str(value)
        if isinstance(value, frozenset):
            return tuple(sorted(map(one, value)))
        return tuple(map(one, value)) if isinstance(value, (list, tuple)) else value

    return {stage: {name: one(value) for name, value in own.items()} for stage, own in options.items()}


def is_required(option: dataclasses.Field[Any]) -> bool:
    """Whether a stage cannot be made without a value for this option."""
    return option.init and option.default is dataclasses.MISSING and option.default_factory is dataclasses.MISSING


def default_of(option: dataclasses.Field[Any]) -> Any:
    """The value that an option has when nobody sets it."""
    if option.default_factory is not dataclasses.MISSING:
        return option.default_factory()
    return None if option.default is dataclasses.MISSING else option.default
