"""`papercut learn`: what the checked pages of a newspaper teach about it, as a profile."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from papercut.cli import options as opt
from papercut.cli.console import Console
from papercut.cli.inputs import InputRun, named
from papercut.cli.option_groups import grouped
from papercut.cli.output_file import OutFile
from papercut.codec.page import dumps
from papercut.errors import InputError, UsageError
from papercut.extras import work_needs
from papercut.readers import Reading
from papercut.translation.current import translated
from papercut.visible_text import visible

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
        typer.Option(
            "-o", "--out", metavar="FILE|-", help="Write the profile, such as paper.toml.", show_default=False
        ),
    ] = None,
    inputs: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DIR",
            help="Folder with the inputs of OUT, if they are not where the batch found them (repeatable).",
            show_default=False,
        ),
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

    It learns which furniture recurs, what labels lines have, the roles of headline lines, and how far confidence can be
    trusted. Each is learned on four fifths of the pages and tried on the rest; what does not help there is left out. If
    nothing helps, no profile is written, and the exit code is 1. Some hundred articles of one newspaper are a good
    start.

    \b
    papercut serve out/ --inputs scans/                  correct and check
    papercut learn out/ --inputs scans/ -o paper.toml
    papercut batch more/ -o new/ --profile paper.toml
    """
    console = messages.console(ctx)
    if not pages:
        typer.echo(ctx.get_help(), err=True)
        raise typer.Exit(2)
    names = named(pages)
    if "-" in names:
        raise UsageError("papercut learn needs folders: standard input has no truth")
    if settings_file.profile is not None:
        raise UsageError("papercut learn makes a profile anew: --profile does not go with it")
    for folder in inputs or ():
        if not folder.is_dir():
            raise UsageError(f"--inputs {folder}: there is no such folder")
    settings = settings_file.load()
    piped = out is not None and str(out) == "-"
    if out is not None and os.path.isdir(out):  # noqa: PTH112 - of a long name `Path` raises
        raise UsageError(f"-o {out} is a folder: name a file, such as {out / 'paper.toml'}")
    file = OutFile(out, force=force) if out is not None and not piped else None
    try:
        import rapidfuzz  # noqa: F401 - figures are made with it
    except ModuleNotFoundError as error:
        raise work_needs("papercut learn", "score") from error
    from papercut.learning.cross_validation import FEWEST_ARTICLES, FEWEST_PAGES
    from papercut.learning.cross_validation import learn as learned_from
    from papercut.learning.examples import each_once

    run = InputRun(console)
    found: list[Example] = []
    for name in names:
        with run.attempt(name):
            found += _examples(run, Path(name), inputs or (), raw, page, Reading(encoding, from_, password))
    examples = each_once(found)
    articles = sum(len(example.truth["articles"]) for example in examples)
    count = len({example.key for example in examples})
    if count < FEWEST_PAGES or articles < FEWEST_ARTICLES:
        raise InputError(
            f"pages: {count}, articles: {articles}; too few to learn from, at least {FEWEST_PAGES} and "
            f"{FEWEST_ARTICLES} are needed"
        )
    result = learned_from(examples, settings.options, lambda what: console.say(f"trying: {what}"))
    if json_:
        console.data(dumps(result.to_dict()) + "\n")
    elif not piped:
        _report(console, result)
    if not result.options:
        console.say("nothing that was learned helps on pages that it was not learned on: there is no profile to write")
        raise typer.Exit(1)
    from papercut.learning.profile import profile_text

    text = profile_text(result, "\n".join(map(visible, names)), datetime.now(UTC).date())
    if piped:
        console.data(text)
    elif file is None:
        console.say("give -o FILE to write the profile")
    else:
        file.put(text)
        file.close()
        console.say(f"{out} is written; use it with --profile {out}")
    run.done = len(examples)
    raise typer.Exit(run.exit_code)


def _examples(
    run: InputRun, path: Path, inputs: Sequence[Path], raw: str, page: str, reading: Reading
) -> Iterator[Example]:
    """The pages with their truth that a path names."""
    from fnmatch import fnmatch

    from papercut.learning.examples import checked_examples, truth_examples
    from papercut.review.batch import is_batch, roots_of
    from papercut.score.checked_pages import has_corrections

    if not has_corrections(path):
        yield from truth_examples(path, raw, page, reading, run.failed)
        return
    if raw != "*":
        raise UsageError(f"the corrections of {path} are its truth: --raw does not go with it")
    known = roots_of(str(path)) if is_batch(str(path)) else []
    folders = list(inputs) or [*(root for root in known if root.is_dir()), Path.cwd()]
    yield from (e for e in checked_examples(path, folders, reading, run.failed) if fnmatch(e.name, page))


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
        rows.append((trial.name, *map(str, (trial.before, trial.after, trial.won, trial.lost)), trial.verdict))
    if (own := result.confidence) is not None:
        figures = (f"{own.before:.3f}", f"{own.after:.3f}")
        rows.append(("confidence: surprise", *figures, "", "", own.verdict))
    rows = [tuple(translated(cell) if cell else "" for cell in row) for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for name, *numbers, verdict in rows:
        cells = [name + " " * (widths[0] - cell_len(name))]
        cells += [" " * (widths[k] - cell_len(cell)) + cell for k, cell in enumerate(numbers, 1)]
        console.data("  ".join([*cells, verdict]).rstrip() + "\n")
