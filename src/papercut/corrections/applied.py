"""All corrections of a page, applied to what papercut makes of it now.

Undone ones do not count. Those of one group are made together or not at all. What does not fit any more is left out
whole, and given back with its reason.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from papercut.codec.articles import page_from_saved
from papercut.codec.page import UNSOUND
from papercut.corrections.changes import change
from papercut.corrections.document import Document
from papercut.corrections.elements import Unfit
from papercut.corrections.records import Correction
from papercut.errors import InputError
from papercut.model.page import Page

LOOKS = ("check", "uncheck")
"""What says something about a page and changes nothing."""
UNDONE = "it was undone, but the output was written with it: make the page anew"


class Misfit(NamedTuple):
    """A correction that does not fit its page any more, and why."""

    correction: Correction
    why: str


class Applied(NamedTuple):
    """A document with its corrections, and those that do not fit it."""

    document: Document
    misfits: tuple[Misfit, ...]


class Corrections:
    """The corrections of many pages: the effective ones of each, in their order."""

    def __init__(self, records: Iterable[Correction]) -> None:
        of: dict[tuple[str, int], list[Correction]] = {}
        for record in records:
            of.setdefault(record.of, []).append(record)
        self._of = {page: effective(own) for page, own in of.items()}
        kept = {record.id for own in self._of.values() for record in own}
        self._undone = {page: {r.id: r for r in own if r.id not in kept} for page, own in of.items()}

    def pages(self) -> Iterator[tuple[str, int]]:
        """The pages that have corrections which count."""
        return (page for page, own in self._of.items() if own)

    def __len__(self) -> int:
        return len(self._of)

    def of(self, source: dict[str, Any]) -> list[Correction]:
        """The effective corrections of the page of this source."""
        return self.of_page((source["sha256"], source["page"]))

    def of_page(self, page: tuple[str, int]) -> list[Correction]:
        """The effective corrections of a page: the hash of its file, and its number in it."""
        return self._of.get(page, [])

    def on(self, document: Document) -> Applied:
        """A document with its corrections. One that was undone and is in the document already is a misfit. Raises
        `InputError` for what is no sound document."""
        try:
            source = document["source"]
            page = source["sha256"], source["page"]
            own, undone = self.of_page(page), self._undone.get(page, {})
            done = apply(document, own)
            held = [Misfit(undone[r["id"]], UNDONE) for r in document.get("corrections", ()) if r["id"] in undone]
        except UNSOUND as error:
            raise InputError(f"this article document is not sound: {error}") from error
        if page in self._of and not is_checked(own, held):
            done.document.pop("checked", None)
        return Applied(done.document, (*done.misfits, *held))

    def on_page(self, page: Page, document: Document) -> tuple[Page, tuple[Misfit, ...]]:
        """A page with its corrections, from its document; the page itself if they change nothing."""
        done = self.on(document)
        return (page if done.document == document else page_from_saved(done.document)), done.misfits


def stamp_of(corrections: Sequence[Correction]) -> str:
    """What changes when these corrections do; empty for none."""
    text = "".join(record.to_json() + "\n" for record in corrections)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16] if text else ""


def effective(records: Sequence[Correction]) -> list[Correction]:
    """The corrections of a page that are not undone, in their order; of checks only the last, if the page is what it
    was when it was checked. A record that stands twice counts once; who undoes one of a group undoes the group."""
    step_of = {record.id: record.step for record in records}
    first: dict[str, Correction] = {}
    undone: set[str] = set()
    seen: dict[str, list[str]] = {}

    def changes() -> list[Correction]:
        return [r for r in first.values() if r.do not in LOOKS and r.step not in undone]

    for record in records:
        if record.do == "undo":
            undone.add(step_of.get(record.what["of"], record.what["of"]))
        elif record.do == "redo":
            undone.discard(step_of.get(record.what["of"], record.what["of"]))
        elif record.id not in first:
            first[record.id] = record
            if record.do == "check":
                seen[record.id] = [r.id for r in changes()]
    made = changes()
    looks = [r for r in first.values() if r.do in LOOKS and r.step not in undone]
    if looks and seen.get(looks[-1].id) == [r.id for r in made]:
        made.append(looks[-1])
    return made


def apply(document: Document, corrections: Sequence[Correction]) -> Applied:
    """A new document with these corrections (of `effective`), in their order. It names those that were made under
    `corrections`, and under `checked` who said that the page is right. Those that it names already are in it."""
    done = copy.deepcopy(document)
    known = {row["id"] for row in document.get("corrections", ())}
    made: list[dict[str, str]] = []
    misfits: list[Misfit] = []
    steps: dict[str, list[Correction]] = {}
    for record in corrections:
        if record.id not in known:
            steps.setdefault(record.step, []).append(record)
    checked = False
    for records in steps.values():
        trial = copy.deepcopy(done)
        try:
            for record in records:
                if record.do != "check":
                    change(trial, record.do, record.what)
        except Unfit as error:
            misfits += [Misfit(record, str(error)) for record in records]
            continue
        done = trial
        for record in records:
            if record.do == "check":
                checked = True
                done["checked"] = {"by": record.by, "at": record.at}
            else:
                made.append({"id": record.id, "do": record.do, "by": record.by, "at": record.at})
    if made:
        done["corrections"] = [*document.get("corrections", []), *made]
        for key in ("decisions", "breaks"):
            done.pop(key, None)  # they are about articles that are no longer these
    if (misfits and not is_checked(corrections, misfits)) or (made and not checked):
        done.pop("checked", None)  # whoever checked the page saw another one
    return Applied(done, tuple(misfits))


def is_checked(corrections: Iterable[Correction], misfits: Iterable[Misfit]) -> bool:
    """Whether a page was checked as it is: without the corrections that do not fit it, and no others."""
    known = [set(record.what.get("without", ())) for record in corrections if record.do == "check"]
    return bool(known) and {m.correction.id for m in misfits} <= known[-1]
