"""`papercut search`: words in a database that `papercut batch` made."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

import typer

from papercut.cli import options as opt
from papercut.cli.console import Console, on_terminal
from papercut.cli.option_groups import grouped
from papercut.codec.page import dumps
from papercut.errors import InputError, OutputError, UsageError
from papercut.plurals import counted
from papercut.translation.current import translated
from papercut.visible_text import visible

if TYPE_CHECKING:
    from papercut.batches.outputs.search import Found

T = TypeVar("T")


@grouped
def search(
    ctx: typer.Context,
    *,
    database: Annotated[Path, typer.Argument(metavar="DB", help="A database that papercut batch wrote.")],
    query: Annotated[
        list[str],
        typer.Argument(metavar="WORD...", help="Words that must all occur; '\"…\"' is a phrase."),
    ],
    paper: Annotated[
        str, typer.Option(metavar="NAME", help="Only papers with this in their name.", show_default=False)
    ] = "",
    section: Annotated[
        str, typer.Option(metavar="NAME", help="Only sections with this in their name.", show_default=False)
    ] = "",
    date: Annotated[
        str,
        typer.Option(
            metavar="DATE[..DATE]",
            help="Only this year, month or day, or from one to another: 1998-03..1999.",
            show_default=False,
        ),
    ] = "",
    by: Annotated[
        Literal["paper", "year", "month", "date", "section"] | None,
        typer.Option(help="Print no articles, but how many there are in each.", show_default=False),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Print at most so many articles.")] = 20,
    to: Annotated[Literal["text", "jsonl"], typer.Option("--to", help="For people, or for programs.")] = "text",
    json_: Annotated[bool, typer.Option("--json", help="The same as --to jsonl.")] = False,
    messages: opt.MessageOptions,
) -> None:
    """Find articles by their words, in simplified or traditional characters. The exit code is 1 if none is found.

    \b
    papercut search articles.db 商务
    papercut search articles.db '"招商引资工作"' 商务 --json
    papercut search articles.db 商务 --by year            how many in each
    """
    console = messages.console(ctx)
    from papercut.batches.outputs.full_text import phrases_of
    from papercut.batches.outputs.search import MARK, Where, count, counts, unknown
    from papercut.batches.outputs.search import search as find

    if not database.is_file():
        if database.is_dir():
            raise InputError(f"{database} is a folder, no database")
        if other := next((word for word in query if _is_file(word)), ""):
            call = shlex.join([other, str(database), *(word for word in query if word != other)])
            raise InputError(
                f"{database}: there is no such database, and a database stands before the words: papercut search {call}"
            )
        raise InputError(f"{database}: there is no such database")
    wanted = " ".join(query)
    if not phrases_of(wanted):
        raise UsageError("there is no word to look for: punctuation alone is not found")
    programs = json_ or to == "jsonl"
    where = Where(paper, section, date)
    shown = 0
    if by is not None:
        for value, number in _read(lambda: counts(database, wanted, by, where)):
            shown += number
            row = dumps({by: value, "articles": number}) if programs else f"{number:>7}  {visible(value or '–')}"
            console.data(row + "\n")
        console.say(f"{counted(shown, 'article')} found")
        _say_unknown(console, _read(lambda: unknown(database, wanted, where)))
        raise typer.Exit(0 if shown else 1)
    for found in _read(lambda: find(database, wanted, limit, where)):
        shown += 1
        if programs:
            plain = found.snippet.translate({ord(mark): None for mark in MARK})
            console.data(dumps({**found._asdict(), "snippet": plain}) + "\n")
        else:
            _show(console, found)
    total = next(_read(lambda: iter([count(database, wanted, where)])))
    told = f"{counted(total, 'article')} found"
    console.say(f"{told}; the best {shown} are shown, --limit shows more" if total > shown else told)
    _say_unknown(console, _read(lambda: unknown(database, wanted, where)))
    raise typer.Exit(0 if shown else 1)


def _is_file(name: str) -> bool:
    """Whether a file is called so; not of a word that cannot be a name."""
    return os.path.isfile(name)  # noqa: PTH113 - never raises


def _say_unknown(console: Console, missing: Iterator[tuple[str, int]]) -> None:
    """Say how many articles with the words are left out since nothing is known of what a filter asks for."""
    for column, number in missing:
        articles = counted(number, "article")
        if column == "date":
            console.say(f"left out: {articles} with these words but without a date")
        elif column == "paper":
            console.say(f"left out: {articles} with these words but without the name of a paper")
        else:
            console.say(f"left out: {articles} with these words but without the name of a section")


def _show(console: Console, found: Found) -> None:
    """Print an article, with the words that were found in colour on a terminal, else in brackets."""
    from papercut.batches.outputs.search import MARK

    head = "  ".join(part for part in (found.id, found.date, found.headline) if part)
    printed = translated(f"printed page {found.printed_page}") if found.printed_page else ""
    paper = ", ".join(filter(None, (found.paper, printed, found.section)))
    place = f"    {translated(f'{found.source}, page {found.page}')}" + (f"  ({paper})" if paper else "")
    if not on_terminal() or os.environ.get("TERM", "") in ("dumb", "unknown"):
        text = found.snippet.replace(MARK[0], "[").replace(MARK[1], "]")
        console.data("".join(visible(row) + "\n" for row in (head, place, f"    {text}")))
        return
    from rich.text import Text

    line = Text("    ")
    for part in found.snippet.split(MARK[0]):
        marked, end, rest = part.partition(MARK[1])
        line.append(visible(marked), "bold yellow" if end else "")
        line.append(visible(rest))
    console.styled([Text(visible(head), "bold"), Text(visible(place), "dim"), line])


def _read(query: Callable[[], Iterator[T]]) -> Iterator[T]:
    """What a query finds. Raises `InputError` for what is wrong with the database: here it is what is read."""
    try:
        yield from query()
    except OutputError as error:
        raise InputError(f"{error}: give what papercut batch wrote") from error
