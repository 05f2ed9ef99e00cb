"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import typer

from papercut.cli.console import Console, console_of
from papercut.errors import InputError
from papercut.readers import Reading
from papercut.readers.formats import Engine, Format, check
from papercut.readers.formats import Ocr as _Ocr
from papercut.settings import Settings, find, load

Output = Literal["md", "json", "jsonl", "text"]



def _ocr(given: str) -> str:
    """What was said with `--ocr`, which once named the engine."""
    check("auto", given, "rapidocr")
    return given


Files = Annotated[
    list[str] | None,
    typer.Argument(metavar="[FILE...|-]", help="Files to read; - is standard input.", show_default=False),
]
To = Annotated[Output | None, typer.Option("--to", help="Output format (default: md).", show_default=False)]
Out = Annotated[
    str | None,
    typer.Option(
        "--out", "-o", metavar="FILE|DIR|-", show_default=False,
        help="One file (.md, .json, .jsonl, .txt), or a folder for one record (md or json) an article.",
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite files that are there already.")]
Encoding = Annotated[
    str, typer.Option("--encoding", metavar="auto|NAME", help="Encoding of the input; auto finds it out.")
]
From = Annotated[Format, typer.Option("--from", help="What the input is; auto finds it out from what it holds.")]
Password = Annotated[
    str | None, typer.Option("--password", metavar="WORD", help="Password of a PDF.", show_default=False)
]
Ocr = Annotated[
    str,
    typer.Option(
        "--ocr", metavar="auto|never|always", callback=_ocr, autocompletion=lambda: list(get_args(_Ocr)),
        help="Which pages of a PDF are read as pictures; auto: those without a text layer that can be right.",
    ),
]
OcrEngine = Annotated[Engine, typer.Option("--ocr-engine", help="What reads pictures of pages.")]
Script = Annotated[
    Literal["keep", "hans", "hant", "tw", "hk"] | None,
    typer.Option(help="Convert characters to this script (default: keep the page's)."),
]
Width = Annotated[
    Literal["half", "keep"] | None, typer.Option(help="Full-width digits and Latin letters (default: half).")
]
Spacing = Annotated[
    Literal["tight", "keep", "spaced"] | None,
    typer.Option(help="Space between Chinese and Latin or digits (default: tight)."),
]
Stages = Annotated[str | None, typer.Option(metavar="A,B,C", help="Run only these stages, in this order.")]
With = Annotated[
    list[str] | None,
    typer.Option("--with", metavar="NAME[@after:STAGE]", help="Add a stage (also @before:STAGE); repeatable."),
]
Without = Annotated[list[str] | None, typer.Option(metavar="STAGE", help="Leave a stage out; repeatable.")]
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


def reading(encoding: str, form: Format, password: str | None, ocr: str, ocr_engine: Engine) -> Reading:
    """How the files of this run are to be read."""
    return Reading(encoding, form, password, ocr, ocr_engine)


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


def changes(script: str | None, width: str | None, spacing: str | None) -> dict[str, dict[str, Any]]:
    """The options of stages that have an option of the command line."""
    given = (("convert", "script", script), ("normalize", "width", width), ("despace", "spacing", spacing))
    out: dict[str, dict[str, Any]] = {}
    for stage, option, value in given:
        if value is not None:
            out[stage] = {option: None if value == "keep" and stage == "convert" else value}
    return out


def listed(stages: str | None) -> list[str] | None:
    """The stages of `--stages`; None where it is not given."""
    return None if stages is None else [s for s in (s.strip() for s in stages.split(",")) if s]


def names_of(without: list[str] | None) -> list[str]:
    """The stages of all `--without`."""
    return [s.strip() for names in without or () for s in names.split(",") if s.strip()]
