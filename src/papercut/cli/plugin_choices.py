"""Options whose values other packages may add to: formats of input and output, and OCR engines.

Papercut's own names are in the code; those of plugins are looked for only if another name is given, and for help and
completion.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, get_args

import typer

from papercut.cli.option_headings import INPUT, OUTPUT
from papercut.errors import UsageError
from papercut.plugins.entry_points import Kind, plugins
from papercut.readers import formats
from papercut.registry import nearest_name

OUTPUTS = ("md", "json", "jsonl", "text", "csv", "html", "docx", "epub", "tei", "alto", "page", "mets", "iiif")
"""Papercut's own output formats, in the order of `--help`."""

INPUTS, ENGINES = get_args(formats.Format), get_args(formats.Engine)
FROM, ENGINE, TO = "|".join(INPUTS), "|".join(ENGINES), "|".join(OUTPUTS)
"""What `--help` has for the values of these options."""

_KINDS: dict[str, tuple[Kind, tuple[str, ...]]] = {
    FROM: ("reader", INPUTS), ENGINE: ("OCR engine", ENGINES), TO: ("writer", OUTPUTS),
}  # fmt: skip


def checked_format(given: str) -> str:
    """The format of input, which is refused before anything is read."""
    if given not in INPUTS:
        formats.check(given, "auto", "rapidocr")
    return given


def checked_engine(given: str) -> str:
    """The OCR engine, which is refused before anything is read."""
    if given not in ENGINES:
        formats.check("auto", "auto", given)
    return given


def checked_output(given: str | None) -> str | None:
    """The format of output. Raises `UsageError` if there is none of this name, and `PluginError` if its plugin is
    broken."""
    if given is None or given in OUTPUTS:
        return given
    from papercut.writers import DOCUMENTS, document_format

    if given not in output_names():
        like = [name for name, form in DOCUMENTS.items() if form.suffix.endswith(f".{given}")]
        way = f"did you mean one of {', '.join(like)}?" if like else nearest_name(given, output_names())
        raise UsageError(f"there is no output format {given!r}: {way}")
    document_format(given)
    return given


def completed(names: Callable[[], tuple[str, ...]]) -> Callable[[str], list[str]]:
    """What a shell offers for such an option."""
    return lambda incomplete: [name for name in names() if name.startswith(incomplete)]


def output_names() -> tuple[str, ...]:
    """All formats of output, those of plugins at the end."""
    return (*OUTPUTS, *plugins("writer", OUTPUTS))


format_completion = completed(formats.format_names)
engine_completion = completed(formats.engine_names)
output_completion = completed(output_names)


From = Annotated[
    str,
    typer.Option(
        "--from",
        metavar=FROM,
        callback=checked_format,
        autocompletion=format_completion,
        help="Format of the input; auto detects it from the content.",
        rich_help_panel=INPUT,
    ),
]
Engine = Annotated[
    str,
    typer.Option(
        "--ocr-engine",
        metavar=ENGINE,
        callback=checked_engine,
        autocompletion=engine_completion,
        help="OCR engine for pictures of pages.",
        rich_help_panel=INPUT,
    ),
]
To = Annotated[
    str | None,
    typer.Option(
        "--to",
        metavar=TO,
        callback=checked_output,
        autocompletion=output_completion,
        help="Output format (default: md).",
        show_default=False,
        rich_help_panel=OUTPUT,
    ),
]


def help_with_plugins(metavar: object, text: str) -> str:
    """The help of an option with these values, and the values that plugins add."""
    kind = _KINDS.get(str(metavar))
    names = ", ".join(plugins(*kind)) if kind else ""
    told, mark, default = text.partition("  [")
    return f"{told} Other packages add {names}.{mark}{default}" if names else text
