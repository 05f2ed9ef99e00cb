"""The options that say which stages run, as one group (see `options`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

import typer

from papercut.cli.option_headings import STAGES
from papercut.errors import UsageError
from papercut.pipeline import Pipeline, stage_name
from papercut.registry import build, names
from papercut.settings import Settings


def _stage_names(incomplete: str) -> list[str]:
    """What a shell offers for stages: for a list the name that is being typed, behind those before it."""
    before, comma, typed = incomplete.rpartition(",")
    return [before + comma + name for name in names() if name.startswith(typed)]


SHORT = {"script": "convert", "width": "normalize", "spacing": "despace"}
"""The options of `clean` and `batch` that are an option of a stage."""


@dataclass(frozen=True)
class StageOptions:
    """Which stages run, and the options of stages that have a short form."""

    script: Annotated[
        Literal["keep", "hans", "hant", "tw", "hk"] | None,
        typer.Option(help="Convert characters to this script (default: keep the page's).", rich_help_panel=STAGES),
    ] = None
    width: Annotated[
        Literal["half", "keep"] | None,
        typer.Option(help="Full-width digits and Latin letters (default: half).", rich_help_panel=STAGES),
    ] = None
    spacing: Annotated[
        Literal["tight", "keep", "spaced"] | None,
        typer.Option(help="Space between Chinese and Latin or digits (default: tight).", rich_help_panel=STAGES),
    ] = None
    stages: Annotated[
        str | None,
        typer.Option(
            metavar="A,B,C",
            help="Run only these stages, in this order.",
            rich_help_panel=STAGES,
            autocompletion=_stage_names,
        ),
    ] = None
    with_: Annotated[
        list[str] | None,
        typer.Option(
            "--with",
            metavar="NAME[@after:STAGE]",
            help="Add a stage (also @before:STAGE); repeatable.",
            autocompletion=_stage_names,
            rich_help_panel=STAGES,
        ),
    ] = None
    without: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STAGE", help="Leave a stage out; repeatable.", rich_help_panel=STAGES, autocompletion=_stage_names
        ),
    ] = None

    @property
    def only(self) -> list[str] | None:
        """The stages of `--stages`; None where it is not given."""
        return None if self.stages is None else [s for s in (s.strip() for s in self.stages.split(",")) if s]

    @property
    def left_out(self) -> list[str]:
        """The stages of all `--without`."""
        return [s.strip() for names in self.without or () for s in names.split(",") if s.strip()]

    @property
    def given(self) -> list[str]:
        """The options that were given."""
        named = {"--stages": self.stages, "--with": self.with_, "--without": self.without}
        said = {**{f"--{option}": getattr(self, option) for option in SHORT}, **named}
        return [option for option, value in said.items() if value]

    def over(self, settings: Settings) -> dict[str, dict[str, Any]]:
        """The options of stages: what the settings say, and before it what was given here."""
        said = {option: getattr(self, option) for option in SHORT}
        return settings.over({SHORT[option]: {option: value} for option, value in said.items() if value is not None})

    def pipeline(self, settings: Settings) -> Pipeline:
        """The stages of this run. Raises `UsageError` where they make no articles, or an option is of another stage."""
        pipeline = build(self.only, self.with_ or (), self.left_out, self.over(settings))
        run = {stage_name(stage) for stage in pipeline.stages}
        for option, stage in SHORT.items():
            if getattr(self, option) is not None and stage not in run:
                raise UsageError(f"--{option} needs the stage {stage}")
        if "articles" not in pipeline.made:
            raise UsageError("these stages make no articles: add separate-articles, or use the stages as filters")
        return pipeline
