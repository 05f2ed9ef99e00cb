"""Whether the values of a page are what its classes say: a page document may hold anything anywhere."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import cache
from itertools import repeat
from math import isfinite
from operator import call
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

Check = Callable[[Any], bool]


def ensure_types(made: object) -> None:
    """Raises `TypeError` where a field of a dataclass, or of one in it, holds something else than its annotation says,
    or a number that is not finite."""
    for name, check in zip(*_fields(type(made)), strict=True):
        if not check(value := getattr(made, name)):
            for inner in value if isinstance(value, tuple) else (value,):
                if dataclasses.is_dataclass(inner):
                    ensure_types(inner)  # which names the field of it
            raise TypeError(f"what stands in {name!r} has not its type: {value!r:.60}")


_NUMBERS = frozenset({int, float})
Fields = tuple[tuple[str, ...], tuple[Check, ...]]
_FIELDS: dict[type[object], Fields] = {}


def _fields(cls: Any) -> Fields:
    """The fields of a dataclass, and for each what tells whether a value is one of it."""
    found = _FIELDS.get(cls)
    if found is None:
        hints = get_type_hints(cls)
        names = tuple(f.name for f in dataclasses.fields(cls))
        found = _FIELDS[cls] = names, tuple(_check(hints[name]) for name in names)
    return found


def _are_numbers(values: tuple[Any, ...]) -> bool:
    """Whether all values, of which a page has many thousands, are finite numbers."""
    return _NUMBERS.issuperset(map(type, values)) and all(map(isfinite, values))


@cache
def _check(hint: Any) -> Check:
    """What tells whether a value is of an annotated type. Of named tuples and enumerations only the class is asked."""
    origin, args = get_origin(hint), get_args(hint)
    if hint is Any:
        return lambda value: True
    if hint is float:
        return lambda value: type(value) in (int, float) and isfinite(value)
    if hint is int:
        return lambda value: type(value) is int
    if origin in (Union, UnionType):
        some = [_check(arg) for arg in args]
        return lambda value: any(map(call, some, repeat(value)))
    if origin is Literal:
        return lambda value: value in args
    if origin is tuple and {float, Ellipsis}.issuperset(args):
        many = None if Ellipsis in args else len(args)
        return lambda value: type(value) is tuple and many in (None, len(value)) and _are_numbers(value)
    if origin is tuple and args[1:] == (Ellipsis,):
        every = _check(args[0])
        return lambda value: type(value) is tuple and all(map(every, value))
    if origin is tuple:
        each = [_check(arg) for arg in args]
        return lambda value: type(value) is tuple and len(value) == len(each) and all(map(call, each, value))
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        known: type[object] = hint

        def is_sound(value: Any) -> bool:
            if type(value) is not known:
                return False
            names, checks = _fields(known)
            return all(map(call, checks, map(getattr, repeat(value), names)))

        return is_sound
    kind = origin or hint
    return lambda value: isinstance(value, kind)
