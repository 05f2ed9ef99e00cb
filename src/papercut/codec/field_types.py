"""Whether the values of a page are what its classes say: a page document may hold anything anywhere."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import cache
from math import isfinite
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

Check = Callable[[Any], bool]


def ensure_types(made: object) -> None:
    """Raises `TypeError` where a field of a dataclass, or of one in it, holds something else than its annotation says,
    or a number that is not finite."""
    for name, check in _fields(type(made)):
        if not check(value := getattr(made, name)):
            for inner in value if isinstance(value, tuple) else (value,):
                if dataclasses.is_dataclass(inner):
                    ensure_types(inner)  # which names the field of it
            raise TypeError(f"what stands in {name!r} has not its type: {value!r:.60}")


_NUMBERS = frozenset({int, float})
_FIELDS: dict[type[object], tuple[tuple[str, Check], ...]] = {}


def _fields(cls: Any) -> tuple[tuple[str, Check], ...]:
    """The fields of a dataclass, and what tells whether a value is one of them."""
    found = _FIELDS.get(cls)
    if found is None:
        hints = get_type_hints(cls)
        found = _FIELDS[cls] = tuple((f.name, _check(hints[f.name])) for f in dataclasses.fields(cls))
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
        return lambda value: any(check(value) for check in some)
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
        return lambda value: (
            type(value) is tuple and len(value) == len(each) and all(c(v) for c, v in zip(each, value, strict=True))
        )
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        known: type[object] = hint
        return lambda value: type(value) is known and all(c(getattr(value, n)) for n, c in _fields(known))
    kind = origin or hint
    return lambda value: isinstance(value, kind)
