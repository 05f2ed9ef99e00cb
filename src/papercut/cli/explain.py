"""`papercut explain`: why a page was cut as it was."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Annotated, Literal

import typer

from papercut.cli import options as opt
from papercut.cli.console import Console
from papercut.cli.inputs import InputRun, inputs_or_help, run_stages
from papercut.cli.option_groups import grouped
from papercut.codec.page import dumps
from papercut.errors import UsageError
from papercut.explain import Segment, explanation, is_blank, rows
from papercut.plurals import counted
from papercut.registry import build
from papercut.visible_text import visible

STYLES = {
    "line": "bold cyan",
    "text": "bold",
    "stage": "blue",
    "choice": "bold yellow",
    "odds": "magenta",
    "for": "green",
    "against": "red",
    "dim": "dim",
}


@grouped
def explain(
    ctx: typer.Context,
    *,
    files: opt.Files = None,
    line: Annotated[
        int | None, typer.Option("--line", min=1, metavar="N", help="Only decisions that concern this line.")
    ] = None,
    cues: Annotated[
        int | None,
        typer.Option(
            "--cues", min=0, metavar="N", help="How many pieces of evidence to show per decision (default: 4).",
            show_default=False,
        ),
    ] = None,
    to: Annotated[Literal["text", "json"], typer.Option("--to", help="For people, or JSON for programs.")] = "text",
    reading: opt.ReadingOptions,
    settings_file: opt.SettingsOptions,
    messages: opt.MessageOptions,
) -> None:
    """Explain how a page was divided into articles.

    For each line break, block, article and headline: the decision, the cues and weights that made it, the runner-up.

    \b
    papercut explain page.txt
    papercut explain page.txt --line 12 --cues 20
    papercut explain page.txt --to json | jq '.decisions[].odds'
    """
    console = messages.console(ctx)
    if cues is not None and to == "json":
        raise UsageError("--cues is about the table for people: JSON holds all of them")
    settings = settings_file.load()
    pipeline = build(options=settings.options)
    given_names = inputs_or_help(ctx, files)
    run = InputRun(console, len(given_names))
    for name in given_names:
        failed, held, last = len(run.failures), line is None, 0
        for given in run.pages([name], reading.reading):
            page = given.page
            before, last = page.source.first_line - 1, page.source.first_line - 1 + len(page.raw)
            if line is not None and not before < line <= last:
                continue
            held = True
            with run.attempt(page.source.name):
                if not (given.document and page.decisions):  # a page that filters have worked on is explained as it is
                    page = run_stages(settings.mark(page), pipeline.stages)
                if to == "json":
                    if line is not None and is_blank(page, line):
                        console.say(f"{page.source.name}: line {line} is blank: nothing is decided about it")
                    console.data(dumps(explanation(page, line)) + "\n")
                else:
                    _show(console, rows(page, line, 4 if cues is None else cues))
                run.done += 1
        if not held and len(run.failures) == failed:
            shown = "<stdin>" if name == "-" else name
            run.failed(UsageError(f"{shown} has no line {line}: it has {counted(last, 'line')}"))
    raise typer.Exit(run.exit_code)


def _show(console: Console, lines: Iterable[list[Segment]]) -> None:
    """Colours on a terminal, plain text in a pipe."""
    if sys.stdout is None or not sys.stdout.isatty():
        console.data("".join(visible("".join(text for text, _ in row)) + "\n" for row in lines))
        return
    from rich.text import Text

    console.styled(Text.assemble(*((visible(text), STYLES.get(kind, "")) for text, kind in row)) for row in lines)
