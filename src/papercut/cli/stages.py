"""`papercut stages`: what there is to build a pipeline from."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import typer

from papercut import registry
from papercut.cli import options as opt
from papercut.cli.option_groups import grouped
from papercut.codec.page import dumps
from papercut.errors import StageError
from papercut.stages import ORDER
from papercut.translation.current import translated
from papercut.version import __version__


@grouped
def stages(
    ctx: typer.Context,
    *,
    to: Annotated[Literal["text", "json"], typer.Option("--to", help="A table, or JSON for programs.")] = "text",
    messages: opt.MessageOptions,
) -> None:
    """List the stages: what each does, what it needs and makes, where it comes from.

    \b
    papercut stages
    papercut stages --to json | jq -r '.[].name'
    """
    console = messages.console(ctx)
    rows: list[dict[str, Any]] = []
    for name in registry.names():
        own = name in ORDER
        origin = f"papercut {__version__}" if own else registry.origin(name)
        try:
            made = registry.factory(name)
            says = registry.first_line(name)
        except StageError as error:
            console.error(error)
            rows.append({"name": name, "does": None, "needs": [], "makes": [], "from": origin})
            continue
        needs, makes = (sorted(getattr(made, key, ())) for key in ("needs", "makes"))
        rows.append({"name": name, "does": says, "needs": needs, "makes": makes, "from": origin})
    if to == "json":
        console.data(dumps(rows, 2) + "\n")
        return
    unsaid = translated("nothing said")
    width = max(len(str(row["name"])) for row in rows)
    for row in rows:
        console.data(
            f"{row['name']:<{width}}  {translated(row['does'] or 'broken: see standard error')}\n"
            f"{'':<{width}}  "
            + translated(
                f"needs {', '.join(row['needs']) or unsaid}; "
                f"makes {', '.join(row['makes']) or unsaid}; from {row['from']}"
            )
            + "\n"
        )
