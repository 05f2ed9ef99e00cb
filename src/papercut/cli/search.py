"""`papercut search`: words in a database that `papercut batch` made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from papercut.cli import options as opt
from papercut.cli.console import visible
from papercut.cli.option_groups import grouped
from papercut.codec.page import dumps
from papercut.errors import InputError, OutputError, UsageError
from papercut.translation.current import translated

if TYPE_CHECKING:
    from papercut.batches.outputs.search import Found


@grouped
def search(
    ctx: typer.Context,
    *,
    database: Annotated[Path, typer.Argument(metavar="DB", help="A database that papercut batch wrote.")],
    query: Annotated[
        list[str],
        typer.Argument(metavar="WORD...", help="Words that must all occur; '\"…\"' is a phrase."),
    ],
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Print at most so many articles.")] = 20,
    to: Annotated[Literal["text", "jsonl"], typer.Option("--to", help="For people, or for programs.")] = "text",
    messages: opt.MessageOptions,
) -> None:
    """Find articles by their words, in simplified or traditional characters. The exit code is 1 if none is found.

    \b
    papercut search articles.db 商务
    papercut search articles.db '"招商引资工作"' 商务 --to jsonl
    """
    console = messages.console(ctx)
    from papercut.batches.outputs.full_text import phrases_of
    from papercut.batches.outputs.search import MARK
    from papercut.batches.outputs.search import search as find

    if not database.is_file():
        if database.is_dir():
            raise InputError(f"{database} is a folder, no database")
        raise InputError(f"{database}: there is no such database")
    wanted = " ".join(query)
    if not phrases_of(wanted):
        raise UsageError("there is no word to look for: punctuation alone is not found")
    some = False
    for found in _found(find(database, wanted, limit)):
        some = True
        if to == "jsonl":
            plain = found.snippet.translate({ord(mark): None for mark in MARK})
            console.data(dumps({**found._asdict(), "snippet": plain}) + "\n")
            continue
        head = "  ".join(part for part in (found.id, found.date, found.headline) if part)
        text = found.snippet.replace(MARK[0], "[").replace(MARK[1], "]")
        rows = (head, f"    {translated(f'{found.source}, page {found.page}')}", f"    {text}")
        console.data("".join(visible(row) + "\n" for row in rows))
    raise typer.Exit(0 if some else 1)


def _found(articles: Iterator[Found]) -> Iterator[Found]:
    """The articles. Raises `InputError` for what is wrong with the database: here it is what is read."""
    try:
        yield from articles
    except OutputError as error:
        raise InputError(f"{error}: give what papercut batch wrote") from error
