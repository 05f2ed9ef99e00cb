"""The catalogues of messages: what the source says to people, and what of it is translated.

    python tools/messages.py            what is missing, and what is there without need
    python tools/messages.py --update   puts it right in the PO file, but for the translations

Every text of the source that reads like a sentence must be translated, unless `NOT_SAID` or `UNSEEN` tells otherwise;
any other text of it may be. A text with values in it becomes a message with `{name}` for each of them. The help is
taken from the commands themselves.
"""

from __future__ import annotations

import argparse
import ast
import errno
import inspect
import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typer.main
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

import papercut
from papercut import registry
from papercut.cli import COMMANDS, HEADINGS, app
from papercut.cli.filters import _help_of
from papercut.review.interface_words import CODES, REASONS, WORDS
from papercut.stages import ORDER
from papercut.translation.catalogue import template_of
from papercut.workbench.words import WORDS as WORKBENCH_WORDS

PACKAGE = Path(papercut.__file__).parent
PO = PACKAGE / "translation" / "zh_CN.po"

HEADER = rb'''# Chinese messages of papercut; tools/messages.py keeps them complete.
msgid ""
msgstr ""
"Language: zh_CN\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=1; plural=0;\n"

'''
"""What programs for PO files look for; without a date, so that nothing changes where no message does."""

NOT_SAID = (
    "__init__.py", "api.py", "argument_checks.py", "batches/in_python.py", "batches/outputs/sqlite_tables.py",
    "batches/report_page.py", "batches/report_words.py",
    "languages/", "layout/", "model/", "review/interface_words.py", "workbench/words.py", "rules.py",
    "schemas/", "solver/", "stages/__init__.py", "translation/", "issues/link_evidence.py",
)  # fmt: skip
"""Files and folders whose texts nobody sees who runs a command: patterns, cues, and what only Python can do wrong."""

SAID = ("solver/headlines/ocr_corrections.py", "solver/learned_weights.py")
"""Files in these folders that say something all the same."""

UNSEEN = re.compile(
    r"\s*(?:select|insert|delete|update|pragma|begin immediate|create table|alter table|union|\(select)\b"
    r"|<[?!/a-z]|[^ ]*\\[.nsdw]|module \{"
    r"|(?:write|write_pages|to_\w+|stages are) ?(?:is )?called|bold |papercut [{rw-]|pdftotext |structure \{"
    r"|\(\?:|-- \(|version https|; --from text|Made by papercut|Page \{|\{place\} and|Orientation confidence|Extra data"
    r"|article separation|not valid JSON|no numpy|an error\Z| and (?:a\.|instr)| from _papercut|\{\w+\} of \{\w+\}\Z"
    r"|\{name\} of \{stage_name\}|\{where\}, number|can't start new thread"
)
"""How texts begin that are not for people: queries, markup, patterns, commands, words of other programs' answers."""

SENTENCE = re.compile(r"[A-Za-z]{2,}[,:;)]? [a-z{(]")

ERRORS = (
    errno.ENOENT, errno.EACCES, errno.EPERM, errno.EISDIR, errno.ENOTDIR, errno.ENOSPC, errno.EROFS, errno.ENAMETOOLONG,
    errno.EIO, errno.EEXIST, errno.ENOTEMPTY, errno.EDQUOT, errno.EMFILE, errno.EFBIG, errno.ELOOP, errno.EBUSY,
)  # fmt: skip
"""Errors of the system that papercut passes on."""

TYPER = (
    "Usage: ", "Show this message and exit.", "required", "default: {value}", "{message} (Possible options: {options})",
    "No such option: {option}", "Invalid value: {message}", "Invalid value for {option}: {message}",
    "Missing argument '{name}'.", "Missing option {name}.", "Option {option} does not take a value.",
    "Option {option} requires an argument.", "{value} is not a valid {type}.", "{value} is not one of {choices}.",
    "{value} is not in the range {range}.", "Got unexpected extra argument(s) ({arguments})",
    "default: report", "int", "float", "boolean", "path", "int range", "float range",
)  # fmt: skip
"""What typer says, which has no catalogue of its own."""

JOINED = (
    "error: {text}", "{way}; --from text takes it as it is",
    "the page took longer than {seconds}, before it was found in the file",
    "confidence   articles   stated    right",
)  # fmt: skip
"""What the source puts together otherwise than with values in a text."""


@dataclass
class Message:
    """`plural` is its other form; `where` are the files that say it; `must` says whether it has to be translated."""

    plural: str = ""
    where: set[str] = field(default_factory=set)
    must: bool = False


def messages() -> dict[str, Message]:
    """All that may be translated, by message."""
    found: dict[str, Message] = {}

    def add(message: str, where: str, must: bool = True, plural: str = "") -> None:
        if message.strip():
            row = found.setdefault(message, Message())
            row.plural = row.plural or plural
            row.where.add(where)
            row.must = row.must or must

    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        said = name in SAID or not name.startswith(NOT_SAID)
        formats = name.startswith("readers/") and path.stem in ("signatures", "refused_files", "refused_markup")
        for message, plural in _texts(ast.parse(path.read_text("utf-8")), formats):
            sentence = SENTENCE.search(message) is not None and UNSEEN.match(message) is None
            add(message, name, said and (sentence or bool(plural)), plural)
    for message in _help():
        add(_escaped(message), "cli/", True)
    for message in (*WORDS.values(), *REASONS, *CODES):
        add(message, "review/interface_words.py")
    for message in WORKBENCH_WORDS.values():
        add(message, "workbench/words.py")
    for message in (*TYPER, *JOINED, *map(os.strerror, ERRORS)):
        add(message, "typer and the system")
    return _united(found)


def _united(found: dict[str, Message]) -> dict[str, Message]:
    """Messages that differ only in what they call their values are one, with the names that the catalogue has."""
    held = {_id(entry) for entry in known()}
    alike: dict[tuple[str, ...], list[str]] = {}
    for message in sorted(found, key=lambda message: (message not in held, message)):
        alike.setdefault(template_of(message).literals, []).append(message)
    out = {}
    for one, *others in alike.values():
        row = out[one] = found[one]
        for other in others:
            row.where |= found[other].where
            row.plural = row.plural or found[other].plural
            row.must = row.must or found[other].must
    return out


def _texts(tree: ast.AST, formats: bool) -> Iterator[tuple[str, str]]:
    """Each text below a node as a message, and its plural. `formats` says that plain texts may have values too."""
    if isinstance(tree, ast.Expr) and isinstance(tree.value, ast.Constant):
        return  # a docstring
    if isinstance(tree, ast.Constant):
        if isinstance(tree.value, str):
            takes_name = "{count}" in tree.value or (formats and "{name}" in tree.value)
            yield (tree.value.replace("{{name}}", "{name}") if takes_name else _escaped(tree.value)), ""
        return
    if isinstance(tree, ast.JoinedStr):
        yield _message(tree), ""
        for part in tree.values:
            if isinstance(part, ast.FormattedValue):
                yield from _texts(part.value, formats)
        return
    if isinstance(tree, ast.Call) and getattr(tree.func, "id", "") == "counted":
        nouns = [str(arg.value) for arg in tree.args[1:] if isinstance(arg, ast.Constant)]
        if nouns:
            yield f"{{count}} {nouns[0]}", f"{{count}} {nouns[1] if nouns[1:] else nouns[0] + 's'}"
            yield from _texts(tree.args[0], formats)
            return
    for child in ast.iter_child_nodes(tree):
        yield from _texts(child, formats)


def _message(text: ast.JoinedStr) -> str:
    """A text with values in it as a message; values that stand side by side are one."""
    out, names, side_by_side = "", [], False
    for part in text.values:
        if isinstance(part, ast.Constant):
            out, side_by_side = out + _escaped(str(part.value)), False
        elif isinstance(part, ast.FormattedValue) and not side_by_side:
            name = _name(part.value)
            names.append(name)
            out += f"{{{name}{names.count(name) if names.count(name) > 1 else ''}}}"
            side_by_side = True
    return out


METHODS = ("format", "join", "lower", "removeprefix", "replace", "rstrip")
"""Methods of texts, which say nothing of what a value is."""


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _name(value: ast.expr) -> str:
    """What a message calls a value."""
    match value:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.strip("_").lower()
        case ast.Subscript(slice=ast.Constant(value=str(key))):
            return re.sub(r"\W", "", key)
        case ast.Call(func=ast.Name(id="len")):
            return "count"
        case ast.Call(func=ast.Name(id="getattr" | "str"), args=[held, *_]):
            return _name(held)
        case ast.Call(func=ast.Name(id="counted"), args=[_, ast.Constant(value=str(one)), *more]):
            many = more[0].value if more and isinstance(more[0], ast.Constant) else f"{one}s"
            return re.sub(r"\W+", "_", str(many)).strip("_")
        case ast.Call(func=ast.Attribute(value=held, attr=method)) if method in METHODS:
            return _name(held) if not isinstance(held, ast.Constant) else "list"
        case ast.Call(func=called):
            return _name(called)
        case ast.BoolOp(values=[first, *_]) | ast.BinOp(left=first) | ast.IfExp(body=first):
            return _name(first)
    return "value"


def _help() -> Iterator[str]:
    """What `--help` says of each command, of its options, and the headings."""
    yield from (*HEADINGS, "Arguments", "Options")
    group = typer.main.get_command(app)
    for command in (group, *(group.get_command(None, name) for name in (*COMMANDS, *ORDER))):  # type: ignore[attr-defined]
        for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
            if paragraph.startswith("\b"):
                yield from (match[1] for match in re.finditer(r"\S {4,}(\S.*)", paragraph))
            else:
                yield " ".join(paragraph.split())
        for param in command.params:
            yield getattr(param, "rich_help_panel", None) or ""
            if command.name not in ORDER or not param.help.endswith(")"):
                yield param.help or ""
    for name in ORDER:
        yield from (_help_of(name, option) for option in registry.fields(name))


def known() -> Catalog:
    """The catalogue as it is."""
    return read_po(io.StringIO(PO.read_text("utf-8")), locale="zh_CN")


def faults() -> Iterator[str]:
    """What is wrong with the catalogue."""
    wanted, held = messages(), {_id(entry): entry for entry in known() if entry.id}
    for message, row in wanted.items():
        if row.must and message not in held:
            yield f"missing: {message!r} ({', '.join(sorted(row.where))})"
    for message, entry in held.items():
        if message not in wanted:
            yield f"no longer said: {message!r}"
            continue
        if entry.fuzzy:
            yield f"fuzzy: {message!r}"
        forms = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        if not all(forms):
            yield f"not translated: {message!r}"
        plural = entry.id[1] if isinstance(entry.id, tuple) else ""
        if plural != wanted[message].plural:
            yield f"the plural of {message!r} is {wanted[message].plural!r}"
        names = sorted(template_of(message).names)
        yield from (f"other values in the translation: {message!r}" for form in forms if form and _names(form) != names)


def _names(translation: str) -> list[str]:
    return sorted(template_of(translation).names)


def _id(entry: Any) -> str:
    return str(entry.id[0] if isinstance(entry.id, tuple) else entry.id)


def update() -> None:
    """Write the catalogue anew: what is missing comes in without a translation, what is no longer said goes."""
    old = {_id(entry): entry for entry in known() if entry.id}
    new = Catalog(locale="zh_CN", fuzzy=False)
    for message, row in sorted(messages().items()):
        if row.must or (message in old and old[message].string not in ("", ("",))):
            said = old[message].string if message in old else ""
            text = said if not isinstance(said, tuple) else said[0]
            key: Any = (message, row.plural) if row.plural else message
            new.add(key, (text,) if row.plural else text, locations=[(where, 0) for where in sorted(row.where)])
    with PO.open("wb") as file:
        file.write(HEADER)
        write_po(file, new, width=110, include_lineno=False, sort_output=True, omit_header=True)


def main() -> int:
    """Run the tool."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true", help="rewrite the PO file")
    if parser.parse_args().update:
        update()
    rows = list(faults())
    print(*rows, sep="\n")
    return 1 if rows else 0


if __name__ == "__main__":
    raise SystemExit(main())
