"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from papercut.cli.console import Console, console_of
from papercut.errors import InputError
from papercut.readers import Reading
from papercut.readers.formats import Engine, Format
from papercut.settings import Settings, find, load

Output = Literal["md", "json", "jsonl", "text"]

Files = Annotated[
    list[str] | None,
    typer.Argument(metavar="[FILE...|-]", help="Files to read; - is standard input.", show_default=False),
]
To = Annotated[Output | None, typer.Option("--to", help="Output format (default: md).", show_default=False)]
Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="DIR", help="Write one record (md or json) an article into this folder."),
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite files that are there already.")]
Encoding = Annotated[
    str, typer.Option("--encoding", metavar="auto|NAME", help="Encoding of the input; auto finds it out.")
]
From = Annotated[Format, typer.Option("--from", help="What the input is; auto finds it out from what it holds.")]
Password = Annotated[
    str | None, typer.Option("--password", metavar="WORD", help="Password of a PDF.", show_default=False)
]
Ocr = Annotated[Engine, typer.Option("--ocr", help="What reads a scan.")]
Trace = Annotated[bool, typer.Option("--trace", help="Add the decisions, and what they were made from, to JSON.")]
Config = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="Settings (default: the nearest papercut.toml upwards).")
]
Isolated = Annotated[bool, typer.Option("--isolated", help="Read no settings file.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say what is done; show tracebacks of errors.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]


def set_up(ctx: typer.Context, verbose: bool, quiet: bool) -> Console:
    """The console, as loud as the command was asked to be."""
    console = console_of(ctx)
    console.verbose, console.quiet = verbose, quiet
    return console


def reading(encoding: str, form: Format, password: str | None, ocr: Engine) -> Reading:
    """How the files of this run are to be read."""
    return Reading(encoding, form, password, ocr)


def settings(config: Path | None, isolated: bool) -> Settings:
    """The settings of this run. Raises as `papercut.settings.load` does."""
    if config is not None:
        return load(config)
    if isolated:
        return Settings()
    try:
        path = find(Path.cwd())
    except OSError as error:
        raise InputError(f"the working directory cannot be read: {error.strerror or error}") from error
    return load(path) if path else Settings()
