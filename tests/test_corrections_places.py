"""Corrections and outputs in the shell: which output is meant, and what stays as it is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from corrected import applied, correct, document_of, shape
from papercut.corrections.files import append, corrections_path
from papercut.corrections.outputs import page_files, saved_pages
from papercut.corrections.records import new
from shell import SEED, papercut


@pytest.fixture(scope="module")
def nest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A batch of two files of one name in two folders, one of which somebody has checked."""
    root = tmp_path_factory.mktemp("nest")
    for year, more in (("1998", b""), ("1999", b"\n")):
        (root / "scans" / year).mkdir(parents=True)
        (root / "scans" / year / "03.txt").write_bytes(SEED.read_bytes() + more)
    assert papercut("batch", root / "scans", "-o", root / "out", "--to", "json").returncode == 0
    source = next(saved_pages(root / "out")).document["source"]
    append(corrections_path(root / "out"), [new("check", source, "me")])
    return root


def test_nothing_is_written_into_the_output_that_is_read(nest: Path) -> None:
    before = sorted(nest.joinpath("out").rglob("*"))
    for place in ("out", "out/more", "out/one.md"):
        done = papercut("apply", "out", "-o", place, "--to", "json", cwd=nest)
        assert done.returncode == 2 and b"stays as papercut made it" in done.stderr
    assert sorted(nest.joinpath("out").rglob("*")) == before


def test_the_folders_of_an_output_stay_what_they_are(nest: Path) -> None:
    assert papercut("apply", "out", "-o", "copy", "--to", "json", cwd=nest).returncode == 0
    names = [[str(p.relative_to(nest / name)) for p in page_files(nest / name)] for name in ("out", "copy")]
    assert names[0] == names[1] == ["1998/03.txt_p01/page.json", "1999/03.txt_p01/page.json"]


def test_corrections_of_pages_that_are_not_there_are_told(nest: Path, tmp_path: Path) -> None:
    shutil.copytree(nest / "out", tmp_path / "out")
    shutil.rmtree(tmp_path / "out" / "1998")
    done = papercut("apply", "out", "--to", "text", cwd=tmp_path)
    assert done.returncode == 1 and b"1 page with corrections not found in out" in done.stderr
    (tmp_path / "other.txt").write_text("别的报纸\n", "utf-8")
    done = papercut("clean", "other.txt", "--corrections", "out/corrections.jsonl", cwd=tmp_path)
    assert b"out/corrections.jsonl has no corrections of these pages" in done.stderr


@pytest.mark.parametrize("command", [("apply",), ("serve", "--no-open"), ("corrections", "list")])
def test_a_part_of_an_output_is_none(command: tuple[str, ...], nest: Path) -> None:
    done = papercut(*command, "out/1998/03.txt_p01", cwd=nest)
    assert done.returncode == 3 and b"is a part of the output" in done.stderr


def test_corrections_are_imported_into_outputs_alone(nest: Path) -> None:
    done = papercut("corrections", "import", "scans", "out/corrections.jsonl", cwd=nest)
    assert done.returncode == 3 and not (nest / "scans" / "corrections.jsonl").exists()
    done = papercut("apply", "articles.db", cwd=nest)
    assert done.returncode == 3 and b"is a database" in done.stderr


def test_list_says_where_and_what(nest: Path, tmp_path: Path) -> None:
    shutil.copytree(nest / "out", tmp_path / "out")
    page = next(saved_pages(tmp_path / "out")).document
    line, start, end = page["articles"][0]["body"][1]["pieces"][0]
    kept = [
        new("split", page["source"], "me", before=[line, start]),
        new("place", page["source"], "me", pieces=[[line, start, end]], role="subhead"),
    ]
    append(corrections_path(tmp_path / "out"), kept)
    rows = papercut("corrections", "list", "out", cwd=tmp_path).stdout.decode().splitlines()
    assert f"  split {line}  applied" in rows[1] and f"  place {line} subhead  applied" in rows[2]


def test_a_headline_that_becomes_text_begins_the_body(page: dict) -> None:  # type: ignore[type-arg]
    article = page["articles"][0]
    (headline,) = [part for part in article["parts"] if part["role"] == "headline"]
    done = applied(page, correct(page, "place", pieces=headline["pieces"], role="paragraph")).document
    assert shape(done)[0][0] is None
    assert shape(done)[0][3][0] == ("paragraph", article["headline"])


def test_furniture_that_becomes_text_comes_where_it_is_in_the_file(page: dict) -> None:  # type: ignore[type-arg]
    article = page["articles"][0]
    second = article["body"][1]
    there = article["body"][0]["pieces"][0][:2]
    gone = correct(page, "place", pieces=second["pieces"], role="advert")
    back = correct(page, "place", pieces=second["pieces"], role="paragraph", to=there)
    assert shape(applied(page, gone, back).document)[0] == shape(page)[0]


@pytest.fixture
def page() -> dict:  # type: ignore[type-arg]
    import papercut as pc

    return document_of(pc.build()(pc.read(SEED)))
