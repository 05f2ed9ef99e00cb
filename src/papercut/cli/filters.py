"""The pipeline as a shell pipe: `papercut read`, one filter a stage, `papercut write`; one JSON page a line."""

from __future__ import annotations

import dataclasses
import inspect
import re
import typing
from collections.abc import Callable
from typing import Annotated, Any, Literal

import typer

from papercut import registry
from papercut.cli import options as opt
from papercut.cli.article_output import sink
from papercut.cli.console import Console
from papercut.cli.corrected import CorrectedPages
from papercut.cli.given_pages import Given
from papercut.cli.inputs import InputRun, inputs_or_help, run_stages
from papercut.cli.option_groups import grouped, names_in
from papercut.codec.page import page_to_json
from papercut.errors import StageError
from papercut.model.page import Page
from papercut.option_values import bare, check, default_of, inner_of, is_fixed, is_required, is_several
from papercut.pipeline import PageFunction
from papercut.plurals import counted
from papercut.readers import Reading

COMMON = (opt.ReadingOptions, opt.SettingsOptions, opt.MessageOptions)
RESERVED = ("ctx", "files", *names_in(*COMMON))
"""The parameters that every filter has beside its stage's options."""


@grouped
def read(
    ctx: typer.Context,
    *,
    files: opt.Files = None,
    reading: opt.ReadingOptions,
    settings_file: opt.SettingsOptions,
    messages: opt.MessageOptions,
) -> None:
    """Read files into pages, one JSON page per line.

    \b
    papercut read page.txt | papercut normalize | papercut despace
    """
    console = messages.console(ctx)
    settings = settings_file.load()
    run = InputRun(console)
    for given in run.pages(inputs_or_help(ctx, files), reading.reading):
        with run.attempt(given.page.source.name):
            console.data(page_to_json(settings.mark(given.page)) + "\n")
            run.done += 1
    raise typer.Exit(run.exit_code)


@grouped
def write(
    ctx: typer.Context,
    *,
    files: opt.Files = None,
    output: opt.OutputOptions,
    corrections: opt.CorrectionsFile = None,
    messages: opt.MessageOptions,
) -> None:
    """Write the articles of pages from filters, or of JSON that papercut wrote before.

    \b
    papercut read page.txt | papercut build-paragraphs |
        papercut separate-articles | papercut write --to json
    papercut write saved.json --to md
    papercut write saved.json -o saved.epub
    """
    console = messages.console(ctx)
    names = inputs_or_help(ctx, files)
    run = InputRun(console)
    corrected = CorrectedPages(console, corrections)
    with sink(console, output, names) as target:
        for given in run.pages(names, Reading(), piped=True, saved=True):
            with run.attempt(given.page.source.name):
                if given.page.articles is None:
                    said = "there are no articles on the page yet: run separate-articles before, or papercut clean"
                    raise StageError(f"{given.page.source.name}: {said}")
                target.page(corrected.page(given.page))
                run.done += 1
    corrected.close()
    raise typer.Exit(run.exit_code or (1 if corrected.misfits else 0))


def stage_filter(name: str) -> Callable[..., None]:
    """The function of a stage's command: its options are the stage's fields.

    Raises `StageError` if the stage's package is broken.
    """
    kinds = registry.option_types(name)
    for option in kinds:
        if option in RESERVED:
            raise StageError(f"the stage {name!r} has an option {option!r}, which its command needs for itself")
        registry.need_supported(name, option, kinds[option])

    def command(
        ctx: typer.Context,
        *,
        files: opt.Files = None,
        reading: opt.ReadingOptions,
        settings_file: opt.SettingsOptions,
        messages: opt.MessageOptions,
        **said: Any,
    ) -> None:
        console = messages.console(ctx)
        settings = settings_file.load()
        options = dict(settings.options.get(name, {}))
        for key, value in said.items():
            if value is not None and value not in ([], ()):
                options[key] = check(value, kinds[key], f"--{key.replace('_', '-')}")
        stage = registry.stage(name, **options)
        run = InputRun(console)
        joined = False
        for item in run.pages(inputs_or_help(ctx, files), reading.reading, piped=True):
            with run.attempt(item.page.source.name):
                joined = _passed_on(console, stage, item, settings.mark, joined)
                run.done += 1
        raise typer.Exit(run.exit_code)

    command.__doc__ = f"{registry.first_line(name)}\n\n\b\n{_example(name)}"
    return grouped(command, [_option(f, kinds[f.name], _help_of(name, f)) for f in registry.fields(name)])


def _passed_on(console: Console, stage: PageFunction, given: Given, mark: Callable[[Page], Page], joined: bool) -> bool:
    """Write what the stage makes of a page: text for text while there are only lines, else a page document. True if
    it was text, so that a form feed goes before the next page."""
    done = run_stages(mark(given.page), (stage,))
    if given.document or done.makes != {"lines"}:
        console.data(page_to_json(done) + "\n")
        return False
    console.data("\f" * joined + "".join(f"{line.text}\n" for line in done.lines))
    if done.furniture:
        pieces = counted(len(done.furniture), "piece")
        console.say(f"{pieces} set aside; give `papercut read FILE` to the filter to keep them")
    return True


def _example(name: str) -> str:
    made = registry.factory(name)
    if "lines" in getattr(made, "makes", ()):
        return f"pdftotext page.pdf - | papercut {name}"
    needs, makes = getattr(made, "needs", ()), getattr(made, "makes", ())
    stages = (
        ["build-paragraphs", "separate-articles"] if "articles" in needs else ["build-paragraphs"] * ("blocks" in needs)
    )
    stages += [name, "separate-articles"] if "articles" not in {*needs, *makes} else [name]
    lines = ["papercut read page.txt"]
    for part in (*(f"papercut {stage}" for stage in stages), "papercut write"):
        if len(lines[-1]) + len(part) > 72:
            lines[-1] += " |"
            lines.append(f"    {part}")
        else:
            lines[-1] += f" | {part}"
    return "\n".join(lines)


def _help_of(name: str, field: dataclasses.Field[Any]) -> str:
    """What a stage says of an option: its help, or the sentence of the docstring that has the option in backticks."""
    if "help" in field.metadata:
        return str(field.metadata["help"])
    made = registry.factory(name)
    doc = " ".join((inspect.getdoc(made if isinstance(made, type) else type(made)) or "").split())
    for sentence in re.split(r"(?<=[.;:]) (?=`)|(?<=\.) (?=[A-Z])", doc):
        if f"`{field.name}`" in sentence:
            return sentence.replace("`", "").rstrip(";:")
    return ""


def _typed(kind: Any) -> Any:
    """The type as typer takes it; `check` makes the rest of it."""
    return kind if kind in (bool, int, float) or typing.get_origin(kind) is Literal else str


def _option(field: dataclasses.Field[Any], kind: Any, said: str) -> inspect.Parameter:
    """A stage's field as an option of its command; None says that nobody gave it."""
    default = default_of(field)
    kind = bare(kind)
    if is_fixed(kind):
        annotation: Any = tuple[tuple(map(_typed, typing.get_args(kind)))] | None  # type: ignore[misc]
    else:
        annotation = list[_typed(inner_of(kind))] | None if is_several(kind) else _typed(kind) | None  # type: ignore[misc]
    flag = f"--{field.name.replace('_', '-')}"
    shown = "none" if default is None else default
    if is_several(kind) or is_fixed(kind):
        shown = (" " if is_fixed(kind) else ", ").join(map(str, default or ())) or "none"
    if kind is bool:
        flag, shown = f"{flag}/--no-{field.name.replace('_', '-')}", {True: "on", False: "off"}.get(default, "none")
    told = f"{said} (required)" if is_required(field) else f"{said} (default: {shown})"
    numbers = is_fixed(kind) and all(one in (int, float) for one in typing.get_args(kind))
    metavar = " ".join("N" for _ in typing.get_args(kind)) if numbers else None
    option = typer.Option(flag, help=told.strip(), show_default=False, rich_help_panel="This stage", metavar=metavar)
    return inspect.Parameter(
        field.name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[annotation, option]
    )
