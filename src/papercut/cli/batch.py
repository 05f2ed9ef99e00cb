"""`papercut batch`: many pages, and nothing lost."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from papercut.cli import options as opt
from papercut.cli.progress import progress
from papercut.errors import UsageError
from papercut.version import __version__

Format = Literal["md", "json", "jsonl", "sqlite", "parquet"]


def batch(
    ctx: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="INPUT...", show_default=False,
            help="Files, folders, patterns, archives, URLs of stores; - is a list of these on standard input.",
        ),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option("--out", "-o", metavar="OUT", help="Folder, database or URL to write to.", show_default=False),
    ] = None,
    to: Annotated[
        Format | None,
        typer.Option("--to", help="What to write (default: json; sqlite for a name in .db).", show_default=False),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Do only what is missing, changed or failed.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Do all anew in an output that is used already.")] = False,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="Pages at a time (default: one a processor core).")
    ] = None,
    engine: Annotated[Literal["local", "dask"], typer.Option(help="This machine's processes, or a cluster.")] = "local",
    scheduler: Annotated[
        str | None, typer.Option(metavar="URL", help="Scheduler of the dask cluster (default: one of this machine).")
    ] = None,
    timeout: Annotated[float, typer.Option(min=1.0, metavar="SECONDS", help="Longest that a page may take.")] = 300.0,
    encoding: opt.Encoding = "auto",
    from_: opt.From = "auto",
    password: opt.Password = None,
    ocr: opt.Ocr = "rapidocr",
    script: opt.Script = None,
    width: opt.Width = None,
    spacing: opt.Spacing = None,
    stages: opt.Stages = None,
    with_: opt.With = None,
    without: opt.Without = None,
    config: opt.Config = None,
    isolated: opt.Isolated = False,
    verbose: opt.Verbose = False,
    quiet: opt.Quiet = False,
) -> None:
    """Take every page of many files apart into articles, and resume where a run was ended.

    \b
    papercut batch scans/ -o out/                     one record an article
    papercut batch scans/ -o articles.db              a database with full-text search
    papercut batch - -o shards/ --to jsonl < list.txt
    papercut batch scans/ -o out/ --resume            only what is missing, changed or failed
    """
    console = opt.set_up(ctx, verbose, quiet)
    if not names or out is None:
        typer.echo(ctx.get_help(), err=True)
        raise typer.Exit(2)
    if resume and force:
        raise UsageError("--resume does what is missing, --force does all anew: give one of them")
    if scheduler is not None and engine != "dask":
        raise UsageError("--scheduler goes with --engine dask")
    from papercut.batch.model import Settings
    from papercut.batch.places import inputs
    from papercut.batch.run import Order, run
    from papercut.batch.sinks import format_of
    from papercut.registry import build

    found = opt.settings(config, isolated)
    form = to or format_of(out)
    if form == "sqlite" and scheduler is not None:
        raise UsageError("a database is one machine's: give --to jsonl or --to parquet with --scheduler")
    chosen = found.over(opt.changes(script, width, spacing))
    only, left_out = opt.listed(stages), opt.names_of(without)
    pipeline = build(only, with_ or (), left_out, chosen)
    if "articles" not in {m for stage in pipeline.stages for m in getattr(stage, "makes", ("articles",))}:
        raise UsageError("these stages make no articles: add separate-articles")
    settings = Settings(
        form, chosen, None if only is None else tuple(only), tuple(with_ or ()), tuple(left_out),
        opt.reading(encoding, from_, password, ocr)._asdict(), found.line, __version__,
    )  # fmt: skip
    order = Order(out, settings, jobs or os.cpu_count() or 1, engine, scheduler, resume, force, timeout)
    skip = Path(out).absolute() if "://" not in out else None
    stdin = sys.stdin.buffer if sys.stdin is not None else None
    with progress(console) as shown:
        tally = run(order, inputs(names, stdin, skip), shown.told, shown.moved)
    for row in tally.failures:
        where = f", page {row['page']}" if row.get("page") else ""
        console.say(f"{row['reason']}: {row['name']}{where}: {row['text']}")
    if tally.failed > len(tally.failures):
        console.say(f"and {tally.failed - len(tally.failures)} more: papercut status {shlex.quote(out)}")
    if tally.error is not None:
        console.error(tally.error)
    same = f", {tally.same} the same as others" if tally.same else ""
    earlier = f", {tally.before} inputs done before" if tally.before else ""
    console.say(f"{tally.pages} pages, {tally.articles} articles, {tally.failed} failed{same}{earlier}")
    if tally.stopped or tally.error is not None:
        again = shlex.join([*_command(), *(() if resume else ("--resume",))])
        console.say(f"to go on: {again}")
    raise typer.Exit(tally.exit_code)


def _command() -> list[str]:
    """What was typed, less --force, which would begin anew."""
    return ["papercut", *(arg for arg in sys.argv[1:] if arg != "--force")]
