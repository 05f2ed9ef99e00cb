"""`papercut corrections`: what people have corrected in an output."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

import typer

from papercut.cli import options as opt
from papercut.cli.console import Console
from papercut.cli.inputs import named
from papercut.cli.option_groups import grouped
from papercut.codec.page import dumps
from papercut.corrections.applied import LOOKS, Corrections, effective
from papercut.corrections.files import append, corrections_path, read_corrections
from papercut.corrections.outputs import need_whole, saved_pages
from papercut.corrections.records import Correction, from_json
from papercut.errors import InputError, UsageError
from papercut.plurals import counted
from papercut.translation.current import translated
from papercut.visible_text import visible


@grouped
def corrections(
    ctx: typer.Context,
    *,
    action: Annotated[
        Literal["list", "export", "import"], typer.Argument(metavar="list|export|import", help="What to do.")
    ],
    out: Annotated[str, typer.Argument(metavar="OUT", help="A folder or a JSON file that papercut wrote.")],
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE...|-]", help="Corrections to import; - is standard input.", show_default=False),
    ] = None,
    to: Annotated[Literal["text", "json"], typer.Option("--to", help="For people, or for programs (list).")] = "text",
    messages: opt.MessageOptions,
) -> None:
    """List the corrections of an output, export those that count, or import those of others.

    list says which still fit their page; the exit code is 1 if some do not. export prints them as JSON lines, without
    those that were undone. import adds corrections of other copies of the output, each once.

    \b
    papercut corrections list out/
    papercut corrections export out/ > mine.jsonl
    papercut corrections import out/ theirs.jsonl
    """
    console = messages.console(ctx)
    place = Path(*named([out]))
    if files and action != "import":
        raise UsageError(f"{action} takes one output: {files[0]} does not go with it")
    if to != "text" and action != "list":
        raise UsageError(f"--to goes with list: {action} is about JSON lines")
    need_whole(place)
    if not place.exists():
        raise InputError(f"{place} does not exist")
    if action == "import":
        next(saved_pages(place))  # corrections are of pages
    path = corrections_path(place)
    records = _records(console, path) if path.exists() else []
    if action == "import":
        _import(console, path, records, files)
    elif action == "export":
        of: dict[tuple[str, int], list[Correction]] = {}
        for record in records:
            of.setdefault(record.of, []).append(record)
        for own in of.values():
            console.data("".join(record.to_json() + "\n" for record in effective(own)))
    elif _list(console, place, records, to):
        raise typer.Exit(1)


def _records(console: Console, path: Path) -> list[Correction]:
    kept = read_corrections(path)
    for said in kept.said:
        console.say(said)
    return kept.records


def _import(console: Console, path: Path, records: list[Correction], files: list[str] | None) -> None:
    """Add the records of files, or of standard input; of none that is not sound in all its lines."""
    if not files and (sys.stdin is None or sys.stdin.isatty()):
        raise UsageError("import needs files of corrections, or - for standard input")
    known = {record.id for record in records}
    new: list[Correction] = []
    for name in named(files or ["-"]):
        for record in _from_stdin() if name == "-" else _records(console, Path(name)):
            if record.id not in known:
                known.add(record.id)
                new.append(record)
    if not files and not new and not known:
        raise UsageError("nothing came in: name files of corrections, or pipe them in")
    append(path, new)
    console.say(f"{counted(len(new), 'correction')} imported")


def _from_stdin() -> Iterable[Correction]:
    for number, line in enumerate(sys.stdin.buffer, 1):
        if line.strip():
            try:
                yield from_json(line)
            except InputError as error:
                raise InputError(f"<stdin>, line {number}: {error}") from error


def _detail(record: Correction) -> str:
    """Where a correction is made, and what of: lines of the file, a role, the text."""
    what = record.what
    places = [what[key] for key in ("before", "article") if what.get(key)] + list(what.get("pieces", ()))
    lines = sorted({place[0] for place in places})
    said = f" {lines[0]}" + (f"–{lines[-1]}" if len(lines) > 1 else "") if lines else ""
    if record.do == "merge":
        said += f" → {what['into'][0]}"
    if "role" in what:
        said += f" {translated(what['role'])}"
    if record.do == "edit":
        said += f" {what['was']!r:.40} → {what['text']!r:.40}"
    return said


def _list(console: Console, place: Path, records: list[Correction], to: str) -> int:
    """Show all corrections with what became of each; returns how many do not fit."""
    made = Corrections(records)
    misfits: dict[str, str] = {}
    unlike: set[str] = set()
    seen: set[tuple[str, int]] = set()
    for saved in saved_pages(place) if records else ():
        source = saved.document["source"]
        seen.add((source["sha256"], source["page"]))
        done = made.on(saved.document)
        misfits |= {m.correction.id: m.why for m in done.misfits}
        if "checked" not in done.document:
            unlike |= {r.id for r in made.of(source) if r.do == "check"}
    counted_ids = {r.id for page in {r.of for r in records} for r in made.of_page(page)}
    rows = []
    for record in records:
        if record.do in ("undo", "redo"):
            continue
        state, why = "applied", ""
        if record.id in misfits:
            state, why = "misfit", misfits[record.id]
        elif record.id not in counted_ids or record.id in unlike:
            state = "outdated" if record.do in LOOKS else "undone"
        elif record.of not in seen:
            state, why = "no-page", "the output has no such page"
        rows.append((record, state, why))
    if to == "json":
        console.data(dumps([{**r.to_dict(), "state": state, "why": why or None} for r, state, why in rows], 2) + "\n")
    else:
        for record, state, why in rows:
            reason = f": {translated(why)}" if why else ""
            what = f"{record.do}{_detail(record)}"
            row = f"{record.at}  {record.by}  {record.name}, {record.page}  {what}  {translated(state)}{reason}"
            console.data(f"{visible(row)}\n")
    return sum(state in ("misfit", "no-page") for _, state, _ in rows)
