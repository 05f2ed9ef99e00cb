"""`papercut clean`: from files to articles."""

from __future__ import annotations

import typer

from papercut.cli import options as opt
from papercut.cli.article_output import sink
from papercut.cli.inputs import Run, inputs_or_help, run_stages
from papercut.errors import UsageError
from papercut.plurals import counted


def clean(
    ctx: typer.Context,
    files: opt.Files = None,
    to: opt.To = None,
    out: opt.Out = None,
    force: opt.Force = False,
    encoding: opt.Encoding = "auto",
    from_: opt.From = "auto",
    password: opt.Password = None,
    ocr: opt.Ocr = "auto",
    ocr_engine: opt.OcrEngine = "rapidocr",
    script: opt.Script = None,
    width: opt.Width = None,
    spacing: opt.Spacing = None,
    stages: opt.Stages = None,
    with_: opt.With = None,
    without: opt.Without = None,
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
    only, without = opt.listed(stages), opt.names_of(without)
    pipeline = build(only, with_ or (), without, settings.over(opt.changes(script, width, spacing)))
    makes = {m for stage in pipeline.stages for m in getattr(stage, "makes", ("articles",))}
    if "articles" not in makes:
        raise UsageError("these stages make no articles: add separate-articles, or use the stages as filters")
    names = inputs_or_help(ctx, files)
    run = Run(console)
    with sink(console, to, out, names, force=force, trace=trace) as target:
        for given in run.pages(names, opt.reading(encoding, from_, password, ocr, ocr_engine)):
            with run.attempt(given.page.source.name):
                if not given.document:  # a page that filters have worked on may have what the first stage needs
                    pipeline.begins_with(given.page.makes)
                page = run_stages(settings.mark(given.page), pipeline.stages)
                target.page(page)
                run.done += 1
                source, lines = page.source, counted(len(page.raw), "line")
                held = f"{counted(len(page.articles or ()), 'article')}, {len(page.furniture)} set aside"
                console.detail(f"{source.name}, page {source.page}: {source.encoding}, {lines}, {held}")
    raise typer.Exit(run.exit_code)
