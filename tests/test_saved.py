"""What papercut wrote as JSON, as input: articles are written in other formats, pages are read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import papercut as pc
import vendors
from documents import pdf_page, seed_page
from papercut.codec.articles import pages_from_saved
from papercut.codec.page import page_to_json
from papercut.errors import InputError
from papercut.model.page import Page
from papercut.readers import read, read_pages
from shell import papercut


def pages_of(value: Any) -> list[Page]:
    return list(read_pages(json.dumps(value, ensure_ascii=False).encode()))


def test_articles_that_were_written_as_json_are_written_in_other_formats(tmp_path: Path) -> None:
    page = pc.build()(pages_of(vendors.google())[0])
    whole, lines = pc.to_json(page), pc.to_jsonl(page)
    laid_out = json.dumps(json.loads(whole), ensure_ascii=False, indent=2)
    for text in (whole, lines, laid_out):
        saved = tmp_path / "saved.json"
        saved.write_text(text, "utf-8")
        assert papercut("write", saved, "--to", "md").stdout.decode() == pc.to_markdown(page)
        assert papercut("write", saved, "--to", "jsonl").stdout.decode() == lines
    assert papercut("clean", saved).stdout.decode() == pc.to_markdown(page)
    for command in ("normalize", "explain"):
        done = papercut(command, saved)
        assert done.returncode == 3 and done.stdout == b"" and b"document" in done.stderr
    for text in (whole, lines, laid_out):  # and for the library
        assert pc.to_markdown(read(text.encode())) == pc.to_markdown(page)
        assert pc.clean(text.encode()) == list(read(text.encode()).articles or ())
    assert pc.to_json(read(laid_out.encode())) == whole


@pytest.mark.parametrize("gone", ["page.json", "record"])
def test_what_was_deleted_from_a_folder_of_several_pages_is_told(gone: str, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"{name[0]}桥通车了\n本报讯 城南的桥昨天通车了，人们都很高兴。\n", "utf-8")
    papercut("clean", "a.txt", "b.txt", "-o", "out", "--to", "json", cwd=tmp_path)
    (lost,) = (p for p in (tmp_path / "out" / "b_p01").iterdir() if (p.name == "page.json") == (gone == "page.json"))
    lost.unlink()
    (tmp_path / "none.jsonl").touch()
    for command in (["write"], ["clean"], ["apply", "--corrections", "none.jsonl"]):
        done = papercut(*command, "out", "--to", "jsonl", cwd=tmp_path)
        assert done.returncode != 0 and done.stdout.count(b'"a.txt"') == 1
        assert f"{Path('out', 'b_p01')}" in done.stderr.decode()
    papercut("clean", "a.txt", "b.txt", "-o", "out", "--to", "json", "--force", cwd=tmp_path)  # the way out
    done = papercut("write", "out", "--to", "jsonl", cwd=tmp_path)
    assert done.returncode == 0 and done.stdout.count(b'.txt"') == 2


def test_page_documents_are_pages_for_the_library_too() -> None:
    page = pages_of(vendors.google())[0]
    assert list(read_pages((page_to_json(page) + "\n").encode() * 2)) == [page, page]


@pytest.mark.parametrize("change", ["articles", "body", "type", "text", "source"])
def test_saved_articles_that_are_not_sound(change: str, tmp_path: Path) -> None:
    page = pc.build()(pages_of(vendors.google())[0])
    saved = tmp_path / "saved.json"
    saved.write_text(pc.to_json(page).replace(f'"{change}":', '"else":'), "utf-8")
    done = papercut("write", saved)
    assert done.returncode == 3 and done.stdout == b"" and done.stderr.count(b"\n") == 1
    with pytest.raises(InputError, match=r"saved\.json"):  # and the library names the file
        read(saved)


def test_a_page_of_saved_articles_has_their_lines_back() -> None:
    """The lines are as the articles have the text; everything on them stands in one place."""
    page = pdf_page()
    (saved,) = pages_from_saved([json.loads(pc.to_json(page))])
    assert pc.partition_faults(saved) == [] and saved.finished
    assert ["".join(row.split()) for row in saved.raw] == ["".join(row.split()) for row in page.raw]
    assert [p.box for p in saved.printed] == [p.box for p in page.printed]
    assert pc.to_json(saved) == pc.to_json(page)
    for to in ("tei", "alto", "csv", "html"):
        assert pc.write_pages([saved], to) == pc.write_pages([page], to)
    (seed,) = pages_from_saved([json.loads(pc.to_json(seed_page()))])
    assert pc.partition_faults(seed) == []
    assert [a.lines for a in seed.articles or ()] == [a.lines for a in seed_page().articles or ()]


def test_records_of_one_page_are_one_page() -> None:
    records = [json.loads(row) for row in pc.to_jsonl(pdf_page()).splitlines()]
    (page,) = pages_from_saved(records)
    assert [a.headline for a in page.articles or ()] == [a.headline for a in pdf_page().articles or ()]


def test_saved_articles_are_shown_and_scored(tmp_path: Path) -> None:
    saved = tmp_path / "page.json"
    saved.write_text(pc.to_json(pdf_page()), "utf-8")
    done = papercut("review", saved, "-o", tmp_path / "page.html")
    assert done.returncode == 0 and "新桥昨日通车" in (tmp_path / "page.html").read_text("utf-8")
    (tmp_path / "page.truth.json").write_bytes(papercut("score", saved, "--draft").stdout)
    done = papercut("score", saved, "--json")
    assert done.returncode == 0 and json.loads(done.stdout)["figures"]["all"]["perfect"] == 1


@pytest.mark.parametrize("pieces", [[[0, 0, 1]], [[1, 2, 1]], [[1, 0, 1], [10**9, 0, 1]]])
def test_saved_pieces_that_are_not_sound(pieces: list[list[int]]) -> None:
    data = json.loads(pc.to_json(pdf_page()))
    data["articles"][0]["body"][0]["pieces"] = pieces
    with pytest.raises(InputError, match="not sound"):
        pages_from_saved([data])
