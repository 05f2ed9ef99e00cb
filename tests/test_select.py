"""What of an input is taken, and what of it is written: `--pages`, `--only`, one file for many inputs."""

from __future__ import annotations

import json
import re
import shutil
import tarfile
import zipfile
from pathlib import Path

import pytest

import papercut as pc
from papercut.readers.page_ranges import chosen
from pdfs import Sheet, pdf
from shell import SEED, papercut

PAGES = "\f".join(f"第{n}座大桥通车\n　　本报讯（记者 李闻）第{n}座桥昨日通车了，人们很高兴。\n" for n in range(1, 6))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "five.txt").write_text(PAGES, "utf-8")
    sheets = [Sheet().text(f"第{n}座大桥通车", 40, 60) for n in range(1, 5)]
    (tmp_path / "four.pdf").write_bytes(pdf(*sheets))
    return tmp_path


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("2-3,5", [2, 3, 5]), ("1", [1]), ("4-", [4, 5]), (" 2 , 1 ", [1, 2]), ("5,1-2,2", [1, 2, 5]), ("3-3", [3])],
)
def test_ranges(text: str, numbers: list[int]) -> None:
    assert [n for n in range(1, 6) if chosen(text)(n)] == numbers


@pytest.mark.parametrize("text", ["0", "", ",", "3-2", "a", "1-2-3", "-3", "1;2", "２", "99999999"])
def test_what_names_no_pages_is_an_error(text: str, folder: Path) -> None:
    done = papercut("clean", "five.txt", "--pages", text, cwd=folder)
    assert done.returncode == 2 and b"names no pages" in done.stderr and done.stdout == b""


@pytest.mark.parametrize("name", ["five.txt", "four.pdf"])
def test_pages_of_a_file(name: str, folder: Path) -> None:
    done = papercut("clean", name, "--pages", "2,4-", "--to", "json", cwd=folder)
    numbers = [json.loads(row)["source"]["page"] for row in done.stdout.splitlines()]
    assert numbers == ([2, 4, 5] if name == "five.txt" else [2, 4]) and done.returncode == 0
    assert [page.source.page for page in pc.read_pages(folder / name, pages="3")] == [3]
    assert len({a.source.page for a in pc.clean(folder / name, pages="2-3") if a.source}) == 2
    none = papercut("clean", name, "--pages", "7", cwd=folder)
    said = f"{name} has only {5 if name == 'five.txt' else 4} pages, but 7 was asked for\n"
    assert none.returncode == 3 and none.stderr.decode() == f"papercut: error: {said}"
    batch = papercut("batch", name, "--pages", "7", "-o", "out", cwd=folder)
    assert batch.returncode == 3 and f"papercut: absent: {said}" in batch.stderr.decode()
    assert b"  failed: 1 absent\n" in papercut("status", "out", cwd=folder).stdout


def test_lines_are_still_those_of_the_file() -> None:
    (page,) = pc.read_pages(PAGES, pages="3")
    assert page.source.first_line == 5


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_pages_of_what_was_saved(form: str, folder: Path) -> None:
    papercut("clean", "five.txt", "-o", f"five.{form}", cwd=folder)
    done = papercut("clean", f"five.{form}", "--pages", "2,4-", "--to", "text", cwd=folder)
    assert re.findall(r"^第(\d)座大桥通车$", done.stdout.decode(), re.MULTILINE) == ["2", "4", "5"]
    done = papercut("clean", f"five.{form}", "--pages", "9", cwd=folder)
    assert done.returncode == 3 and b"has only 5 pages, but 9 was asked for" in done.stderr


def test_pages_of_page_documents(folder: Path) -> None:
    read = papercut("read", "five.txt", cwd=folder).stdout
    (folder / "five.pages").write_bytes(read)
    done = papercut("read", "five.pages", "--pages", "3", cwd=folder)
    assert done.stdout == read.splitlines(keepends=True)[2]
    assert [p.source.page for p in pc.read_pages(folder / "five.pages", pages="3-")] == [3, 4, 5]


def test_pages_in_a_batch_and_files_of_an_archive(folder: Path) -> None:
    with zipfile.ZipFile(folder / "scans.zip", "w") as file:
        for n in range(1, 6):
            file.writestr(f"{n}.txt", PAGES.split("\f")[n - 1])
    with tarfile.open(folder / "scans.tar", "w") as tar:
        for name in ("five.txt", "four.pdf"):
            tar.add(folder / name, name)
    for given, wanted in (
        ("five.txt", [("five.txt", 2), ("five.txt", 4)]),
        ("four.pdf", [("four.pdf", 2), ("four.pdf", 4)]),
        ("scans.zip", [("scans.zip/2.txt", 1), ("scans.zip/4.txt", 1)]),
        ("scans.tar", [("scans.tar/four.pdf", n) for n in range(1, 5)]),
    ):
        done = papercut("batch", given, "-o", "out", "--to", "jsonl", "--pages", "2,4", "--force", cwd=folder)
        assert done.returncode == 0, done.stderr
        rows = [json.loads(r) for p in (folder / "out").glob("pages-*.jsonl") for r in p.read_text().splitlines()]
        assert sorted((r["source"]["name"], r["source"]["page"]) for r in rows) == wanted


def test_only_these_parts(folder: Path) -> None:
    def only(names: str, to: str) -> str:
        done = papercut("clean", "five.txt", "--pages", "1", "--only", names, "--to", to, cwd=folder)
        assert (done.returncode, done.stderr) == (0, b"")
        return done.stdout.decode()

    assert only("headline", "text") == "第1座大桥通车\n"
    assert only("headline,byline", "md") == "# 第1座大桥通车\n\n*记者 李闻*\n"
    record = json.loads(only("byline,headline", "jsonl"))
    assert list(record) == ["papercut", "source", "issue", "headline", "byline"]
    document = json.loads(only("id,lines", "json"))
    assert list(document) == ["papercut", "source", "issue", "articles"]
    assert list(document["articles"][0]) == ["id", "lines"]


def test_only_these_parts_in_files(folder: Path) -> None:
    def made(*args: str) -> dict[str, str]:
        done = papercut("clean", "five.txt", "--pages", "1", "--only", "headline,byline", *args, cwd=folder)
        assert done.returncode == 0, done.stderr
        files = {p.name: p.read_text("utf-8") for p in (folder / "out").rglob("*") if p.is_file()}
        shutil.rmtree(folder / "out")
        return files

    files = made("-o", "out")
    whole = json.loads(files.pop("page.json"))
    assert {"furniture", "notes", "history"} <= whole.keys() and len(whole["articles"]) == 1
    ((name, record),) = files.items()
    assert name == whole["articles"][0]["file"] and record.endswith("---\n\n# 第1座大桥通车\n\n*记者 李闻*\n")
    assert re.findall(r"^(\w+): ", record, re.M) == ["id", "headline", "byline", "source", "issue"]
    for args in (("-o", "out", "--to", "json"), ("-o", "out/{headline}.json"), ("-o", "out/{headline}.jsonl")):
        files = made(*args)
        files.pop("page.json", None)
        (record,) = files.values()
        assert list(json.loads(record)) == ["papercut", "source", "issue", "headline", "byline"], args
    assert made("-o", "out/{headline}.txt") == {"第1座大桥通车.txt": "第1座大桥通车\n记者 李闻\n"}
    assert list(json.loads(made("-o", "out/{source}.json")["five.json"])["articles"][0]) == ["headline", "byline"]


def test_only_these_parts_in_a_batch(folder: Path) -> None:
    batch = ("batch", "five.txt", "--only", "headline")
    for to in ("md", "json", "jsonl"):
        assert papercut(*batch, "-o", to, "--to", to, cwd=folder).returncode == 0
    records = [json.loads(p.read_text("utf-8")) for p in (folder / "json").rglob("*.json") if p.name != "page.json"]
    records = [record for record in records if "source" in record and "shard" not in record]
    (lines,) = (folder / "jsonl").glob("shard-*.jsonl")
    records += [json.loads(row) for row in lines.read_text("utf-8").splitlines()]
    assert len(records) == 10
    assert all(list(record) == ["papercut", "source", "issue", "headline"] for record in records)
    text = next((folder / "md").rglob("*.md")).read_text("utf-8")
    assert re.findall(r"^(\w+): ", text, re.M) == ["id", "headline", "source", "issue"]
    # another choice is another result
    done = papercut("batch", "five.txt", "-o", "jsonl", "--to", "jsonl", "--resume", cwd=folder)
    assert done.returncode == 0 and b"5 pages" in done.stderr and '"body"' in lines.read_text("utf-8")
    pc.batch(folder / "five.txt", folder / "python", to="jsonl", parts="headline")
    (lines,) = (folder / "python").glob("shard-*.jsonl")
    assert '"body"' not in lines.read_text("utf-8")
    for more, said in ((("-o", "a.db"), b"columns are chosen"), (("-o", "b", "--only", "x"), b"have no 'x'"),
                       (("-o", "all.jsonl"), b"cat FOLDER/shard-")):  # fmt: skip
        wrong = papercut(*batch, *more, cwd=folder)
        assert wrong.returncode == 2 and said in wrong.stderr, wrong.stderr


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--only", "headlin"), b"have no 'headlin'"), (("--only", "lines"), b"only json and jsonl have it"),
        (("--only", ""), b"names nothing"), (("--only", "lines", "-o", "out"), b"only json and jsonl have it"),
        (("--only", "byline", "--to", "json", "--trace"), b"give one of them"),
    ],
)  # fmt: skip
def test_parts_that_there_are_not(more: tuple[str, ...], said: bytes, folder: Path) -> None:
    done = papercut("clean", "five.txt", *more, cwd=folder)
    assert done.returncode == 2 and said in done.stderr


def test_one_file_for_many_inputs(folder: Path) -> None:
    done = papercut("clean", SEED, "five.txt", "-o", "all.jsonl", cwd=folder)
    assert done.returncode == 0
    rows = [json.loads(row) for row in (folder / "all.jsonl").read_text("utf-8").splitlines()]
    assert {row["source"]["name"] for row in rows} == {SEED.name, "five.txt"} and len(rows) > 10
    assert papercut("clean", SEED, "five.txt", "-o", "all.md", cwd=folder).returncode == 0
    assert (folder / "all.md").read_text("utf-8").count("\n# ") > 8
