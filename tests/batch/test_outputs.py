"""Databases and Parquet: all that a page gave is in them, and stays right when pages are done again."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import sqlite3
import time
from collections import Counter
from pathlib import Path

import pytest
from batches import begin, make_pages, story, trouble

import papercut as pc
from papercut.batches.outputs.full_text import fts_query, index_text
from papercut.batches.outputs.parquet import ParquetSink, schemas
from papercut.batches.outputs.search import search
from papercut.batches.outputs.shard_files import FileWriter
from papercut.batches.outputs.sqlite import SqliteSink
from papercut.batches.outputs.target_folder import LocalTarget
from papercut.batches.records import Failure, Input, PageDone, Shard
from papercut.issues.page_facts import Facts
from shell import SEED, papercut

OWN = Path(__file__).parents[1] / "pages"


def rows(path: Path, query: str, *values: object) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(path)) as db:
        return db.execute(query, values).fetchall()


def everything(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """The sorted rows of every table, but for numbers that SQLite gives and times."""
    columns = {
        "pages": "source, page, format, encoding, sha256, paper, date, printed_page, same_as, notes, history",
        "articles": "source, page, id, number, headline, kicker, deck, byline, continued_on_id, text, confidence",
        "paragraphs": "*", "furniture": "*", "failures": "source, page, reason, text", "search": "headline, text",
        "_papercut_shards": "*",
    }  # fmt: skip
    return {name: sorted(rows(path, f"select {what} from {name}"), key=repr) for name, what in columns.items()}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("db")
    pages = folder / "pages"
    pages.mkdir()
    (pages / "seed.txt").write_bytes(SEED.read_bytes())
    for name in ("own-taiwan", "own-hongkong"):
        (pages / f"{name}.txt").write_bytes((OWN / name / "page.txt").read_bytes())
    (pages / "again.txt").write_bytes(SEED.read_bytes())
    (pages / "none.txt").write_bytes(b"\x00\x01\x02" * 400)
    assert papercut("batch", pages, "-o", folder / "articles.db").returncode == 1
    return folder / "articles.db"


def test_everything_of_a_page_is_in_the_database(database: Path) -> None:
    for name in ("again.txt", "own-taiwan.txt", "own-hongkong.txt"):
        page = pc.build()(pc.read(database.parent / "pages" / name))
        held: Counter[tuple[int, int]] = Counter()
        for table, column in (("paragraphs", "pieces"), ("furniture", "pieces"), ("articles", "parts")):
            for (value,) in rows(database, f"select {column} from {table} where source = ?", name):
                found = json.loads(str(value))
                pieces = [p for part in found for p in part["pieces"]] if column == "parts" else found
                for line, start, end in pieces:
                    held.update((line, k) for k in range(start, end) if not page.raw[line - 1][k].isspace())
        wanted = {(n, k) for n, text in enumerate(page.raw, 1) for k, ch in enumerate(text) if not ch.isspace()}
        assert set(held) == wanted and set(held.values()) == {1}
    assert rows(database, "select same_as from pages where source = 'seed.txt'") == [("again.txt",)]
    assert rows(database, "select source, reason from failures") == [("none.txt", "unreadable")]
    assert rows(database, "pragma foreign_key_check") == []


def test_words_of_any_length_are_found(database: Path) -> None:
    def headlines(query: str) -> set[str | None]:
        return {found.headline for found in search(database, query)}

    assert "我省商务领域招商引资跑出“加速度”" in headlines("商务")
    assert headlines("务商") == set()
    assert headlines("商务 招商") >= headlines('"商务 领域"') > set()
    assert headlines("GDP") == headlines("ＧＤＰ") == headlines("gdp") != set()
    for odd in ('"', "AND", "OR NOT", "a*", "(", "^", "-", "headline:", '"未完', "；"):
        headlines(odd)
    snippet = next(search(database, "商务")).snippet
    assert "\x02商务\x03" in snippet and "商 务" not in snippet


def test_queries() -> None:
    assert fts_query("商務 GDP增长") == fts_query("商务 GDP增長") == '"商 务" "GDP 增 长"'
    assert fts_query('"新 桥" “通车”') == '"新 桥" "通 车"'
    assert "商 务" not in " ".join(index_text("经商\n务工").split())
    assert fts_query("2.5%") == '"2 \ue000 5"'
    assert fts_query("***") == ""
    assert index_text("第2座新桥ｘ").split() == ["第", "2", "座", "新", "桥", "x"]


def test_the_queries_of_the_document_run(database: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "how-to" / "batch.md").read_text("utf-8")
    queries = [q for block in re.findall(r"```sql\n(.*?)```", text, re.S) for q in block.strip().split("\n")]
    own = [query for query in queries if ".parquet" not in query]
    assert len(own) == 3 and all(rows(database, query) for query in own)


@pytest.mark.parametrize("text", ["他弃商，务农去了。", "通商。务必小心。", "商 … 务"])
def test_no_word_runs_across_marks_and_paragraphs(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"　　本报讯 {text}\n", "utf-8")
    assert papercut("batch", "a.txt", "-o", "a.db", cwd=tmp_path).returncode == 0
    assert list(search(tmp_path / "a.db", "商务")) == []
    (found,) = search(tmp_path / "a.db", "本报讯")
    assert "\ue000" not in found.snippet


@pytest.mark.parametrize("to", ["sqlite", "jsonl", "parquet"])
def test_names_that_are_no_unicode_stay_apart(to: str, tmp_path: Path) -> None:
    for n, name in enumerate(("江", "河")):
        (tmp_path / "in").mkdir(exist_ok=True)
        path = Path(os.fsdecode(os.fsencode(tmp_path / "in") + b"/" + name.encode("gbk") + b".txt"))
        path.write_text(story(n), "utf-8")
    out = tmp_path / ("a.db" if to == "sqlite" else "out")
    assert papercut("batch", tmp_path / "in", "-o", out, "--to", to).returncode == 0
    if to == "sqlite":
        assert len(rows(out, "select distinct source from articles")) == 2
    assert papercut("batch", tmp_path / "in", "-o", out, "--to", to, "--resume").returncode == 0


def test_a_database_is_told_by_what_it_is_and_a_file_is_no_folder(tmp_path: Path) -> None:
    out = tmp_path / "database"
    assert papercut("batch", SEED, "-o", out, "--to", "sqlite").returncode == 0
    assert b"sqlite, 1 shard" in papercut("status", out).stdout
    assert b"1 input done before" in papercut("batch", SEED, "-o", out, "--resume").stderr
    (tmp_path / "file").write_text("x")
    for name in ("file", "file/in"):
        done = papercut("batch", SEED, "-o", tmp_path / name)
        assert done.returncode == 5 and done.stderr.count(b"\n") == 1
    assert papercut("status", tmp_path / "file").returncode == 3


def test_the_search_command(database: Path) -> None:
    done = papercut("search", database, "商务", "--to", "jsonl", "-n", "1")
    (record,) = (json.loads(row) for row in done.stdout.splitlines())
    assert "商务" in record["snippet"] and record["source"] == "again.txt"
    assert "[商务]" in papercut("search", database, "商务").stdout.decode()
    assert papercut("search", database, "務商務").returncode == 1
    assert papercut("search", database.parent / "none.db", "商务").returncode == 3
    (database.parent / "page.txt").write_text("x" * 99)
    assert papercut("search", database.parent / "page.txt", "商务").returncode == 3
    assert papercut("search", database, "，").returncode == 2
    other = database.parent / "other.db"
    with contextlib.closing(sqlite3.connect(other)) as db:
        db.execute("create table t (x)")
    done = papercut("search", other, "商务")
    assert done.returncode == 3 and b"is no database of this papercut" in done.stderr
    assert b"none of this papercut's" in papercut("batch", SEED, "-o", other).stderr
    done = papercut("status", other)
    assert done.returncode == 3 and b"none of this papercut's: give what papercut batch wrote" in done.stderr


def test_a_search_tells_what_a_filter_left_out_for_want_of_a_value(database: Path, tmp_path: Path) -> None:
    database = shutil.copy(database, tmp_path / "copy.db")
    found = len(papercut("search", database, "商务", "--to", "jsonl").stdout.splitlines())
    with contextlib.closing(sqlite3.connect(database)) as db:
        db.execute("update articles set date = null, section = null")
        db.commit()
    count = "1 article" if found == 1 else f"{found} articles"
    for args in (("--date", "2024"), ("--date", "2024", "--by", "year")):
        done = papercut("search", database, "商务", *args)
        assert done.returncode == 1
        assert f"papercut: left out: {count} with these words but without a date\n" in done.stderr.decode()
    done = papercut("search", database, "商务", "--section", "A")
    assert f"papercut: left out: {count} with these words but without the name of a section\n" in done.stderr.decode()
    assert b"left out" not in papercut("search", database, "商务").stderr


def test_swapped_arguments_of_search_are_told_the_order(database: Path) -> None:
    done = papercut("search", "商务", "--by", "year", "articles.db", "大桥", cwd=database.parent)
    assert done.returncode == 3 and done.stderr.decode() == (
        "papercut: error: 商务: there is no such database, and a database stands before the words: "
        "papercut search articles.db '商务' '大桥'\n"
    )


def test_pages_done_again_leave_no_rows_behind(tmp_path: Path) -> None:
    pages, out = tmp_path / "scans", tmp_path / "a.db"
    make_pages(pages, 30)
    assert papercut("batch", pages, "-o", out).returncode == 0
    (pages / "1998-01" / "clip-0001.txt").write_text(story(500), "utf-8")
    (pages / "1998-03" / "clip-0012.txt").unlink()
    assert papercut("batch", pages, "-o", out, "--resume").returncode == 0
    fresh = tmp_path / "b.db"
    assert papercut("batch", pages, "-o", fresh, "-j", "2").returncode == 0
    found, wanted = everything(out), everything(fresh)
    assert found == wanted
    assert [f.headline for f in search(out, "第500座")] == ["第500座大桥通车"]


def test_a_database_of_a_run_that_was_killed(tmp_path: Path) -> None:
    more = trouble(tmp_path / "stage")
    pages, out, whole = tmp_path / "scans", tmp_path / "a.db", tmp_path / "b.db"
    make_pages(pages, 30)
    for path in pages.rglob("*.txt"):
        path.write_text(path.read_text() + "SLOW\n")
    args = ("--with", "trouble", "-j", "2")
    for wait in (1.5, 2.5):
        run = begin("batch", pages, "-o", out, *args, "--resume", **more)
        time.sleep(wait)
        os.kill(run.pid, signal.SIGKILL)
        run.communicate(timeout=60)
    assert papercut("batch", pages, "-o", out, *args, "--resume", **more).returncode == 0
    assert papercut("batch", pages, "-o", whole, *args, **more).returncode == 0
    assert everything(out) == everything(whole)


def hostile() -> PageDone:
    text = "标题\x00\ud800\n\n　　'); drop table articles; --" + "很长" * 400_000 + "。"
    page = pc.build()(pc.read_text(text, name="x'); drop.txt"))
    return PageDone(page, Facts("", "1998-01-01", ""), Input("x'); drop.txt", "/x", 1, "s"), 0.1)


@pytest.mark.parametrize("to", ["sqlite", "parquet"])
def test_hostile_text(to: str, tmp_path: Path) -> None:
    done = hostile()
    shard = Shard("0a", "key", (done.input,))
    sink = SqliteSink(tmp_path / "a.db") if to == "sqlite" else ParquetSink(LocalTarget(tmp_path / "out"))
    sink.start({"to": to})
    for _ in range(2):
        writer = sink.writer(shard)
        writer.page(done)
        writer.failure(Failure("\udcff", None, "stage", "\ud800"))
        writer.commit([{"name": done.input.name}])
    (manifest,) = sink.manifests()
    assert manifest.rows == [{"name": "x'); drop.txt"}]
    if to == "sqlite":
        assert rows(tmp_path / "a.db", "select distinct source from articles") == [("x'); drop.txt",)]
    sink.drop(manifest)
    assert not list(sink.manifests())
    assert to == "parquet" or rows(tmp_path / "a.db", "select count(*) from search") == [(0,)]


def test_parquet_has_the_same_columns_everywhere(tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    pages, out = tmp_path / "scans", tmp_path / "out"
    make_pages(pages, 30)
    (pages / "seed.txt").write_bytes(SEED.read_bytes())
    (pages / "seed2.txt").write_bytes(SEED.read_bytes())
    (pages / "none.txt").write_bytes(b"\x00\x01\x02" * 400)
    assert papercut("batch", pages, "-o", out, "--to", "parquet").returncode == 1
    found = sorted(out.glob("*.parquet"))
    assert {path.name.partition("-")[0] for path in found} == {"articles", "pages"}
    for path in found:
        assert pq.read_schema(path).equals(schemas()[path.name.partition("-")[0]])
    articles = [row for path in out.glob("articles-*") for row in pq.read_table(path).to_pylist()]
    wanted = pc.clean(SEED)
    of_seed = [row for row in articles if row["source"] == "seed.txt"]
    assert [row["headline"] for row in of_seed] == [a.headline for a in wanted]
    assert [[b["text"] for b in row["body"]] for row in of_seed] == [[b.text for b in a.body] for a in wanted]
    pages_ = [row for path in out.glob("pages-*") for row in pq.read_table(path).to_pylist()]
    assert {row["reason"] for row in pages_} == {None, "unreadable"} and {r["same_as"] for r in pages_} > {"seed.txt"}


def test_a_writer_that_is_left_leaves_nothing(tmp_path: Path) -> None:
    sink = ParquetSink(LocalTarget(tmp_path / "out"))
    sink.start({"to": "parquet"})
    writer = sink.writer(Shard("0a", "key", ()))
    assert isinstance(writer, FileWriter)
    writer.page(hostile())
    writer.abandon()
    assert not list((tmp_path / "out").rglob("*.parquet")) and not list((tmp_path / "out/.papercut/tmp").iterdir())
