"""The options that several commands share, in groups: a command takes a group as one parameter.

`option_groups.grouped` turns such a parameter into the options of its group. Each option says under which heading of
`--help` it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, get_args

import typer

from papercut.cli.console import Console, console_of
from papercut.cli.option_headings import INPUT as INPUT
from papercut.cli.option_headings import OTHER as OTHER
from papercut.cli.option_headings import OUTPUT as OUTPUT
from papercut.cli.option_headings import SETTINGS as SETTINGS
from papercut.cli.option_headings import STAGES as STAGES
from papercut.cli.plugin_choices import Engine, To
from papercut.cli.plugin_choices import From as From
from papercut.errors import InputError, UsageError
from papercut.readers import Reading
from papercut.readers.formats import Ocr as OcrMode
from papercut.readers.formats import check
from papercut.readers.page_ranges import page_ranges
from papercut.settings import Settings, find, load


def _ocr_mode(given: str) -> str:
    """What was said with `--ocr`, which once named the engine."""
    check("auto", given, "rapidocr")
    return given


def _ocr_modes() -> list[str]:
    """What a shell offers for `--ocr`."""
    return list(get_args(OcrMode))


def _encoding(given: str) -> str:
    """The name of an encoding, which is refused before anything is read."""
    if given != "auto":
        from papercut.readers.text.encoding import named

        named(given, b"")
    return given


Files = Annotated[
    list[str] | None,
    typer.Argument(metavar="[FILE...|-]", help="Files to read; - is standard input.", show_default=False),
]
Encoding = Annotated[
    str,
    typer.Option(
        "--encoding",
        metavar="auto|NAME",
        callback=_encoding,
        help="Encoding of the input; auto detects it.",
        rich_help_panel=INPUT,
    ),
]
Password = Annotated[
    str | None,
    typer.Option(
        "--password", metavar="PASSWORD", help="Password of a PDF.", show_default=False, rich_help_panel=INPUT
    ),
]
Only = Annotated[
    str | None,
    typer.Option(
        "--only",
        metavar="A,B,C",
        help="Only these parts of articles: headline,byline.",
        show_default=False,
        rich_help_panel=OUTPUT,
    ),
]
CorrectionsFile = Annotated[
    Path | None,
    typer.Option(
        "--corrections",
        metavar="FILE",
        help="Apply the corrections that people made, from this file.",
        show_default=False,
        rich_help_panel=OUTPUT,
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite files that are there already.", rich_help_panel=OUTPUT)]


@dataclass(frozen=True)
class ReadingOptions:
    """How the files of a run are read."""

    encoding: Encoding = "auto"
    from_: From = "auto"
    password: Password = None
    ocr: Annotated[
        str,
        typer.Option(
            "--ocr",
            metavar="auto|never|always",
            callback=_ocr_mode,
            autocompletion=_ocr_modes,
            help="Which pages of a PDF are read by OCR; auto: those without a text layer that can be right.",
            rich_help_panel=INPUT,
        ),
    ] = "auto"
    ocr_engine: Engine = "rapidocr"

    pages: Annotated[
        str | None,
        typer.Option(
            "--pages",
            metavar="2-5,9",
            help="Only these pages of each file; of an archive, only these files.",
            show_default=False,
            rich_help_panel=INPUT,
        ),
    ] = None

    @property
    def reading(self) -> Reading:
        if self.pages is not None:
            page_ranges(self.pages)  # before anything is read
        self._refuse_idle()
        return Reading(self.encoding, self.from_, self.password, self.ocr, self.ocr_engine, self.pages or "")

    def _refuse_idle(self) -> None:
        """Raise `UsageError` for options that do nothing with what `--from` and `--ocr` say."""
        given = {
            "--password": self.password is not None, "--ocr": self.ocr != "auto", "--encoding": self.encoding != "auto",
            "--ocr-engine": self.ocr_engine != "rapidocr",
        }  # fmt: skip
        no_picture = self.from_ not in ("auto", "pdf", "scan")
        why = "is about PDF and pictures" if no_picture else "is about text"
        idle = ("--password", "--ocr", "--ocr-engine") if no_picture else ("--encoding",)
        for option in idle if self.from_ != "auto" else ():
            if given[option]:
                raise UsageError(f"{option} {why}: it does not go with --from {self.from_}")
        if self.ocr == "never" and given["--ocr-engine"]:
            raise UsageError("--ocr never reads no picture: --ocr-engine does not go with it")


@dataclass(frozen=True)
class SettingsOptions:
    """Which settings file holds."""

    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            metavar="FILE",
            help="Settings file (default: the nearest papercut.toml upwards).",
            rich_help_panel=SETTINGS,
        ),
    ] = None
    isolated: Annotated[bool, typer.Option("--isolated", help="Read no settings file.", rich_help_panel=SETTINGS)] = (
        False
    )

    profile: Annotated[
        Path | None,
        typer.Option(
            "--profile",
            metavar="FILE",
            help="A profile that papercut learn wrote; the settings file overrides it.",
            rich_help_panel=SETTINGS,
        ),
    ] = None

    def load(self) -> Settings:
        """The settings of this run. Raises as `papercut.settings.load` does."""
        settings = self._settings()
        if self.profile is None:
            return settings
        try:
            return settings.on(load(self.profile))
        except InputError as error:
            raise UsageError(f"--profile: {error}") from error

    def _settings(self) -> Settings:
        if self.config is not None and self.isolated:
            raise UsageError("--config names a settings file, --isolated reads none: give one of them")
        if self.config is not None:
            try:
                return load(self.config)
            except InputError as error:
                raise UsageError(f"--config: {error}") from error
        if self.isolated:
            return Settings()
        try:
            path = find(Path.cwd())
        except OSError as error:
            raise InputError(f"the working directory cannot be read: {error.strerror or error}") from error
        return load(path) if path else Settings()


@dataclass(frozen=True)
class MessageOptions:
    """How much a run says on standard error."""

    verbose: Annotated[
        bool,
        typer.Option("--verbose", "-v", help="Print what is done, and tracebacks of errors.", rich_help_panel=OTHER),
    ] = False
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print only errors.", rich_help_panel=OTHER)] = False

    def console(self, ctx: typer.Context) -> Console:
        """The console, as loud as the command was asked to be."""
        console = console_of(ctx)
        if self.verbose and self.quiet:
            raise UsageError("--verbose says more, --quiet says less: give one of them")
        console.verbose, console.quiet = self.verbose, self.quiet
        return console


@dataclass(frozen=True)
class OutputOptions:
    """Where articles go, and in which format."""

    to: To = None
    out: Annotated[
        str | None,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE|DIR|-",
            show_default=False,
            rich_help_panel=OUTPUT,
            help="One file; its name gives the format (.md, .json, .jsonl, .txt, .csv, .html, .docx, .epub; .xml with "
            "--to). Or a folder: one record (md, json, html) per article, or one file per page (alto, page, mets). Or "
            "a pattern of names: {date}-{page}-{headline}.md",
        ),
    ] = None
    only: Only = None
    force: Force = False
    bom: Annotated[
        bool, typer.Option("--bom", help="Begin CSV with a byte order mark, for Excel.", rich_help_panel=OUTPUT)
    ] = False
    base_url: Annotated[
        str | None,
        typer.Option(
            "--base-url",
            metavar="URL",
            show_default=False,
            rich_help_panel=OUTPUT,
            help="Where an IIIF manifest and its pictures will be (default: http://localhost:8000).",
        ),
    ] = None
    trace: Annotated[
        bool,
        typer.Option(
            "--trace", help="Add the decisions, and what they were made from, to JSON.", rich_help_panel=OUTPUT
        ),
    ] = False
