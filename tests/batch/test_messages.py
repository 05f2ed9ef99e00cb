"""What `papercut batch` and `papercut status` say of pages and of a run."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from batches import make_pages, story, trouble

import papercut as pc
from papercut.cli.batch_messages import failure_text
from shell import papercut


def test_status_has_heads_above_its_columns_and_names_duplicates(tmp_path: Path) -> None:
    make_pages(tmp_path / "in", 2)
    (tmp_path / "in" / "z.txt").write_text(story(0), "utf-8")
    assert papercut("batch", "in", "-o", "out", cwd=tmp_path).returncode == 0
    shown = papercut("status", "out", cwd=tmp_path).stdout.decode()
    assert "\nthe same as others\n  z.txt: the same as 1998-01/clip-0000.txt\n" in shown
    assert "left to do" not in shown and "to go on" not in shown
    head, first = shown.partition("slowest\n")[2].split("\n")[:2]
    assert head.split("  ")[1:] == ["Seconds", "Confidence", "Articles", "Notes", "File and page"]
    given = pc.clean(tmp_path / "in" / first[head.index("File") :].partition(",")[0])
    told = first[: head.index("Articles")].split()[1]
    assert first.index("1998-01") == head.index("File") and told == f"{min(a.confidence for a in given):.2f}"
    chinese = papercut("status", "out", cwd=tmp_path, PAPERCUT_LANG="zh").stdout.decode()
    assert "  秒数  置信度  稿件  提示  文件与页\n" in chinese and "z.txt：与 1998-01/clip-0000.txt 相同" in chinese
    found = json.loads(papercut("status", "out", "--to", "json", cwd=tmp_path).stdout)
    assert [(row["name"], row["same_as"]) for row in found["duplicates"]] == [("z.txt", "1998-01/clip-0000.txt")]
    assert (found["left"], found["same"], found["inputs"]) == (0, 1, 3)


@pytest.mark.parametrize(
    ("name", "page", "text", "said"),
    [
        ("a.pdf", None, "a.pdf is no sound PDF", "why: a.pdf is no sound PDF"),
        ("a.pdf", 2, "a.pdf, page 2, is lost", "why: a.pdf, page 2, is lost"),
        ("a.pdf", 2, "a.pdf: page 2 is lost", "why: a.pdf, page 2: page 2 is lost"),
        ("a.pdf", 2, "a.pdf is lost", "why: a.pdf, page 2 is lost"),
        ("a", 2, "an error", "why: a, page 2: an error"),
        ("a.pdf", None, "out of time", "why: a.pdf: out of time"),
    ],
)
def test_a_failure_names_the_file_once(name: str, page: int | None, text: str, said: str) -> None:
    assert failure_text({"reason": "why", "name": name, "page": page, "text": text}) == said


def test_failures_name_the_stage_and_nothing_that_cannot_be_run(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "bad.pdf").write_bytes(b"%PDF-1.7\n")
    (tmp_path / "in" / "fails.txt").write_text(story(1, "FAILS"), "utf-8")
    (tmp_path / "in" / "new page.rtf").write_text("{\\rtf1 another text}")
    with zipfile.ZipFile(tmp_path / "in" / "a.zip", "w") as archive:
        archive.writestr("old page.rtf", "{\\rtf1 text}")
    done = papercut("batch", "in", "-o", "out", "--with", "trouble", cwd=tmp_path, **trouble(tmp_path / "site"))
    said = done.stderr.decode()
    assert done.returncode == 1 and said.count("bad.pdf") == 1
    assert "stage: fails.txt, page 1: the stage trouble failed: ValueError: so it was asked\n" in said
    assert "unreadable: a.zip/old page.rtf is a RTF" in said.replace("an RTF", "a RTF") and " FILE " in said
    assert "new page.rtf is an RTF document: run pandoc -f rtf -t plain --wrap=none 'in/new page.rtf' | " in said
    shown = papercut("status", "out", cwd=tmp_path).stdout.decode()
    assert "  unreadable: bad.pdf is " in shown


def test_details_say_what_each_page_was_read_as(tmp_path: Path) -> None:
    make_pages(tmp_path / "in", 2)
    (tmp_path / "in" / "z.txt").write_text(story(0), "utf-8")
    done = papercut("batch", "in", "-o", "out", "-v", cwd=tmp_path)
    said = done.stderr.decode()
    assert "papercut: 1998-01/clip-0000.txt, page 1: text, utf-8, 1 article, " in said
    assert "papercut: z.txt: the same as 1998-01/clip-0000.txt\n" in said
    assert "page 1" not in papercut("batch", "in", "-o", "other", cwd=tmp_path).stderr.decode()


def test_a_dry_run_counts_duplicates_apart(tmp_path: Path) -> None:
    make_pages(tmp_path / "in", 2)
    (tmp_path / "in" / "z.txt").write_text(story(0), "utf-8")
    done = papercut("batch", "in", "-o", "out", "--dry-run", cwd=tmp_path)
    assert b"2 inputs to do, 1 the same as others; nothing was written\n" in done.stderr


def test_status_counts_pages_that_are_not_written_yet_and_says_what_is_not_there(tmp_path: Path) -> None:
    make_pages(tmp_path / "in", 2)
    assert papercut("batch", "in", "-o", "out", cwd=tmp_path).returncode == 0
    assert b"not written yet" not in papercut("status", "out", cwd=tmp_path).stdout
    kept = tmp_path / "out" / ".papercut" / "pages"
    kept.mkdir(exist_ok=True)
    for name in ("a-1", "a-2", "other"):
        (kept / name).touch()
    said = papercut("status", "out", cwd=tmp_path).stdout.decode()
    assert "  2 more pages done, but not written yet\n" in said
    assert "\nto go on: papercut batch in -o out --resume\n" in said
    assert json.loads(papercut("status", "out", "--to", "json", cwd=tmp_path).stdout)["kept"] == 2
    for name, says in (("nope", b"nope does not exist"), ("in", b"in is no output"), ("", b"the output is empty")):
        done = papercut("status", name, cwd=tmp_path)
        assert done.returncode in (2, 3) and says in done.stderr and done.stderr.count(b"\n") == 1


def test_every_empty_file_that_is_no_text_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.pdf", "c.png"):
        (tmp_path / "in" / name).write_bytes(b"")
    done = papercut("batch", "in", "-o", "out", cwd=tmp_path)
    said = done.stderr.decode()
    assert done.returncode == 1 and "unreadable: b.pdf is empty" in said and "unreadable: c.png is empty" in said
    assert "1 page, 0 articles, 2 failed" in said or "2 failed" in said


def test_a_folder_as_a_database_is_told_what_to_name(tmp_path: Path) -> None:
    make_pages(tmp_path / "in", 1)
    (tmp_path / "out").mkdir()
    for out in ("out", "out/", "new/"):
        done = papercut("batch", "in", "-o", out, "--to", "sqlite", cwd=tmp_path)
        said = f"-o {out} is a folder, and a database is a file: give its name, such as -o {out.rstrip('/')}.db"
        assert done.returncode == 2 and said in done.stderr.decode()
