"""The pages of an output that papercut wrote, as article documents: of a folder of JSON records, or of a file of
documents.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from papercut.codec.articles import is_saved, values
from papercut.codec.earlier_runs import PAGE, folders_without_page
from papercut.codec.page import unique
from papercut.errors import InputError
from papercut.plurals import counted

OWN = ".papercut"
"""The folder of a batch's own in its output."""
DATABASES = (".db", ".sqlite", ".sqlite3")
MOST = 256 << 20
"""No file of an output that is read at once is larger."""


class SavedPage(NamedTuple):
    """A page of an output: where it stands, and its document."""

    where: str
    document: dict[str, Any]


def need_whole(out: Path) -> None:
    """Raise `InputError` for a part of an output: its corrections are kept with the whole."""
    try:
        out.stat()
    except FileNotFoundError:
        return  # whoever reads it says so
    except (OSError, ValueError) as error:
        raise InputError(f"{out} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    for parent in out.resolve().parents:
        if (parent / OWN / "run.json").is_file():
            raise InputError(f"{out} is a part of the output {parent}, with which its corrections are kept: give that")


def saved_pages(out: Path, failed: Callable[[InputError], None] | None = None) -> Iterator[SavedPage]:
    """The pages of an output, in the order of their names. Raises `InputError` for what is none, or holds too little
    of its pages to be corrected.

    `failed` is told of pages of a folder that cannot be read, while the others come, of files that the folder lacks
    although a batch wrote them, and of records whose page document is gone.
    """
    if out.is_dir():
        found = False
        for path in page_files(out):
            found = True
            try:
                document = folder_document(path)
            except InputError as error:
                if failed is None:
                    raise
                failed(error)
            else:
                yield SavedPage(str(path), document)
        if failed is not None and (lost := lost_files(out)):
            files, name = counted(len(lost), "file"), lost[0]
            said = f"{out} lacks {files} that a run wrote, such as {name}: run papercut batch with --resume"
            failed(InputError(said))
        for folder in folders_without_page(out) if found and not (out / OWN).is_dir() else ():
            lost_page = InputError(f"{folder} holds records of a page, but its {PAGE} is gone: make that page anew")
            if failed is None:
                raise lost_page
            failed(lost_page)
        if not found:
            raise InputError(f"{out} holds no pages that papercut wrote: give a folder of batch -o, or of clean -o")
        return
    if out.suffix.lower() in DATABASES:
        raise InputError(f"{out} is a database, which does not hold whole pages: run papercut batch with --corrections")
    if is_index_file(out):
        yield SavedPage(str(out), folder_document(out))
        return
    try:
        rows = values(_read(out))
        for number, data in enumerate(rows, 1):
            if not is_saved(data):
                raise InputError(f"{out} is no output of papercut")
            yield SavedPage(f"{out}, page {number}", whole(data, out))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{out} is no JSON that papercut wrote: {error}") from error


def lost_files(out: Path) -> list[str]:
    """The files that a batch says it wrote into its output, and that are not there."""
    lost: list[str] = []
    for manifest in sorted((out / OWN / "shards").glob("*.json")):
        data = _json(manifest)
        files = data.get("files") if isinstance(data, dict) else None
        for name in files if isinstance(files, list) else ():
            if isinstance(name, str) and not os.path.lexists(f"{out}/{name}"):
                lost.append(name)
    return lost


def page_files(folder: Path) -> Iterator[Path]:
    """Every `page.json` below a folder, in the order of the names; links are not followed."""
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if PAGE in files:
            yield Path(root, PAGE)


def is_index_file(path: Path) -> bool:
    """Whether this is the `page.json` of a page whose articles are files of their own."""
    try:
        data = json.loads(_read(path)) if path.name == PAGE and path.is_file() else None
    except (InputError, ValueError, RecursionError):
        return False
    articles = data.get("articles") if isinstance(data, dict) else None
    return isinstance(articles, list) and all(isinstance(row, dict) and "file" in row for row in articles)


def folder_document(path: Path) -> dict[str, Any]:
    """The document of a page whose articles are files of their own beside its `page.json`. Raises `InputError`."""
    data = _json(path)
    if not is_saved(data) or not isinstance(data.get("articles"), list):
        raise InputError(f"{path} is no page.json that papercut wrote")
    articles = []
    for row in data["articles"]:
        name = row.get("file") if isinstance(row, dict) else None
        if not isinstance(name, str) or Path(name).name != name:
            raise InputError(f"{path} names a record that cannot be: {name!r:.60}")
        if not name.endswith(".json"):
            kind = Path(name).suffix.lstrip(".")
            raise InputError(f"{path.parent} holds {kind}, which does not say where each line stands: add --to json")
        record = _json(path.with_name(name))
        if not is_saved(record) or "body" not in record:
            raise InputError(f"{path.with_name(name)} is no record that papercut wrote")
        articles.append({k: v for k, v in record.items() if k not in ("papercut", "source", "issue", "decisions")})
    return whole({**data, "articles": articles}, path)


def whole(data: dict[str, Any], where: Path) -> dict[str, Any]:
    """The document itself. Raises `InputError` if it is but an article."""
    if "articles" not in data or "furniture" not in data:
        raise InputError(f"{where} holds articles alone, and a page is more: write it with --to json, or to a folder")
    return data


def _json(path: Path) -> Any:
    try:
        return json.loads(_read(path), object_pairs_hook=unique)
    except InputError as error:
        raise InputError(str(error) if str(path) in str(error) else f"{path}: {error}") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} is no JSON that papercut wrote: {error}") from error


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > MOST:
            raise InputError(f"{path} is larger than {MOST >> 20} MB")
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
