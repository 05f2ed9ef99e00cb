"""`papercut status`: what a batch has done, and what it could not."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from papercut.cli import options as opt
from papercut.cli.batch_messages import failure_text, misfit_text, where_text
from papercut.cli.console import Console, visible
from papercut.cli.option_groups import grouped
from papercut.codec.page import dumps
from papercut.errors import InputError, OutputError, UsageError
from papercut.plurals import counted
from papercut.translation.current import listed, translated


@grouped
def status(
    ctx: typer.Context,
    *,
    out: Annotated[str, typer.Argument(metavar="OUT", help="The output of papercut batch: folder, database or URL.")],
    most: Annotated[
        int | None,
        typer.Option(
            "--most", "-n", min=0, help="How many pages of each kind to name (default: 5; 1000 as json).",
            show_default=False,
        ),
    ] = None,
    to: Annotated[Literal["text", "json"], typer.Option("--to", help="For people, or for programs.")] = "text",
    messages: opt.MessageOptions,
) -> None:
    """Show the state of a batch: what is done, what failed and why, the slowest pages, the least certain.

    \b
    papercut status out/
    papercut status articles.db --to json | jq '.failures[].name'
    """
    console = messages.console(ctx)
    if not out:
        raise UsageError("the name of the output is empty")
    from papercut.batches.report import report

    try:
        found = report(out, 5 if most is None and to == "text" else most)
    except OutputError as error:  # here it is what is read
        raise InputError(f"{error}: give what papercut batch wrote") from error
    if found is None:
        there = "://" in out or os.path.lexists(out)
        raise InputError(f"{out} is no output of papercut batch" if there else f"{out} does not exist")
    if to == "json":
        console.data(dumps(found, 2) + "\n")
    else:
        _show(console, found, out)


def _show(console: Console, found: dict[str, Any], out: str) -> None:
    from papercut.batches.inputs.skipped_files import counts_text

    shards, files = counted(found["shards"], "shard"), counted(found["inputs"], "file")
    pages, articles = counted(found["pages"], "page"), counted(found["articles"], "article")
    rows = [
        f"{Path(out).name or out}: {listed((found['to'], translated(shards), translated(files)))}",
        f"  {pages} with {articles} in {found['seconds']:.1f} s of work",
    ]
    if found["kept"]:
        pages = counted(found["kept"], "more page")
        rows.append(f"  {pages} done, but not written yet: the batch is running, or was stopped (--resume goes on)")
    if found["same"]:
        rows.append(f"  {counted(found['same'], 'file')} the same as others")
    if found["passed"]:
        rows.append(f"  passed over: {counts_text(found['passed'])}")
    if found["confidence"] is not None:
        rows.append(f"  the least certain article of a page: {found['confidence']:.2f} on average")
    if found["corrections"] or found["misfits"]:
        count = counted(found["corrections"], "correction")
        rows.append(f"  {count} made by hand, {found['misfits']} that no longer fit")
    reasons = listed(translated(f"{count} {reason}") for reason, count in found["reasons"].items())
    rows.append(f"  failed: {reasons or 'none'}")
    if found["without_text"]:
        named = [translated(where_text(row)) for row in found["empty"]]
        named += ["…"] * (found["without_text"] > len(named) > 0)
        said = f"  {counted(found['without_text'], 'page')} without text"
        rows.append(f"{translated(said)}{translated(': ') if named else ''}{listed(named)}")
    if found["unfit"]:
        rows += ["", translated("corrections that no longer fit")]
        rows += [f"  {translated(misfit_text(row))}" for row in found["unfit"]]
    for title, key in (("failed", "failures"), ("slowest", "slowest"), ("least certain", "doubtful")):
        if found[key]:
            rows += ["", translated(title), *(f"  {translated(_row(row))}" for row in found[key])]
    if found["reasons"]:
        rows += ["", "--resume tries what failed again"]
    rows = [translated(row) for row in rows]
    # names are no data to be kept as they are: they are made safe wherever this goes
    console.data("".join(visible(row) + "\n" for row in rows))


def _row(row: dict[str, Any]) -> str:
    if "reason" in row:
        return failure_text(row)
    where, seconds = translated(where_text(row)), translated(f"{row['seconds']:.2f} s")
    if row["confidence"] is None:
        return f"{seconds}  {translated('no articles')}  {where}"
    what = listed(map(translated, (counted(row["articles"], "article"), counted(row["notes"], "note"))))
    return f"{seconds}  {row['confidence']:.2f}  {what}  {where}"
