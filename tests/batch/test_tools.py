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

from papercut.batches.outputs.search import count, counts, search, snippet
from shell import ROOT, SEED, environment, papercut

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


def test_datasette_has_facets_a_search_box_and_a_query_for_short_words(database: Path, tmp_path: Path) -> None:
    """With the metadata in examples/, which is for a database of the name that the documents give it."""
    (tmp_path / "articles.db").write_bytes(database.read_bytes())

    own = str(ROOT / "examples" / "datasette.json")

    def got(path: str) -> Any:
        return tool("datasette", "articles.db", "-m", own, "--get", path, cwd=tmp_path)

    shown = got("/articles/articles.json?_size=1")
    assert set(shown["facet_results"]) == {"paper", "date", "section"}
    assert "order by date" in shown["query"]["sql"]
    found = got("/articles/words.json?word=渡轮&_shape=array")
    assert [row["headline"] for row in found] == [HEADLINE]
    assert "reason" in got("/articles/failures.json")["facet_results"]
    done = subprocess.run(
        [sys.executable, "-m", "datasette", "articles.db", "--get", "/articles/articles"], cwd=tmp_path,
        env=environment(), capture_output=True, timeout=120,
    )  # fmt: skip
    assert b'type="search"' in done.stdout


def test_search_folds_width_and_script_counts_and_filters(tmp_path: Path) -> None:
    pages = (
        ("19980305-1.txt", "人民日报　1998年3月5日　第1版", "第一座大桥ＧＤＰ通车"),
        ("19980401-2.txt", "人民日报　1998年4月1日　第2版", "第二座大桥GDP通车"),
        ("19990401-2.txt", "大公報　1999年4月1日　第3版", "第三座大橋GDP通車"),
    )
    for name, head, text in pages:
        story = f"　　本报讯（记者 李闻）{text}，两岸居民不必绕路。\n"
        (tmp_path / name).write_text(f"{head}\n\n{text}\n\n{story}", "utf-8")
    assert papercut("batch", ".", "-o", "a.db", "--width", "keep", cwd=tmp_path).returncode == 0
    with opened(tmp_path / "a.db") as db:
        db.execute("update articles set paper = '大公報', section = 'ＳＰＯＲＴ體育' where date = '1999-04-01'")

    def dates(*args: str) -> list[str]:
        done = papercut("search", "a.db", *args, "--json", cwd=tmp_path)
        assert done.returncode in (0, 1), done.stderr
        return sorted(json.loads(row)["date"] for row in done.stdout.splitlines())

    everything = ["1998-03-05", "1998-04-01", "1999-04-01"]
    assert dates("gdp 大橋") == dates("ＧＤＰ") == dates("大桥") == everything
    assert dates("大桥", "--paper", "大公报") == dates("大桥", "--date", "1999") == everything[2:]
    assert dates("大桥", "--date", "1998-03") == dates("大桥", "--date", "..1998-03-05") == everything[:1]
    assert dates("大桥", "--date", "1998-04..1999-04") == everything[1:]
    assert dates("大桥", "--section", "Sport体育") == everything[2:] and dates("大桥", "--section", "文艺") == []
    done = papercut("search", "a.db", "大桥", "-n", "1", cwd=tmp_path)
    assert b"3 articles found; the best 1 are shown" in done.stderr and "[大桥]" in done.stdout.decode()
    done = papercut("search", "a.db", "大桥", "--by", "year", "--json", cwd=tmp_path)
    assert [json.loads(row) for row in done.stdout.splitlines()] == [
        {"year": "1998", "articles": 2}, {"year": "1999", "articles": 1},
    ]  # fmt: skip
    assert papercut("search", "a.db", "大桥", "--by", "paper", cwd=tmp_path).stdout.decode() == (
        "      2  人民日报\n      1  大公報\n"
    )
    wrong = papercut("search", "a.db", "大桥", "--date", "1998-13", cwd=tmp_path)
    assert wrong.returncode == 2 and b"1998-03-05" in wrong.stderr


@pytest.mark.parametrize(
    "words",
    ['"', '渡輪"', "渡輪 OR *", "NEAR(渡輪 渡輪)", "headline:渡輪", "渡輪*", "^渡輪", "-渡輪", "{text}:渡輪", "AND ("],
)
def test_no_word_is_taken_for_the_syntax_of_queries(words: str, database: Path) -> None:
    assert list(search(database, words)) == [] or "渡" in words
    assert count(database, words) == len(list(search(database, words, 1000)))
    assert dict(counts(database, words, "paper")).keys() <= {None, *(found.paper for found in search(database, words))}


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
