"""Stages by name: papercut's own, and those that other packages give in the entry-point group `papercut.stages`.

Nothing is imported before it is named. An entry point may be a `Stage` class, a stage, or any function from a `Page`
to a `Page`. Papercut's own names come first: no package can put itself in the place of a stage.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from papercut import stages
from papercut.errors import PapercutError, PluginError, StageError, UsageError
from papercut.memory_shortage import unforeseen_text
from papercut.option_values import check, is_required, is_supported, type_name, types_of
from papercut.pipeline import PageFunction, Pipeline, Stage
from papercut.plugins import entry_points

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint


def nearest_name(name: str, known: Sequence[str]) -> str:
    """A half-sentence that offers the nearest known name, or all of them where none is near."""
    import difflib

    close = difflib.get_close_matches(name, known, 1, 0.5)
    return f"did you mean {close[0]!r}?" if close else f"there is {', '.join(sorted(known)) or 'none'}"


def plugins() -> Mapping[str, tuple[EntryPoint, ...]]:
    """The stages of other packages by name, none of them imported."""
    return entry_points.plugins("stage", stages.ORDER)


def origin(name: str) -> str:
    """The package that a stage of another package comes from, with its version; of two that claim the name, both."""
    return entry_points.origins(plugins()[name])


def names() -> tuple[str, ...]:
    """Every stage that can be named: papercut's own in their order, then the others."""
    return (*stages.ORDER, *sorted(plugins()))


def canonical(name: str) -> str:
    """The name as the shell has it: `build_paragraphs` and `BuildParagraphs` are `build-paragraphs`.

    Raises `UsageError` with the nearest known name if there is no such stage.
    """
    plain = stages.CLASSES.get(name) or str(name).strip().lower().replace("_", "-")
    if plain in stages.ORDER or plain in plugins():
        return plain
    raise UsageError(f"there is no stage {name!r}: {nearest_name(plain, names())}")


def factory(name: str) -> Any:
    """What a name stands for: a `Stage` class, or a function from `Page` to `Page`. Imports it.

    Raises `UsageError` if there is no such stage, and `StageError` if its package is broken.
    """
    name = canonical(name)
    if name in stages.ORDER:
        return getattr(stages, next(k for k, v in stages.CLASSES.items() if v == name))
    entry = entry_points.entry_of("stage", name, stages.ORDER)
    made = entry_points.load("stage", entry)
    if not callable(made) or (isinstance(made, type) and not issubclass(made, Stage)):
        raise PluginError(f"{entry_points.title_of('stage', entry)} is neither a Stage nor a function: {made!r:.80}")
    return made


def fields(name: str) -> tuple[dataclasses.Field[Any], ...]:
    """The options of a stage."""
    made = factory(name)
    return tuple(f for f in dataclasses.fields(made) if f.init) if dataclasses.is_dataclass(made) else ()


def option_types(name: str) -> dict[str, Any]:
    """The options of a stage and their types. Raises `StageError` if its annotations cannot be read."""
    return types_of(factory(name), fields(name), name)


def stage(name: str, **options: Any) -> PageFunction:
    """Return the stage of that name, with these options.

    Raises `UsageError` for an unknown stage or option, and `StageError` if the package of the stage is broken.
    """
    made = factory(name)
    options = _known_options(name, options)
    if not isinstance(made, type):
        return dataclasses.replace(made, **options) if options else made  # type: ignore[no-any-return]
    missing = [f.name for f in fields(name) if is_required(f) and f.name not in options]
    if missing:
        first = missing[0].replace("_", "-")
        raise UsageError(
            f"{_titled(name)} needs a value for {', '.join(missing)}: give --{first} to papercut {canonical(name)}, or "
            f"{first} in the section [{canonical(name)}] of papercut.toml"
        )
    try:
        return made(**options)  # type: ignore[no-any-return]
    except PapercutError:
        raise
    except Exception as error:
        raise StageError(f"the stage {canonical(name)} cannot be set up: {unforeseen_text(error)}") from error


def need_supported(name: str, option: str, kind: Any) -> None:
    """Raise `PluginError` for an option of a type that neither the command line nor a settings file can give."""
    if not is_supported(kind):
        known = "bool, int, float, str, Path, Literal, lists and tuples of these, and | None are supported"
        what = f"has an option {option!r} of the type {type_name(kind)}"
        raise PluginError(f"{_titled(name)} {what}, which can only be given in Python: {known}")


def _titled(name: str) -> str:
    """What messages call a stage: with its package, if it is not papercut's own."""
    name = canonical(name)
    return f"the stage {name!r}" + ("" if name in stages.ORDER else f" of {origin(name)}")


def _known_options(name: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """The options by the names of the stage's fields: `keep-kangxi` is `keep_kangxi`."""
    if not isinstance(options, Mapping):
        raise UsageError(f"the options of the stage {canonical(name)} are {options!r:.80}: give a dict of them")
    if not options:
        return {}
    kinds = option_types(name)
    out: dict[str, Any] = {}
    for key, value in options.items():
        plain = str(key).replace("-", "_")
        if plain not in kinds:
            raise UsageError(f"the stage {canonical(name)} has no option {key!r}: {nearest_name(plain, list(kinds))}")
        found = check(value, kinds[plain], f"{plain} of {canonical(name)}")
        # a list stays the list that it was: what a program gives, it finds again in the stage
        out[plain] = value if isinstance(value, list) and found == tuple(value) else found
    return out


def first_line(name: str) -> str:
    """The first line of a stage's docstring: its help."""
    import inspect

    made = factory(name)
    doc = inspect.getdoc(made if isinstance(made, type) or inspect.isroutine(made) else type(made)) or ""
    return doc.partition("\n")[0]


def build(
    only: Sequence[str] | str | None = None,
    with_: Sequence[str] | str = (),
    without: Sequence[str] | str = (),
    options: Mapping[str, Mapping[str, Any]] | None = None,
) -> Pipeline:
    """Build a pipeline from the names of stages.

    Without arguments, this is the default pipeline. `only` names the stages to use. `without` names stages to leave
    out. `with_` names stages to add: `name`, `name@after:stage` or `name@before:stage`. `options` holds the options of
    each stage, by the name of the stage, written with `-` or `_`. Options of stages that are not in the pipeline are
    ignored, but the stages must exist.

    A stage that is added without a place is put where its work can still be used: one that makes lines before
    build-paragraphs, one that makes blocks before separate-articles, any other at the end.

    Raises `UsageError` for unknown names, and for an order in which a stage does not get what it needs.
    """
    order = [canonical(name) for name in _several(only)] if only is not None else list(stages.ORDER)
    for name in map(canonical, _several(without)):
        if name not in order:
            raise UsageError(f"the stage {name!r} is not in the pipeline, so it cannot be left out")
        order = [n for n in order if n != name]
    for spec in _several(with_):
        _insert(order, spec)
    if not isinstance(options, Mapping | None):
        raise UsageError(f"the options are {options!r:.80}: give a dict of dicts, one for each stage")
    given: dict[str, dict[str, Any]] = {}
    for key, values in (options or {}).items():
        given.setdefault(canonical(key), {}).update(_known_options(key, values))
    return Pipeline(tuple(stage(name, **given.get(name, {})) for name in order))


def _several(names: Sequence[str] | str) -> Sequence[str]:
    """Names, where one name may stand for a list of one."""
    return (names,) if isinstance(names, str) else names


def _insert(order: list[str], spec: str) -> None:
    name, at, place = spec.partition("@")
    name = canonical(name)
    if at:
        side, colon, target = place.partition(":")
        if side not in ("after", "before") or not colon:
            raise UsageError(f"{spec!r} says no place: write {name}@after:STAGE or {name}@before:STAGE")
        target = canonical(target)
        if target not in order:
            raise UsageError(f"{target!r} is not in the pipeline, so nothing can stand {side} it: {', '.join(order)}")
        order.insert(order.index(target) + (side == "after"), name)
        return
    makes: frozenset[str] = getattr(factory(name), "makes", frozenset({"articles"}))
    reader = "build-paragraphs" if makes <= {"lines"} else "separate-articles" if "articles" not in makes else ""
    order.insert(order.index(reader) if reader in order else len(order), name)
