"""`papercut status`: what a batch has done, and what it could not."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from papercut.cli import options as opt
from papercut.cli.batch_messages import misfit_text, page_text, where_text
from papercut.cli.console import Console
from papercut.cli.option_groups import grouped
from papercut.codec.page import dumps
from papercut.errors import InputError, OutputError, UsageError
from papercut.plurals import counted
from papercut.translation.current import listed, translated
from papercut.visible_text import visible


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
        if "://" in out:  # the store's own way out is said
            raise InputError(str(error)) from error
        raise InputError(f"{error}: give what papercut batch wrote") from error
    if found is None:
        there = "://" in out or os.path.lexists(out)
        raise InputError(f"{out} is no output of papercut batch" if there else f"{out} does not exist")
    found["by_hand"] = _by_hand(out)
    if to == "json":
        console.data(dumps(found, 2) + "\n")
    else:
        _show(console, found, out)


def _by_hand(out: str) -> dict[str, int] | None:
    """What people did to an output since: the corrections that are kept with it; None if there are none."""
    from papercut.corrections.applied import LOOKS, Corrections
    from papercut.corrections.files import corrections_path, read_corrections

    if "://" in out or not (path := corrections_path(Path(out))).is_file():
        return None
    kept = Corrections(read_corrections(path).records)
    own = [kept.of_page(page) for page in kept.pages()]
    count = sum(record.do not in LOOKS for records in own for record in records)
    checked = sum(records[-1].do == "check" for records in own)
    return {"corrections": count, "checked": checked}


def _show(console: Console, found: dict[str, Any], out: str) -> None:
    from papercut.batches.inputs.skipped_files import counts_text

    shards, files = counted(found["shards"], "shard"), counted(found["inputs"], "file")
    pages, articles = counted(found["pages"], "page"), counted(found["articles"], "article")
    rows = [
        f"{Path(out).name or out}: {listed((found['to'], translated(shards), translated(files)))}",
        f"  {pages} with {articles} in {found['seconds']:.1f} s of work",
    ]
    if found["left"]:
        rows.append(f"  {counted(found['left'], 'file')} left to do: the batch is running, or was stopped")
    if found["kept"]:
        rows.append(f"  {counted(found['kept'], 'more page')} done, but not written yet")
    if found["same"]:
        rows.append(f"  {counted(found['same'], 'file')} the same as others")
    if found["passed"]:
        rows.append(f"  passed over: {counts_text(found['passed'])}")
    if found["confidence"] is not None:
        rows.append(f"  the least certain article of a page: {found['confidence']:.2f} on average")
    if found["corrections"] or found["misfits"]:
        count = counted(found["corrections"], "correction")
        rows.append(f"  {count} made by hand, {found['misfits']} that no longer fit")
    if found["by_hand"]:
        own = found["by_hand"]
        made = counted(own["corrections"], "correction")
        rows.append(f"  {made} and {counted(own['checked'], 'check')} kept with it: papercut corrections list {out}")
    reasons = listed(translated(f"{count} {reason}") for reason, count in found["reasons"].items())
    rows.append(f"  failed: {reasons or 'none'}")
    if found["without_text"]:
        named = [translated(where_text(row)) for row in found["empty"]]
        named += ["…"] * (found["without_text"] > len(named) > 0)
        said = f"  {counted(found['without_text'], 'page')} without text"
        rows.append(f"{translated(said)}{translated(': ') if named else ''}{listed(named)}")
    if found["unfit"]:
        rows += ["", "corrections that no longer fit"]
        rows += [f"  {translated(misfit_text(row))}" for row in found["unfit"]]
    for title, key in (("failed", "failures"), ("the same as others", "duplicates")):
        if found[key]:
            rows += ["", title, *(f"  {translated(page_text(row))}" for row in found[key])]
    for title, key in (("slowest", "slowest"), ("least certain", "doubtful")):
        if found[key]:
            rows += ["", title, *_table(found[key])]
    if found["left"] or found["kept"] or found["reasons"]:
        command = shlex.join(found["again"] or ["papercut", "batch", "INPUT...", "-o", out, "--resume"])
        why = "to go on" if found["left"] or found["kept"] else "to try again what failed"
        rows += ["", f"{translated(why)}{translated(': ')}{command}"]
    rows = [translated(row) for row in rows]
    # names are no data to be kept as they are: they are made safe wherever this goes
    console.data("".join(visible(row) + "\n" for row in rows))


HEADS = ("Seconds", "Confidence", "Articles", "Notes", "File and page")
"""What stands above the columns of pages."""


def _table(pages: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Pages in columns under their heads, numbers to the right."""
    from rich.cells import cell_len

    cells = [
        [
            f"{row['seconds']:.2f}", "–" if row["confidence"] is None else f"{row['confidence']:.2f}",
            str(row["articles"]), str(row["notes"]), translated(where_text(row)),
        ]
        for row in pages
    ]  # fmt: skip
    cells.insert(0, [translated(head) for head in HEADS])
    wide = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        numbers = (" " * (most - cell_len(cell)) + cell for cell, most in zip(row[:-1], wide, strict=False))
        yield "  " + "  ".join((*numbers, row[-1]))
