"""`papercut batch`: many pages, and nothing lost."""

from __future__ import annotations

import math
import os
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from papercut.cli import options as opt
from papercut.cli.batch_messages import (
    failure_text,
    misfit_text,
    nothing_text,
    page_text,
    show_plan,
    summary_text,
    without_secrets,
)
from papercut.cli.corrected import CorrectedPages
from papercut.cli.inputs import idle_texts, named
from papercut.cli.option_groups import grouped
from papercut.cli.output_file import kind_of, missing
from papercut.cli.progress import progress
from papercut.cli.stage_options import StageOptions
from papercut.errors import InputError, UsageError
from papercut.option_values import plain
from papercut.plurals import counted
from papercut.version import __version__

Format = Literal["md", "json", "jsonl", "sqlite", "parquet"]

RUN = "Run"
"""The heading of `--help` for how the work is done."""


def _seconds(given: float) -> float:
    if not math.isfinite(given):
        raise UsageError(f"--timeout is {given}: give a number of seconds")
    return given


@grouped
def batch(
    ctx: typer.Context,
    *,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="INPUT...",
            show_default=False,
            help="Files, folders, patterns, archives, URLs of stores; - is a list of these on standard input.",
        ),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(
            "--out",
            "-o",
            metavar="OUT",
            help="Folder, database or URL to write to.",
            show_default=False,
            rich_help_panel=opt.OUTPUT,
        ),
    ] = None,
    to: Annotated[
        Format | None,
        typer.Option(
            "--to",
            help="What to write (default: json; sqlite for a name in .db).",
            show_default=False,
            rich_help_panel=opt.OUTPUT,
        ),
    ] = None,
    parts: opt.Only = None,
    corrections: opt.CorrectionsFile = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Do only what is missing, changed or failed.", rich_help_panel=RUN)
    ] = False,
    force: Annotated[
        bool,
        typer.Option("--force", help="Start again in an output that already has results.", rich_help_panel=opt.OUTPUT),
    ] = False,
    include: Annotated[
        list[str] | None,
        typer.Option(
            "--include",
            metavar="GLOB",
            help="Only files with such a name (repeatable).",
            show_default=False,
            rich_help_panel=opt.INPUT,
        ),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(
            "--exclude",
            metavar="GLOB",
            help="Leave out files and folders with such a name (repeatable).",
            show_default=False,
            rich_help_panel=opt.INPUT,
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would be done, and write nothing.", rich_help_panel=RUN)
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            "-j",
            min=1,
            max=512,
            help="Pages at a time (default: one per processor core).",
            rich_help_panel=RUN,
        ),
    ] = None,
    engine: Annotated[
        Literal["local", "dask"],
        typer.Option(help="Processes of this machine, or a dask cluster.", rich_help_panel=RUN),
    ] = "local",
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Scheduler of the dask cluster. Whoever reaches one at tcp:// can run code as its users; for tls://, "
            "name your certificate in dask's settings. Default: a cluster on this machine, for this run alone.",
            rich_help_panel=RUN,
        ),
    ] = None,
    timeout: Annotated[
        float,
        typer.Option(
            min=1.0, metavar="SECONDS", callback=_seconds, help="Time limit for a page.", rich_help_panel=RUN
        ),
    ] = 300.0,
    report: Annotated[
        bool,
        typer.Option("--report/--no-report", help="Write report.html into the output.", rich_help_panel=opt.OUTPUT),
    ] = True,
    reading: opt.ReadingOptions,
    stages: StageOptions,
    settings_file: opt.SettingsOptions,
    messages: opt.MessageOptions,
) -> None:
    """Separate the articles of every page of many files; resume an interrupted run.

    \b
    papercut batch scans/ -o out/             one record per article
    papercut batch scans/ -o out/ --resume    only what is missing or failed
    papercut batch scans/ -o articles.db      a database with full-text search
    papercut batch - -o shards/ --to jsonl < list.txt
    papercut batch scans/ -o out/ --include '*.pdf' --exclude drafts --dry-run
    """
    console = messages.console(ctx)
    if not names and out is None:
        typer.echo(ctx.get_help(), err=True)
        raise typer.Exit(2)
    if out is None:
        raise missing("the folder, database (.db) or URL to write to")
    if not names:
        raise UsageError("no input is named: give files, folders, patterns, archives or URLs, or - for a list of them")
    if resume and force:
        raise UsageError("--resume does what is missing, --force does all anew: give one of them")
    if scheduler is not None and engine != "dask":
        raise UsageError("--scheduler goes with --engine dask")
    if scheduler is not None and jobs is not None:
        raise UsageError("--jobs is about this machine: the cluster of --scheduler has its own workers")
    from papercut.batches.inputs.locations import inputs
    from papercut.batches.inputs.skipped_files import FileFilter
    from papercut.batches.outputs.by_name import format_of, parts_for
    from papercut.batches.records import Settings
    from papercut.batches.run import RunOrder, run

    found = settings_file.load()
    form = to or format_of(out)
    _check_out(out, form, scheduler)
    stages.pipeline(found).begins_with(frozenset({"lines"}))
    only = stages.only
    settings = Settings(
        form, plain(stages.over(found)), None if only is None else tuple(only), tuple(stages.with_ or ()),
        tuple(stages.left_out), reading.reading._asdict(), found.line, __version__,
        parts_for(parts, form),
    )  # fmt: skip
    if engine == "dask":
        from papercut.batches.work.dask_engine import need_dask

        need_dask(scheduler)
    again = (*_command(), *(() if resume else ("--resume",)))
    made = None if corrections is None else CorrectedPages(console, corrections).corrections
    order = RunOrder(
        out, settings, jobs or os.cpu_count() or 1, engine, scheduler, resume, force, timeout, report,
        without_secrets(again, names), made,
    )  # fmt: skip
    skip = Path(out).absolute() if "://" not in out else None
    stdin = sys.stdin.buffer if sys.stdin is not None else None
    choice = FileFilter(tuple(include or ()), tuple(exclude or ()), reading.pages or "")
    given = inputs(named(names), stdin, skip, choice)
    if dry_run:
        show_plan(console, order, given, choice)
        return
    told: set[str] = set()

    def tell(row: Mapping[str, Any]) -> None:
        text = page_text(row)
        console.detail(text)
        if console.verbose and "reason" in row:
            told.add(text)

    with progress(console) as shown:
        tally = run(order, given, shown.told, shown.moved, choice.counts, tell)
    if not tally.inputs:
        raise InputError(nothing_text(names, choice))
    for row in tally.failures:
        if (text := failure_text(row)) not in told:  # what was told when it happened is not told again
            console.say(text)
    for row in tally.misfits:
        console.say(misfit_text(row))
    if tally.misfit > len(tally.misfits):
        count = counted(tally.misfit - len(tally.misfits), "more correction")
        console.say(f"{count} left out, since the page is another now: papercut status {shlex.quote(out)}")
    if tally.unmet:
        console.say(f"{counted(tally.unmet, 'page')} with corrections not found among the inputs")
    if tally.failed > len(tally.failures):
        console.say(f"and {tally.failed - len(tally.failures)} more: papercut status {shlex.quote(out)}")
    if tally.error is not None:
        console.error(tally.error)
    for idle in () if tally.before or tally.failed else idle_texts(reading.reading, tally.formats):
        console.say(idle)
    console.say(summary_text(tally, choice))
    if tally.report:
        console.say(f"report: {tally.report}")
    if tally.stopped or tally.error is not None:
        console.say(f"to go on: {shlex.join(again)}")
    raise typer.Exit(tally.exit_code)


def _check_out(out: str, form: str, scheduler: str | None) -> None:
    """Raise `UsageError` where the name of the output is that of something else than is written."""
    from papercut.batches.outputs.by_name import DATABASES, check_out

    check_out(out, form, scheduler)
    kind = kind_of(out, (*DATABASES, ".parquet") if form == "parquet" else DATABASES)
    if kind == "-":
        raise UsageError("a batch goes to a folder, a database or a URL, not to standard output: see papercut clean")
    if kind == "file" and form not in ("sqlite", "parquet"):
        raise UsageError(f"-o {out} is the name of a database, and {form} goes to a folder: name one, or --to sqlite")


def _command() -> list[str]:
    """What was typed, less --force, which would begin anew."""
    return ["papercut", *(arg for arg in sys.argv[1:] if arg != "--force")]
