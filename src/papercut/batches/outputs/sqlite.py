"""A database: every page, article, paragraph and piece of furniture, with full-text search.

A shard is one transaction, and the row that says it is done is part of it: it is all there or not at all, whatever
dies. Workers of one machine write by turns; each waits for the others as long as it takes.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from papercut.batches.outputs.full_text import display_text, in_other_script, index_text
from papercut.batches.outputs.sqlite_tables import ADDED, TABLES
from papercut.batches.records import Failure, Input, Manifest, PageDone, Shard, stored
from papercut.codec.page import dumps, sound
from papercut.errors import OutputError
from papercut.issues.page_facts import Facts
from papercut.output_errors import MANY_FILES, unwritable
from papercut.writers.json import document

_WAYS_OUT = {
    sqlite3.SQLITE_FULL: "make room on the disk, or choose another one",
    sqlite3.SQLITE_IOERR: "check the disk and the room on it, or choose another one",
    sqlite3.SQLITE_READONLY: "choose a file and a folder that you may write to",
    sqlite3.SQLITE_CANTOPEN: f"choose a folder that you may write to, or {MANY_FILES}",
}

WAIT = 600.0
"""Seconds that a worker waits for others to write."""


@contextmanager
def database(path: Path) -> Iterator[sqlite3.Connection]:
    """The database; `OutputError` for what goes wrong with it."""
    try:
        with closing(sqlite3.connect(path, timeout=WAIT, isolation_level=None)) as db:
            db.execute("pragma foreign_keys = on")
            yield db
    except sqlite3.Error as error:
        way = _WAYS_OUT.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        why = f"{error}: {way}" if way else str(error)
        raise OutputError(f"{path} cannot be used as a database: {why}") from error


def is_papercut_database(db: sqlite3.Connection) -> bool:
    """Whether a database has papercut's tables."""
    return bool(db.execute("select 1 from sqlite_master where name = '_papercut_run'").fetchone())


class SqliteSink:
    """A database of one file, which is made if it is not there."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def writer(self, shard: Shard) -> SqliteWriter:
        return SqliteWriter(self.path, shard)

    def manifests(self) -> Iterator[Manifest]:
        with database(self.path) as db:
            keys = dict(db.execute("select shard, key from _papercut_shards").fetchall())
            rows = db.execute(
                "select shard, row from _papercut_shards left join _papercut_rows using (shard) order by shard, number"
            )
            for shard, group in groupby(rows, key=itemgetter(0)):
                joined = ",".join(row for _, row in group if row is not None)
                yield Manifest(shard, keys[shard], json.loads(f"[{joined}]"))

    def lacks(self, manifest: Manifest) -> bool:
        return False  # its rows are in the same file as its manifest

    def drop(self, manifest: Manifest) -> None:
        with database(self.path) as db:
            db.execute("begin immediate")
            _clear(db, manifest.shard)
            db.execute("commit")

    def settings(self) -> Mapping[str, Any] | None:
        if not self.path.exists() or not self.path.stat().st_size:
            return None
        with database(self.path) as db:
            if not is_papercut_database(db):
                raise OutputError(f"{self.path} is a database, but none of this papercut's")
            found: Mapping[str, Any] = json.loads(db.execute("select settings from _papercut_run").fetchone()[0])
            return found

    def start(self, settings: Mapping[str, Any]) -> None:
        new = self.settings() is None
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(self.path.parent, error, "made") from error
        with database(self.path) as db:
            db.executescript(f"begin immediate; {TABLES if new else ''} delete from _papercut_run;")
            for table, columns in ADDED.items():
                there = {row[1] for row in db.execute(f"pragma table_info({table})")}
                for name, kind in columns.items():
                    if name not in there:
                        db.execute(f"alter table {table} add column {name} {kind}")
            db.execute("insert into _papercut_run values (?)", (dumps(dict(settings)),))
            db.execute("commit")

    def keep(self, settings: Mapping[str, Any]) -> None:
        with database(self.path) as db:
            db.execute("update _papercut_run set settings = ?", (dumps(dict(settings)),))

    def settle(self) -> None:
        """A transaction leaves nothing behind."""


class SqliteWriter:
    """Keeps the rows of a shard until all are there, then writes them at once: others wait only as long as that."""

    def __init__(self, path: Path, shard: Shard) -> None:
        self.path = path
        self.shard = shard
        self.rows: list[tuple[str, tuple[Any, ...]]] = []

    def page(self, done: PageDone) -> None:
        doc, facts = document(done.page, facts=done.facts), done.facts
        source = doc["source"]
        at = (stored(done.input.name), source["page"])
        size = source["size"] or (None, None)
        checked = doc.get("checked", {})
        self._add(
            "pages",
            None, *at, self.shard.id, source["format"], source["encoding"], source["sha256"], *size, source["unit"],
            *(value or None for value in facts), None, dumps(doc["notes"]), dumps(doc["history"]),
            len(doc.get("corrections", ())), checked.get("by"), checked.get("at"),
        )  # fmt: skip
        for number, article in enumerate(doc["articles"], 1):
            self._article(at, number, article, facts)
        for number, item in enumerate(doc["furniture"], 1):
            places = dumps(item["lines"]), dumps(item["pieces"])
            self._add("furniture", *at, number, item["role"], item["why"], item["text"], *places)

    def _article(self, at: tuple[str, int], number: int, article: Mapping[str, Any], facts: Facts) -> None:
        body = article["body"]
        text = "\n".join(block["text"] for block in body)
        heads = display_text(article["kicker"], article["headline"], article["deck"], article["byline"])
        jumps = (article["continued_on"], article["continued_from"])
        self._add(
            "articles",
            None, *at, article["id"], number, *(article[key] for key in ("headline", "kicker")),
            dumps(article["deck"]), article["byline"], article["dateline"], *(value or None for value in facts),
            *(jump[key] if jump else None for jump in jumps for key in ("text", "page", "id")),
            article["confidence"], dumps(article["notes"]), dumps(article["parts"]), dumps(article["lines"]), text,
            in_other_script("\n".join((*heads, text))),
        )  # fmt: skip
        words = index_text("\n".join(heads)), index_text(text)
        newest = "(select max(key) from articles)"
        self.rows.append((f"insert into _papercut (rowid, headline, text) values ({newest}, ?, ?)", words))
        for k, block in enumerate(body, 1):
            boxes = None if block["boxes"] is None else dumps(block["boxes"])
            places = dumps(block["lines"]), dumps(block["pieces"]), boxes
            self._add("paragraphs", *at, article["id"], k, block["type"], block["text"], *places)

    def failure(self, failure: Failure) -> None:
        self._add("failures", stored(failure.name), failure.page or 0, self.shard.id, failure.reason, failure.text)

    def twin(self, given: Input) -> None:
        self._add("pages", None, stored(given.name), 1, self.shard.id, *[None] * 10, stored(given.same_as), *[None] * 5)

    def joined(self, stories: Sequence[Mapping[str, Any]]) -> None:
        """Stories are a view."""

    def commit(self, rows: Sequence[Mapping[str, Any]]) -> None:
        with database(self.path) as db:
            db.execute("begin immediate")
            _clear(db, self.shard.id)
            for given in self.shard.inputs:  # another shard may have held it
                db.execute("delete from pages where source = ?", (stored(given.name),))
                db.execute("delete from failures where source = ?", (stored(given.name),))
            for statement, values in self.rows:
                db.execute(statement, values)
            db.execute("insert into _papercut_shards values (?, ?)", (self.shard.id, self.shard.key))
            told = ((self.shard.id, k, dumps(dict(row))) for k, row in enumerate(rows))
            db.executemany("insert into _papercut_rows values (?, ?, ?)", told)
            db.execute("commit")

    def abandon(self) -> None:
        self.rows.clear()

    def _add(self, table: str, *values: Any) -> None:
        marks = ", ".join("?" * len(values))
        self.rows.append((f"insert into {table} values ({marks})", tuple(map(_sound, values))))


def _clear(db: sqlite3.Connection, shard: str) -> None:
    """Take away what a shard left: its pages take all that stands on them along."""
    for table in ("pages", "failures", "_papercut_shards"):
        db.execute(f"delete from {table} where shard = ?", (shard,))


def _sound(value: Any) -> Any:
    """A value that SQLite can hold."""
    return sound(value) if isinstance(value, str) else value
