"""`papercut batch --corrections`: pages come out as people corrected them, and are done again when that changes."""

from __future__ import annotations

import contextlib
import gzip
import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from batches import files_of, make_pages, story

import papercut as pc
from corrected import correct
from papercut.corrections.files import append
from papercut.corrections.records import Correction, new
from papercut.errors import UsageError
from papercut.model.page import Page
from shell import papercut

Doc = dict[str, Any]


def retitled(page: Page, title: str = "新题") -> Correction:
    """An edit of the headline of a small page."""
    doc = json.loads(pc.to_json(page))
    (part,) = doc["articles"][0]["parts"]
    return correct(doc, "edit", pieces=part["pieces"], was=part["text"], text=title)


def pages_of(path: Path) -> list[Page]:
    pipeline = pc.build()
    return [pipeline(page) for page in pc.read_pages(path)]


def kept(path: Path, *records: Correction) -> Path:
    """A file of these records."""
    path.unlink(missing_ok=True)
    append(path, records)
    return path


def headlines(out: Path) -> dict[str, list[str]]:
    """The headlines of an output of records, by the last parts of the names of its files."""
    found: dict[str, list[str]] = {}
    for path in sorted(out.rglob("page.json")):
        doc = json.loads(path.read_text("utf-8"))
        found.setdefault(Path(doc["source"]["name"]).name, []).extend(a["headline"] for a in doc["articles"])
    return found


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    make_pages(tmp_path / "scans", 120)
    return tmp_path / "scans"


@pytest.mark.parametrize("to", ["json", "md", "jsonl", "sqlite", "parquet"])
def test_every_output_has_the_corrections(to: str, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(story(1), "utf-8")
    (plain,) = pages_of(page)
    edit, check = retitled(plain), new("check", plain.source.to_dict(), "王编")
    out = tmp_path / ("a.db" if to == "sqlite" else "out")
    done = papercut("batch", page, "-o", out, "--to", to, "--corrections", kept(tmp_path / "c.jsonl", edit, check))
    assert done.returncode == 0, done.stderr
    said: Any
    if to == "sqlite":
        with contextlib.closing(sqlite3.connect(out)) as db:
            said = db.execute("select corrections, checked_by, checked_at from pages").fetchone()
            (headline,) = db.execute("select headline from articles").fetchone()
            assert db.execute("select headline from search where search match '新题第'").fetchall() == []
            assert db.execute("select count(*) from search where headline = '新题'").fetchone() == (1,)
    elif to == "parquet":
        import pyarrow.parquet as pq

        (row,) = pq.read_table(next(out.glob("pages-*.parquet"))).to_pylist()
        said = (row["corrections"], row["checked_by"], row["checked_at"])
        (article,) = pq.read_table(next(out.glob("articles-*.parquet"))).to_pylist()
        headline = article["headline"]
    else:
        (file,) = out.glob("pages-*.jsonl") if to == "jsonl" else out.rglob("page.json")
        doc = json.loads(file.read_text("utf-8"))
        said = (len(doc["corrections"]), doc["checked"]["by"], doc["checked"]["at"])
        if to == "md":
            (file,) = out.rglob("*.md")
            headline = file.read_text("utf-8").partition("\n# ")[2].partition("\n")[0]
        else:
            (file,) = out.glob("shard-*.jsonl") if to == "jsonl" else out.rglob("*新题*.json")
            headline = json.loads(file.read_text("utf-8"))["headline"]
    assert (headline, said) == ("新题", (1, "王编", check.at))
    state = json.loads(papercut("status", out, "--to", "json").stdout)
    assert (state["corrections"], state["misfits"], state["unfit"]) == (1, 0, [])


def done_again(stderr: bytes) -> int:
    """How many pages a run says that it did."""
    return int(stderr.decode().split(" page")[0].split()[-1])


def test_a_resumed_run_does_just_the_shards_whose_corrections_changed(scans: Path, tmp_path: Path) -> None:
    out, file = tmp_path / "out", tmp_path / "c.jsonl"
    names = sorted(scans.rglob("*.txt"))
    (first,), (last,) = pages_of(names[0]), pages_of(names[-1])
    assert papercut("batch", scans, "-o", out).returncode == 0
    shards = {p: p.stat().st_ino for p in (out / ".papercut" / "shards").iterdir()}
    sizes = {name: len(json.loads(p.read_text())["rows"]) for p in shards
             for name in {row["name"] for row in json.loads(p.read_text())["rows"]}}  # fmt: skip
    assert len(shards) > 1
    run = ("batch", scans, "-o", out, "--resume", "--corrections")

    def name_of(path: Path) -> str:
        return path.relative_to(scans).as_posix()

    edit = retitled(first)
    done = papercut(*run, kept(file, edit))
    assert done.returncode == 0 and done_again(done.stderr) == sizes[name_of(names[0])]
    assert headlines(out)[names[0].name] == ["新题"]
    idle = papercut(*run, file)
    assert done_again(idle.stderr) == 0 and b"120 inputs done before" in idle.stderr
    other = retitled(last, "末题")
    append(file, [other])
    done = papercut(*run, file)
    assert done_again(done.stderr) == sizes[name_of(names[-1])] != 120
    planned = papercut(*run, kept(tmp_path / "d.jsonl", other), "--dry-run")
    assert planned.stdout.count(b"to do\t") == sizes[name_of(names[0])]
    append(file, [new("undo", first.source.to_dict(), "李编", of=edit.id)])
    done = papercut(*run, file)
    assert done_again(done.stderr) == sizes[name_of(names[0])]
    assert headlines(out)[names[0].name] == [first.articles[0].headline]  # type: ignore[index]
    fresh = tmp_path / "fresh"
    assert papercut("batch", scans, "-o", fresh, "--corrections", file).returncode == 0
    assert files_of(fresh) == files_of(out)


def test_corrections_are_not_forgotten_by_a_run_that_is_not_told_of_them(tmp_path: Path) -> None:
    page, out = tmp_path / "page.txt", tmp_path / "out"
    page.write_text(story(1), "utf-8")
    file = kept(tmp_path / "c.jsonl", retitled(pages_of(page)[0]))
    assert papercut("batch", page, "-o", out, "--corrections", file).returncode == 0
    refused = papercut("batch", page, "-o", out, "--resume")
    assert refused.returncode == 2 and b"written with corrections" in refused.stderr
    assert headlines(out) == {"page.txt": ["新题"]}
    (tmp_path / "none.jsonl").touch()
    assert papercut("batch", page, "-o", out, "--resume", "--corrections", tmp_path / "none.jsonl").returncode == 0
    assert headlines(out) == {"page.txt": ["第1座大桥通车"]}
    assert papercut("batch", page, "-o", out, "--resume").returncode == 0


def test_pages_whose_hash_is_not_that_of_their_file(tmp_path: Path) -> None:
    """Pages of a file of text, and packed ones: what they are called in a corrections file is known once they are
    read."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "two.txt").write_text(f"{story(1)}\f{story(2)}", "utf-8")
    with gzip.open(folder / "packed.txt.gz", "wb") as stream:
        stream.write(story(3).encode())
    (folder / "other.txt").write_text(story(4), "utf-8")
    (tmp_path / "plain.txt").write_text(story(3), "utf-8")
    first, second = pages_of(folder / "two.txt")
    (packed,) = pages_of(tmp_path / "plain.txt")
    file = kept(tmp_path / "c.jsonl", retitled(second, "二"), retitled(packed, "三"))
    run = ("batch", folder, "-o", tmp_path / "out", "--corrections", file)
    done = papercut(*run)
    assert done.returncode == 0 and b"among the inputs" not in done.stderr
    wanted = {"other.txt": ["第4座大桥通车"], "packed.txt.gz": ["三"], "two.txt": ["第1座大桥通车", "二"]}
    assert headlines(tmp_path / "out") == wanted
    assert done_again(papercut(*run, "--resume").stderr) == 0
    append(file, [retitled(first, "一")])
    assert papercut(*run, "--resume").returncode == 0
    assert headlines(tmp_path / "out") == wanted | {"two.txt": ["一", "二"]}


@pytest.mark.parametrize("to", ["json", "sqlite"])
def test_what_does_not_fit_is_told_counted_and_named(to: str, tmp_path: Path) -> None:
    page, out = tmp_path / "page.txt", tmp_path / ("a.db" if to == "sqlite" else "out")
    page.write_text(story(1), "utf-8")
    (plain,) = pages_of(page)
    source = plain.source.to_dict()
    bad = new("split", source, "李编", before=[99, 0])
    other = new("split", {**source, "sha256": "0" * 64}, "李编", before=[1, 0])
    file = kept(tmp_path / "c.jsonl", bad, retitled(plain), other)
    run = ("batch", page, "-o", out, "--corrections", file)
    done = papercut(*run)
    text = done.stderr.decode()
    assert done.returncode == 1 and text.count("no longer fits") == 1
    assert f"page.txt, page 1: the correction {bad.id[:8]} (split, by 李编)" in text and "line 99 has no text" in text
    assert "1 page with corrections not found among the inputs" in text
    state = json.loads(papercut("status", out, "--to", "json").stdout)
    assert (state["corrections"], state["misfits"]) == (1, 1)
    assert [(row["id"], row["do"], row["by"]) for row in state["unfit"]] == [(bad.id, "split", "李编")]
    shown = papercut("status", out).stdout.decode()
    assert "1 correction made by hand, 1 that no longer fit" in shown and bad.id[:8] in shown
    report = (tmp_path / ("a.report.html" if to == "sqlite" else "out/report.html")).read_text("utf-8")
    assert "line 99 has no text at column 0" in report and "已不适用的更正" in report
    again = papercut(*run, "--resume")
    assert again.returncode == 1 and b"1 more correction left out" in again.stderr


def test_the_library(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(story(1), "utf-8")
    (plain,) = pages_of(page)
    bad = new("split", plain.source.to_dict(), "李编", before=[99, 0])
    file = kept(tmp_path / "c.jsonl", retitled(plain), bad)
    tally = pc.batch(page, tmp_path / "out", jobs=1, corrections=file)
    assert headlines(tmp_path / "out") == {"page.txt": ["新题"]} and tally.exit_code == 1
    assert [(row["page"], row["id"]) for row in tally.misfits] == [(1, bad.id)]
    with pytest.raises(UsageError, match="written with corrections"):
        pc.batch(page, tmp_path / "out", jobs=1, resume=True)
    with pytest.raises(pc.InputError, match="cannot be read"):
        pc.batch(page, tmp_path / "else", jobs=1, corrections=tmp_path / "none.jsonl")


FIRST = (
    "青海日报 2025年3月28日 第1版\n\n新桥昨日通车\n\n　　本报讯 市里的新桥昨日通车了，两岸的居民不必绕路。\n"
    "　　桥长三百米，工人们修了十年，用去钢材九千吨。（下转第三版）\n"
)
THIRD = "青海日报 2025年3月28日 第3版\n\n　　（上接第一版）新桥的钢材九千吨都是本地炼成的，工人们说修桥十年不容易。\n"


def links(out: Path) -> dict[str, tuple[str | None, str | None]]:
    """Where each article goes on and comes from, by its id."""
    found = {}
    for path in out.rglob("page.json"):
        for row in json.loads(path.read_text("utf-8"))["articles"]:
            article = json.loads(path.with_name(row["file"]).read_text("utf-8"))
            jumps: Iterable[Doc | None] = (article["continued_on"], article["continued_from"])
            found[article["id"]] = tuple(jump["id"] if jump else None for jump in jumps)
    return found  # type: ignore[return-value]


def test_an_article_that_was_cut_in_two_goes_on_from_its_second_half(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "2025-03-28_01.txt").write_text(FIRST, "utf-8")
    (folder / "2025-03-28_03.txt").write_text(THIRD, "utf-8")
    assert papercut("batch", folder, "-o", tmp_path / "plain").returncode == 0
    plain = links(tmp_path / "plain")
    (first,) = (one for one, (on, _) in plain.items() if on)
    (third,) = (one for one, (_, back) in plain.items() if back)
    assert plain == {first: (third, None), third: (None, first)}
    page = folder / "2025-03-28_01.txt"
    doc = json.loads(pc.to_json(pages_of(page)[0]))
    cut = correct(doc, "split", before=doc["articles"][0]["body"][1]["pieces"][0][:2])
    done = papercut("batch", folder, "-o", tmp_path / "out", "--corrections", kept(tmp_path / "c.jsonl", cut))
    assert done.returncode == 0, done.stderr
    found = links(tmp_path / "out")
    (second,) = set(found) - set(plain)
    assert found == {first: (None, None), second: (third, None), third: (None, second)}


def test_a_corrections_file_is_no_page(scans: Path, tmp_path: Path) -> None:
    (page,) = pages_of(next(scans.rglob("*.txt")))
    kept(scans / "corrections.jsonl", *[retitled(page)] * 400)
    done = papercut("batch", scans, "-o", tmp_path / "out")
    assert done.returncode == 0 and b"120 pages" in done.stderr and b"1 output of papercut" in done.stderr


def test_a_database_of_an_older_version_gets_the_columns(tmp_path: Path) -> None:
    from papercut.batches.outputs.sqlite import SqliteSink
    from papercut.batches.outputs.sqlite_tables import ADDED, TABLES

    page, out = tmp_path / "page.txt", tmp_path / "a.db"
    page.write_text(story(1), "utf-8")
    old = TABLES.replace(" corrections integer, checked_by text, checked_at text,\n", "\n")
    assert old != TABLES
    with contextlib.closing(sqlite3.connect(out)) as db:
        db.executescript(old)
        db.execute("insert into _papercut_run values (?)", (json.dumps({"to": "sqlite"}),))
        db.commit()
    assert papercut("batch", page, "-o", out, "--resume").returncode == 0
    with contextlib.closing(sqlite3.connect(out)) as db:
        assert db.execute("select corrections, checked_by from pages").fetchall() == [(0, None)]
        columns = [row[1] for row in db.execute("pragma table_info(pages)")]
    assert columns[-3:] == list(ADDED["pages"]) and SqliteSink(out).settings() is not None


def test_what_is_kept_with_an_output_is_counted_and_shown(tmp_path: Path) -> None:
    page, out = tmp_path / "page.txt", tmp_path / "out"
    page.write_text(story(1), "utf-8")
    assert papercut("batch", page, "-o", out).returncode == 0
    (made,) = pages_of(page)
    source = json.loads(pc.to_json(made))["source"] | {"name": "page.txt"}
    corrections = kept(out / "corrections.jsonl", retitled(made, "改过的题"), new("check", source, "王"))
    told = json.loads(papercut("status", out, "--to", "json").stdout)
    assert told["by_hand"] == {"corrections": 1, "checked": 1}
    assert "1 correction and 1 check kept with it" in papercut("status", out).stdout.decode()
    plain = papercut("review", out, "-o", tmp_path / "plain")
    assert f"--corrections {corrections}" in plain.stderr.decode()
    assert papercut("review", out, "-o", tmp_path / "shown", "--corrections", corrections).returncode == 0
    texts = {n: (tmp_path / n / "page-txt_p01.html").read_text("utf-8") for n in ("plain", "shown")}
    assert "改过的题" in texts["shown"] and "改过的题" not in texts["plain"]
