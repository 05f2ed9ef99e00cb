"""The pages of an output: which there are, how sure papercut was of each, and what people did to it since.

A batch keeps a row a page, so that a hundred thousand pages are listed without opening one of them. Of another folder
each `page.json` is read once.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from papercut.batches.outputs.by_name import format_of, sink_of
from papercut.batches.outputs.folder import safe_path
from papercut.codec.earlier_runs import PAGE
from papercut.corrections.applied import LOOKS, Corrections, effective
from papercut.corrections.files import corrections_path, read_corrections
from papercut.corrections.outputs import OWN, folder_document, page_files
from papercut.corrections.records import Correction, from_json
from papercut.errors import InputError

DOUBTFUL = 0.5
"""A page is doubtful if papercut gives one of its articles less."""
STATES = ("all", "doubtful", "corrected", "checked", "unchecked")


@dataclass(frozen=True, slots=True)
class PageRow:
    """A page of the list. `out` is the output; `sure` the confidence of the least certain article, None if there is
    none; `paper` and `date` are empty where the page does not say them; `folder` is empty where a batch named it."""

    number: int
    out: Path
    name: str
    page: int
    sha256: str
    articles: int
    sure: float | None
    notes: int
    paper: str = ""
    date: str = ""
    folder: str = ""

    @property
    def place(self) -> Path:
        """Its `page.json`."""
        return self.out / (self.folder or f"{safe_path(self.name)}_p{self.page:02d}") / PAGE


@dataclass(frozen=True, slots=True)
class PageState:
    """What people did to a page: how many corrections there are, who says that it is right, and since when."""

    corrections: int = 0
    checked: str = ""
    at: str = ""


@dataclass
class Listing:
    """The pages of an output, least certain first, and the records of its corrections file. Safe to ask from several
    threads."""

    out: Path
    rows: list[PageRow] = field(default_factory=list)
    records: dict[tuple[str, int], list[Correction]] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    made: int = 0
    """When the output was written, as its file system has it; 0 where no batch did."""
    lock: threading.RLock = field(default_factory=threading.RLock)
    _seen: tuple[int, int, int] = (-1, -1, -1)
    _states: dict[tuple[str, int], PageState] = field(default_factory=dict)

    @cached_property
    def values(self) -> dict[str, list[str]]:
        """The papers and the years that pages are filtered by."""
        return {
            "papers": sorted({row.paper for row in self.rows} - {""}),
            "years": sorted({row.date[:4] for row in self.rows} - {""}),
        }

    def refresh(self) -> None:
        """Read the corrections file if it has changed. Raises `InputError` if it holds what is no record."""
        path = corrections_path(self.out)
        with self.lock:
            try:
                stat = path.stat()
            except OSError:
                self.records, self._states, self._seen = {}, {}, (-1, -1, -1)
                return
            now = (stat.st_size, stat.st_mtime_ns, stat.st_ino)
            if now == self._seen:
                return
            grown = self._seen[2] == now[2] and 0 < self._seen[0] < now[0] and not self.said
            fresh = _tail(path, self._seen[0]) if grown else None
            records: dict[tuple[str, int], list[Correction]] = dict(self.records)
            if fresh is None:
                kept = read_corrections(path)
                records, fresh, self.said = {}, kept.records, kept.said
            states = {} if not records else dict(self._states)
            for record in fresh:  # others read the old lists meanwhile, without the lock
                records[record.of] = [*records.get(record.of, ()), record]
                states.pop(record.of, None)
            self.records, self._states, self._seen = records, states, now

    @property
    def told(self) -> tuple[str, ...]:
        """What is to be said of the list: of the corrections file, and if the output was written again."""
        anew = f"{self.out} was written again: end papercut serve and start it anew, to see its pages as they are now"
        return (*self.said, *([anew] if _made(self.out) != self.made else []))

    def state(self, row: PageRow) -> PageState:
        """What people did to a page."""
        states, records = self._states, self.records
        of = row.sha256, row.page
        if of not in records:
            return _UNTOUCHED
        if of not in states:
            states[of] = _state(row, records[of])
        return states[of]

    def found(self, state: str = "all", paper: str = "", date: str = "", words: str = "") -> Iterator[PageRow]:
        """The pages of a state (one of `STATES`), a paper, a day (or the beginning of one), with such a name."""
        self.refresh()
        words = words.casefold()
        for row in self.rows:
            if (paper and row.paper != paper) or (date and not row.date.startswith(date)):
                continue
            if words and words not in row.name.casefold():
                continue
            if state == "all" or self._is(row, state):
                yield row

    def _is(self, row: PageRow, state: str) -> bool:
        if state == "doubtful" and (row.sure is None or row.sure >= DOUBTFUL):
            return False
        own = self.state(row)
        if state == "doubtful":
            return not own.checked
        return {"corrected": own.corrections > 0, "checked": bool(own.checked), "unchecked": not own.checked}[state]

    def next_doubt(self, after: int) -> int | None:
        """The number of the next page, least certain first, that nobody has checked; from the first again at the
        end."""
        self.refresh()
        for row in (*self.rows[after + 1 :], *self.rows[: max(after, 0)]):
            if not self.state(row).checked:
                return row.number
        return None


_UNTOUCHED = PageState()


def _state(row: PageRow, records: Sequence[Correction]) -> PageState:
    made = effective(records)
    corrections = sum(r.do not in LOOKS for r in made)
    if made and made[-1].do == "check" and (not corrections or _still_checked(row, records, made[-1].at)):
        return PageState(corrections, made[-1].by or "?", made[-1].at)
    return PageState(corrections)


def _still_checked(row: PageRow, records: Sequence[Correction], at: str) -> bool:
    """Whether a page is what it was when it was checked. One that was written again since is opened: some corrections
    may not fit it any more."""
    try:
        if datetime.fromisoformat(at).timestamp() >= row.place.stat().st_mtime:
            return True
    except (ValueError, OSError):
        pass  # a time written by hand; a page that is gone
    try:
        return "checked" in Corrections(records).on(folder_document(row.place)).document
    except InputError:
        return False


def _tail(path: Path, since: int) -> list[Correction] | None:
    """The records that a file has got since it had so many bytes; None if that cannot be told from the tail alone."""
    with path.open("rb") as file:
        file.seek(since - 1)
        data = file.read()
    if not data.startswith(b"\n") or not data.endswith(b"\n"):
        return None
    try:
        return [from_json(row) for row in data.splitlines() if row.strip()]
    except InputError:
        return None  # whoever reads the whole file says which line it is


def list_pages(out: Path) -> Listing:
    """The pages of an output. Raises `InputError` if it holds none, or no JSON."""
    if not out.is_dir():
        raise InputError(f"{out} is no folder: the workbench needs a folder that papercut batch or clean -o wrote")
    made = _made(out)
    found = list(_batch_rows(out)) or list(_folder_rows(out))
    if not found:
        raise InputError(
            f"{out} holds no pages that papercut wrote: make them with papercut batch PAGES -o OUT --to json"
        )
    found.sort(key=lambda row: (2.0 if row["sure"] is None else row["sure"], row["name"], row["page"]))
    rows = [PageRow(number=k, out=out, **row) for k, row in enumerate(found)]
    listing = Listing(out, rows, made=made)
    path = corrections_path(out)
    if path.is_symlink():
        raise InputError(f"{path} is a link: corrections are kept in {out} itself")
    listing.refresh()
    return listing


def _made(out: Path) -> int:
    try:
        return (out / OWN / "shards").stat().st_mtime_ns
    except OSError:
        return 0


def _batch_rows(out: Path) -> Iterator[dict[str, Any]]:
    sink = sink_of(str(out), format_of(str(out)))
    settings = sink.settings()
    if settings is None:
        return
    if settings["to"] != "json":
        raise InputError(f"{out} holds {settings['to']}, which does not say where each line stands: add --to json")
    for manifest in sink.manifests():
        for row in manifest.rows:
            if "reason" in row or "same_as" in row:
                continue
            yield {
                "name": row["name"], "page": row["page"], "sha256": row["sha256"],
                "articles": row["articles"], "sure": row["confidence"], "notes": row["notes"],
                "paper": row.get("paper") or "", "date": row.get("date") or "",
            }  # fmt: skip


def _folder_rows(out: Path) -> Iterator[dict[str, Any]]:
    for place in page_files(out):
        document = folder_document(place)
        source, issue = document["source"], document.get("issue") or {}
        articles: Sequence[dict[str, Any]] = document["articles"]
        yield {
            "folder": str(place.parent.relative_to(out)),
            "name": source["name"], "page": source["page"], "sha256": source["sha256"],
            "articles": len(articles), "sure": min((a["confidence"] for a in articles), default=None),
            "notes": len(document["notes"]) + sum(len(a["notes"]) for a in articles),
            "paper": issue.get("paper") or "", "date": issue.get("date") or "",
        }  # fmt: skip
