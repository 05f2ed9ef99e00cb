"""One page on the workbench: its document with the corrections, as the browser shows it, and new corrections of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from papercut.chinese_scripts import language_tag
from papercut.corrections.applied import Applied, Corrections
from papercut.corrections.document import element_lists
from papercut.corrections.elements import Unfit, chunks_of
from papercut.corrections.files import append, corrections_path, last_of
from papercut.corrections.outputs import folder_document
from papercut.corrections.records import Correction, new
from papercut.errors import InputError, UsageError
from papercut.model.article import Source
from papercut.workbench.listing import Listing, PageRow
from papercut.workbench.words import both

OWN = frozenset({"correction", "id", "by", "at", "source", "group"})
"""What the server says of each record itself."""


class Misfit(UsageError):
    """What somebody wants to do does not fit the page. Nothing was done."""


class Desk:
    """The pages of an output with hands on them. `inputs` is the folder that the batch was given."""

    def __init__(self, listing: Listing, inputs: Path) -> None:
        self.listing = listing
        self.inputs = inputs

    def row(self, number: int) -> PageRow:
        """The page of a number. Raises `InputError` if there is none."""
        if not 0 <= number < len(self.listing.rows):
            raise InputError(f"there is no page {number}")
        return self.listing.rows[number]

    def view(self, row: PageRow) -> dict[str, Any]:
        """A page as the browser shows it: articles and furniture, cut at their lines; what was done, what can be undone
        and done again, what does not fit any more."""
        self.listing.refresh()
        records = self.listing.records.get((row.sha256, row.page), [])
        made, shown = self._applied(row, records)
        undo, redo = steps(records)
        return {
            "number": row.number, "name": row.name, "page": row.page, "of": len(self.listing.rows), **shown,
            "read": self._read(row, shown) if undo else {},
            "last": last_of(records, (row.sha256, row.page)), "undo": undo, "redo": redo,
            "undoes": _kind(records, undo), "redoes": _kind(records, redo),
            "misfits": [{"do": m.correction.do, "by": m.correction.by, "why": both(m.why)} for m in made.misfits],
        }  # fmt: skip

    def _read(self, row: PageRow, shown: dict[str, Any]) -> dict[str, str]:
        """What papercut read where a line reads otherwise now, by the line and column that it begins at."""
        plain = _texts(_shown(folder_document(row.place)))
        now = _texts(shown)
        return {key: plain[key] for key, text in now.items() if key in plain and plain[key] != text}

    def correct(self, row: PageRow, by: str, seen: str, steps_: Sequence[Mapping[str, Any]]) -> None:
        """Keep what somebody does to a page: one step, of one or several corrections. It is on the disk when this
        returns. Raises `Misfit` if it does not fit the page, `ChangedMeanwhile` if somebody else was quicker,
        `InputError` if it is no correction."""
        self.listing.refresh()
        known = self.listing.records.get((row.sha256, row.page), [])
        source = {"name": row.name, "page": row.page, "sha256": row.sha256}
        group = uuid.uuid4().hex if len(steps_) > 1 else None
        records = []
        for step in steps_:
            what = {key: value for key, value in step.items() if key != "do"}
            if step.get("do") == "check" and (without := self._left_out(row, known)):
                what["without"] = without
            if strange := sorted(OWN & what.keys()):
                raise InputError(f"a step has no {strange[0]!r}")
            records.append(new(str(step.get("do")), source, by, group, **what))
        if last_of(known, (row.sha256, row.page)) == seen:  # else `append` tells who was quicker
            self._check(row, known, records)
        append(corrections_path(self.listing.out), records, seen)
        self.listing.refresh()

    def _left_out(self, row: PageRow, known: Sequence[Correction]) -> list[str]:
        """The corrections that do not fit the page: whoever checks it sees it without them."""
        return sorted({m.correction.id for m in self._applied(row, known)[0].misfits})

    def _check(self, row: PageRow, known: Sequence[Correction], records: Sequence[Correction]) -> None:
        """Raise `Misfit` if a step does not fit the page as it is."""
        for record in records:
            if record.do in ("undo", "redo"):
                of = steps(known)[record.do == "redo"]
                if len(records) > 1 or record.what["of"] != of:
                    raise Misfit("only the last step can be undone, or done again")
        before = {m.correction.id for m in self._applied(row, known)[0].misfits}
        fresh = [m for m in self._applied(row, [*known, *records])[0].misfits if m.correction.id not in before]
        if fresh and records[0].do not in ("undo", "redo"):
            raise Misfit(fresh[0].why)

    def picture(self, row: PageRow) -> str:
        """The picture of a page as a `data:` URL; empty if it has none, or its file is not below the inputs. Raises
        `InputError` if the file cannot be read."""
        from papercut.review.picture import picture_of

        path = self.inputs.joinpath(*PurePosixPath(row.name).parts)
        try:
            if not path.resolve().is_relative_to(self.inputs.resolve()) or not path.is_file():
                return ""
        except (OSError, ValueError):  # no name of a file
            return ""
        source = folder_document(row.place)["source"]
        size = tuple(source["size"]) if source["size"] else None
        return picture_of(path, Source(row.name, source["format"], None, row.page, row.sha256, size, source["unit"]))

    def _applied(self, row: PageRow, records: Sequence[Correction]) -> tuple[Applied, dict[str, Any]]:
        """The document of a page with its corrections, and what of it is shown."""
        document = folder_document(row.place)
        try:
            made = Corrections(records).on(document)
            return made, _shown(made.document)
        except (InputError, KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            raise InputError(f"{row.place} is no sound record of a page: {error}") from error


def _kind(records: Sequence[Correction], step: str | None) -> str | None:
    """What a step did: the kind of its first correction."""
    return next((record.do for record in records if record.step == step), None)


def steps(records: Sequence[Correction]) -> tuple[str | None, str | None]:
    """What undo would undo and redo would do again: a correction or a group of them, each by its id."""
    done: list[str] = []
    undone: list[str] = []
    for record in records:
        if record.do == "undo" and record.what["of"] in done:
            done.remove(record.what["of"])
            undone.append(record.what["of"])
        elif record.do == "redo" and record.what["of"] in undone:
            undone.remove(record.what["of"])
            done.append(record.what["of"])
        elif record.do not in ("undo", "redo"):
            key = record.group or record.id
            if key not in done:
                done.append(key)
            undone = []
    return done[-1] if done else None, undone[-1] if undone else None


def _shown(document: dict[str, Any]) -> dict[str, Any]:
    content = "".join(e["text"] for _, elements in element_lists(document) for e in elements)
    return {
        "size": document["source"]["size"] if document["source"]["unit"] else None,
        "checked": document.get("checked"), "lang": language_tag(content), "notes": _notes(document),
        "articles": [_article(article) for article in document["articles"]],
        "furniture": [_element(e) | {"why": e["why"]} for e in document["furniture"]],
        "lines": _lines(document),
    }  # fmt: skip


def _texts(shown: dict[str, Any]) -> dict[str, str]:
    """The text of every chunk that is shown, by the line and column that it begins at."""
    elements = [e for a in shown["articles"] for key in ("parts", "body", "below") for e in a[key]]
    return {f"{c[0]}-{c[1]}": c[3] for e in (*elements, *shown["furniture"]) for c in e["chunks"]}


def _notes(held: dict[str, Any]) -> list[tuple[str, str]]:
    """The notes of a page or an article, in English and Chinese."""
    return [both(note["text"]) for note in held["notes"]]


def _article(article: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": article["id"], "headline": article["headline"], "confidence": article["confidence"],
        "notes": _notes(article),
        "parts": [_element(e) for e in sorted(article["parts"], key=_above) if e["role"] != "jump_line"],
        "body": [_element(e) for e in article["body"]],
        "below": [_element(e) for e in article["parts"] if e["role"] == "jump_line"],
    }  # fmt: skip


_ABOVE = ("kicker", "headline", "deck", "byline", "jump_line")


def _above(part: dict[str, Any]) -> int:
    return _ABOVE.index(part["role"]) if part["role"] in _ABOVE else len(_ABOVE)


def _element(element: dict[str, Any]) -> dict[str, Any]:
    """An element with its chunks: `[line, start, end, text, gap before it, box]` each."""
    try:
        chunks = [[*c.piece, c.text, c.gap, c.box] for c in chunks_of(element)]
    except Unfit:  # it can be shown, not taken apart
        line, start, _ = element["pieces"][0]
        chunks = [[line, start, element["pieces"][-1][2], element["text"], "", None]]
    return {"role": element.get("role") or element["type"], "chunks": chunks}


def _lines(document: dict[str, Any]) -> list[list[Any]]:
    """The lines of the page in the order of the file: `[number, spans that stand on it]`."""
    on: dict[int, list[list[int]]] = {}
    for _, elements in element_lists(document):
        for element in elements:
            for line, start, end in element["pieces"]:
                on.setdefault(line, []).append([start, end])
    return [[line, sorted(spans)] for line, spans in sorted(on.items())]
