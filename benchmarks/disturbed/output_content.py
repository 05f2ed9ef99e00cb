"""What a reader of an output sees, as hashes: of files in a folder or an object store, of tables in a database."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Fault(Exception):
    """What must hold does not."""


def content(out: Path, to: str) -> dict[str, str]:
    """What a reader of an output sees: the hash of each file, or of each table of a database."""
    if to == "sqlite":
        return dict(_tables(out))
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file() and ".papercut" not in path.relative_to(out).parts and path != out / "report.html"
    }


ROWS = {
    "pages": "source, page, shard, format, encoding, sha256, paper, date, printed_page, section, same_as, notes, "
    "history",
    "articles": "source, page, id, number, headline, kicker, deck, byline, dateline, continued_on, continued_on_id, "
    "continued_from, continued_from_id, confidence, notes, parts, lines, text, other_script",
    "paragraphs": "*", "furniture": "*", "failures": "*", "stories": "*", "_papercut_shards": "*",
}  # fmt: skip
INDEXES = """
select a.source, a.page, a.number, p.headline, p.text from articles a join _papercut p on p.rowid = a.key
  order by 1, 2, 3
"""


def _tables(path: Path) -> Iterator[tuple[str, str]]:
    """What stands in a database, without the numbers that SQLite gives. Raises `Fault` if it is not sound."""
    with contextlib.closing(sqlite3.connect(path)) as db:
        if (told := db.execute("pragma integrity_check").fetchone()[0]) != "ok":
            raise Fault(f"the database is damaged: {told}")
        if db.execute("pragma foreign_key_check").fetchone():
            raise Fault("the database holds rows without their page")
        for index in ("search", "_papercut"):
            try:
                db.execute(f"insert into {index} ({index}) values ('integrity-check')")
            except sqlite3.Error as error:
                raise Fault(f"the index {index} is damaged: {error}") from error
        db.rollback()
        ask = {table: f"select {columns} from {table}" for table, columns in ROWS.items()}
        for table, query in {**ask, "_papercut": INDEXES}.items():
            rows = sorted(map(repr, db.execute(query)))
            yield table, hashlib.sha256("\n".join(rows).encode()).hexdigest()
        counts = {db.execute(f"select count(*) from {name}").fetchone() for name in ("articles", "_papercut", "search")}
        if len(counts) != 1:
            raise Fault(f"articles and their indexes differ in number: {counts}")


def stored(system: Any, place: str) -> dict[str, str]:
    """The same as `content`, of an output in an object store."""
    found = {path: system.cat_file(path) for path in system.find(place)}
    return {
        path.removeprefix(f"{place}/"): hashlib.sha256(data).hexdigest()
        for path, data in sorted(found.items())
        if "/.papercut/" not in path and not path.endswith("/report.html")
    }
