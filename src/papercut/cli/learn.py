"""`papercut learn`: what the checked pages of a newspaper teach about it, as a profile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from papercut.cli import options as opt
from papercut.cli.console import Console, visible
from papercut.cli.inputs import InputRun, inputs_or_help
from papercut.cli.option_groups import grouped
from papercut.cli.output_file import OutFile
from papercut.codec.page import dumps
from papercut.errors import InputError, UsageError
from papercut.readers import Reading
from papercut.translation.current import translated

if TYPE_CHECKING:
    from papercut.learning.cross_validation import Learned
    from papercut.learning.examples import Example


@grouped
def learn(
    ctx: typer.Context,
    *,
    pages: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="OUT...",
            help="Outputs with checked pages, or folders of pages with their truth.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FILE", help="Write the profile, such as paper.toml.", show_default=False),
    ] = None,
    inputs: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder with the inputs of OUT (default: the current one)."),
    ] = None,
    raw: Annotated[str, typer.Option("--raw", metavar="GLOB", help="Of truths: only inputs with such a name.")] = "*",
    page: Annotated[str, typer.Option("--page", metavar="GLOB", help="Only pages with such a name.")] = "*",
    json_: Annotated[bool, typer.Option("--json", help="Report as JSON.")] = False,
    force: opt.Force = False,
    encoding: opt.Encoding = "auto",
    from_: opt.From = "auto",
    password: opt.Password = None,
    settings_file: opt.SettingsOptions,
    messages: opt.MessageOptions,
) -> None:
    """Learn the habits of a newspaper from pages that people have checked, and write them to a profile.

    Furniture that comes back, labels of lines, the roles of headline lines and confidence are learned, each on four
    fifths of the pages, and tried on the rest. What does not help there is left out. If nothing helps, no profile is
    written, and the exit code is 1. Some hundred articles are a good start; they should be of one newspaper.

    \b
    papercut serve out/ --inputs scans/                  correct and check
    papercut learn out/ --inputs scans/ -o paper.toml
    papercut batch more/ -o new/ --profile paper.toml
    """
    console = messages.console(ctx)
    names = inputs_or_help(ctx, pages)
    if "-" in names:
        raise UsageError("papercut learn needs folders: standard input has no truth")
    folder = inputs if inputs is not None else Path.cwd()
    if not folder.is_dir():
        raise UsageError(f"--inputs {folder}: there is no such folder")
    settings = settings_file.load()
    file = OutFile(out, force=force) if out is not None else None
    from papercut.learning.cross_validation import FEWEST_ARTICLES, FEWEST_PAGES
    from papercut.learning.cross_validation import learn as learned_from

    run = InputRun(console)
    examples: list[Example] = []
    for name in names:
        with run.attempt(name):
            examples += _examples(Path(name), folder, raw, page, Reading(encoding, from_, password))
    if run.exit_code:
        raise typer.Exit(run.exit_code)
    articles = sum(len(example.truth["articles"]) for example in examples)
    if len(examples) < FEWEST_PAGES or articles < FEWEST_ARTICLES:
        raise InputError(
            f"pages: {len(examples)}, articles: {articles}; too few to learn from, at least {FEWEST_PAGES} and "
            f"{FEWEST_ARTICLES} are needed"
        )
    result = learned_from(examples, settings.options, lambda what: console.detail(f"trying: {what}"))
    if json_:
        console.data(dumps(result.to_dict()) + "\n")
    else:
        _report(console, result)
    if not result.options:
        console.say("nothing that was learned helps on pages that it was not learned on: there is no profile to write")
        raise typer.Exit(1)
    if file is None:
        console.say("give -o FILE to write the profile")
        return
    from papercut.learning.profile import profile_text

    file.put(profile_text(result, "\n".join(map(visible, names)), datetime.now(UTC).date()))
    file.close()
    console.say(f"{out} is written; use it with --profile {out}")


def _examples(path: Path, inputs: Path, raw: str, page: str, reading: Reading) -> Iterator[Example]:
    """The pages with their truth that a path names."""
    from fnmatch import fnmatch

    from papercut.learning.examples import checked_examples, truth_examples
    from papercut.score.checked_pages import has_corrections

    if not has_corrections(path):
        yield from truth_examples(path, raw, page, reading)
        return
    if raw != "*":
        raise UsageError(f"the corrections of {path} are its truth: --raw does not go with it")
    yield from (e for e in checked_examples(path, inputs, reading) if fnmatch(e.name, page))


def _report(console: Console, result: Learned) -> None:
    """The figures of every habit as a table."""
    from rich.cells import cell_len

    said = (
        f"pages: {result.pages}, articles: {result.articles}; each of {result.folds} parts was tried with what the "
        "others taught"
    )
    console.data(translated(said) + "\n")
    rows: list[tuple[str, ...]] = [("", "right before", "after", "parts won", "parts lost", "")]
    for trial in (*result.trials, *([result.together] if result.together else [])):
        verdict = "is kept" if trial.helps else "left out"
        rows.append((trial.name, *map(str, (trial.before, trial.after, trial.won, trial.lost)), verdict))
    if (own := result.confidence) is not None:
        figures = (f"{own.before:.3f}", f"{own.after:.3f}")
        rows.append(("confidence: surprise", *figures, "", "", "is kept" if own.helps else "left out"))
    rows = [tuple(translated(cell) if cell else "" for cell in row) for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for name, *numbers, verdict in rows:
        cells = [name + " " * (widths[0] - cell_len(name))]
        cells += [" " * (widths[k] - cell_len(cell)) + cell for k, cell in enumerate(numbers, 1)]
        console.data("  ".join([*cells, verdict]).rstrip() + "\n")
