"""Help in Chinese: translated, and broken by the width of its characters, as Chinese lines are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from typer._click.formatting import HelpFormatter

from papercut.translation.current import translated

NOT_FIRST = frozenset("，。、；：？！）》」』”’…—％,;:?!)]}")
"""What no line begins with."""

NOT_LAST = frozenset("（《「『“‘([{")
"""What no line ends with."""

COLUMN, GAP = 30, 2
"""The widest column of names, and the cells between it and what they mean."""

METAVARS = (
    "ARGS", "COMMAND", "DATE", "DB", "DIR", "FILE", "GLOB", "INPUT", "NAME", "OPTIONS", "OUT", "PAGES", "PASSWORD",
    "SECONDS", "STAGE", "URL", "WORD",
)  # fmt: skip
"""What stands for a value in the help."""

_METAVAR = re.compile(rf"(?<![\w-])(?:{'|'.join(METAVARS)})(?!\w)|(?<=<)[a-z ]+(?=>)")
_EXTRA = re.compile(r"(.*?)(?:  )?\[([^\[\]]*)\]", re.DOTALL)
_COMMENT = re.compile(r"(\S)( {4,})(\S.*)")
_WORD = re.compile(r"[!-~]+| +|.")


class ChineseHelp(HelpFormatter):
    """Writes what typer says of a command in Chinese."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        head = f"{translated(prefix or 'Usage: ')}{prog} "
        indent = " " * cells(head)
        for k, row in enumerate(wrapped(_named(args), self.width - len(indent))):
            self.write(f"{indent if k else head}{row}\n")

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{translated(heading)}：\n")

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        for k, paragraph in enumerate(text.split("\n\n")):
            if k:
                self.write("\n")
            if paragraph.startswith("\b"):
                rows: Iterator[str] = map(_example, paragraph.split("\n")[1:])
            else:
                rows = wrapped(translated(" ".join(paragraph.split())), self.width - len(indent))
            self.write("".join(f"{indent}{row}\n" for row in rows))

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = COLUMN, col_spacing: int = GAP) -> None:
        rows = [(_named(name), told) for name, told in rows]
        column = min(max((cells(name) for name, _ in rows), default=0), col_max)
        indent, gap = " " * self.current_indent, " " * col_spacing
        behind = indent + " " * column + gap
        for name, told in rows:
            lines = list(wrapped(_told(told), max(self.width - len(behind), 10))) or [""]
            if cells(name) <= column:
                self.write(f"{indent}{name}{' ' * (column - cells(name))}{gap}{lines.pop(0)}".rstrip() + "\n")
            else:
                self.write(f"{indent}{name}\n")
            self.write("".join(f"{behind}{line}\n" for line in lines if line))


def cells(text: str) -> int:
    """How many cells of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(ch) in "WF" else 1 for ch in text)


def wrapped(text: str, width: int) -> Iterator[str]:
    """The text in lines of so many cells: broken between Chinese characters, and at the spaces of anything else."""
    line = ""
    for part in _parts(text):
        if line.strip() and cells(line + part.rstrip()) > width:
            yield line.strip()
            line = ""
        line += part
    if line.strip():
        yield line.strip()


def _parts(text: str) -> Iterator[str]:
    """What no line may be broken within: a word, or a Chinese character with the marks that stay with it."""
    held = ""
    for found in _WORD.finditer(text):
        part = found[0]
        if held and not (part[0] in NOT_FIRST or held[-1] in NOT_LAST):
            yield held
            held = ""
        held += part
    if held:
        yield held


def _named(text: str) -> str:
    """Names of options and arguments with what stands for their values in Chinese."""
    return _METAVAR.sub(lambda found: translated(found[0]), text)


def _example(row: str) -> str:
    """An example with what it does in Chinese behind it."""
    return _COMMENT.sub(lambda found: f"{found[1]}{found[2]}{translated(found[3])}", row)


def _told(text: str) -> str:
    """What an option does; typer puts its default and the like in brackets behind it."""
    found = _EXTRA.fullmatch(text)
    if found is None:
        return translated(text)
    extra = "；".join(map(translated, found[2].split("; ")))
    return f"{translated(found[1]).removesuffix('。')}（{extra}）"
