"""`papercut batch`: many pages, and nothing lost."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from papercut.cli import options as opt
from papercut.cli.console import Console, visible
from papercut.cli.output_file import kind_of, missing
from papercut.cli.progress import progress
from papercut.errors import InputError, UsageError
from papercut.plurals import counted
from papercut.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

    from papercut.batches.inputs.skipped_files import FileFilter
    from papercut.batches.records import Input
    from papercut.batches.run import RunOrder, Tally

Format = Literal["md", "json", "jsonl", "sqlite", "parquet"]

RUN = "Run"
"""The heading of `--help` for how the work is done."""


@opt.grouped
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
    resume: Annotated[
        bool, typer.Option("--resume", help="Do only what is missing, changed or failed.", rich_help_panel=RUN)
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Do all anew in an output that is used already.", rich_help_panel=opt.OUTPUT)
    ] = False,
    include: Annotated[
        list[str] | None,
        typer.Option(
            "--include",
            metavar="GLOB",
            help="Take only files so named (repeatable).",
            show_default=False,
            rich_help_panel=opt.INPUT,
        ),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(
            "--exclude",
            metavar="GLOB",
            help="Leave out files, folders so named.",
            show_default=False,
            rich_help_panel=opt.INPUT,
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and write nothing.", rich_help_panel=RUN)
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", "-j", min=1, help="Pages at a time (default: one a processor core).", rich_help_panel=RUN
        ),
    ] = None,
    engine: Annotated[
        Literal["local", "dask"], typer.Option(help="This machine's processes, or a cluster.", rich_help_panel=RUN)
    ] = "local",
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="Scheduler of the dask cluster (default: one of this machine).", rich_help_panel=RUN
        ),
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=1.0, metavar="SECONDS", help="Longest that a page may take.", rich_help_panel=RUN)
    ] = 300.0,
    reading: opt.ReadingOptions,
    stages: opt.StageOptions,
    settings_file: opt.SettingsOptions,
    messages: opt.MessageOptions,
) -> None:
    """Take every page of many files apart into articles, and resume where a run was ended.

    \b
    papercut batch scans/ -o out/             one record an article
    papercut batch scans/ -o out/ --resume    what is missing, changed or failed
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
    from papercut.batches.inputs.locations import inputs
    from papercut.batches.inputs.skipped_files import FileFilter
    from papercut.batches.outputs.by_name import format_of
    from papercut.batches.records import Settings
    from papercut.batches.run import RunOrder, run

    found = settings_file.load()
    form = to or format_of(out)
    _check_out(out, form, scheduler)
    stages.pipeline(found).begins_with(frozenset({"lines"}))
    only = stages.only
    settings = Settings(
        form, stages.over(found), None if only is None else tuple(only), tuple(stages.with_ or ()),
        tuple(stages.left_out), reading.reading._asdict(), found.line, __version__,
    )  # fmt: skip
    if engine == "dask":
        from papercut.batches.work.dask_engine import need_dask

        need_dask()
    order = RunOrder(out, settings, jobs or os.cpu_count() or 1, engine, scheduler, resume, force, timeout)
    skip = Path(out).absolute() if "://" not in out else None
    stdin = sys.stdin.buffer if sys.stdin is not None else None
    choice = FileFilter(tuple(include or ()), tuple(exclude or ()), reading.pages or "")
    given = inputs(names, stdin, skip, choice)
    if dry_run:
        _dry_run(console, order, given, choice)
        return
    with progress(console) as shown:
        tally = run(order, given, shown.told, shown.moved, choice.counts)
    if not tally.inputs:
        raise InputError(_nothing(names, choice))
    for row in tally.failures:
        where = f", page {row['page']}" if row.get("page") else ""
        console.say(f"{row['reason']}: {row['name']}{where}: {row['text']}")
    if tally.failed > len(tally.failures):
        console.say(f"and {tally.failed - len(tally.failures)} more: papercut status {shlex.quote(out)}")
    if tally.error is not None:
        console.error(tally.error)
    console.say(_summary(tally, choice))
    if tally.stopped or tally.error is not None:
        again = shlex.join([*_command(), *(() if resume else ("--resume",))])
        console.say(f"to go on: {again}")
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


def _summary(tally: Tally, choice: FileFilter) -> str:
    """What a run did, in one line."""
    rows = [counted(tally.pages, "page"), counted(tally.articles, "article"), f"{tally.failed} failed"]
    if tally.same:
        rows.append(f"{tally.same} the same as others")
    if tally.before:
        rows.append(f"{counted(tally.before, 'input')} done before")
    if tally.kept:
        rows.append(f"{counted(tally.kept, 'more page')} kept for --resume")
    return ", ".join(rows) + _passed(choice)


def _passed(choice: FileFilter) -> str:
    from papercut.batches.inputs.skipped_files import counts_text

    total = sum(choice.counts.values())
    return f"; {total} passed over ({counts_text(choice.counts)})" if total else ""


def _nothing(names: list[str], choice: FileFilter) -> str:
    """Why there is nothing to do."""
    from papercut.batches.inputs.skipped_files import counts_text

    where = names[0] if len(names) == 1 else "the inputs"
    return f"no pages in {where}: " + (
        f"passed over: {counts_text(choice.counts)}" if choice.counts else "there are no files"
    )


def _dry_run(console: Console, order: RunOrder, given: Iterable[Input], choice: FileFilter) -> None:
    """Say of each input what a run would do with it, one a line."""
    from papercut.batches.inputs.archives import FAULT
    from papercut.batches.inputs.skipped_files import Why
    from papercut.batches.run import planned_inputs

    def passed(name: str, why: Why) -> None:
        console.data(f"passed over ({why})\t{visible(name)}\n")

    choice.told = passed
    todo = before = 0
    for item, done in planned_inputs(order, given):
        before += done
        todo += not done
        if done:
            what = "done before"
        elif item.same_as:
            what = f"the same as {item.same_as}"
        elif item.stamp.startswith("unreadable:"):
            what = f"unreadable ({item.place.removeprefix(FAULT)})" if item.place.startswith(FAULT) else "unreadable"
        else:
            what = "to do"
        console.data(f"{visible(what)}\t{visible(item.name)}\n")
    earlier = f", {before} done before" if before else ""
    console.say(f"{counted(todo, 'input')} to do{earlier}{_passed(choice)}; nothing was written")


def _command() -> list[str]:
    """What was typed, less --force, which would begin anew."""
    return ["papercut", *(arg for arg in sys.argv[1:] if arg != "--force")]
