"""`papercut clean`: from files to articles."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import typer

from papercut.cli import options as opt
from papercut.cli.inputs import Run, inputs_or_help, run_stages
from papercut.cli.output import sink
from papercut.errors import UsageError


def clean(
    ctx: typer.Context,
    files: opt.Files = None,
    to: opt.To = None,
    out: opt.Out = None,
    force: opt.Force = False,
    encoding: opt.Encoding = "auto",
    from_: opt.From = "auto",
    password: opt.Password = None,
    ocr: opt.Ocr = "rapidocr",
    script: Annotated[
        Literal["keep", "hans", "hant", "tw", "hk"] | None,
        typer.Option(help="Convert characters to this script (default: keep the page's)."),
    ] = None,
    width: Annotated[
        Literal["half", "keep"] | None, typer.Option(help="Full-width digits and Latin letters (default: half).")
    ] = None,
    spacing: Annotated[
        Literal["tight", "keep", "spaced"] | None,
        typer.Option(help="Space between Chinese and Latin or digits (default: tight)."),
    ] = None,
    stages: Annotated[str | None, typer.Option(metavar="A,B,C", help="Run only these stages, in this order.")] = None,
    with_: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="NAME[@after:STAGE]", help="Add a stage (also @before:STAGE); repeatable."),
    ] = None,
    without: Annotated[list[str] | None, typer.Option(metavar="STAGE", help="Leave a stage out; repeatable.")] = None,
    trace: opt.Trace = False,
    config: opt.Config = None,
    isolated: opt.Isolated = False,
    verbose: opt.Verbose = False,
    quiet: opt.Quiet = False,
) -> None:
    """Take files, or standard input, apart into articles.

    \b
    papercut clean page.txt
    pdftotext page.pdf - | papercut clean --to json
    papercut clean pages/*.txt --out articles
    """
    console = opt.set_up(ctx, verbose, quiet)
    from papercut.registry import build

    settings = opt.settings(config, isolated)
    changes: dict[str, dict[str, Any]] = {}
    for stage, option, value in (
        ("convert", "script", script),
        ("normalize", "width", width),
        ("despace", "spacing", spacing),
    ):
        if value is not None:
            changes[stage] = {option: None if value == "keep" and stage == "convert" else value}
    only = None if stages is None else [s for s in (s.strip() for s in stages.split(",")) if s]
    without = [s.strip() for names in without or () for s in names.split(",") if s.strip()]
    pipeline = build(only, with_ or (), without, settings.over(changes))
    makes = {m for stage in pipeline.stages for m in getattr(stage, "makes", ("articles",))}
    if "articles" not in makes:
        raise UsageError("these stages make no articles: add separate-articles, or use the stages as filters")
    names = inputs_or_help(ctx, files)
    run = Run(console)
    with sink(console, to, out, force=force, trace=trace, several=len(names) > 1) as target:
        for given in run.pages(names, opt.reading(encoding, from_, password, ocr)):
            with run.attempt(given.page.source.name):
                page = run_stages(settings.mark(given.page), pipeline.stages)
                target.page(page)
                run.done += 1
                source, held = page.source, f"{len(page.articles or ())} articles, {len(page.furniture)} set aside"
                where = f"{source.name}, page {source.page}"
                console.detail(f"{where}: {source.encoding}, {len(page.raw)} lines, {held}")
    raise typer.Exit(run.exit_code)
