"""`papercut clean`: from files to articles."""

from __future__ import annotations

import typer

from papercut.cli import options as opt
from papercut.cli.article_output import sink
from papercut.cli.corrected import CorrectedPages
from papercut.cli.inputs import InputRun, inputs_or_help, run_stages
from papercut.cli.option_groups import grouped
from papercut.cli.stage_options import StageOptions
from papercut.plurals import counted


@grouped
def clean(
    ctx: typer.Context,
    *,
    files: opt.Files = None,
    output: opt.OutputOptions,
    corrections: opt.CorrectionsFile = None,
    reading: opt.ReadingOptions,
    stages: StageOptions,
    settings_file: opt.SettingsOptions,
    messages: opt.MessageOptions,
) -> None:
    """Separate the articles of files or of standard input.

    \b
    papercut clean page.txt
    pdftotext page.pdf - | papercut clean --to json
    papercut clean pages/*.txt --out articles
    papercut clean page.pdf --pages 1-2 --only headline,byline
    papercut clean page.txt -o 'out/{date}-{page}-{headline}.md'
    """
    console = messages.console(ctx)
    settings = settings_file.load()
    pipeline = stages.pipeline(settings)
    names = inputs_or_help(ctx, files)
    run = InputRun(console)
    corrected = CorrectedPages(console, corrections)
    worked = False
    with sink(console, output, names) as target:
        for given in run.pages(names, reading.reading, saved=True):
            with run.attempt(given.page.source.name):
                if not given.document:  # a page that filters have worked on may have what the first stage needs
                    pipeline.begins_with(given.page.makes)
                worked = worked or not given.page.finished
                page = given.page if given.page.finished else run_stages(settings.mark(given.page), pipeline.stages)
                page = corrected.page(page)
                target.page(page)
                run.done += 1
                held = f"{counted(len(page.articles or ()), 'article')}, {len(page.furniture)} set aside"
                console.detail(f"{page.source.name}, page {page.source.page}: {held}")
    corrected.close()
    if stages.given and run.done and not worked:
        console.say(f"{', '.join(stages.given)} did nothing: all pages came with their articles")
    raise typer.Exit(run.exit_code or (1 if corrected.misfits else 0))
