"""How `--help` lists options and commands: under headings, and whole, however narrow the terminal is.

Typer's own panels are drawn by rich, which cuts what does not fit and makes every start slower.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import typer
from typer.core import TyperCommand

from papercut.cli.option_headings import OTHER
from papercut.cli.plugin_choices import help_with_plugins
from papercut.translation.current import is_chinese


class HelpContext(typer.Context):
    """Has help written as the language of the run needs it."""

    def make_formatter(self) -> Any:
        if not is_chinese():
            return super().make_formatter()
        from papercut.cli.chinese_help import ChineseHelp

        return ChineseHelp(width=self.terminal_width, max_width=self.max_content_width)


def write_sections(formatter: Any, rows: Iterable[tuple[str, tuple[str, str]]]) -> None:
    """Write rows of a name and its help under their headings; headings come in the order of their first rows."""
    sections: dict[str, list[tuple[str, str]]] = {}
    for heading, row in rows:
        sections.setdefault(heading, []).append(row)
    for heading, held in sections.items():
        with formatter.section(heading):
            formatter.write_dl(held)


class Command(TyperCommand):
    """A command whose options stand under their headings in `--help`."""

    context_class = HelpContext

    def format_options(self, ctx: Any, formatter: Any) -> None:
        rows = []
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if record is not None:
                kind = "Arguments" if param.param_type_name == "argument" else "Options"
                heading = OTHER if param.name == "help" else getattr(param, "rich_help_panel", None)
                name, text = record
                rows.append((heading or kind, (name, help_with_plugins(param.metavar, text))))
        write_sections(formatter, sorted(rows, key=lambda row: row[0] != "Arguments"))
