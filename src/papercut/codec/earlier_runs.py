"""What earlier runs left in a folder: the records of one page, and whose articles stand there."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from papercut.model.page import Page

PAGE = "page.json"
"""The name of a page document."""
LONGEST_HEAD = 1 << 16
"""Bytes of a record in Markdown up to where it says which page it is of."""

_BEGINS = {".md": b"---\nid: ", ".json": b'{\n  "papercut": ', ".html": b"<!DOCTYPE html>"}
_SOURCE = re.compile(rb"^source: (\{.*\})$", re.MULTILINE)
_OF_A_PAGE = re.compile(r"_p\d\d+$")
"""How the names of folders end that a run of several pages makes."""
_OWN = b'<meta name="generator" content="papercut '


def page_document(folder: Path) -> dict[str, Any]:
    """What an earlier run says in `page.json`; nothing where there is none."""
    try:
        found = json.loads((folder / PAGE).read_bytes()) if (folder / PAGE).is_file() else {}
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) and "papercut" in found else {}


def earlier_records(folder: Path, page: Page) -> list[str]:
    """The records that an earlier run made of this page: those that `page.json` names, or, where that is gone, those
    that say so themselves. Only such as are records."""
    own = page.source.name, page.source.page
    found = page_document(folder)
    if not found:
        return [path.name for path, source in _sources(folder) if (source.get("name"), source.get("page")) == own]
    source, articles = found.get("source"), found.get("articles")
    if not isinstance(source, dict) or not isinstance(articles, list):
        return []
    if (source.get("name"), source.get("page")) != own:
        return []
    names = [str(article.get("file")) for article in articles if isinstance(article, dict)]
    return [name for name in names if "/" not in name and "\\" not in name and _is_record(folder / name)]


def other_source(root: Path, folder: Path, page: Page) -> str | None:
    """The name of another file whose articles an earlier run wrote into the folder `root`, so that those of this page
    would be mixed with them; None if there is none. `folder` is where the page goes: `root`, or a folder in it."""
    if folder != root:
        return _name(page_document(root).get("source"))
    try:
        inner = sorted(path for path in root.iterdir() if _OF_A_PAGE.search(path.name) and not path.is_symlink())
    except OSError:
        inner = []
    if found := next((name for path in inner if (name := _name(page_document(path).get("source")))), None):
        return found
    names = () if page_document(root) else (_name(source) for _, source in _sources(root))
    return next((name for name in names if name and name != page.source.name), None)


def folders_without_page(root: Path) -> Iterator[Path]:
    """The folders from `root` on that hold records of a page, but no `page.json` any more; links are not followed."""
    for folder, inner, files in os.walk(root):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        if PAGE not in files and any(_is_record(Path(folder, name)) for name in sorted(files)):
            yield Path(folder)


def _name(source: object) -> str | None:
    name = source.get("name") if isinstance(source, dict) else None
    return name if isinstance(name, str) else None


def _sources(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The records of a folder that say which page they are of, and that."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix in (".md", ".json") and _is_record(path))
    except OSError:
        return
    for path in paths:
        try:
            if path.suffix == ".json":
                said = json.loads(path.read_bytes()).get("source")
            else:
                with path.open("rb") as file:
                    match = _SOURCE.search(file.read(LONGEST_HEAD))
                said = json.loads(match[1]) if match else None
        except (OSError, ValueError, AttributeError, RecursionError):
            continue
        if isinstance(said, dict):
            yield path, said


def _is_record(path: Path) -> bool:
    begins = _BEGINS.get(path.suffix)
    try:
        if begins is None or path.is_symlink() or not path.is_file():
            return False
        with path.open("rb") as file:
            head = file.read(2000)
    except (OSError, ValueError):
        return False
    return head.startswith(begins) and (path.suffix != ".html" or _OWN in head)
