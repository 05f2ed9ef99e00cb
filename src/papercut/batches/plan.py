"""What is to be done: the inputs in order, those with the same bytes, and the shards they are done in.

The plan is kept in a database in a temporary folder, since a million inputs are no matter for memory. A shard ends
between two issues, where a hash of the next one's name says so: another input changes the shard it falls into and
moves no other boundary.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from itertools import groupby
from types import TracebackType
from typing import Any, Self

from papercut.batches import temporary_folders
from papercut.batches.records import Input, Manifest, Settings, Shard
from papercut.corrections.applied import Corrections, stamp_of
from papercut.errors import InputError, OutputError
from papercut.issues.linked_articles import issue_of

USUAL, MOST = 24, 128
"""Inputs of a shard: some two or three seconds of work of text; a run that is ended loses that."""

TABLES = """
create table inputs (
  name text primary key, place text, size integer, stamp text, issue text, same_as text not null default '');
create index by_stamp on inputs (stamp, name);
create index by_issue on inputs (issue, name);
create table planned (name text primary key, shard text) without rowid;
create table held (shard text, name text, primary key (shard, name)) without rowid;
create table done (shard text primary key, key text, undone integer, misfits integer) without rowid;
"""

ADD = "insert into inputs (name, place, size, stamp, issue) values (?, ?, ?, ?, ?)"
EMPTY = hashlib.sha256().hexdigest()
"""The stamp of a file of no bytes: whether it can be read depends on its name, so that it stands for no other."""
SAME = f"""
update inputs set same_as = (select min(o.name) from inputs o where o.stamp = inputs.stamp)
  where stamp not like 'unreadable:%' and stamp <> '{EMPTY}'
    and stamp in (select stamp from inputs group by stamp having count(*) > 1);
update inputs set same_as = '' where same_as = name;
"""


class Plan:
    """The inputs of a run, and what of them is done already. A context manager, which takes its database away."""

    def __init__(self, settings: Settings, corrections: Corrections | None = None) -> None:
        self.settings = settings
        self.roots: set[str] = set()
        """Folders of this machine below which inputs stand by their names."""
        self.corrections = corrections or Corrections(())
        self.met: set[tuple[str, int]] = set()
        """Pages with corrections that the output holds."""
        self._by_file: dict[str, list[str]] | None = None
        self._elsewhere: list[str] = []
        self._folder = temporary_folders.make_folder()
        try:
            self._db = sqlite3.connect(self._folder / "plan.db", isolation_level=None, check_same_thread=False)
            self._db.executescript("pragma journal_mode = off; pragma synchronous = off; begin;" + TABLES)
        except sqlite3.Error as error:
            temporary_folders.remove_folder(self._folder)
            raise _unkept(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._db.close()
        temporary_folders.remove_folder(self._folder)
        if isinstance(error, sqlite3.Error):
            raise _unkept(error) from error

    def add(self, found: Iterable[Input]) -> int:
        """Take the inputs, and say how many there are. The same file is taken once; raises `InputError` where two
        have one name."""
        for given in found:
            row = (given.name, given.place, given.size, given.stamp, issue_of(given.name))
            try:
                self._db.execute(ADD, _plain(row))
            except sqlite3.IntegrityError:
                other = self._db.execute("select place from inputs where name = ?", _plain((given.name,))).fetchone()
                if _raw(other[0]) != given.place:
                    both = f"{given.place} and {_raw(other[0])}"
                    said = f"{both} would both be called {given.name}: name a folder above both, or do them in two runs"
                    raise InputError(said) from None
            if "://" not in given.place and given.place.endswith(given.name):
                self.roots.add(given.place.removesuffix(given.name) or ".")
        self._db.executescript(SAME)
        return self.count()

    def count(self) -> int:
        """How many inputs there are."""
        return int(self._db.execute("select count(*) from inputs").fetchone()[0])

    def count_all(self) -> int:
        """How many inputs there are with those of earlier runs."""
        both = "select name from inputs union select name from held"
        return int(self._db.execute(f"select count(*) from ({both})").fetchone()[0])

    def know(self, manifests: Iterable[Manifest], lacks: Callable[[Manifest], bool] = lambda manifest: False) -> None:
        """Take what the output says is done; `lacks` is whether files of a shard are gone, which is then done again."""
        for manifest in manifests:
            undone = lacks(manifest) or any("reason" in row or self._is_outdated(row) for row in manifest.rows)
            misfits = sum(len(row.get("misfits", ())) for row in manifest.rows)
            row = (manifest.shard, manifest.key, undone, misfits)
            self._db.execute("insert or replace into done values (?, ?, ?, ?)", row)
            names = {row["name"] for row in manifest.rows}
            rows = (_plain((manifest.shard, name)) for name in names)
            self._db.executemany("insert or ignore into held values (?, ?)", rows)

    def _is_outdated(self, row: Mapping[str, Any]) -> bool:
        """Whether a page has other corrections now than when it was written."""
        if "sha256" not in row:
            return False
        self.meet(row)
        now: str = stamp_of(self.corrections.of_page((row["sha256"], row["page"])))
        return now != str(row.get("corrected", ""))

    def meet(self, row: Mapping[str, Any]) -> None:
        """Take note of a page that the output holds."""
        if "sha256" in row and self.corrections.of_page(page := (row["sha256"], row["page"])):
            self.met.add(page)

    def shards(self) -> Iterator[Shard]:
        """All shards, in the order of their issues."""
        rows = self._db.cursor().execute(
            "select name, place, size, stamp, same_as, issue from inputs order by issue, name"
        )
        inputs: list[Input] = []
        for issue, group in groupby(rows, key=lambda row: row[5]):
            own = [Input(_raw(n), _raw(p), size, stamp, _raw(same)) for n, p, size, stamp, same, _ in group]
            if inputs and (len(inputs) + len(own) > MOST or _begins(_raw(issue), len(own))):
                yield self._shard(inputs)
                inputs = []
            inputs += own
            while len(inputs) > MOST:
                yield self._shard(inputs[:MOST])
                inputs = inputs[MOST:]
        if inputs:
            yield self._shard(inputs)

    def is_done(self, shard: Shard) -> bool:
        """Whether the output holds just this shard, without failures, and as its pages are corrected now."""
        found = self._db.execute("select key, undone from done where shard = ?", (shard.id,)).fetchone()
        return found is not None and found[0] == shard.key and not found[1]

    def misfits(self, shard: Shard) -> int:
        """How many corrections did not fit when a shard was done."""
        found = self._db.execute("select misfits from done where shard = ?", (shard.id,)).fetchone()
        return 0 if found is None else int(found[0])

    def outdated(self, every: bool = False) -> list[str]:
        """The shards of the output that hold an input which is now in another shard; with `every`, also all that are
        none of the plan's. To be asked when all shards have been given; they are forgotten."""
        found = "select h.shard from held h join planned p on p.name = h.name where p.shard <> h.shard"
        if every:
            found += " union select shard from done where shard not in (select shard from planned)"
        shards = sorted({row[0] for row in self._db.execute(found)})
        self._db.executemany("delete from held where shard = ?", ((shard,) for shard in shards))
        return shards

    def _shard(self, inputs: list[Input]) -> Shard:
        digest = hashlib.sha256()
        settings = json.dumps(asdict(self.settings), sort_keys=True, default=str)
        for part in (settings, *(f"{i.name}\0{i.stamp}\0{i.same_as}" for i in inputs)):
            digest.update(part.encode("utf-8", "surrogatepass") + b"\n")
        name = hashlib.sha256(inputs[0].name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        self._db.executemany("insert or replace into planned values (?, ?)", (_plain((i.name, name)) for i in inputs))
        return Shard(name, digest.hexdigest(), tuple(inputs), self._corrections_of(inputs))

    def _corrections_of(self, inputs: list[Input]) -> tuple[str, ...]:
        """The corrections of the pages of some inputs: the hash of a page is the stamp of its file, but where the file
        is packed, has several pages of text, or stands in a store that has stamps of its own. So those that no stamp
        is of may be about any input."""
        if self._by_file is None:
            self._by_file = {}
            for page in self.corrections.pages():
                texts = [record.to_json() for record in self.corrections.of_page(page)]
                if self._db.execute("select 1 from inputs where stamp = ? limit 1", page[:1]).fetchone():
                    self._by_file.setdefault(page[0], []).extend(texts)
                else:
                    self._elsewhere += texts
        files = {given.stamp: None for given in inputs if not given.same_as}
        return (*(text for stamp in files for text in self._by_file.get(stamp, ())), *self._elsewhere)


def _unkept(error: sqlite3.Error) -> OutputError:
    where = tempfile.gettempdir()
    return OutputError(f"the plan of the run cannot be kept in {where}: {error}: set TMPDIR to a folder with room")


def _begins(issue: str, size: int) -> bool:
    """Whether a shard begins with this issue: after `USUAL` inputs on average."""
    number = int.from_bytes(hashlib.sha256(issue.encode("utf-8", "surrogatepass")).digest()[:4], "big")
    return number < size / USUAL * 2**32


def _plain(row: tuple[object, ...]) -> tuple[object, ...]:
    """Names that are no Unicode, as SQLite takes them: a name of bytes keeps them."""
    return tuple(v.encode("utf-8", "surrogateescape") if isinstance(v, str) and not _sound(v) else v for v in row)


def _sound(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _raw(value: str | bytes) -> str:
    return value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else value
