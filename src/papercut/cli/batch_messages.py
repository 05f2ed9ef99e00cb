"""What `papercut batch` and `papercut status` say of pages: what they were read as, why they failed, what is to do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from papercut.cli.console import Console
from papercut.plurals import counted
from papercut.translation.current import listed, translated
from papercut.visible_text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from papercut.batches.inputs.skipped_files import FileFilter
    from papercut.batches.records import Input
    from papercut.batches.run import RunOrder, Tally


def where_text(row: Mapping[str, Any]) -> str:
    """The file and the page of a manifest's row."""
    return f"{row['name']}, page {row['page']}" if row.get("page") else str(row["name"])


def failure_text(row: Mapping[str, Any]) -> str:
    """Why a page or a file is not done. Most reasons begin with the name of the file, which is not said twice."""
    text, name, where = str(row["text"]), str(row["name"]), where_text(row)
    if text.startswith(where) or (where == name and text.startswith(name)):
        return f"{row['reason']}: {text}"
    rest = text.removeprefix(name)
    said = rest if rest != text and rest[:1] in " :," else f": {text}"
    return f"{row['reason']}: {where}{said}"


def misfit_text(row: Mapping[str, Any]) -> str:
    """Which correction does not fit its page, and why."""
    return (
        f"{where_text(row)}: the correction {row['id'][:8]} ({row['do']}, by {row['by']}) no longer fits and "
        f"is left out: {row['why']}"
    )


def page_text(row: Mapping[str, Any]) -> str:
    """What became of an input or a page, for those who want details."""
    if "reason" in row:
        return failure_text(row)
    if "same_as" in row:
        return f"{row['name']}: the same as {row['same_as']}"
    read = read_as(row.get("format"), row.get("encoding"))
    return f"{where_text(row)}: {read}, {counted(row['articles'], 'article')}, {row['seconds']:.2f} s"


def read_as(form: str | None, encoding: str | None) -> str:
    """The format that a page was read as and, where that matters, its encoding."""
    return ", ".join(part for part in (form, encoding) if part)


def summary_text(tally: Tally, choice: FileFilter) -> str:
    """What a run did, in one line."""
    rows = [counted(tally.pages, "page"), counted(tally.articles, "article"), f"{tally.failed} failed"]
    if tally.same:
        rows.append(f"{tally.same} the same as others")
    if tally.before:
        rows.append(f"{counted(tally.before, 'input')} done before")
    if tally.kept:
        rows.append(f"{counted(tally.kept, 'more page')} kept for --resume")
    return listed(map(translated, rows)) + translated(_passed(choice))


def _passed(choice: FileFilter) -> str:
    from papercut.batches.inputs.skipped_files import counts_text

    total = sum(choice.counts.values())
    return f"; {total} passed over ({counts_text(choice.counts)})" if total else ""


def nothing_text(names: list[str], choice: FileFilter) -> str:
    """Why there is nothing to do."""
    from papercut.batches.inputs.skipped_files import counts_text

    where = names[0] if len(names) == 1 else "the inputs"
    why = f"passed over: {counts_text(choice.counts)}" if choice.counts else "there are no files"
    return f"no pages in {where}: {why}"


LONGEST = 200
"""Words of a command that are kept as they are."""
_ACCOUNT = re.compile(r"(?<=://)[^/@\s]*:[^/@\s]*@")


def without_secrets(words: Sequence[str], inputs: Sequence[str]) -> tuple[str, ...]:
    """A command that may be shown to others: with `***` for passwords. Where a shell made hundreds of words of a
    pattern, `INPUT...` stands for the inputs."""
    if len(words) > LONGEST:
        named = set(inputs)
        kept = [word for word in words if word not in named]
        words = [*kept[:2], "INPUT...", *kept[2:]]
    shown = [_ACCOUNT.sub("***@", word) for word in words]
    for k, word in enumerate(shown):
        if word.startswith("--password="):
            shown[k] = "--password=***"
        elif k and shown[k - 1] == "--password":
            shown[k] = "***"
    return tuple(shown)


def show_plan(console: Console, order: RunOrder, given: Iterable[Input], choice: FileFilter) -> None:
    """Say of each input what a run would do with it, one a line."""
    from papercut.batches.inputs.archives import FAULT
    from papercut.batches.inputs.skipped_files import Why
    from papercut.batches.run import planned_inputs

    def passed(name: str, why: Why) -> None:
        console.data(f"{translated(f'passed over ({why})')}\t{visible(name)}\n")

    choice.told = passed
    todo = before = same = 0
    for item, done in planned_inputs(order, given):
        before += done
        same += bool(item.same_as) and not done
        todo += not (done or item.same_as)
        if done:
            what = "done before"
        elif item.same_as:
            what = f"the same as {item.same_as}"
        elif item.stamp.startswith("unreadable:"):
            what = f"unreadable ({item.place.removeprefix(FAULT)})" if item.place.startswith(FAULT) else "unreadable"
        else:
            what = "to do"
        console.data(f"{visible(translated(what))}\t{visible(item.name)}\n")
    rows = [f"{counted(todo, 'input')} to do"]
    rows += [f"{same} the same as others"] * bool(same) + [f"{before} done before"] * bool(before)
    console.say(f"{listed(map(translated, rows))}{translated(_passed(choice))}{translated('; nothing was written')}")
