"""All corrections of a page, applied to what papercut makes of it now.

Undone ones do not count. Those of one group are made together or not at all. What does not fit any more is left out
whole, and given back with its reason.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from papercut.codec.articles import page_from_saved
from papercut.corrections.changes import change
from papercut.corrections.document import Document
from papercut.corrections.elements import Unfit
from papercut.corrections.records import Correction
from papercut.model.page import Page


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

    def __len__(self) -> int:
        return len(self._of)

    def of(self, source: dict[str, Any]) -> list[Correction]:
        """The effective corrections of the page of this source."""
        return self.of_page((source["sha256"], source["page"]))

    def of_page(self, page: tuple[str, int]) -> list[Correction]:
        """The effective corrections of a page: the hash of its file, and its number in it."""
        return self._of.get(page, [])

    def on(self, document: Document) -> Applied:
        """A document with its corrections."""
        return apply(document, self.of(document["source"]))

    def on_page(self, page: Page, document: Document) -> tuple[Page, tuple[Misfit, ...]]:
        """A page with its corrections, from its document; the page itself if it has none."""
        own = self.of(document["source"])
        if not own:
            return page, ()
        done = apply(document, own)
        return page_from_saved(done.document), done.misfits


def effective(records: Sequence[Correction]) -> list[Correction]:
    """The corrections of a page that are not undone, in their order; of checks only the last, if the page was not
    changed after it. A record that stands twice counts once."""
    out: dict[str, Correction] = {}
    undone: set[str] = set()
    for record in records:
        if record.do == "undo":
            undone.add(record.what["of"])
        elif record.do == "redo":
            undone.discard(record.what["of"])
        else:
            out.setdefault(record.id, record)
    kept = [r for r in out.values() if r.id not in undone and (r.group or r.id) not in undone]
    last = kept[-1:] if kept and kept[-1].do == "check" else []
    return [r for r in kept if r.do not in ("check", "uncheck")] + last


def apply(document: Document, corrections: Sequence[Correction]) -> Applied:
    """A new document with these corrections (of `effective`), in their order. It names those that were made under
    `corrections`, and under `checked` who said that the page is right. Those that it names already are in it."""
    done = copy.deepcopy(document)
    known = {row["id"] for row in document.get("corrections", ())}
    made: list[dict[str, str]] = []
    misfits: list[Misfit] = []
    for _, step in groupby(corrections, key=lambda c: c.group or c.id):
        records = [record for record in step if record.id not in known]
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
                done["checked"] = {"by": record.by, "at": record.at}
            else:
                made.append({"id": record.id, "do": record.do, "by": record.by, "at": record.at})
    if made:
        done["corrections"] = [*document.get("corrections", []), *made]
        for key in ("decisions", "breaks"):
            done.pop(key, None)  # they are about articles that are no longer these
    if misfits:
        done.pop("checked", None)
    return Applied(done, tuple(misfits))
