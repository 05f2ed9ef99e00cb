"""`papercut review`: pages as HTML, to see what was done to them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from papercut.cli import options as opt
from papercut.cli.corrected import CorrectedPages
from papercut.cli.inputs import InputRun, inputs_or_help, run_stages
from papercut.cli.option_groups import grouped
from papercut.cli.output_file import kind_of, missing
from papercut.cli.protected_inputs import ProtectedInputs
from papercut.readers import Reading
from papercut.translation.current import interface_language

MOST = 1000
"""Pages of a batch that are shown if nobody says how many."""


@grouped
def review(
    ctx: typer.Context,
    *,
    files: opt.Files = None,
    out: Annotated[
        str | None,
        typer.Option(
            "--out", "-o", metavar="PAGE.html|DIR|-", help="File for one page, or folder.", show_default=False
        ),
    ] = None,
    inputs: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DIR", show_default=False,
            help="Folder with the inputs of the batch, if they are not where it found them (repeatable).",
        ),
    ] = None,
    most: Annotated[
        int | None,
        typer.Option(
            "--most", "-n", min=1, metavar="N", show_default=False,
            help="How many pages of a batch, least certain first (default: 1000).",
        ),
    ] = None,
    lang: Annotated[
        Literal["auto", "en", "zh"],
        typer.Option(help="Language of the interface; auto: Chinese if messages are, else that of the browser."),
    ] = "auto",
    corrections: opt.CorrectionsFile = None,
    force: opt.Force = False,
    reading: opt.ReadingOptions,
    settings_file: opt.SettingsOptions,
    messages: opt.MessageOptions,
) -> None:
    """Write pages as HTML: the source beside the articles, with doubts and reasons.

    \b
    papercut review page.pdf -o page.html
    papercut review pages/*.txt -o review
    papercut review out/ -o review    pages of a batch
    """
    console = messages.console(ctx)
    if out is None and not files:
        typer.echo(ctx.get_help(), err=True)
        raise typer.Exit(2)
    if out is None:
        raise missing("the file to write (page.html), a folder, or - for standard output")
    kind = kind_of(out, (".html", ".htm"))
    from papercut.corrections.files import corrections_path
    from papercut.errors import UsageError
    from papercut.registry import build
    from papercut.review.batch import is_batch, link_reviews, review_batch, roots_of
    from papercut.review.files import Reviews, several_pages
    from papercut.review.picture import picture_of

    if force and kind == "-":
        raise UsageError("--force is about files: it goes with -o and a file or folder")
    put = console.data if kind == "-" else None
    names = inputs_or_help(ctx, files)
    reviews = Reviews(
        Path(out), single=kind != "folder", lang=interface_language(lang), force=force,
        put=put, may=ProtectedInputs(names).check,
    )
    run = InputRun(console, len(names))
    corrected = CorrectedPages(console, corrections)
    whole = is_batch(names[0])
    if whole:
        if len(names) > 1:
            raise UsageError("the output of one batch is reviewed at a time")
        roots = inputs or [root for root in roots_of(names[0]) if root.is_dir()]
        if not roots:
            raise UsageError(f"{names[0]} is the output of a batch: say with --inputs where its inputs stand")
        if kind != "folder":
            raise UsageError("a batch has many pages: name a folder with -o")
        for root in roots:
            if not root.is_dir():
                what = "that is not a folder" if root.exists() else "there is no such folder"
                raise UsageError(f"--inputs {root}: {what}")
        if reading.reading != Reading(password=reading.password):
            raise UsageError("a batch has read its pages: of the options for reading, only --password goes with it")
        if settings_file.config is not None or settings_file.isolated or settings_file.profile is not None:
            raise UsageError("a batch is shown as it came out: --config, --isolated and --profile do not go with it")
        if corrections is None and (kept := corrections_path(Path(names[0]))).is_file():
            console.say(f"pages are shown as papercut made them; to see what was corrected: --corrections {kept}")
        review_batch(names[0], roots, reviews, run, most or MOST, reading.password, corrected.page)
    else:
        if inputs:
            raise UsageError(f"--inputs goes with the output of a batch, which {names[0]} is not")
        if most is not None:
            raise UsageError(f"--most goes with the output of a batch, which {names[0]} is not")
        if kind != "folder" and len(names) > 1:
            raise UsageError(several_pages(out))
        settings = settings_file.load()
        pipeline = build(options=settings.options)
        for name in names:
            for given in run.pages([name], reading.reading, saved=True):
                with run.attempt(name):
                    page = given.page
                    # what filters have made is shown as it is
                    if not (page.finished or (given.document and page.articles is not None)):
                        page = run_stages(settings.mark(page), pipeline.stages)
                    page = corrected.page(page)
                    again = not given.document and Path(name).is_file()  # a pipe is read once
                    reviews.page(page, picture_of(Path(name), page.source, reading.password) if again else "")
                    run.done += 1
    reviews.close()
    corrected.close()
    if whole:
        link_reviews(names[0], Path(out), reviews)
    raise typer.Exit(run.exit_code or (1 if corrected.misfits else 0))
