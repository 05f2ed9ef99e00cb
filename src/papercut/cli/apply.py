"""`papercut apply`: an output as it is after the corrections that people made."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from papercut.cli import options as opt
from papercut.cli.article_output import sink
from papercut.cli.corrected import CorrectedPages
from papercut.cli.inputs import InputRun, named
from papercut.cli.option_groups import grouped
from papercut.codec.articles import page_from_saved
from papercut.errors import UsageError
from papercut.plurals import counted
from papercut.writers.folder import Folder


@grouped
def apply(
    ctx: typer.Context,
    *,
    pages: Annotated[str, typer.Argument(metavar="OUT", help="A folder or a JSON file that papercut wrote.")],
    corrections: Annotated[
        Path | None,
        typer.Option(
            "--corrections", metavar="FILE", help="The corrections (default: those kept with OUT).", show_default=False
        ),
    ] = None,
    output: opt.OutputOptions,
    messages: opt.MessageOptions,
) -> None:
    """Write the articles of an output as they are after the corrections that people made. OUT stays as it is.

    Corrections that do not fit their page any more are listed on standard error and left out; the exit code is then 1.

    \b
    papercut apply out/ -o corrected/ --to json
    papercut apply out/ --to epub -o issue.epub
    papercut clean page.txt --to json --corrections out/corrections.jsonl
    """
    from papercut.corrections.files import corrections_path
    from papercut.corrections.outputs import need_whole, saved_pages

    console = messages.console(ctx)
    place = Path(*named([pages]))
    need_whole(place)
    target_path = Path(output.out).resolve() if output.out not in (None, "-", "") else None
    if target_path is not None and place.is_dir() and target_path.is_relative_to(place.resolve()):
        raise UsageError(f"-o {output.out} is in {place}, which stays as papercut made it: name another place")
    if output.trace:
        raise UsageError("--trace is about the decisions of a run: it does not go with papercut apply")
    path = corrections or (own if (own := corrections_path(place)).exists() else None)
    corrected = CorrectedPages(console, path)
    if path is None and place.exists():
        console.say(f"{place} has no corrections yet")
    run = InputRun(console)
    met: set[tuple[str, int]] = set()
    with sink(console, output, [pages]) as target, run.attempt(pages):
        for saved in saved_pages(place, run.failed):
            with run.attempt(saved.where):
                done = corrected.corrections.on(saved.document)
                source = saved.document["source"]
                met.add((source["sha256"], source["page"]))
                corrected.say(done.misfits)
                page = page_from_saved(done.document)
                if isinstance(target, Folder) and place.is_dir():  # the folders of the output stay
                    mirror = target.beside(Path(saved.where).parent.relative_to(place))
                    mirror.page(page)
                    mirror.close()
                else:
                    target.page(page)
                run.done += 1
                console.detail(f"{saved.where}: {counted(len(done.document.get('corrections', ())), 'correction')}")
    if absent := set(corrected.corrections.pages()) - met:
        console.say(f"{counted(len(absent), 'page')} with corrections not found in {place}, or changed since")
    raise typer.Exit(run.exit_code or (1 if corrected.misfits else 0))
