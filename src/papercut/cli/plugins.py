"""`papercut plugins`: what other packages add to papercut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal, get_args

import typer
from rich.cells import cell_len

from papercut.cli import options as opt
from papercut.cli.option_groups import grouped
from papercut.cli.plugin_choices import ENGINES, INPUTS, OUTPUTS
from papercut.codec.page import dumps
from papercut.errors import PapercutError
from papercut.plugins import entry_points as points
from papercut.stages import ORDER
from papercut.translation.current import translated

KINDS: dict[points.Kind, str] = {
    "stage": "Stage", "reader": "Reader", "writer": "Writer", "OCR engine": "OCR engine", "language": "Language",
}  # fmt: skip
"""What the table for people calls each kind."""


@grouped
def plugins(
    ctx: typer.Context,
    *,
    to: Annotated[Literal["text", "json"], typer.Option("--to", help="A table, or JSON for programs.")] = "text",
    messages: opt.MessageOptions,
) -> None:
    """List what other packages add: stages, readers, writers, OCR engines, languages.

    Each of them is loaded; the table says which do not work, and why.

    \b
    papercut plugins
    papercut plugins --to json | jq -r '.[].from'
    """
    console = messages.console(ctx)
    found: list[dict[str, Any]] = []
    for kind in get_args(points.Kind):
        own, about = _own(kind), _about(kind)
        for name, why in points.passed_over(kind, own):
            console.say(f"{name}: {why}")
        for name, entries in points.plugins(kind, own).items():
            row: dict[str, Any] = {"kind": kind, "name": name, "about": None, "from": points.origins(entries)}
            try:
                row["about"] = about(name)
            except PapercutError as error:
                console.error(error)
            found.append(row)
    if to == "json":
        console.data(dumps(found, 2) + "\n")
        return
    if not found:
        console.say("no package adds anything to papercut")
    kinds = {kind: translated(shown) for kind, shown in KINDS.items()}
    wide = [max(map(cell_len, names), default=0) for names in (kinds.values(), [row["name"] for row in found])]
    for row in found:
        kind = kinds[row["kind"]]
        told = "broken: see standard error" if row["about"] is None else row["about"].rstrip(".")
        rest = "; ".join(filter(None, (told, translated(f"from the package {row['from']}"))))
        console.data(f"{kind}{' ' * (wide[0] - cell_len(kind))}  {row['name']:<{wide[1]}}  {rest}\n")


def _own(kind: points.Kind) -> tuple[str, ...]:
    """The names of papercut itself for plugins of a kind."""
    from papercut.languages.other_packages import OWN

    own = {"stage": ORDER, "reader": INPUTS, "writer": OUTPUTS, "OCR engine": ENGINES, "language": OWN}
    return own[kind]


def _about(kind: points.Kind) -> Callable[[str], str]:
    """What loads a plugin of this kind and says in a few words what it is. It raises `PapercutError` if that fails."""
    from papercut.languages.other_packages import language_named
    from papercut.readers.plugin_readers import reader_named
    from papercut.readers.scan.engines import maker_of
    from papercut.registry import first_line
    from papercut.writers.plugin_writers import writer_named

    def engine(name: str) -> str:
        made, _ = maker_of(name)
        return (made.__doc__ or "").strip().partition("\n")[0]

    loads: dict[points.Kind, Callable[[str], str]] = {
        "stage": first_line,
        "reader": lambda name: reader_named(name, INPUTS).reader.about,
        "writer": lambda name: writer_named(name, OUTPUTS).writer.about,
        "OCR engine": engine,
        "language": lambda name: language_named(name).about,
    }
    return loads[kind]
