"""What papercut wrote as JSON, as input: articles are written in other formats, pages are read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import papercut as pc
import vendors
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
    for command in ("clean", "normalize"):
        done = papercut(command, saved)
        assert done.returncode == 3 and done.stdout == b"" and b"document" in done.stderr
    with pytest.raises(InputError, match="article document"):
        read(whole.encode())


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
