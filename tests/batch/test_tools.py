"""The database in the tools that people open it with: plain SQLite, sqlite-utils and Datasette."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from batches import story

from papercut.batches.outputs.search import search, snippet
from shell import SEED, environment, papercut

HEADLINE = "颱風後首個晴天 離島渡輪迫爆"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page in simplified characters and one in traditional ones."""
    folder = tmp_path_factory.mktemp("tools")
    (folder / "seed.txt").write_bytes(SEED.read_bytes())
    own = Path(__file__).parents[1] / "pages" / "own-hongkong" / "page.txt"
    (folder / "hongkong.txt").write_bytes(own.read_bytes())
    assert papercut("batch", "seed.txt", "hongkong.txt", "-o", "a.db", "-q", cwd=folder).returncode == 0
    return folder / "a.db"


@contextlib.contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(path)) as db, db:
        yield db


def tool(*args: str, cwd: Path) -> Any:
    done = subprocess.run([sys.executable, "-m", *args], cwd=cwd, env=environment(), capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("word", ["颱風後", "台风后首个晴天", "巴士站", "渡輪公司"])
def test_words_are_found_in_either_script(database: Path, word: str) -> None:
    query = "select a.headline from search join articles a on a.rowid = search.rowid where search match ?"
    with opened(database) as db:
        assert HEADLINE in {row[0] for row in db.execute(query, (word,))}
    assert HEADLINE in {found.headline for found in search(database, word)}


def test_papercut_s_own_search_finds_two_characters_in_either_script(database: Path) -> None:
    for word in ("渡輪", "渡轮", "渡 輪", '"渡轮"'):
        (found,) = (one for one in search(database, word) if one.headline == HEADLINE)
        assert "渡" in found.snippet and "轮" not in found.snippet
    assert any("商" in found.snippet for found in search(database, "商務"))


def test_sqlite_utils_finds_the_index(database: Path) -> None:
    rows = tool("sqlite_utils", "search", database.name, "articles", "渡輪公司", "-c", "headline", cwd=database.parent)
    assert rows == [{"headline": HEADLINE}]


def test_datasette_finds_the_index_and_shows_no_table_of_papercut_s(database: Path) -> None:
    shown = tool("datasette", database.name, "--get", "/a.json", cwd=database.parent)
    tables = {table["name"] for table in shown["tables"] if not table["hidden"]}
    assert tables == {"articles", "failures", "furniture", "pages", "paragraphs"}
    for word in ("渡輪公司", "渡轮公司"):
        rows = tool("datasette", database.name, "--get", f"/a/articles.json?_shape=array&_search={word}",
                    cwd=database.parent)  # fmt: skip
        assert [row["headline"] for row in rows] == [HEADLINE]


def test_rows_that_are_changed_or_deleted_by_hand_leave_sound_indexes(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(story(1), "utf-8")
    (tmp_path / "two.txt").write_text(story(2), "utf-8")
    out = tmp_path / "a.db"
    assert papercut("batch", tmp_path / "one.txt", tmp_path / "two.txt", "-o", out).returncode == 0
    with opened(out) as db:
        db.execute("pragma foreign_keys = on")
        db.execute("update articles set headline = '渡口重开了' where source like '%one.txt'")
        db.execute("delete from articles where source like '%two.txt'")
    with opened(out) as db:
        for index in ("search", "_papercut"):
            db.execute(f"insert into {index} ({index}, rank) values ('integrity-check', 1)")
        assert db.execute("select headline from search('渡口重')").fetchall() == [("渡口重开了",)]
        assert db.execute("select count(*) from _papercut").fetchone() == (1,)
    assert papercut("batch", tmp_path / "one.txt", tmp_path / "two.txt", "-o", out, "--force").returncode == 0
    with opened(out) as db:
        assert db.execute("select count(*) from _papercut").fetchone() == (2,)
        assert db.execute("select count(*) from search('渡口重')").fetchone() == (0,)


def test_a_snippet_is_the_part_with_most_of_the_words_as_it_is_printed() -> None:
    text = "甲" * 50 + "。商務。" + "乙" * 50 + "，商務部的ＧＤＰ。" + "丙" * 50
    found = snippet((text, ""), [["商", "务"], ["gdp"]])
    assert "\x02商務\x03部的\x02ＧＤＰ\x03。" in found and found[0] == found[-1] == "…" and len(found) < 60
    assert snippet(("无", ""), [["有"]]) == "无"
